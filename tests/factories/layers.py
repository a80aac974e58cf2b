# SPDX-License-Identifier: EUPL-1.2
"""Layers of places and their versions in force, without the way there."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from sozialplanung.accounts.models import Organisation
from spatial.models import Layer, LayerFeature, LayerVersion

# Key, name, address, shape as text, capacity.
Place = tuple[str, str, str, str, float | None]


def layer(city: Organisation, slug: str, name: str, kind: str, *, topic: str = "") -> Layer:
    """Store a layer without any version."""
    return Layer.objects.create(organisation=city, slug=slug, name=name, kind=kind, topic=topic)


def put(of: Layer, places: Sequence[Place], **facts: Any) -> LayerVersion:  # noqa: ANN401 - fields of the model
    """Put a version of a layer in force, in the place of the one before."""
    last = LayerVersion.objects.filter(layer=of).order_by("number").last()
    LayerVersion.objects.filter(layer=of, superseded_at__isnull=True).update(superseded_at="2024-01-01T00:00:00Z")
    usual = {
        "valid_from": date(2023, 1, 1),
        "publisher": "Stadt Musterstadt",
        "licence": "dl-de/by-2-0",
        "attribution": "© Stadt Musterstadt",
    }
    version = LayerVersion.objects.create(
        layer=of,
        number=last.number + 1 if last else 1,
        feature_count=len(places),
        content_hash=sha256(repr(places).encode()).hexdigest(),
        **{**usual, **facts},
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(version=version, position=at, key=key, name=name, address=address, capacity=capacity,
                     geometry=GEOSGeometry(f"SRID=4326;{shape}"))
        for at, (key, name, address, shape, capacity) in enumerate(places)
    )  # fmt: skip
    return version
