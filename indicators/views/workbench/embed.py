# SPDX-License-Identifier: EUPL-1.2
"""One view of the workbench for the pages of others: a picture, its legend, a table; no script, no cookie, no login."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import Language, language_of
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.state import State
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.maptables import map_table
from indicators.selectors.published import at_one_moment
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.ownchoice import without_own
from indicators.selectors.workbench.settling import Settled, settled
from indicators.views.workbench.asked import asked_by
from indicators.views.workbench.filterpanel import banner_of, outside_of, remaining
from indicators.views.workbench.panels import picture_of
from indicators.views.workbench.places import layers_drawn, layers_of_page
from indicators.views.workbench.script import heads
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.framing import LANGUAGE, frame_code, framed, framed_response


@framed
@require_safe
@at_one_moment()
def embed_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what everybody sees of an address of the workbench, whoever asks, in the language that the address names."""
    language = language_of(request.GET.get(LANGUAGE, "de"))
    publisher = organisation_by_slug(organisation)
    with override(language):
        # What others show is of the areas: an own one is for who opens it.
        found = settled(publisher, asked_by(request, language), language)
        context: dict[str, Any] = {"organisation": publisher, "language": language}
        if found is not None:
            context |= _context(publisher, found, answer_of(found.facts, found.state))
        body = render_to_string("indicators/workbench/embed.html", context).encode()
    return framed_response(request, body)


def _context(publisher: NamedOrganisation, found: Settled, answer: Answer) -> dict[str, Any]:
    rows = map_table(found.facts).rows
    picture, layers = picture_of(found, rows), layers_of_page(publisher, found, answer)
    page = reverse("indicators:workbench", args=[publisher.slug])
    return {
        "answer": answer,
        "view": answer.view,
        "period": answer.shown,
        "remarks": found.remarks,
        "picture": picture,
        "layers": layers,
        "places": layers_drawn(publisher.slug, layers, picture.frame if picture else None),
        "heads": heads(answer, answer.shown),
        "banner": banner_of(found),
        "outside": outside_of(found.facts, rows),
        "rows": remaining(found.facts, rows),
        "address": f"{settings.PUBLIC_URL}{page}?{found.state.query()}",
    }


@dataclass(frozen=True, slots=True)
class Embedding:
    """Where views are to be had for the pages of others, and the code that shows the one here."""

    address: str
    code: str


def embedding_of(organisation: NamedOrganisation, state: State, title: str, language: Language) -> Embedding:
    """Return the code with which another page shows a view; `title` says which."""
    address = f"{settings.PUBLIC_URL}{reverse('indicators:embed', args=[organisation.slug])}"
    source = f"{address}?{without_own(state).query()}&{urlencode({LANGUAGE: language})}"
    name = f"{title} – {organisation.name}"
    return Embedding(address, frame_code(source, name, 900))
