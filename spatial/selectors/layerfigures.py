# SPDX-License-Identifier: EUPL-1.2
"""What lies in areas, for figures that are made of it: every approved version of a layer, and the one of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sozialplanung.accounts.selectors import PUBLIC
from spatial.geometry.arrays import Floats, Integers
from spatial.models import BoundaryVersion, Layer, LayerKind, LayerVersion
from spatial.selectors.layers import LayerEntry, area_figures, features_of

_METRES_PER_KM = 1e3
_SQUARE_METRES_PER_KM2 = 1e6


@dataclass(frozen=True, slots=True)
class LayerState:
    """One approved version of a layer, with what has to be named beside figures made of it."""

    version_id: int
    number: int
    slug: str
    name: str
    kind: str
    valid_from: date
    valid_until: date | None
    feature_count: int
    capacity_label: str
    content_hash: str
    publisher: str
    licence: str
    attribution: str

    def holds_on(self, day: date) -> bool:
        """Say whether the version is valid on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class LayerFact:
    """That a version of a layer came into force, for those who follow layers; `mark` tells one coming from another."""

    organisation_id: int
    slug: str
    version_id: int
    mark: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Lying:
    """What lies in the areas of a boundary version, shape (n,), in its frozen order.

    ``amount`` are places, kilometres or square kilometres; ``capacity`` is NaN where none is known, and ``unknown``
    counts the places without one: then a sum is a lower limit. Both are None for a layer that tells no capacity.
    """

    amount: Floats
    capacity: Floats | None
    unknown: Integers | None


def layer_kinds(organisation_id: int) -> dict[str, str]:
    """Return what each layer of an organisation holds, by its slug: point, line or area."""
    rows = Layer.objects.using(PUBLIC).filter(organisation_id=organisation_id, versions__isnull=False)
    return dict(rows.distinct().order_by("slug").values_list("slug", "kind"))


def layer_states(organisation_id: int, slugs: Iterable[str] | None = None) -> tuple[LayerState, ...]:
    """Return all approved versions of layers, also superseded ones, by layer and number; none that was taken back."""
    rows = LayerVersion.objects.using(PUBLIC).filter(layer__organisation_id=organisation_id, withdrawn_at__isnull=True)
    if slugs is not None:
        rows = rows.filter(layer__slug__in=list(slugs))
    return tuple(_state(row) for row in rows.select_related("layer").order_by("layer__slug", "number"))


def state_on(states: Iterable[LayerState], slug: str, day: date) -> LayerState | None:
    """Return the version of a layer that counts for a day: the one approved last of those that are valid then."""
    valid = [each for each in states if each.slug == slug and each.holds_on(day)]
    return max(valid, key=lambda each: each.number, default=None)


def counting_states(states: Iterable[LayerState]) -> tuple[LayerState, ...]:
    """Return the versions that count on some day; all others are superseded for good."""
    kept = tuple(states)
    days: dict[str, set[date]] = {}
    for each in kept:
        # Which version counts changes where one begins or ends, and nowhere else.
        days.setdefault(each.slug, set()).update({each.valid_from, each.valid_until or each.valid_from})
    counting = {state_on(kept, slug, day) for slug, some in days.items() for day in some}
    return tuple(each for each in kept if each in counting)


def days_of(states: Iterable[LayerState]) -> tuple[date, ...]:
    """Return the first days of the versions that count on their own first day."""
    kept = tuple(states)
    return tuple(sorted({each.valid_from for each in kept if state_on(kept, each.slug, each.valid_from) is each}))


def lying_in(*, version_id: int, boundary_version_id: int) -> Lying:
    """Count what lies in each area, as the page of the layer does."""
    version = LayerVersion.objects.using(PUBLIC).select_related("layer").get(pk=version_id)
    boundaries = BoundaryVersion.objects.using(PUBLIC).get(pk=boundary_version_id)
    found = area_figures(LayerEntry(version.layer, version), features_of(version), boundaries)
    scale = {LayerKind.LINE: _METRES_PER_KM, LayerKind.AREA: _SQUARE_METRES_PER_KM2}.get(LayerKind(version.layer.kind))
    amount = np.asarray(found.amounts, dtype=np.float64) / (scale or 1.0)
    if found.capacity is None:
        return Lying(amount, None, None)
    return Lying(amount, found.capacity.known, found.capacity.unknown)


def _state(row: LayerVersion) -> LayerState:
    told = (row.valid_from, row.valid_until, row.feature_count, row.capacity_label, row.content_hash)
    origin = (row.publisher, row.licence, row.attribution)
    return LayerState(row.pk, row.number, row.layer.slug, row.layer.name, row.layer.kind, *told, *origin)
