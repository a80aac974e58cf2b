# SPDX-License-Identifier: EUPL-1.2
"""Reads what a WFS says about itself with a parser that knows no document types, entities or references."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from spatial.geometry.problems import quoted
from spatial.readers.texts import BoundaryFileError, refusal

MOST_ELEMENTS, DEEPEST, LONGEST_TEXT = 200_000, 40, 4_000
VERSIONS = ("2.0.0", "1.1.0")
BEST_FORMATS = ("application/geo+json", "application/json", "application/vnd.geo+json", "geojson", "json")


@dataclass(frozen=True, slots=True)
class FeatureType:
    """A layer of a service: its name, its title, its system as the service writes it."""

    name: str
    title: str
    crs: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A service: version, title, layers, and the word by which it is asked for GeoJSON."""

    version: str
    title: str
    layers: tuple[FeatureType, ...]
    geojson: str


@dataclass(slots=True)
class Element:
    """An element with its local name, its attributes, its text up to a bound, and what it holds."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> list[Element]:
        """Return the elements at a path of local names."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def first(self, *path: str) -> str:
        """Return the text of the first element at a path, empty if there is none."""
        return next((one.text.strip() for one in self.all(*path)), "")


def read_capabilities(content: bytes) -> Capabilities:
    """Read the answer to GetCapabilities of WFS 2.0.0 or 1.1.0.

    Parameters
    ----------
    content : bytes
        The XML document; one with a document type declaration is refused, whatever stands in it.

    Returns
    -------
    Capabilities
        Layers in the order of the service.

    Raises
    ------
    BoundaryFileError
        ``spatial.wfs_xml``, ``wfs_exception``, ``wfs_version``, ``wfs_no_layers``, ``wfs_no_geojson``.
    """
    root = parsed_xml(content)
    refuse_exception(root)
    version = root.attributes.get("version", "")
    if root.name != "WFS_Capabilities" or version not in VERSIONS:
        raise refusal("wfs_version", found=quoted(version or root.name), allowed=", ".join(VERSIONS))
    layers = tuple(
        FeatureType(one.first("Name"), one.first("Title"), one.first("DefaultCRS") or one.first("DefaultSRS"))
        for one in root.all("FeatureTypeList", "FeatureType")
    )
    if not layers:
        raise refusal("wfs_no_layers")
    title = root.first("ServiceIdentification", "Title")
    return Capabilities(version, title, layers, _geojson(_formats(root)))


def counted(content: bytes) -> int | None:
    """Return how many areas a service says it has, from its answer to a request for hits; None if it does not say."""
    try:
        root = parsed_xml(content)
    except BoundaryFileError:
        return None
    told = root.attributes.get("numberMatched") or root.attributes.get("numberOfFeatures") or ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < len(str(10**12)) else None


def refuse_exception(root: Element) -> None:
    """Raise ``spatial.wfs_exception`` if the document is a report of an error."""
    if root.name in {"ExceptionReport", "ServiceExceptionReport"}:
        texts = [*root.all("Exception", "ExceptionText"), *root.all("ServiceException")]
        told = next((one.text.strip() for one in texts if one.text.strip()), "–")
        raise refusal("wfs_exception", told=quoted(told))


def parsed_xml(content: bytes) -> Element:
    """Return the root of a document, or raise ``spatial.wfs_xml``."""
    try:
        return _Builder().parsed(content)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refusal("wfs_xml") from error


class _Builder:
    """Builds small trees; what is too deep, too long or declares a document type ends the parsing."""

    def __init__(self) -> None:
        self._document = Element("", {})
        self._open = [self._document]
        self._count = 0

    def parsed(self, content: bytes) -> Element:
        """Return the root of a whole document."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003 (the last argument of Parse has no name)
        return self._document.children[0]

    def _refuse(self, *_: object) -> int:
        raise ValueError("A document type is not allowed.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) > DEEPEST:
            raise ValueError("The document is too large.")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], plain)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        own = self._open[-1]
        own.text += text[: max(0, LONGEST_TEXT - len(own.text))]


def _formats(root: Element) -> list[str]:
    """Return the formats of GetFeature, for the service as a whole and for its layers."""
    found = [one.text for one in root.all("FeatureTypeList", "FeatureType", "OutputFormats", "Format")]
    operations = root.all("OperationsMetadata", "Operation")
    for parameter in (
        one for own in operations if own.attributes.get("name") == "GetFeature" for one in own.all("Parameter")
    ):
        if parameter.attributes.get("name") == "outputFormat":
            found += [one.text for one in (*parameter.all("AllowedValues", "Value"), *parameter.all("Value"))]
    return list(dict.fromkeys(text.strip() for text in found if text.strip()))


def _geojson(formats: list[str]) -> str:
    """Return the service's word for GeoJSON: JSONP and other JSON are not meant."""
    lowered = {one.lower().replace(" ", ""): one for one in reversed(formats)}
    for best in BEST_FORMATS:
        if best in lowered:
            return lowered[best]
    for short, own in lowered.items():
        if "geojson" in short or "geo+json" in short:
            return own
    raise refusal("wfs_no_geojson", formats=", ".join(map(quoted, formats[:10])) or "–")
