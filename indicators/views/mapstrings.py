# SPDX-License-Identifier: EUPL-1.2
"""What the script of the map says: it holds no sentence of its own."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: Final[dict[str, str | Promise]] = {
    "area.value": _("{name}: {value}, class {class} of {classes}, {comparison}"),
    "area.special": _("{name}: {status}"),
    "tooltip.class": _("Class {class} of {classes}"),
    "map.list": _("Map of the {areas}: {headline}"),
    "map.failed": _("The map could not be loaded. The figures stand in the table below."),
    "map.chosen": _("{name} is chosen."),
    "map.cleared": _("No area is chosen."),
    "status.missing": _("no figure given"),
    "status.unknown": _("no figure given"),
    "status.pending": _("no figure given yet"),
    "status.confidential": _("kept secret"),
    "status.suppressed": _("kept secret"),
    "status.excluded": _("not rated"),
    "status.unreliable": _("not reliable enough"),
    "status.not_applicable": _("not applicable"),
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


def map_strings(*, is_city: bool) -> dict[str, str]:
    """Return the sentences in the reader's language; not every organisation is one city."""
    sentences = _SENTENCES | (_WITH_CITY if is_city else _WITH_AREA)
    return {key: str(text) for key, text in sentences.items()}
