# SPDX-License-Identifier: EUPL-1.2
"""The script modules of the workbench: named in the page, they are fetched at once instead of one after the other."""

from typing import Final

WORKBENCH_MODULES: Final = (
    "build/charts.js",
    "js/components/alert.js",
    "js/components/copying.js",
    "js/lib/announce.js",
    "js/lib/areaset.js",
    "js/lib/brush.js",
    "js/lib/classify.js",
    "js/lib/format.js",
    "js/lib/request.js",
    "js/lib/runs.js",
    "js/lib/slice.js",
    "js/lib/strings.js",
    "js/map/areas.js",
    "js/map/canvas.js",
    "js/map/card.js",
    "js/map/directions.js",
    "js/map/keyboard.js",
    "js/map/mapview.js",
    "js/map/marks.js",
    "js/map/patterns.js",
    "js/map/shapes.js",
    "js/map/timeline.js",
    "js/map/tooltip.js",
    "js/map/viewport.js",
    "js/pages/workbench.js",
    "js/workbench/address.js",
    "js/workbench/cells.js",
    "js/workbench/classes.js",
    "js/workbench/embedding.js",
    "js/workbench/ground.js",
    "js/workbench/line.js",
    "js/workbench/meant.js",
    "js/workbench/ordering.js",
    "js/workbench/page.js",
    "js/workbench/panels.js",
    "js/workbench/place.js",
    "js/workbench/ranking.js",
    "js/workbench/series.js",
    "js/workbench/table.js",
)
# Fetched where a panel that needs them stands open.
ON_DEMAND: Final = (
    "js/workbench/balance.js",
    "js/workbench/multiples.js",
    "js/workbench/scatter.js",
    "js/workbench/smallmap.js",
)
