# SPDX-License-Identifier: EUPL-1.2
"""Run the recipe of a composite index over the vintages of its components."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from indicators.models import IndexRun, Indicator, Recipe
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Frozen, Made
from indicators.services.releasing.masking import Mask
from indicators.services.releasing.outcomes import outcome_of
from indicators.services.releasing.places import Place, groups_of
from indicators.stats.composite.nodes import Part
from indicators.stats.composite.reading import recipe_from_content
from indicators.stats.composite.recipe import Recipe as IndexRecipe
from indicators.stats.composite.running import Areas, Counts, run
from indicators.stats.composite.running import IndexRun as Computed
from indicators.stats.vintages import RawSlice, raw_slice
from sozialplanung.common.statuses import Status
from spatial.selectors import units

# Counts up when equal inputs begin to give other figures; it is one of the inputs.
METHOD: Final = 2
_EXCLUDED: Final = ("excluded", "named", "too_few_inhabitants")
_BESIDE: Final = "unmeasured"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that one run of a recipe needs: the recipe, its figures, and what they are."""

    row: Recipe
    recipe: IndexRecipe
    parts: tuple[Frozen, ...]
    areas: Areas
    inputs: Mapping[str, Any]


def recipe_on(subject: Subject, work: Workplace, cell: tuple[int, int]) -> Recipe | None:
    """Return the version of the recipe that holds for a cell; None for a level that the index is not made for."""
    period_id, place_id = cell
    day, level = work.periods[period_id].start, work.places[place_id].version.level
    fitting = [row for row in subject.recipes if row.valid_from <= day and row.level.slug == level]
    return fitting[-1] if fitting else None


def content_of(row: Recipe) -> IndexRecipe:
    """Read the recipe that a row holds."""
    return recipe_from_content(row.content)


def is_followed(work: Workplace, subject: Subject, cell: tuple[int, int], since: int) -> bool:
    """Say whether an index can be followed from an earlier period: by one recipe whose scales are frozen."""
    rows = [recipe_on(subject, work, (period_id, cell[1])) for period_id in (since, cell[0])]
    before, now = rows
    return before is not None and now is not None and before.pk == now.pk and now.content["reference"] == "frozen"


def components(recipes: Iterable[IndexRecipe]) -> tuple[str, ...]:
    """Return the slugs of all indicators that some version of a recipe needs, its count of inhabitants included."""
    return tuple(sorted({slug for recipe in recipes for slug in recipe.needs}))


def indexed(
    *, work: Workplace, subject: Subject, cell: tuple[int, int], sources: dict[str, Indicator], hidden: Mask
) -> Made | None:
    """Compute the index of one period and boundary version; None where a component is not there.

    An area whose publisher excluded one component is excluded, as are those that the recipe leaves out; one that
    lacks a component for another reason is missing. None of them enters a mean, a spread or a rank. Nor do those of
    which a part is ``hidden`` from somebody: they are rated by scales that are measured without them.
    """
    beside = tuple(np.flatnonzero(hidden).tolist())
    found = gather(work=work, subject=subject, cell=cell, sources=sources, beside=beside)
    if found is None or any(np.isnan(column).all() for column in found.areas.columns):
        return None
    computed = run(found.recipe, found.areas)
    IndexRun.objects.get_or_create(
        recipe=found.row,
        period_id=cell[0],
        boundary_version_id=cell[1],
        input_hash=input_hash(found.inputs),
        defaults={
            "organisation_id": found.row.organisation_id,
            "outcome": {**outcome_of(computed), **_frozen_at(found.recipe), **found.inputs},
        },
    )
    return Made(_raw(computed, hidden), found.inputs)


def _frozen_at(recipe: IndexRecipe) -> dict[str, str]:
    return {"frozen_at": recipe.frozen_at} if recipe.frozen_at else {}


def gather(
    *,
    work: Workplace,
    subject: Subject,
    cell: tuple[int, int],
    sources: Mapping[str, Indicator],
    beside: Sequence[int] = (),
) -> Gathered | None:
    """Read what the recipe of a cell is run over; None where there is no recipe, or a component is not there.

    ``beside`` are the positions of the areas in which nothing is measured (`beside_of` a vintage).
    """
    row = recipe_on(subject, work, cell)
    if row is None:
        return None
    recipe = content_of(row)
    leaves = tuple(recipe.index.leaves())
    frozen = [work.shelf.current(Cell(sources[part.indicator].pk, *cell)) for part in leaves]
    parts = tuple(part for part in frozen if part is not None)
    people = work.shelf.current(Cell(sources[recipe.counted_by].pk, *cell)) if recipe.counted_by else None
    if len(parts) < len(leaves) or (recipe.counts_people and people is None):
        return None
    used = (*parts, people) if people is not None else parts
    areas = _areas(work, work.places[cell[1]], recipe, tuple(zip(leaves, parts, strict=True)), people)
    inputs = {"recipe": row.pk, "method": METHOD, "vintages": [part.id for part in used]}
    if not beside:
        return Gathered(row, recipe, parts, areas, inputs)
    unmeasured = np.isin(np.arange(areas.columns[0].size), beside)
    return Gathered(row, recipe, parts, replace(areas, unmeasured=unmeasured), {**inputs, _BESIDE: list(beside)})


def beside_of(inputs: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the positions of the areas in which nothing was measured, by the inputs of a vintage of an index."""
    return tuple(inputs.get(_BESIDE, ()))


def input_hash(inputs: Mapping[str, Any]) -> str:
    """Return the hash by which a run over these inputs is found again."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


def _areas(
    work: Workplace,
    place: Place,
    recipe: IndexRecipe,
    pairs: tuple[tuple[Part, Frozen], ...],
    people: Frozen | None,
) -> Areas:
    statuses = np.column_stack([frozen.raw.status for _, frozen in pairs])
    shrunk = {part.indicator: frozen.raw for part, frozen in pairs if part.shrink}
    return Areas(
        columns=tuple(frozen.raw.change if part.measure == "change" else frozen.raw.value for part, frozen in pairs),
        included=~(statuses == Status.EXCLUDED).any(axis=1),
        keys=tuple(unit.key for unit in units.unit_rows(place.id)) if recipe.names_areas else (),
        inhabitants=None if people is None else people.raw.value,
        counts={name: Counts(raw.numerator, raw.denominator) for name, raw in shrunk.items()},
        groups=groups_of(work.chain(place), place) if shrunk else None,
    )


def _raw(computed: Computed, hidden: Mask) -> RawSlice:
    reasons = np.array(computed.reasons)
    status = np.where(computed.rated, Status.OK, np.where(np.isin(reasons, _EXCLUDED), Status.EXCLUDED, Status.MISSING))
    # That a hidden part has no logarithm, or that hidden inhabitants are not enough, would tell of them.
    is_secret = hidden & np.isin(reasons, ("not_positive", "too_few_inhabitants"))
    if hidden.any() and computed.reason not in {"", "reference_lost"}:
        # Too few areas are left to measure scales in: there is no index that could be shown.
        is_secret |= ~computed.rated & (reasons == "")
    status = np.where(is_secret, Status.SUPPRESSED, status)
    classes = np.where(computed.classes > 0, computed.classes.astype(np.float64), np.nan)
    return raw_slice(computed.index, status, classes=classes)
