# SPDX-License-Identifier: EUPL-1.2
"""The way of a batch that was checked: submitted, signed by others, refused or withdrawn, made current by a job."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.errors import DeliveryError, FourEyesError, NotApproverError, OvertakenError
from indicators.models import BatchState, Delivery, ImportBatch, Signature, SignatureKind
from indicators.selectors.approvals import (
    is_approver,
    is_author,
    is_named,
    open_signatures,
    rule_in_force,
    rule_of_batch,
    signatures_open_to,
)
from indicators.selectors.restoring import later_batches, restored_hash
from indicators.services import observing
from indicators.services.foresight import drop_foresight, hold_foresight, refuse_breach, stop_foresight
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, is_account_of
from sozialplanung.audit.services import mark_of, record
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job

APPLY = "indicators.apply_batch"


def wanted_signatures(*, organisation_id: int) -> tuple[SignatureKind, ...]:
    """Return what an organisation wants to have signed before figures become current."""
    return rule_in_force(organisation_id=organisation_id).kinds


def refuse_authors(*, batch: ImportBatch, by: User) -> None:
    """Raise FourEyesError when somebody would sign what they brought or edited, sign twice, or with a lent account."""
    if is_author(batch, by) or batch.signatures.filter(person_id=by.pk).exists():
        raise FourEyesError(
            "indicators.four_eyes",
            "A delivery is approved by somebody else than the person who brought it.",
            way_out="Ask a colleague with the role of approver.",
        )
    authors = {batch.created_by_id, *batch.authors.values_list("person_id", flat=True)}
    if is_account_of(by, others=authors, since=_begun(batch)):
        raise FourEyesError(
            "indicators.lent_account", "The account of the signer was opened or changed by an author of the delivery."
        )


def _begun(batch: ImportBatch) -> datetime:
    """Return when the delivery of a batch was started."""
    started = Delivery.objects.filter(batch_id=batch.pk).values_list("created_at", flat=True).first()
    return min(started, batch.created_at) if started else batch.created_at


@transaction.atomic
def submit_batch(*, batch: ImportBatch, by: User, reason: str = "") -> ImportBatch:
    """Lock a batch for its second person; findings that have to be corrected keep it back."""
    current = _locked(batch, BatchState.STAGED)
    if current.counts.get("errors"):
        raise DeliveryError(
            "indicators.delivery_has_errors",
            "This delivery has findings that must be corrected first.",
            errors=current.counts["errors"],
            way_out="Correct the file and upload it again.",
        )
    current.state = BatchState.SUBMITTED
    current.save(update_fields=["state"])
    # The database writes down the rule that holds at this moment.
    current.refresh_from_db(fields=["rule"])
    record(
        action="indicators.delivery_submitted",
        by=by,
        organisation=current.organisation,
        subject=current,
        details={
            "content_mark": mark_of(current.content_hash),
            "values_mark": mark_of(current.values_hash),
            "takes_back": current.takes_back_id,
        },
        reason=reason,
    )
    return current


@transaction.atomic
def sign_batch(  # noqa: PLR0913 - a signature is six facts
    *,
    batch: ImportBatch,
    by: User,
    kind: SignatureKind,
    content_hash: str | None = None,
    not_before: datetime | None = None,
    reason: str = "",
) -> Job | None:
    """Sign exactly this content; the last signature starts the job that makes it current and returns it.

    `content_hash` is what the signer saw: another content is not signed. The job waits until `not_before`.
    """
    hold_foresight(batch_id=batch.pk)
    current = _locked(batch, BatchState.SUBMITTED)
    require_approver(batch=current, by=by)
    if content_hash not in {None, current.content_hash} or kind not in open_signatures(current):
        raise _over(current)
    if kind not in signatures_open_to(current, by):
        raise NotApproverError("indicators.not_named", "Somebody else was named for this signature.")
    refuse_overtaken(batch=current)
    refuse_breach(batch=current)
    Signature.objects.create(batch=current, kind=kind, person=by, content_hash=current.content_hash)
    record(
        action="indicators.delivery_approved",
        by=by,
        organisation=current.organisation,
        subject=current,
        details={"kind": str(kind), "content_mark": mark_of(current.content_hash)},
        reason=reason,
    )
    if open_signatures(current):
        return None
    current.state, current.approved_by = BatchState.APPROVED, by
    current.save(update_fields=["state", "approved_by"])
    # The release goes before whatever only looks ahead to it.
    stop_foresight(batch=current)
    return request_apply(batch=current, by=by, not_before=not_before)


def request_apply(*, batch: ImportBatch, by: User, not_before: datetime | None = None) -> Job:
    """Let a job make an approved batch current, not before an instant; asked twice, it is one job."""
    return jobs.enqueue(
        kind=APPLY,
        payload={"batch": batch.pk},
        by=by,
        organisation=batch.organisation,
        not_before=not_before,
    )


@transaction.atomic
def refuse_batch(*, batch: ImportBatch, by: User, reason: str) -> None:
    """End a submitted batch for good; only somebody who may not have brought it decides."""
    current = _locked(batch, BatchState.SUBMITTED)
    require_approver(batch=current, by=by)
    current.state = BatchState.REFUSED
    current.save(update_fields=["state"])
    drop_foresight(batch_id=current.pk)
    record(
        action="indicators.delivery_refused", by=by, organisation=current.organisation, subject=current, reason=reason
    )


@transaction.atomic
def withdraw_batch(*, batch: ImportBatch, by: User, reason: str = "") -> None:
    """Take a batch back before it is current: every signature on it is void, its staged values are gone."""
    current = _locked(batch, BatchState.STAGED, BatchState.SUBMITTED, BatchState.APPROVED)
    current.state = BatchState.WITHDRAWN
    current.save(update_fields=["state"])
    observing.drop_staged(batch_id=current.pk)
    drop_foresight(batch_id=current.pk)
    record(
        action="indicators.delivery_withdrawn", by=by, organisation=current.organisation, subject=current, reason=reason
    )


def apply_batch(*, batch_id: int) -> None:
    """Make an approved delivery current; runs in the caller's transaction and does nothing when it is done.

    Raises
    ------
    DeliveryError
        ``indicators.delivery_differs`` when the values are not those that were signed, ``indicators.overtaken`` when
        a later delivery changed what is to be taken back.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("takes_back").get(pk=batch_id)
    if batch.state != BatchState.APPROVED:
        return
    observing.take_turn(organisation_id=batch.organisation_id)
    refuse_overtaken(batch=batch)
    signed = set(batch.signatures.values_list("content_hash", flat=True))
    if signed != {batch.content_hash} or _present_hash(batch) != batch.values_hash:
        raise DeliveryError("indicators.delivery_differs", "The values are not those that were signed.")
    batch.state, batch.applied_at = BatchState.APPLIED, timezone.now()
    batch.save(update_fields=["state", "applied_at"])
    counts = _write(batch)
    batch.counts = {**batch.counts, **counts}
    batch.save(update_fields=["counts"])
    record(
        action="indicators.delivery_applied",
        by=batch.approved_by,
        organisation=batch.organisation,
        subject=batch,
        details=counts,
    )


def _present_hash(batch: ImportBatch) -> str:
    return restored_hash(batch.takes_back) if batch.takes_back else observing.values_hash(batch_id=batch.pk)


def _write(batch: ImportBatch) -> dict[str, int]:
    if batch.takes_back is None:
        return observing.apply_staged(batch_id=batch.pk, organisation_id=batch.organisation_id)
    counts = observing.apply_inverse(
        batch_id=batch.pk, takes_back_id=batch.takes_back.pk, organisation_id=batch.organisation_id
    )
    batch.takes_back.state = BatchState.TAKEN_BACK
    batch.takes_back.save(update_fields=["state"])
    return {"new": 0, **counts}


def refuse_overtaken(*, batch: ImportBatch) -> None:
    """Raise when a batch would take back what a later one changed or confirmed.

    Raises
    ------
    OvertakenError
        ``indicators.overtaken`` with the titles of the later deliveries, the latest first.
    """
    if batch.takes_back is None:
        return
    later = [f"„{each.title}“" for each in later_batches(batch.takes_back)]
    if later:
        raise OvertakenError(
            "indicators.overtaken",
            "Later deliveries changed or confirmed these figures.",
            later=", ".join(later),
            way_out="Take the later deliveries back first, the latest one before the others.",
        )


def _locked(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("organisation", "takes_back")
    current = rows.get(pk=batch.pk)
    if current.state not in states:
        raise _over(current)
    return current


def require_approver(*, batch: ImportBatch, by: User) -> None:
    """Raise unless somebody may decide on a batch: an approver by the rule of its submission who did not bring it."""
    refuse_authors(batch=batch, by=by)
    if not is_approver(batch, by):
        if has_permission(by, Permission.APPROVE_IMPORTS, batch.organisation):
            raise NotApproverError("indicators.not_from_above", "The organisation approves in its own house.")
        raise NotApproverError("indicators.not_approver", "Only an approver of this organisation decides.")
    if not is_named(rule_of_batch(batch), by):
        raise NotApproverError("indicators.not_named", "Somebody else was named for this signature.")


def _over(batch: ImportBatch) -> DeliveryError:
    return DeliveryError("indicators.delivery_over", "This delivery was decided already.", state=batch.state)
