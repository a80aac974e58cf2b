# SPDX-License-Identifier: EUPL-1.2
"""The answer of the workbench as its script reads it: every period of the series, and where the figures are."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering.mapview import PeriodView
from indicators.rendering.pairs import Pair
from indicators.rendering.sentences import change_unit
from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.answer import Answer, AreaGround, PeriodAnswer
from indicators.rendering.workbench.ordering import text_order
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.released import PUBLIC
from indicators.selectors.workbench.settling import Settled
from indicators.views.mapaddresses import class_names, outline_addresses, own_classes
from indicators.views.mapcolumns import ColumnHead, HeadFacts, heads_of
from indicators.views.workbench.comparescript import axes_script, axis_script, scatter_script, second_script
from indicators.views.workbench.crosspanel import cross_script
from indicators.views.workbench.distributionpanel import distribution_script
from indicators.views.workbench.facingpanel import facing_script
from indicators.views.workbench.filterpanel import filter_script, filter_words, shapes_script
from indicators.views.workbench.funnelpanel import funnel_axes, funnel_script
from indicators.views.workbench.linewords import FIT_NAMES
from indicators.views.workbench.strikingpanel import striking_axis, striking_script
from indicators.views.workbench.timescript import balance_script, fits_script, multiples_script, spread_script
from sozialplanung.common.readings import kind_of

# Sets of areas inside an answer are of its own ground: nobody asks whose order they are in.
_ANY_ORDER: Final = "0000"


def answer_script(organisation: NamedOrganisation, found: Settled, answer: Answer) -> dict[str, Any]:
    """Return what the script of the page reads; nothing else is asked for when time goes on."""
    view, facts = answer.view, found.facts
    return {
        "position": answer.shown.view.position,
        "indicator": view.slug,
        "name": view.short_name,
        "level": view.period.level,
        "levelName": view.level_name,
        "areas": view.areas,
        "unit": view.unit,
        "decimals": view.decimals,
        "whole": facts.city_name,
        "isPosition": answer.is_position,
        "startsAtZero": answer.starts_at_zero,
        "axis": axis_script(answer.axis),
        "scatter": axes_script(answer),
        "cross": None if answer.cross is None else cross_script(answer.cross),
        "funnel": funnel_axes(answer),
        "striking": striking_axis(answer),
        "series": _series(organisation, answer),
        "outlines": {each.edition: outline_addresses(organisation.slug, each) for each in view.outlines},
        "grounds": {ground.edition: _ground(organisation.slug, view.period.level, ground) for ground in answer.grounds},
        "periods": [
            period_script(organisation, answer, period)
            | {
                "balance": balance_script(found, answer, period.view.position),
                "facing": facing_script(answer, period.view.position),
                "distribution": distribution_script(answer, period),
                "funnel": funnel_script(answer, period),
                "striking": striking_script(found, answer, period),
                "scatter": scatter_script(answer, period),
            }
            | filter_script(found, ref)
            for ref, period in zip(facts.choice.series, answer.periods, strict=True)
        ],
        "filter": filter_words(found),
        "filters": list(found.state.filters.filter),
        "removes": facts.filtering is not None and facts.filtering.removes,
        "remarks": list(found.remarks),
        "shapes": shapes_script(found),
        "fits": fits_script(answer),
        "multiples": multiples_script(found, answer),
        "fitMethod": str(FIT_NAMES[found.state.time.anpassung]) if found.state.time.anpassung else "",
        "changeUnit": change_unit(view.unit, facts.language),
        "mitte": found.state.classes.mitte,
        "focus": found.state.areas.gebiet,
        "chosen": list(found.chosen),
    }


def _series(organisation: NamedOrganisation, answer: Answer) -> list[str]:
    """Return where the slices of all periods are, each address once."""
    addresses = (series_address(organisation, answer.view.slug, period.view) for period in answer.periods)
    return list(dict.fromkeys(addresses))


def series_address(organisation: NamedOrganisation, indicator: str, period: PeriodView) -> str:
    """Return where all slices like that of a period are: of its boundary version, delivered for it or carried to it."""
    wanted = {"level": period.level, "edition": period.edition}
    if period.mark:
        wanted["converted"] = "true"
    if organisation.audience != PUBLIC:
        wanted["audience"] = kind_of(organisation.audience)
    return f"{reverse('indicators-api:series', args=[organisation.slug, indicator])}?{urlencode(wanted)}"


def profiles_before_key(organisation: str, level: str, edition: str) -> str:
    """Return what the addresses of all profiles of a level have in common: one reverse instead of hundreds."""
    return reverse("indicators:area", args=[organisation, edition, level, "0"]).removesuffix("0/")


def _ground(slug: str, level: str, ground: AreaGround) -> dict[str, Any]:
    """Name areas and what they lie in once; everything else says places alone."""
    parents = sorted({area.parent for area in ground.areas}, key=text_order)
    places = {name: place for place, name in enumerate(parents)}
    return {
        "order": ground.order_hash[:4],
        "profiles": profiles_before_key(slug, level, ground.edition),
        "keys": [area.key for area in ground.areas],
        "names": [area.name for area in ground.areas],
        "numbers": [area.number for area in ground.areas],
        "parents": parents,
        "parentOf": [places[area.parent] for area in ground.areas],
        "byName": list(ground.by_name),
    }


def period_script(organisation: NamedOrganisation, answer: Answer, period: PeriodAnswer) -> dict[str, Any]:
    """Return one period: what the map paints by, what panels draw, and the words that the server writes."""
    view, legend = period.view, period.view.legend
    parts = {"organisation": organisation, "answer": answer, "period": period}
    return {
        "code": view.code,
        "label": view.label,
        "named": view.named,
        "isCarried": bool(view.mark),
        "shortLabel": view.short_label,
        "edition": view.edition,
        # The boundary version is named where a period has several.
        "gebietsstand": view.state.gebietsstand,
        "time": period.time,
        "joins": period.joins,
        "hasNewGround": period.has_new_ground,
        "palette": legend.palette,
        "classes": len(legend.classes),
        "isNamed": legend.is_named,
        "names": class_names(view),
        **own_classes(view),
        "bounds": view.bounds,
        "inner": view.inner,
        **({} if period.pair is None else _pair(period.pair)),
        **({} if period.middle is None else {"sided": period.middle}),
        "reasons": _by_value(dict(view.reasons)),
        "remarks": {str(position): texts for position, texts in view.remarks},
        "marks": {str(position): numbers for position, numbers in period.marks.items()},
        "interval": period.chance.interval,
        "judgements": {str(code): word for code, word in period.chance.judgements.items()},
        "city": period.city,
        "cityText": period.city_text,
        "five": _five(period),
        "spread": spread_script(period),
        "histogram": period.histogram,
        "columns": [
            {"column": head.column, "label": head.label, "unit": head.unit, "isNumber": head.is_number}
            for head in heads(answer, period)
        ],
        "announcement": view.announcement,
        "headline": view.headline,
        "sentence": period.sentence,
        "caption": f"{_('As of')} {view.named} · {_('Boundaries')} {view.edition_name}",
        "head": render_to_string("indicators/workbench/_head.html", parts),
        "legend": render_to_string("indicators/workbench/_legend.html", parts),
        "notes": render_to_string("indicators/workbench/_notes.html", parts),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    """Return the classes of two indicators by area, why one has none, and the second figure as it is written."""
    return {
        "given": pair.classes.tolist(),
        "halves": _by_value({place: (half.pattern, half.words) for place, half in pair.halves.items()}),
        "second": second_script(pair),
    }


def _by_value(told: Mapping[int, Any]) -> list[list[Any]]:
    """Return what is told of areas, each thing once with the set of areas that it is told of."""
    places: dict[Any, list[int]] = {}
    for place, value in told.items():
        places.setdefault(value, []).append(place)
    return [[value, areasets.written(found, _ANY_ORDER)] for value, found in places.items()]


def _five(period: PeriodAnswer) -> list[float] | None:
    """Return lowest value, quartiles and highest value of all areas; None without a value."""
    five = period.overall.five
    told = (five.minimum, five.q1, five.median, five.q3, five.maximum)
    return [value for value in told if value is not None] or None


def heads(answer: Answer, period: PeriodAnswer) -> tuple[ColumnHead, ...]:
    """Return the heads of the table of one period."""
    view = answer.view
    facts = HeadFacts(
        parent_level_name=view.parent_level_name,
        short_name=view.short_name,
        unit=view.unit,
        basis=view.basis,
        whole_name=view.whole_name,
        since=period.change.since,
        origin=period.change.origin,
        is_estimated=period.chance.is_estimated,
    )
    return heads_of(period.columns, facts)
