# SPDX-License-Identifier: EUPL-1.2
"""Which files there are of a document, and by what it is known that one still says what the document says."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reports.rendering.document import Document, Language
from reports.rendering.files.docx import docx_of
from reports.rendering.files.odt import odt_of
from reports.rendering.files.pptx import pptx_of
from reports.rendering.files.xlsx import xlsx_of
from reports.rendering.files.zipped import zip_of

Pictures = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: how its name ends, its media type, and what writes it from a document and its pictures.

    `is_paged` for what is read page by page, with long tables in an annex.
    """

    ending: str
    media_type: str
    write: Callable[[Document, Pictures], bytes]
    is_paged: bool = False


PDF: Final = "pdf"
PDF_TYPE: Final = "application/pdf"
# Slides in one file, for a meeting.
SESSION: Final = "html"
SESSION_TYPE: Final = "text/html; charset=utf-8"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# PDF and slides are set from a page, by `reports.services`; all others are written here.
WRITTEN: Final[Mapping[str, Format]] = MappingProxyType(
    {
        each.ending: each
        for each in (
            Format("docx", f"{_OFFICE}.wordprocessingml.document", docx_of, is_paged=True),
            Format("odt", "application/vnd.oasis.opendocument.text", odt_of, is_paged=True),
            Format("pptx", f"{_OFFICE}.presentationml.presentation", pptx_of),
            Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", lambda document, _pictures: xlsx_of(document)),
            Format("zip", "application/zip", zip_of),
        )
    }
)
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {PDF: PDF_TYPE, SESSION: SESSION_TYPE, **{ending: each.media_type for ending, each in WRITTEN.items()}}
)


def made_from(content_hash: str, language: Language, gone: Collection[int]) -> str:
    """Name what an edition says in a language while some of the releases behind it are gone: 64 hexadecimal digits."""
    told = f"{content_hash} {language} {' '.join(str(pin) for pin in sorted(gone))}"
    return hashlib.sha256(told.encode()).hexdigest()
