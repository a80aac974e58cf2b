# SPDX-License-Identifier: EUPL-1.2
"""Scales that an index measures anew in its areas: they tell of every area that they are measured in.

Mean and spread of a part go into the figures of all areas. Whoever knows the recipe and the part in all areas but a
few works both out, and with them the sum and the sum of squares of those few: of two that share a known sum, both.
"""

from collections.abc import Mapping

import numpy as np

from indicators.models import IndicatorKind
from indicators.services.releasing.context import Subject
from indicators.services.releasing.deriving import named
from indicators.services.releasing.indexing import content_of, gather, recipe_on
from indicators.services.releasing.masking import Mask
from indicators.services.releasing.scenes import Scene
from indicators.stats.composite.frozen import is_moving
from indicators.stats.composite.running import run


def with_scales(scene: Scene, subject: Subject, masks: Mapping[int, Mask]) -> dict[int, Mask]:
    """Return by boundary version what is hidden of an index beside its own areas: everything, or nothing more.

    ``masks`` says where a part is hidden. Frozen scales are those of figures that were released, and tell nothing; nor
    does a reference set of areas that hide nothing.
    """
    if subject.indicator.kind != IndicatorKind.INDEX:
        return dict(masks)
    return {pk: np.ones_like(mask) if _measures(scene, subject, pk, mask) else mask for pk, mask in masks.items()}


def _measures(scene: Scene, subject: Subject, place_id: int, hidden: Mask) -> bool:
    """Say whether something of an index is measured in areas of which a part is hidden."""
    cell = scene.period_id, place_id
    row = recipe_on(subject, scene.work, cell) if hidden.any() else None
    if row is None:
        return False
    recipe = content_of(row)
    if not is_moving(recipe):
        return False
    if any(part.shrink for part in recipe.index.leaves()):
        # Every area of a group draws the others towards it, in the reference set or not.
        return True
    found = gather(work=scene.work, subject=subject, cell=cell, sources=named(subject, recipe.needs))
    return found is not None and bool((run(found.recipe, found.areas).reference & hidden).any())
