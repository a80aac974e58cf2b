# SPDX-License-Identifier: EUPL-1.2
"""Cells in words, for the pages of approvers."""

from collections.abc import Collection

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.cellnames import CellKind, CellName, PlaceName, cell_names
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse


def cells_in_words(organisation: Organisation, keys: Collection[str]) -> list[str]:
    """Say which figures some keys mean, in their order."""
    names = cell_names(organisation, keys)
    return [cell_words(names[key]) for key in keys]


def cell_words(name: CellName) -> str:
    """Say which figure, or what that follows from figures, a cell is."""
    if name.kind == CellKind.UNKNOWN:
        return name.key
    told = {"first": _place(name.places[0]), "second": _place(name.places[-1]), "what": name.places[0].what}
    return {
        CellKind.PLAIN: "%(first)s",
        CellKind.FORMER: _("%(first)s, as it was before a correction"),
        CellKind.BELOW: _("all others of: %(second)s (that is, without: %(what)s)"),
        CellKind.OTHERS: _("all others of: %(first)s (groups that nobody publishes)"),
        CellKind.ELSEWHERE: _("without a smaller area of: %(first)s"),
        CellKind.SHARED: _("in common: %(first)s; %(second)s"),
    }[name.kind] % told


def _place(place: PlaceName) -> str:
    period = period_words(parse(place.period), language_of(get_language()))
    return f"{place.what} · {place.area} ({place.level}) · {period} · {place.edition}"
