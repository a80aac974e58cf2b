# SPDX-License-Identifier: EUPL-1.2
"""Outlines at addresses that name their content: fetched once, kept for ever."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from sozialplanung.web.conditional import IMMUTABLE, Representation, conditional_response
from spatial.api.base import PlainReadView
from spatial.errors import OutlineUnknownError
from spatial.selectors.geometries import asset_body, is_asset

CONTENT_TYPE = "application/geo+json"


class GeometryView(PlainReadView):
    """The outlines of one boundary version at one detail."""

    @extend_schema(
        operation_id="geometry",
        responses={(200, CONTENT_TYPE): OpenApiResponse(OpenApiTypes.OBJECT, "a FeatureCollection, never changed")},
    )
    def get(self, _request: Request, **_: str) -> None:
        """Get the outlines as GeoJSON; the features stand in the order of the areas in slices.

        The address is named by the boundary version; with another hash there is nothing here.
        """

    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Return the gzipped outlines, unpacked for those who cannot read them so."""
        is_had = kwargs["content_hash"] in request.headers.get("If-None-Match", "")
        body = None if is_had and is_asset(**kwargs) else _body(kwargs)
        representation = Representation(kwargs["content_hash"], CONTENT_TYPE, IMMUTABLE)
        return conditional_response(request, representation, lambda: body or _body(kwargs))


def _body(address: dict[str, str]) -> bytes:
    body = asset_body(**address)
    if body is None:
        raise OutlineUnknownError("http.not_found", "There is nothing at this address.")
    return body
