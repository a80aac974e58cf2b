# SPDX-License-Identifier: EUPL-1.2
"""The heads of the table beside a map, for the page and for its files."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.rendering import maptable
from indicators.rendering.mapview import MapView
from indicators.rendering.profile_numbers import is_share


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """One head: its words, the unit once, whether numbers stand under it."""

    column: str
    label: str
    unit: str
    is_number: bool


def columns_of(view: MapView) -> tuple[ColumnHead, ...]:
    """Return the heads of the columns that the slice allows."""
    return tuple(_head(view, column) for column in view.columns)


def _head(view: MapView, column: str) -> ColumnHead:
    points = _("percentage points") if is_share(view.unit) else view.unit
    counted = view.basis == "counts"
    heads = {
        maptable.PARENT: (view.parent_level_name, "", False),
        maptable.VALUE: (view.short_name, view.unit, True),
        maptable.COUNT: (_("Number") if counted else _("Number, rounded"), "", True),
        maptable.DENOMINATOR: (_("Denominator"), "", True),
        maptable.INTERVAL: (_("Random variation (model)"), view.unit, True),
        maptable.COMPARISON: (_("Compared with %(name)s") % {"name": view.whole_name}, "", False),
        maptable.CLASS: (_("Among its neighbours"), "", False) if view.shows_pattern else (_("Class"), "", True),
        maptable.P_VALUE: (_("p-value, adjusted"), "", True),
        maptable.SPAN: (_("Classes within random variation"), "", True),
        maptable.CHANGE: (
            pgettext("head of a column", "Change since %(period)s") % {"period": view.change_since_short},
            f"{points}, {view.change_origin}",
            True,
        ),
    }
    return ColumnHead(column, *heads[column])


def change_head(since: str, origin: str) -> str:
    """Return the heading of changes: since when, and who made them."""
    return _("Change since %(period)s, %(origin)s") % {"period": since, "origin": origin}
