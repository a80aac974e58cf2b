# SPDX-License-Identifier: EUPL-1.2
"""The validation rules of an organisation, held against a delivery in front of all current figures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from indicators import formulas
from indicators.formulas import RuleOutcome
from indicators.models import ImportBatch
from indicators.selectors.course import Course
from indicators.selectors.rulenames import labels_of, rule_names
from indicators.selectors.validation import versions_in_force
from indicators.services.checking.grounds import Ground, Ints
from indicators.services.checking.loading import Loaded
from indicators.services.checking.ruleevaluating import Judge, Reading, Rule, rule_of
from indicators.services.checking.rulefigures import Figures, Pair
from indicators.services.checking.rules import Severity, area_label
from indicators.services.checking.rulewording import SIGNS, Said, is_limit, sides_said, told_apart

# So many areas of one rule are told one by one; the others are counted.
MOST_TOLD: Final = 1_000


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One area in which a delivery breaks a rule (or the count of those that are not told), and its place."""

    code: str
    severity: Severity
    level: str
    series: str
    period: str
    row: int | None
    value: float | None
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How one rule fared with a delivery, in areas by periods.

    `is_beyond`: it reads figures beyond the topics to which the delivery is bound, and holds nothing up.
    """

    number: int
    version: int
    name: str
    severity: str
    held: int = 0
    broken: int = 0
    not_checked: int = 0
    is_beyond: bool = False


@dataclass(frozen=True, slots=True)
class RuledDelivery:
    """What the rules say of a delivery: what breaks them, and how each of those that were asked fared."""

    broken: tuple[BrokenRule, ...] = ()
    tallies: tuple[RuleTally, ...] = ()


@dataclass(slots=True)
class _Asked:
    """One rule, the periods of which it is asked, and what came of it."""

    rule: Rule
    periods: list[int]
    tally: RuleTally
    told: list[BrokenRule] = field(default_factory=list)


def ruled_delivery(loaded: Loaded, *, within: Collection[int] | None = None) -> RuledDelivery:
    """Hold every rule in force against what a delivery brings, in the areas that it speaks of.

    Of a rule that reads series beyond `within`, or an index, there is a tally alone.

    What was not delivered is taken from the current figures. An area without a figure on either side is not checked:
    it neither holds nor breaks a rule.
    """
    organisation = loaded.batch.organisation
    rules = [rule_of(version) for version in versions_in_force(organisation_id=organisation.pk, occasion="delivery")]
    if not rules or not loaded.delivered:
        return RuledDelivery()
    reading = Reading(rule_names(organisation_id=organisation.pk), Course())
    asked = [each for each in (_asked(rule, reading, loaded, within) for rule in rules) if each.periods]
    wanted = {pair for each in asked for pk in each.periods for pair in reading.leaves(each.rule, pk)}
    figures = Figures(organisation, wanted, loaded=loaded)
    for each in asked:
        _ask(each, Judge(reading, figures), reading, figures, loaded)
    spoken = [each for each in asked if each.tally.held or each.tally.broken or each.tally.not_checked]
    told = tuple(broken for each in spoken if not each.tally.is_beyond for broken in each.told)
    return RuledDelivery(told, tuple(each.tally for each in spoken))


def ruled_taking_back(batch: ImportBatch) -> tuple[RuleTally, ...]:
    """Hold every rule in force against what would be current again without a batch, where that differs from now.

    What comes back on other borders than those of the batch is not checked.
    """
    if not versions_in_force(organisation_id=batch.organisation_id, occasion="delivery"):
        return ()
    return ruled_delivery(Loaded(batch, is_taken_back=True)).tallies


def _asked(rule: Rule, reading: Reading, loaded: Loaded, within: Collection[int] | None) -> _Asked:
    version = rule.version
    is_beyond = within is not None and (bool(reading.indices_of(rule)) or not reading.series_of(rule) <= set(within))
    tally = RuleTally(version.rule.number, version.number, version.name, version.severity, is_beyond=is_beyond)
    return _Asked(rule, _periods(rule, reading, loaded), tally)


def _periods(rule: Rule, reading: Reading, loaded: Loaded) -> list[int]:
    """Return the periods whose answer a delivery touches: a corrected year also touches the changes after it."""
    course, series = reading.course, reading.series_of(rule)
    found: set[int] = set()
    for delivered in (pair for pair in loaded.delivered if pair[0] in series):
        for years in reading.years_of(rule):
            period_id = course.shifted(delivered[1], years)
            if period_id is not None and delivered in reading.leaves(rule, period_id):
                found.add(period_id)
    return sorted(found, key=lambda pk: course.periods[pk].start)


def _ask(asked: _Asked, judge: Judge, reading: Reading, figures: Figures, loaded: Loaded) -> None:
    for period_id in asked.periods:
        day = reading.course.periods[period_id].start
        leaves = _ordered(asked.rule, reading, period_id)
        for ground in loaded.grounds:
            if not asked.rule.content.scope.covers(level=ground.version.level, day=day, occasion="delivery"):
                continue
            rows = [(pair, figures.rows(pair, ground)) for pair in leaves if pair in loaded.delivered]
            if any(row.any() for _, row in rows):
                _judge(asked, _Place(period_id, ground, rows), judge, reading, loaded)


@dataclass(frozen=True, slots=True)
class _Place:
    period_id: int
    ground: Ground
    rows: list[tuple[Pair, Ints]]


def _judge(asked: _Asked, place: _Place, judge: Judge, reading: Reading, loaded: Loaded) -> None:
    result = judge.judge(asked.rule, place.period_id, place.ground)
    touched = np.any([row > 0 for _, row in place.rows], axis=0)
    outcomes = result.outcomes[touched]
    counts = {outcome: int((outcomes == outcome).sum()) for outcome in RuleOutcome}
    tally = asked.tally
    asked.tally = replace(
        tally,
        held=tally.held + counts[RuleOutcome.HOLDS],
        broken=tally.broken + counts[RuleOutcome.BROKEN],
        not_checked=tally.not_checked + counts[RuleOutcome.NOT_CHECKED],
    )
    places = np.flatnonzero((result.outcomes == RuleOutcome.BROKEN) & touched)
    room = max(0, MOST_TOLD - len(asked.told))
    shared = _shared(asked.rule, place, reading)
    for position in places[:room].tolist():
        values = float(result.left.value[position]), float(result.right.value[position])
        asked.told.append(_told(asked.rule, place, loaded, position, {**shared, **_values(values)}))
    if places.size > room:
        rest = {**shared, "n": int(places.size - room), "most": MOST_TOLD}
        asked.told.append(_rest(asked.rule, place, loaded, rest))


def _shared(rule: Rule, place: _Place, reading: Reading) -> dict[str, Said]:
    return {
        "rule": rule.version.name,
        "rule_number": rule.version.rule.number,
        "period": reading.course.periods[place.period_id].code,
        "sign": SIGNS[rule.content.comparison],
        **sides_said(rule, labels_of(reading.names)),
    }


def _values(sides: tuple[float, float]) -> dict[str, Said]:
    left, right = told_apart(*sides)
    return {"left": left, "right": right}


def _told(rule: Rule, place: _Place, loaded: Loaded, position: int, params: dict[str, Any]) -> BrokenRule:
    (series_id, period_id), row = next((pair, int(rows[position])) for pair, rows in place.rows if rows[position])
    unit, facts = place.ground.rows[position], loaded.series[series_id]
    start, end = loaded.delivered[series_id, period_id]
    found = loaded.staged[start:end]
    value = float(found["value"][np.searchsorted(found["unit"], unit.unit_id)])
    code = "checks.rule_limit" if is_limit(rule) else "checks.rule_broken"
    said = {**params, "area": area_label(unit.name, unit.key), "series": facts.label}
    return BrokenRule(
        code,
        rule.content.severity,
        place.ground.version.level,
        facts.name,
        loaded.periods[period_id].code,
        row,
        None if np.isnan(value) else value,
        said,
    )


def _rest(rule: Rule, place: _Place, loaded: Loaded, params: dict[str, Any]) -> BrokenRule:
    (series_id, period_id), _rows = place.rows[0]
    series, period = loaded.series[series_id].name, loaded.periods[period_id].code
    level, severity = place.ground.version.level, rule.content.severity
    return BrokenRule("checks.rule_rest", severity, level, series, period, None, None, params)


def _ordered(rule: Rule, reading: Reading, period_id: int) -> Sequence[Pair]:
    """Return what is behind a rule: its own period first, the left side before the right one."""
    slugs = [*formulas.names(rule.content.left), *formulas.names(rule.content.right)]
    own = [pair for slug in slugs if slug in rule.own_names for pair in sorted(reading.behind(slug, period_id))]
    return tuple(dict.fromkeys([*own, *sorted(reading.leaves(rule, period_id))]))
