# SPDX-License-Identifier: EUPL-1.2
"""Reads one layer as a person said, on the ground where it belongs, with everything that is wrong or noteworthy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from spatial.geometry.arrays import Geometries, coordinates
from spatial.geometry.problems import Problem, SpatialError
from spatial.geometry.projections import to_longitude_latitude
from spatial.geometry.repair import RepairProposal, apply_repairs, propose_repairs
from spatial.geometry.stacks import StackKind, find_stacks
from spatial.models import ChangesetLayer
from spatial.readers import BoundaryTable, Selection, read_with_problems
from spatial.services.changesets.answers import LayerAnswers, answers_of
from spatial.services.changesets.findings import ERROR, NOTE, WARNING, Found, of_problem

_SUMS = {StackKind.TOTAL: "spatial.found_total", StackKind.SUBTOTAL: "spatial.found_subtotal"}
_TOLD_BY_COVERAGE = frozenset({"spatial.key_twice"})
_WORTH_A_REASON = frozenset({"spatial.text_misdecoded", "spatial.text_hidden"})


@dataclass(frozen=True, slots=True, eq=False)
class ReadLayer:
    """The areas of a layer in the order of their keys, in EPSG:4326, and what was found while reading them.

    `areas` holds what the layer says of each area; `is_total` marks rows that seem to be the sum of the others.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    properties: tuple[Mapping[str, Any], ...]
    geometries: Geometries
    crs: str = ""
    found: list[Found] = field(default_factory=list)
    repairs: tuple[dict[str, Any], ...] = ()
    is_total: tuple[bool, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether there are areas at all."""
        return len(self.keys) > 0

    def without_totals(self) -> "ReadLayer":
        """Return the layer as if the rows of totals had been left out."""
        return _picked(self, [place for place, total in enumerate(self.is_total) if not total])


def read_layer(layer: ChangesetLayer, expected: shapely.Geometry | None) -> ReadLayer:
    """Read a layer; one that cannot be used at all comes back without areas, with the reasons."""
    said = answers_of(layer.answers)
    selection = Selection(said.key, said.name, layer.name or None, said.crs or None)
    try:
        table, problems = read_with_problems(bytes(layer.file.content), selection)
        geometries = to_longitude_latitude(table.geometries, table.crs, expected)
    except SpatialError as error:
        return _unreadable([of_problem(problem, ERROR) for problem in error.problems])
    kept = [place for place, key in enumerate(table.keys) if key not in said.left_out]
    found = [*_told(table, problems, geometries, set(kept)), *_left_out(table, said)]
    order = sorted(kept, key=lambda place: table.keys[place])
    whole = ReadLayer(table.keys, table.names, table.properties, geometries, table.crs, found)
    return _with_totals(_repaired(_picked(whole, order), said))


def places_of(geometries: Geometries) -> list[tuple[float, float]]:
    """Return a place on each area, NaN where it has none."""
    points = coordinates(shapely.point_on_surface(geometries))
    return [(east, north) for east, north in points.tolist()]


def _unreadable(found: list[Found]) -> ReadLayer:
    return ReadLayer((), (), (), np.empty(0, dtype=object), found=found)


def _picked(layer: ReadLayer, places: Sequence[int]) -> ReadLayer:
    return replace(
        layer,
        keys=tuple(layer.keys[place] for place in places),
        names=tuple(layer.names[place] for place in places),
        properties=tuple(layer.properties[place] for place in places),
        geometries=layer.geometries[list(places)],
        is_total=tuple(layer.is_total[place] for place in places) if layer.is_total else (),
    )


def _told(table: BoundaryTable, problems: Sequence[Problem], geometries: Geometries, kept: set[int]) -> list[Found]:
    places = places_of(geometries)
    found = []
    for problem in problems:
        place = (problem.place.feature or 0) - 1
        if problem.code not in _TOLD_BY_COVERAGE and place in kept:
            found.append(of_problem(problem, ERROR, places[place]))
    for remark in table.findings:
        place = (remark.place.feature or 0) - 1
        severity = WARNING if remark.code in _WORTH_A_REASON else NOTE
        found.append(of_problem(remark, severity, places[place] if 0 <= place < len(places) else None))
    return found


def _left_out(table: BoundaryTable, said: LayerAnswers) -> list[Found]:
    gone = [key for key in table.keys if key in said.left_out]
    return [Found("spatial.found_left_out", NOTE, tuple(gone), params={"count": len(gone)})] if gone else []


def _repaired(layer: ReadLayer, said: LayerAnswers) -> ReadLayer:
    """Mend the outlines that a person let be mended; tell the others, each with what a repair would change."""
    proposals = propose_repairs(layer.geometries)
    wanted = [one for one in proposals if layer.keys[one.position] in said.repairs and not one.is_blocked]
    done = {one.position for one in wanted}
    found = [_repair_found(layer, one, is_done=one.position in done) for one in proposals]
    repairs = tuple(_repair_json(layer.keys[one.position], one, is_done=one.position in done) for one in proposals)
    geometries = apply_repairs(layer.geometries, tuple(wanted))
    return replace(layer, geometries=geometries, found=[*layer.found, *found], repairs=repairs)


def _repair_found(layer: ReadLayer, proposal: RepairProposal, *, is_done: bool) -> Found:
    reason, place = _reason_and_place(proposal.reason)
    code = "repaired" if is_done else "invalid_ambiguous" if proposal.is_blocked else "invalid"
    return Found(
        f"spatial.found_{code}",
        NOTE if is_done else WARNING,
        (layer.keys[proposal.position],),
        place,
        params={"reason": reason, "change": _change(proposal)},
    )


def _repair_json(key: str, proposal: RepairProposal, *, is_done: bool) -> dict[str, Any]:
    return {
        "key": key,
        "reason": _reason_and_place(proposal.reason)[0],
        "before_m2": round(proposal.area_before_m2, 1),
        "after_m2": round(proposal.area_after_m2, 1),
        "change": _change(proposal),
        "is_blocked": proposal.is_blocked,
        "is_done": is_done,
    }


def _change(proposal: RepairProposal) -> float | None:
    """Return the change in percent, None where nothing would be left."""
    return round(100 * proposal.change, 4) if np.isfinite(proposal.change) else None


def _reason_and_place(told: str) -> tuple[str, tuple[float, float] | None]:
    reason, _, position = told.partition("[")
    numbers = position.rstrip("]").split()
    return reason.strip(), (float(numbers[0]), float(numbers[1])) if len(numbers) > 1 else None


def _with_totals(layer: ReadLayer) -> ReadLayer:
    """Mark rows that are the sum of others: they would hide gaps, and overlap with everything."""
    if not layer.keys:
        return layer
    sums = [stack for stack in find_stacks(layer.geometries) if stack.kind in _SUMS]
    found = [Found(_SUMS[one.kind], ERROR, (layer.keys[one.position],), one.place) for one in sums]
    totals = {one.position for one in sums}
    is_total = tuple(place in totals for place in range(len(layer.keys)))
    return replace(layer, found=[*layer.found, *found], is_total=is_total)
