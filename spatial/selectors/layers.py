# SPDX-License-Identifier: EUPL-1.2
"""Layers of places as everybody reads them: what is in force, its places, and how many lie in each area."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Q, QuerySet

from sozialplanung.accounts.selectors import PUBLIC
from sozialplanung.common.errors import NotFoundError
from spatial.geometry.arrays import Floats, Geometries, Integers, as_geometries
from spatial.geometry.counting import (
    NOWHERE,
    Capacities,
    areas_of_points,
    capacities,
    counts,
    densities,
    grounds,
    lengths,
    places_by_area,
)
from spatial.geometry.projections import metric_crs, to_metric
from spatial.models import BoundaryMember, BoundaryVersion, Layer, LayerFeature, LayerKind, LayerVersion


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """A layer with its version in force."""

    layer: Layer
    version: LayerVersion


@dataclass(frozen=True, slots=True)
class Feature:
    """One place as it is shown and handed out; ``capacity`` is None where it is not known."""

    key: str
    name: str
    address: str
    capacity: float | None
    attributes: Mapping[str, Any]
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True, eq=False)
class AreaFigures:
    """What lies in the areas of a version, in its frozen order; amounts are places, metres or square metres."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    amounts: Floats | Integers
    density: Floats
    capacity: Capacities | None


def layers_in_force(organisation_id: int) -> tuple[LayerEntry, ...]:
    """Return the layers of an organisation with their versions in force, by topic and name."""
    rows = LayerVersion.objects.using(PUBLIC).filter(layer__organisation_id=organisation_id, superseded_at__isnull=True)
    found = rows.select_related("layer").order_by("layer__topic", "layer__name", "layer_id")
    return tuple(LayerEntry(version.layer, version) for version in found)


def layer_in_force(organisation_id: int, slug: str) -> LayerEntry:
    """Return one layer with its version in force; NotFoundError where there is none."""
    found = next((each for each in layers_in_force(organisation_id) if each.layer.slug == slug), None)
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def layer_version(organisation_id: int, version_id: int) -> LayerEntry | None:
    """Return a version of a layer of an organisation, in force or not; None where there is none."""
    rows = LayerVersion.objects.using(PUBLIC).filter(layer__organisation_id=organisation_id, pk=version_id)
    found = rows.select_related("layer").first()
    return LayerEntry(found.layer, found) if found else None


def features_query(version: LayerVersion) -> QuerySet[LayerFeature]:
    """Return the rows of a version in order, without their geometries, for pages of a table."""
    return LayerFeature.objects.using(PUBLIC).filter(version=version).defer("geometry").order_by("position")


def features_of(version: LayerVersion) -> tuple[Feature, ...]:
    """Return all places of a version in order."""
    rows = LayerFeature.objects.using(PUBLIC).filter(version=version).order_by("position")
    told = rows.annotate(outline=AsWKB("geometry")).values_list(
        "key", "name", "address", "capacity", "attributes", "outline"
    )
    return tuple(Feature(*row[:5], shapely.from_wkb(bytes(row[5]))) for row in told)


def shapes_of(features: tuple[Feature, ...]) -> Geometries:
    """Return the geometries of places as an array, EPSG:4326."""
    return as_geometries(feature.shape for feature in features)


def capacities_of(features: Sequence[Feature]) -> Floats:
    """Return the capacity of each place, NaN where it is not known."""
    return np.array([np.nan if each.capacity is None else each.capacity for each in features], dtype=np.float64)


def newest_boundaries(organisation_id: int, day: date) -> BoundaryVersion | None:
    """Return the finest boundary version that holds on a day; None where there is none."""
    holds = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    rows = BoundaryVersion.objects.using(PUBLIC).filter(holds, organisation_id=organisation_id).select_related("level")
    return rows.order_by("-level__position", "-valid_from").first()


def boundaries_at(organisation_id: int, level: str, edition: str) -> BoundaryVersion | None:
    """Return the boundary version of a level and an edition; None where there is none."""
    rows = BoundaryVersion.objects.using(PUBLIC).filter(organisation_id=organisation_id, level__slug=level)
    return rows.filter(edition=edition).select_related("level").first()


def ground_version(organisation_id: int) -> BoundaryVersion | None:
    """Return the newest boundary version of the coarsest level; None where there is none."""
    rows = BoundaryVersion.objects.using(PUBLIC).filter(organisation_id=organisation_id)
    return rows.order_by("level__position", "-valid_from").first()


def outline_of(version: BoundaryVersion) -> shapely.Geometry:
    """Return the outline of all areas of a boundary version together, EPSG:4326."""
    return shapely.union_all(areas_of(version)[2])


def area_figures(entry: LayerEntry, features: tuple[Feature, ...], boundaries: BoundaryVersion) -> AreaFigures:
    """Count what lies in each area of a boundary version: places, metres of lines, or square metres of ground."""
    keys, names, outlines = areas_of(boundaries)
    crs = metric_crs(outlines)
    areas, shapes = to_metric(outlines, crs), to_metric(shapes_of(features), crs)
    amounts: Floats | Integers
    capacity = None
    if entry.layer.kind == LayerKind.POINT:
        area_of = areas_of_points(shapes, areas)
        amounts = counts(area_of, len(areas))
        if entry.version.capacity_label:
            capacity = capacities(area_of, len(areas), capacities_of(features))
    else:
        amounts = (lengths if entry.layer.kind == LayerKind.LINE else grounds)(shapes, areas)
    return AreaFigures(keys, names, amounts, densities(amounts, shapely.area(areas)), capacity)


def positions_by_area(
    entry: LayerEntry, features: tuple[Feature, ...], boundaries: BoundaryVersion
) -> dict[str, list[int]]:
    """Return the positions of the places in each area of a boundary version, by its key; areas without any left out.

    Points lie in one area, lines and areas in all that they reach into.
    """
    keys, _names, outlines = areas_of(boundaries)
    crs = metric_crs(outlines)
    areas, shapes = to_metric(outlines, crs), to_metric(shapes_of(features), crs)
    if entry.layer.kind != LayerKind.POINT:
        found = places_by_area(shapes, areas)
        return {key: places for key, places in zip(keys, found, strict=True) if places}
    by_area: dict[str, list[int]] = {}
    for place, area in enumerate(areas_of_points(shapes, areas).tolist()):
        if area != NOWHERE:
            by_area.setdefault(keys[area], []).append(place)
    return by_area


def geojson_of(entry: LayerEntry, features: tuple[Feature, ...]) -> bytes:
    """Return all places of a layer as GeoJSON in longitude and latitude, with seven decimals (about 1 cm)."""
    version = entry.version
    collection = {
        "type": "FeatureCollection",
        "name": entry.layer.slug,
        "title": entry.layer.name,
        "valid_from": version.valid_from.isoformat(),
        "publisher": version.publisher,
        "licence": version.licence,
        "attribution": version.attribution,
        **_origin(version),
        "features": [_feature_json(feature) for feature in features],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def _origin(version: LayerVersion) -> dict[str, str]:
    """Return from which service a version was fetched; nothing of a file that was uploaded."""
    if version.fetched_on is None:
        return {}
    told = {"fetched_from": version.fetched_from, "fetched_collection": version.fetched_collection}
    return {**told, "fetched_on": version.fetched_on.isoformat()}


def _feature_json(feature: Feature) -> dict[str, Any]:
    shape = shapely.set_precision(feature.shape, 1e-7, mode="pointwise")
    told = {"key": feature.key, "name": feature.name, "address": feature.address, "capacity": feature.capacity}
    properties = {**feature.attributes, **told}
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


def areas_of(version: BoundaryVersion) -> tuple[tuple[str, ...], tuple[str, ...], Geometries]:
    """Return keys, names and outlines (EPSG:4326) of the areas of a boundary version, in its frozen order."""
    members = BoundaryMember.objects.using(PUBLIC).filter(boundary_version=version).order_by("position")
    rows = list(
        members.annotate(outline=AsWKB("unit_version__geometry")).values_list(
            "unit_version__key", "unit_version__name", "outline"
        )
    )
    outlines = as_geometries(shapely.from_wkb(bytes(row[2])) for row in rows)
    return tuple(row[0] for row in rows), tuple(row[1] for row in rows), outlines
