# SPDX-License-Identifier: EUPL-1.2
"""Who brought or edited a draft, of boundaries or of a layer, and who may decide on it."""

from typing import Any, Protocol

from sozialplanung.accounts.approving import approvers_at
from sozialplanung.accounts.models import Organisation, User


class Authored(Protocol):
    """A draft that one person began and others edit (`editors`, rows with a `person`)."""

    organisation: Organisation
    created_by_id: int

    @property
    def editors(self) -> Any:  # noqa: ANN401 - the manager of a relation, of another model for each kind of draft
        """Who edited it."""


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
