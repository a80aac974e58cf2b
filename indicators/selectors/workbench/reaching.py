# SPDX-License-Identifier: EUPL-1.2
"""Circles and drawn shapes of a filter: what an address leaves to the page, which areas lie inside, in words."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import number
from indicators.rendering.workbench import rings
from indicators.rendering.workbench.conditions import CHOICE, FOCUS, Around, Drawn, Spatial, read_condition
from indicators.rendering.workbench.rings import MOST, Point
from indicators.selectors.mapfacts import MapFacts
from spatial.selectors import inside, units


def explicit_text(facts: MapFacts, text: str, chosen: Sequence[int]) -> str:
    """Name the point of a circle around the area in focus, and the corners of a shape around the choice.

    Empty where there is neither the one nor the other; any other condition stays as it is.
    """
    condition = read_condition(text)
    if isinstance(condition, Around) and condition.centre is None:
        if facts.focus is None:
            return ""
        centre = rings.read_point(f"{facts.focus.longitude:.5f}", f"{facts.focus.latitude:.5f}")
        return str(replace(condition, centre=centre))
    if isinstance(condition, Drawn) and condition.ring == CHOICE:
        ring = _with_fewer_corners(inside.hull_of(facts.ground.shown.id, chosen) if chosen else ())
        return str(Drawn(rings.written(ring))) if rings.is_simple(ring) else ""
    return text


def why_not_explicit(text: str) -> str:
    """Say what is missing for a condition that the page was to complete; empty for any other."""
    if text.startswith(f"umkreis:{FOCUS}"):
        return _("A circle needs its middle: bring an area into focus, or name a place.")
    return _("A shape around the choice needs chosen areas.") if text == f"flaeche:{CHOICE}" else ""


def places_reached(condition: Spatial, boundary_version_id: int) -> tuple[int, ...]:
    """Return the places of the areas whose label lies inside."""
    if isinstance(condition, Around):
        if condition.centre is None:
            return ()
        return inside.places_around(boundary_version_id, condition.centre, condition.metres)
    ring = rings.read(condition.ring)
    return inside.places_in(boundary_version_id, ring) if ring else ()


def reach_words(facts: MapFacts, condition: Spatial) -> str:
    """Name a circle by its middle, the area whose label stands there or the place; a shape by its corners."""
    if isinstance(condition, Drawn):
        ring = rings.read(condition.ring) or ()
        return _("in a drawn shape with %(count)s corners") % {"count": number(len(ring), 0, facts.language)}
    centre = condition.centre or (0.0, 0.0)
    words = {"metres": number(condition.metres, 0, facts.language), "place": _place_words(facts, centre)}
    return _("at most %(metres)s m from %(place)s") % words


def reach_note() -> str:
    """Say by what areas are judged."""
    return _("An area counts as inside when the point of its label, which lies well within it, is inside.")


def _place_words(facts: MapFacts, centre: Point) -> str:
    for row in units.unit_rows(facts.ground.shown.id):
        if rings.read_point(f"{row.longitude:.5f}", f"{row.latitude:.5f}") == centre:
            return row.name
    longitude, latitude = (number(degrees, 4, facts.language) for degrees in centre)
    return f"{latitude}° N, {longitude}° O" if facts.language == "de" else f"{latitude}° N, {longitude}° E"


def _with_fewer_corners(ring: Sequence[Point]) -> tuple[Point, ...]:
    """Round corners to a metre, and leave out the flattest ones until an address has room."""
    points = list(dict.fromkeys((round(longitude, 5), round(latitude, 5)) for longitude, latitude in ring))
    while len(points) > MOST:
        del points[min(range(len(points)), key=lambda place: _bulge(points, place))]
    return tuple(points)


def _bulge(points: Sequence[Point], place: int) -> float:
    """Return twice the area that a shape loses with a corner, in square degrees."""
    before, here, after = points[place - 1], points[place], points[(place + 1) % len(points)]
    return abs((here[0] - before[0]) * (after[1] - before[1]) - (here[1] - before[1]) * (after[0] - before[0]))
