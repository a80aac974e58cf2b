# SPDX-License-Identifier: EUPL-1.2
"""A wrong version of a layer is taken back: one person asks, another decides, the one before counts again."""

from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sozialplanung.accounts.approving import approvers_at
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import NotAllowedError
from sozialplanung.notifications.registry import About
from sozialplanung.notifications.services.telling import settle, tell
from spatial.errors import LayerDraftClosedError, LayerDraftError
from spatial.models import Layer, LayerDraft, LayerVersion, LayerWithdrawal, WithdrawalState
from spatial.selectors.layerfigures import LayerFact
from spatial.services.authors import Objection, objection_among
from spatial.services.following import layer_in_force
from spatial.services.layers.deciding import OBJECTIONS
from spatial.services.layers.telling import WITHDRAWAL_ASKED, WITHDRAWAL_DECIDED

_ACTIONS: Final = {
    WithdrawalState.DONE: "spatial.layer_taken_back",
    WithdrawalState.REFUSED: "spatial.layer_withdrawal_refused",
    WithdrawalState.CALLED_OFF: "spatial.layer_withdrawal_called_off",
}


@transaction.atomic
def ask_withdrawal(*, version: LayerVersion, by: User, reason: str) -> LayerWithdrawal:
    """Ask for the version in force to be taken back; nothing changes yet.

    Raises
    ------
    LayerDraftError
        ``spatial.layer_no_reason``, or ``layer_no_earlier`` where no version is left that could count again.
    LayerDraftClosedError
        ``spatial.layer_not_in_force``, or ``layer_withdrawal_waits``.
    """
    current = _locked(version)
    if not reason.strip():
        raise LayerDraftError("spatial.layer_no_reason", "A reason is needed.")
    _before(current)
    if current.withdrawals.filter(state=WithdrawalState.WAITING).exists():
        raise LayerDraftClosedError("spatial.layer_withdrawal_waits", "A withdrawal waits already.")
    withdrawal = LayerWithdrawal.objects.create(version=current, reason=reason, asked_by=by)
    _record("spatial.layer_withdrawal_asked", withdrawal, by, reason)
    people = approvers_at(current.layer.organisation).exclude(pk=by.pk)
    tell(kind=WITHDRAWAL_ASKED, recipients=people, about=_about(withdrawal, "asked"), by=by)
    return withdrawal


@transaction.atomic
def take_back(*, withdrawal: LayerWithdrawal, by: User, text: str = "") -> LayerVersion:
    """Take the version back and put the one before in force again, whole; what reads the layer is computed anew.

    Raises
    ------
    LayerFourEyesError, NotLayerApproverError
        As an approval of a layer does.
    LayerDraftClosedError, LayerDraftError
        The wish was decided on, the version superseded meanwhile, or no earlier one is left.
    """
    current = _waiting(withdrawal)
    _require_approver(current, by)
    version = _locked(current.version)
    earlier = _before(version)
    _decide(current, WithdrawalState.DONE, by, text)
    now = timezone.now()
    LayerVersion.objects.filter(pk=version.pk).update(superseded_at=now, withdrawn_at=now)
    LayerVersion.objects.filter(pk=earlier.pk).update(superseded_at=None)
    _words_of(earlier)
    fact = LayerFact(version.layer.organisation_id, version.layer.slug, earlier.pk, f" without {version.pk}")
    layer_in_force(fact, by)
    earlier.refresh_from_db()
    return earlier


@transaction.atomic
def refuse_withdrawal(*, withdrawal: LayerWithdrawal, by: User, text: str) -> LayerWithdrawal:
    """Let the version stay in force; raises as `take_back`, and ``spatial.layer_no_reason``."""
    current = _waiting(withdrawal)
    _require_approver(current, by)
    if not text.strip():
        raise LayerDraftError("spatial.layer_no_reason", "A reason is needed.")
    return _decide(current, WithdrawalState.REFUSED, by, text)


@transaction.atomic
def call_off(*, withdrawal: LayerWithdrawal, by: User) -> LayerWithdrawal:
    """End a wish that nobody has decided on yet; raises ``spatial.layer_withdrawal_over``."""
    return _decide(_waiting(withdrawal), WithdrawalState.CALLED_OFF, by, "")


def earlier_of(version: LayerVersion) -> LayerVersion | None:
    """Return the version that counts again where this one is taken back; None where none is left."""
    rows = LayerVersion.objects.filter(layer_id=version.layer_id, number__lt=version.number, withdrawn_at__isnull=True)
    return rows.order_by("-number").first()


def _before(version: LayerVersion) -> LayerVersion:
    """Return what counts again once a version in force is gone; raises where it is none, or nothing stood before it."""
    if not version.is_in_force:
        raise LayerDraftClosedError("spatial.layer_not_in_force", "The version is not in force.")
    earlier = earlier_of(version)
    if earlier is None:
        raise LayerDraftError("spatial.layer_no_earlier", "There is no earlier version.")
    return earlier


def objection_of(withdrawal: LayerWithdrawal, by: User) -> Objection | None:
    """Say what keeps somebody from deciding on a wish, None for who may."""
    organisation = withdrawal.version.layer.organisation
    return objection_among(by, organisation, authors={withdrawal.asked_by_id}, since=withdrawal.asked_at)


def _require_approver(withdrawal: LayerWithdrawal, by: User) -> None:
    objection = objection_of(withdrawal, by)
    if objection is not None:
        error, code, text = OBJECTIONS[objection]
        refused: NotAllowedError = error(code, text)
        raise refused


def _locked(version: LayerVersion) -> LayerVersion:
    # The layer goes first, as an approval locks it: both never count at once.
    Layer.objects.select_for_update().get(pk=version.layer_id)
    return LayerVersion.objects.select_related("layer__organisation").get(pk=version.pk)


def _waiting(withdrawal: LayerWithdrawal) -> LayerWithdrawal:
    rows = LayerWithdrawal.objects.select_for_update(of=("self",)).select_related("version__layer__organisation")
    current = rows.get(pk=withdrawal.pk)
    if current.state != WithdrawalState.WAITING:
        raise LayerDraftClosedError("spatial.layer_withdrawal_over", "It was decided on already.")
    return current


def _decide(withdrawal: LayerWithdrawal, state: WithdrawalState, by: User, text: str) -> LayerWithdrawal:
    withdrawal.state, withdrawal.decided_by, withdrawal.decided_at, withdrawal.answer = state, by, timezone.now(), text
    withdrawal.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    _record(_ACTIONS[state], withdrawal, by, text)
    settle(matter=_matter(withdrawal), kinds=(WITHDRAWAL_ASKED,))
    about = _about(withdrawal, state.value)
    tell(kind=WITHDRAWAL_DECIDED, recipients=[withdrawal.asked_by], about=about, by=by)
    return withdrawal


def _words_of(version: LayerVersion) -> None:
    """Let the layer be called as it was when a version was approved."""
    draft = LayerDraft.objects.filter(version=version).first()
    if draft is not None:
        words = {"name": draft.name, "topic": draft.topic, "description": draft.description}
        Layer.objects.filter(pk=version.layer_id).update(**words)


def _record(action: str, withdrawal: LayerWithdrawal, by: User, reason: str) -> None:
    layer = withdrawal.version.layer
    details = {"version": withdrawal.version.number}
    record(action=action, by=by, organisation=layer.organisation, subject=layer, details=details, reason=reason)


def _matter(withdrawal: LayerWithdrawal) -> str:
    return f"layerversions:{withdrawal.version_id}"


def _about(withdrawal: LayerWithdrawal, event: str) -> About:
    layer = withdrawal.version.layer
    organisation: Organisation = layer.organisation
    return About(
        organisation=organisation,
        subject=layer.name,
        path=reverse("spatial:layer_version_back", args=[organisation.slug, layer.slug, withdrawal.version.number]),
        matter=_matter(withdrawal),
        key=f"layerwithdrawal:{withdrawal.pk}:{event}",
    )
