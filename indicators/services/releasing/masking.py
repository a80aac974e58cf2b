# SPDX-License-Identifier: EUPL-1.2
"""What of one indicator and period must stay hidden, over all levels at once."""

from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.models import Basis, IndicatorDefinition
from indicators.services.releasing.freezing import Cell, Frozen, current
from indicators.services.releasing.places import Place, Positions, positions_in
from indicators.services.releasing.rules import Rule
from indicators.stats.disclosure.primary import unsafe_counts, unsafe_shares
from indicators.stats.disclosure.tree import Layer, protect_tree
from indicators.stats.vintages import RawSlice
from sozialplanung.common.statuses import Status

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


# What the source keeps to itself is held like a small count of ours: shown sums would give it back.
_SECRETS: Final = (int(Status.CONFIDENTIAL), int(Status.SUPPRESSED), int(Status.UNKNOWN))


def hidden_masks(
    *,
    rule: Rule,
    definition: IndicatorDefinition,
    frozen: dict[int, Frozen],
    chain: tuple[Place, ...],
) -> dict[int, Mask]:
    """Return by boundary version which areas are hidden, sums of the hierarchy considered.

    ``frozen`` holds the vintages of one indicator and period by boundary version; ``chain`` the levels of one edition,
    the finest first. A share is hidden where its denominator has to be: it is published with it.
    """
    published = [place for place in chain if place.id in frozen]
    hidden = {place.id: _primary(rule, definition, frozen[place.id]) for place in published}
    if definition.basis != Basis.COUNTS:
        return hidden
    counts = {place.id: _additive(frozen[place.id].raw) for place in published}
    hidden = _protected(counts, hidden, published, chain, rule)
    if not all(_is_share(frozen[place.id].raw) for place in published):
        return hidden
    persons = {place.id: frozen[place.id].raw.denominator for place in published}
    small = {key: unsafe_counts(each, minimum=rule.minimum.count) for key, each in persons.items()}
    bases = _protected(persons, small, published, chain, rule)
    return {key: mask | bases[key] for key, mask in hidden.items()}


def _protected(
    counts: dict[int, Floats],
    hidden: dict[int, Mask],
    published: list[Place],
    chain: tuple[Place, ...],
    rule: Rule,
) -> dict[int, Mask]:
    layers = [
        Layer(counts[place.id], hidden[place.id], _parents(chain, published, number))
        for number, place in enumerate(published)
    ]
    masks = protect_tree(layers, minimum=rule.minimum.count)
    return {place.id: mask for place, mask in zip(published, masks, strict=True)}


def _primary(rule: Rule, definition: IndicatorDefinition, frozen: Frozen) -> Mask:
    raw, minimum = frozen.raw, rule.minimum
    if definition.basis != Basis.COUNTS:
        return _few_inhabitants(rule, frozen)
    secret: Mask = np.isin(raw.status, _SECRETS)
    if not _is_share(raw):
        return secret | unsafe_counts(raw.value, minimum=minimum.count)
    unsafe = unsafe_shares(raw.numerator, raw.denominator, minimum=minimum)
    return secret | unsafe | _few_inhabitants(rule, frozen)


def _few_inhabitants(rule: Rule, frozen: Frozen) -> Mask:
    nobody: Mask = np.zeros(frozen.raw.size, dtype=bool)
    if not rule.minimum.inhabitants or rule.inhabitants_indicator_id is None:
        return nobody
    cell = frozen.cell
    people = current(Cell(rule.inhabitants_indicator_id, cell.period_id, cell.boundary_version_id))
    return nobody if people is None else people.raw.value < rule.minimum.inhabitants


def _is_share(raw: RawSlice) -> bool:
    return not np.isnan(raw.denominator).all()


def _additive(raw: RawSlice) -> Floats:
    """Return the counts that add up over areas."""
    return raw.numerator if _is_share(raw) else raw.value


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
