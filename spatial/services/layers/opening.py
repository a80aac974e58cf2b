# SPDX-License-Identifier: EUPL-1.2
"""Decide on whether everybody may search the address file in use: opened, and closed again."""

from typing import Final

from django.db import transaction

from sozialplanung.accounts.approving import may_approve_at
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from spatial.errors import AddressesConflictError, NotAddressesDeciderError
from spatial.models import AddressDecision, AddressRegister, RegisterState

_ACTS: Final = {True: "spatial.addresses_opened", False: "spatial.addresses_closed"}


@transaction.atomic
def decide_on_addresses(*, register: AddressRegister, is_open: bool, reason: str, by: User, revision: int) -> None:
    """Let everybody search an address file, or the house alone again.

    Raises
    ------
    AddressesConflictError
        ``spatial.addresses_stale``: somebody decided since that revision, or another file is in use.
    NotAddressesDeciderError
        ``spatial.addresses_not_approver``: the person approves nothing in this house.
    """
    if not may_approve_at(by, register.organisation):
        raise NotAddressesDeciderError("spatial.addresses_not_approver", "Only an approver of this house decides.")
    # Two people at once: the second one waits here, and then reads that somebody was faster.
    locked = AddressRegister.objects.select_for_update(no_key=True).defer("content").get(pk=register.pk)
    newest = AddressDecision.objects.filter(register=locked).order_by("-revision").first()
    if locked.state != RegisterState.CURRENT or revision != (newest.revision if newest else 0):
        raise AddressesConflictError("spatial.addresses_stale", "Somebody decided in the meantime.")
    AddressDecision.objects.create(
        register=locked, revision=revision + 1, is_open=is_open, reason=reason, decided_by=by
    )
    record(
        action=_ACTS[is_open],
        by=by,
        organisation=register.organisation,
        subject=register,
        details={"revision": revision + 1, "addresses": register.address_count},
        reason=reason,
    )
