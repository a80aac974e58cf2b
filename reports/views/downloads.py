# SPDX-License-Identifier: EUPL-1.2
"""What the page of an edition hands on: its files, and the code that shows a part of it in another page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.rendering.profile_numbers import Language
from reports.selectors.editionfiles import FileRow
from reports.selectors.editions import EditionRow
from sozialplanung.web.framing import LANGUAGE, frame_code

WORDS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "pdf": _("To read and print, accessible"),
        "html": _("Slides for a meeting, without a network"),
        "docx": _("To go on writing"),
        "odt": _("To go on writing, open format"),
        "pptx": _("Slides to go on working with"),
        "xlsx": _("All tables, to calculate"),
        "zip": _("All maps and charts, as SVG, PNG and CSV"),
    }
)
_NAMES: Final = {"docx": "Word", "odt": "OpenDocument", "pptx": "PowerPoint", "xlsx": "Excel"}


def downloads(row: EditionRow, files: tuple[FileRow, ...], language: Language) -> list[dict[str, object]]:
    """Return the files of an edition for its page."""
    return [
        {
            "label": WORDS[file.ending],
            "url": reverse("reports:edition_file", args=[row.slug, row.year, row.number, language, file.ending]),
            "format": _NAMES.get(file.ending, file.ending.upper()),
            "size": filesizeformat(file.size),
        }
        for file in files
    ]


def embed_code(row: EditionRow, name: str, title: str, language: Language) -> str:
    """Return the code that shows one section of an edition in another page."""
    path = reverse("reports:edition_embed", args=[row.slug, row.year, row.number, name])
    address = f"{settings.PUBLIC_URL}{path}?{LANGUAGE}={language}"
    told = f"{title} – {row.title}, {row.label}"
    return frame_code(address, told, 700)
