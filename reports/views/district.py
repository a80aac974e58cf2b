# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“: one area in plain words, as its reader may see it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from indicators.views.profile import map_link, place_at
from indicators.views.profilesentences import search_label
from indicators.views.readership import publisher_of
from reports.selectors.district import District, district
from reports.selectors.editions import editions_at
from reports.views.access import editions_audience
from reports.views.districtembed import district_code
from sozialplanung.accounts.models import Organisation
from sozialplanung.web.desks import private
from sozialplanung.web.query import refuse_unknown


@require_safe
@at_one_moment()
def district_page(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponseBase:
    """Show one area in plain words."""
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    place, versions = place_at(publisher, (edition, level, key))
    told = district(publisher, place, language_of(get_language()), versions)
    context = _context(publisher, told, search_label(each.level for each in versions))
    context["editions"] = editions_at(publisher.pk, editions_audience(request, publisher))
    if publisher.audience == PUBLIC:
        context["code"] = district_code(publisher, place, language_of(get_language()))
    answer = render(request, "reports/district.html", context)
    return answer if publisher.audience == PUBLIC else private(answer)


def _context(publisher: Organisation, told: District, label: str) -> dict[str, Any]:
    profile = told.profile
    version, unit = profile.place.version, profile.place.unit
    page = [publisher.slug, version.edition, version.level, unit.key]
    return {
        "organisation": publisher,
        "section": "areas",
        "district": told,
        "profile": profile,
        "search_label": label,
        "profile_url": reverse("indicators:area", args=page),
        "csv_url": reverse("indicators:area_csv", args=page) if profile.rows else "",
        "map": map_link(publisher, profile),
        "subscribe_url": reverse("reports:subscribe_to_area", args=page) if settings.MAIL_IS_ON else "",
        "crumbs": [
            {"label": label, "url": reverse("portal:districts", args=[publisher.slug])},
            {"label": unit.name, "url": ""},
        ],
    }
