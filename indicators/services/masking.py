# SPDX-License-Identifier: EUPL-1.2
"""What of one indicator and period must stay hidden, over all levels at once."""

import numpy as np
import numpy.typing as npt

from indicators.models import Basis, DisclosureRule, IndicatorDefinition
from indicators.services.freezing import Cell, Frozen, current
from indicators.services.places import Place, Positions, positions_in
from indicators.stats.disclosure import Layer, Minimum, protect_tree, unsafe_counts, unsafe_shares
from indicators.stats.vintages import RawSlice

Mask = npt.NDArray[np.bool_]


def hidden_masks(
    *,
    rule: DisclosureRule,
    definition: IndicatorDefinition,
    frozen: dict[int, Frozen],
    chain: tuple[Place, ...],
) -> dict[int, Mask]:
    """Return by boundary version which areas are hidden, sums of the hierarchy considered.

    ``frozen`` holds the vintages of one indicator and period by boundary version; ``chain`` the levels of one edition,
    the finest first.
    """
    published = [place for place in chain if place.id in frozen]
    primary = {place.id: _primary(rule, definition, frozen[place.id]) for place in published}
    counts = {place.id: _additive(definition, frozen[place.id].raw) for place in published}
    if any(array is None for array in counts.values()):
        return primary
    layers = [
        Layer(counts[place.id], primary[place.id], _parents(chain, published, number))  # type: ignore[arg-type]
        for number, place in enumerate(published)
    ]
    return {place.id: mask for place, mask in zip(published, protect_tree(layers), strict=True)}


def _primary(rule: DisclosureRule, definition: IndicatorDefinition, frozen: Frozen) -> Mask:
    raw, minimum = frozen.raw, Minimum(rule.minimum_count, rule.minimum_denominator, rule.minimum_inhabitants)
    hidden: Mask = np.zeros(raw.size, dtype=bool)
    if definition.basis == Basis.COUNTS:
        is_share = not np.isnan(raw.denominator).all()
        hidden |= (
            unsafe_shares(raw.numerator, raw.denominator, minimum=minimum)
            if is_share
            else unsafe_counts(raw.value, minimum=minimum.count)
        )
        if not is_share:
            return hidden
    return hidden | _few_inhabitants(rule, frozen, minimum)


def _few_inhabitants(rule: DisclosureRule, frozen: Frozen, minimum: Minimum) -> Mask:
    if not minimum.inhabitants or rule.inhabitants_indicator_id is None:
        return np.zeros(frozen.raw.size, dtype=bool)
    cell = frozen.cell
    people = current(Cell(rule.inhabitants_indicator_id, cell.period_id, cell.boundary_version_id))
    if people is None:
        return np.zeros(frozen.raw.size, dtype=bool)
    return people.raw.value < minimum.inhabitants


def _additive(definition: IndicatorDefinition, raw: RawSlice) -> npt.NDArray[np.float64] | None:
    """Return the counts that add up over areas; None for a rate without counts."""
    if definition.basis != Basis.COUNTS:
        return None
    return raw.value if np.isnan(raw.denominator).all() else raw.numerator


def _parents(chain: tuple[Place, ...], published: list[Place], number: int) -> Positions:
    """Return the positions in the next published level, levels between looked through."""
    place = published[number]
    if number + 1 == len(published):
        return np.full(place.size, -1, dtype=np.int64)
    start, end = chain.index(place), chain.index(published[number + 1])
    positions = np.arange(place.size)
    for child, parent in zip(chain[start:end], chain[start + 1 : end + 1], strict=True):
        step = positions_in(child, parent)
        positions = np.where(positions >= 0, step[positions], -1)
    return positions
