# SPDX-License-Identifier: EUPL-1.2
"""Map services of an organisation: those that readers are offered, and where their pictures are asked for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from spatial.models import MapService, MapServiceState
from spatial.readers.maps import MapSource, Tile, source_of
from spatial.readers.maps.grid import Extent, touches, widened
from spatial.selectors.extents import version_extent
from spatial.selectors.layers import ground_version

# The one tile of the whole earth, for addresses whose numbers a script writes.
WHOLE: Final = Tile(0, 0, 0)
_MARK_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service as maps offer it; `extent` is the ground that it is shown for, in degrees."""

    slug: str
    title: str
    is_base: bool
    opacity: int
    attribution: str
    licence: str
    mark: str
    source: MapSource
    extent: Extent

    @property
    def ground(self) -> Extent:
        """The extent with as much around it as a map may show."""
        return widened(self.extent)


def allowed_hosts() -> frozenset[str]:
    """Return the names of the servers that the operator allows."""
    named = (*settings.MAP_SERVICE_HOSTS, *settings.MAP_SERVICE_PRIVATE_HOSTS, *settings.MAP_SERVICE_PLAIN_HOSTS)
    return frozenset(host.lower() for host in named)


def offered_services(organisation_id: int) -> tuple[OfferedService, ...]:
    """Return what readers may see behind or over the figures: base maps first, by title.

    A service whose server the operator allows no more is not offered.
    """
    # Most houses allow none: then nothing is asked of the database.
    if not allowed_hosts():
        return ()
    return _usable(MapService.objects.filter(organisation_id=organisation_id, state=MapServiceState.SHOWN))


def offered_at(organisation: str, slug: str, mark: str) -> OfferedService | None:
    """Return the service whose pictures lie at an address; None where there is none."""
    rows = MapService.objects.filter(organisation__slug=organisation, slug=slug, state=MapServiceState.SHOWN)
    return next((each for each in _usable(rows) if each.mark == mark), None)


def _usable(rows: Iterable[MapService]) -> tuple[OfferedService, ...]:
    """Return those services of one organisation whose servers the operator allows; none without ground."""
    allowed = allowed_hosts()
    usable = [(row, source) for row in rows if (source := source_of(row.source)).hosts <= allowed]
    extent = ground_extent(usable[0][0].organisation_id) if usable else None
    return tuple(_offered(row, source, extent) for row, source in usable) if extent else ()


def is_shown_by(service: OfferedService, tile: Tile) -> bool:
    """Say whether a tile is one of a service and lies over or around the ground of its organisation."""
    return service.source.lowest <= tile.zoom <= service.source.highest and touches(tile, service.ground)


def services_of(organisation: Organisation) -> tuple[MapService, ...]:
    """Return all services of an organisation, for those who register them."""
    return tuple(MapService.objects.filter(organisation=organisation).select_related("created_by"))


def service_at(organisation: Organisation, slug: str) -> MapService:
    """Return a service of an organisation, for those who register them."""
    row = MapService.objects.filter(organisation=organisation, slug=slug).select_related("created_by").first()
    if row is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return row


def mark_of(service: MapService) -> str:
    """Return what names the pictures of a service: another source has another mark. It tells nobody the address."""
    told = f"{service.pk} {json.dumps(service.source, sort_keys=True)}"
    return salted_hmac("spatial.mapservices", told, algorithm="sha256").hexdigest()[:_MARK_DIGITS]


def ground_extent(organisation_id: int) -> Extent | None:
    """Return west, south, east and north of an organisation in degrees; None where it has no areas."""
    version = ground_version(organisation_id)
    return None if version is None else version_extent(version.pk)


def _offered(row: MapService, source: MapSource, extent: Extent) -> OfferedService:
    return OfferedService(
        slug=row.slug,
        title=row.title,
        is_base=row.is_base,
        opacity=row.opacity,
        attribution=row.attribution,
        licence=row.licence,
        mark=mark_of(row),
        source=source,
        extent=extent,
    )
