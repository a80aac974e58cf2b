# SPDX-License-Identifier: EUPL-1.2
"""Pictures of documents, drawn with the fonts that set-up builds."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reports.rendering.document import Document
from reports.rendering.files.raster import pictures_of
from scripts.layout import ROOT

FONTS: tuple[Path, ...] = tuple(
    ROOT / "static" / "build" / f"FiraSans-{name}.ttf" for name in ("Regular", "SemiBold", "Italic")
)


def drawn(document: Document) -> Mapping[str, bytes]:
    """Return the pictures of a document; of the same one they are drawn once."""
    return _drawn(document)


@cache
def _drawn(document: Document) -> Mapping[str, bytes]:
    return pictures_of(document, FONTS)
