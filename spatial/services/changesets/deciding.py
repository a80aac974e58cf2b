# SPDX-License-Identifier: EUPL-1.2
"""What people decide on boundaries that were checked: reasons, rows and outlines, submitting, approving, refusing."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction

from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job
from spatial.errors import BoundaryFourEyesError, ChangesetError, NotBoundaryApproverError
from spatial.models import (
    Changeset,
    ChangesetComment,
    ChangesetEditor,
    ChangesetFinding,
    ChangesetLayer,
    ChangesetReason,
    ChangesetSignature,
    ChangesetState,
)
from spatial.services.authors import Objection, objection_to
from spatial.services.changesets import drafting
from spatial.services.changesets.answers import answers_of
from spatial.services.changesets.checking import content_hash, topic_of
from spatial.services.changesets.telling import tell_decision

ACTIVATE: Final = "spatial.activate_changeset"
_OBJECTIONS: Final = {
    Objection.AUTHOR: (
        BoundaryFourEyesError,
        "spatial.four_eyes",
        "Boundaries are approved by somebody else than the people who brought or edited them.",
    ),
    Objection.LENT_ACCOUNT: (
        BoundaryFourEyesError,
        "spatial.lent_account",
        "The account of the signer was opened or changed by an author of the boundaries.",
    ),
    Objection.FROM_ABOVE: (
        NotBoundaryApproverError,
        "spatial.not_from_above",
        "The organisation approves in its own house.",
    ),
    Objection.NO_APPROVER: (
        NotBoundaryApproverError,
        "spatial.not_approver",
        "Only an approver of this organisation decides.",
    ),
}


@transaction.atomic
def give_reason(*, finding: ChangesetFinding, text: str, by: User) -> int:
    """Say why findings of one kind in one level are right as they are; returns for how many."""
    current = drafting.locked(changeset=finding.changeset)
    if not current.is_open:
        raise drafting.closed(current)
    if not current.findings.filter(pk=finding.pk).exists():
        raise drafting.stale()
    ChangesetEditor.objects.get_or_create(changeset=current, person=by)
    topic = topic_of(finding.params.get("level", ""), finding.code)
    said = {"text": text, "person": by}
    ChangesetReason.objects.update_or_create(changeset=current, topic=topic, defaults=said)
    alike = current.findings.filter(severity=ChangesetFinding.Severity.WARNING, code=finding.code, layer=finding.layer)
    count = alike.update(reason=text)
    _record("spatial.changeset_reason", current, by, {"code": finding.code, "findings": count}, text)
    return count


@transaction.atomic
def decide_rows(
    *, layer: ChangesetLayer, left_out: Sequence[str], repairs: Sequence[str], by: User, revision: int
) -> Changeset:
    """Leave out rows that are no areas and let outlines be repaired, as a person says; the check begins anew."""
    current = drafting.opened(changeset=layer.changeset, by=by, revision=revision)
    said = answers_of(layer.answers)
    layer.answers = {**said.to_json(), "left_out": sorted(set(left_out)), "repairs": sorted(set(repairs))}
    layer.save(update_fields=["answers"])
    details = {"layer": layer.number, "left_out": len(set(left_out)), "repairs": len(set(repairs))}
    _record("spatial.changeset_rows", current, by, details)
    drafting.request_check(changeset=current, by=by, revision=current.revision)
    return current


@transaction.atomic
def submit_changeset(*, changeset: Changeset, by: User, revision: int, text: str = "") -> Changeset:
    """Lock what was checked and ask for approval.

    Raises
    ------
    ChangesetError
        ``spatial.changeset_incomplete``, ``changeset_unchecked``, ``reasons_missing``, ``changeset_unchanged`` or
        ``edition_waits``, each with what is to be done.
    """
    current = drafting.locked(changeset=changeset)
    if not current.is_open:
        raise drafting.closed(current)
    if current.revision != revision:
        raise drafting.stale()
    _refuse_unready(current)
    ChangesetEditor.objects.get_or_create(changeset=current, person=by)
    _decide(current, ChangesetState.SUBMITTED, by, text)
    _record("spatial.changeset_submitted", current, by, {"content_hash": current.content_hash}, text)
    return current


@transaction.atomic
def withdraw_changeset(*, changeset: Changeset, by: User) -> Changeset:
    """Take submitted boundaries back to go on working on them; what was checked stays until something is changed."""
    current = _in_state(changeset, ChangesetState.SUBMITTED)
    _decide(current, ChangesetState.DRAFT, by, "", ChangesetComment.Kind.WITHDRAWN)
    _record("spatial.changeset_withdrawn", current, by, {})
    return current


@transaction.atomic
def ask_back(*, changeset: Changeset, by: User, text: str) -> Changeset:
    """Give submitted boundaries back with a question."""
    current = _in_state(changeset, ChangesetState.SUBMITTED)
    require_approver(changeset=current, by=by)
    _decide(current, ChangesetState.DRAFT, by, text, ChangesetComment.Kind.ASKED_BACK)
    _record("spatial.changeset_asked_back", current, by, {}, text)
    return current


@transaction.atomic
def refuse_changeset(*, changeset: Changeset, by: User, text: str) -> Changeset:
    """End submitted boundaries for good."""
    current = _in_state(changeset, ChangesetState.SUBMITTED)
    require_approver(changeset=current, by=by)
    _decide(current, ChangesetState.REFUSED, by, text)
    _record("spatial.changeset_refused", current, by, {}, text)
    return current


@transaction.atomic
def approve_changeset(*, changeset: Changeset, by: User, content_hash: str, text: str = "") -> Job:
    """Sign exactly what was submitted; a job makes it current."""
    current = _in_state(changeset, ChangesetState.SUBMITTED)
    require_approver(changeset=current, by=by)
    if content_hash != current.content_hash:
        raise drafting.stale()
    ChangesetSignature.objects.create(
        changeset=current, revision=current.revision, person=by, content_hash=current.content_hash
    )
    current.approved_by = by
    job = jobs.enqueue(kind=ACTIVATE, payload={"changeset": current.pk}, by=by, organisation=current.organisation)
    current.job_id = job.pk
    _decide(current, ChangesetState.APPROVED, by, text)
    _record("spatial.changeset_approved", current, by, {"content_hash": current.content_hash}, text)
    return job


@transaction.atomic
def reopen_changeset(*, changeset: Changeset, by: User) -> Changeset:
    """Take boundaries back whose activation failed; the signature on them is void."""
    current = _in_state(changeset, ChangesetState.APPROVED)
    job = current.job
    if job is not None and job.is_live:
        raise drafting.closed(current)
    current.approved_by = None
    _decide(current, ChangesetState.DRAFT, by, "", ChangesetComment.Kind.WITHDRAWN)
    _record("spatial.changeset_withdrawn", current, by, {})
    return current


def require_approver(*, changeset: Changeset, by: User) -> None:
    """Raise unless somebody is the second person, with what keeps them from it."""
    objection = objection_to(changeset, by)
    if objection is not None:
        error, code, text = _OBJECTIONS[objection]
        raise error(code, text)


def _refuse_unready(changeset: Changeset) -> None:
    missing = [name for name in ("publisher", "licence", "attribution") if not getattr(changeset, name)]
    if missing:
        raise ChangesetError("spatial.facts_missing", "Publisher, licence and attribution are missing.")
    if not changeset.content_hash or changeset.content_hash != content_hash(changeset):
        raise ChangesetError("spatial.changeset_unchecked", "The boundaries were not checked, or have errors.")
    weights = changeset.findings.filter(severity=ChangesetFinding.Severity.WARNING, reason="")
    if count := weights.count():
        raise ChangesetError("spatial.reasons_missing", "Warnings still need a reason.", count=count)
    brought = [level for level in changeset.summary["levels"] if level["kind"] == "brought"]
    if not any(level["is_changed"] or level["before"] is None for level in brought):
        raise ChangesetError(
            "spatial.changeset_unchanged", "All areas are as before.", before=brought[0]["before_name"]
        )


def _in_state(changeset: Changeset, state: ChangesetState) -> Changeset:
    current = drafting.locked(changeset=changeset)
    if current.state != state:
        raise drafting.closed(current)
    return current


def _decide(
    changeset: Changeset, state: ChangesetState, by: User, text: str, kind: ChangesetComment.Kind | None = None
) -> None:
    if state != ChangesetState.APPROVED:
        # A signature names the revision that it saw: nothing but signing leaves it as it is.
        changeset.revision += state != ChangesetState.REFUSED
    changeset.state = state
    try:
        with transaction.atomic():
            changeset.save(update_fields=["state", "revision", "approved_by", "job_id", "changed_at"])
    except IntegrityError as error:
        if "changeset_edition_waits_once" not in str(error):
            raise
        raise ChangesetError(
            "spatial.edition_waits", "The edition waits for approval already.", edition=changeset.edition
        ) from error
    told = kind or ChangesetComment.Kind(state.value)
    ChangesetComment.objects.create(changeset=changeset, kind=told, person=by, text=text)
    tell_decision(changeset=changeset, kind=told, by=by)


def _record(action: str, changeset: Changeset, by: User, details: dict[str, Any], reason: str = "") -> None:
    record(action=action, by=by, organisation=changeset.organisation, subject=changeset, details=details, reason=reason)
