# SPDX-License-Identifier: EUPL-1.2
"""Takes a layer from the address of a WFS as GeoJSON, page by page, and counts that nothing is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spatial.geometry.crs import LONGITUDE_LATITUDE, allowed_name
from spatial.geometry.problems import quoted
from spatial.readers.capabilities import (
    Capabilities,
    FeatureType,
    counted,
    parsed_xml,
    read_capabilities,
    refuse_exception,
)
from spatial.readers.collected import Collected
from spatial.readers.geojson import parsed_collection
from spatial.readers.limits import Limits
from spatial.readers.source import Session, SourcePolicy, checked_address
from spatial.readers.texts import BoundaryFileError, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN_PARAMETERS = frozenset(
    {
        "service",
        "request",
        "version",
        "acceptversions",
        "typename",
        "typenames",
        "outputformat",
        "srsname",
        "count",
        "maxfeatures",
        "startindex",
        "resulttype",
        "bbox",
        "filter",
        "cql_filter",
    }
)
XML_KINDS = frozenset({"text/xml", "application/xml", "application/gml+xml", "application/vnd.ogc.se_xml"})
JSON_KINDS = frozenset(
    {"application/json", "application/geo+json", "application/vnd.geo+json", "text/json", "text/plain"}
)
PAGED = "2.0.0"


@dataclass(frozen=True, slots=True)
class WfsLayer:
    """The areas of one layer as GeoJSON bytes, fit for `read_boundaries`, and how many they are."""

    content: bytes
    count: int
    crs: str


def look_at_service(address: str, policy: SourcePolicy) -> Capabilities:
    """Ask a service which layers it has.

    Parameters
    ----------
    address : str
        Address of the service, with or without a query; what WFS itself asks for is replaced.
    policy : SourcePolicy
        Allowed hosts and bounds.

    Returns
    -------
    Capabilities
        Version, title, layers, and the service's word for GeoJSON.

    Raises
    ------
    BoundaryFileError
        As `Session.get` and `read_capabilities` do, and ``spatial.wfs_kind`` for an answer that is no XML.
    """
    return _capabilities(address, Session(policy))


def fetch_layer(address: str, layer: str, policy: SourcePolicy, into: Collected | None = None) -> WfsLayer:
    """Fetch all areas of a layer.

    Parameters
    ----------
    address : str
        As for `look_at_service`.
    layer : str
        Name of a layer that the service has.
    policy : SourcePolicy
        Allowed hosts and bounds; they hold for all pages together.
    into : Collected, optional
        Takes the pages; one of its own by default.

    Returns
    -------
    WfsLayer
        One FeatureCollection. It names the system that was asked for, if the service names none itself.

    Raises
    ------
    BoundaryFileError
        As `look_at_service` does; ``spatial.wfs_layer_unknown``; ``spatial.wfs_incomplete`` if another
        number of areas came than the service counts; ``spatial.wfs_paging`` if a page repeats areas, or
        pages differ in their system; ``spatial.wfs_kind`` for an answer that is no JSON; and what the
        GeoJSON reader refuses.
    """
    collected = Collected() if into is None else into
    session = Session(policy, collected.watch)
    service = _capabilities(address, session)
    chosen = next((one for one in service.layers if one.name == layer), None)
    if chosen is None:
        names = ", ".join(quoted(one.name) for one in service.layers[:20])
        raise refusal("wfs_layer_unknown", layer=quoted(layer), layers=names)
    source = _Source(address, session, service, chosen)
    for page in source.pages():
        collected.take(page, source.expected)
    expected = source.expected
    if expected is not None and expected != len(collected.features):
        raise refusal("wfs_incomplete", count=len(collected.features), expected=expected)
    return WfsLayer(collected.content(source.crs), len(collected.features), source.crs)


def _capabilities(address: str, session: Session) -> Capabilities:
    checked_address(address, session.policy)
    answer = session.get(_with_query(address, {"service": "WFS", "request": "GetCapabilities"}))
    if answer.kind not in XML_KINDS:
        raise refusal("wfs_kind", found=quoted(answer.kind), allowed="XML")
    return read_capabilities(answer.content)


@dataclass(slots=True)
class _Source:
    """One layer of a service; ``expected`` is how many areas the service counts, None if it does not."""

    address: str
    session: Session
    service: Capabilities
    layer: FeatureType
    expected: int | None = None

    @property
    def crs(self) -> str:
        """The system that is asked for: the layer's own if it is allowed, else degrees."""
        own = allowed_name(self.layer.crs)
        return own or LONGITUDE_LATITUDE

    def pages(self) -> Iterator[dict[str, Any]]:
        """Yield the FeatureCollections, asked for by count and startIndex where the version has them."""
        policy = self.session.policy
        self.expected = self._counted()
        if self.service.version != PAGED:
            yield self._page({})
            return
        start = 0
        for _ in range(policy.max_pages):
            page = self._page({"count": str(policy.page_size), "startIndex": str(start)})
            yield page
            size = len(page["features"])
            start += size
            if size == 0 or (self.expected is None and size < policy.page_size) or start == self.expected:
                return
        raise refusal("wfs_incomplete", count=start, expected=self.expected or start + 1)

    def _counted(self) -> int | None:
        try:
            return counted(self.session.get(self._query({"resultType": "hits"})).content)
        except BoundaryFileError as error:
            if error.code == "spatial.source_status":  # an older service that cannot count
                return None
            raise

    def _page(self, extra: dict[str, str]) -> dict[str, Any]:
        wanted = {"outputFormat": self.service.geojson, "srsName": self.crs}
        answer = self.session.get(self._query({**wanted, **extra}))
        if answer.kind in XML_KINDS:
            refuse_exception(parsed_xml(answer.content))
        if answer.kind not in JSON_KINDS:
            raise refusal("wfs_kind", found=quoted(answer.kind), allowed="GeoJSON")
        return parsed_collection(answer.content, Limits(max_bytes=self.session.policy.max_bytes))

    def _query(self, extra: dict[str, str]) -> str:
        named = "typeNames" if self.service.version == PAGED else "typeName"
        own = {"service": "WFS", "version": self.service.version, "request": "GetFeature", named: self.layer.name}
        return _with_query(self.address, {**own, **extra})


def _with_query(address: str, wanted: dict[str, str]) -> str:
    """Return the address asked with what is wanted; what the address itself needs (a map file, a key) stays."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    own = [(name, value) for name, value in kept if name.lower() not in OWN_PARAMETERS]
    return urlunsplit(parts._replace(query=urlencode([*own, *wanted.items()])))
