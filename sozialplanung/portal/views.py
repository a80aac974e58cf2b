# SPDX-License-Identifier: EUPL-1.2
"""Start page, glossary, help and what the law asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sozialplanung.portal.attributions import REGIONS
from sozialplanung.portal.cards import cards
from sozialplanung.portal.desks import desks_of
from sozialplanung.portal.easylanguage import CHAPTERS
from sozialplanung.portal.glossary import all_terms, chapters
from sozialplanung.portal.imprint import ACCESSIBILITY_EXAMINED, operator, sign_language_videos
from sozialplanung.web.query import QueryReader, refuse_unknown


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, for whom, and which places there are."""
    refuse_unknown(request.GET, ())
    return render(request, "portal/start.html", {"cards": cards(), "desks": desks_of(request.user)})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Explain the terms; `q` leaves only those that hold a text."""
    text = QueryReader(request.GET, allowed=("q",)).text("q") or ""
    context = {
        "chapters": chapters(get_language() or "de", text),
        "filter_text": text,
        "total": len(all_terms()),
    }
    return render(request, "portal/glossary.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say where the figures come from and how they are protected."""
    refuse_unknown(request.GET, ())
    return render(request, "portal/about.html", {"regions": REGIONS})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how map, tables and addresses are used."""
    refuse_unknown(request.GET, ())
    return render(request, "portal/help.html")


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Say who runs this site."""
    refuse_unknown(request.GET, ())
    return render(request, "portal/imprint.html", {"operator": operator()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible this site is and whom to tell about barriers."""
    refuse_unknown(request.GET, ())
    context = {"operator": operator(), "examined": ACCESSIBILITY_EXAMINED}
    return render(request, "portal/accessibility.html", context)


@require_safe
def easy_language(request: HttpRequest) -> HttpResponse:
    """Say in Leichte Sprache what this is, how one finds one's way, and how accessible it is."""
    refuse_unknown(request.GET, ())
    context = {"chapters": CHAPTERS, "places": [card for card in cards() if card.levels], "operator": operator()}
    return render(request, "portal/easy_language.html", context)


@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    """Lead to the videos in German sign language that the operator named, or say that there are none."""
    refuse_unknown(request.GET, ())
    return render(request, "portal/sign_language.html", {"videos": sign_language_videos(), "operator": operator()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what this site knows of its visitors."""
    refuse_unknown(request.GET, ())
    return render(request, "portal/privacy.html", {"operator": operator()})
