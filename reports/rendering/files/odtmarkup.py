# SPDX-License-Identifier: EUPL-1.2
"""Parts of an ODT as markup (OpenDocument 1.3); texts come as they are and are made safe here."""

import re
from collections.abc import Sequence
from typing import Final

from reports.rendering.files.words import marked_up

_BASE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES: Final = " ".join(
    [
        *(f'xmlns:{name}="{_BASE}{name}:1.0"' for name in ("office", "style", "text", "table", "meta", "manifest")),
        f'xmlns:draw="{_BASE}drawing:1.0"',
        f'xmlns:fo="{_BASE}xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_BASE}svg-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
VERSION: Final = 'office:version="1.3"'
_SPACES: Final = re.compile(r" {2,}")


def inner_text(text: str) -> str:
    """Return a text with its blanks, tabs and line ends."""
    marked = _SPACES.sub(lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', marked_up(text))
    return marked.replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")


def span(text: str, style: str = "") -> str:
    """Return a piece of text."""
    inner = inner_text(text)
    return f'<text:span text:style-name="{style}">{inner}</text:span>' if style else inner


def paragraph(inner: str, style: str) -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def heading(text: str, level: int, anchor: int, *, begins_page: bool = False) -> str:
    """Return a heading that the table of contents leads to."""
    style = f"Heading_20_{level}" + ("_page" if begins_page else "")
    mark = f'<text:bookmark text:name="{anchor_name(anchor)}"/>'
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{mark}{inner_text(text)}</text:h>'


def anchor_name(anchor: int) -> str:
    """Return the name of the place of a heading."""
    return f"part{anchor}"


def link(text: str, address: str) -> str:
    """Return a link."""
    target = f'xlink:type="simple" xlink:href="{marked_up(address)}"'
    return f'<text:a {target} text:style-name="Internet_20_link">{inner_text(text)}</text:a>'


def contents(title: str, entries: Sequence[tuple[int, int, str]]) -> str:
    """Return the native table of contents, filled with the headings: anchor, level, text of each."""
    lines = [
        paragraph(
            f'<text:a xlink:type="simple" xlink:href="#{anchor_name(anchor)}">{inner_text(text)}</text:a>',
            f"Contents_20_{level}",
        )
        for anchor, level, text in entries
    ]
    patterns = "".join(
        f'<text:table-of-content-entry-template text:outline-level="{level}" '
        f'text:style-name="Contents_20_{level}"><text:index-entry-link-start/><text:index-entry-text/>'
        '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
        "<text:index-entry-link-end/></text:table-of-content-entry-template>"
        for level in range(1, 5)
    )
    name = marked_up(title)
    return (
        f'<text:table-of-content text:name="{name}" text:protected="false"><text:table-of-content-source '
        f'text:outline-level="4"><text:index-title-template text:style-name="Contents_20_Heading">{name}'
        f"</text:index-title-template>{patterns}</text:table-of-content-source><text:index-body>"
        f'<text:index-title text:name="{name}_Head">{paragraph(name, "Contents_20_Heading")}</text:index-title>'
        f"{''.join(lines)}</text:index-body></text:table-of-content>"
    )
