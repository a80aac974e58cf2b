# SPDX-License-Identifier: EUPL-1.2
"""The start page of an organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.overview import overview
from indicators.selectors.papers import newest_papers
from indicators.selectors.published import at_one_moment
from indicators.views.profilesentences import search_label
from indicators.views.readership import publisher_of
from sozialplanung.web.query import refuse_unknown


@require_safe
@at_one_moment()
def start_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what there is of one organisation."""
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    found = overview(publisher, language_of(get_language()))
    context = {
        "organisation": publisher,
        "overview": found,
        "papers": newest_papers(publisher),
        "map_url": reverse("indicators:map", args=[publisher.slug]),
        "search_label": search_label(level.level for level in found.levels),
    }
    return render(request, "indicators/organisation.html", context)
