# SPDX-License-Identifier: EUPL-1.2
"""Families of a ground as columns, the parts of their names, and the rule that what is never shown falls under."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from indicators.models import DisclosureRule, IndicatorDefinition
from indicators.services.disclosure.relations import Family, Ground
from indicators.services.disclosure.rules import cell_rule
from indicators.stats.disclosure.columns import NO_CELL, Column
from indicators.stats.disclosure.rules import CellRule, strictest

TOTAL: Final = "gesamt"
_DELIVERED: Final = re.compile(r"(?P<variable>[\w-]+)\.(?P<breakdown>[\w-]+)(?P<part>(?:/[\w-]+)?)")


@dataclass(frozen=True, slots=True)
class SeriesName:
    """The code of a delivered series in its parts; `part` is empty or names the part of a share (``/numerator``)."""

    variable: str
    breakdown: str
    part: str = ""

    def code(self, breakdown: str | None = None) -> str:
        """Return the code, of another group where one is named."""
        return f"{self.variable}.{self.breakdown if breakdown is None else breakdown}{self.part}"


def name_of(series: str) -> SeriesName | None:
    """Return the parts of a code; None for a quantity that only a formula makes."""
    found = _DELIVERED.fullmatch(series)
    return SeriesName(found["variable"], found["breakdown"], found["part"]) if found else None


def levels_of(ground: Ground, families: Iterable[Family]) -> Iterator[str]:
    """Give the levels on which all of some families have cells."""
    there = [ground.values.get(family, {}) for family in families]
    for level in there[0] if there else ():
        if all(level in each for each in there):
            yield level


def column_of(ground: Ground, family: Family, level: str, units: Collection[str]) -> Column:
    """Return the cells of a family in the order of some areas; an area that it does not hold has none."""
    held = ground.values.get(family, {}).get(level, {})
    keys = tuple(family.key(level, unit) if unit in held else NO_CELL for unit in units)
    return Column(keys, np.array([held.get(unit, np.nan) for unit in units], dtype=np.float64))


def units_of(ground: Ground, family: Family, level: str) -> tuple[str, ...]:
    """Return the areas of a family on a level, in the order of the ground."""
    return tuple(ground.values[family][level])


def rule_of(ground: Ground, families: Iterable[Family]) -> CellRule:
    """Return the strictest rule, for the audience, of the sources that deliver some families.

    A family that no rule publishes to the audience is never shown: it asks for nothing.
    """
    names = [name for name in (name_of(family.series) for family in families) if name is not None]
    rows = IndicatorDefinition.objects.filter(
        organisation_id=ground.organisation_id,
        series__variable__slug__in={name.variable for name in names},
        series__breakdown__slug__in={name.breakdown for name in names},
    )
    sources = set(rows.values_list("source_id", flat=True))
    rules = DisclosureRule.objects.filter(source_id__in=sources, audience=ground.audience, is_published=True)
    return strictest([CellRule(), *(cell_rule(row) for row in rules)])


def elsewhere(families: Iterable[Family], *, series: str) -> Iterator[Family]:
    """Give another series at the period and on the edition of each family."""
    for family in families:
        yield replace(family, series=series)
