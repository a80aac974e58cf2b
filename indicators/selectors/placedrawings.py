# SPDX-License-Identifier: EUPL-1.2
"""Layers of places as they lie in the drawing of a map: made once for each of their versions, and kept."""

import hashlib
import json
from dataclasses import asdict

from indicators.rendering.picture.places import PlacedLayer, Spot, placed_layer
from indicators.rendering.profile_inset import Frame
from sozialplanung.web.kept import A_DAY, made_once
from spatial.selectors.layerfiles import shapes_at
from spatial.selectors.maplayers import LayerState

# Told anew with every change of how places are drawn.
_MADE_AS = 1


def places_drawn(organisation: str, slug: str, kind: str, state: LayerState, frame: Frame) -> PlacedLayer:
    """Return a layer as it lies in a drawing; what follows from its version and the frame alone is kept for a day."""
    name = f"{_MADE_AS} {state.content_hash} {kind} {frame}"
    key = f"layer.placed.{hashlib.sha256(name.encode()).hexdigest()}"

    def make() -> bytes:
        shapes = shapes_at(organisation=organisation, slug=slug, number=state.number, content_hash=state.content_hash)
        return json.dumps(asdict(placed_layer(shapes, kind, frame))).encode()

    kept = json.loads(made_once(key, make, seconds=A_DAY))
    return PlacedLayer(kept["kind"], tuple(Spot(**spot) for spot in kept["spots"]), kept["path"])
