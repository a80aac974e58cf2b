# SPDX-License-Identifier: EUPL-1.2
"""Who stands behind the figures of an indicator: what deliveries say of it, and what a rule asks that none says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from indicators import formulas
from indicators.errors import UnjudgedRuleError
from indicators.formulas import Call, Node
from indicators.models import Backing, IndicatorDefinition, Series
from indicators.services.disclosure.tellings import Floats, Mask, Role
from indicators.services.observing import observed
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.places import Place, positions_in
from indicators.stats.disclosure.contributions import (
    MOST_NAMED,
    Behind,
    asks_for_contributions,
    asks_for_units,
    fewest,
    joined,
    nothing_known,
    rolled,
    widths,
)
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.vintages import RawSlice

_OF_PARTS: Final = ("share", "per")
_SAID: Final = (Backing.UNITS, Backing.LARGEST, Backing.SECOND)
By = Mapping[Role, Mapping[int, Behind]]


def by_level(behind: By, levels: Mapping[int, str]) -> dict[Role, dict[str, Behind]]:
    """Return who stands behind figures by level, where levels are named by boundary version."""
    return {role: {level: told[pk] for pk, level in levels.items() if pk in told} for role, told in behind.items()}


@dataclass(frozen=True)
class Spot:
    """One period on one edition of boundaries, and whose rules ask."""

    work: Workplace
    period_id: int
    chain: tuple[Place, ...]
    audience: str

    def definition(self, subject: Subject) -> IndicatorDefinition:
        """Return the definition of an indicator that holds there."""
        return subject.definition_on(self.work.periods[self.period_id].start)

    def rule(self, subject: Subject) -> CellRule | None:
        """Return the rule of an indicator's own source where it asks who stands behind its figures."""
        return (
            self.work.asking.get((self.definition(subject).source_id, self.audience)) if subject.definitions else None
        )


def behind_of(spot: Spot, subject: Subject) -> By:
    """Return who stands behind the figures of an indicator by role and boundary version; nothing where no rule asks.

    Of a formula as few as behind the part with the fewest; numerator and denominator each by their own parts.
    """
    if not spot.work.asking or not subject.definitions:
        return {}
    definition = spot.definition(subject)
    if definition.series is not None:
        if spot.rule(subject) is None:
            return {}
        said = _said(spot, definition)
        return {Role.COUNT: said, Role.NUMERATOR: said}
    if not definition.formula:
        return {}
    found = {role: _of_parts(spot, nodes) for role, nodes in _nodes(definition).items()}
    return {role: each for role, each in found.items() if each}


def _nodes(definition: IndicatorDefinition) -> dict[Role, tuple[Node, ...]]:
    node = formulas.parse(definition.formula)
    if isinstance(node, Call) and node.function in _OF_PARTS:
        top, bottom = node.arguments[:2]
        return {Role.NUMERATOR: (top,), Role.DENOMINATOR: (bottom,), Role.COUNT: (top, bottom)}
    return {Role.COUNT: (node,), Role.NUMERATOR: (node,), Role.DENOMINATOR: (node,)}


def _of_parts(spot: Spot, nodes: Iterable[Node]) -> dict[int, Behind]:
    parts = [behind_of(spot, part).get(Role.COUNT, {}) for part in _parts(spot, nodes)]
    told = [each for each in parts if each]
    return {pk: fewest(each[pk] for each in told) for pk in told[0]} if told else {}


def _parts(spot: Spot, nodes: Iterable[Node]) -> list[Subject]:
    slugs = sorted({slug for node in nodes for slug in formulas.present(node)})
    return [spot.work.subjects[slug] for slug in slugs if slug in spot.work.subjects]


def _said(spot: Spot, definition: IndicatorDefinition) -> dict[int, Behind]:
    """Return what was delivered at each level, and what follows from the level below."""
    units = _backing(spot, definition, Backing.UNITS)
    adds_up = units is not None and units.variable.is_additive
    found: dict[int, Behind] = {}
    finer: Place | None = None
    for place in spot.chain:
        said = Behind(*(_delivered(spot, definition, place, backing) for backing in _SAID))
        if finer is not None:
            said = joined(said, rolled(found[finer.id], positions_in(finer, place), place.size, adds_up=adds_up))
        found[place.id], finer = said, place
    return found


def _backing(spot: Spot, definition: IndicatorDefinition, backing: Backing) -> Series | None:
    series = definition.series
    return None if series is None else spot.work.backing.get((series.variable_id, series.breakdown_id, backing.value))


def _delivered(spot: Spot, definition: IndicatorDefinition, place: Place, backing: Backing) -> Floats:
    series = _backing(spot, definition, backing)
    if series is None:
        return nothing_known(place.size).units
    return observed(series_id=series.pk, period_id=spot.period_id, unit_ids=place.unit_ids).value


def crowded_out(rule: CellRule, behind: By, pk: int, raw: RawSlice) -> Mask:
    """Return which figures of a slice tell too much of those few, or of the one, who stand behind them."""
    has_parts = not bool(np.isnan(raw.denominator).all())
    bands = {Role.NUMERATOR: raw.numerator, Role.DENOMINATOR: raw.denominator} if has_parts else {Role.COUNT: raw.value}
    told = [widths(rule, band, behind[role][pk]) > 0 for role, band in bands.items() if pk in behind.get(role, {})]
    return reduce(np.logical_or, told, np.zeros(raw.size, dtype=bool))


def require_judged(spot: Spot, subject: Subject) -> None:
    """Refuse to publish what a rule asks about and no delivery tells.

    Raises
    ------
    UnjudgedRuleError
        ``indicators.disclosure_unjudged`` names the columns that are missing; ``indicators.disclosure_dominance`` for
        a dominance of more contributors than are delivered.
    """
    if not spot.work.asking:
        return
    for each in _delivered_parts(spot, subject):
        rule = spot.rule(each)
        if rule is not None:
            _require(spot, each, rule)


def _delivered_parts(spot: Spot, subject: Subject) -> list[Subject]:
    if not subject.definitions:
        return []
    definition = spot.definition(subject)
    if definition.series is not None:
        return [subject]
    if not definition.formula:
        return []
    nodes = [node for told in _nodes(definition).values() for node in told]
    return [found for part in _parts(spot, nodes) for found in _delivered_parts(spot, part)]


def _require(spot: Spot, subject: Subject, rule: CellRule) -> None:
    definition, period = spot.definition(subject), spot.work.periods[spot.period_id]
    if rule.dominance[0] > MOST_NAMED:
        raise UnjudgedRuleError(
            "indicators.disclosure_dominance",
            "Dominance is judged by the two largest contributors.",
            n=rule.dominance[0],
            most=MOST_NAMED,
        )
    missing = [str(backing.label) for backing in wanted(rule) if not _is_told(spot, definition, backing)]
    if missing:
        raise UnjudgedRuleError(
            "indicators.disclosure_unjudged",
            "A rule asks who stands behind figures, and no delivery says it.",
            indicator=definition.name,
            period=period.code,
            columns=", ".join(missing),
        )


def wanted(rule: CellRule) -> tuple[Backing, ...]:
    """Return what deliveries have to say for a rule to be judged."""
    needs_second = rule.prior > 0 or rule.dominance[0] > 1
    asked = {
        Backing.UNITS: asks_for_units(rule),
        Backing.LARGEST: asks_for_contributions(rule),
        Backing.SECOND: needs_second,
    }
    return tuple(backing for backing, is_asked in asked.items() if is_asked)


def _is_told(spot: Spot, definition: IndicatorDefinition, backing: Backing) -> bool:
    return any(not np.isnan(_delivered(spot, definition, place, backing)).all() for place in spot.chain)
