# SPDX-License-Identifier: EUPL-1.2
"""How the areas of an indicator lie apart: funnel, changes among many areas, and smoothed values beside raw ones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.rendering.mapstate import MapState
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.area_spread import area_spread
from indicators.selectors.published import at_one_moment
from indicators.views.profilesentences import IndicatorNotFoundError
from indicators.views.readership import publisher_of
from indicators.views.spreadcontext import LIMITS, MOST_PAGES, SWITCHED_ON, Shown, spread_context
from sozialplanung.web.query import QueryReader

PARAMETERS = ("ebene", "stand", "gebietsstand", "gebiet", "q", "grenzen", "geglaettet", "seite")


@require_safe
@at_one_moment()
def spread_page(request: HttpRequest, organisation: str, indicator: str) -> HttpResponse:
    """Show the funnel of one indicator."""
    query = QueryReader(request.GET, allowed=PARAMETERS)
    level, period, edition, area, text = (query.text(name) or "" for name in PARAMETERS[:5])
    limits = query.choice("grenzen", tuple(LIMITS)) or "gebiete"
    is_smoothed = query.choice("geglaettet", (SWITCHED_ON,)) is not None
    page = query.integer("seite", minimum=1, maximum=MOST_PAGES) or 1
    publisher = publisher_of(request, organisation)
    state = MapState(indicator, ebene=level, stand=period, gebietsstand=edition, gebiet=area)
    spread = area_spread(publisher, state, limits=LIMITS[limits], is_smoothed=is_smoothed)
    if spread is None:
        raise IndicatorNotFoundError("catalogue.indicator_unknown", "There is no such indicator.", name=indicator)
    shown = Shown(publisher, spread, language_of(get_language()), limits, text)
    return render(request, "indicators/spread.html", spread_context(shown, page))
