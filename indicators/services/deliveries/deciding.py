# SPDX-License-Identifier: EUPL-1.2
"""What people decide on a delivery that was checked: reasons, submitting, approving, asking back, refusing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from indicators.errors import DeliveryClosedError, DeliveryError, NotApproverError, StaleDeliveryError
from indicators.models import (
    Delivery,
    DeliveryComment,
    DeliveryEditor,
    DeliveryReason,
    DeliveryState,
    DeliveryTable,
    Finding,
    MappingProfile,
    SignatureKind,
)
from indicators.selectors.approvals import confirms_all, signers_of
from indicators.selectors.comparison import difference_counts
from indicators.selectors.definitions import seen_hash, waiting_definitions
from indicators.selectors.deliveries import affected_indicators, weights_of
from indicators.selectors.findinggroups import of_same_rule
from indicators.services import reviewing
from indicators.services.defining import confirm_definitions, refuse_writers
from indicators.services.deliveries import drafting
from indicators.services.deliveries.bounding import refuse_foreign
from indicators.services.deliveries.recognising import timeless_name
from indicators.services.deliveries.telling import tell_decision, tell_withdrawal
from indicators.services.deliveries.verifying import finding_key, taken_tables
from indicators.services.foresight import require_audit
from indicators.services.releasing.refreshing import refresh_affected
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import LIVE_STATES, Job


@dataclass(frozen=True, slots=True)
class Signed:
    """What somebody signs: for what they answer, the content that they saw, and when it comes into force."""

    kind: SignatureKind
    content_hash: str
    release_at: datetime | None = None


@transaction.atomic
def give_reason(*, delivery: Delivery, finding: Finding, text: str, is_for_all: bool, by: User) -> int:
    """Say why a warning is right as it is, for one finding or for all of its kind; returns for how many."""
    current = drafting.locked(delivery=delivery)
    if not current.is_open or current.batch is None or finding.batch_id != current.batch_id:
        raise StaleDeliveryError("indicators.delivery_stale", "The delivery was changed in the meantime.")
    DeliveryEditor.objects.get_or_create(delivery=current, person=by)
    alike = current.batch.findings.filter(severity=Finding.Severity.WARNING, code=finding.code)
    findings = list(of_same_rule(alike, finding) if is_for_all else alike.filter(pk=finding.pk))
    keys = {finding_key(each) for each in findings}
    for key in keys:
        DeliveryReason.objects.update_or_create(
            delivery=current, finding_key=key, defaults={"text": text, "person": by}
        )
    Finding.objects.filter(pk__in=[each.pk for each in findings]).update(reason=text)
    _record("indicators.delivery_reason", current, by, text, {"code": finding.code, "findings": len(findings)})
    return len(findings)


@transaction.atomic
def submit_delivery(
    *, delivery: Delivery, by: User, revision: int, text: str = "", release_at: datetime | None = None
) -> Delivery:
    """Lock what was checked and ask for approval; the mappings are kept for the next delivery."""
    current = drafting.locked(delivery=delivery)
    if not current.is_open or current.revision != revision or current.batch is None:
        raise StaleDeliveryError("indicators.delivery_stale", "The delivery was changed in the meantime.")
    weights = weights_of(current.batch)
    if weights.unreasoned:
        raise DeliveryError("indicators.reasons_missing", "Warnings still need a reason.", count=weights.unreasoned)
    if difference_counts(current.batch).is_empty:
        raise DeliveryError("indicators.no_changes", "All figures of this delivery are current already.")
    refuse_foreign(delivery=current, mappings=current.batch.mapping)
    DeliveryEditor.objects.get_or_create(delivery=current, person=by)
    reviewing.submit_batch(batch=current.batch, by=by)
    _save_profiles(current, by)
    current.release_at = release_at
    return _decide(current, DeliveryState.SUBMITTED, DeliveryComment.Kind.SUBMITTED, by, text)


@transaction.atomic
def withdraw_delivery(*, delivery: Delivery, by: User) -> Delivery:
    """Take back what is not current yet to go on working on it; signatures on it are void, jobs that wait are stopped.

    A request to take something back is over by that: there is nothing to work on.
    """
    # The job that makes it current locks its own row before the delivery: whoever stops it does the same.
    jobs.hold(jobs=Delivery.objects.values_list("release_jobs", flat=True).get(pk=delivery.pk))
    current = drafting.locked(delivery=delivery)
    if current.state not in {DeliveryState.SUBMITTED, DeliveryState.APPROVED} or current.batch is None:
        raise _not_waiting(current)
    signers = signers_of(current.batch)
    reviewing.withdraw_batch(batch=current.batch, by=by)
    for job in Job.objects.filter(pk__in=current.release_jobs, state__in=LIVE_STATES):
        jobs.cancel(job=job)
    state = DeliveryState.DISCARDED if current.is_take_back else DeliveryState.DRAFT
    current.release_jobs, current.batch = [], current.batch if current.is_take_back else None
    decided = _decide(current, state, DeliveryComment.Kind.WITHDRAWN, by, "")
    tell_withdrawal(delivery=decided, signers=signers, by=by)
    return decided


@transaction.atomic
def ask_back(*, delivery: Delivery, by: User, text: str) -> Delivery:
    """Give a submitted delivery back with a question; it has to be checked and submitted again.

    In a request to take something back there is nothing to edit: it goes on waiting while whoever asked answers.
    """
    current = _submitted(delivery)
    state = DeliveryState.SUBMITTED if current.is_take_back else DeliveryState.DRAFT
    if current.batch is not None:
        reviewing.require_approver(batch=current.batch, by=by)
        if not current.is_take_back:
            reviewing.withdraw_batch(batch=current.batch, by=by, reason=text)
            current.batch = None
    _record("indicators.delivery_asked_back", current, by, text, {})
    return _decide(current, state, DeliveryComment.Kind.ASKED_BACK, by, text)


@transaction.atomic
def answer_question(*, delivery: Delivery, by: User, text: str) -> Delivery:
    """Answer what was asked about a request to take something back; it goes on waiting as it is."""
    current = _submitted(delivery)
    if not may_answer(current, by):
        raise DeliveryError("indicators.nothing_to_answer", "There is no question to somebody else's request.")
    _record("indicators.delivery_answered", current, by, text, {})
    return _decide(current, DeliveryState.SUBMITTED, DeliveryComment.Kind.ANSWERED, by, text)


def may_answer(delivery: Delivery, person: User) -> bool:
    """Say whether somebody was asked back about a request of theirs and has not answered yet."""
    if not delivery.is_take_back or delivery.state != DeliveryState.SUBMITTED:
        return False
    last = delivery.comments.exclude(kind=DeliveryComment.Kind.APPROVED).first()
    is_asked = last is not None and last.kind == DeliveryComment.Kind.ASKED_BACK
    return is_asked and delivery.editors.filter(person=person).exists()


@transaction.atomic
def refuse_delivery(*, delivery: Delivery, by: User, text: str) -> Delivery:
    """End a submitted delivery for good."""
    current = _submitted(delivery)
    if current.batch is not None:
        reviewing.refuse_batch(batch=current.batch, by=by, reason=text)
    return _decide(current, DeliveryState.REFUSED, DeliveryComment.Kind.REFUSED, by, text)


@transaction.atomic
def approve_delivery(*, delivery: Delivery, by: User, signed: Signed, text: str) -> Delivery:
    """Sign what was submitted; after the last signature jobs make it current and compute what depends on it.

    Nothing is written, computed or published before the time at which it is to come into force. What follows is
    computed whatever topic it is of; texts of indicators are confirmed by somebody who approves for their topics.
    """
    current = _submitted(delivery)
    if current.batch is None:
        raise StaleDeliveryError("indicators.delivery_stale", "The delivery was changed in the meantime.")
    require_audit(batch=current.batch)
    current.release_at = signed.release_at
    affected = affected_indicators(current.batch)
    waiting = waiting_definitions(current.organisation, affected)
    if not confirms_all(current.batch, by, waiting):
        raise NotApproverError("indicators.not_approver", "Only an approver of this organisation decides.")
    refuse_writers(definitions=waiting, by=by)
    # Without texts of indicators the signature itself holds that the figures are those that were seen.
    if waiting and signed.content_hash != seen_hash(current.batch.content_hash, waiting):
        raise StaleDeliveryError("indicators.delivery_stale", "The delivery was changed in the meantime.")
    job = reviewing.sign_batch(
        batch=current.batch,
        by=by,
        kind=signed.kind,
        content_hash=current.batch.content_hash if waiting else signed.content_hash,
        not_before=signed.release_at,
        reason=text,
    )
    if job is None:
        return _decide(current, DeliveryState.SUBMITTED, DeliveryComment.Kind.APPROVED, by, text)
    confirm_definitions(definitions=waiting, by=by)
    refreshes = refresh_affected(
        organisation=current.organisation, indicator_ids=affected, by=by, after=[job], key=str(job.pk)
    )
    current.release_jobs = [job.pk, *(each.pk for each in refreshes)]
    return _decide(current, DeliveryState.APPROVED, DeliveryComment.Kind.APPROVED, by, text)


def hold_delivery(*, batch_id: int) -> None:
    """Lock the delivery of a batch before the batch itself, in the order in which people's decisions lock them."""
    Delivery.objects.select_for_update().filter(batch_id=batch_id).first()


def mark_released(*, batch_id: int) -> None:
    """Let the delivery of a batch that became current say so, and the one that it takes back; idempotent.

    Runs in the caller's transaction.
    """
    released = Delivery.objects.filter(batch_id=batch_id, state=DeliveryState.APPROVED)
    if not released.update(state=DeliveryState.RELEASED):
        return
    by = Delivery.objects.select_related("batch", "created_by").get(batch_id=batch_id)
    taken_back = Delivery.objects.filter(batch_id=by.batch and by.batch.takes_back_id, batch_id__isnull=False).first()
    if taken_back is not None:
        taken_back.state = DeliveryState.TAKEN_BACK
        taken_back.save(update_fields=["state", "changed_at"])
        said = by.comments.filter(kind=DeliveryComment.Kind.SUBMITTED).values_list("text", flat=True).first()
        DeliveryComment.objects.create(
            delivery=taken_back, kind=DeliveryComment.Kind.TAKEN_BACK, person=by.created_by, text=said or ""
        )
        tell_withdrawal(delivery=taken_back, signers=(), by=by.created_by)


def _submitted(delivery: Delivery) -> Delivery:
    current = drafting.locked(delivery=delivery)
    if current.state != DeliveryState.SUBMITTED:
        raise _not_waiting(current)
    return current


def _not_waiting(delivery: Delivery) -> DeliveryClosedError:
    return DeliveryClosedError(
        "indicators.delivery_closed",
        "The delivery is not waiting for approval.",
        state=delivery.get_state_display(),
    )


def _decide(delivery: Delivery, state: DeliveryState, kind: DeliveryComment.Kind, by: User, text: str) -> Delivery:
    delivery.state = state
    delivery.revision += 1
    delivery.save(update_fields=["state", "revision", "batch", "release_jobs", "release_at", "changed_at"])
    DeliveryComment.objects.create(delivery=delivery, kind=kind, person=by, text=text)
    tell_decision(delivery=delivery, kind=kind, by=by)
    return delivery


def _save_profiles(delivery: Delivery, by: User) -> None:
    """Keep every confirmed mapping that is not kept yet as the next version of its name."""
    for table in taken_tables(delivery):
        if table.template_id:
            continue
        name = profile_name(table)
        latest = MappingProfile.objects.filter(source_id=delivery.source_id, name=name).order_by("-version").first()
        if latest and _says_the_same(latest, table):
            continue
        stored = MappingProfile.objects.create(
            organisation_id=delivery.organisation_id,
            source_id=delivery.source_id,
            name=name,
            version=latest.version + 1 if latest else 1,
            fingerprint=table.fingerprint,
            level=table.level,
            edition=table.edition,
            mapping=table.mapping,
            answers=table.answers,
            created_by=by,
        )
        record(action="indicators.profile_saved", by=by, organisation=delivery.organisation, subject=stored)


def profile_name(table: DeliveryTable) -> str:
    """Return the name under which the mapping of a table is kept: without what changes from year to year."""
    stem = table.name or table.file.name.rpartition(".")[0]
    kept = timeless_name(stem)
    return f"{kept} – {table.level}"[:200] if kept else table.level


def _says_the_same(profile: MappingProfile, table: DeliveryTable) -> bool:
    return (profile.edition, profile.fingerprint, _timeless(profile.mapping)) == (
        table.edition,
        table.fingerprint,
        _timeless(table.mapping or {}),
    )


def _timeless(mapping: dict[str, Any]) -> dict[str, Any]:
    period = mapping.get("period", {})
    return {**mapping, "period": {**period, "text": ""}} if period.get("kind") == "fixed" else mapping


def _record(action: str, delivery: Delivery, by: User, reason: str, details: dict[str, Any]) -> None:
    record(action=action, by=by, organisation=delivery.organisation, subject=delivery, reason=reason, details=details)
