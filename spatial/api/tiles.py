# SPDX-License-Identifier: EUPL-1.2
"""Tiles of levels with very many areas, at addresses that name their content: fetched once, kept for ever."""

import hashlib

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request

from sozialplanung.web.conditional import IMMUTABLE, Representation, conditional_response
from spatial.api.base import PlainReadView
from spatial.errors import OutlineUnknownError
from spatial.selectors.tiles import TileAddress, places_body, tile_body, tile_set_at

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


class TileView(PlainReadView):
    """One tile of the outlines of a boundary version."""

    @extend_schema(
        operation_id="tile",
        responses={
            (200, CONTENT_TYPE): OpenApiResponse(OpenApiTypes.BINARY, "a vector tile, never changed"),
            204: OpenApiResponse(description="no area lies in this tile"),
        },
    )
    def get(self, _request: Request, **_: str) -> None:
        """Get one tile of the outlines of a level with very many areas as a vector tile (MVT).

        It holds one layer, `areas`; the number of a feature is its place in the order of the areas in slices.
        Where no area lies there is a tile without content (204).
        """

    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Return the gzipped tile, unpacked for those who cannot read it so."""
        zoom, column, row = (int(kwargs.pop(name)) for name in ("zoom", "column", "row"))
        address = TileAddress(**kwargs, zoom=zoom, column=column, row=row)
        tile_set = tile_set_at(address)
        if tile_set is None:
            raise OutlineUnknownError("http.not_found", "There is nothing at this address.")
        body = tile_body(tile_set, address)
        if not body:
            return HttpResponse(status=status.HTTP_204_NO_CONTENT, headers={"Cache-Control": IMMUTABLE})
        representation = Representation(hashlib.sha256(body).hexdigest(), CONTENT_TYPE, IMMUTABLE)
        return conditional_response(request, representation, lambda: body)


class PlacesView(PlainReadView):
    """What a map knows of areas in tiles beside their outlines."""

    @extend_schema(
        operation_id="places",
        responses={(200, "application/json"): OpenApiResponse(OpenApiTypes.OBJECT, "lists of one length each")},
    )
    def get(self, _request: Request, **_: str) -> None:
        """Get keys, names and boxes of the areas whose outlines are in tiles.

        Lists in the order of the areas in slices; west and south are differences from the area before, all four
        in ten-thousandths of a degree.
        """

    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Return the gzipped lists, unpacked for those who cannot read them so."""
        body = places_body(**kwargs)
        if body is None:
            raise OutlineUnknownError("http.not_found", "There is nothing at this address.")
        representation = Representation(kwargs["content_hash"], "application/json", IMMUTABLE)
        return conditional_response(request, representation, lambda: body)
