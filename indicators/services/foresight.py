# SPDX-License-Identifier: EUPL-1.2
"""The foresight of a batch: asked for after the check, computed by a job, kept until the batch is decided."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from indicators.errors import DeliveryClosedError, UnjudgedRuleError
from indicators.models import BatchState, ForeseenRelease, Foresight, ImportBatch
from indicators.selectors.foresight import standing_of
from indicators.services.disclosure.gate import breach
from indicators.services.releasing.foreseeing import Foreseen, try_out
from indicators.services.releasing.trying import Report
from sozialplanung.accounts.models import User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job

FORESEE = "indicators.foresee_batch"
_OPEN = (BatchState.STAGED, BatchState.SUBMITTED)


@transaction.atomic
def request_foresight(*, batch: ImportBatch, by: User) -> Job | None:
    """Let a job find out what a batch would change; None for a batch that cannot become current as it is."""
    if batch.state not in _OPEN or batch.counts.get("errors"):
        return None
    job = jobs.enqueue(kind=FORESEE, payload={"batch": batch.pk}, by=by, organisation=batch.organisation)
    Foresight.objects.update_or_create(batch=batch, defaults={"job_id": job.pk})
    return job


def hold_foresight(*, batch_id: int) -> None:
    """Lock the job that computes before the batch, in the order in which the job locks both at its end."""
    found = Foresight.objects.filter(batch_id=batch_id).values_list("job_id", flat=True).first()
    if found is not None:
        jobs.hold(jobs=[found])


def stop_foresight(*, batch: ImportBatch) -> None:
    """Stop the job that computes; what was computed before stays."""
    found = Foresight.objects.filter(batch=batch).first()
    job = Job.objects.filter(pk=found.job_id).first() if found else None
    if job and job.is_live:
        jobs.cancel(job=job)


class Computed(NamedTuple):
    """What a try was compared with, what it found, and what that loses to secrecy."""

    compared_with: str
    found: Sequence[Foreseen]
    secrecy: Mapping[str, Any]


def compute_foresight(*, batch_id: int, by: User, report: Report) -> Computed | None:
    """Try a batch out and return what it was compared with and what it would change; None when it was decided."""
    batch = ImportBatch.objects.select_related("organisation").get(pk=batch_id)
    if batch.state not in _OPEN:
        return None
    # Read first: what becomes current during the try makes it outdated, never silently wrong.
    compared_with = standing_of(organisation_id=batch.organisation_id)
    tried = try_out(batch=batch, by=by, report=report)
    return Computed(compared_with, tried.releases, tried.secrecy)


@transaction.atomic
def keep_foresight(
    *, batch_id: int, compared_with: str, found: Sequence[Foreseen], secrecy: Mapping[str, Any] | None = None
) -> None:
    """Store what a try found in place of what was found before; nothing where the batch was decided meanwhile."""
    # The batch first, as everybody does who decides on it and forgets the foresight then.
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, state__in=_OPEN).first()
    kept = Foresight.objects.select_for_update().filter(batch=batch).first() if batch else None
    if kept is None:
        return
    kept.releases.all().delete()
    ForeseenRelease.objects.bulk_create((_row(kept, each) for each in found), batch_size=200)
    kept.compared_with, kept.computed_at = compared_with, timezone.now()
    kept.secrecy = dict(secrecy or {})
    kept.save(update_fields=["compared_with", "computed_at", "secrecy"])


def _row(kept: Foresight, found: Foreseen) -> ForeseenRelease:
    outcome = found.outcome
    return ForeseenRelease(
        foresight=kept,
        indicator_id=found.indicator_id,
        period_id=found.period_id,
        boundary_version_id=found.boundary_version_id,
        audience=found.audience,
        before_id=found.before_id,
        kind=outcome.kind,
        payload=found.payload,
        counts=outcome.tally.as_json(),
        city_before=outcome.city_before,
        city_after=outcome.city_after,
        decimals=outcome.decimals,
        largest=list(outcome.largest),
    )


def drop_foresight(*, batch_id: int) -> None:
    """Forget what was foreseen of a batch that will not become current."""
    Foresight.objects.filter(batch_id=batch_id).delete()


def refuse_breach(*, batch: ImportBatch) -> None:
    """Refuse a signature under what the audit did not let pass when it was tried.

    Raises
    ------
    DisclosureBreachError
        ``indicators.disclosure_breach``.
    UnjudgedRuleError
        Where a rule asks who stands behind figures, and no delivery says it.
    """
    kept = Foresight.objects.filter(batch=batch).first()
    told = kept.secrecy.get("breaches", {}) if kept else {}
    if told:
        raise breach(cell for cells in told.values() for cell in cells)
    for said in (kept.secrecy.get("unjudged", {}) if kept else {}).values():
        params = {name: value for name, value in said.items() if name != "code"}
        raise UnjudgedRuleError(
            said["code"], "A rule asks who stands behind figures, and no delivery says it.", **params
        )


def require_audit(*, batch: ImportBatch) -> None:
    """Refuse a signature before the audit was tried to its end.

    Raises
    ------
    DeliveryClosedError
        ``indicators.audit_missing``.
    """
    if not Foresight.objects.filter(batch=batch).exclude(compared_with="").exists():
        raise DeliveryClosedError(
            "indicators.audit_missing", "Nobody knows yet whether hidden figures stay hidden: the audit is not done."
        )
