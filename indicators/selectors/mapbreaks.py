# SPDX-License-Identifier: EUPL-1.2
"""How the breaks of a map's series are named: periods in short, one line for each reason."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from indicators.rendering.mapview import BreakGroup, BreakMark
from indicators.rendering.profile_numbers import Language, period_words
from sozialplanung.common.periods import Period


def short_words(period: Period, other: Period, language: Language) -> str:
    """Name a period beside another one: the same day of another year by its year alone."""
    days = {(each.kind, each.start.month, each.start.day) for each in (period, other)}
    return str(period.year) if len(days) == 1 else period_words(period, language)


def grouped(marks: Iterable[BreakMark | None]) -> tuple[BreakGroup, ...]:
    """Return the breaks of a series, each reason once with all pairs of periods between which it lies."""
    by_reason: dict[tuple[str, str, str, str], list[str]] = {}
    for mark in filter(None, marks):
        by_reason.setdefault((mark.comparable, mark.text, mark.reference, mark.url), []).append(mark.pair)
    return tuple(BreakGroup(_between(pairs), *reason) for reason, pairs in by_reason.items())


def _between(pairs: list[str]) -> str:
    told = pairs[-1]
    if len(pairs) > 1:
        told = _("%(pairs)s as well as %(last)s") % {"pairs": ", ".join(pairs[:-1]), "last": told}
    return _("Between %(pairs)s") % {"pairs": told}
