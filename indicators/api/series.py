# SPDX-License-Identifier: EUPL-1.2
"""All released slices of a series as bytes: what the workbench asks for once instead of at every step."""

from dataclasses import replace
from typing import ClassVar, Final

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from indicators.api.reading import AUDIENCE, audience_asked, nothing
from indicators.api.slices import CONTENT_TYPE, CONVERTED, REVALIDATE
from indicators.selectors.kept import Kept
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from indicators.selectors.slicebytes import Series, SeriesAddress, series_at, series_payload
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.conditional import Representation, conditional_response, pack, private_response
from sozialplanung.web.query import QueryReader
from spatial.api.base import PlainReadView

LEVEL = OpenApiParameter("level", OpenApiTypes.STR, required=True, description="slug of a level")
EDITION = OpenApiParameter("edition", OpenApiTypes.STR, required=True, description="slug of an edition of boundaries")
# Packed series of the public, by their digest: some 40 kB each.
_KEPT: Final[Kept[bytes]] = Kept(most_areas=8_000_000)


class SeriesView(PlainReadView):
    """All released slices of one indicator on one boundary version, in the order of time."""

    query_parameters: ClassVar[frozenset[str]] = frozenset({"level", "edition", "converted", "audience"})

    @extend_schema(
        operation_id="series",
        parameters=[LEVEL, EDITION, CONVERTED, AUDIENCE],
        responses={(200, CONTENT_TYPE): OpenApiResponse(OpenApiTypes.BINARY, "release slices, one after the other")},
    )
    def get(self, _request: Request, **_: str) -> None:
        """Get the figures of all periods of one indicator as bytes.

        The format is described in docs/adr/0002-release-slice.md: each slice stands behind its length. With
        `converted` these are the periods that were counted on other boundaries, and no others.
        """

    @at_one_moment()
    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Return the slices, or 304 to whoever has them."""
        address = _address(request, **kwargs)
        if address.audience != PUBLIC:
            return _inside(request, address)
        found = series_at(address)
        if found is None:
            raise nothing()
        representation = Representation(found.digest, CONTENT_TYPE, REVALIDATE)
        return conditional_response(request, representation, lambda: _packed(address, found))


def _address(request: HttpRequest, **kwargs: str) -> SeriesAddress:
    query = QueryReader(request.GET, allowed=SeriesView.query_parameters)
    level = query.required_text("level", allowed="planungsraum, stadtteil …")
    edition = query.required_text("edition", allowed="lor-2021, stand-2020 …")
    return SeriesAddress(
        kwargs["organisation"],
        kwargs["indicator"],
        level,
        edition,
        query.text("audience") or PUBLIC,
        is_converted=query.choice("converted", ("true",)) is not None,
    )


def _packed(address: SeriesAddress, series: Series) -> bytes:
    known = _KEPT.get(series.digest)
    if known is not None:
        return known
    body = series_payload(address, series)
    return _KEPT.keep(series.digest, pack(body), len(body))


def _inside(request: HttpRequest, address: SeriesAddress) -> HttpResponse:
    """Return the slices to somebody who may read them; nobody keeps them."""
    reading = audience_asked(request, organisation_by_slug(address.organisation), address.audience)
    wanted = replace(address, audience=reading)
    found = series_at(wanted)
    if found is None:
        raise nothing()
    return private_response(request, CONTENT_TYPE, pack(series_payload(wanted, found)))
