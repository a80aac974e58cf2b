# SPDX-License-Identifier: EUPL-1.2
"""The check of a layer: every row with its place, or with what is to be decided on it."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone

from spatial.errors import LayerDraftError
from spatial.geometry.problems import Problem, SpatialError
from spatial.models import LayerDraft, LayerDraftFile, LayerDraftFinding, LayerDraftRow, RowState
from spatial.readers.places.checking import CheckedPlace, checked, missing_columns
from spatial.readers.places.reading import PlaceTable, read_places
from spatial.readers.texts import problem
from spatial.services.layers import drafting
from spatial.services.layers.answers import PlaceAnswers, answers_of
from spatial.services.layers.geocoding import SRID, Geocoder, geocoder_of
from spatial.services.layers.settling import Decided, Settled, settled
from spatial.services.storing import known_outline

Report = Callable[[int, int], None]
_BATCH = 2000
ERROR, NOTE = LayerDraftFinding.Severity.ERROR, LayerDraftFinding.Severity.NOTE


@dataclass(frozen=True, slots=True, eq=False)
class CheckedFile:
    """All rows of a file with their places, and what was found in the file as a whole."""

    rows: tuple[tuple[CheckedPlace, Settled], ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def check_layer(*, draft_id: int, revision: int, report: Report) -> None:
    """Read and check all rows of a draft, whole or not at all; done twice, it changes nothing."""
    draft = LayerDraft.objects.select_related("organisation", "file").get(pk=draft_id)
    if draft.revision != revision or not draft.is_open or draft.summary:
        return
    if not draft.is_answered:
        raise LayerDraftError("spatial.layer_incomplete", "It is not said what the columns mean.")
    found = _checked(draft, report)
    with transaction.atomic():
        current = drafting.locked(draft=draft)
        if current.revision != revision:
            raise drafting.stale()
        _store(current, found)


def content_hash(draft: LayerDraft) -> str:
    """Return the hash of everything that will be in force, as the database holds it."""
    facts = ("slug", "name", "kind", "topic", "description", "publisher", "licence", "attribution", "note")
    dates = [str(draft.valid_from), str(draft.valid_until)]
    told = [*(getattr(draft, name) for name in facts), *dates, draft.answers]
    if fetched := fetched_facts(draft):
        told.append({name: str(value) for name, value in fetched.items()})
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    rows = taken_rows(draft).annotate(outline=AsWKB("geometry"))
    for *words, attributes, outline in rows.values_list("key", "name", "address", "capacity", "attributes", "outline"):
        digest.update(json.dumps([*words, attributes], sort_keys=True).encode())
        digest.update(bytes(outline))
    return digest.hexdigest()


def fetched_facts(draft: LayerDraft) -> dict[str, Any]:
    """Return what a version tells of the service that its file was fetched from; nothing of an uploaded one."""
    # Read by its own query: the bytes of a file are no part of this.
    fetched_at = LayerDraftFile.objects.filter(draft=draft).values_list("fetched_at", flat=True).first()
    if fetched_at is None:
        return {}
    source = draft.source
    day = timezone.localtime(fetched_at).date()
    return {"fetched_from": source.told_address, "fetched_collection": source.collection, "fetched_on": day}


def taken_rows(draft: LayerDraft) -> Any:  # noqa: ANN401 - a query of rows with annotations
    """Return the rows that will be in force, in order."""
    return draft.rows.exclude(state=RowState.LEFT_OUT).order_by("number")


def counts_of(draft: LayerDraft) -> dict[str, int]:
    """Count the rows by their state."""
    return dict(Counter(draft.rows.values_list("state", flat=True)))


def _checked(draft: LayerDraft, report: Report) -> CheckedFile:
    said = answers_of(draft.answers)
    try:
        table = read_places(bytes(draft.file.content), said.selection)
        missing = missing_columns(table, said.columns)
        if missing:
            return CheckedFile(errors=(problem("column_missing", column=missing[0], columns=_columns(table)),))
        places = checked(table, said.columns, draft.kind, known_outline(draft.organisation))
    except SpatialError as error:
        return CheckedFile(errors=error.problems)
    fields = _fields(table, said)
    geocoder = geocoder_of(draft.organisation) if fields else None
    known = set(table.numbers)
    beside = tuple(each for each in table.problems if (each.place.line or each.place.feature or 0) not in known)
    errors = (problem("register_missing"),) if fields and geocoder is None else ()
    rows = tuple(_settled_rows(draft, places, fields, geocoder, report))
    return CheckedFile(rows, errors, (*table.remarks, *beside))


def _columns(table: PlaceTable) -> str:
    return ", ".join(dict.fromkeys(name for row in table.rows for name in row))


def _fields(table: PlaceTable, said: PlaceAnswers) -> Sequence[Any] | None:
    """Return the addresses where they tell the places: coordinates go before them."""
    return table.addresses if table.addresses and not table.crs and not said.has_coordinates else None


def _settled_rows(
    draft: LayerDraft,
    places: Sequence[CheckedPlace],
    fields: Sequence[Any] | None,
    geocoder: Geocoder | None,
    report: Report,
) -> Iterable[tuple[CheckedPlace, Settled]]:
    decided = {each.number: Decided(each.kind, each.said) for each in draft.corrections.all()}
    for at, place in enumerate(places):
        if at % _BATCH == 0:
            report(at, len(places))
        yield place, settled(place, fields[at] if fields else None, geocoder, decided.get(place.number))
    report(len(places), len(places))


def _store(draft: LayerDraft, found: CheckedFile) -> None:
    draft.rows.all().delete()
    draft.findings.all().delete()
    LayerDraftRow.objects.bulk_create((_row(draft, *each) for each in found.rows), batch_size=_BATCH)
    told = [
        *((each, None, ERROR) for each in found.errors),
        *((each, None, NOTE) for each in found.notes),
        *((each, place.number, ERROR) for place, _ in found.rows for each in place.problems),
    ]
    LayerDraftFinding.objects.bulk_create(
        (_finding(draft, number, *each) for number, each in enumerate(told, start=1)), batch_size=_BATCH
    )
    draft.summary = {"rows": len(found.rows), "errors": len(found.errors), "counts": counts_of(draft)}
    draft.save(update_fields=["summary"])


def _row(draft: LayerDraft, place: CheckedPlace, told: Settled) -> LayerDraftRow:
    return LayerDraftRow(
        draft=draft,
        number=place.number,
        state=told.state,
        key=place.key[:60],
        name=place.name,
        address=told.address,
        capacity=place.capacity,
        attributes=dict(place.attributes),
        geometry=geos(told.geometry),
        candidates=told.candidates,
        nearest=told.nearest,
    )


def geos(shape: shapely.Geometry | None) -> GEOSGeometry | None:
    """Return a shape as the database takes it."""
    return None if shape is None else GEOSGeometry(shapely.to_wkb(shape).hex(), srid=SRID)


def _finding(
    draft: LayerDraft, number: int, told: Problem, row: int | None, severity: LayerDraftFinding.Severity
) -> LayerDraftFinding:
    params = dict(told.parameters)
    line = told.place.line or told.place.feature
    return LayerDraftFinding(
        draft=draft,
        number=number,
        row=row if row is not None else line,
        code=told.code,
        severity=severity,
        params=params,
    )
