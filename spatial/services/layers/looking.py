# SPDX-License-Identifier: EUPL-1.2
"""Looks what is in the file of a layer, so that a person can say what its columns mean."""

from typing import Any

from django.db import transaction

from spatial.geometry.problems import SpatialError
from spatial.models import LayerDraft
from spatial.readers.places.reading import format_of, sketch_places
from spatial.readers.sketch import LayerSketch
from spatial.services.layers import drafting
from spatial.services.storing import known_outline


def look_layer(*, draft_id: int, revision: int) -> None:
    """Look into the file of a draft; done twice, it finds the same."""
    draft = LayerDraft.objects.select_related("organisation", "file").get(pk=draft_id)
    if draft.revision != revision or not draft.is_open:
        return
    content = bytes(draft.file.content)
    problem: dict[str, Any] | None = None
    sketches: list[dict[str, Any]] = []
    try:
        found = format_of(content)
        layers = sketch_places(content, expected=known_outline(draft.organisation))
        sketches = [_sketch_json(layer, found) for layer in layers]
    except SpatialError as error:
        problem = drafting.problem_json(error.problems[0])
    with transaction.atomic():
        current = drafting.locked(draft=draft)
        if current.revision != revision:
            raise drafting.stale()
        draft.file.sketch, draft.file.problem = sketches, problem
        draft.file.save(update_fields=["sketch", "problem"])


def _sketch_json(sketch: LayerSketch, found: str) -> dict[str, Any]:
    return {
        "format": found,
        "name": sketch.name,
        "count": sketch.count,
        "crs": sketch.crs,
        "fitting": list(sketch.fitting),
        "problem": drafting.problem_json(sketch.problem) if sketch.problem else None,
        "columns": [
            {"name": column.name, "examples": list(column.examples), "is_number": column.is_number}
            for column in sketch.columns
        ],
    }
