# SPDX-License-Identifier: EUPL-1.2
"""What a draft would change of the version in force, for those who sign: what comes, what goes, what moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.contrib.gis.db.models.functions import AsWKB

from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.placechanges import place_changes
from spatial.geometry.projections import metric_crs, to_metric
from spatial.models import LayerDraft, LayerDraftState, LayerVersion, RowState

MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Changed:
    """Some places by name, and how many more there are."""

    names: tuple[str, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """What a draft changes of a version; without a column of keys nothing can be told of single places."""

    version: LayerVersion
    has_keys: bool
    added: Changed
    gone: Changed
    moved: Changed
    stayed: int


def changes_of(draft: LayerDraft) -> DraftChanges | None:
    """Return what a checked draft would change; None where there is no version before it, or nothing to compare."""
    if draft.state not in {LayerDraftState.DRAFT, LayerDraftState.SUBMITTED} or not draft.summary:
        return None
    rows = LayerVersion.objects.filter(layer__organisation_id=draft.organisation_id, layer__slug=draft.slug)
    version = rows.filter(superseded_at__isnull=True).select_related("layer").first()
    if version is None:
        return None
    nothing = Changed((), 0)
    if not draft.answers.get("key"):
        return DraftChanges(version, has_keys=False, added=nothing, gone=nothing, moved=nothing, stayed=0)
    return _compared(draft, version)


def _compared(draft: LayerDraft, version: LayerVersion) -> DraftChanges:
    earlier = _places(version.features.order_by("position"))
    later = _places(draft.rows.exclude(state=RowState.LEFT_OUT).order_by("number"))
    known = as_geometries(each for each in (*earlier[2], *later[2]) if each is not None)
    crs = metric_crs(known)
    found = place_changes((earlier[0], to_metric(earlier[2], crs)), (later[0], to_metric(later[2], crs)))
    return DraftChanges(
        version,
        has_keys=True,
        added=_named(later[1], found.added),
        gone=_named(earlier[1], found.gone),
        moved=_named(later[1], found.moved),
        stayed=found.stayed,
    )


def _places(rows: Any) -> tuple[list[str], list[str], Geometries]:  # noqa: ANN401 - rows of a version or of a draft
    told = list(rows.annotate(outline=AsWKB("geometry")).values_list("key", "name", "outline"))
    shapes = (None if row[2] is None else shapely.from_wkb(bytes(row[2])) for row in told)
    return [row[0] for row in told], [row[1] for row in told], as_geometries(shapes)


def _named(names: Sequence[str], positions: Sequence[int]) -> Changed:
    return Changed(tuple(names[at] for at in positions[:MOST_NAMED]), len(positions))
