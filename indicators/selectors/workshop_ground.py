# SPDX-License-Identifier: EUPL-1.2
"""What a recipe is tried out on: released figures of its components at one period and boundary version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.profile_drawings import Drawing, drawing_of
from indicators.selectors.workshop_stands import Held, Stand, There, fitting, held_at, nearest, there_at
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas
from indicators.stats.composite.sampling import Interval
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.statuses import Status
from spatial.selectors import units
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, UnitRow

Floats = npt.NDArray[np.float64]
WIDTH: Final = 640
TALLEST: Final = 560


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Areas in frozen order with the figures of a recipe's components; `drawing` is None without outlines.

    `intervals` are those that are published; `stands` all that the recipe could be tried out on, the newest first.
    `there` names the indicators that are released at the stand, and `held` what keeps the recipe from another one.
    `hidden` says by component of how many areas the figure is kept secret.
    """

    stand: Stand
    stands: tuple[Stand, ...]
    version: BoundaryVersionRow
    rows: Sequence[UnitRow]
    areas: Areas
    intervals: Mapping[str, Interval]
    drawing: Drawing | None
    there: frozenset[str]
    held: Held | None
    hidden: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NoGround:
    """Why a recipe cannot be tried out: no component yet, or no period for which all of them are released.

    `missing` names components of which nothing is released at the level; else `by` those without which there would be
    a common period, `wanted`.
    """

    reason: str
    missing: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    wanted: Stand | None = None


@published.at_one_moment()
def ground_of(
    organisation: Organisation, recipe: Recipe, level: str, chosen: str = "", *, also: Sequence[Recipe] = ()
) -> Ground | NoGround:
    """Return what a recipe is tried out on; `also` names others that are to be tried out on the same stand.

    `chosen` is the code of a stand; one that does not fit gives way to the newest, and `Ground.held` says why.
    """
    recipes = (recipe, *also)
    wanted = {slug for each in recipes for slug in each.needs}
    refs, versions = published.releases_of(organisation, level=level), boundary_versions_of(organisation, level)
    there = there_at(refs, versions)
    stands = fitting(there, wanted)
    if not stands:
        return _nowhere(there, wanted)
    stand = next((each for each in stands if each.code == chosen), stands[0])
    version = next(each for each in versions if each.edition == stand.edition)
    at = {ref.indicator: ref for ref in refs if (ref.period, ref.edition) == (stand.period, stand.edition)}
    contents = published.slice_contents(at[slug] for slug in wanted)
    slices = {slug: contents[at[slug].id] for slug in wanted if at[slug].id in contents}
    if len(slices) < len(wanted):
        return NoGround("no_common_period")
    rows = units.unit_rows(version.id)
    return Ground(
        stand,
        stands,
        version,
        rows,
        areas_of(recipe, slices, rows),
        _intervals(recipe, slices),
        drawing_of(organisation, version, WIDTH, TALLEST),
        there[stand],
        held_at(there, wanted, stand, chosen),
        {slug: int((slices[slug].status == Status.SUPPRESSED).sum()) for slug in _parts(recipe)},
    )


def _parts(recipe: Recipe) -> list[str]:
    return sorted({part.indicator for part in recipe.index.leaves()})


def _nowhere(there: There, wanted: set[str]) -> NoGround:
    """Return why there is no common period, and which components it lacks."""
    known = frozenset[str]().union(*there.values())
    if not wanted <= known:
        return NoGround("no_common_period", tuple(sorted(wanted - known)))
    stand = nearest(there, there.keys(), wanted)
    by = tuple(sorted(wanted - there[stand])) if stand else ()
    return NoGround("no_common_period", by=by, wanted=stand)


def stands_at(organisation: Organisation, level: str, slugs: set[str]) -> tuple[Stand, ...]:
    """Return the periods and editions for which all of some indicators are released, the newest first."""
    if not slugs:
        return ()
    refs = published.releases_of(organisation, level=level)
    return fitting(there_at(refs, boundary_versions_of(organisation, level)), slugs)


@published.at_one_moment()
def areas_for(organisation: Organisation, recipe: Recipe, ground: Ground) -> Areas:
    """Return the figures of another recipe on the same ground."""
    wanted = set(recipe.needs)
    stand = ground.stand
    refs = published.releases_of(organisation, level=ground.version.level, edition=stand.edition)
    at = {ref.indicator: ref for ref in refs if ref.period == stand.period and ref.indicator in wanted}
    contents = published.slice_contents(at.values())
    return areas_of(recipe, {slug: contents[ref.id] for slug, ref in at.items()}, ground.rows)


def areas_of(recipe: Recipe, slices: Mapping[str, SliceContent], rows: Sequence[UnitRow]) -> Areas:
    """Return released figures as a run takes them; what a publisher excluded is excluded, what is secret withheld."""
    leaves = tuple(recipe.index.leaves())
    columns = tuple(_band(slices[part.indicator], part.measure) for part in leaves)
    statuses = np.stack([slices[part.indicator].status for part in leaves])
    return Areas(
        columns,
        included=~(statuses == Status.EXCLUDED).any(axis=0),
        keys=tuple(row.key for row in rows),
        inhabitants=_people(recipe, slices, len(rows)),
        withheld=(statuses == Status.SUPPRESSED).any(axis=0),
    )


def _people(recipe: Recipe, slices: Mapping[str, SliceContent], size: int) -> Floats | None:
    """Return the inhabitants that a minimum is held against; unknown ones where nothing counts them."""
    if not recipe.counts_people:
        return None
    return _band(slices[recipe.inhabitants], "value") if recipe.inhabitants else np.full(size, np.nan)


def _band(content: SliceContent, measure: str) -> Floats:
    band = content.numbers.get("change" if measure == "change" else "value")
    return np.full(content.size, np.nan) if band is None else band.values.astype(np.float64)


def _intervals(recipe: Recipe, slices: Mapping[str, SliceContent]) -> dict[str, Interval]:
    """Return the published intervals of components that enter by their value."""
    found = {}
    for part in recipe.index.leaves():
        numbers = slices[part.indicator].numbers
        if part.measure == "value" and "lower" in numbers and "upper" in numbers:
            found[part.indicator] = Interval(numbers["lower"].values, numbers["upper"].values)
    return found
