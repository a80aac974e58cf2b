# SPDX-License-Identifier: EUPL-1.2
"""One part of an edition for the pages of others: its map or chart, its table, its source; no script, no cookie."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import Language, language_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.rendering.document import Figure, Section
from reports.rendering.pictures import inlined, without_legend
from reports.selectors.editions import editions_named, standing_of
from reports.views.blocks import ShownBlock, shown_blocks
from reports.views.edition import Found, nothing_there
from sozialplanung.accounts.selectors import organisation_by_id
from sozialplanung.web.conditional import REVALIDATE, Representation, conditional_response, pack
from sozialplanung.web.query import refuse_unknown

LANGUAGE: Final = "sprache"
_FRAMED: Final = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}


@dataclass(frozen=True, slots=True)
class EmbeddedBlock:
    """One block with its template; a map or chart with its drawing, which stands in the page itself."""

    shown: ShownBlock
    drawing: SafeString | None = None


@xframe_options_exempt
@csp_replace(_FRAMED)  # type: ignore[arg-type]  # its types know no further arguments of a page
@require_safe
@at_one_moment()
def edition_embed(request: HttpRequest, slug: str, year: int, number: int, name: str) -> HttpResponse:
    """Show one part of what everybody may read, whoever asks, in the language that the address names."""
    refuse_unknown(request.GET, (LANGUAGE,))
    language = language_of(request.GET.get(LANGUAGE, "de"))
    found = _found(slug, (year, number))
    with override(language):
        section = _section(found, language, name)
        body = render_to_string("reports/embed.html", _context(found, section, language)).encode()
    digest = hashlib.sha256(body).hexdigest()
    kind = Representation(digest, "text/html; charset=utf-8", REVALIDATE)
    answer = conditional_response(request, kind, lambda: pack(body))
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _found(slug: str, path: tuple[int, int]) -> Found:
    """Return the edition that everybody may read; whoever is signed in finds no other one."""
    rows = editions_named(slug, PUBLIC)
    row = next((each for each in rows if (each.year, each.number) == path), None)
    if row is None:
        raise nothing_there()
    return Found(row, rows, organisation_by_id(row.organisation_id), standing_of(row))


def _section(found: Found, language: Language, name: str) -> Section | None:
    """Return the part of that name; None where the edition was taken back."""
    if found.row.is_withdrawn:
        return None
    document = found.document(language)
    section = next((each for each in document.sections if each.name == name), None) if document else None
    if section is None or not section.blocks:
        raise nothing_there()
    return section


def _context(found: Found, section: Section | None, language: Language) -> dict[str, Any]:
    row = found.row
    page = reverse("reports:edition", args=[row.slug, row.year, row.number])
    return {
        "organisation": found.organisation,
        "language": language,
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
