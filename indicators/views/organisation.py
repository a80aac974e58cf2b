# SPDX-License-Identifier: EUPL-1.2
"""The start page of an organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.overview import overview
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.query import refuse_unknown


@require_safe
def start_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what there is of one organisation."""
    refuse_unknown(request.GET, ())
    publisher = organisation_by_slug(organisation)
    context = {
        "organisation": publisher,
        "overview": overview(publisher, language_of(get_language())),
        "map_url": reverse("indicators:map", args=[publisher.slug]),
    }
    return render(request, "indicators/organisation.html", context)
