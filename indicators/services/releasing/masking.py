# SPDX-License-Identifier: EUPL-1.2
"""Which single figures of an indicator tell too much themselves."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indicators import formulas
from indicators.models import Basis, IndicatorDefinition
from indicators.services.releasing.freezing import Cell, Frozen, current
from indicators.services.releasing.quantities import is_no_number
from indicators.services.releasing.rules import Rule
from indicators.stats.disclosure.primary import Minimum, unsafe_counts, unsafe_shares
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.vintages import RawSlice

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def unsafe(cell: CellRule, definition: IndicatorDefinition, raw: RawSlice) -> Mask:
    """Return which figures of a slice tell too much by their counts."""
    nobody: Mask = np.zeros(raw.size, dtype=bool)
    has_parts = not bool(np.isnan(raw.denominator).all())
    if definition.basis == Basis.RATE_ONLY and has_parts and bool(np.isnan(raw.numerator).all()):
        # What is made of a layer tells the count beside it, and has no cases.
        small = unsafe_counts(raw.denominator, minimum=cell.minimum_count)
        return small | (raw.denominator == 0) if cell.hides_nobody else small
    # Of how many a rate is readers may find elsewhere: 3.8 % of 53 are 2.
    if definition.basis == Basis.RATE_ONLY or (definition.basis == Basis.RATE_DENOMINATOR and not has_parts):
        return nobody
    if not has_parts:
        small = unsafe_counts(raw.value, minimum=cell.minimum_count)
        return small | (raw.value == 0) if cell.hides_nobody else small
    minimum = Minimum(count=cell.minimum_count, denominator=cell.minimum_denominator)
    small = unsafe_shares(raw.numerator, raw.denominator, minimum=minimum)
    there = raw.denominator > 0
    if cell.hides_nobody:
        small |= (raw.numerator == 0) & there
    if cell.hides_everybody:
        small |= (raw.numerator == raw.denominator) & there
    return small


@lru_cache(maxsize=2048)
def _is_of_layers_alone(formula: str) -> bool:
    """Say whether a formula reads nothing but layers: places are no persons, and stand on their own page."""
    node = formulas.parse(formula) if formula else None
    return node is not None and bool(formulas.layers(node)) and not formulas.names(node)


def few_inhabitants(rule: Rule, definition: IndicatorDefinition, frozen: Frozen) -> Mask:
    """Return which areas have too few inhabitants for any figure of theirs to be shown."""
    nobody: Mask = np.zeros(frozen.raw.size, dtype=bool)
    if not rule.minimum_inhabitants or rule.inhabitants_indicator_id is None:
        return nobody
    if _is_of_layers_alone(definition.formula):
        return nobody
    if definition.basis == Basis.COUNTS and np.isnan(frozen.raw.denominator).all():
        return nobody
    cell = frozen.cell
    people = current(Cell(rule.inhabitants_indicator_id, cell.period_id, cell.boundary_version_id))
    return nobody if people is None else people.raw.value < rule.minimum_inhabitants


def too_small(rule: Rule, definition: IndicatorDefinition, frozen: Frozen) -> Mask:
    """Return which figures of a vintage are hidden for what they say themselves, or for their few inhabitants."""
    few = few_inhabitants(rule, definition, frozen)
    has_parts = not bool(np.isnan(frozen.raw.denominator).all())
    if frozen.raw.pair is not None or (is_no_number(definition) and not has_parts):
        return few
    return few | unsafe(rule.cell, definition, frozen.raw)
