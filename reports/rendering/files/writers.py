# SPDX-License-Identifier: EUPL-1.2
"""What writes the files of a document that are set from no page, by the end of their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reports.rendering.document import Document
from reports.rendering.files.docx import docx_of
from reports.rendering.files.odt import odt_of
from reports.rendering.files.pptx import pptx_of
from reports.rendering.files.xlsx import xlsx_of
from reports.rendering.files.zipped import zip_of

Pictures = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes a document with its pictures; `is_paged` for what is read page by page, with long tables in an annex."""

    write: Callable[[Document, Pictures], bytes]
    is_paged: bool = False


WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "docx": Writer(docx_of, is_paged=True),
        "odt": Writer(odt_of, is_paged=True),
        "pptx": Writer(pptx_of),
        "xlsx": Writer(lambda document, _pictures: xlsx_of(document)),
        "zip": Writer(zip_of),
    }
)
