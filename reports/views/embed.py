# SPDX-License-Identifier: EUPL-1.2
"""One part of an edition for the pages of others: its map or chart, its table, its source; no script, no cookie."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.rendering.document import Document, Figure, Section
from reports.rendering.pictures import inlined, without_legend
from reports.selectors.editions import editions_named
from reports.views.blocks import ShownBlock, shown_blocks
from reports.views.edition import Found, edition_among, nothing_there
from reports.views.ownlook import own_look
from sozialplanung.web.framing import LANGUAGE, framed, framed_response
from sozialplanung.web.query import refuse_unknown


@dataclass(frozen=True, slots=True)
class EmbeddedBlock:
    """One block with its template; a map or chart with its drawing, which stands in the page itself."""

    shown: ShownBlock
    drawing: SafeString | None = None


@framed
@require_safe
@at_one_moment()
def edition_embed(request: HttpRequest, slug: str, year: int, number: int, name: str) -> HttpResponse:
    """Show one part of what everybody may read, whoever asks, in the language that the address names."""
    refuse_unknown(request.GET, (LANGUAGE,))
    language = language_of(request.GET.get(LANGUAGE, "de"))
    found = _found(slug, (year, number))
    with override(language):
        document = found.document(language, is_whole=False)
        section = _section(found, document, name)
        context = {"language": language, "look": own_look(document, found.organisation), **_context(found, section)}
        body = render_to_string("reports/embed.html", context).encode()
    return framed_response(request, body)


def _found(slug: str, path: tuple[int, int]) -> Found:
    """Return the edition that everybody may read; whoever is signed in finds no other one."""
    return edition_among(editions_named(slug, PUBLIC), path)


def _section(found: Found, document: Document | None, name: str) -> Section | None:
    """Return the part of that name; None where the edition was taken back."""
    if found.row.is_withdrawn:
        return None
    section = next((each for each in document.sections if each.name == name), None) if document else None
    if section is None or not section.blocks:
        raise nothing_there()
    return section


def _context(found: Found, section: Section | None) -> dict[str, Any]:
    row = found.row
    page = reverse("reports:edition", args=[row.slug, row.year, row.number])
    return {
        "organisation": found.organisation,
        "row": row,
        "section": section,
        "blocks": [_embedded(each) for each in shown_blocks(section)] if section else (),
        "address": f"{settings.PUBLIC_URL}{page}{f'#{section.name}' if section else ''}",
        "newer": found.newest,
    }


def _embedded(shown: ShownBlock) -> EmbeddedBlock:
    if not isinstance(shown.block, Figure):
        return EmbeddedBlock(shown)
    return EmbeddedBlock(shown, mark_safe(inlined(without_legend(shown.block), shown.block.name)))  # noqa: S308 - drawn by us
