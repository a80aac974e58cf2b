# SPDX-License-Identifier: EUPL-1.2
"""The page Karte: one indicator, one level, one period, with all that stands around it."""

from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.forms.mapquery import MAP_PARAMETERS, TABLE_PARAMETERS, map_state, table_wish
from indicators.rendering.mapview import MapView
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.tableparts import TableWish
from indicators.selectors.mapfacts import MapFacts, NamedOrganisation, map_facts
from indicators.selectors.mappanel import area_panel, whole_panel
from indicators.selectors.maptables import map_table, table_part
from indicators.selectors.mapview import map_view
from indicators.selectors.published import at_one_moment
from indicators.views import mapsentences  # noqa: F401 - registers what errors say
from indicators.views.mapaddresses import map_addresses, map_script
from indicators.views.mapcolumns import columns_of
from indicators.views.maplayers import LayerPanel, layer_panel
from indicators.views.mapmodules import MAP_MODULES, TILE_MODULES
from indicators.views.mapparts import part_ways
from indicators.views.mapservices import ServicePanel, service_panel
from indicators.views.mapstrings import map_strings
from indicators.views.profilelabels import spread_labels
from indicators.views.readership import publisher_of
from sozialplanung.accounts.selectors import listed_organisations

TEMPLATE: Final = "indicators/map.html"


@gzip_page
@require_safe
@at_one_moment()
def map_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the map."""
    publisher = publisher_of(request, organisation)
    state = map_state(request.GET, (*MAP_PARAMETERS, *TABLE_PARAMETERS))
    facts = map_facts(publisher, state, language_of(get_language()))
    if facts is None:
        return render(request, "indicators/map_empty.html", _empty(publisher))
    response = render(request, TEMPLATE, _context(publisher, facts, table_wish(request.GET)))
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response


def _empty(publisher: NamedOrganisation) -> dict[str, Any]:
    ways = [{"label": _("Other places"), "url": reverse("portal:start")}]
    return {"organisation": publisher, "section": "map", "ways": ways}


def _layers(publisher: NamedOrganisation, view: MapView) -> LayerPanel | None:
    """Return the layers of places beside the figures."""
    codes = [period.code for period in view.periods]
    shown = view.periods.index(view.period)
    return layer_panel(publisher, view.state.orte, codes, shown, lambda orte: replace(view.state, orte=orte).query())


def _services(publisher: NamedOrganisation, view: MapView) -> ServicePanel | None:
    """Return the map services of others behind and over the figures."""
    return service_panel(publisher, view.state.dienste, lambda said: replace(view.state, dienste=said).query())


def _context(publisher: NamedOrganisation, facts: MapFacts, wish: TableWish) -> dict[str, Any]:
    view, part = map_view(facts), table_part(facts, wish)
    return {
        "organisation": publisher,
        "section": "map",
        "view": view,
        "panel": area_panel(facts),
        "search_url": reverse("portal:search_in", args=[publisher.slug]),
        "whole": whole_panel(facts),
        "columns": columns_of(view),
        # Most visitors see a table that was written for somebody else before.
        "table": SimpleLazyObject(lambda: map_table(facts, part)),
        "part": part,
        "part_ways": part_ways(view, part),
        "spread_labels": spread_labels(),
        "has_interval": view.chance.interval == "model",
        "has_counts": "count" in view.columns,
        "addresses": map_addresses(publisher, view),
        "layers": _layers(publisher, view),
        "services": _services(publisher, view),
        "modules": (*MAP_MODULES, *(TILE_MODULES if view.has_tiles else ())),
        "map_script": map_script(publisher, view),
        "page_strings": map_strings(facts.language, is_city=bool(facts.ground.name_of_whole())),
        "other_organisations": [
            {"name": other.name, "url": reverse("indicators:map", args=[other.slug])}
            for other in listed_organisations()
            if other.slug != publisher.slug
        ],
    }
