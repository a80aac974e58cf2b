# SPDX-License-Identifier: EUPL-1.2
"""SVG into PNG: our own fonts and nothing else, so that every machine draws the same; nothing is read from anywhere."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import resvg_py
from lxml import etree

from reports.rendering.document import Document, Figure

FAMILY: Final = "Fira Sans"
PIXELS: Final = 1600
QR_NAME: Final = "qr"
_QR_PIXELS: Final = 400
# What can name a file or another document, or holds what is no picture.
_REFUSED: Final = frozenset({"image", "feImage", "script", "foreignObject", "style"})
_LINK: Final = "a"
_FAR: Final = re.compile(r"""url\(\s*(?!['"]?#)""", re.IGNORECASE)
_HREFS: Final = ("href", "{http://www.w3.org/1999/xlink}href")


class UnsafePictureError(ValueError):
    """A picture is no SVG, or names something outside of itself."""


def png_of(svg: str, fonts: Sequence[Path], *, pixels: int = PIXELS) -> bytes:
    """Draw an SVG on white.

    Parameters
    ----------
    svg : str
        A whole file; texts without a font of their own get the first family of `fonts`.
    fonts : sequence of Path
        TrueType files; those of the system are not looked at.
    pixels : int
        Width of the picture.

    Returns
    -------
    bytes
        PNG without time or name of the program. The same input gives the same bytes.

    Raises
    ------
    UnsafePictureError
        It cannot be read, or refers to files or addresses.
    """
    refuse_unsafe(svg)
    try:
        made = resvg_py.svg_to_bytes(
            svg_string=svg,
            width=pixels,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(font) for font in fonts],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            serif_family=FAMILY,
            monospace_family=FAMILY,
        )
    except ValueError as error:
        raise UnsafePictureError(str(error)) from error
    return bytes(made)


def pictures_of(document: Document, fonts: Sequence[Path]) -> Mapping[str, bytes]:
    """Draw all maps and charts of a document and the code of its address, by name; what a file shows of them is PNG."""
    drawn = {figure.name: png_of(figure.svg, fonts) for figure in document.figures()}
    if document.imprint.qr_svg:
        drawn[QR_NAME] = png_of(document.imprint.qr_svg, fonts, pixels=_QR_PIXELS)
    return drawn


def height_of(figure: Figure, width: float) -> float:
    """Return how high a picture is that is so wide."""
    return width * figure.height / figure.width


def refuse_unsafe(svg: str) -> None:
    """Raise UnsafePictureError where a picture is no SVG, or refers to files or addresses."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnsafePictureError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise UnsafePictureError("a document type")
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        # A link is not followed; what is drawn stands in the same picture.
        outward = name != _LINK and any(not element.get(href, "#").startswith("#") for href in _HREFS)
        far = any(_FAR.search(value) for value in element.attrib.values())
        if name in _REFUSED or outward or far:
            raise UnsafePictureError(name)
