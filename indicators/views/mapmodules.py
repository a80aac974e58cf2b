# SPDX-License-Identifier: EUPL-1.2
"""The script modules of a map: named in the page, they are fetched at once instead of one after the other."""

from typing import Final

MAP_MODULES: Final = (
    "js/components/alert.js",
    "js/components/copying.js",
    "js/lib/announce.js",
    "js/lib/classify.js",
    "js/lib/counted.js",
    "js/lib/format.js",
    "js/lib/request.js",
    "js/lib/slice.js",
    "js/lib/strings.js",
    "js/map/areas.js",
    "js/map/canvas.js",
    "js/map/card.js",
    "js/map/colours.js",
    "js/map/directions.js",
    "js/map/keyboard.js",
    "js/map/mapview.js",
    "js/map/marks.js",
    "js/map/page.js",
    "js/map/patterns.js",
    "js/map/query.js",
    "js/map/regions.js",
    "js/map/search.js",
    "js/map/shapes.js",
    "js/map/slices.js",
    "js/map/sorting.js",
    "js/map/speaking.js",
    "js/map/spots.js",
    "js/map/timeline.js",
    "js/map/tooltip.js",
    "js/map/viewport.js",
    "js/pages/map.js",
)
# Fetched where areas are drawn from tiles.
TILE_MODULES: Final = (
    "js/map/sheet.js",
    "js/map/tileareas.js",
    "js/map/tilegrid.js",
    "js/map/tilepaint.js",
    "js/map/vectortile.js",
)
