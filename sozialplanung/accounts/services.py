# SPDX-License-Identifier: EUPL-1.2
"""Create and change organisations, users and assignments; each act leaves one event."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sozialplanung.accounts.errors import AccountConflictError, AccountInputError
from sozialplanung.accounts.factors.selectors import STRONG_ROLES
from sozialplanung.accounts.mails import tell
from sozialplanung.accounts.models import Assignment, Organisation, PersonSession, User
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.scopes import KIND_WORDS, OFFERED, WHOLE, Scope, counting, is_there, label_of
from sozialplanung.audit.services import record

# These words stand at the head of other addresses; a test keeps the list complete.
RESERVED_SLUGS: Final = frozenset(
    {
        "abmelden",
        "anmelden",
        "api",
        "b",
        "barrierefreiheit",
        "bescheid",
        "daten",
        "datenschutz",
        "embed",
        "farbe",
        "favicon",
        "gebaerdensprache",
        "glossar",
        "healthz",
        "hilfe",
        "impressum",
        "konto",
        "leichte-sprache",
        "media",
        "ogc",
        "readyz",
        "robots",
        "sitemap",
        "sprache",
        "static",
        "suche",
        "ueber",
        "ueber-die-daten",
        "well-known",
    }
)


@dataclass(frozen=True)
class NewOrganisation:
    """What is known of an organisation before it is stored."""

    slug: str
    name: str
    kind: OrganisationKind
    official_key: str = ""
    parent: Organisation | None = None
    is_listed: bool = True


@transaction.atomic
def create_organisation(*, organisation: NewOrganisation, by: User | None) -> Organisation:
    """Store an organisation; its slug becomes the head of its addresses."""
    if organisation.slug in RESERVED_SLUGS:
        raise AccountInputError("accounts.slug_reserved", "The address part is reserved.", slug=organisation.slug)
    stored = Organisation(**vars(organisation))
    try:
        stored.full_clean()
    except ValidationError as error:
        raise _input_error(error) from error
    stored.save()
    record(action="accounts.organisation_created", by=by, organisation=stored, subject=stored)
    return stored


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None, by: User | None) -> User:
    """Store a user; without a password nobody can sign in as them until one is set."""
    email = email.strip().lower()
    try:
        validate_email(email)
        if password is not None:
            validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise _input_error(error) from error
    if User.objects.filter(email=email).exists():
        raise AccountConflictError("accounts.email_taken", "There is a user with this address already.")
    user = User.objects.create_user(email=email, name=name, password=password)
    record(action="accounts.user_created", by=by, organisation=None, subject=user)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None) -> None:
    """Replace the password; sessions opened with the old one end."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise _input_error(error) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    tell(person=user, kind="password_set", is_own_act=by is None or by.pk == user.pk)
    record(action="accounts.password_set", by=by, organisation=None, subject=user)


@transaction.atomic
def deactivate_user(*, user: User, by: User | None, reason: str) -> None:
    """Let a user sign in no more; running sessions end with their next request."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(action="accounts.user_deactivated", by=by, organisation=None, subject=user, reason=reason)


@transaction.atomic
def reactivate_user(*, user: User, by: User | None, reason: str = "") -> None:
    """Let a user sign in again, with the roles they have."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(action="accounts.user_reactivated", by=by, organisation=None, subject=user, reason=reason)


@transaction.atomic
def assign_role(  # noqa: PLR0913 - a role, where, for which part, whose, and whoever gave it why
    *,
    user: User,
    organisation: Organisation,
    role: str,
    by: User | None,
    scope: Scope = WHOLE,
    source: str = "",
    reason: str = "",
) -> Assignment:
    """Give a user a role at an organisation and all below it; giving it twice changes nothing.

    With a `scope` it counts for that part of this very organisation alone. `source` says in the log what gave it,
    where it was no person.

    Raises
    ------
    AccountInputError
        ``accounts.role_unknown``; ``accounts.scope_not_offered`` where a role cannot be narrowed to that,
        ``accounts.scope_gone`` where there is no such part.
    """
    if role not in ROLES:
        raise AccountInputError("accounts.role_unknown", "There is no such role.", role=role, allowed=", ".join(ROLES))
    _require_scope(scope, role, organisation)
    assignment, is_new = Assignment.every.get_or_create(
        user=user, organisation=organisation, role=role, scope_kind=scope.kind, scope_key=scope.key
    )
    if is_new:
        _end_weak_sessions(user, role)
        _record_role("accounts.role_assigned", assignment, by, (source, reason))
    return assignment


@transaction.atomic
def withdraw_role(*, assignment: Assignment, by: User | None, source: str = "", reason: str = "") -> None:
    """Take a role from a user, with effect from their next request."""
    _record_role("accounts.role_withdrawn", assignment, by, (source, reason))
    assignment.delete()


def _require_scope(scope: Scope, role: str, organisation: Organisation) -> None:
    if scope.is_whole:
        return
    if not counting(role, scope.kind):
        kinds = ", ".join(str(KIND_WORDS[kind]) for kind in OFFERED.get(role, ()))
        raise AccountInputError(
            "accounts.scope_not_offered",
            "The role cannot be narrowed to that.",
            role=str(ROLES[role].display_name),
            allowed=kinds or _("not at all"),
        )
    if not is_there(scope, organisation.pk):
        raise AccountInputError("accounts.scope_gone", "There is no such part of the organisation.")


def _end_weak_sessions(user: User, role: str) -> None:
    """Let somebody sign in again whose new role needs a second factor that their sessions do not have."""
    if settings.SECOND_FACTOR_IS_NEEDED and role in STRONG_ROLES:
        PersonSession.objects.filter(person_id=user.pk, is_strong=False).delete()


def _record_role(action: str, assignment: Assignment, by: User | None, why: tuple[str, str]) -> None:
    source, reason = why
    # Sessions of before get another key with their next page.
    User.objects.filter(pk=assignment.user_id).update(roles_changed_at=timezone.now())
    record(
        action=action,
        by=by,
        organisation=assignment.organisation,
        subject=assignment.user,
        details={
            "role": assignment.role,
            "organisation": assignment.organisation.name,
            **_scope_details(assignment),
            **({"source": source} if source else {}),
        },
        reason=reason,
    )


def _scope_details(assignment: Assignment) -> dict[str, str]:
    if assignment.scope.is_whole:
        return {}
    part = label_of(assignment.scope, assignment.organisation_id) or assignment.scope_key
    return {"scope": assignment.scope.value, "part": part}


def _input_error(error: ValidationError) -> AccountInputError:
    detail = " ".join(error.messages)
    return AccountInputError("input.invalid", detail, detail=detail)
