# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of indicators and the sheet of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.catalogue import IndicatorPage, catalogue, indicator_page
from indicators.selectors.following import favourites_among
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from indicators.views.profilesentences import IndicatorNotFoundError
from indicators.views.readership import publisher_of
from indicators.views.releasechanges import last_correction
from sozialplanung.common.readings import kind_of
from sozialplanung.web.query import QueryReader, refuse_unknown


@require_safe
@at_one_moment()
def catalogue_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the published indicators by topic, all or those that hold a text."""
    text = QueryReader(request.GET, allowed=("q",)).text("q", longest=100) or ""
    publisher = publisher_of(request, organisation)
    topics = catalogue(publisher, language_of(get_language()), text)
    kept = favourites_among(request.user, (entry.sheet for topic in topics for entry in topic.entries))
    context = {
        "organisation": publisher,
        "section": "indicators",
        "topics": topics,
        "kept": kept,
        "kept_slugs": {sheet.slug for sheet in kept},
        "text": text,
        "shown": sum(len(topic.entries) for topic in topics),
        "ways": [{"label": _("All indicators"), "url": reverse("indicators:catalogue", args=[publisher.slug])}],
    }
    return render(request, "indicators/catalogue.html", context)


@require_safe
@at_one_moment()
def sheet_page(request: HttpRequest, organisation: str, indicator: str) -> HttpResponse:
    """Explain one indicator."""
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    page = indicator_page(publisher, indicator, language_of(get_language()))
    if page is None:
        raise IndicatorNotFoundError("catalogue.indicator_unknown", "There is no such indicator.", name=indicator)
    context = _context(publisher, page) | {"correction": last_correction(publisher, indicator)}
    context["is_kept"] = bool(favourites_among(request.user, (page.sheet,)))
    return render(request, "indicators/indicator.html", context)


def _context(publisher: NamedOrganisation, page: IndicatorPage) -> dict[str, Any]:
    listed = reverse("indicators:catalogue", args=[publisher.slug])
    return {
        "organisation": publisher,
        "section": "indicators",
        "page": page,
        "definition": page.definition,
        "crumbs": [
            {"label": _("Indicators"), "url": listed},
            {"label": page.sheet.topic_name, "url": f"{listed}#topic-{page.sheet.topic}"},
            {"label": page.definition.short_name, "url": ""},
        ],
        "map_url": f"{reverse('indicators:map', args=[publisher.slug])}?indikator={page.sheet.slug}",
        "api_url": f"/api/v1/{publisher.slug}/indicators/{page.sheet.slug}/{_only(publisher)}",
    }


def _only(publisher: NamedOrganisation) -> str:
    """Return what the API has to be asked for to answer as the page does."""
    return "" if publisher.audience == PUBLIC else f"?audience={kind_of(publisher.audience)}"
