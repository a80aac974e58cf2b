# SPDX-License-Identifier: EUPL-1.2
"""Decide on the layer that says where people live within areas: chosen, done without, the last decision taken back."""

from django.db import transaction

from sozialplanung.accounts.approving import may_approve_at
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from spatial.errors import InhabitedConflictError, InhabitedError, NotInhabitedDeciderError
from spatial.models import InhabitedGround, Layer, LayerVersion
from spatial.selectors.inhabited import KINDS
from spatial.services.following import people_moved


@transaction.atomic
def decide_on_layer(*, organisation: Organisation, slug: str, reason: str, by: User, revision: int) -> InhabitedGround:
    """Let a layer say where people live; an empty `slug` lets all ground count alike.

    Crosswalks and conversions are made anew by themselves.

    Raises
    ------
    InhabitedError
        ``spatial.inhabited_layer``: there is no such layer in force, or it holds lines.
    InhabitedConflictError
        ``spatial.inhabited_stale``: somebody decided since that revision.
    NotInhabitedDeciderError
        The person approves nothing in this house.
    """
    layer = _layer(organisation, slug) if slug else None
    return _decide(organisation, layer, reason, by, revision)


@transaction.atomic
def take_decision_back(*, organisation: Organisation, reason: str, by: User, revision: int) -> InhabitedGround:
    """Let hold again what held before the last decision, as a decision of its own.

    Raises
    ------
    InhabitedError
        ``spatial.inhabited_nothing``: nothing was decided yet.
    InhabitedConflictError, NotInhabitedDeciderError
        As `decide_on_layer`.
    """
    rows = list(InhabitedGround.objects.filter(organisation=organisation).order_by("-revision")[:2])
    if not rows:
        raise InhabitedError("spatial.inhabited_nothing", "Nothing was decided yet.")
    before = rows[1].layer if len(rows) > 1 else None
    return _decide(organisation, before, reason, by, revision)


def _layer(organisation: Organisation, slug: str) -> Layer:
    layer = Layer.objects.filter(organisation=organisation, slug=slug, kind__in=KINDS).first()
    if layer is None or not LayerVersion.objects.filter(layer=layer, superseded_at__isnull=True).exists():
        raise InhabitedError("spatial.inhabited_layer", "There is no such layer of places or areas.", slug=slug)
    return layer


def _decide(organisation: Organisation, layer: Layer | None, reason: str, by: User, revision: int) -> InhabitedGround:
    if not may_approve_at(by, organisation):
        raise NotInhabitedDeciderError("spatial.inhabited_not_approver", "Only an approver of this house decides.")
    # Two people at once: the second one waits here, and then reads that somebody was faster.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    newest = InhabitedGround.objects.filter(organisation=organisation).order_by("-revision").first()
    last = newest.revision if newest else 0
    if revision != last:
        raise InhabitedConflictError("spatial.inhabited_stale", "Somebody decided in the meantime.")
    row = InhabitedGround.objects.create(
        organisation=organisation, revision=last + 1, layer=layer, reason=reason, decided_by=by
    )
    record(
        action="spatial.inhabited_decided",
        by=by,
        organisation=organisation,
        subject=organisation,
        details={"revision": row.revision, "layer_name": layer.name if layer else "–"},
        reason=reason,
    )
    people_moved(organisation, by, f"where people live {row.revision}")
    return row
