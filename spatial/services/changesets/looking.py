# SPDX-License-Identifier: EUPL-1.2
"""Looks what is in the files of a draft, and proposes what it means; nothing counts before a person confirms it."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from spatial.errors import StaleChangesetError
from spatial.geometry.problems import Problem, SpatialError
from spatial.models import Changeset, ChangesetFile, ChangesetLayer
from spatial.readers import sketch_layers
from spatial.readers.sketch import ColumnSketch, LayerSketch
from spatial.services.changesets import drafting
from spatial.services.changesets.proposing import proposed
from spatial.services.storing import known_outline
from spatial.services.wfs import wfs_layer

Report = Callable[[int, int], None]


def look_changeset(*, changeset_id: int, revision: int, report: Report) -> None:
    """Look into every file and keep its layers; an answer that was given for a layer of the same name stays."""
    changeset = Changeset.objects.select_related("organisation").get(pk=changeset_id)
    if changeset.revision != revision or not changeset.is_open:
        return
    files = list(changeset.files.all())
    expected = None if changeset.may_lie_elsewhere else known_outline(changeset.organisation)
    found: list[tuple[ChangesetFile, tuple[LayerSketch, ...]]] = []
    for place, file in enumerate(files):
        report(place, len(files))
        try:
            _fetch(file)
            sketches, file.problem = sketch_layers(bytes(file.content), expected=expected), None
        except SpatialError as error:
            sketches, file.problem = (), problem_json(error.problems[0])
        found.append((file, sketches))
    _store(changeset, revision, found)
    report(len(files), len(files))


def _fetch(file: ChangesetFile) -> None:
    """Ask a service for its areas, once: what was fetched is what is checked and kept."""
    if file.address and not file.size:
        file.content = wfs_layer(address=file.address, layer=file.feature_type).content
        file.size, file.sha256 = len(file.content), hashlib.sha256(file.content).hexdigest()


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return what is kept of a problem, to be told in the reader's language."""
    return {"code": problem.code, "params": dict(problem.parameters), "place": str(problem.place)}


@transaction.atomic
def _store(changeset: Changeset, revision: int, found: list[tuple[ChangesetFile, tuple[LayerSketch, ...]]]) -> None:
    current = drafting.locked(changeset=changeset)
    if current.revision != revision:
        raise StaleChangesetError("spatial.changeset_stale", "The boundary version was changed in the meantime.")
    before = {(layer.file_id, layer.name): layer for layer in current.layers.all()}
    current.layers.all().delete()
    number = 0
    for file, sketches in found:
        file.save(update_fields=["problem", "content", "size", "sha256"])
        for sketch in sketches:
            number += 1
            _store_layer(current, file, (number, sketch), before.get((file.pk, sketch.name)))


def _store_layer(
    changeset: Changeset, file: ChangesetFile, found: tuple[int, LayerSketch], before: ChangesetLayer | None
) -> None:
    number, sketch = found
    kept = before is not None and _still_fits(before, sketch)
    ChangesetLayer.objects.create(
        changeset=changeset,
        file=file,
        number=number,
        name=sketch.name,
        is_taken=before.is_taken if before and kept else sketch.problem is None,
        sketch=_sketch_json(sketch),
        answers=before.answers if before and kept else proposed(changeset.organisation_id, sketch, str(file)).to_json(),
        is_answered=bool(before and kept and before.is_answered),
    )


def _still_fits(layer: ChangesetLayer, sketch: LayerSketch) -> bool:
    names = {column.name for column in sketch.columns}
    return {layer.answers.get("key"), layer.answers.get("name")} <= names


def _sketch_json(sketch: LayerSketch) -> dict[str, Any]:
    return {
        "count": sketch.count,
        "crs": sketch.crs,
        "fitting": list(sketch.fitting),
        "problem": problem_json(sketch.problem) if sketch.problem else None,
        "columns": [_column_json(column, sketch.count) for column in sketch.columns],
    }


def _column_json(column: ColumnSketch, count: int) -> Mapping[str, Any]:
    return {
        "name": column.name,
        "examples": list(column.examples),
        "filled": column.filled,
        "empty": count - column.filled,
        "distinct": column.distinct,
        "is_number": column.is_number,
    }
