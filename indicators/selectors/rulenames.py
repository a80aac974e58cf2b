# SPDX-License-Identifier: EUPL-1.2
"""What the names in a validation rule stand for: indicators and series of an organisation, as stewards know them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final, Literal

from indicators import formulas
from indicators.models import Comparability, IndicatorDefinition, IndicatorKind, Series, SeriesBreak

Kind = Literal["delivered", "derived", "index", "series"]
TOTAL: Final = "gesamt"
# What the language of formulas can write; other slugs exist, but no rule names them.
_WRITABLE: Final = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*(?::[a-z0-9_]+(?:-[a-z0-9_]+)*)?", re.ASCII)
_LIKE: Final = 0.5

_KINDS: Final[Mapping[IndicatorKind, Kind]] = {
    IndicatorKind.DELIVERED: "delivered",
    IndicatorKind.DERIVED: "derived",
    IndicatorKind.INDEX: "index",
}

Breaks = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for from one day to another: a series, a formula, or nothing of both for an index."""

    valid_from: date = date.min
    valid_until: date | None = None
    series_id: int | None = None
    formula: formulas.Node | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether this is what the name stands for on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class RuleName:
    """One name: how readers call it, its unit, and what it stood for in the course of time.

    `breaks` are the starts of the periods between which nothing of it is compared.
    """

    slug: str
    label: str
    kind: Kind
    unit_of_measure: str = ""
    is_relative: bool = False
    indicator_id: int | None = None
    meanings: tuple[Meaning, ...] = field(default=())
    breaks: Breaks = ()

    def on(self, day: date) -> Meaning:
        """Return what it stands for on a day, else what it stood for at the nearest one."""
        for meaning in self.meanings:
            if meaning.holds_on(day):
                return meaning
        return self.meanings[0] if day < self.meanings[0].valid_from else self.meanings[-1]


def rule_names(*, organisation_id: int) -> dict[str, RuleName]:
    """Return everything that a rule of an organisation may name, indicators before series, by slug.

    A series that is called like an indicator is read through the indicator.
    """
    indicators, breaks = _indicators(organisation_id)
    series = _series(organisation_id, breaks)
    found = {each.slug: each for each in (*indicators, *series) if _WRITABLE.fullmatch(each.slug)}
    return {**found, **{each.slug: each for each in indicators if each.slug in found}}


def nearest_name(wanted: str, known: Iterable[str]) -> str:
    """Return the known name that is most like a wanted one; empty when none is."""
    return next(iter(get_close_matches(wanted, list(known), n=1, cutoff=_LIKE)), "")


def labels_of(names: Mapping[str, RuleName]) -> dict[str, str]:
    """Return how readers call each name."""
    return {slug: each.label for slug, each in names.items()}


def _indicators(organisation_id: int) -> tuple[list[RuleName], dict[int, Breaks]]:
    rows: dict[int, list[IndicatorDefinition]] = {}
    found = IndicatorDefinition.objects.filter(organisation_id=organisation_id).select_related("indicator")
    for row in found.order_by("indicator__topic__position", "indicator__position", "indicator__slug", "valid_from"):
        rows.setdefault(row.indicator_id, []).append(row)
    breaks = _breaks(organisation_id)
    named = [_indicator(definitions, breaks.get(pk, ())) for pk, definitions in rows.items()]
    of_series: dict[int, Breaks] = {}
    for pk, definitions in rows.items():
        for row in definitions:
            if row.series_id is not None:
                of_series[row.series_id] = (*of_series.get(row.series_id, ()), *breaks.get(pk, ()))
    return named, of_series


def _indicator(definitions: list[IndicatorDefinition], breaks: Breaks) -> RuleName:
    newest, indicator = definitions[-1], definitions[-1].indicator
    is_index = indicator.kind == IndicatorKind.INDEX
    return RuleName(
        slug=indicator.slug,
        label=newest.name,
        kind=_KINDS[IndicatorKind(indicator.kind)],
        unit_of_measure=newest.unit_of_measure,
        is_relative=is_index or newest.comparability == Comparability.RELATIVE,
        indicator_id=indicator.pk,
        meanings=tuple(
            Meaning(row.valid_from, row.valid_until, row.series_id, _formula(row.formula)) for row in definitions
        ),
        breaks=breaks,
    )


def _formula(written: str) -> formulas.Node | None:
    return formulas.parse(written) if written else None


def _series(organisation_id: int, breaks: Mapping[int, Breaks]) -> list[RuleName]:
    rows = Series.objects.filter(organisation_id=organisation_id).select_related("variable", "breakdown")
    return [
        RuleName(
            slug=row.variable.slug if row.breakdown.slug == TOTAL else f"{row.variable.slug}:{row.breakdown.slug}",
            label=row.variable.name if row.breakdown.slug == TOTAL else f"{row.variable.name} · {row.breakdown.name}",
            kind="series",
            unit_of_measure=row.variable.unit_of_measure,
            meanings=(Meaning(series_id=row.pk),),
            breaks=breaks.get(row.pk, ()),
        )
        for row in rows.order_by("variable__slug", "breakdown__dimension", "breakdown__position")
    ]


def _breaks(organisation_id: int) -> dict[int, Breaks]:
    found: dict[int, Breaks] = {}
    rows = SeriesBreak.objects.filter(organisation_id=organisation_id, comparable="no")
    for pk, start, end in rows.values_list("indicator_id", "from_period__start", "to_period__start"):
        found[pk] = (*found.get(pk, ()), (start, end))
    return found
