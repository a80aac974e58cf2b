# SPDX-License-Identifier: EUPL-1.2
"""Run a recipe of format 2 over the areas of one period."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.columns import Column, Way, pass_through, without_anything
from indicators.stats.composite.combining import Weights, combine
from indicators.stats.composite.frozen import node_name
from indicators.stats.composite.grouping import class_numbers
from indicators.stats.composite.nodes import Domain, Part
from indicators.stats.composite.ranking import ranks_of_need
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.shrinkage import shrunk_shares
from indicators.stats.composite.steps import Unscaled
from indicators.stats.composite.weighting import FoundWeights, found_weights
from indicators.stats.normalise import NOISE, Mask

Floats = npt.NDArray[np.float64]
Fixed = dict[str, tuple[float, float]]
AreaReason = Literal[
    "",
    "excluded",
    "named",
    "inhabitants_unknown",
    "too_few_inhabitants",
    "component_missing",
    "not_positive",
    "kept_secret",
]
AREA_REASONS: Final[tuple[AreaReason, ...]] = get_args(AreaReason)
_MISSING, _NOT_POSITIVE = AREA_REASONS.index("component_missing"), AREA_REASONS.index("not_positive")


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What shrinkage needs of one part: cases and population of each area, shape (n,)."""

    cases: Floats
    population: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """What a recipe is run over: n areas, one row each.

    `columns` holds one array of shape (n,) per part, in the order of `Domain.leaves`, in the indicator's unit (a
    change for the measure `change`), NaN where there is none. `included` leaves out areas that the publisher excluded.
    `reference` is a reference set that goes before that of the recipe, as an audit hands one over. `counts` and
    `groups` serve shrinkage.

    Areas of which a part is kept secret are `unmeasured`: they are rated by scales that were measured without them, so
    that no figure of another area tells of theirs. For readers they are `withheld`: not rated and not measured.
    """

    columns: tuple[Floats, ...]
    included: Mask | None = None
    keys: tuple[str, ...] = ()
    inhabitants: Floats | None = None
    reference: Mask | None = None
    counts: dict[str, Counts] = field(default_factory=dict)
    groups: npt.NDArray[np.int64] | None = None
    unmeasured: Mask | None = None
    withheld: Mask | None = None

    @property
    def beside(self) -> Mask:
        """The areas in which nothing may be measured, whatever the recipe says."""
        found = np.zeros(self.columns[0].shape, dtype=bool)
        for each in (self.unmeasured, self.withheld):
            if each is not None:
                found |= each
        return found


@dataclass(frozen=True, slots=True, eq=False)
class DomainRun:
    """A domain of an index over n areas: its columns as they entered, their weights, its score.

    `score` is what the domain was combined to, `column` what became of it on its way up (of the outermost domain:
    the index). `found` holds loadings and notes of weights that were computed.
    """

    slug: str
    names: tuple[str, ...]
    parts: tuple[Column, ...]
    weights: Weights
    score: Floats
    column: Column
    found: FoundWeights | None


@dataclass(frozen=True, slots=True, eq=False)
class IndexRun:
    """An index over n areas, with everything that is needed to explain it.

    `ranks` count from 1 for the most need; `classes` count from 1 for the lowest index, 0 is none; `codes` point
    into `AREA_REASONS`. `reason` is empty, or why there is no index at all; `at` then names the part or domain.
    """

    index: Floats
    ranks: Floats
    classes: npt.NDArray[np.int64]
    domains: tuple[DomainRun, ...]
    codes: npt.NDArray[np.int8]
    reference: Mask
    reason: str
    at: str

    @property
    def rated(self) -> Mask:
        """Tell which areas have an index."""
        return ~np.isnan(self.index)

    @property
    def reasons(self) -> tuple[AreaReason, ...]:
        """Say of each area why it is not rated; empty for those that are."""
        return tuple(AREA_REASONS[code] for code in self.codes.tolist())

    def domain(self, slug: str) -> DomainRun:
        """Return the run of one domain by its name."""
        return next(each for each in self.domains if each.slug == slug)


def run(recipe: Recipe, areas: Areas) -> IndexRun:
    """Compute index, ranks and classes of all areas.

    Parameters
    ----------
    recipe : Recipe
        The recipe.
    areas : Areas
        One column per part.

    Returns
    -------
    IndexRun
        NaN, rank NaN and class 0 for areas that are not rated, with a reason each. Areas that are not rated enter
        no mean and no rank. Where a column cannot be used (it does not vary, too few areas, a logarithm of 0),
        nothing is rated, and `reason` and `at` say why and where.

    Raises
    ------
    ValueError
        When columns, masks or keys do not fit the recipe or each other.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators. docs/methods/index-recipes.md

    Examples
    --------
    See `docs/methods/index-recipes.md`.
    """
    leaves = tuple(recipe.index.leaves())
    _check(recipe, leaves, areas)
    columns = {_name(part): _own(part, column, areas) for part, column in zip(leaves, areas.columns, strict=True)}
    codes = _exclusion_codes(recipe, areas)
    enough = _has_enough(recipe.index, columns)
    codes[(codes == 0) & ~enough] = _MISSING
    rated = codes == 0
    reference, lost = _reference(recipe, areas, rated, enough)
    reference = reference & ~areas.beside
    walk = _Walk(columns, rated, reference, fixed_scales(recipe))
    walk.sized = ~areas.beside
    if lost:
        walk.reason, walk.at = "reference_lost", lost
    top = walk.domain(recipe.index)
    # One column that cannot be used leaves no index, also where the rest would do without it.
    index = np.where(rated & ~walk.untaken & (not walk.reason), top.values, np.nan)
    codes[rated & np.isnan(index)] = 0 if walk.reason else _NOT_POSITIVE
    return IndexRun(
        index=index,
        ranks=_ranks(recipe, index, walk.size if isinstance(recipe.index.scale, Unscaled) else 0.0),
        classes=class_numbers(recipe, index, areas.beside),
        domains=tuple(walk.runs),
        codes=codes,
        reference=reference,
        reason=walk.reason,
        at=walk.at,
    )


def _check(recipe: Recipe, leaves: tuple[Part, ...], areas: Areas) -> None:
    if len(areas.columns) != len(leaves):
        raise ValueError(f"{len(areas.columns)} columns do not fit {len(leaves)} parts.")
    n = areas.columns[0].size
    others = (areas.included, areas.inhabitants, areas.reference, areas.groups, areas.unmeasured, areas.withheld)
    arrays = [*areas.columns, *(each for each in others if each is not None)]
    if any(each.shape != (n,) for each in arrays) or len(areas.keys) not in {0, n}:
        raise ValueError("Columns, masks and keys have to be of one length.")
    if any(np.isinf(column).any() for column in areas.columns):
        raise ValueError("A figure is infinite.")
    if recipe.reference == "given" and areas.reference is None and recipe.reference_set is None:
        raise ValueError("The recipe asks for a reference set, and none is given.")
    if recipe.counts_people and areas.inhabitants is None:
        raise ValueError("The recipe asks for a minimum of inhabitants, and none are given.")
    if recipe.names_areas and not areas.keys:
        raise ValueError("The recipe names areas, and no keys are given.")


def _name(part: Part) -> str:
    return part.indicator if part.measure == "value" else f"{part.indicator} ({part.measure})"


def _own(part: Part, column: Floats, areas: Areas) -> Floats:
    """Return the figures of a part, drawn towards their group (in percent) where the recipe asks for it."""
    if not part.shrink:
        return column
    counts = areas.counts.get(part.indicator)
    if counts is None or areas.groups is None:
        raise ValueError(f"Shrinking {part.indicator} needs its cases and population, and the groups of the areas.")
    made = shrunk_shares(counts.cases, counts.population, areas.groups, measured=~areas.beside)
    return 100.0 * made.shares


def _exclusion_codes(recipe: Recipe, areas: Areas) -> npt.NDArray[np.int8]:
    codes = np.zeros(areas.columns[0].size, dtype=np.int8)
    if recipe.minimum_inhabitants is not None and areas.inhabitants is not None:
        codes[areas.inhabitants < recipe.minimum_inhabitants] = AREA_REASONS.index("too_few_inhabitants")
        codes[np.isnan(areas.inhabitants)] = AREA_REASONS.index("inhabitants_unknown")
    if recipe.excluded:
        named = {each.key for each in recipe.excluded}
        codes[np.array([key in named for key in areas.keys], dtype=bool)] = AREA_REASONS.index("named")
    if areas.included is not None:
        codes[~areas.included] = AREA_REASONS.index("excluded")
    if areas.withheld is not None:
        codes[areas.withheld & (codes == 0)] = AREA_REASONS.index("kept_secret")
    return codes


def _reference(recipe: Recipe, areas: Areas, rated: Mask, enough: Mask) -> tuple[Mask, str]:
    """Return the areas that scales are measured from, and a named one of them that is not there."""
    if recipe.reference != "given":
        return rated, ""
    if areas.reference is not None:
        return areas.reference & enough, ""
    chosen = recipe.reference_set
    if chosen is None:
        return rated, ""
    if chosen.minimum_inhabitants is not None and areas.inhabitants is not None:
        # An unknown number of inhabitants reaches no minimum.
        return rated & (areas.inhabitants >= chosen.minimum_inhabitants), ""
    named = set(chosen.keys)
    lost = sorted(named.difference(areas.keys))
    return rated & np.array([key in named for key in areas.keys], dtype=bool), lost[0] if lost else ""


def _has_enough(domain: Domain, columns: dict[str, Floats]) -> Mask:
    """Tell which areas have the needed share of parts, in the domain and in those within it."""
    there = [
        _has_enough(part, columns) if isinstance(part, Domain) else ~np.isnan(columns[_name(part)])
        for part in domain.parts
    ]
    if domain.needed == 1:
        return np.asarray(np.logical_and.reduce(there), dtype=bool)
    count = np.sum(there, axis=0)
    weighed = np.sum([mask * part.weight for mask, part in zip(there, domain.parts, strict=True)], axis=0)
    return np.asarray((count >= domain.needed * len(there) - NOISE) & (weighed > 0), dtype=bool)


def _ranks(recipe: Recipe, index: Floats, size: float) -> Floats:
    result = np.full(index.shape, np.nan)
    there = ~np.isnan(index)
    is_high_first = recipe.higher_means == "more_need"
    result[there] = ranks_of_need(index[there], recipe.ties, is_high_first=is_high_first, size=size)
    return result


class _Walk:
    """Goes through the tree once, inner domains first, and keeps what it found."""

    def __init__(self, columns: dict[str, Floats], rated: Mask, reference: Mask, fixed: Fixed) -> None:
        self.columns, self.rated, self.reference, self.fixed = columns, rated, reference, fixed
        self.runs: list[DomainRun] = []
        self.reason, self.at, self.size = "", "", 0.0
        # Areas with all that a domain needs, and a value that its aggregation cannot take.
        self.untaken = np.zeros(rated.shape, dtype=bool)
        # The areas that say how large a score could be.
        self.sized = np.ones(rated.shape, dtype=bool)

    def domain(self, domain: Domain) -> Column:
        names = tuple(part.slug if isinstance(part, Domain) else _name(part) for part in domain.parts)
        parts = tuple(self._entered(part) for part in domain.parts)
        found = self._found(domain, parts)
        weights = stated_weights(domain, found.weights if found else None)
        score = combine(domain.combine.kind, [part.values for part in parts], weights, domain.combine.penalty)
        if np.isnan(score[self.rated]).any():
            self.untaken |= np.isnan(score) & _has_enough(domain, self.columns)
        self.size = _magnitude([part.values[self.sized] for part in parts], weights)
        column = self._upwards(domain, score, self.size)
        self._note(column.reason, domain.slug)
        self.runs.append(DomainRun(domain.slug, names, parts, weights, score, column, found))
        return column

    def _entered(self, part: Part | Domain) -> Column:
        if isinstance(part, Domain):
            return self.domain(part)
        column = pass_through(self._way(part), self.columns[_name(part)], self.reference)
        self._note(column.reason, _name(part))
        if self.rated.all():
            return column
        return Column(np.where(self.rated, column.values, np.nan), column.centre, column.spread, column.reason)

    def _upwards(self, domain: Domain, score: Floats, magnitude: float) -> Column:
        if not domain.transforms and domain.direction == 1 and isinstance(domain.scale, Unscaled):
            return Column(score)
        way = self._way(domain)
        column = pass_through(way, score, self.reference)
        if way.fixed is not None:
            return column
        # Parts that cancel out leave rounding noise, which must not be blown up to an index.
        base = score[self.reference & ~np.isnan(score)]
        if not column.reason and base.size and float(base.std()) <= NOISE * magnitude:
            return without_anything(score, "constant")
        return column

    def _found(self, domain: Domain, parts: Sequence[Column]) -> FoundWeights | None:
        if domain.weighting in {"given", "equal"}:
            return None
        stacked = np.column_stack([part.values for part in parts])
        counted = self.reference & ~np.isnan(stacked).any(axis=1)
        found = found_weights(domain.weighting, stacked[counted])
        self._note(found.reason, domain.slug)
        return found

    def _way(self, node: Part | Domain) -> Way:
        return Way(node.transforms, node.direction, node.scale, self.fixed.get(node_name(node)))

    def _note(self, reason: str, at: str) -> None:
        if reason and not self.reason:
            self.reason, self.at = reason, at


def fixed_scales(recipe: Recipe) -> Fixed:
    """Return centre and spread of the frozen scales of a recipe by their node.

    Parameters
    ----------
    recipe : Recipe
        Any recipe.

    Returns
    -------
    dict
        Empty unless its scales are frozen. No NaN: a recipe holds none.
    """
    return {each.node: (each.centre, each.spread) for each in recipe.scales}


def stated_weights(domain: Domain, found: Floats | None = None) -> Weights:
    """Return the weights of a domain with the divisor that its recipe states.

    Parameters
    ----------
    domain : Domain
        A domain.
    found : ndarray, shape (k,), float, optional
        Weights that were computed, in place of those given.

    Returns
    -------
    Weights
        The divisor is 1 for a sum and a median. No NaN unless weights could not be found.
    """
    values = tuple(part.weight for part in domain.parts) if found is None else tuple(found.tolist())
    stated = domain.combine.divisor
    divisor = sum(values) if stated == "weights" else float(stated or 1.0)
    return Weights(values, divisor, domain.needed)


def _magnitude(parts: Sequence[Floats], weights: Weights) -> float:
    """Return how large a score could be if nothing cancelled out."""
    spans = [_largest(values) * abs(weight) for values, weight in zip(parts, weights.values, strict=True)]
    return sum(spans) / weights.divisor


def _largest(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(np.abs(there).max()) if there.size else 0.0
