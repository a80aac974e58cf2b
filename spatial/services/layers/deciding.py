# SPDX-License-Identifier: EUPL-1.2
"""What people decide on a layer that was checked: submitting, approving, asking back, refusing; it comes into force."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from spatial.errors import LayerDraftError, LayerFourEyesError, NotLayerApproverError
from spatial.models import (
    Layer,
    LayerDraft,
    LayerDraftComment,
    LayerDraftRow,
    LayerDraftSignature,
    LayerDraftState,
    LayerFeature,
    LayerVersion,
)
from spatial.selectors.layerfigures import LayerFact
from spatial.services.authors import Objection, objection_to
from spatial.services.following import layer_in_force
from spatial.services.layers import checking, drafting
from spatial.services.layers.answers import answers_of
from spatial.services.layers.checking import fetched_facts, taken_rows
from spatial.services.layers.telling import tell_decision

_BATCH: Final = 2000
OBJECTIONS: Final = {
    Objection.AUTHOR: (
        LayerFourEyesError,
        "spatial.layer_four_eyes",
        "A layer is approved by somebody else than the people who brought or edited it.",
    ),
    Objection.LENT_ACCOUNT: (
        LayerFourEyesError,
        "spatial.layer_lent_account",
        "The account of the signer was opened or changed by an author of the layer.",
    ),
    Objection.FROM_ABOVE: (
        NotLayerApproverError,
        "spatial.layer_not_from_above",
        "The organisation approves in its own house.",
    ),
    Objection.NO_APPROVER: (
        NotLayerApproverError,
        "spatial.layer_not_approver",
        "Only an approver of this organisation decides.",
    ),
}


@transaction.atomic
def submit_draft(*, draft: LayerDraft, by: User, revision: int, text: str = "") -> LayerDraft:
    """Lock what was checked and ask for approval.

    Raises
    ------
    LayerDraftError
        ``spatial.layer_facts_missing``, ``layer_unchecked``, ``layer_unsettled``, ``layer_empty`` or ``layer_waits``,
        each with what is to be done.
    """
    current = drafting.touched(draft=draft, by=by, revision=revision)
    _refuse_unready(current)
    current.content_hash = checking.content_hash(current)
    _decide(current, LayerDraftState.SUBMITTED, by, text)
    _record("spatial.layer_submitted", current, by, {"content_hash": current.content_hash}, text)
    return current


@transaction.atomic
def withdraw_draft(*, draft: LayerDraft, by: User) -> LayerDraft:
    """Take a submitted layer back to go on working on it."""
    current = _submitted(draft)
    _decide(current, LayerDraftState.DRAFT, by, "", LayerDraftComment.Kind.WITHDRAWN)
    _record("spatial.layer_withdrawn", current, by, {})
    return current


@transaction.atomic
def ask_back(*, draft: LayerDraft, by: User, text: str) -> LayerDraft:
    """Give a submitted layer back with a question."""
    current = _submitted(draft)
    require_approver(draft=current, by=by)
    _decide(current, LayerDraftState.DRAFT, by, text, LayerDraftComment.Kind.ASKED_BACK)
    _record("spatial.layer_asked_back", current, by, {}, text)
    return current


@transaction.atomic
def refuse_draft(*, draft: LayerDraft, by: User, text: str) -> LayerDraft:
    """End a submitted layer for good."""
    current = _submitted(draft)
    require_approver(draft=current, by=by)
    _decide(current, LayerDraftState.REFUSED, by, text)
    _record("spatial.layer_refused", current, by, {}, text)
    return current


@transaction.atomic
def approve_draft(*, draft: LayerDraft, by: User, content_hash: str, text: str = "") -> LayerVersion:
    """Sign exactly what was submitted and put it in force as a whole; the version before is superseded."""
    current = _submitted(draft)
    require_approver(draft=current, by=by)
    if content_hash != current.content_hash or content_hash != checking.content_hash(current):
        raise drafting.stale()
    LayerDraftSignature.objects.create(
        draft=current, revision=current.revision, person=by, content_hash=current.content_hash
    )
    version = _put_in_force(current)
    current.approved_by, current.version, current.layer = by, version, version.layer
    _decide(current, LayerDraftState.ACTIVE, by, text, LayerDraftComment.Kind.APPROVED)
    details = {"content_hash": current.content_hash, "features": version.feature_count}
    _record("spatial.layer_approved", current, by, details, text)
    layer_in_force(LayerFact(current.organisation_id, version.layer.slug, version.pk), by)
    return version


def require_approver(*, draft: LayerDraft, by: User) -> None:
    """Raise unless somebody is the second person, with what keeps them from it."""
    objection = objection_to(draft, by)
    if objection is not None:
        error, code, text = OBJECTIONS[objection]
        raise error(code, text)


def _refuse_unready(draft: LayerDraft) -> None:
    if not all(getattr(draft, name) for name in ("publisher", "licence", "attribution")):
        raise LayerDraftError("spatial.layer_facts_missing", "Publisher, licence and attribution are missing.")
    if not draft.summary or draft.summary.get("errors"):
        raise LayerDraftError("spatial.layer_unchecked", "The rows were not checked, or the file has errors.")
    if count := draft.rows.exclude(state__in=LayerDraftRow.SETTLED).count():
        raise LayerDraftError("spatial.layer_unsettled", "Rows are still to be decided on.", count=count)
    if not taken_rows(draft).exists():
        raise LayerDraftError("spatial.layer_empty", "All rows are left out.")


def _put_in_force(draft: LayerDraft) -> LayerVersion:
    layer = _layer(draft)
    said = answers_of(draft.answers)
    last = layer.versions.select_for_update().order_by("-number").first()
    layer.versions.filter(superseded_at__isnull=True).update(superseded_at=timezone.now())
    facts = ("valid_from", "valid_until", "publisher", "licence", "attribution", "note", "content_hash")
    version = LayerVersion.objects.create(
        layer=layer,
        number=last.number + 1 if last else 1,
        columns=list(said.kept),
        capacity_label=(said.capacity_label or said.capacity)[:120] if said.capacity else "",
        feature_count=taken_rows(draft).count(),
        **{name: getattr(draft, name) for name in facts},
        **fetched_facts(draft),
    )
    rows = taken_rows(draft).iterator(chunk_size=_BATCH)
    features = (_feature(version, position, row) for position, row in enumerate(rows))
    LayerFeature.objects.bulk_create(features, batch_size=_BATCH)
    return version


def _layer(draft: LayerDraft) -> Layer:
    layer = Layer.objects.select_for_update().filter(organisation=draft.organisation, slug=draft.slug).first()
    if layer is not None and layer.kind != draft.kind:
        raise LayerDraftError("spatial.layer_other_kind", "The layer holds another kind.", name=layer.name)
    layer = layer or Layer(organisation=draft.organisation, slug=draft.slug, kind=draft.kind)
    layer.name, layer.topic, layer.description = draft.name, draft.topic, draft.description
    layer.save()
    return layer


def _feature(version: LayerVersion, position: int, row: LayerDraftRow) -> LayerFeature:
    return LayerFeature(
        version=version,
        position=position,
        key=row.key,
        name=row.name,
        address=row.address,
        geometry=row.geometry,
        capacity=row.capacity,
        attributes=row.attributes,
    )


def _submitted(draft: LayerDraft) -> LayerDraft:
    current = drafting.locked(draft=draft)
    if current.state != LayerDraftState.SUBMITTED:
        raise drafting.closed(current)
    return current


def _decide(
    draft: LayerDraft, state: LayerDraftState, by: User, text: str, kind: LayerDraftComment.Kind | None = None
) -> None:
    # A signature names the revision that it saw: only going back to work counts as a change.
    draft.revision += state == LayerDraftState.DRAFT
    draft.state = state
    try:
        with transaction.atomic():
            draft.save(
                update_fields=["state", "revision", "approved_by", "version", "layer", "content_hash", "changed_at"]
            )
    except IntegrityError as error:
        if "layer_draft_waits_once" not in str(error):
            raise
        raise LayerDraftError(
            "spatial.layer_waits", "The layer waits for approval already.", name=draft.name
        ) from error
    told = kind or LayerDraftComment.Kind(state.value)
    LayerDraftComment.objects.create(draft=draft, kind=told, person=by, text=text)
    tell_decision(draft=draft, kind=told, by=by)


def _record(action: str, draft: LayerDraft, by: User, details: dict[str, Any], reason: str = "") -> None:
    record(action=action, by=by, organisation=draft.organisation, subject=draft, details=details, reason=reason)
