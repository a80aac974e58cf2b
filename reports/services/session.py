# SPDX-License-Identifier: EUPL-1.2
"""An edition as one file for a meeting: slides with everything in them, shown from a stick without a network."""

import base64
import hashlib
from functools import cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from reports.rendering.document import Document, Imprint
from reports.rendering.files.colours import readable
from reports.rendering.files.raster import refuse_unsafe
from reports.rendering.files.words import clean, words_of
from reports.rendering.pictures import inlined
from reports.rendering.slideplan import Slide, slides_of
from reports.rendering.soundness import refuse_unsound
from reports.services.paper import found, paper_parts

_FONTS: Final = {"400": "FiraSans-Regular.woff2", "600": "FiraSans-SemiBold.woff2"}


def session_document(document: Document) -> bytes:
    """Write a document as slides in one HTML file; the same document gives the same bytes.

    It loads nothing: style, script, fonts and drawings are in it, and its own policy forbids everything else. Without a
    script the slides stand below each other.

    Raises
    ------
    UnsoundDocumentError
        The document is no document for everyone.
    """
    refuse_unsound(document)
    script = found("js/early/session.js").read_text(encoding="utf-8")
    slides = slides_of(document)
    context = {
        "document": document,
        "slides": [
            {"slide": slide, "drawing": _drawing(slide, number), "photograph": _photograph(slide)}
            for number, slide in enumerate(slides, 1)
        ],
        "has_photographs": bool(document.photographs()),
        "count": len(slides) + 2,
        "day": words_of(document.language).day(document.imprint.day),
        "logo": _logo(document.imprint),
        "colour": readable(document.imprint.colour),
        "style": mark_safe(_style()),  # noqa: S308 - a file of ours
        "script": mark_safe(script),  # noqa: S308 - a file of ours
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "code": mark_safe(document.imprint.qr_svg),  # noqa: S308 - drawn by us
    }
    with override(document.language):
        return clean(render_to_string("reports/session.html", context)).encode()


def _logo(imprint: Imprint) -> str:
    """Return the publisher's sign as an address that holds it whole; empty where there is none."""
    sign = imprint.logo
    return f"data:image/{sign.kind};base64,{base64.b64encode(sign.content).decode()}" if sign else ""


def _drawing(slide: Slide, number: int) -> SafeString:
    if slide.figure is None:
        return SafeString()
    refuse_unsafe(slide.figure.svg)
    return mark_safe(inlined(slide.figure.svg, f"s{number}"))  # noqa: S308 - drawn by us


def _photograph(slide: Slide) -> str:
    """Return a picture that was brought along as an address that holds it."""
    picture = slide.photograph
    return f"data:image/{picture.kind};base64,{base64.b64encode(picture.content).decode()}" if picture else ""


@cache
def _style() -> str:
    """Return the style sheet with the fonts in it."""
    faces = "".join(
        f'@font-face{{font-family:"Fira Sans";font-weight:{weight};src:url("data:font/woff2;base64,'
        f'{base64.b64encode(paper_parts()[name]).decode()}") format("woff2")}}'
        for weight, name in _FONTS.items()
    )
    return faces + found("css/session.css").read_text(encoding="utf-8")
