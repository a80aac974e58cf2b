# SPDX-License-Identifier: EUPL-1.2
"""Which deliveries are expected on a day, by the plans of the sources: due, overdue, and how far they have come.

For stewards and approvers, and for the jobs that remind them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from indicators.models import DeliveryPlan
from indicators.selectors.progress import Cell, Meaning, Progress, Stage, meanings_of, progress_of
from sozialplanung.common.periods import Period
from sozialplanung.common.rhythms import Expectation, expectation


@dataclass(frozen=True, slots=True)
class ExpectedCell:
    """One indicator and period that a plan expects, and the last day on which it is in time."""

    plan_id: int
    indicator_id: int
    period: Period
    due_on: date
    state: Expectation


@dataclass(frozen=True, slots=True)
class ExpectedDelivery:
    """One period of one plan of which something is still missing.

    `stage` is that of the indicator that has come least far: `NOTHING` when nobody began with one of them.
    `missing` names the indicators that are not released yet.
    """

    plan_id: int
    organisation_id: int
    organisation_slug: str
    source_id: int
    source: str
    period: Period
    due_on: date
    state: Expectation
    days_late: int
    stage: Stage
    missing: tuple[str, ...]
    responsible_id: int | None
    contact: str


def plans_of(organisation_ids: Sequence[int]) -> QuerySet[DeliveryPlan]:
    """Return the plans of organisations with all they speak of."""
    rows = DeliveryPlan.objects.filter(organisation_id__in=organisation_ids)
    related = ("organisation", "source", "first_period", "last_period", "responsible", "changed_by")
    return rows.select_related(*related).prefetch_related("planned").order_by("source__title", "pk")


def expected_deliveries(organisation_ids: Sequence[int], *, on: date) -> tuple[ExpectedDelivery, ...]:
    """Return what is due or overdue on a day and not released, what should have come first standing first.

    The number of queries is the same for one organisation and for many.
    """
    plans = list(plans_of(organisation_ids))
    meanings = meanings_of(organisation_ids)
    progress = progress_of(organisation_ids, meanings)
    found = [each for plan in plans for each in _missing(plan, meanings, progress, on)]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.organisation_slug, each.source, each.period)))


def expected_cells(plans: Iterable[DeliveryPlan], meanings: Sequence[Meaning], *, on: date) -> dict[Cell, ExpectedCell]:
    """Return what plans expect of the periods that are over; of two plans for one cell the earlier day counts."""
    found: dict[Cell, ExpectedCell] = {}
    for plan in plans:
        for period, wanted in _wanted(plan, meanings, on):
            due_on = plan.due_rule.due_on(period)
            state = expectation(period, plan.due_rule, on=on)
            for each in wanted:
                cell = (each.indicator_id, period.code)
                if cell not in found or due_on < found[cell].due_on:
                    found[cell] = ExpectedCell(plan.pk, each.indicator_id, period, due_on, state)
    return found


def _wanted(plan: DeliveryPlan, meanings: Sequence[Meaning], on: date) -> Iterator[tuple[Period, list[Meaning]]]:
    named = {each.indicator_id for each in plan.planned.all()}
    own = [each for each in meanings if each.source_id == plan.source_id]
    covered = [each for each in own if not named or each.indicator_id in named]
    for period in plan.as_rhythm.ended(on):
        yield period, [each for each in covered if each.holds_on(period.start)]


def _missing(
    plan: DeliveryPlan, meanings: Sequence[Meaning], progress: Mapping[Cell, Progress], on: date
) -> Iterator[ExpectedDelivery]:
    nothing = Progress(Stage.NOTHING)
    for period, wanted in _wanted(plan, meanings, on):
        stages = {each: progress.get((each.indicator_id, period.code), nothing).stage for each in wanted}
        absent = {each: stage for each, stage in stages.items() if stage < Stage.RELEASED}
        if absent:
            due_on = plan.due_rule.due_on(period)
            yield ExpectedDelivery(
                plan_id=plan.pk,
                organisation_id=plan.organisation_id,
                organisation_slug=plan.organisation.slug,
                source_id=plan.source_id,
                source=plan.source.title,
                period=period,
                due_on=due_on,
                state=expectation(period, plan.due_rule, on=on),
                days_late=max(0, (on - due_on).days),
                stage=min(absent.values()),
                missing=tuple(each.name for each in absent),
                responsible_id=plan.responsible_id,
                contact=plan.contact,
            )
