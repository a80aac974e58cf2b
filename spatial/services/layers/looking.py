# SPDX-License-Identifier: EUPL-1.2
"""Looks what is in the file of a layer, so that a person can say what its columns mean."""

from typing import Any

from django.db import transaction

from sozialplanung.accounts.models import Organisation
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
    found = looked_into(bytes(draft.file.content), draft.organisation)
    with transaction.atomic():
        current = drafting.locked(draft=draft)
        if current.revision != revision:
            raise drafting.stale()
        draft.file.sketch, draft.file.problem = found["sketch"], found["problem"]
        draft.file.save(update_fields=["sketch", "problem"])


def looked_into(content: bytes, organisation: Organisation) -> dict[str, Any]:
    """Return what is kept of a look into a file: its `sketch` layer by layer, or the `problem` that hides it."""
    try:
        found = format_of(content)
        layers = sketch_places(content, expected=known_outline(organisation))
        return {"sketch": [_sketch_json(layer, found) for layer in layers], "problem": None}
    except SpatialError as error:
        return {"sketch": [], "problem": drafting.problem_json(error.problems[0])}


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
