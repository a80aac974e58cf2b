# SPDX-License-Identifier: EUPL-1.2
"""A city of twelve quarters with inhabitants and children, and validation rules about them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from indicators.models import RuleResult, RuleVersion, ValidationRule
from indicators.services.checking.checks import Checked, FoundCheck
from indicators.services.validating.stock import request_run
from indicators.services.validating.writing import RuleSpec, write_rule
from sozialplanung.jobs.services import run_inline
from tests.factories.checkedcity import QUARTERS, Column, add_series, build_city
from tests.factories.world import World

PART: Final = RuleSpec("Kinder sind Teil", "kinder", "<=", "people", severity="error")
PEOPLE: Final = [1012.0, 1514, 893, 1203, 1801, 1107, 997, 1411, 1309, 1011, 905, 1517]
CHILDREN: Final = [100.0, 150, 80, 120, 180, 110, 90, 140, 130, 100, 90, 150]


def build_ruled_city(world: World) -> World:
    """Store a city of twelve quarters with inhabitants and children."""
    build_city(world, until=date(2021, 1, 1))
    add_series(world, "people", unit="Personen")
    add_series(world, "kinder", unit="Personen")
    add_series(world, "people", "unter-6", unit="Personen")
    return world


def columns(
    *, people: Sequence[float] | None = None, children: Sequence[float | None] | None = None
) -> dict[str, Column]:
    """Return a delivery of both, or of one."""
    found: dict[str, Column] = {}
    if people is not None:
        found["Einwohner"] = Column("people", people)
    if children is not None:
        found["Kinder"] = Column("kinder", children)
    return found


def wrong(values: Sequence[float], **cells: float | None) -> list[float | None]:
    """Return figures with some replaced, by key."""
    found: list[float | None] = list(values)
    for key, cell in cells.items():
        found[QUARTERS.index(key.removeprefix("k"))] = cell
    return found


def rule(city: World, spec: RuleSpec = PART) -> ValidationRule:
    """Store a rule of Anna."""
    return write_rule(organisation=city.city, spec=spec, by=city.anna).rule


def broken(checked: Checked) -> list[FoundCheck]:
    """Return what rules found."""
    return [each for each in checked.found if each.code.startswith("checks.rule")]


def ran_over_stock(city: World) -> dict[int, RuleResult]:
    """Run all rules over the stock and return their results by number."""
    run_inline(job=request_run(organisation=city.city, by=city.anna))
    return {result.rule.number: result for result in RuleResult.objects.select_related("rule", "organisation")}


def unsaved(city: World, spec: RuleSpec) -> RuleVersion:
    """Return a rule that is being written."""
    return RuleVersion(
        organisation=city.city,
        left=spec.left,
        comparison=spec.comparison,
        right=spec.right,
        severity=spec.severity,
        occasions=["stock"],
    )
