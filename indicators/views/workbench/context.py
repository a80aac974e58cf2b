# SPDX-License-Identifier: EUPL-1.2
"""What the template of the workbench writes."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from indicators.forms.numberfield import typed_bounds
from indicators.rendering.maptable import TableRow
from indicators.rendering.mapview import BreakGroup
from indicators.rendering.ownbounds import written_bounds
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.drawing import Histogram, bar_of, histogram_drawing
from indicators.rendering.workbench.ordering import COLUMNS, ordered
from indicators.rendering.workbench.parts import LINE, RANKING, TABLE, USUAL_PANELS
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.maptables import map_table
from indicators.selectors.workbench.settling import Settled
from indicators.views.areafiles import ENDINGS, FORMATS
from indicators.views.mapmodules import TILE_MODULES
from indicators.views.mapservices import ServicePanel, service_panel
from indicators.views.workbench.comparepanels import compare_panels
from indicators.views.workbench.controls import Controls, controls_of
from indicators.views.workbench.embed import Embedding, embedding_of
from indicators.views.workbench.filterpanel import (
    banner_of,
    hull_query,
    list_query,
    outside_of,
    parent_groups,
    remaining,
)
from indicators.views.workbench.keypanel import keys_of_page
from indicators.views.workbench.linewords import fit_words, spread_table
from indicators.views.workbench.modules import WORKBENCH_MODULES
from indicators.views.workbench.ownpanel import own_way
from indicators.views.workbench.panels import courses_of, line_of, meant_areas, picture_of, ranking_of
from indicators.views.workbench.partly import shown_rows
from indicators.views.workbench.places import layers_drawn, layers_of_page
from indicators.views.workbench.script import answer_script, heads, profiles_before_key
from indicators.views.workbench.strikingpanel import striking_of_page
from indicators.views.workbench.strings import workbench_strings
from indicators.views.workbench.timepanels import time_panels
from indicators.views.workbench.versuspanel import versus_of_page


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods as the control of time shows them."""

    periods: tuple[Any, ...]
    period: Any
    controls: Controls
    breaks: tuple[BreakGroup, ...]
    comparability: str
    has_carried: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page leads to."""

    page: str
    absolute: str
    answer: str
    map: str
    sheet: str
    profiles: str
    files: tuple[tuple[str, str], ...]
    clear: str
    embed: Embedding
    as_filter: str
    picture: str
    as_shape: str


def page_context(organisation: NamedOrganisation, found: Settled, answer: Answer) -> dict[str, Any]:
    """Return the variables of the page."""
    view, period_heads = answer.view, heads(answer, answer.shown)
    by_name = map_table(found.facts).rows
    shown = shown_rows(found, remaining(found.facts, ordered(by_name, found.state.panels.reihenfolge)))
    rows, is_large = shown.rows, found.facts.ground.is_large
    controls = controls_of(found, answer, period_heads)
    focus, chosen = meant_areas(found, by_name, period_heads)
    # So many areas are drawn by the script alone, from tiles where they are made.
    picture = None if is_large else picture_of(found, by_name)
    layers = layers_of_page(organisation, found, answer)
    return {
        "organisation": organisation,
        "section": "workbench",
        "answer": answer,
        "view": view,
        "period": answer.shown,
        "state": found.state,
        "remarks": found.remarks,
        "controls": controls,
        "time": _timeline(answer, controls),
        "heads": period_heads,
        "names_panels": found.state.panels.tafeln != USUAL_PANELS,
        "sorted": _sorted(found.state.panels.reihenfolge),
        "rows": rows,
        "shown": shown,
        "is_large": is_large,
        "focus": focus,
        "chosen": chosen,
        "picture": picture,
        "places": layers_drawn(organisation.slug, layers, picture.frame if picture else None),
        "banner": banner_of(found),
        "outside": outside_of(found.facts, rows),
        "parent_groups": parent_groups(found),
        **_panels(found, answer, rows),
        **compare_panels(found, answer, by_name),
        "versus": versus_of_page(found),
        "keys": keys_of_page(found),
        "own": own_way(found),
        "addresses": _addresses(organisation, found, answer),
        "layers": layers,
        "services": _services(organisation, found),
        "modules": (*WORKBENCH_MODULES, *(TILE_MODULES if view.has_tiles else ())),
        "answer_script": answer_script(organisation, found, answer),
        "page_strings": workbench_strings(found.facts.language, is_city=bool(found.facts.ground.name_of_whole())),
    }


def _services(organisation: NamedOrganisation, found: Settled) -> ServicePanel | None:
    """Return the map services of others behind and over the figures."""
    state = found.state
    return service_panel(
        organisation,
        state.panels.dienste,
        lambda said: replace(state, panels=replace(state.panels, dienste=said)).query(),
    )


def _panels(found: Settled, answer: Answer, rows: tuple[TableRow, ...]) -> dict[str, Any]:
    """Return what the open panels show; a closed one is not made."""
    shown, city, middle = found.state.panels.tafeln, answer.shown.city, answer.shown.middle
    return {
        "panels": shown,
        "ranking": ranking_of(found, answer, rows) if RANKING in shown else (),
        "line": line_of(found, answer) if LINE in shown else None,
        "fit_words": fit_words(found, answer, courses_of(found, answer)) if LINE in shown else (),
        "spread": spread_table(found, answer) if LINE in shown and not answer.is_position else None,
        **time_panels(found, answer, shown),
        "striking": striking_of_page(found, answer),
        "has_table": TABLE in shown,
        "histogram": _histogram(answer),
        "middle_x": bar_of(middle, answer.axis).end if middle not in {None, city} else "",
        "bounds_text": typed_bounds(answer.shown.view.inner),
        "regional_query": _regional_query(answer),
        "city_x": bar_of(city, answer.axis).end if city is not None else "",
    }


def _regional_query(answer: Answer) -> str:
    """Return the classes shown as the form of the regional default takes them."""
    told = {"grenzen": written_bounds(answer.shown.view.inner), "mitte": "" if answer.shown.middle is None else "1"}
    return urlencode({name: text for name, text in told.items() if text}, safe=";")


def _histogram(answer: Answer) -> Histogram:
    shown = answer.shown
    fences = [bound for bound in shown.view.bounds if bound not in shown.view.inner]
    return histogram_drawing(shown.histogram, shown.view.inner, answer.axis, fences, shown.middle)


def _sorted(order: str) -> dict[str, str]:
    name = order.removeprefix("-")
    return {"column": COLUMNS.get(name, name), "way": "descending" if order.startswith("-") else "ascending"}


def _timeline(answer: Answer, controls: Controls) -> Timeline:
    view = answer.view
    return Timeline(view.periods, view.period, controls, view.breaks, view.comparability, view.has_carried)


def _addresses(organisation: NamedOrganisation, found: Settled, answer: Answer) -> Addresses:
    slug, view = organisation.slug, answer.view
    page = reverse("indicators:workbench", args=[slug])
    return Addresses(
        page=page,
        absolute=f"{settings.PUBLIC_URL}{page}?{found.state.query()}",
        answer=reverse("indicators:workbench_answer", args=[slug]),
        map=f"{reverse('indicators:map', args=[slug])}?{view.period.query}",
        sheet=reverse("indicators:indicator", args=[slug, view.slug]),
        profiles=profiles_before_key(slug, view.period.level, view.period.edition),
        files=tuple(
            (FORMATS[ending], f"{reverse(f'indicators:workbench_{ending}', args=[slug])}?{found.state.query()}")
            for ending in ENDINGS
        ),
        clear=replace(found.state, areas=replace(found.state.areas, auswahl="")).query(),
        picture=f"{reverse('indicators:workbench_picture', args=[slug])}?{found.state.query()}",
        embed=embedding_of(
            organisation, found.state, f"{view.short_name}, {answer.shown.view.named}", found.facts.language
        ),
        as_filter=list_query(found),
        as_shape=hull_query(found),
    )
