# SPDX-License-Identifier: EUPL-1.2
"""The search as a page and as proposals while one types."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from indicators.views.readership import publisher_of
from indicators.views.workbench.saving import may_save
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.portal.addresses import areas_address, catalogue_address
from sozialplanung.portal.finding import Found, Hit, districts_found, found
from sozialplanung.portal.locating import Gazetteer, Spot, may_name_a_house
from sozialplanung.portal.searchable import gazetteers_of
from sozialplanung.web.conditional import PRIVATE
from sozialplanung.web.pace import is_too_fast
from sozialplanung.web.problems import http_problem, problem_response
from sozialplanung.web.query import QueryReader

_TOO_MANY: Final = 429
Look = Callable[[str, Sequence[Gazetteer]], Found]
# So many proposals of each kind: all of them fit under the field without scrolling.
MOST_PROPOSED: Final = {"own": 2, "areas": 5, "addresses": 5, "streets": 4, "places": 3, "indicators": 4, "terms": 2}


# Without a token: it would cost every visitor a cookie, and a search for a stranger harms nobody. What was typed comes
# in the body, since it may be the address of somebody: no address, no history and no log of a proxy holds it.
_ASKED: Final = ["GET", "HEAD", "POST"]


@csrf_exempt
@require_http_methods(_ASKED)
def search(request: HttpRequest) -> HttpResponse:
    """Look for an area, an indicator or a term in all places; an address that names one leads there."""
    if request.method == "POST":
        return _sent(request, None)
    reader = QueryReader(request.GET, allowed=("q", "ort"))
    slug, text = reader.text("ort") or "", reader.text("q") or ""
    if slug:
        page = reverse("portal:search_in", args=[organisation_by_slug(slug).slug])
        return HttpResponseRedirect(f"{page}?{urlencode({'q': text})}")
    return _page(request, text, None)


@csrf_exempt
@require_http_methods(_ASKED)
def search_in(request: HttpRequest, organisation: str) -> HttpResponse:
    """Look for an area, an indicator, a term or a street in one place, as its reader may see it; an address if sent."""
    publisher = publisher_of(request, organisation)
    if request.method == "POST":
        return _sent(request, publisher)
    return _page(request, QueryReader(request.GET, allowed=("q",)).text("q") or "", publisher)


def _sent(request: HttpRequest, organisation: Organisation | None) -> HttpResponse:
    """Lead to the address that says the same; what may be the address of a house stands in none, so it is answered."""
    text = QueryReader(request.POST, allowed=("q",)).text("q") or ""
    if may_name_a_house(text):
        response = _page(request, text, organisation)
        response.headers["Cache-Control"] = PRIVATE
        return response
    return HttpResponseRedirect(f"{request.path}?{urlencode({'q': text})}")


def _page(request: HttpRequest, text: str, organisation: Organisation | None) -> HttpResponse:
    if is_too_fast(request, "search"):
        return problem_response(request, http_problem("http.throttled", _TOO_MANY))
    gazetteers = gazetteers_of(request, organisation, text, doors=True)
    result = found(text, organisation, _keeper(request, organisation), gazetteers)
    context = {"found": result, "search_text": result.text, "organisation": organisation, "ways": _ways(organisation)}
    return render(request, "portal/search.html", {**context, "is_sent": request.method == "POST"})


def _keeper(request: HttpRequest, organisation: Organisation | None) -> User | None:
    """Return who may keep own areas in a place, and so finds some."""
    person = request.user
    return person if isinstance(person, User) and organisation is not None and may_save(person, organisation) else None


def _ways(organisation: Organisation | None) -> list[dict[str, str]]:
    """Return where somebody may go on who found nothing."""
    glossary = {"label": _("Glossary"), "url": reverse("portal:glossary")}
    if organisation is None:
        return [{"label": _("All places"), "url": reverse("portal:start")}, glossary]
    return [
        {"label": _("All areas"), "url": areas_address(organisation.slug)},
        {"label": _("All indicators"), "url": catalogue_address(organisation.slug)},
        glossary,
    ]


@csrf_exempt
@require_http_methods(_ASKED)
def proposals(request: HttpRequest) -> HttpResponse:
    """Propose what is found in all places while somebody types."""
    return _proposed(request, None)


@csrf_exempt
@require_http_methods(_ASKED)
def proposals_in(request: HttpRequest, organisation: str) -> HttpResponse:
    """Propose what is found in one place, as its reader may see it."""
    return _proposed(request, publisher_of(request, organisation))


@csrf_exempt
@require_http_methods(_ASKED)
def district_proposals(request: HttpRequest, organisation: str) -> HttpResponse:
    """Propose areas of one place; they lead to their pages in plain words."""
    publisher = publisher_of(request, organisation)
    return _proposed(request, publisher, lambda text, gazetteers: districts_found(text, publisher, gazetteers))


def _proposed(request: HttpRequest, organisation: Organisation | None, look: Look | None = None) -> HttpResponse:
    text = QueryReader(request.POST if request.method == "POST" else request.GET, allowed=("q",)).text("q") or ""
    if is_too_fast(request, "proposals"):
        return problem_response(request, http_problem("http.throttled", _TOO_MANY))
    gazetteers = gazetteers_of(request, organisation, text, doors=False)
    result = look(text, gazetteers) if look else found(text, organisation, _keeper(request, organisation), gazetteers)
    response = JsonResponse(_proposals(result))
    # What somebody typed is kept nowhere.
    response.headers["Cache-Control"] = PRIVATE
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _proposals(result: Found) -> dict[str, Any]:
    """Return the nearest of each kind, how many there are of each, and what is said of them."""
    kinds: dict[str, tuple[str, Sequence[Hit | Spot]]] = {
        "addresses": (_("Addresses"), result.addresses),
        "areas": (_("Areas"), result.areas),
        "streets": (_("Streets"), result.streets),
        "places": (_("Places and areas"), result.places),
        "own": (_("Own areas"), result.own),
        "indicators": (_("Indicators"), result.indicators),
        "terms": (_("Terms and methods"), result.terms),
    }
    groups = [
        {"kind": kind, "label": label, "options": [_option(hit) for hit in hits[: MOST_PROPOSED[kind]]]}
        for kind, (label, hits) in kinds.items()
        if hits
    ]
    return {"groups": groups, "total": len(result), "says": _says(result, kinds.values())}


def _says(result: Found, kinds: Iterable[tuple[str, Sequence[Hit | Spot]]]) -> str:
    """Say how much was found, kind by kind; nothing of a text that is too short to look for."""
    if result.is_too_short or not result.text:
        return ""
    if not len(result):
        return _("Nothing was found")
    told = ngettext("%(count)s result", "%(count)s results", len(result)) % {"count": len(result)}
    return f"{told}: " + ", ".join(f"{len(hits)} {label}" for label, hits in kinds if hits)


def _option(hit: Hit | Spot) -> dict[str, Any]:
    """Return a proposal; of what lies in one area of each level these areas, for a map that shows one of them."""
    told = {"title": hit.title, "text": hit.became or hit.path, "url": hit.url}
    if isinstance(hit, Hit) or hit.finest is None:
        return told
    return {**told, "map": hit.finest.map_url, "areas": [way.place for level in hit.levels for way in level.ways]}
