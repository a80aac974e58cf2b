# SPDX-License-Identifier: EUPL-1.2
"""Open accounts, give and take roles, close and open accounts again: by whoever manages the people of a place.

Nobody does any of it for themselves, and nobody takes the last administrator from an organisation. What is taken is
gone with the next request, running sessions included: rights are read from the database each time.
"""

from dataclasses import dataclass

from django.db import transaction

from sozialplanung.accounts import services
from sozialplanung.accounts.errors import AccountConflictError, AccountRightsError
from sozialplanung.accounts.models import Assignment, Organisation, PersonSession, User
from sozialplanung.accounts.people.invitations import invitation_for
from sozialplanung.accounts.people.selectors import has_no_way_in, manages_account
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import WHOLE, Scope
from sozialplanung.accounts.selectors import has_permission, people_where
from sozialplanung.audit.services import record


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to work here, as what and why."""

    email: str
    name: str
    role: str
    scope: Scope = WHOLE
    reason: str = ""


@transaction.atomic
def open_account(*, organisation: Organisation, new: NewPerson, by: User) -> User:
    """Give somebody a role, and an account if there is none with this address; an account keeps its name."""
    _require_manager(organisation, by)
    email = new.email.strip().lower()
    person = User.objects.filter(email=email).first()
    if person is None:
        person = services.create_user(email=email, name=new.name, password=None, by=by)
    give_role(person=person, organisation=organisation, role=new.role, by=by, scope=new.scope, reason=new.reason)
    return person


@transaction.atomic
def give_role(  # noqa: PLR0913 - a role, where, for which part, whose, and whoever gave it why
    *, person: User, organisation: Organisation, role: str, by: User, scope: Scope = WHOLE, reason: str = ""
) -> Assignment:
    """Give somebody else a role at an organisation, or at a part of it.

    Raises
    ------
    AccountRightsError
        ``accounts.not_manager`` for somebody who does not manage people there, ``accounts.own_role`` for oneself.
    AccountConflictError
        ``accounts.person_inactive`` where the account is closed.
    """
    _require_manager(organisation, by)
    _require_other(person, by)
    if not person.is_active:
        raise AccountConflictError("accounts.person_inactive", "The account is closed.", name=person.name)
    return services.assign_role(user=person, organisation=organisation, role=role, by=by, scope=scope, reason=reason)


@transaction.atomic
def take_role(*, assignment: Assignment, by: User, reason: str) -> None:
    """Take a role that was given at this very organisation; it can be given back.

    Raises
    ------
    AccountRightsError
        ``accounts.not_manager``.
    AccountConflictError
        ``accounts.last_manager`` where nobody could give it back.
    """
    organisation = assignment.organisation
    _require_manager(organisation, by)
    _lock(organisation)
    services.withdraw_role(assignment=assignment, by=by, reason=reason)
    if Permission.MANAGE_USERS in ROLES[assignment.role].permissions:
        _require_somebody_left(organisation)


@transaction.atomic
def close_account(*, person: User, by: User, reason: str) -> None:
    """Let somebody sign in no more and end their sessions; their roles stay for the day they come back.

    Raises
    ------
    AccountRightsError
        ``accounts.account_elsewhere`` for somebody who does not manage people wherever the person has a role.
    """
    _require_account(person, by)
    places = [each.organisation for each in person.assignments.select_related("organisation")]
    for place in sorted(places, key=lambda one: one.pk):
        _lock(place)
    services.deactivate_user(user=person, by=by, reason=reason)
    PersonSession.objects.filter(person_id=person.pk).delete()
    for place in places:
        _require_somebody_left(place)


@transaction.atomic
def open_again(*, person: User, by: User) -> None:
    """Let somebody sign in again, with the roles they had."""
    _require_account(person, by)
    services.reactivate_user(user=person, by=by)


@transaction.atomic
def invite(*, person: User, organisation: Organisation, by: User) -> str:
    """Return the secret of a link by which somebody without a password chooses one; whoever made it is in the log.

    Raises
    ------
    AccountConflictError
        ``accounts.has_way_in`` for somebody who can sign in already.
    """
    _require_manager(organisation, by)
    _require_account(person, by)
    if not has_no_way_in(person):
        raise AccountConflictError("accounts.has_way_in", "The person can sign in already.", name=person.name)
    record(action="accounts.user_invited", by=by, organisation=organisation, subject=person)
    return invitation_for(person)


def _require_manager(organisation: Organisation, by: User) -> None:
    if not has_permission(by, Permission.MANAGE_USERS, organisation):
        raise AccountRightsError("accounts.not_manager", "Only an administrator of this organisation does that.")


def _require_other(person: User, by: User) -> None:
    if person.pk == by.pk:
        raise AccountRightsError("accounts.own_role", "Nobody gives themselves a role.")


def _require_account(person: User, by: User) -> None:
    if not manages_account(by, person):
        raise AccountRightsError("accounts.account_elsewhere", "The person has roles elsewhere, too.", name=person.name)


def _require_somebody_left(organisation: Organisation) -> None:
    if not people_where(Permission.MANAGE_USERS, organisation).exists():
        raise AccountConflictError(
            "accounts.last_manager", "Nobody would manage the people there any more.", organisation=organisation.name
        )


def _lock(organisation: Organisation) -> None:
    # Two administrators who take from one another at the same moment have no row in common but this one.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
