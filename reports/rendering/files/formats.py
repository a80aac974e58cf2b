# SPDX-License-Identifier: EUPL-1.2
"""Which files there are of a document, and by what it is known that one still says what the document says.

What writes them stands in `reports.rendering.files.writers`: 40 MB that only the job needs.
"""

import hashlib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from reports.rendering.document import Language

PDF: Final = "pdf"
PDF_TYPE: Final = "application/pdf"
# Slides in one file, for a meeting.
SESSION: Final = "html"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# By the end of a file's name, in the order in which files are offered.
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PDF: PDF_TYPE,
        SESSION: "text/html; charset=utf-8",
        "docx": f"{_OFFICE}.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
        "pptx": f"{_OFFICE}.presentationml.presentation",
        "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
        "zip": "application/zip",
    }
)


def made_from(content_hash: str, language: Language, gone: Collection[int]) -> str:
    """Name what an edition says in a language while some of the releases behind it are gone: 64 hexadecimal digits."""
    told = f"{content_hash} {language} {' '.join(str(pin) for pin in sorted(gone))}"
    return hashlib.sha256(told.encode()).hexdigest()
