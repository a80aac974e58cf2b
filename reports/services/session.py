# SPDX-License-Identifier: EUPL-1.2
"""An edition as one file for a meeting: slides with everything in them, shown from a stick without a network."""

import base64
import hashlib
import re
from functools import cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from reports.rendering.document import Document, Figure
from reports.rendering.files.colours import readable
from reports.rendering.files.raster import refuse_unsafe
from reports.rendering.files.words import clean, words_of
from reports.rendering.slideplan import Slide, slides_of
from reports.rendering.soundness import refuse_unsound
from reports.services.paper import found, paper_parts

_FONTS: Final = {"400": "FiraSans-Regular.woff2", "600": "FiraSans-SemiBold.woff2"}
_ID: Final = re.compile(r"""(\bid="|url\(#|href="#)""")


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
        "slides": [{"slide": slide, "drawing": _drawing(slide, number)} for number, slide in enumerate(slides, 1)],
        "count": len(slides) + 2,
        "day": words_of(document.language).day(document.imprint.day),
        "colour": readable(document.imprint.colour),
        "style": mark_safe(_style()),  # noqa: S308 - a file of ours
        "script": mark_safe(script),  # noqa: S308 - a file of ours
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "code": mark_safe(document.imprint.qr_svg),  # noqa: S308 - drawn by us
    }
    with override(document.language):
        return clean(render_to_string("reports/session.html", context)).encode()


def _drawing(slide: Slide, number: int) -> SafeString:
    return mark_safe(_inlined(slide.figure, number)) if slide.figure else SafeString()  # noqa: S308 - drawn by us


def _inlined(figure: Figure, number: int) -> str:
    """Return a picture as it stands in a page: names of its parts are its own, and it is announced as one picture."""
    refuse_unsafe(figure.svg)
    drawing = figure.svg[figure.svg.index("<svg") :]
    return _ID.sub(rf"\g<1>s{number}-", drawing).replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)


@cache
def _style() -> str:
    """Return the style sheet with the fonts in it."""
    faces = "".join(
        f'@font-face{{font-family:"Fira Sans";font-weight:{weight};src:url("data:font/woff2;base64,'
        f'{base64.b64encode(paper_parts()[name]).decode()}") format("woff2")}}'
        for weight, name in _FONTS.items()
    )
    return faces + found("css/session.css").read_text(encoding="utf-8")
