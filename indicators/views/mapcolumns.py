# SPDX-License-Identifier: EUPL-1.2
"""The heads of the table beside a map, for the page and for its files."""

from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """What heads are made of; `since` and `origin` are those of the change, empty without one.

    `is_estimated`: intervals tell as well how far estimates may be off.
    """

    parent_level_name: str
    short_name: str
    unit: str
    basis: str
    whole_name: str
    since: str = ""
    origin: str = ""
    shows_pattern: bool = False
    is_estimated: bool = False


def columns_of(view: MapView) -> tuple[ColumnHead, ...]:
    """Return the heads of the columns that the slice allows."""
    facts = HeadFacts(
        parent_level_name=view.parent_level_name,
        short_name=view.short_name,
        unit=view.unit,
        basis=view.basis,
        whole_name=view.whole_name,
        since=view.change_since_short,
        origin=view.change_origin,
        shows_pattern=view.shows_pattern,
        is_estimated=view.chance.is_estimated,
    )
    return heads_of(view.columns, facts)


def heads_of(columns: Iterable[str], facts: HeadFacts) -> tuple[ColumnHead, ...]:
    """Return the heads of some columns."""
    return tuple(_head(facts, column) for column in columns)


def _head(facts: HeadFacts, column: str) -> ColumnHead:
    points = _("percentage points") if is_share(facts.unit) else facts.unit
    counted = facts.basis == "counts"
    span = _("Range (estimate and chance)") if facts.is_estimated else _("Random variation (model)")
    spanned = _("Classes within the range") if facts.is_estimated else _("Classes within random variation")
    heads = {
        maptable.PARENT: (facts.parent_level_name, "", False),
        maptable.VALUE: (facts.short_name, facts.unit, True),
        maptable.COUNT: (_("Number") if counted else _("Number, rounded"), "", True),
        maptable.DENOMINATOR: (_("Denominator"), "", True),
        maptable.INTERVAL: (span, facts.unit, True),
        maptable.COMPARISON: (_("Compared with %(name)s") % {"name": facts.whole_name}, "", False),
        maptable.CLASS: (_("Among its neighbours"), "", False) if facts.shows_pattern else (_("Class"), "", True),
        maptable.P_VALUE: (_("p-value, adjusted"), "", True),
        maptable.SPAN: (spanned, "", True),
        maptable.CHANGE: (
            pgettext("head of a column", "Change since %(period)s") % {"period": facts.since},
            f"{points}, {facts.origin}",
            True,
        ),
    }
    return ColumnHead(column, *heads[column])


def change_head(since: str, origin: str) -> str:
    """Return the heading of changes: since when, and who made them."""
    return _("Change since %(period)s, %(origin)s") % {"period": since, "origin": origin}
