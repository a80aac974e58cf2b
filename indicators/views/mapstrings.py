# SPDX-License-Identifier: EUPL-1.2
"""What the script of the map says: it holds no sentence of its own."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import flag_words, status_words
from sozialplanung.common.statuses import Flag, Status

_SENTENCES: Final[dict[str, str | Promise]] = {
    "area.value": _("{name}: {value}, class {class} of {classes}, {comparison}"),
    "area.special": _("{name}: {status}"),
    "area.pattern": _("{name}: {value}, {pattern}"),
    "pattern.island": _("without a neighbouring area that has a figure"),
    "area.unsure": _("unsure: random variation reaches over {count} classes"),
    "area.unsure_estimate": _("unsure: estimate and chance reach over {count} classes"),
    "interval.model": _("Random variation (model): {range}"),
    "interval.estimate": _("Range (estimate and chance): {range}"),
    "interval.unavailable": _("Random variation: cannot be calculated"),
    "tooltip.class": _("Class {class} of {classes}"),
    "map.list": _("Map of the {areas}: {headline}"),
    "map.failed": _("The map could not be loaded. The figures stand in the table below."),
    "map.chosen": _("{name} is chosen."),
    "map.cleared": _("No area is chosen."),
    "map.dropped": _("Other boundaries: the choice was cleared."),
    "places.list": _("Places on the map: {layers}. Arrow keys lead to the next place, Enter opens it."),
    "places.one": _("{name}, {layer}"),
    "places.cluster": _("{count} places: {layer}"),
    "places.address": _("Address"),
    "places.unknown": _("not known"),
    "own.name": _("Name"),
    "own.shown": _("{count} drawn."),
    "own.outside": _("{count} lie where the map does not reach."),
    "own.left": _("{count} are left out: they have no position that can be read."),
    "own.removed": _("Your file is off the map."),
    "own.too_large": _(
        "“{name}” is too large ({size} MB): at most {most} MB are read here. Simplify or split the file."
    ),
    "own.too_detailed": _("“{name}” has too many corners ({count}): at most {most} are drawn. Simplify its shapes."),
    "own.too_many": _("“{name}” has too many places ({count}): at most {most} are drawn. Split the file."),
    "own.empty": _("“{name}” holds no place. Choose a file with places."),
    "own.unreadable": _("“{name}” cannot be read as GeoJSON or as a table. Export it again as GeoJSON or CSV."),
    "own.columns": _(
        "“{name}” has no columns of coordinates that are known; it has: {columns}. Name them lon and lat, in degrees."
    ),
    "own.metres": _("“{name}” is not in degrees ({place}). Export it with longitude and latitude (EPSG:4326)."),
    "own.axes": _(
        "In “{name}” longitude and latitude are exchanged. Exchange both columns, or both axes at the export."
    ),
    "own.elsewhere": _("None of the {count} places of “{name}” lies on this map. Check the file, or open another map."),
    "search.none": _("No match among: {areas}."),
    "search.elsewhere": _("Search “{name}” at all levels"),
    "clipboard.done": _("Copied"),
    "clipboard.failed": _("Copying failed – please mark the text and copy it"),
    "sort.ascending": _("Sorted by {column}, ascending."),
    "sort.descending": _("Sorted by {column}, descending."),
}

_WITH_CITY: Final[dict[str, str | Promise]] = {
    "comparison.0": _("not comparable with the whole city"),
    "comparison.1": _("lower than the whole city"),
    "comparison.2": _("similar to the whole city"),
    "comparison.3": _("higher than the whole city"),
}
_WITH_AREA: Final[dict[str, str | Promise]] = {
    "comparison.0": _("not comparable with the whole area"),
    "comparison.1": _("lower than the whole area"),
    "comparison.2": _("similar to the whole area"),
    "comparison.3": _("higher than the whole area"),
}


def map_strings(language: Language, *, is_city: bool) -> dict[str, str]:
    """Return the sentences in the reader's language; not every organisation is one city."""
    sentences = _SENTENCES | (_WITH_CITY if is_city else _WITH_AREA)
    # As in the table: the map names what is not there in the same words.
    statuses = {f"status.{status.code}": status_words(status, language) for status in Status}
    flags = {"flag.estimated": ", ".join(flag_words(Flag.ESTIMATED, language))}
    return {key: str(text) for key, text in sentences.items()} | statuses | flags
