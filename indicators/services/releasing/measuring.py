# SPDX-License-Identifier: EUPL-1.2
"""Scales that an index measures anew in its areas: they tell of every area that they are measured in.

Mean and spread of a part go into the figures of all areas. Whoever knows the recipe and the part in all areas but a
few works both out, and with them the sum and the sum of squares of those few: of two that share a known sum, both.
So nothing is measured in areas of which a part is hidden (`sparing.py`). Where a part is hidden only since an index was
computed, it was measured there all the same, and is hidden everywhere until it is computed again.
"""

from collections.abc import Mapping

import numpy as np

from indicators.models import IndicatorKind
from indicators.models.observations import Vintage
from indicators.services.releasing.context import Subject, named
from indicators.services.releasing.freezing import Frozen
from indicators.services.releasing.indexing import beside_of, content_of, gather, recipe_on
from indicators.services.releasing.masking import Mask
from indicators.services.releasing.scenes import Scene
from indicators.stats.composite.frozen import is_moving
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import run


def with_scales(
    scene: Scene, subject: Subject, frozen: Mapping[int, Frozen], masks: Mapping[int, Mask]
) -> dict[int, Mask]:
    """Return by boundary version what is hidden of an index beside its own areas: everything, or nothing more.

    ``masks`` says where a part is hidden, ``frozen`` holds the figures. Frozen scales are those of figures that were
    released, and tell nothing; nor do those that were measured where nothing is hidden.
    """
    if subject.indicator.kind != IndicatorKind.INDEX:
        return dict(masks)
    return {
        pk: np.ones_like(mask) if mask.any() and _measures(scene, subject, frozen[pk], mask) else mask
        for pk, mask in masks.items()
    }


def _measures(scene: Scene, subject: Subject, made: Frozen, hidden: Mask) -> bool:
    """Say whether something of an index was measured in areas of which a part is hidden."""
    cell = scene.period_id, made.cell.boundary_version_id
    row = recipe_on(subject, scene.work, cell)
    if row is None:
        return False
    recipe = content_of(row)
    if not is_moving(recipe):
        return False
    beside = beside_of(Vintage.objects.values_list("inputs", flat=True).get(pk=made.id))
    new = hidden & ~np.isin(np.arange(hidden.size), beside)
    if not new.any():
        return False
    if _is_by_all(recipe):
        # Every area of a group draws the others towards it, and moves the limits of classes, in a reference set or not.
        return True
    found = gather(work=scene.work, subject=subject, cell=cell, sources=named(subject, recipe.needs), beside=beside)
    return found is not None and bool((run(found.recipe, found.areas).reference & new).any())


def _is_by_all(recipe: Recipe) -> bool:
    return recipe.quantiles is not None or any(part.shrink for part in recipe.index.leaves())
