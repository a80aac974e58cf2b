# SPDX-License-Identifier: EUPL-1.2
"""The words that every topic of a profile says again, looked up once for each language."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sozialplanung.common.byname import ByName


@dataclass(frozen=True, slots=True)
class ProfileLabels(ByName):
    """Heads and small words of the table of figures."""

    indicator: str
    value: str
    number: str
    comparison: str
    change: str
    course: str
    as_of: str
    index_value: str
    variation: str
    variation_help: str
    smoothed: str
    beyond_chance: str
    within_chance: str
    direction: str
    spread: str


@dataclass(frozen=True, slots=True)
class SpreadLabels(ByName):
    """Heads and small words of the table of the numbers behind the drawings."""

    indicator: str
    this_area: str
    variation: str
    lowest: str
    lower_quarter: str
    middle: str
    upper_quarter: str
    highest: str
    shown: str
    hidden: str
    unvalued: str
    not_computed: str


def profile_labels() -> ProfileLabels:
    """Return the words of the table of figures in the reader's language."""
    return _profile_labels(get_language())


def spread_labels() -> SpreadLabels:
    """Return the words of the table of numbers in the reader's language."""
    return _spread_labels(get_language())


@lru_cache(maxsize=8)
def _profile_labels(_language: str | None) -> ProfileLabels:
    return ProfileLabels(
        indicator=_("Indicator"),
        value=_("Value"),
        number=_("Number"),
        comparison=_("Comparison"),
        change=pgettext("difference", "Change"),
        course=_("Over time"),
        as_of=_("As of"),
        index_value=_("Index value"),
        variation=_("Random variation"),
        variation_help=_(
            "Random variation (model): where the value would lie in 95 of 100 cases if chance alone were at work"
        ),
        smoothed=_("smoothed"),
        beyond_chance=_("beyond chance"),
        within_chance=_("within chance"),
        direction=pgettext("trend", "Direction"),
        spread=_("Spread"),
    )


@lru_cache(maxsize=8)
def _spread_labels(_language: str | None) -> SpreadLabels:
    return SpreadLabels(
        indicator=_("Indicator"),
        this_area=_("This area"),
        variation=_("Random variation (model)"),
        lowest=_("lowest"),
        lower_quarter=_("lower quarter up to"),
        middle=pgettext("median", "middle"),
        upper_quarter=_("upper quarter from"),
        highest=_("highest"),
        shown=_("Areas shown"),
        hidden=_("kept secret"),
        unvalued=_("without a value"),
        not_computed=_("cannot be computed"),
    )
