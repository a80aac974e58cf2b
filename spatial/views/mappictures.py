# SPDX-License-Identifier: EUPL-1.2
"""Pictures of map services as readers' browsers get them: from our server alone, at addresses of the grid alone."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.web.pace import is_too_fast
from sozialplanung.web.query import refuse_unknown
from spatial.readers.maps import Tile
from spatial.readers.maps.pictures import picture_in
from spatial.selectors.mapservices import is_shown_by, offered_at
from spatial.services.mapservices.pictures import BusyError, kept_picture

# A map shows two dozen pictures; a class in one network looks at the same ground.
MOST_IN_A_MINUTE: Final = 3_000
_A_DAY: Final = "public, max-age=86400"
_TOO_MANY, _UNAVAILABLE = 429, 503


class TileConverter:
    """A tile in an address: zoom, column and row."""

    regex = r"[0-9]{1,2}/[0-9]{1,7}/[0-9]{1,7}"

    def to_python(self, value: str) -> Tile:
        """Return the tile that an address names; it need not be one of the grid."""
        return Tile(*map(int, value.split("/")))

    def to_url(self, tile: Tile) -> str:
        """Return how an address names a tile."""
        return f"{tile.zoom}/{tile.column}/{tile.row}"


@require_safe
def map_picture(request: HttpRequest, organisation: str, slug: str, mark: str, tile: Tile) -> HttpResponse:
    """Send the picture of a tile of a service that is offered; nothing of who asks is handed on."""
    refuse_unknown(request.GET, ())
    service = offered_at(organisation, slug, mark)
    if service is None or not is_shown_by(service, tile):
        raise nothing()
    if is_too_fast(request, "map_pictures", most=MOST_IN_A_MINUTE):
        return without_picture(_TOO_MANY)
    try:
        return sent(kept_picture(mark=service.mark, source=service.source, tile=tile), _A_DAY)
    except (DomainError, BusyError):
        return without_picture()


def sent(content: bytes, cache_control: str) -> HttpResponse:
    """Answer with a picture, under the type that its own bytes say."""
    found = picture_in(content)
    if found is None:
        return without_picture()
    return HttpResponse(content, content_type=found.kind, headers={"Cache-Control": cache_control})


def without_picture(status: int = _UNAVAILABLE) -> HttpResponse:
    """Answer that there is no picture now: short, for nobody reads it but a script that tells readers."""
    headers = {"Cache-Control": "no-store", "Retry-After": "2"}
    return HttpResponse("", content_type="text/plain", status=status, headers=headers)
