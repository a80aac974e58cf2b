# SPDX-License-Identifier: EUPL-1.2
"""One released slice as bytes: what a map asks for at every step."""

import re
from dataclasses import replace
from typing import ClassVar, Final

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from indicators.api.reading import AUDIENCE, audience_asked, nothing
from indicators.selectors.released import PUBLIC
from indicators.selectors.slicebytes import SliceAddress, slice_bytes_at
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.conditional import Representation, conditional_response, private_response
from sozialplanung.web.query import QueryReader
from spatial.api.base import PlainReadView
from spatial.api.views import EDITION, LEVEL

CONTENT_TYPE: Final = "application/octet-stream"
REVALIDATE: Final = "public, no-cache"
CONVERTED: Final = OpenApiParameter(
    "converted", OpenApiTypes.STR, enum=["true"], description="figures that were counted on other boundaries"
)
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class SliceView(PlainReadView):
    """One released slice as bytes."""

    query_parameters: ClassVar[frozenset[str]] = frozenset({"level", "edition", "converted", "audience"})

    @extend_schema(
        operation_id="slice",
        parameters=[LEVEL, EDITION, CONVERTED, AUDIENCE],
        responses={(200, CONTENT_TYPE): OpenApiResponse(OpenApiTypes.BINARY, "a release slice")},
    )
    def get(self, _request: Request, **_: str) -> None:
        """Get the figures of one indicator and period as bytes.

        The format is described in docs/adr/0002-release-slice.md. Without a level it is the finest one that is
        released, without an edition the newest. What was counted on other boundaries is asked for with `converted`;
        its flags say which figures are re-aggregated and which estimated.
        """

    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Return the stored bytes, or 304 to whoever has them."""
        query = QueryReader(request.GET, allowed=self.query_parameters)
        audience = query.text("audience") or PUBLIC
        place = (kwargs["indicator"], kwargs["period"], query.text("level"), query.text("edition"))
        is_converted = query.choice("converted", ("true",)) is not None
        if audience != PUBLIC:
            return _inside(request, SliceAddress(kwargs["organisation"], *place, audience, is_converted))
        address = SliceAddress(kwargs["organisation"], *place, is_converted=is_converted)
        found = slice_bytes_at(address, _HASH.findall(request.headers.get("If-None-Match", "")))
        if found is None:
            raise nothing()
        representation = Representation(found.content_hash, CONTENT_TYPE, REVALIDATE)
        return conditional_response(request, representation, lambda: found.gzipped or _reloaded(address))


def _reloaded(address: SliceAddress) -> bytes:
    """Return the bytes for somebody who has the same content in the other coding."""
    found = slice_bytes_at(address)
    if found is None or found.gzipped is None:
        raise nothing()
    return found.gzipped


def _inside(request: HttpRequest, address: SliceAddress) -> HttpResponse:
    """Return the bytes for somebody who may read them; nobody keeps them, and their hash is no right to them."""
    reading = audience_asked(request, organisation_by_slug(address.organisation), address.audience)
    return private_response(request, CONTENT_TYPE, _reloaded(replace(address, audience=reading)))
