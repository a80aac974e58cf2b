# SPDX-License-Identifier: EUPL-1.2
"""What a scenario changes, computed for the reader at hand: from ways, and from figures that they may see."""

from collections.abc import Collection
from dataclasses import dataclass

from indicators.selectors.areaways import Ways
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.selectors.scenarios.people import People, groups_of
from indicators.selectors.scenarios.ways import ways_of
from indicators.selectors.sheets import OrganisationRef
from indicators.stats.siting.comparing import GroupChange
from indicators.stats.siting.effect import Effect, Terms, effect, for_group


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioAnswer:
    """What a scenario changes: per area, and per group of persons; the group that the places are for comes first."""

    people: People
    effect: Effect
    groups: tuple[tuple[People, GroupChange], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioResult:
    """How far a scenario is; `answer` is None while ways are missing, or where the reader sees no figure of persons."""

    ground: ScenarioGround
    ways: Ways
    answer: ScenarioAnswer | None


def terms_of(ground: ScenarioGround) -> Terms:
    """Return the rules by which the access of a scenario is computed."""
    row = ground.scenario
    return Terms(row.form, float(row.minutes), row.threshold)


def result_of(
    organisation: OrganisationRef, ground: ScenarioGround, beside: Collection[str] | None = None
) -> ScenarioResult:
    """Compute what a scenario changes, for its own group and some others (`groups_of`); no access is ever stored."""
    ways = ways_of(ground)
    groups = groups_of(organisation, ground.scenario, beside)
    own = next((each for each in groups if each.ref.indicator == ground.scenario.indicator.slug), None)
    if own is None or ways.minutes is None:
        return ScenarioResult(ground, ways, None)
    supplies = (ground.ledger.before, ground.ledger.after)
    found = effect(own.who, supplies, ways.minutes, terms_of(ground))
    told = tuple((each, for_group(found, each.who)) for each in groups)
    return ScenarioResult(ground, ways, ScenarioAnswer(own, found, told))
