# SPDX-License-Identifier: EUPL-1.2
"""An index on another boundary version: computed anew from what its components are worth there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.cuts import RecipeError
from indicators.stats.composite.freezing import freeze_scales
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, IndexRun, run
from indicators.stats.conversion.links import Booleans, Floats
from sozialplanung.common.statuses import Flag, Status, have_value

Codes = npt.NDArray[np.uint8]
# Means and spreads of fewer areas say little; then there is no index.
FEWEST_MEASURED: Final = 20
_EXCLUDED: Final = ("excluded", "named", "too_few_inhabitants")


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """A component on the other version, as readers know it there; all of shape (m,).

    ``value`` is NaN where ``status`` has none, ``lower`` and ``upper`` are the ends of an estimate, NaN where nobody
    knows them.
    """

    value: Floats
    status: Codes
    flags: Codes
    lower: Floats
    upper: Floats

    @property
    def is_estimated(self) -> Booleans:
        """Which areas have an estimate."""
        found: Booleans = have_value(self.status) & ((self.flags & Flag.ESTIMATED) > 0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class CarriedIndex:
    """An index of m areas; ``classes`` count from 1, NaN is none; ``lower`` and ``upper`` as of a component."""

    value: Floats
    status: Codes
    flags: Codes
    classes: Floats
    lower: Floats
    upper: Floats


def carried_index(recipe: Recipe, parts: Sequence[Component], areas: Areas) -> CarriedIndex | None:
    """Run a recipe over components on another boundary version.

    Parameters
    ----------
    recipe : Recipe
        Whose components are values (no changes), and which names no areas: keys are those of one version.
    parts : sequence of Component
        In the order of ``recipe.index.leaves()``.
    areas : Areas
        Keys, inhabitants, counts and groups of the m areas; columns and masks are set here.

    Returns
    -------
    CarriedIndex or None
        None where fewer than 20 areas have all components without an estimate, or the recipe gives no index. Scales
        are measured in those areas alone; areas with an estimated component are rated by them and marked as
        *estimated*; all are marked as *computed anew*. An area of which a component is hidden is hidden; one of which a
        component could not be converted has no index. The ends of an estimate: each component at its ends by itself,
        the effects added up as roots of sums of squares; NaN where a component has no ends, or the scales are ranks.

    References
    ----------
    docs/methods/crosswalk.md
    """
    known = [np.where(have_value(part.status), part.value, np.nan) for part in parts]
    guessed: Booleans = np.logical_or.reduce([part.is_estimated for part in parts])
    hidden = _any_of(parts, Status.SUPPRESSED, Status.CONFIDENTIAL)
    filled = replace(
        areas,
        columns=tuple(known),
        included=~_any_of(parts, Status.EXCLUDED),
        unmeasured=guessed,
        withheld=hidden,
    )
    done = run(recipe, filled)
    if done.reason or int((done.rated & ~guessed).sum()) < FEWEST_MEASURED:
        return None
    lower, upper = _ends(recipe, parts, filled, done)
    rated = done.rated & ~hidden
    status = np.where(rated, Status.OK, _why(parts, done, hidden)).astype(np.uint8)
    anew = np.where(guessed, Flag.ESTIMATED | Flag.RECOMPUTED, Flag.RECOMPUTED)
    flags = np.where(rated, anew, 0).astype(np.uint8)
    classes = np.where(rated & (done.classes > 0), done.classes.astype(np.float64), np.nan)
    return CarriedIndex(np.where(rated, done.index, np.nan), status, flags, classes, lower, upper)


def _any_of(parts: Sequence[Component], *statuses: Status) -> Booleans:
    found: Booleans = np.logical_or.reduce([np.isin(part.status, statuses) for part in parts])
    return found


def _why(parts: Sequence[Component], done: IndexRun, hidden: Booleans) -> npt.NDArray[np.int64]:
    """Say why an area has no index: hidden before excluded, not convertible before missing."""
    excluded = np.isin(np.array(done.reasons), _EXCLUDED)
    lost = _any_of(parts, Status.NOT_COMPARABLE)
    return np.select(
        [hidden, excluded, lost], [Status.SUPPRESSED, Status.EXCLUDED, Status.NOT_COMPARABLE], Status.MISSING
    )


def _ends(recipe: Recipe, parts: Sequence[Component], areas: Areas, done: IndexRun) -> tuple[Floats, Floats]:
    """Return between which ends the index of areas with estimates lies, scales held as they are."""
    nothing = np.full(done.index.shape, np.nan)
    measured = replace(areas, included=_included(areas) & ~areas.beside, unmeasured=None, withheld=None)
    # Where classes begin moves nothing.
    bare = replace(recipe, cuts=(), quantiles=None, classes=())
    try:
        held = bare if recipe.reference == "frozen" else freeze_scales(bare, measured, at="carried")
    except RecipeError:
        return nothing, nothing
    start = run(held, areas).index
    below, above = np.zeros(done.index.shape), np.zeros(done.index.shape)
    for place, part in enumerate(parts):
        for end in (part.lower, part.upper):
            column = np.where(part.is_estimated, end, areas.columns[place])
            columns = (*areas.columns[:place], column, *areas.columns[place + 1 :])
            effect = run(held, replace(areas, columns=columns)).index - start
            below += np.where(effect < 0, effect, np.where(np.isnan(effect), effect, 0.0)) ** 2
            above += np.where(effect > 0, effect, np.where(np.isnan(effect), effect, 0.0)) ** 2
    is_estimate = done.rated & np.logical_or.reduce([part.is_estimated for part in parts])
    return (
        np.where(is_estimate, done.index - np.sqrt(below), np.nan),
        np.where(is_estimate, done.index + np.sqrt(above), np.nan),
    )


def _included(areas: Areas) -> Booleans:
    return np.ones(areas.columns[0].shape, dtype=np.bool_) if areas.included is None else areas.included
