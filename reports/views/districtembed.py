# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“ for the pages of others: portrait and key figures of one area; no script, no cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import Language, language_of
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.views.profile import place_at
from reports.selectors.district import district
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.framing import LANGUAGE, frame_code, framed, framed_response
from sozialplanung.web.query import refuse_unknown
from spatial.selectors.rows import UnitPlace


@framed
@require_safe
@at_one_moment()
def district_embed(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponse:
    """Show one area as everybody may read it, whoever asks, in the language that the address names."""
    refuse_unknown(request.GET, (LANGUAGE,))
    language = language_of(request.GET.get(LANGUAGE, "de"))
    publisher = organisation_by_slug(organisation)
    with override(language):
        place, versions = place_at(publisher, (edition, level, key))
        context = {
            "organisation": publisher,
            "language": language,
            "district": district(publisher, place, language, versions),
            "place": place,
            "address": f"{settings.PUBLIC_URL}{reverse('reports:district', args=_path(publisher, place))}",
            "catalogue": reverse("indicators:catalogue", args=[publisher.slug]),
        }
        body = render_to_string("reports/district_embed.html", context).encode()
    return framed_response(request, body)


def district_code(organisation: NamedOrganisation, place: UnitPlace, language: Language) -> str:
    """Return the code that shows one area in another page."""
    path = reverse("reports:district_embed", args=_path(organisation, place))
    name = f"{place.unit.name} – {organisation.name}"
    return frame_code(f"{settings.PUBLIC_URL}{path}?{LANGUAGE}={language}", name, 900)


def _path(organisation: NamedOrganisation, place: UnitPlace) -> list[str]:
    return [organisation.slug, place.version.edition, place.version.level, place.unit.key]
