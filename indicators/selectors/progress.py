# SPDX-License-Identifier: EUPL-1.2
"""How far each indicator has come for each period, from the draft to the release; for those at the desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, Final
from uuid import UUID

from django.db import connection

from indicators.models import (
    Delivery,
    DeliveryState,
    DeliveryTable,
    IndicatorDefinition,
    IndicatorKind,
    Release,
    ReleaseState,
)
from indicators.selectors.review import frozen_cells

Cell = tuple[int, str]

# One pass per open batch over its primary key; a draft that was not checked yet has no batch.
_OPEN: Final = """
    SELECT d.indicator_id, p.code, v.state, v.uuid
      FROM indicators_delivery v
     CROSS JOIN LATERAL (
           SELECT DISTINCT s.series_id, s.period_id FROM indicators_stagedvalue s WHERE s.batch_id = v.batch_id) c
      JOIN indicators_period p ON p.id = c.period_id
      JOIN indicators_indicatordefinition d ON d.series_id = c.series_id AND d.valid_from <= p.start
           AND (d.valid_until IS NULL OR p.start < d.valid_until)
     WHERE v.organisation_id = ANY(%s) AND v.state = ANY(%s)
     ORDER BY v.changed_at
"""
_OPEN_STATES: Final = (DeliveryState.DRAFT, DeliveryState.SUBMITTED, DeliveryState.APPROVED)


class Stage(IntEnum):
    """How far figures have come, the farther the greater."""

    NOTHING = 0
    IN_WORK = 1
    WAITING = 2
    APPROVED = 3
    RELEASED = 4


_STAGES: Final[Mapping[str, Stage]] = {
    DeliveryState.DRAFT: Stage.IN_WORK,
    DeliveryState.SUBMITTED: Stage.WAITING,
    DeliveryState.APPROVED: Stage.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One dated definition of a delivered indicator, as far as it says which deliveries it needs."""

    indicator_id: int
    organisation_id: int
    source_id: int
    slug: str
    name: str
    topic: str
    is_building_block: bool
    series: str
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether this is what the indicator means on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one indicator and period has come, and the delivery that is on its way, if one is."""

    stage: Stage
    delivery: UUID | None = None


def meanings_of(organisation_ids: Sequence[int]) -> tuple[Meaning, ...]:
    """Return the definitions of all delivered indicators in the order of the catalogue, earlier ones first."""
    rows = IndicatorDefinition.objects.filter(
        organisation_id__in=organisation_ids, indicator__kind=IndicatorKind.DELIVERED, series__isnull=False
    ).select_related("indicator__topic", "series__variable", "series__breakdown")
    order = ("organisation__name", "indicator__topic__position", "indicator__position", "indicator__slug", "valid_from")
    return tuple(_meaning(row) for row in rows.order_by(*order))


def _meaning(row: IndicatorDefinition) -> Meaning:
    series = row.series
    slug = series.variable.slug if series else ""
    breakdown = series.breakdown.slug if series else ""
    return Meaning(
        indicator_id=row.indicator_id,
        organisation_id=row.organisation_id,
        source_id=row.source_id,
        slug=row.indicator.slug,
        name=row.name,
        topic=row.indicator.topic.slug,
        is_building_block=row.indicator.is_building_block,
        series=slug if breakdown == "gesamt" else f"{slug}:{breakdown}",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def progress_of(organisation_ids: Sequence[int], meanings: Iterable[Meaning]) -> dict[Cell, Progress]:
    """Return how far each indicator and period has come of which anything is there.

    What is released stays released while a correction of it is on its way; the delivery of the correction is named.
    """
    found: dict[Cell, Progress] = {}
    for cell, stage, delivery in (*_drafted(organisation_ids, meanings), *_staged(organisation_ids)):
        known = found.get(cell)
        if known is None or stage >= known.stage:
            found[cell] = Progress(stage, delivery)
    for cell in _released(organisation_ids):
        known = found.get(cell)
        found[cell] = Progress(Stage.RELEASED, known.delivery if known else None)
    return found


def _staged(organisation_ids: Sequence[int]) -> list[tuple[Cell, Stage, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [list(organisation_ids), [str(state) for state in _OPEN_STATES]])
        return [((row[0], row[1]), _STAGES[row[2]], row[3]) for row in cursor.fetchall()]


def _drafted(organisation_ids: Sequence[int], meanings: Iterable[Meaning]) -> list[tuple[Cell, Stage, UUID]]:
    """Return what drafts speak of that were mapped and not checked yet."""
    by_series: dict[tuple[int, str], set[int]] = {}
    for each in meanings:
        by_series.setdefault((each.organisation_id, each.series), set()).add(each.indicator_id)
    rows = DeliveryTable.objects.filter(
        delivery__organisation_id__in=organisation_ids,
        delivery__state=DeliveryState.DRAFT,
        delivery__batch__isnull=True,
        is_taken=True,
        mapping__isnull=False,
    )
    return [
        ((indicator, period), Stage.IN_WORK, uuid)
        for organisation, uuid, mapping in rows.values_list("delivery__organisation_id", "delivery__uuid", "mapping")
        for series, period in _targets(mapping)
        for indicator in by_series.get((organisation, series), ())
    ]


def _targets(mapping: Mapping[str, Any] | None) -> set[tuple[str, str]]:
    """Return series and period that a mapping names; where the period stands in the file, only the check tells it."""
    if mapping is None:
        return set()
    fixed = mapping["period"]["text"] if mapping["period"]["kind"] == "fixed" else ""
    columns = [(each["series"], each.get("period") or fixed) for each in mapping["values"]]
    columns += [(each["series"], fixed) for each in mapping.get("series_of", ())]
    return {(series, period) for series, period in columns if series and period}


def _released(organisation_ids: Sequence[int]) -> set[Cell]:
    """Return what is in force, and what is taken over of indicators that are never released on their own."""
    rows = Release.objects.filter(organisation_id__in=organisation_ids)
    states = set(rows.values_list("indicator_id", "period__code", "state").distinct())
    in_force = {(indicator, period) for indicator, period, state in states if state == ReleaseState.PUBLISHED}
    ever = {(indicator, period) for indicator, period, _state in states}
    return in_force | (frozen_cells(organisation_ids) - ever)


def undated_drafts(organisation_ids: Sequence[int]) -> list[Delivery]:
    """Return the drafts of which nothing can be said by indicator and period yet, the oldest change first."""
    drafts = Delivery.objects.filter(
        organisation_id__in=organisation_ids, state=DeliveryState.DRAFT, batch__isnull=True
    )
    rows = drafts.select_related("organisation", "source", "created_by").prefetch_related("tables")
    return [row for row in rows.order_by("changed_at") if not any(_says_enough(table) for table in row.tables.all())]


def _says_enough(table: DeliveryTable) -> bool:
    return table.is_taken and bool(_targets(table.mapping))
