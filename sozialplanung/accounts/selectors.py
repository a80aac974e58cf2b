# SPDX-License-Identifier: EUPL-1.2
"""Read organisations, and what users may do at them."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from sozialplanung.accounts.errors import OrganisationNotFoundError
from sozialplanung.accounts.models import Assignment, Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import Scope, counting
from sozialplanung.audit.selectors import events_about

# Reads for addresses that everyone may open go through the role which sees released things only.
PUBLIC: Final = "public"

_ROLES_AT: Final = """
    WITH RECURSIVE upwards AS (
        SELECT id, parent_id FROM accounts_organisation WHERE id = %s
        UNION
        SELECT above.id, above.parent_id
          FROM accounts_organisation AS above JOIN upwards ON above.id = upwards.parent_id
    )
    SELECT DISTINCT role FROM accounts_assignment
     WHERE user_id = %s AND organisation_id IN (SELECT id FROM upwards) AND scope_kind = ''
"""
_REACH_AT: Final = """
    WITH RECURSIVE upwards AS (
        SELECT id, parent_id FROM accounts_organisation WHERE id = %s
        UNION
        SELECT above.id, above.parent_id
          FROM accounts_organisation AS above JOIN upwards ON above.id = upwards.parent_id
    )
    SELECT DISTINCT role, scope_kind, scope_key FROM accounts_assignment
     WHERE user_id = %s
       AND (organisation_id = %s OR (scope_kind = '' AND organisation_id IN (SELECT id FROM upwards)))
"""
_UPWARDS: Final = """
    WITH RECURSIVE upwards AS (
        SELECT id, parent_id FROM accounts_organisation WHERE id = %s
        UNION
        SELECT above.id, above.parent_id
          FROM accounts_organisation AS above JOIN upwards ON above.id = upwards.parent_id
    )
    SELECT id FROM upwards
"""
_UNDER: Final = """
    WITH RECURSIVE downwards AS (
        SELECT id FROM accounts_organisation WHERE parent_id = %s
        UNION
        SELECT below.id FROM accounts_organisation AS below JOIN downwards ON below.parent_id = downwards.id
    )
    SELECT id FROM downwards
"""
# Narrowed roles count where they were given; no role is held in a part below.
_HELD: Final = """
    WITH RECURSIVE held AS (
        SELECT role, organisation_id AS id, TRUE AS is_given_here FROM accounts_assignment
         WHERE user_id = %s AND scope_kind = ''
        UNION
        SELECT held.role, below.id, FALSE
          FROM accounts_organisation AS below JOIN held ON below.parent_id = held.id
    )
    SELECT held.role, held.id, place.name, bool_or(held.is_given_here), ''
      FROM held JOIN accounts_organisation AS place ON place.id = held.id
     GROUP BY held.role, held.id, place.name
    UNION
    SELECT role, place.id, place.name, TRUE, scope_kind
      FROM accounts_assignment JOIN accounts_organisation AS place ON place.id = organisation_id
     WHERE user_id = %s AND scope_kind <> ''
     ORDER BY 3, 1
"""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of a user at one organisation: given there, or further up."""

    role: str
    organisation_id: int
    organisation: str
    is_given_here: bool

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows."""
        return ROLES[self.role].permissions


@dataclass(frozen=True, slots=True)
class HeldPart:
    """One role of a user that is narrowed to parts of one organisation, of one kind."""

    role: str
    organisation_id: int
    organisation: str
    scope_kind: str

    @property
    def permissions(self) -> frozenset[Permission]:
        """What of the role counts there."""
        return counting(self.role, self.scope_kind)


@dataclass(frozen=True, slots=True)
class Held:
    """Every role of a user: the whole ones at every organisation, and those that are narrowed to parts."""

    roles: tuple[HeldRole, ...] = ()
    parts: tuple[HeldPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about a right and its answer; `is_own_house`: roles given further up did not count.

    `scopes`: it was asked for narrowed roles, and these are what they are narrowed to.
    """

    permission: Permission
    is_granted: bool
    is_own_house: bool = False
    scopes: frozenset[Scope] | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """For how much of an organisation something is allowed: everything, or the parts that are named; else nothing."""

    is_whole: bool = False
    scopes: frozenset[Scope] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether it is allowed nowhere."""
        return not (self.is_whole or self.scopes)


_HEARD: ContextVar[list[Asked] | None] = ContextVar("rights_heard", default=None)


@contextmanager
def hearing() -> Iterator[list[Asked]]:
    """Note every question about a right that is asked inside, in its order: so that a decision explains itself."""
    heard: list[Asked] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def organisation_by_slug(slug: str) -> Organisation:
    """Return the organisation at the head of an address."""
    organisation = Organisation.objects.using(PUBLIC).filter(slug=slug).first()
    if organisation is None:
        raise OrganisationNotFoundError("http.not_found", "There is nothing at this address.")
    return organisation


def organisation_by_id(pk: int) -> Organisation:
    """Return the organisation that something published is of."""
    return Organisation.objects.using(PUBLIC).get(pk=pk)


def listed_organisations() -> QuerySet[Organisation]:
    """Return the organisations that the start page shows."""
    return Organisation.objects.using(PUBLIC).filter(is_listed=True).order_by("name")


def roles_of(user: User | AnonymousUser, organisation: Organisation) -> frozenset[str]:
    """Return the roles that a user holds at an organisation, those given further up included."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_AT, [organisation.pk, user.pk])
        return frozenset(row[0] for row in cursor.fetchall())


def has_permission(user: User | AnonymousUser, permission: Permission, organisation: Organisation) -> bool:
    """Say whether a user may do something at an organisation, as the database says at this moment."""
    is_granted = any(permission in ROLES[role].permissions for role in roles_of(user, organisation))
    return _told(Asked(permission, is_granted))


def reach_of(user: User | AnonymousUser, permission: Permission, organisation: Organisation) -> Reach:
    """Say for how much of an organisation a user may do something: all of it, parts of it by narrowed roles, nothing.

    For desks that know what a part is, in one statement as `has_permission` takes. Parts are named only where the
    whole is not granted.
    """
    if not (user.is_authenticated and user.is_active):
        return Reach()
    with connection.cursor() as cursor:
        cursor.execute(_REACH_AT, [organisation.pk, user.pk, organisation.pk])
        rows: list[tuple[str, str, str]] = cursor.fetchall()
    if any(not kind and permission in ROLES[role].permissions for role, kind, _ in rows):
        return Reach(is_whole=_told(Asked(permission, is_granted=True)))
    _told(Asked(permission, is_granted=False))
    scopes = frozenset(Scope(kind, key) for role, kind, key in rows if kind and permission in counting(role, kind))
    if scopes:
        _told(Asked(permission, is_granted=True, is_own_house=True, scopes=scopes))
    return Reach(is_whole=False, scopes=scopes)


def narrowed_assignments(permission: Permission, organisation: Organisation) -> tuple[Assignment, ...]:
    """Return the narrowed roles of active users that let them do something at a part of an organisation."""
    rows = Assignment.every.filter(organisation_id=organisation.pk, user__is_active=True).exclude(scope_kind="")
    found = rows.select_related("user").order_by("user__name", "pk")
    return tuple(row for row in found if permission in counting(row.role, row.scope_kind))


def organisations_below(organisation: Organisation) -> list[int]:
    """Return the ids of all organisations below one."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, [organisation.pk])
        return [row[0] for row in cursor.fetchall()]


def organisations_above(organisation: Organisation) -> list[int]:
    """Return the ids of an organisation and of all above it."""
    with connection.cursor() as cursor:
        cursor.execute(_UPWARDS, [organisation.pk])
        return [row[0] for row in cursor.fetchall()]


def holds_permission_at(user: User, permission: Permission, organisation: Organisation) -> bool:
    """Say whether a user may do something by a role given at this very organisation, not further up."""
    roles = [key for key, role in ROLES.items() if permission in role.permissions]
    held = Assignment.objects.filter(user_id=user.pk, organisation_id=organisation.pk, role__in=roles)
    return _told(Asked(permission, user.is_active and held.exists(), is_own_house=True))


def _told(asked: Asked) -> bool:
    heard = _HEARD.get()
    if heard is not None:
        heard.append(asked)
    return asked.is_granted


def people_where(permission: Permission, organisation: Organisation, *, with_above: bool = True) -> QuerySet[User]:
    """Return the active users who may do something at an organisation; with or without roles given further up."""
    roles = [key for key, role in ROLES.items() if permission in role.permissions]
    above = organisations_above(organisation) if with_above else [organisation.pk]
    held = Assignment.objects.filter(organisation_id__in=above, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("name", "pk")


def is_account_of(user: User, *, others: Collection[int], since: datetime) -> bool:
    """Say whether one of `others` opened a user's account, gave it a role or a password since a moment.

    Whoever does that may sign in as that user, or have somebody at hand who does as told.
    """
    acts = ("accounts.user_created", "accounts.role_assigned", "accounts.password_set", "accounts.user_invited")
    strangers = [other for other in others if other != user.pk]
    found = events_about(subject_type="accounts.user", subject_id=str(user.pk))
    return found.filter(action__in=acts, actor_id__in=strangers, at__gte=since).exists()


def roles_held(user: User | AnonymousUser) -> tuple[HeldRole, ...]:
    """Return every role of a user at every organisation, those given further up included, in one query."""
    return held_by(user).roles


def held_by(user: User | AnonymousUser) -> Held:
    """Return the same with the narrowed roles beside it, for those who know what a part is; in one query, too."""
    if not (user.is_authenticated and user.is_active):
        return Held()
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [user.pk, user.pk])
        rows: list[tuple[str, int, str, bool, str]] = cursor.fetchall()
    roles = tuple(HeldRole(role, pk, name, is_here) for role, pk, name, is_here, kind in rows if not kind)
    return Held(roles, tuple(HeldPart(role, pk, name, kind) for role, pk, name, _is_here, kind in rows if kind))


def places_by_permission(held: Iterable[HeldRole]) -> dict[Permission, frozenset[int]]:
    """Return by permission the ids of the organisations at which one of the roles gives it."""
    found: dict[Permission, set[int]] = {}
    for each in held:
        for permission in each.permissions:
            found.setdefault(permission, set()).add(each.organisation_id)
    return {permission: frozenset(places) for permission, places in found.items()}
