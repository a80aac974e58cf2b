# SPDX-License-Identifier: EUPL-1.2
"""What the indicators of an organisation mean, and which code each of their quantities has."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from indicators import formulas
from indicators.formulas import Call, FormulaError, Linear, Name, Node
from indicators.models import Basis, IndicatorDefinition, IndicatorKind
from indicators.services.disclosure.relations import series_code
from sozialplanung.common import periods

COMPUTED: Final = "="
_OF_PARTS: Final = frozenset({"share", "per"})


class Roles(NamedTuple):
    """The codes of a number, of a numerator and of a denominator; which of them an indicator has its figures tell."""

    number: str
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an indicator is for a time: the series that delivers it, or its formula."""

    since: date
    until: date | None
    series: str
    node: Node | None
    is_counted: bool

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Book:
    """The definitions of an organisation, read once."""

    def __init__(self, organisation_id: int) -> None:
        rows = IndicatorDefinition.objects.filter(organisation_id=organisation_id).exclude(
            indicator__kind=IndicatorKind.INDEX
        )
        self._meanings: dict[str, list[_Meaning]] = {}
        for row in rows.select_related("indicator", "series__variable", "series__breakdown").order_by("valid_from"):
            self._meanings.setdefault(row.indicator.slug, []).append(_meaning(row))
        self._linear: dict[str, Linear | None] = {}

    def linear(self, code: str) -> Linear | None:
        """Return a code as a weighted sum of at least one indicator; None for what is none."""
        if not code.startswith(COMPUTED):
            return None
        if code not in self._linear:
            self._linear[code] = self._weighted(code.removeprefix(COMPUTED))
        return self._linear[code]

    def _weighted(self, written: str) -> Linear | None:
        try:
            found = formulas.linear(formulas.parse(written))
        except FormulaError:
            # The part of a share that was delivered, or of an indicator that is no formula.
            return None
        if found is None or not found.terms or any(each.slug not in self._meanings for each in found.terms):
            return None
        return found

    def codes(self, period: str) -> set[str]:
        """Return the codes of what formulas make at a period: whole formulas, and both parts of their shares."""
        day = periods.parse(period).start
        found = set()
        for slug in self._meanings:
            meaning = self._on(slug, day)
            if meaning is None or meaning.node is None:
                continue
            nodes = [node for node in _counts(meaning.node) if not isinstance(node, Name)]
            found |= {f"{COMPUTED}{formulas.text(node)}" for node in nodes}
        return found | self._repeated()

    def _repeated(self) -> set[str]:
        """Return the codes of what formulas repeat of an earlier year: later figures tell them of every period."""
        nodes = [
            part
            for meanings in self._meanings.values()
            for meaning in meanings
            if meaning.node is not None
            for part in _counts(meaning.node)
        ]
        repeated = [each[0] for node in nodes if (each := formulas.of_one_year(node)) is not None]
        return {f"{COMPUTED}{formulas.text(node)}" for node in repeated if not isinstance(node, Name)}

    def roles(self, slug: str, period: str) -> Roles | None:
        """Return the codes of what the figures of an indicator may hold; None where it counts nothing."""
        meaning = self._on(slug, periods.parse(period).start)
        if meaning is None or not meaning.is_counted:
            return None
        own = self.code(slug, period)
        node = meaning.node
        if isinstance(node, Call) and node.function in _OF_PARTS:
            top, bottom = (self._part(each, period) for each in node.arguments[:2])
            return Roles(own, top, bottom)
        base = meaning.series or f"{COMPUTED}{slug}"
        return Roles(own, f"{base}/numerator", f"{base}/denominator")

    def _part(self, node: Node, period: str) -> str:
        return self.code(node.slug, period) if isinstance(node, Name) else f"{COMPUTED}{formulas.text(node)}"

    def code(self, slug: str, period: str) -> str:
        """Return the code of what an indicator counts: of its series, or the words of its formula."""
        meaning = self._on(slug, periods.parse(period).start)
        if meaning is None or (meaning.node is None and not meaning.series):
            return f"{COMPUTED}{slug}"
        if meaning.node is None:
            return meaning.series
        if isinstance(meaning.node, Name):
            return self.code(meaning.node.slug, period)
        return f"{COMPUTED}{formulas.text(meaning.node)}"

    def _on(self, slug: str, day: date) -> _Meaning | None:
        meanings = self._meanings.get(slug)
        if not meanings:
            return None
        first = meanings[0] if day < meanings[0].since else meanings[-1]
        return next((each for each in meanings if each.holds_on(day)), first)


def _counts(node: Node) -> tuple[Node, ...]:
    """Return what a formula counts: itself, or both parts of a share."""
    return node.arguments[:2] if isinstance(node, Call) and node.function in _OF_PARTS else (node,)


def _meaning(row: IndicatorDefinition) -> _Meaning:
    series = "" if row.series is None else series_code(row.series.variable.slug, row.series.breakdown.slug)
    node = formulas.parse(row.formula) if row.formula else None
    return _Meaning(row.valid_from, row.valid_until, series, node, row.basis == Basis.COUNTS)
