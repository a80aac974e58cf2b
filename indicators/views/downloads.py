# SPDX-License-Identifier: EUPL-1.2
"""The figures of a map as files: CSV and XLSX, with outlines as GeoJSON and GeoPackage."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.forms.mapquery import FILE_PARAMETERS, map_state
from indicators.rendering.mapstate import PATTERN
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.mapchoice import MapNotFoundError
from indicators.selectors.mapfacts import MapFacts, NamedOrganisation, map_facts
from indicators.selectors.published import at_one_moment
from indicators.views import mapsentences  # noqa: F401 - registers what errors say
from indicators.views.areafiles import area_file
from indicators.views.mapfilefacts import file_facts
from indicators.views.readership import publisher_of


@gzip_page
@require_safe
@at_one_moment()
def map_file(request: HttpRequest, organisation: str, ending: str) -> HttpResponse:
    """Send the figures of a map as a file of the kind that its ending names."""
    publisher = publisher_of(request, organisation)
    facts = _read(request, publisher)
    return area_file(publisher, facts, file_facts(publisher, facts), f"{_stem(facts)}.{ending}")


def _read(request: HttpRequest, publisher: NamedOrganisation) -> MapFacts:
    state = map_state(request.GET, FILE_PARAMETERS)
    facts = map_facts(publisher, state, language_of(get_language()))
    if facts is None:
        raise MapNotFoundError("map.stand_unpublished", "Nothing is published yet.", place="stand",
                               name=state.stand or "–", published="–")  # fmt: skip
    return facts


def _stem(facts: MapFacts) -> str:
    shown = facts.choice.ref
    view = f"_{PATTERN}" if facts.shows_pattern(shown) else ""
    return f"{facts.organisation.slug}_{shown.indicator}_{shown.level}_{shown.period}{view}"
