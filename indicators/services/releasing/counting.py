# SPDX-License-Identifier: EUPL-1.2
"""From which earlier figures those of a release count: their own change, and the changes that an index is made of."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import numpy as np

from indicators.models import IndicatorKind, Period, Recipe, Release
from indicators.models.observations import Vintage
from indicators.rendering.slices import decode
from indicators.services.releasing.indexing import content_of
from sozialplanung.common.statuses import have_value


def counts_from(release: Release, gone: Mapping[int, AbstractSet[int]]) -> bool:
    """Say whether readers of a release can count back to figures of some indicators at some periods.

    `gone` holds periods by indicator. A release of which all figures that count from there are hidden counts from
    nothing.
    """
    content = decode(bytes(release.payload))
    change = content.numbers.get("change")
    if content.change.since is not None and change is not None and not np.isnan(change.values).all():
        since = Period.objects.filter(code=content.change.since).values_list("pk", flat=True).first()
        if since in gone.get(release.indicator_id, frozenset()):
            return True
    if release.indicator.kind != IndicatorKind.INDEX or not have_value(content.status).any():
        return False
    changes = _changes_in(release.vintage)
    return any(each.change_from_id in gone.get(each.indicator_id, frozenset()) for each in changes)


def _changes_in(vintage: Vintage) -> list[Vintage]:
    """Return the vintages of which an index reads the change that we computed."""
    recipe = Recipe.objects.filter(pk=vintage.inputs.get("recipe")).first()
    leaves = () if recipe is None else content_of(recipe).index.leaves()
    slugs = {part.indicator for part in leaves if part.measure == "change"}
    rows = Vintage.objects.filter(
        pk__in=vintage.inputs.get("vintages", ()), indicator__slug__in=slugs, change_kind="computed"
    )
    return list(rows.defer("payload"))
