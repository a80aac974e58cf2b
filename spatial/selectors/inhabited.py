# SPDX-License-Identifier: EUPL-1.2
"""Where people live within areas, as the layer tells it that an organisation decided on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

import numpy as np
import shapely

from sozialplanung.accounts.selectors import PUBLIC
from sozialplanung.web.kept import A_DAY, made_once
from spatial.geometry.arrays import Floats, Geometries, Integers
from spatial.geometry.counting import areas_of_points, capacities
from spatial.geometry.crosswalk import Pieces
from spatial.geometry.inhabited import drawn_by_weight, ground_on_pieces, lived_on, places_on_pieces, thinly
from spatial.geometry.projections import metric_crs, to_metric
from spatial.geometry.sampling import evenly
from spatial.models import BoundaryVersion, InhabitedGround, LayerKind, LayerVersion
from spatial.selectors.layerfigures import LayerState, layer_states, state_on
from spatial.selectors.layerfiles import area_rows
from spatial.selectors.layers import (
    Feature,
    LayerEntry,
    areas_of,
    capacities_of,
    features_of,
    layers_in_force,
    newest_boundaries,
    shapes_of,
)

# Told anew with every change of how a piece is measured.
_MEASURED_AS: Final = 1
# So many points stand for the people of an area: a half is met to within some hundredths.
POINTS: Final = 60
# In m² per km²: less is what two drawings of one border differ by, and no house.
_LEAST: Final = 10.0
# Lines are where people move, not where they live.
KINDS: Final = frozenset({LayerKind.AREA.value, LayerKind.POINT.value})


@dataclass(frozen=True, slots=True, eq=False)
class LaidPoints:
    """Points that stand for where people live in n areas.

    ``points`` has the shape (k, 2), in metres, ``area_of`` (k,) the area of each, ``amounts`` (n,) how much they stand
    for: m² of ground, or people.
    """

    points: Floats
    area_of: Integers
    amounts: Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layer that could say where people live, and in how many of the finest areas of today it knows of nobody."""

    entry: LayerEntry
    areas: int
    without: int


def decisions_of(organisation_id: int) -> Sequence[InhabitedGround]:
    """Return what was decided on the layer of where people live, the newest first."""
    rows = InhabitedGround.objects.filter(organisation_id=organisation_id)
    return list(rows.select_related("layer", "decided_by").order_by("-revision"))


def decision_on(organisation_id: int) -> InhabitedGround | None:
    """Return the decision that counts; None where nobody decided, or the last decision was for all ground."""
    newest = _newest(organisation_id)
    return newest if newest is not None and newest.layer_id is not None else None


def _newest(organisation_id: int) -> InhabitedGround | None:
    rows = InhabitedGround.objects.filter(organisation_id=organisation_id).select_related("layer")
    return rows.order_by("-revision").first()


def inhabited_slug(organisation_id: int) -> str:
    """Return the short name of the layer that says where people live; empty where none was decided on."""
    decision = decision_on(organisation_id)
    return decision.layer.slug if decision is not None and decision.layer is not None else ""


def inhabited_state(organisation_id: int, day: date) -> LayerState | None:
    """Return the version of the layer of where people live that counts for a day; None where none was decided on."""
    slug = inhabited_slug(organisation_id)
    return inhabited_among(layer_states(organisation_id, [slug]), slug, day) if slug else None


def inhabited_among(states: Iterable[LayerState], slug: str, day: date) -> LayerState | None:
    """Return the version of a layer that says for a day where people live.

    Of those that hold on that day the one approved last, else the one in force: where houses stood some years ago says
    more than nothing.
    """
    own = [each for each in states if each.slug == slug]
    return state_on(own, slug, day) or max(own, key=lambda each: each.number, default=None)


def inhabited_mark(organisation_id: int) -> tuple[int, tuple[int, ...]] | None:
    """Return a mark of the last decision and of the versions of its layer; None where nobody ever decided.

    A decision for all ground has a mark of its own: a job may have read the one before it.
    """
    newest = _newest(organisation_id)
    if newest is None:
        return None
    states = layer_states(organisation_id, [newest.layer.slug]) if newest.layer is not None else ()
    return newest.pk, tuple(each.version_id for each in states)


def amounts_on(state: LayerState, pieces: Pieces, older: BoundaryVersion, newer: BoundaryVersion) -> Floats:
    """Return what is inhabited on each piece of two boundary versions, shape (e,).

    Square metres of a layer of areas; of places their capacity, or their number where the layer tells none.
    """
    digest = sha256(np.concatenate((pieces.older, pieces.newer)).astype("<i8").tobytes()).hexdigest()
    name = f"inhabited.{_MEASURED_AS}.{state.version_id}.{older.pk}.{newer.pk}.{digest}"
    return np.frombuffer(made_once(name, lambda: _measured(state, pieces, older, newer), seconds=A_DAY), dtype="<f8")


def points_of_people(areas: Geometries, crs: str, state: LayerState | None) -> LaidPoints:
    """Lay points over areas (in metres of `crs`), where the layer says that people live, else over all their ground."""
    if state is None:
        return LaidPoints(*evenly(areas, POINTS), np.asarray(shapely.area(areas), dtype=np.float64))
    features = features_of(LayerVersion.objects.using(PUBLIC).get(pk=state.version_id))
    shapes = to_metric(shapes_of(features), crs)
    if state.kind == LayerKind.AREA:
        lived = lived_on(areas, shapes)
        return LaidPoints(*evenly(lived, POINTS), np.asarray(shapely.area(lived), dtype=np.float64))
    return _laid_by_places(areas, shapes, _weights(state, features))


def _laid_by_places(areas: Geometries, places: Geometries, weights: Floats) -> LaidPoints:
    """Take places as often as people live there; an area of which the layer knows nobody has points on all its ground.

    Its people are few then: a thousandth of what all areas would have by their ground.
    """
    area_of = areas_of_points(places, areas)
    chosen = drawn_by_weight(area_of, weights, len(areas), POINTS)
    amounts = capacities(area_of, len(areas), weights).known
    is_empty = np.ones(len(areas), dtype=np.bool_)
    is_empty[area_of[chosen]] = False
    spread, spread_over = evenly(areas[is_empty], POINTS)
    few = thinly(float(np.nansum(amounts)), np.asarray(shapely.area(areas), dtype=np.float64))
    return LaidPoints(
        np.concatenate((shapely.get_coordinates(shapely.get_geometry(places[chosen], 0)), spread)),
        np.concatenate((area_of[chosen], np.flatnonzero(is_empty)[spread_over])),
        np.where(is_empty, few, amounts),
    )


def _measured(state: LayerState, pieces: Pieces, older: BoundaryVersion, newer: BoundaryVersion) -> bytes:
    features = features_of(LayerVersion.objects.using(PUBLIC).get(pk=state.version_id))
    outlines = [areas_of(version)[2] for version in (older, newer)]
    crs = metric_crs(outlines[0])
    before, after = (to_metric(each, crs) for each in outlines)
    shapes = to_metric(shapes_of(features), crs)
    if state.kind == LayerKind.AREA:
        found = ground_on_pieces(pieces, before, after, shapes)
    else:
        found = places_on_pieces(pieces, before, after, shapes, _weights(state, features))
    return found.astype("<f8").tobytes()


def _weights(state: LayerState, features: Sequence[Feature]) -> Floats:
    return capacities_of(features) if state.capacity_label else np.ones(len(features))


def candidates_of(organisation_id: int, today: date) -> tuple[Candidate, ...]:
    """Return the layers in force that could say where people live, by topic and name."""
    boundaries = newest_boundaries(organisation_id, today)
    entries = [each for each in layers_in_force(organisation_id) if each.layer.kind in KINDS]
    if boundaries is None:
        return tuple(Candidate(each, 0, 0) for each in entries)
    return tuple(_candidate(each, boundaries) for each in entries)


def _candidate(entry: LayerEntry, boundaries: BoundaryVersion) -> Candidate:
    rows = area_rows(entry, boundaries)
    if entry.layer.kind == LayerKind.AREA:
        return Candidate(entry, len(rows), sum((row["density"] or 0.0) < _LEAST for row in rows))
    name = "capacity" if entry.version.capacity_label else "amount"
    return Candidate(entry, len(rows), sum(not row[name] for row in rows))
