# SPDX-License-Identifier: EUPL-1.2
"""Asks map services of allowed hosts: what they offer, and for the picture of a tile."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spatial.geometry.problems import quoted
from spatial.readers.capabilities import parsed_xml, refuse_exception
from spatial.readers.maps.offers import MapOffers, read_offers
from spatial.readers.maps.pictures import picture_in
from spatial.readers.maps.source import with_query
from spatial.readers.source import Session, SourcePolicy, checked_address
from spatial.readers.texts import BoundaryFileError, refusal
from spatial.readers.wfs import XML_KINDS

if TYPE_CHECKING:
    from spatial.readers.maps.grid import Tile
    from spatial.readers.maps.source import MapSource

# Codes of asking in general, which this room tells in words of its own.
_GENERAL = ("spatial.source_", "spatial.wfs_")


def look_at_maps(kind: str, address: str, policy: SourcePolicy) -> MapOffers:
    """Ask a service which layers it has.

    Parameters
    ----------
    kind : str
        ``wms`` or ``wmts``.
    address : str
        Address of the service, with or without a query; that of a document (``….xml``) is asked as it is.
    policy : SourcePolicy
        Allowed hosts and bounds.

    Returns
    -------
    MapOffers
        What it says of itself, and its layers.

    Raises
    ------
    BoundaryFileError
        ``spatial.map_…``: what `Session.get` and `read_offers` refuse, and ``map_kind`` for an answer that is no XML.
    """
    try:
        checked_address(address, policy)
        is_document = urlsplit(address).path.lower().endswith(".xml")
        wanted = {"service": kind.upper(), "request": "GetCapabilities"}
        answer = Session(policy).get(address if is_document else with_query(address, wanted))
        if answer.kind not in XML_KINDS:
            raise refusal("map_kind", found=quoted(answer.kind), allowed="XML")
        return read_offers(kind, address, answer.content)
    except BoundaryFileError as error:
        raise told_of_maps(error) from error


def fetched_picture(source: MapSource, tile: Tile, policy: SourcePolicy) -> bytes:
    """Ask for the picture of a tile.

    Parameters
    ----------
    source : MapSource
        A layer of a service.
    tile : Tile
        One of the grid, from `source.lowest` to `source.highest`.
    policy : SourcePolicy
        Allowed hosts and bounds.

    Returns
    -------
    bytes
        A PNG, JPEG or WebP, as `picture_in` knows it.

    Raises
    ------
    BoundaryFileError
        ``spatial.map_…``: what `Session.get` refuses; ``map_exception`` with what the service reports;
        ``map_no_picture`` for anything that is no picture.
    """
    try:
        answer = Session(policy).get(source.address_of(tile))
        if picture_in(answer.content) is not None:
            return answer.content
        if answer.kind in XML_KINDS:
            refuse_exception(parsed_xml(answer.content))
        raise refusal("map_no_picture", found=quoted(answer.kind))
    except BoundaryFileError as error:
        raise told_of_maps(error) from error


def told_of_maps(error: BoundaryFileError) -> BoundaryFileError:
    """Return an error of asking with the code under which this room explains it.

    Parameters
    ----------
    error : BoundaryFileError
        With any code.

    Returns
    -------
    BoundaryFileError
        ``spatial.map_<word>`` for ``source_<word>`` and ``wfs_<word>``, with the same parameters; any other as it is.
    """
    found = error.problems[0]
    general = next((each for each in _GENERAL if found.code.startswith(each)), None)
    return refusal(f"map_{found.code.removeprefix(general)}", None, **found.parameters) if general else error
