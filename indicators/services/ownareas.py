# SPDX-License-Identifier: EUPL-1.2
"""Keep areas of one's own under a name. The log tells of what is given to others, not of what somebody keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import shapely
from django.db import transaction

from indicators.errors import KeepsakeError, SelectionError
from indicators.models import OwnArea, OwnAreaEdition, OwnAreaKind, Sharing
from indicators.selectors.keepsakes import kept_by
from indicators.services.keepsakes import bring_back, forget, free_name, locked, put_away, rename
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from spatial.geometry.arrays import as_geometries
from spatial.services.storing import multipolygons

# So many own areas one person keeps at an organisation; a set of school catchments of a large city fits in.
MOST_KEPT: Final = 1_000
_SAID: Final = {
    Sharing.NOBODY: "indicators.own_area_unshared",
    Sharing.HOUSE: "indicators.own_area_shared",
    Sharing.LINK: "indicators.own_area_linked",
}


@dataclass(frozen=True, slots=True, eq=False)
class OwnShape:
    """What an area is: a MultiPolygon in EPSG:4326, how it came about, and as an address says it (`query`)."""

    kind: OwnAreaKind
    ground: shapely.Geometry
    query: str = ""


@transaction.atomic
def save_own_area(  # noqa: PLR0913 - whose ground, called what, for whom, of which set
    *,
    organisation: Organisation,
    shape: OwnShape,
    name: str,
    by: User,
    sharing: Sharing = Sharing.NOBODY,
    collection: str = "",
) -> OwnArea:
    """Keep an area under a name.

    Raises
    ------
    SelectionError
        ``own.no_ground`` for a shape without an area.
    KeepsakeError
        As `free_name`; ``kept.too_many`` where somebody keeps too many.
    """
    forget(OwnArea, organisation)
    if kept_by(OwnArea, by, organisation).count() >= MOST_KEPT:
        raise KeepsakeError("kept.too_many", "Too many are kept.", place="name", most=MOST_KEPT)
    row = OwnArea.objects.create(
        organisation=organisation,
        owner=by,
        name=free_name(OwnArea, name, by=by, organisation=organisation),
        sharing=sharing,
        collection=collection,
    )
    _add_edition(row, shape, 1)
    if row.is_shared:
        _tell(row, _SAID[sharing], by)
    return row


@transaction.atomic
def save_own_set(
    *,
    organisation: Organisation,
    shapes: Sequence[tuple[str, OwnShape]],
    collection: str,
    by: User,
    sharing: Sharing = Sharing.NOBODY,
) -> tuple[OwnArea, ...]:
    """Keep several areas at once, all or none; raises as `save_own_area`."""
    return tuple(
        save_own_area(organisation=organisation, shape=shape, name=name, by=by, sharing=sharing, collection=collection)
        for name, shape in shapes
    )


@transaction.atomic
def redraw_own_area(*, area: OwnArea, shape: OwnShape, by: User) -> OwnAreaEdition:
    """Give an area another shape: a new edition, while the ones before stay; the same ground makes none."""
    row = locked(area)
    last = row.current
    if last.content_hash == _hash(shape.ground):
        return last
    made = _add_edition(row, shape, last.number + 1)
    row.save(update_fields=["changed_at"])
    if row.is_shared:
        _tell(row, "indicators.own_area_redrawn", by)
    return made


@transaction.atomic
def rename_own_area(*, area: OwnArea, name: str, by: User) -> OwnArea:
    """Call an area something else; raises as `free_name`."""
    return rename(locked(area), name, by=by)


@transaction.atomic
def share_own_area(*, area: OwnArea, sharing: Sharing, by: User) -> OwnArea:
    """Say who may open an area beside its owner."""
    row = locked(area)
    if row.sharing != sharing:
        row.sharing = sharing
        row.save(update_fields=["sharing", "changed_at"])
        _tell(row, _SAID[sharing], by)
    return row


@transaction.atomic
def remove_own_area(*, area: OwnArea, by: User) -> None:
    """Put an area away; its owner can bring it back for a while."""
    row = locked(area)
    put_away(row)
    if row.is_shared:
        _tell(row, _SAID[Sharing.NOBODY], by)


@transaction.atomic
def restore_own_area(*, area: OwnArea, by: User) -> OwnArea:
    """Bring an area back; raises ``kept.twice`` where its name is taken."""
    row = bring_back(locked(area), by=by)
    if row.is_shared:
        _tell(row, _SAID[Sharing(row.sharing)], by)
    return row


def _add_edition(row: OwnArea, shape: OwnShape, number: int) -> OwnAreaEdition:
    if not shapely.area(shape.ground) > 0:
        raise SelectionError("own.no_ground", "The shape holds no ground.", place="form")
    return OwnAreaEdition.objects.create(
        organisation=row.organisation,
        area=row,
        number=number,
        kind=shape.kind,
        query=shape.query,
        geometry=multipolygons(as_geometries([shape.ground]))[0],
        content_hash=_hash(shape.ground),
    )


def _hash(ground: shapely.Geometry) -> str:
    return sha256(shapely.to_wkb(shapely.normalize(ground))).hexdigest()


def _tell(row: OwnArea, action: str, by: User) -> None:
    record(action=action, by=by, organisation=row.organisation, subject=row)
