# SPDX-License-Identifier: EUPL-1.2
"""Run the recipe of a composite index over the vintages of its components."""

import hashlib
import json
from dataclasses import asdict

import numpy as np

from indicators.models import IndexRun, Indicator, Recipe
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Made, current
from indicators.stats.indices import IndexResult, run_recipe
from indicators.stats.recipes import IndexRecipe, recipe_from_json
from indicators.stats.vintages import RawSlice, raw_slice
from sozialplanung.common.statuses import Status


def recipe_on(subject: Subject, work: Workplace, cell: tuple[int, int]) -> Recipe | None:
    """Return the version of the recipe that holds for a cell; None for a level that the index is not made for."""
    period_id, place_id = cell
    day, level = work.periods[period_id].start, work.places[place_id].version.level
    versions = Recipe.objects.filter(indicator=subject.indicator, valid_from__lte=day, level__slug=level)
    return versions.order_by("-valid_from").first()


def indexed(*, work: Workplace, subject: Subject, cell: tuple[int, int], sources: dict[str, Indicator]) -> Made | None:
    """Compute the index of one period and boundary version; None where a component is not there.

    An area whose publisher excluded one component is excluded; one that lacks a component for another reason is
    missing. Neither enters mean and standard deviation.
    """
    row = recipe_on(subject, work, cell)
    if row is None:
        return None
    recipe = recipe_from_json(json.dumps(row.content))
    parts = [current(Cell(sources[part.indicator].pk, *cell)) for part in recipe.components]
    frozen = [part for part in parts if part is not None]
    if len(frozen) < len(parts):
        return None
    columns = [
        part.raw.change if component.measure == "change" else part.raw.value
        for part, component in zip(frozen, recipe.components, strict=True)
    ]
    matrix = np.column_stack(columns)
    if np.isnan(matrix).all(axis=0).any():
        return None
    statuses = np.column_stack([part.raw.status for part in frozen])
    is_excluded = (statuses == Status.EXCLUDED).any(axis=1)
    result = run_recipe(recipe, matrix, ~is_excluded)
    inputs = {"recipe": row.pk, "vintages": [part.id for part in frozen]}
    _record_run(row, cell, inputs, result)
    return Made(_raw(result, is_excluded), inputs)


def _raw(result: IndexResult, is_excluded: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> RawSlice:
    there = ~np.isnan(result.index)
    status = np.where(there, Status.OK, np.where(is_excluded, Status.EXCLUDED, Status.MISSING))
    classes = np.where(result.classes > 0, result.classes.astype(np.float64), np.nan)
    return raw_slice(result.index, status, classes=classes)


def _record_run(row: Recipe, cell: tuple[int, int], inputs: dict[str, object], result: IndexResult) -> None:
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    IndexRun.objects.get_or_create(
        recipe=row,
        period_id=cell[0],
        boundary_version_id=cell[1],
        input_hash=digest,
        defaults={
            "organisation_id": row.organisation_id,
            "outcome": {
                "n_included": result.n_included,
                "n_excluded": result.n_excluded,
                "score_sd": result.score_sd,
                "reason": result.reason,
                "scales": [asdict(scale) for scale in result.scales],
                **inputs,
            },
        },
    )


def components(recipes: list[IndexRecipe]) -> tuple[str, ...]:
    """Return the slugs of all indicators that some version of a recipe is made of."""
    return tuple(sorted({part.indicator for recipe in recipes for part in recipe.components}))
