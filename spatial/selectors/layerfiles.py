# SPDX-License-Identifier: EUPL-1.2
"""What follows from a version of a layer alone, made once and kept: a version never changes."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from sozialplanung.accounts.selectors import PUBLIC
from sozialplanung.web.conditional import pack
from sozialplanung.web.kept import A_DAY, made_once
from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.projections import metric_crs, to_metric
from spatial.models import BoundaryVersion, LayerVersion
from spatial.rendering.layer_drawing import draw_layer
from spatial.rendering.layer_file import FORMAT, layer_file
from spatial.selectors.layers import (
    AreaFigures,
    LayerEntry,
    area_figures,
    features_of,
    ground_version,
    outline_of,
    positions_by_area,
    shapes_of,
)

# Told anew with every change of how a layer is drawn or counted.
_MADE_AS = 2


def file_hash(version: LayerVersion) -> str:
    """Return what names the bytes of `version_file`, without reading a place."""
    return hashlib.sha256(f"{FORMAT} {version.pk} {version.content_hash}".encode()).hexdigest()


def version_file(*, organisation: str, slug: str, number: int, content_hash: str) -> bytes | None:
    """Return the gzipped places of a version at an address; None where no such content is there."""
    version = version_at(organisation=organisation, slug=slug, number=number, content_hash=content_hash)
    return None if version is None else made_once(f"layer.{content_hash}", lambda: _packed(version), seconds=A_DAY)


def version_at(*, organisation: str, slug: str, number: int, content_hash: str) -> LayerVersion | None:
    """Return the version whose places lie at an address; None where there is none."""
    rows = LayerVersion.objects.using(PUBLIC).filter(layer__organisation__slug=organisation, layer__slug=slug)
    version = rows.filter(number=number, withdrawn_at__isnull=True).first()
    return version if version is not None and file_hash(version) == content_hash else None


def shapes_at(*, organisation: str, slug: str, number: int, content_hash: str) -> Geometries:
    """Return the places of a version at an address, EPSG:4326; none where no such content is there."""
    version = version_at(organisation=organisation, slug=slug, number=number, content_hash=content_hash)
    return as_geometries(()) if version is None else shapes_of(features_of(version))


def drawing_of(entry: LayerEntry) -> str:
    """Return the drawing of a layer over the outline of its organisation, as SVG."""
    ground = ground_version(entry.layer.organisation_id)
    name = f"layer.drawing.{_MADE_AS}.{entry.version.pk}.{ground.pk if ground else 0}.{entry.layer.name}"
    return _kept(name, lambda: _drawn(entry, ground).encode()).decode()


def area_rows(entry: LayerEntry, boundaries: BoundaryVersion) -> list[dict[str, Any]]:
    """Return what lies in each area of a boundary version, row by row; what is not known is None."""
    name = f"layer.areas.{_MADE_AS}.{entry.version.pk}.{boundaries.pk}"
    return list(json.loads(_kept(name, lambda: _counted(entry, boundaries))))


def positions_in(entry: LayerEntry, boundaries: BoundaryVersion, key: str) -> tuple[int, ...]:
    """Return the positions of the places that lie in an area of a boundary version, by its key."""
    name = f"layer.inside.{_MADE_AS}.{entry.version.pk}.{boundaries.pk}"
    kept = _kept(name, lambda: json.dumps(positions_by_area(entry, features_of(entry.version), boundaries)).encode())
    return tuple(json.loads(kept).get(key, ()))


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    return made_once(f"layer.{hashlib.sha256(name.encode()).hexdigest()}", make, seconds=A_DAY)


def _packed(version: LayerVersion) -> bytes:
    features = features_of(version)
    texts = [(each.key, each.name, each.address) for each in features]
    return pack(layer_file(shapes_of(features), texts, [each.capacity for each in features]))


def _drawn(entry: LayerEntry, ground: BoundaryVersion | None) -> str:
    shapes = shapes_of(features_of(entry.version))
    crs = metric_crs(shapes)
    outline = to_metric(as_geometries([outline_of(ground)]), crs)[0] if ground is not None else None
    return draw_layer(to_metric(shapes, crs), entry.layer.kind, outline, entry.layer.name)


def _counted(entry: LayerEntry, boundaries: BoundaryVersion) -> bytes:
    figures = area_figures(entry, features_of(entry.version), boundaries)
    return json.dumps(_rows(figures), ensure_ascii=False, allow_nan=False).encode()


def _rows(figures: AreaFigures) -> list[dict[str, Any]]:
    told = figures.capacity
    return [
        {
            "key": key,
            "name": figures.names[at],
            "amount": float(figures.amounts[at]),
            "density": None if figures.density[at] != figures.density[at] else float(figures.density[at]),
            "capacity": None if told is None or told.known[at] != told.known[at] else float(told.known[at]),
            "unknown": 0 if told is None else int(told.unknown[at]),
        }
        for at, key in enumerate(figures.keys)
    ]
