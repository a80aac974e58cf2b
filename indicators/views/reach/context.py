# SPDX-License-Identifier: EUPL-1.2
"""What pages and paper tell of rings of reach."""

from collections.abc import Sequence
from math import isnan
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _

from indicators.forms.rings import RingsForm
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.selectors.ringfigures import RingFigures, RingsAnswer
from indicators.views.ownareas.context import SQUARE_KILOMETRE, figure_row
from indicators.views.ownareawords import why_nothing
from indicators.views.reach.asking import METRES, ReachDesk
from indicators.views.sourcelines import source_lines
from spatial.forms.reach import MODES
from spatial.geometry.arrays import as_geometries
from spatial.rendering.reach_drawing import DrawnRings, ReachWords, draw_rings
from spatial.selectors.layers import Feature, shapes_of
from spatial.selectors.reachrings import PlacesInside, ReachedPlace, held_by

KILOMETRE: Final = 1000
# More places than these stand in the file alone.
MOST_SHOWN: Final = 200
_PERCENT: Final = "%"


def reach_context(desk: ReachDesk, answer: RingsAnswer) -> dict[str, Any]:
    """Return everything that a page tells of an answer; of a place off the streets how far these may be."""
    rings = answer.rings
    common = {
        "is_off": answer.is_off,
        "bound_m": rings.asked.bound_m,
        "network": rings.network,
        "title": title_words(desk),
        "language": desk.language,
    }
    if answer.is_off:
        return common
    widest = answer.figures[-1]
    return common | {
        "distance_m": rings.distance_m,
        "drawing": _drawing(desk, answer),
        "rows": [_ring_row(desk, answer, each) for each in answer.figures],
        "layer": None if answer.places is None else answer.places.entry,
        "places": None if answer.places is None else _places(desk, answer.places),
        "figures": _figures(desk, answer),
        "coverage": _coverage_words(desk, widest),
        "edition": widest.profile.edition_name if widest.profile else "",
        "sources": source_lines(line.line.definition for line in widest.lines),
    }


def way_words(desk: ReachDesk, way: float) -> str:
    """Say how long the way to a place is."""
    if desk.said["einheit"] == METRES:
        return _("%(limit)s m") % {"limit": number(way, 0, desk.language)}
    return _("%(limit)s min") % {"limit": number(way, 1, desk.language)}


def title_words(desk: ReachDesk) -> str:
    """Name what was asked for: how one moves, and from where."""
    longitude, latitude = desk.said["punkt"]
    east = "O" if desk.language == "de" else "E"
    place = f"{number(latitude, 4, desk.language)}° N, {number(longitude, 4, desk.language)}° {east}"
    mode = dict(MODES)[desk.said["profil"]]
    return _("What is reached %(mode)s from %(place)s") % {"mode": mode, "place": place}


def _ring_row(desk: ReachDesk, answer: RingsAnswer, figures: RingFigures) -> dict[str, Any]:
    ring, language = figures.ring, desk.language
    told = {
        "ring": ring,
        "words": desk.limit(ring.limit),
        "length": f"{number(ring.length_m / KILOMETRE, 1, language)} km",
        "area": f"{number(ring.area_m2 / SQUARE_KILOMETRE, 2, language)} km²",
        "people": figure_row(desk.publisher, figures.people, language) if figures.people else None,
        "coverage": _share(figures, language),
    }
    if answer.places is not None:
        told |= _held(answer.places, ring.limit, language)
    return told


def _held(places: PlacesInside, limit: int, language: Language) -> dict[str, str]:
    """Return how many places a ring holds, and what these hold together, as far as it is known."""
    held = held_by(places, limit)
    unknown = _("not known for %(number)s")
    told = "" if held.capacity is None else number(held.capacity, 0, language)
    if held.capacity is not None and held.unknown:
        told = _("at least %(number)s") % {"number": told}
    return {
        "count": number(held.count, 0, language),
        "capacity": told or _("n/a"),
        "unknown": unknown % {"number": number(held.unknown, 0, language)} if held.unknown else "",
    }


def _share(figures: RingFigures, language: Language) -> dict[str, str] | None:
    """Return which part of the people of the city live inside, with both ends."""
    found = figures.coverage
    if found is None or figures.people is None:
        return None
    ends = ""
    if not isnan(found.low + found.high) and found.low < found.high:
        low, high = number(found.low, 1, language), with_unit(found.high, 1, _PERCENT, language)
        ends = _("from %(low)s to %(high)s") % {"low": low, "high": high}
    is_estimate = figures.people.is_estimate
    return {"value": with_unit(found.value, 1, _PERCENT, language), "span": ends, "mark": "≈ " if is_estimate else ""}


def _coverage_words(desk: ReachDesk, widest: RingFigures) -> str:
    """Say in one sentence which part of the people all rings hold together, or why nobody can say."""
    told = _share(widest, desk.language)
    if told is not None and widest.people is not None and widest.people.line.pooled is not None:
        people = number(widest.people.line.pooled.value, 0, desk.language)
        words = {"people": people, "share": told["value"], "limit": desk.limit(widest.ring.limit)}
        said = _("All rings together (up to %(limit)s) hold %(people)s people, %(share)s of the whole city.") % words
        if not told["mark"]:
            return said
        lies = _("It is an estimate; the true share lies %(span)s.") % {"span": told["span"]} if told["span"] else ""
        return " ".join(filter(None, (said, lies or _("It is an estimate."))))
    if widest.people is None:
        return _("How many people live inside is not known: no figure that counts them is published.")
    reason = why_nothing(widest.people, desk.language)
    return " ".join(filter(None, (_("How many people live inside cannot be said."), reason)))


def _figures(desk: ReachDesk, answer: RingsAnswer) -> list[dict[str, Any]]:
    """Return the rows of all indicators, each ring by ring."""
    by_slug: dict[str, list[dict[str, Any]]] = {}
    for each in answer.figures:
        for line in each.lines:
            row = figure_row(desk.publisher, line, desk.language) | {"ring": desk.limit(each.ring.limit)}
            by_slug.setdefault(line.line.sheet.slug, []).append(row)
    return [row for rows in by_slug.values() for row in rows]


def _places(desk: ReachDesk, places: PlacesInside) -> dict[str, Any]:
    shown = places.inside[:MOST_SHOWN]
    return {
        "inside": [_place_row(desk, each) for each in shown],
        "more": len(places.inside) - len(shown),
        "count": len(places.inside),
        "unknown": [each.name or each.key for each in places.unknown[:MOST_SHOWN]],
        "unknown_count": len(places.unknown),
        "beyond": places.beyond,
    }


def _place_row(desk: ReachDesk, each: ReachedPlace) -> dict[str, str]:
    feature = each.feature
    known = feature.capacity
    return {
        "name": feature.name or feature.key,
        "address": feature.address,
        "capacity": _("n/a") if known is None else number(known, 0, desk.language),
        "way": way_words(desk, each.way),
        "ring": desk.limit(each.limit),
    }


def _drawing(desk: ReachDesk, answer: RingsAnswer) -> str:
    rings = answer.rings
    if rings.widest.is_empty:
        return ""
    places: Sequence[Feature] = [each.feature for each in answer.places.inside] if answer.places else []
    drawn = DrawnRings(
        grounds=as_geometries(ring.ground for ring in rings.rings),
        labels=tuple(desk.limit(ring.limit) for ring in rings.rings),
        streets=rings.widest.streets,
        start=rings.place,
        places=np.array(shapely.centroid(shapes_of(tuple(places)))) if places else as_geometries([]),
    )
    description = _(
        "Rings of ground, each with its distance, streets that are reached, the beginning as a circle, and places that "
        "lie inside as squares."
    )
    return draw_rings(drawn, ReachWords(_("What is reached from the place"), description))


def form_context(form: RingsForm) -> dict[str, Any]:
    """Return the fields of the form, those that fold apart."""
    return {"plain": [field for field in form.visible_fields() if field.name != "indikator"]}
