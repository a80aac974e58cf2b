# SPDX-License-Identifier: EUPL-1.2
"""The page Gebietstypen: areas with similar figures, as a map, in words, as a table and as a file."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.forms.groupquery import group_state
from indicators.rendering import type_words
from indicators.rendering.group_map import AreaSays, in_group, special_cases
from indicators.rendering.group_means import group_means
from indicators.rendering.group_words import tone_words
from indicators.rendering.groupstate import TYPES
from indicators.rendering.maplegend import Legend, LegendClass
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.areatypes import MOST_AREAS, AreaTypes, area_types
from indicators.selectors.groupfacts import GroupFacts
from indicators.selectors.published import at_one_moment
from indicators.stats.typology import Typology
from indicators.views.files import CSV_TYPE, file_response
from indicators.views.groupcontext import (
    area_gap,
    columns_of,
    form_context,
    gaps_of,
    heat,
    level_of,
    map_script,
    page_context,
    reason_of,
    result_context,
)
from indicators.views.groupfiles import FileColumn, groups_csv, nothing_to_send, stem
from indicators.views.readership import marked_name, publisher_of

TEMPLATE: Final = "indicators/area_types.html"


@gzip_page
@require_safe
@at_one_moment()
def types_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show types of areas by the indicators that the address names."""
    publisher = publisher_of(request, organisation)
    state = group_state(request.GET, TYPES)
    made = area_types(publisher, state, language_of(get_language()))
    context = page_context(publisher, _("Types of areas"))
    if made is not None:
        context |= form_context(made.facts) | _result(made)
    return render(request, TEMPLATE, context)


@require_safe
@at_one_moment()
def types_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the areas with their types as CSV."""
    publisher = publisher_of(request, organisation)
    made = area_types(publisher, group_state(request.GET, TYPES), language_of(get_language()))
    if made is None or made.found is None or made.found.reason:
        raise nothing_to_send(_reason(made) if made else _("Nothing is published yet."))
    facts, found = made.facts, made.found
    columns = [
        FileColumn(
            _("Type"), [type_words.type_name(each, facts.language) if each else "" for each in found.types.tolist()]
        ),
        FileColumn(_("At the edge to"), _edges(found, facts)),
    ]
    body = groups_csv(
        facts, _("Types of areas"), columns, (*type_words.says(facts.language), *type_words.limits(facts.language))
    )
    return file_response(body, CSV_TYPE, marked_name(facts.organisation, f"{stem(facts)}_typen.csv"))


def _edges(found: Typology, facts: GroupFacts) -> list[str]:
    return [
        type_words.type_name(int(other), facts.language) if at_edge else ""
        for other, at_edge in zip(found.nexts, found.at_edge, strict=True)
    ]


def _reason(made: AreaTypes) -> str:
    code = made.facts.reason or (made.found.reason if made.found else "")
    return reason_of(made.facts, code, most_areas=MOST_AREAS)


def _result(made: AreaTypes) -> dict[str, Any]:
    """Return what the page shows of the types, or why there are none."""
    facts, found = made.facts, made.found
    if found is None or found.reason or facts.matrix is None:
        return {"reason": _reason(made), "is_untouched": facts.reason in {"none", "too_few"}}
    language, level = facts.language, level_of(facts)
    means = group_means(facts.matrix.values, found.types)
    areas = area_says(facts, found)
    headline = type_words.headline(found, level, language)
    texts = type_words.type_texts(found, means, columns_of(facts), level, language)
    return result_context(facts, areas) | {
        "headline": headline,
        "types": [{"number": place, "text": text} for place, text in enumerate(texts, start=1)],
        "legend": _legend(facts, found),
        "heat": heat(facts, means, [text.name for text in texts]),
        "tones": [{"tone": tone, "sign": sign, "words": words} for tone, sign, words in tone_words(language)],
        "stability": type_words.stability_words(found, level, language),
        "says": type_words.says(language),
        "limits": type_words.limits(language),
        "map_script": map_script(facts, areas, headline, ""),
        "csv_url": _csv_address(facts),
    }


def _csv_address(facts: GroupFacts) -> str:
    return f"{reverse('indicators:area_types_csv', args=[facts.organisation.slug])}?{facts.choice.state.query()}"


def area_says(facts: GroupFacts, found: Typology) -> list[AreaSays]:
    """Return what each area shows: its type, or why it has none."""
    return [
        in_group(number, type_words.area_words(found, place, facts.language), is_edge=bool(found.at_edge[place]))
        if number
        else area_gap(facts, place)
        for place, number in enumerate(found.types.tolist())
    ]


def _legend(facts: GroupFacts, found: Typology) -> Legend:
    names = [type_words.type_name(place, facts.language) for place in range(1, len(found.sizes) + 1)]
    classes = tuple(
        LegendClass(place, "", name, name, size, None, None)
        for place, (name, size) in enumerate(zip(names, found.sizes, strict=True), start=1)
    )
    return Legend(
        title="",
        palette="qualitative",
        areas=facts.choice.version.level_name_plural,
        classes=classes,
        special=special_cases(gaps_of(facts), facts.language),
        city_text="",
        city_origin="",
        focus_text="",
        is_named=True,
        unsure=int(found.at_edge.sum()),
        unsure_text=_("at the edge between two types"),
    )
