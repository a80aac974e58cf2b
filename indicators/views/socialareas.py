# SPDX-License-Identifier: EUPL-1.2
"""The page Sozialräume vorschlagen: contiguous regions of areas with similar figures, always as a proposal."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.forms.groupquery import group_state
from indicators.rendering import region_words
from indicators.rendering.group_map import AreaSays, in_group, special_cases
from indicators.rendering.group_means import group_means
from indicators.rendering.group_words import count_words, tone_words, traits_words
from indicators.rendering.groupstate import REGIONS
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.groupfacts import GroupFacts
from indicators.selectors.published import at_one_moment
from indicators.selectors.socialareas import (
    MOST_AREAS,
    ProposedAreas,
    Regions,
    border_lines,
    proposed_areas,
    region_outlines,
)
from indicators.views.bordercontext import (
    border_columns,
    border_features,
    file_head,
    pairs_of,
    variants_of,
    with_borders,
)
from indicators.views.files import CSV_TYPE, GEOJSON_TYPE, file_response
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

TEMPLATE: Final = "indicators/social_areas.html"


@gzip_page
@require_safe
@at_one_moment()
def social_areas_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Propose social areas by the indicators that the address names."""
    publisher = publisher_of(request, organisation)
    state = group_state(request.GET, REGIONS)
    made = proposed_areas(publisher, state, language_of(get_language()))
    context = page_context(publisher, _("Propose social areas"))
    if made is not None:
        context |= form_context(made.facts) | _result(made)
    return render(request, TEMPLATE, context)


@require_safe
@at_one_moment()
def social_areas_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the areas with their proposed regions as CSV."""
    made, regions = _asked(request, organisation)
    facts = made.facts
    cells = [str(number) if number else "" for number in regions.found.regions.tolist()]
    title = _("Proposal of social areas")
    told = region_words.proposal_words(facts.language), *region_words.limits(facts.language)
    remarks = (*told, *variants_of(facts, regions))
    columns = [FileColumn(_("Region (proposal)"), cells), *border_columns(facts, regions)]
    body = groups_csv(facts, title, columns, remarks)
    return file_response(body, CSV_TYPE, marked_name(facts.organisation, f"{stem(facts)}_regionen.csv"))


@gzip_page
@require_safe
@at_one_moment()
def social_areas_geojson(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the outlines of the proposed regions as GeoJSON, with source, licence and what the proposal is."""
    made, regions = _asked(request, organisation)
    outlines = region_outlines(made)
    if outlines is None:
        raise nothing_to_send(_reason(made))
    facts, keys = made.facts, _keys(made.facts, regions)
    features = [
        {
            "type": "Feature",
            "properties": {"region": number, "areas": len(keys[number]), "keys": keys[number]},
            "geometry": geometry,
        }
        for number, geometry in enumerate(outlines, start=1)
    ]
    collection = file_head(facts) | {"features": features}
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    return file_response(body, GEOJSON_TYPE, marked_name(facts.organisation, f"{stem(facts)}_regionen.geojson"))


@gzip_page
@require_safe
@at_one_moment()
def social_areas_borders(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the borders of the proposed regions as GeoJSON lines, each kind by how firm it is."""
    made, regions = _asked(request, organisation)
    lines = border_lines(made, list(pairs_of(regions).values()))
    if lines is None:
        raise nothing_to_send(_reason(made))
    collection = file_head(made.facts) | {"features": border_features(made.facts, regions, lines)}
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    return file_response(
        body, GEOJSON_TYPE, marked_name(made.facts.organisation, f"{stem(made.facts)}_grenzen.geojson")
    )


def _asked(request: HttpRequest, organisation: str) -> tuple[ProposedAreas, Regions]:
    publisher = publisher_of(request, organisation)
    made = proposed_areas(publisher, group_state(request.GET, REGIONS), language_of(get_language()))
    if made is None or made.regions is None or not made.is_there:
        raise nothing_to_send(_reason(made) if made else _("Nothing is published yet."))
    return made, made.regions


def _keys(facts: GroupFacts, regions: Regions) -> dict[int, list[str]]:
    names = facts.ground.area_names() if facts.ground else ()
    keys: dict[int, list[str]] = {number: [] for number in range(1, len(regions.found.sizes) + 1)}
    for area, number in zip(names, regions.found.regions.tolist(), strict=True):
        if number:
            keys[number].append(area.key)
    return keys


def _reason(made: ProposedAreas) -> str:
    found = made.regions.found if made.regions else None
    code = made.facts.reason or ("no_borders" if not made.has_borders else (found.reason if found else ""))
    if not code:
        return _("There are no outlines of these areas.")
    return reason_of(made.facts, code, parts=found.parts if found else 0, most_areas=MOST_AREAS)


def _result(made: ProposedAreas) -> dict[str, Any]:
    """Return what the page shows of the proposal, or why there is none."""
    facts, regions = made.facts, made.regions
    if regions is None or not made.is_there or facts.matrix is None:
        return {"reason": _reason(made), "is_untouched": facts.reason in {"none", "too_few"}}
    language, level, found = facts.language, level_of(facts), regions.found
    means = group_means(facts.matrix.values, found.regions)
    areas = _area_says(facts, regions)
    headline = region_words.headline(found, level, language)
    names = [region_words.region_name(number, language) for number in range(1, len(found.sizes) + 1)]
    geojson = _file_address(facts, "social_areas_geojson")
    return with_borders(result_context(facts, areas), facts, regions) | {
        "headline": headline,
        "proposal": region_words.proposal_words(language),
        "explained": region_words.explained_words(found, language),
        "parts": region_words.parts_words(found, len(regions.islands), level, language),
        "regions": [
            {
                "number": place + 1,
                "name": name,
                "colour": regions.colours[place],
                "areas": count_words(found.sizes[place], level, language),
                "traits": traits_words(means, place, columns_of(facts), language),
            }
            for place, name in enumerate(names)
        ],
        "special": special_cases(gaps_of(facts), language),
        "heat": heat(facts, means, names),
        "tones": [{"tone": tone, "sign": sign, "words": words} for tone, sign, words in tone_words(language)],
        "says": region_words.says(language),
        "limits": region_words.limits(language),
        "map_script": map_script(facts, areas, headline, _file_address(facts, "social_areas_borders")),
        "csv_url": _file_address(facts, "social_areas_csv"),
        "geojson_url": geojson,
        "borders_url": _file_address(facts, "social_areas_borders"),
    }


def _file_address(facts: GroupFacts, name: str) -> str:
    return f"{reverse(f'indicators:{name}', args=[facts.organisation.slug])}?{facts.choice.state.query()}"


def _area_says(facts: GroupFacts, regions: Regions) -> list[AreaSays]:
    """Return what each area shows: its region in a colour that its neighbours do not have, or why it is in none."""
    return [
        in_group(regions.colours[number - 1], region_words.region_name(number, facts.language))
        if number
        else area_gap(facts, place)
        for place, number in enumerate(regions.found.regions.tolist())
    ]
