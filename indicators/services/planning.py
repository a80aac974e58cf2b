# SPDX-License-Identifier: EUPL-1.2
"""Plans of deliveries: which periods a source is expected to deliver, by when, and who looks after it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from indicators.errors import DeliveryError, StaleDeliveryError
from indicators.models import DeliveryPlan, Indicator, IndicatorKind, PlannedIndicator, RhythmKind, Source
from indicators.services.periods import ensure_period
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.audit.services import record
from sozialplanung.common.periods import parse
from sozialplanung.common.rhythms import DueRule, Rhythm


@dataclass(frozen=True, slots=True)
class PlanSpec:
    """What is said about a plan; periods by their codes, `indicators` by their ids (none: all of the source)."""

    source: Source
    rhythm: RhythmKind
    first_period: str
    last_period: str
    due: DueRule
    responsible: User | None = None
    contact: str = ""
    note: str = ""
    indicators: frozenset[int] = frozenset()


@transaction.atomic
def save_plan(*, plan: DeliveryPlan | None, spec: PlanSpec, by: User, revision: int = 0) -> DeliveryPlan:
    """Store a plan, or what was changed in one; it has an effect at once and changes no figures.

    Raises
    ------
    RhythmError, PeriodError
        When rhythm, first and last period contradict one another.
    DeliveryError
        ``indicators.plan_indicators`` when one of the indicators is not delivered by the source,
        ``indicators.plan_responsible`` when the person does not bring figures in here.
    StaleDeliveryError
        ``indicators.plan_stale`` when somebody changed the plan since that revision.
    """
    last = parse(spec.last_period) if spec.last_period else None
    Rhythm(parse(spec.first_period), spec.rhythm.months, last)
    _refuse_strangers(spec)
    current = _locked(plan, revision) if plan is not None else DeliveryPlan(organisation=spec.source.organisation)
    current.source, current.rhythm = spec.source, spec.rhythm
    current.first_period = ensure_period(spec.first_period)
    current.last_period = ensure_period(spec.last_period) if spec.last_period else None
    current.due_days, current.due_month, current.due_day = spec.due.days, spec.due.month, spec.due.day
    current.responsible, current.contact, current.note = spec.responsible, spec.contact, spec.note
    current.changed_by = by
    current.save()
    _name_indicators(current, spec.indicators)
    _record("indicators.plan_saved", current, by)
    return current


@transaction.atomic
def remove_plan(*, plan: DeliveryPlan, by: User, revision: int) -> None:
    """End a plan: nothing is expected by it any more. What was delivered stays."""
    current = _locked(plan, revision)
    _record("indicators.plan_removed", current, by)
    current.delete()


def _locked(plan: DeliveryPlan, revision: int) -> DeliveryPlan:
    query = DeliveryPlan.objects.select_for_update(of=("self",)).select_related("organisation", "source")
    current = query.filter(pk=plan.pk).first()
    if current is None or current.revision != revision:
        raise StaleDeliveryError("indicators.plan_stale", "The plan was changed in the meantime.")
    current.revision += 1
    return current


def _refuse_strangers(spec: PlanSpec) -> None:
    """Refuse indicators that the source does not deliver, and people who do not bring figures in here."""
    if spec.indicators - delivered_by(spec.source):
        raise DeliveryError(
            "indicators.plan_indicators", "An indicator is not delivered by this source.", source=spec.source.title
        )
    person = spec.responsible
    if person is not None and not has_permission(person, Permission.IMPORT_FIGURES, spec.source.organisation):
        raise DeliveryError(
            "indicators.plan_responsible", "This person does not bring figures in here.", person=person.name
        )


def delivered_by(source: Source) -> frozenset[int]:
    """Return the ids of the indicators that a source delivers or once delivered."""
    rows = Indicator.objects.filter(definitions__source=source, kind=IndicatorKind.DELIVERED)
    return frozenset(rows.values_list("pk", flat=True))


def _name_indicators(plan: DeliveryPlan, wanted: Collection[int]) -> None:
    plan.planned.exclude(indicator_id__in=wanted).delete()
    named = set(plan.planned.values_list("indicator_id", flat=True))
    PlannedIndicator.objects.bulk_create(
        PlannedIndicator(organisation_id=plan.organisation_id, plan=plan, indicator_id=each)
        for each in sorted(set(wanted) - named)
    )


def _record(action: str, plan: DeliveryPlan, by: User) -> None:
    details = {"source": plan.source.title, "rhythm": plan.rhythm, "first_period": plan.first_period.code}
    record(action=action, by=by, organisation=plan.organisation, subject=plan, details=details)
