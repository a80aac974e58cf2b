# SPDX-License-Identifier: EUPL-1.2
"""Read who works for an organisation, since when and by whose word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from sozialplanung.accounts.models import Assignment, Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import Scope, counting, is_there, scope_from, words_of
from sozialplanung.accounts.selectors import has_permission, organisations_above
from sozialplanung.accounts.words import WORDS
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import NotFoundError

ASSIGNED, WITHDRAWN = "accounts.role_assigned", "accounts.role_withdrawn"
_ACCOUNT: Final = "accounts.user"


@dataclass(frozen=True, slots=True)
class GivenRole:
    """One role of one person: where, since when, by whom; `provider` names the sign-in service that gave it."""

    assignment: Assignment
    role: str
    is_given_here: bool
    since: datetime
    by: str
    reason: str
    provider: str

    @property
    def name(self) -> Promise:
        """The role as readers know it."""
        return ROLES[self.role].display_name

    @property
    def is_narrowed(self) -> bool:
        """Whether the role counts for a part alone."""
        return not self.assignment.scope.is_whole

    @property
    def narrowing(self) -> str:
        """What the role is narrowed to, in words; nothing of a whole one."""
        return self.assignment.narrowing

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it allows, there where it counts."""
        return counting(self.role, self.assignment.scope_kind) if self.is_narrowed else ROLES[self.role].permissions

    @property
    def rights(self) -> tuple[Promise, ...]:
        """The same as readers know it, in the order of the list of permissions."""
        return tuple(words[0] for each, words in WORDS.items() if each in self.permissions)

    @property
    def description(self) -> Promise:
        """What the role is for."""
        return ROLES[self.role].description


@dataclass(frozen=True, slots=True)
class TakenRole:
    """A role that a person held here and holds no more."""

    role: str
    at: datetime
    by: str
    reason: str
    scope: Scope
    narrowing: str

    @property
    def name(self) -> Promise:
        """The role as readers know it."""
        return ROLES[self.role].display_name


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list of an organisation."""

    person: User
    roles: tuple[GivenRole, ...]

    @property
    def is_invited(self) -> bool:
        """Whether the person has never signed in."""
        return self.person.last_login is None


def people_at(organisation: Organisation) -> tuple[PersonRow, ...]:
    """Return everybody who holds a role at an organisation or above it, by name."""
    held: dict[int, list[Assignment]] = {}
    for each in _assignments(organisation):
        held.setdefault(each.user_id, []).append(each)
    people = User.objects.in_bulk(list(held))
    rows = (PersonRow(person, _given(held[pk], organisation)) for pk, person in people.items())
    return tuple(sorted(rows, key=lambda row: (not row.person.is_active, row.person.name.casefold(), row.person.pk)))


def former_people_at(organisation: Organisation) -> tuple[User, ...]:
    """Return everybody who held a role at an organisation and holds none any more, by name."""
    events = Event.objects.filter(organisation_id=organisation.pk, action=WITHDRAWN, subject_type=_ACCOUNT)
    ids = {int(each) for each in events.values_list("subject_id", flat=True).distinct() if each.isdecimal()}
    gone = ids - set(_assignments(organisation).values_list("user_id", flat=True))
    return tuple(User.objects.filter(pk__in=gone).order_by("name", "pk"))


def person_at(organisation: Organisation, pk: int) -> User:
    """Return somebody who holds a role here or held one; everybody else is not there."""
    person = User.objects.filter(pk=pk).first()
    if person is None or not _belongs(person, organisation):
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return person


def roles_at(person: User, organisation: Organisation) -> tuple[GivenRole, ...]:
    """Return the roles that somebody holds at an organisation, those given further up included."""
    return _given(list(_assignments(organisation).filter(user=person)), organisation)


def taken_roles(person: User, organisation: Organisation) -> tuple[TakenRole, ...]:
    """Return the roles that somebody held at this very organisation and holds no more, the newest first."""
    rows = Assignment.every.filter(user=person, organisation=organisation)
    held = {(each.role, each.scope) for each in rows}
    found: dict[tuple[str, Scope], TakenRole] = {}
    for event in _events(person, organisation).filter(action=WITHDRAWN).order_by("-pk"):
        role, scope = told = _role_told(event)
        # A part that is not there any more cannot be given back.
        if role in ROLES and told not in held and told not in found and is_there(scope, organisation.pk):
            words = words_of(scope, organisation.pk)
            found[told] = TakenRole(role, event.at, event.actor_label, event.reason, scope, words)
    return tuple(found.values())


def has_no_way_in(person: User) -> bool:
    """Say whether somebody can sign in by nothing yet: an invitation lets them choose a password."""
    has_signed_in = person.last_login is not None or person.has_usable_password()
    return person.is_active and not has_signed_in and not SocialAccount.objects.filter(user=person).exists()


def manages_account(by: User, person: User) -> bool:
    """Say whether somebody manages the people everywhere where a person holds a role: then the account is theirs."""
    places = Organisation.objects.filter(assignments__user=person).distinct()
    return by.pk != person.pk and all(has_permission(by, Permission.MANAGE_USERS, place) for place in places)


def _assignments(organisation: Organisation) -> QuerySet[Assignment]:
    whole, own = Q(scope_kind=""), Q(organisation_id=organisation.pk)
    # A narrowed role counts at the organisation alone at which it was given.
    rows = Assignment.every.filter(whole | own, organisation_id__in=organisations_above(organisation))
    return rows.select_related("organisation", "mapped").order_by(
        "organisation__name", "role", "scope_kind", "scope_key"
    )


def _belongs(person: User, organisation: Organisation) -> bool:
    is_here = _assignments(organisation).filter(user=person).exists()
    return is_here or _events(person, organisation).filter(action=WITHDRAWN).exists()


def _events(person: User, organisation: Organisation) -> QuerySet[Event]:
    return Event.objects.filter(
        organisation_id=organisation.pk,
        subject_type=_ACCOUNT,
        subject_id=str(person.pk),
        action__in=(ASSIGNED, WITHDRAWN),
    )


def _given(assignments: Iterable[Assignment], organisation: Organisation) -> tuple[GivenRole, ...]:
    listed = list(assignments)
    told = _words_of(listed)
    return tuple(
        _given_role(each, organisation, told.get((each.user_id, each.organisation_id, each.role, each.scope)))
        for each in listed
    )


def _given_role(assignment: Assignment, organisation: Organisation, event: Event | None) -> GivenRole:
    mapped = getattr(assignment, "mapped", None)
    return GivenRole(
        assignment,
        assignment.role,
        assignment.organisation_id == organisation.pk,
        assignment.assigned_at,
        event.actor_label if event else "",
        event.reason if event else "",
        mapped.provider if mapped else "",
    )


def _role_told(event: Event) -> tuple[str, Scope]:
    return str(event.details.get("role", "")), scope_from(str(event.details.get("scope", "")))


def _words_of(assignments: list[Assignment]) -> dict[tuple[int, int, str, Scope], Event]:
    """Return for each assignment the event that tells of it: the newest of its kind."""
    events = Event.objects.filter(
        action=ASSIGNED,
        subject_type=_ACCOUNT,
        subject_id__in=[str(each.user_id) for each in assignments],
        organisation_id__in=[each.organisation_id for each in assignments],
    )
    found: dict[tuple[int, int, str, Scope], Event] = {}
    for event in events.order_by("pk"):
        found[int(event.subject_id), event.organisation_id or 0, *_role_told(event)] = event
    return found
