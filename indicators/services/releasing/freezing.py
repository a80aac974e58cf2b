# SPDX-License-Identifier: EUPL-1.2
"""Store and read vintages: the frozen, unrounded slices that derivations and releases are made from."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from indicators.models import IndicatorDefinition, Period
from indicators.models.observations import Vintage
from indicators.stats.vintages import RawSlice, raw_slice_from_bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a slice belongs: indicator, period and boundary version, by id."""

    indicator_id: int
    period_id: int
    boundary_version_id: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """One current vintage with its content."""

    id: int
    cell: Cell
    raw: RawSlice
    change_from_id: int | None
    change_kind: str
    definition_id: int
    input_hash: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a computation gives: the slice, what it was made from, and since when its change counts."""

    raw: RawSlice
    inputs: Mapping[str, Any]
    change_from_id: int | None = None
    change_kind: str = ""


def current(cell: Cell) -> Frozen | None:
    """Return the current vintage of a cell, None when there is none."""
    return next(_frozen(_current(indicator_id=cell.indicator_id, **_where(cell))), None)


def current_before(cell: Cell, period: Period) -> Frozen | None:
    """Return the current vintage of the nearest earlier period of the same kind, None when there is none."""
    rows = _current(indicator_id=cell.indicator_id, boundary_version_id=cell.boundary_version_id)
    earlier = rows.filter(period__kind=period.kind, period__start__lt=period.start)
    return next(_frozen(earlier.order_by("-period__start", "-period_id")[:1]), None)


def current_of(*, indicator_id: int) -> dict[Cell, Frozen]:
    """Return all current vintages of an indicator."""
    return {each.cell: each for each in _frozen(_current(indicator_id=indicator_id))}


def cells_of(*, indicator_id: int) -> frozenset[tuple[int, int]]:
    """Return (period id, boundary version id) of the current vintages of an indicator."""
    rows = Vintage.objects.filter(indicator_id=indicator_id, is_current=True)
    return frozenset(rows.values_list("period_id", "boundary_version_id"))


def frozen_of(vintage_id: int) -> Frozen | None:
    """Return one vintage, current or not; None where there is none."""
    return next(_frozen(Vintage.objects.filter(pk=vintage_id)), None)


def inputs_of(vintage_ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Return what some vintages were made from, by id."""
    return dict(Vintage.objects.filter(pk__in=list(vintage_ids)).values_list("pk", "inputs"))


def periods_of(*, organisation_id: int) -> dict[int, set[int]]:
    """Return the ids of the periods for which an indicator has current vintages, by indicator."""
    rows = Vintage.objects.filter(organisation_id=organisation_id, is_current=True)
    found: dict[int, set[int]] = {}
    for indicator_id, period_id in rows.values_list("indicator_id", "period_id").distinct():
        found.setdefault(indicator_id, set()).add(period_id)
    return found


def _where(cell: Cell) -> dict[str, int]:
    return {"period_id": cell.period_id, "boundary_version_id": cell.boundary_version_id}


def _current(**where: int) -> QuerySet[Vintage]:
    return Vintage.objects.filter(is_current=True, **where)


def _frozen(vintages: QuerySet[Vintage]) -> Iterator[Frozen]:
    rows = vintages.values_list(
        "id",
        "indicator_id",
        "period_id",
        "boundary_version_id",
        "payload",
        "change_from_id",
        "change_kind",
        "definition_id",
        "input_hash",
    )
    for row in rows:
        yield Frozen(row[0], Cell(*row[1:4]), raw_slice_from_bytes(bytes(row[4])), *row[5:])


def freeze(*, cell: Cell, definition: IndicatorDefinition, made: Made, known: Frozen | None = None) -> Frozen:
    """Store a computed slice as the current vintage of its cell and return it; `known` is the current one, where read.

    Equal inputs and equal content keep the vintage that is there, so that computing twice changes nothing.
    """
    payload = made.raw.to_bytes()
    digest = _digest(definition, made, payload)
    if known is not None and known.input_hash == digest:
        return known
    stored = _stored(cell, definition, made, (payload, digest))
    return Frozen(stored, cell, made.raw, made.change_from_id, made.change_kind, definition.pk, digest)


@transaction.atomic
def _stored(cell: Cell, definition: IndicatorDefinition, made: Made, written: tuple[bytes, str]) -> int:
    payload, digest = written
    rows = Vintage.objects.select_for_update().filter(indicator_id=cell.indicator_id, **_where(cell))
    newest = rows.order_by("-number").first()
    if newest is not None and newest.is_current and newest.input_hash == digest:
        return newest.pk
    if newest is not None:
        rows.filter(is_current=True).update(is_current=False)
    return Vintage.objects.create(
        organisation_id=definition.organisation_id,
        indicator_id=cell.indicator_id,
        definition=definition,
        number=newest.number + 1 if newest else 1,
        change_from_id=made.change_from_id,
        change_kind=made.change_kind,
        payload=payload,
        inputs=dict(made.inputs),
        input_hash=digest,
        **_where(cell),
    ).pk


def retire(*, indicator_id: int, keep: Collection[tuple[int, int]]) -> int:
    """Let the vintages of cells whose figures are not there any more count no longer; returns how many.

    `keep` are (period id, boundary version id) of the cells that were made. The vintages themselves stay.
    """
    kept = frozenset(keep)
    rows = Vintage.objects.filter(indicator_id=indicator_id, is_current=True)
    gone = [pk for pk, *cell in rows.values_list("pk", "period_id", "boundary_version_id") if tuple(cell) not in kept]
    return Vintage.objects.filter(pk__in=gone).update(is_current=False)


def _digest(definition: IndicatorDefinition, made: Made, payload: bytes) -> str:
    said = {
        "definition": definition.pk,
        "inputs": made.inputs,
        "change": [made.change_from_id, made.change_kind],
        "content": hashlib.sha256(payload).hexdigest(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
