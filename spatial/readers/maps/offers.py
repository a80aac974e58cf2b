# SPDX-License-Identifier: EUPL-1.2
"""Reads which layers a WMS 1.3.0 or a WMTS 1.0.0 offers, and which of them fit the grid of our maps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from spatial.geometry.problems import quoted
from spatial.readers.capabilities import parsed_xml, refuse_exception
from spatial.readers.maps.grid import EDGE_M, HIGHEST_ZOOM, WIDEST_SCALE
from spatial.readers.maps.source import NAMES, WMS, WMTS, WMTS_PIXELS, MapSource, filled
from spatial.readers.texts import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spatial.readers.capabilities import Element

VERSIONS: Final = {WMS: "1.3.0", WMTS: "1.0.0"}
# What is drawn with sharp edges and clear ground comes first.
PICTURES: Final = ("image/png", "image/png8", "image/png; mode=8bit", "image/webp", "image/jpeg")
MOST_OFFERS: Final = 2_000
LONGEST_NAME: Final = 200
_MERCATOR: Final = re.compile(r"(?:^|[:/])(?:3857|900913)$")
_TEMPLATED: Final = frozenset({"tilematrix", "tilerow", "tilecol", "tilematrixset", "style"})
# How far the corner of a grid may lie from that of the web, in metres, and its scale, as a share.
_NEAR_M, _NEAR_SHARE = 1.0, 1e-4
_AXES: Final = 2


@dataclass(frozen=True, slots=True)
class MapOffer:
    """A layer: its name and title, and what its tiles are asked for with; no source where it does not fit our maps."""

    name: str
    title: str
    source: MapSource | None


@dataclass(frozen=True, slots=True)
class MapOffers:
    """A service: what it says of itself and of the rights to it, and its layers in their order."""

    title: str
    attribution: str
    licence: str
    offers: tuple[MapOffer, ...]

    def chosen(self, name: str) -> MapSource:
        """Return the source of a layer.

        Raises
        ------
        BoundaryFileError
            ``spatial.map_layer_unknown``; ``spatial.map_no_mercator`` where its tiles do not fit our maps.
        """
        found = next((each for each in self.offers if each.name == name), None)
        if found is None:
            names = ", ".join(quoted(each.name) for each in self.offers[:20])
            raise refusal("map_layer_unknown", layer=quoted(name), layers=names)
        if found.source is None:
            raise refusal("map_no_mercator", layer=quoted(found.title or name))
        return found.source


def read_offers(kind: str, address: str, content: bytes) -> MapOffers:
    """Read the answer to GetCapabilities.

    Parameters
    ----------
    kind : str
        ``wms`` or ``wmts``.
    address : str
        Where the service was asked.
    content : bytes
        The XML document; one with a document type declaration is refused, whatever stands in it.

    Returns
    -------
    MapOffers
        At most `MOST_OFFERS` layers that have a name.

    Raises
    ------
    BoundaryFileError
        ``spatial.wfs_xml``, ``wfs_exception``; ``map_version``, ``map_no_layers``.
    """
    root = parsed_xml(content)
    refuse_exception(root)
    names = {WMS: "WMS_Capabilities", WMTS: "Capabilities"}
    version = root.attributes.get("version", "")
    if root.name != names[kind] or version != VERSIONS[kind]:
        raise refusal("map_version", found=quoted(version or root.name), allowed=f"{kind.upper()} {VERSIONS[kind]}")
    found = _wms(address, root) if kind == WMS else _wmts(address, root)
    if not found.offers:
        raise refusal("map_no_layers")
    return found


def _wms(address: str, root: Element) -> MapOffers:
    formats = [each.text for each in root.all("Capability", "Request", "GetMap", "Format")]
    walk = _Walk(address, _best(formats))
    for layer in root.all("Capability", "Layer"):
        walk.take(layer, speaks=False)
    told = next(iter(root.all("Service")), root)
    owner = root.first("Capability", "Layer", "Attribution", "Title")
    organisation = told.first("ContactInformation", "ContactPersonPrimary", "ContactOrganization")
    return MapOffers(told.first("Title"), owner or organisation, told.first("AccessConstraints"), tuple(walk.found))


@dataclass(slots=True)
class _Walk:
    """Walks through layers within layers; a system that a layer speaks, those inside it speak too."""

    address: str
    picture: str
    found: list[MapOffer] = field(default_factory=list)

    def take(self, layer: Element, *, speaks: bool) -> None:
        speaks = speaks or any(_MERCATOR.search(each.text.strip()) for each in layer.all("CRS"))
        name = layer.first("Name")
        if name and len(name) <= LONGEST_NAME and len(self.found) < MOST_OFFERS:
            fits = speaks and bool(self.picture)
            source = MapSource(WMS, self.address, name, "", self.picture, 0, HIGHEST_ZOOM - 1) if fits else None
            self.found.append(MapOffer(name, layer.first("Title"), source))
        for inner in layer.all("Layer"):
            self.take(inner, speaks=speaks)


def _best(formats: list[str]) -> str:
    """Return the first of our types that a service has, as it writes it; empty where it has none."""
    lowered = {each.strip().lower(): each.strip() for each in formats}
    return next((lowered[each] for each in PICTURES if each in lowered), "")


def _wmts(address: str, root: Element) -> MapOffers:
    grids = {each.first("Identifier"): _matrices(each) for each in root.all("Contents", "TileMatrixSet")}
    fitting = {name: matrices for name, matrices in grids.items() if matrices}
    layers = root.all("Contents", "Layer")[:MOST_OFFERS]
    offers = (_offer(address, each, fitting) for each in layers)
    told = next(iter(root.all("ServiceIdentification")), root)
    provider = root.first("ServiceProvider", "ProviderName")
    named = tuple(each for each in offers if each.name and len(each.name) <= LONGEST_NAME)
    return MapOffers(told.first("Title"), provider, told.first("AccessConstraints"), named)


def _offer(address: str, layer: Element, grids: Mapping[str, Mapping[int, str]]) -> MapOffer:
    name = layer.first("Identifier")
    links = [each.text.strip() for each in layer.all("TileMatrixSetLink", "TileMatrixSet")]
    matrix_set = next((each for each in links if each in grids), "")
    picture = _best([each.text for each in layer.all("Format")])
    if not (matrix_set and picture):
        return MapOffer(name, layer.first("Title"), None)
    styles = layer.all("Style")
    usual = next((each for each in styles if each.attributes.get("isDefault") == "true"), None)
    style = (usual or next(iter(styles), layer)).first("Identifier") if styles else ""
    matrices, template = grids[matrix_set], _template(layer, picture)
    source = MapSource(
        WMTS,
        address,
        name,
        style,
        picture,
        min(matrices),
        max(matrices),
        matrix_set,
        {str(zoom): matrix for zoom, matrix in matrices.items()},
        template,
    )
    return MapOffer(name, layer.first("Title"), None if _asks_for_more(template) else source)


def _template(layer: Element, picture: str) -> str:
    """Return the template of addresses of tiles with what does not change from tile to tile; empty without one."""
    usual = {each.first("Identifier"): each.first("Default") for each in layer.all("Dimension")}
    resources = [each.attributes for each in layer.all("ResourceURL")]
    tiles = [each for each in resources if each.get("resourceType") == "tile" and each.get("format") == picture]
    return filled(tiles[0].get("template", ""), usual) if tiles else ""


def _asks_for_more(template: str) -> bool:
    return not {name.lower() for name in NAMES.findall(template)} <= _TEMPLATED


def _matrices(grid: Element) -> dict[int, str]:
    """Return the service's name of each zoom of the grid of the web; empty for any other grid.

    Of zooms that do not follow one another, those up to the highest that do.
    """
    if not _MERCATOR.search(grid.first("SupportedCRS")):
        return {}
    found: dict[int, str] = {}
    for matrix in grid.all("TileMatrix"):
        zoom = _zoom(matrix)
        if zoom is not None:
            found.setdefault(zoom, matrix.first("Identifier"))
    kept: dict[int, str] = {}
    zoom = max(found, default=-1)
    while zoom in found:
        kept[zoom] = found[zoom]
        zoom -= 1
    return kept


def _zoom(matrix: Element) -> int | None:
    """Return which zoom of the grid of the web a matrix is; None where it is none of it."""
    try:
        scale = float(matrix.first("ScaleDenominator"))
        corner = [float(each) for each in matrix.first("TopLeftCorner").split()]
        sides = {int(matrix.first("TileWidth")), int(matrix.first("TileHeight"))}
    except ValueError:
        return None
    is_cornered = len(corner) == _AXES and max(abs(corner[0] + EDGE_M), abs(corner[1] - EDGE_M)) < _NEAR_M
    if sides != {WMTS_PIXELS} or not is_cornered:
        return None
    zooms = range(HIGHEST_ZOOM + 1)
    return next((zoom for zoom in zooms if abs(scale * 2**zoom / WIDEST_SCALE - 1) < _NEAR_SHARE), None)
