# SPDX-License-Identifier: EUPL-1.2
"""Where a row lies: by its coordinates, by its address, or as a person decided."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import shapely

from spatial.models import LayerDraftCorrection, RowState
from spatial.readers.addresses.finding import Answer, Reason, Status
from spatial.readers.addresses.parsing import AddressFields
from spatial.readers.places.checking import CheckedPlace
from spatial.services.layers.geocoding import Geocoder, address_text, candidate_json

# What another place settles; all else stays wrong until the file is corrected or the row is left out.
OF_POSITION: Final = frozenset(
    f"spatial.{code}"
    for code in (
        "place_missing",
        "place_malformed",
        "coordinate_missing",
        "coordinate_no_number",
        "place_outside",
        "place_axes_swapped",
        "place_degrees_as_metres",
        "place_metres_as_degrees",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """State and place of a row; what may be meant, and what is next, where there is no place yet."""

    state: RowState
    geometry: shapely.Geometry | None = None
    address: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    nearest: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on a row."""

    kind: str
    said: Mapping[str, Any]


def settled(
    place: CheckedPlace, fields: AddressFields | None, geocoder: Geocoder | None, decided: Decided | None
) -> Settled:
    """Return where a row lies, as far as it is known."""
    codes = {problem.code for problem in place.problems}
    if decided is not None:
        told = settled_again(decided, codes - OF_POSITION, geocoder)
        return told if told.address or not fields else replace(told, address=address_text(fields))
    if fields is None:
        return Settled(RowState.WRONG if codes or place.geometry is None else RowState.PLACED, place.geometry)
    return _found(fields, codes, geocoder)


def settled_again(decided: Decided, wrong: Collection[str], geocoder: Geocoder | None) -> Settled:
    """Return where a row lies after a decision on it; `wrong` are the codes that another place does not settle."""
    if decided.kind == LayerDraftCorrection.Kind.LEFT_OUT:
        return Settled(RowState.LEFT_OUT)
    if decided.kind == LayerDraftCorrection.Kind.ADDRESS:
        found = _found(AddressFields(str(decided.said["text"])), wrong, geocoder)
        return replace(found, state=RowState.CORRECTED) if found.state == RowState.EXACT else found
    point = shapely.Point(float(decided.said["x"]), float(decided.said["y"]))
    return Settled(RowState.WRONG if wrong else RowState.CORRECTED, point, str(decided.said.get("label", "")))


def _found(fields: AddressFields, wrong: Collection[str], geocoder: Geocoder | None) -> Settled:
    written = address_text(fields)
    answer = geocoder.answer(fields) if geocoder else Answer(Status.FAILED, reasons=(Reason.STREET_UNKNOWN,))
    candidates = [candidate_json(each) for each in answer.candidates]
    if answer.status == Status.EXACT:
        entry = answer.candidates[0].entry
        state = RowState.WRONG if wrong else RowState.EXACT
        return Settled(state, shapely.Point(entry.x, entry.y), written)
    state = RowState.INEXACT if answer.status == Status.INEXACT else RowState.FAILED
    return Settled(state, None, written, candidates, list(answer.nearest))
