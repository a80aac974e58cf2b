# SPDX-License-Identifier: EUPL-1.2
"""How unequal the areas of an indicator are, and how apart the groups live: the page and its file."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.forms.mapquery import map_state
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.unequal_file import FilePoint, FileSeries, unequal_cells
from indicators.selectors.area_unequal import AreaUnequal, area_unequal
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.views import mapsentences  # noqa: F401 - registers what errors say
from indicators.views.profilesentences import IndicatorNotFoundError
from indicators.views.readership import marked_cells, marked_name, publisher_of
from indicators.views.unequalcontext import Shown, unequal_context
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.web.attachments import attachment

PARAMETERS = ("ebene", "stand", "gebietsstand")
_BETWEEN = {"": "ja", "limited": "eingeschraenkt", "boundaries": "nein_grenzen", "series": "nein_zeitreihenbruch",
            "definition": "nein_einheit"}  # fmt: skip


@require_safe
@at_one_moment()
def unequal_page(request: HttpRequest, organisation: str, indicator: str) -> HttpResponse:
    """Show inequality and segregation of one indicator."""
    publisher = publisher_of(request, organisation)
    unequal = _unequal(request.GET, publisher, indicator)
    shown = Shown(publisher, unequal, language_of(get_language()))
    return render(request, "indicators/unequal.html", unequal_context(shown))


@require_safe
@at_one_moment()
def unequal_csv(request: HttpRequest, organisation: str, indicator: str) -> HttpResponse:
    """Send the measures of all periods of a level as CSV."""
    publisher = publisher_of(request, organisation)
    unequal = _unequal(request.GET, publisher, indicator)
    definition = unequal.definition
    source = definition.source
    series = FileSeries(
        indicator,
        definition.name,
        definition.unit_of_measure,
        source.credit,
        source.licence_name,
        source.licence_url,
        timezone.localdate(),
    )
    body = to_csv(marked_cells(publisher, unequal_cells(series, _points(unequal))))
    name = f"{organisation}_{indicator}_{unequal.shown.ref.level}_ungleichheit.csv"
    return attachment(body, marked_name(publisher, name))


def _unequal(given: QueryDict, publisher: NamedOrganisation, indicator: str) -> AreaUnequal:
    state = replace(map_state(given, PARAMETERS), indikator=indicator)
    unequal = area_unequal(publisher, state)
    if unequal is None:
        raise IndicatorNotFoundError("catalogue.indicator_unknown", "There is no such indicator.", name=indicator)
    return unequal


def _points(unequal: AreaUnequal) -> list[FilePoint]:
    return [
        FilePoint(
            level=point.version.level_name,
            edition=point.version.name,
            period=point.ref.period,
            between=_BETWEEN[point.break_before] if place else "",
            levels=[each.level_name_plural for each in point.levels],
            figures=point.figures,
        )
        for place, point in enumerate(unequal.points)
    ]
