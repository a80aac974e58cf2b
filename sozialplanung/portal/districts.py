# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“: how to find the own area, by its name or in a list by larger area."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from indicators.selectors.areas import AreaIndex, AreaWish
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from indicators.views.profilesentences import AreaNotFoundError, search_label
from indicators.views.readership import publisher_of
from reports.selectors.district import district_index
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.ownwords.texts import easy_parts
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.common.errors import NotFoundError
from sozialplanung.portal.finding import districts_found
from sozialplanung.portal.locating import may_name_a_house
from sozialplanung.portal.searchable import gazetteers_of
from sozialplanung.web.desks import private
from sozialplanung.web.pace import is_too_fast
from sozialplanung.web.problems import http_problem, problem_response
from sozialplanung.web.query import QueryReader, refuse_unknown
from spatial.selectors.rows import BoundaryVersionRow

_TOO_MANY: Final = 429


# Without a token, and in the body, as in the search of every page.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@at_one_moment()
def districts_page(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Show the ways to an area in plain words."""
    is_sent = request.method == "POST"
    query = QueryReader(request.POST if is_sent else request.GET, allowed=("q", "gebietsstand", "ebene"))
    text = query.text("q", longest=100) or ""
    if is_sent and not may_name_a_house(text):
        return HttpResponseRedirect(f"{request.path}?{urlencode({'q': text})}")
    if text and is_too_fast(request, "search"):
        return problem_response(request, http_problem("http.throttled", _TOO_MANY))
    publisher = publisher_of(request, organisation)
    index, levels = district_index(publisher, AreaWish(edition=query.text("gebietsstand"), level=query.text("ebene")))
    if index is None:
        raise AreaNotFoundError("areas.edition_unknown", "There is no such boundary version or level.")
    gazetteers = gazetteers_of(request, publisher, text, doors=False)
    context = {**_context(publisher, index, levels), "found": districts_found(text, publisher, gazetteers)}
    answer = render(request, "portal/districts.html", context)
    return answer if publisher.audience == PUBLIC and not is_sent else private(answer)


@require_safe
def district_easy(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Show what an organisation says in Leichte Sprache, where it wrote something."""
    refuse_unknown(request.GET, ())
    publisher = organisation_by_slug(organisation)
    if not publisher.easy_text:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    context = {
        "organisation": publisher,
        "section": "areas",
        "parts": easy_parts(publisher.easy_text),
        "crumbs": [
            {"label": _("My district"), "url": reverse("portal:districts", args=[publisher.slug])},
            {"label": _("Easy language (German)"), "url": ""},
        ],
    }
    return render(request, "portal/district_easy.html", context)


def _context(publisher: Organisation, index: AreaIndex, levels: tuple[BoundaryVersionRow, ...]) -> dict[str, Any]:
    here = reverse("portal:districts", args=[publisher.slug])
    label = search_label(version.level for version in index.versions)
    tabs = [
        {
            "label": row.level_name_plural,
            "count": row.unit_count,
            "url": f"{here}?{urlencode({'gebietsstand': row.edition, 'ebene': row.level})}",
            "is_current": row.id == index.version.id,
        }
        for row in levels
    ]
    return {
        "organisation": publisher,
        "section": "areas",
        "index": index,
        "tabs": tabs if len(tabs) > 1 else [],
        "here": here,
        "search_label": label,
        "crumbs": [{"label": label, "url": ""}],
    }
