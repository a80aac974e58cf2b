# SPDX-License-Identifier: EUPL-1.2
"""Corrections of single rows: another address, one of the candidates, coordinates, or left out with a reason."""

from collections.abc import Mapping
from typing import Any, Final

import shapely
from django.db import transaction

from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from spatial.errors import LayerDraftError
from spatial.geometry import placing
from spatial.geometry.arrays import as_geometries
from spatial.geometry.texts import ProjectionError
from spatial.models import LayerDraft, LayerDraftCorrection, LayerDraftRow, LayerKind, RowState
from spatial.readers.addresses.finding import Reason
from spatial.readers.addresses.parsing import AddressFields
from spatial.services.layers import drafting
from spatial.services.layers.checking import counts_of, geos
from spatial.services.layers.geocoding import geocoder_for
from spatial.services.layers.settling import OF_POSITION, Decided, settled_again
from spatial.services.storing import known_outline

Kind = LayerDraftCorrection.Kind
# Kept with every decision: another one gives the row the address of its file again.
OWN_ADDRESS: Final = "own_address"


@transaction.atomic
def correct_address(*, row: LayerDraftRow, text: str, by: User, revision: int) -> LayerDraftRow:
    """Look a row up under another address; what is not found exactly comes back with its candidates."""
    return _decide(row, Kind.ADDRESS, {"text": text}, by, revision)


@transaction.atomic
def choose_candidate(*, row: LayerDraftRow, place: int, by: User, revision: int) -> LayerDraftRow:
    """Take one of the candidates, counted from 0."""
    if not 0 <= place < len(row.candidates):
        raise LayerDraftError("spatial.layer_no_candidate", "There is no such candidate.")
    return _decide(row, Kind.CANDIDATE, row.candidates[place], by, revision)


@transaction.atomic
def set_point(*, row: LayerDraftRow, place: tuple[float, float, str], by: User, revision: int) -> LayerDraftRow:
    """Set east, north and their system for a row; they must lie where the organisation is."""
    if row.draft.kind != LayerKind.POINT:
        raise LayerDraftError("spatial.layer_no_point", "Only places have one pair of coordinates.")
    longitude, latitude = placed_point(place, known_outline(row.draft.organisation))
    return _decide(row, Kind.POINT, {"x": longitude, "y": latitude}, by, revision)


def placed_point(place: tuple[float, float, str], expected: shapely.Geometry | None) -> tuple[float, float]:
    """Return longitude and latitude of east, north and their system.

    What is wrong is told for one pair of numbers in a form: the sentences of files speak of layers and exports.
    """
    east, north, crs = place
    told = {"east": f"{east:.10g}", "north": f"{north:.10g}"}
    try:
        placed = placing.place(as_geometries([shapely.Point(east, north)]), crs, expected)
    except ProjectionError as error:
        if error.code == "spatial.axes_swapped":
            raise LayerDraftError("spatial.layer_point_swapped", "North stands first.", **told) from error
        if "candidates" not in error.params:
            raise
        told |= {"crs": crs, "candidates": str(error.params["candidates"])}
        raise LayerDraftError("spatial.layer_point_system", "The system is another one.", **told) from error
    if placed.strays:
        raise LayerDraftError("spatial.layer_point_outside", "The place lies outside.", **told)
    longitude, latitude = shapely.get_coordinates(placed.geometries[0])[0].tolist()
    return longitude, latitude


@transaction.atomic
def leave_out(*, row: LayerDraftRow, reason: str, by: User, revision: int) -> LayerDraftRow:
    """Leave a row out, with a reason that the approver reads."""
    return _decide(row, Kind.LEFT_OUT, {}, by, revision, reason)


@transaction.atomic
def take_back(*, row: LayerDraftRow, by: User, revision: int) -> LayerDraft:
    """Forget what was decided on a row; the rows are checked anew."""
    row.draft.corrections.filter(number=row.number).delete()
    return drafting.request_check(draft=row.draft, by=by, revision=revision)


@transaction.atomic
def take_single_candidates(*, draft: LayerDraft, reason: str, by: User, revision: int) -> int:
    """Take the one candidate of all rows that have exactly one and differ in nothing but this; returns how many."""
    if reason not in set(Reason):
        raise LayerDraftError("spatial.layer_no_candidate", "There is no such candidate.")
    current = drafting.touched(draft=draft, by=by, revision=revision)
    rows = [
        row
        for row in current.rows.filter(state=RowState.INEXACT)
        if len(row.candidates) == 1 and row.candidates[0]["reasons"] == [reason]
    ]
    for row in rows:
        _store(current, row, Decided(Kind.CANDIDATE, row.candidates[0]), by)
    _count(current)
    _record("spatial.layer_candidates", current, by, {"rows": len(rows)})
    return len(rows)


def _decide(  # noqa: PLR0913, PLR0917 - a decision is six facts
    row: LayerDraftRow, kind: Kind, said: Mapping[str, Any], by: User, revision: int, reason: str = ""
) -> LayerDraftRow:
    current = drafting.touched(draft=row.draft, by=by, revision=revision)
    found = current.rows.filter(number=row.number).first()
    if found is None:
        raise drafting.stale()
    _store(current, found, Decided(kind, said), by, reason)
    _count(current)
    _record("spatial.layer_row", current, by, {"row": row.number, "decision": kind.value}, reason)
    return found


def _store(draft: LayerDraft, row: LayerDraftRow, decided: Decided, by: User, reason: str = "") -> None:
    own = _address_of_file(draft, row)
    said = {**decided.said, OWN_ADDRESS: own}
    kept = {"kind": decided.kind, "said": said, "person": by, "reason": reason}
    LayerDraftCorrection.objects.update_or_create(draft=draft, number=row.number, defaults=kept)
    others = draft.findings.filter(row=row.number, severity="error").exclude(code__in=OF_POSITION)
    geocoder = None
    if decided.kind == Kind.ADDRESS:
        geocoder = geocoder_for(draft.organisation, AddressFields(str(decided.said["text"])))
    told = settled_again(decided, {*others.values_list("code", flat=True)}, geocoder)
    row.state, row.geometry = told.state, geos(told.geometry)
    # An address that was typed to search for it stays only with what was found by it.
    row.address = told.address or own
    row.candidates, row.nearest = told.candidates, told.nearest
    row.save(update_fields=["state", "geometry", "address", "candidates", "nearest"])


def _address_of_file(draft: LayerDraft, row: LayerDraftRow) -> str:
    """Return the address that a row had before anybody decided on it."""
    before = draft.corrections.filter(number=row.number).values_list("said", flat=True).first()
    return row.address if before is None else str(before.get(OWN_ADDRESS, row.address))


def _count(draft: LayerDraft) -> None:
    draft.summary = {**draft.summary, "counts": counts_of(draft)}
    draft.save(update_fields=["summary"])


def _record(action: str, draft: LayerDraft, by: User, details: dict[str, Any], reason: str = "") -> None:
    record(action=action, by=by, organisation=draft.organisation, subject=draft, details=details, reason=reason)
