# SPDX-License-Identifier: EUPL-1.2
"""Who brought or edited a draft, of boundaries, a layer or a table, and who may decide on it."""

from datetime import datetime
from enum import Enum, auto
from typing import Any, Protocol

from sozialplanung.accounts.approving import approvers_at, may_approve_at
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, is_account_of


class Authored(Protocol):
    """A draft that one person began and others edit (`editors`, rows with a `person`)."""

    organisation: Organisation
    created_by_id: int
    created_at: datetime

    @property
    def editors(self) -> Any:  # noqa: ANN401 - the manager of a relation, of another model for each kind of draft
        """Who edited it."""


class Objection(Enum):
    """Why somebody may not decide on a draft."""

    AUTHOR = auto()
    LENT_ACCOUNT = auto()
    FROM_ABOVE = auto()
    NO_APPROVER = auto()


def editor_ids(draft: Authored) -> set[int]:
    """Return everybody who brought or edited a draft."""
    return {draft.created_by_id, *draft.editors.values_list("person_id", flat=True)}


def editors_of(draft: Authored) -> list[User]:
    """Return everybody who brought or edited a draft, as they came."""
    return list(User.objects.filter(pk__in=editor_ids(draft)).order_by("pk"))


def is_editor(draft: Authored, person: User) -> bool:
    """Say whether somebody brought or changed what is in a draft."""
    return draft.created_by_id == person.pk or draft.editors.filter(person_id=person.pk).exists()


def approvers_of(draft: Authored) -> list[User]:
    """Return those who may decide: approvers who did not edit it, those from above where the organisation lets them."""
    return list(approvers_at(draft.organisation).exclude(pk__in=editor_ids(draft)))


def objection_to(draft: Authored, by: User) -> Objection | None:
    """Say what keeps somebody from being the second person of a draft, None for who may decide.

    They are an approver who neither brought nor edited it, whose account no author opened or changed since it was
    begun, and who approves in the organisation's own house, or further up where it lets them.
    """
    return objection_among(by, draft.organisation, authors=editor_ids(draft), since=draft.created_at)


def objection_among(by: User, organisation: Organisation, *, authors: set[int], since: datetime) -> Objection | None:
    """Say what keeps somebody from being the second person of what these authors began at that moment."""
    if by.pk in authors:
        return Objection.AUTHOR
    if is_account_of(by, others=authors, since=since):
        return Objection.LENT_ACCOUNT
    if may_approve_at(by, organisation):
        return None
    is_above = has_permission(by, Permission.APPROVE_IMPORTS, organisation)
    return Objection.FROM_ABOVE if is_above else Objection.NO_APPROVER
