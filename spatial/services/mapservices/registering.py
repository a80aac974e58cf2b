# SPDX-License-Identifier: EUPL-1.2
"""A map service: registered once a picture came, offered, taken off, removed; each leaves an event."""

from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from spatial.errors import MapServiceConflictError, MapServiceError
from spatial.models import MapService, MapServiceState
from spatial.readers.maps import MapSource, Tile, source_of
from spatial.readers.maps.grid import Extent, closest_zoom, tiles_over
from spatial.selectors.mapservices import ground_extent
from spatial.services.mapservices.pictures import seen_picture

# What somebody sees of a service before it is offered.
MOST_PREVIEWED: Final = 4


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """What is said about a service: its title, where it lies, how much is seen of it, whose it is."""

    title: str
    role: str
    opacity: int
    attribution: str
    licence: str


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where a service is: its short name here, its kind, its address."""

    slug: str
    kind: str
    address: str


def register_service(
    *, organisation: Organisation, at: ServiceAddress, source: MapSource, words: ServiceWords, by: User
) -> MapService:
    """Keep a service that sends a picture of the organisation's ground; nobody is offered it yet.

    Raises
    ------
    BoundaryFileError
        ``spatial.map_…``: no picture came.
    MapServiceConflictError
        ``spatial.map_slug_taken``.
    MapServiceError
        ``spatial.map_no_ground``: the organisation has no areas yet.
    """
    look_once(organisation, source)
    with transaction.atomic():
        if MapService.objects.filter(organisation=organisation, slug=at.slug).exists():
            raise MapServiceConflictError("spatial.map_slug_taken", "The short name is taken.", slug=at.slug)
        service = MapService.objects.create(
            organisation=organisation,
            source=source.to_json(),
            seen_at=timezone.now(),
            created_by=by,
            **asdict(at),
            **asdict(words),
        )
        _record("spatial.map_registered", service, by, {"host": urlsplit(at.address).hostname or ""})
    return service


def change_words(*, service: MapService, words: ServiceWords, by: User, revision: int) -> MapService:
    """Say something else about a service.

    Raises
    ------
    MapServiceConflictError
        ``spatial.map_stale``: somebody changed it since that revision.
    """
    with transaction.atomic():
        current = _locked(service, revision)
        for name, value in asdict(words).items():
            setattr(current, name, value)
        return _saved(current, "spatial.map_changed", by)


def offer_service(*, service: MapService, by: User, revision: int) -> MapService:
    """Offer a service to readers; a picture has to come at this very moment.

    Raises
    ------
    BoundaryFileError, MapServiceConflictError, MapServiceError
        As `register_service` and `change_words`.
    """
    look_once(service.organisation, source_of(service.source))
    with transaction.atomic():
        current = _locked(service, revision)
        current.state, current.seen_at = MapServiceState.SHOWN, timezone.now()
        return _saved(current, "spatial.map_offered", by)


def take_off(*, service: MapService, by: User, revision: int) -> MapService:
    """Offer a service no more; addresses that name it show the figures alone.

    Raises
    ------
    MapServiceConflictError
        As `change_words`.
    """
    with transaction.atomic():
        current = _locked(service, revision)
        current.state = MapServiceState.HIDDEN
        return _saved(current, "spatial.map_taken_off", by)


def remove_service(*, service: MapService, by: User, revision: int) -> None:
    """Forget a service that readers are not offered.

    Raises
    ------
    MapServiceConflictError
        As `change_words`, and ``spatial.map_still_shown``.
    """
    with transaction.atomic():
        current = _locked(service, revision)
        if current.is_shown:
            raise MapServiceConflictError("spatial.map_still_shown", "Readers are offered the service.")
        _record("spatial.map_removed", current, by, {})
        current.delete()


def look_once(organisation: Organisation, source: MapSource) -> None:
    """Ask a service for the picture in the middle of what somebody will see of it; raises as `register_service`."""
    rows = previewed(ground_extent(organisation.pk), source)
    if not rows:
        raise MapServiceError("spatial.map_no_ground", "The organisation has no areas.")
    row = rows[len(rows) // 2]
    seen_picture(source=source, tile=row[len(row) // 2])


def previewed(extent: Extent | None, source: MapSource) -> tuple[tuple[Tile, ...], ...]:
    """Return the tiles over the ground of an organisation that show a service; none without ground."""
    if extent is None:
        return ()
    return tiles_over(extent, closest_zoom(extent, source.lowest, source.highest, most_tiles=MOST_PREVIEWED))


def _locked(service: MapService, revision: int) -> MapService:
    current = MapService.objects.select_for_update(of=("self",)).filter(pk=service.pk).first()
    if current is None or current.revision != revision:
        raise MapServiceConflictError("spatial.map_stale", "The service was changed in the meantime.")
    return current


def _saved(service: MapService, action: str, by: User) -> MapService:
    service.revision += 1
    service.save()
    _record(action, service, by, {})
    return service


def _record(action: str, service: MapService, by: User, details: dict[str, Any]) -> None:
    record(action=action, by=by, organisation=service.organisation, subject=service, details=details)
