# SPDX-License-Identifier: EUPL-1.2
"""A proposal of contiguous social areas by several released indicators, kept by the hashes of their content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.groupstate import GroupState
from indicators.rendering.profile_numbers import Language
from indicators.selectors.groupfacts import GroupFacts, group_facts
from indicators.selectors.kept import Kept
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.stats.borders import SEED, Borders, border_firmness
from indicators.stats.colouring import region_colours
from indicators.stats.intervals import Z_95
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood, pairs_from_lists
from indicators.stats.socialareas import SocialAreas, social_areas
from spatial.selectors import regions as united_areas
from spatial.selectors import units
from spatial.selectors.regions import UnitedOutlines

Floats = npt.NDArray[np.float64]
# More areas would keep a reader waiting for longer than a second (docs/engine.md).
MOST_AREAS: Final = 2_000
COLOURS: Final = 7


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Proposed regions, the colour of each, areas without a neighbour that takes part, and how firm borders are."""

    found: SocialAreas
    colours: tuple[int, ...]
    islands: tuple[int, ...]
    borders: Borders | None


# About 120 bytes an area, its three contacts included: 24 MB at most.
_REGIONS: Final = Kept[Regions](200_000)
# Outlines of a large city have about a megabyte.
_OUTLINES: Final = Kept[UnitedOutlines](10_000)


@dataclass(frozen=True, slots=True, eq=False)
class ProposedAreas:
    """What was read, and the proposal.

    Without one `facts.reason` or `regions.found.reason` says why; `has_borders`: it is known which areas touch.
    """

    facts: GroupFacts
    regions: Regions | None
    has_borders: bool = True

    @property
    def is_there(self) -> bool:
        """Whether there is a proposal."""
        return self.regions is not None and not self.regions.found.reason


def proposed_areas(organisation: NamedOrganisation, state: GroupState, language: Language) -> ProposedAreas | None:
    """Return the regions that an address asks for; None when nothing is published yet.

    Raises
    ------
    MapNotFoundError
        The address names something that is not published.
    """
    facts = group_facts(organisation, state, language, most_areas=MOST_AREAS)
    if facts is None:
        return None
    if facts.reason or facts.matrix is None:
        return ProposedAreas(facts, None)
    lists = units.neighbour_lists(facts.choice.version.id)
    if len(lists) != facts.matrix.size or not any(lists):
        return ProposedAreas(facts, None, has_borders=False)
    return ProposedAreas(facts, _regions(facts, lists))


def _regions(facts: GroupFacts, lists: list[list[int]]) -> Regions | None:
    matrix, state = facts.matrix, facts.choice.state
    if matrix is None:
        return None
    key = (facts.hashes, facts.choice.version.id, state.groups)
    found = _REGIONS.get(key)
    if found is not None:
        return found
    first, second = pairs_from_lists(lists)
    around: Neighbourhood = neighbourhood(first, second, matrix.is_complete)
    made = social_areas(matrix.values, around, k=state.groups)
    colours = region_colours(made.regions, first, second, most=COLOURS)
    borders = None
    if not made.reason:
        rng = np.random.default_rng(SEED)
        borders = border_firmness(matrix.values, around, made, spreads=_spreads(facts), rng=rng)
    return _REGIONS.keep(key, Regions(made, colours, tuple(around.islands.tolist()), borders), matrix.size)


def _spreads(facts: GroupFacts) -> Floats:
    """Return how far chance moves each figure, by its published interval; NaN where none is published."""
    columns = []
    for content in facts.contents:
        low, high = content.numbers.get("lower"), content.numbers.get("upper")
        nothing = np.full(content.size, np.nan)
        columns.append(nothing if low is None or high is None else (high.values - low.values) / (2 * Z_95))
    return np.column_stack(columns)


def border_lines(proposed: ProposedAreas, kinds: Sequence[Sequence[tuple[int, int]]]) -> UnitedOutlines | None:
    """Return the lines of the borders by kind, and the one around all regions; None without outlines."""
    regions, facts = proposed.regions, proposed.facts
    if regions is None or facts.matrix is None:
        return None
    key = (facts.hashes, facts.choice.version.id, facts.choice.state.groups, "borders")
    kept = _OUTLINES.get(key)
    if kept is not None:
        return kept
    made = united_areas.borders(facts.choice.version.id, regions.found.regions.tolist(), kinds)
    return None if made is None else _OUTLINES.keep(key, made, facts.matrix.size)


def region_outlines(proposed: ProposedAreas) -> UnitedOutlines | None:
    """Return the outlines of the proposed regions; None where there is no proposal or no outline of the areas."""
    regions, facts = proposed.regions, proposed.facts
    if regions is None or not proposed.is_there or facts.matrix is None:
        return None
    key = (facts.hashes, facts.choice.version.id, facts.choice.state.groups)
    kept = _OUTLINES.get(key)
    if kept is not None:
        return kept
    made = united_areas.united(facts.choice.version.id, regions.found.regions.tolist())
    return None if made is None else _OUTLINES.keep(key, made, facts.matrix.size)
