# SPDX-License-Identifier: EUPL-1.2
"""Who comes back from a sign-in service, and which roles its claims give and take."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.http import HttpRequest

from sozialplanung.accounts.models import Assignment, MappedRole, Organisation, User
from sozialplanung.accounts.oidc.errors import ServiceRefusedError
from sozialplanung.accounts.services import assign_role, create_user, withdraw_role
from sozialplanung.accounts.throttling import is_first_in_minute
from sozialplanung.audit.services import Subject, record
from sozialplanung.common.errors import DomainError
from sozialplanung.common.openid import Provider
from sozialplanung.web.clients import network_of

logger = logging.getLogger(__name__)

LONGEST_NAME: Final = 150


def providers() -> tuple[Provider, ...]:
    """Return the configured sign-in services."""
    found: tuple[Provider, ...] = settings.OIDC_PROVIDERS
    return found


def person_for(*, request: HttpRequest, provider: Provider, claims: Mapping[str, Any]) -> User:
    """Return the person that the claims speak of, with the roles that they give; made when new, or refused."""
    email = str(claims.get("email", "")).strip().lower()
    if not _is_proved(email, claims):
        raise refused(request, provider, ServiceRefusedError, "accounts.oidc_unverified")
    person = _known_or_made(provider, claims, email)
    if isinstance(person, str):
        raise refused(request, provider, ServiceRefusedError, person)
    if not Assignment.every.filter(user=person).exists():
        # The roles that were taken are taken: they went in a transaction of their own.
        raise refused(request, provider, ServiceRefusedError, "accounts.oidc_no_role")
    return person


@transaction.atomic
def _known_or_made(provider: Provider, claims: Mapping[str, Any], email: str) -> User | str:
    """Return the person with their roles brought up to date, or the code of the refusal."""
    subject = str(claims["sub"])
    with connection.cursor() as cursor:
        # Two windows of one person may come back at the same moment.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{provider.key} {subject}"])
    wanted = provider.roles_for(claims)
    known = SocialAccount.objects.filter(provider=provider.key, uid=subject).select_related("user").first()
    person = known.user if known else User.objects.filter(email=email).first()
    if person is None:
        if not wanted:
            return "accounts.oidc_no_role"
        person = create_user(email=email, name=_name(claims, email), password=None, by=None)
    elif known is None and not _may_link(provider, person):
        return "accounts.oidc_email_taken"
    if not person.is_active:
        return "accounts.oidc_inactive"
    if known is None:
        _link(provider, person, subject)
    _bring_up_to_date(provider, person, wanted)
    return person


def _may_link(provider: Provider, person: User) -> bool:
    """Say whether an account may be taken over by its address: if allowed, and nobody else at the service has it."""
    is_taken = SocialAccount.objects.filter(provider=provider.key, user=person).exists()
    return provider.links_by_email and not is_taken


def _link(provider: Provider, person: User, subject: str) -> None:
    SocialAccount.objects.create(provider=provider.key, uid=subject, user=person)
    record(
        action="accounts.identity_linked",
        by=None,
        organisation=None,
        subject=person,
        details={"provider": provider.name, "source": "oidc"},
    )


def _bring_up_to_date(provider: Provider, person: User, wanted: frozenset[tuple[str, str]]) -> None:
    """Take the roles that this service gave and gives no more, and give the new ones; others stay as they are."""
    held = MappedRole.objects.filter(provider=provider.key, assignment__user=person)
    for mapped in held.select_related("assignment__organisation", "assignment__user"):
        assignment = mapped.assignment
        if (assignment.organisation.slug, assignment.role) not in wanted:
            withdraw_role(assignment=assignment, by=None, source="oidc")
    bodies = {body.slug: body for body in Organisation.objects.filter(slug__in={slug for slug, _ in wanted})}
    for slug, role in sorted(wanted):
        if slug not in bodies:
            logger.warning("A sign-in service gives a role at an organisation that is not there: %s", slug)
            continue
        _give(provider, person, bodies[slug], role)


def _give(provider: Provider, person: User, body: Organisation, role: str) -> None:
    if Assignment.objects.filter(user=person, organisation=body, role=role).exists():
        # Given by hand, or by an earlier sign-in.
        return
    assignment = assign_role(user=person, organisation=body, role=role, by=None, source="oidc")
    MappedRole.objects.create(assignment=assignment, provider=provider.key)


def refused(request: HttpRequest, provider: Provider, kind: type[DomainError], code: str) -> DomainError:
    """Return the error to raise; of the same refusals from one network one a minute is told to the log."""
    if is_first_in_minute("accounts.oidc", f"{provider.key} {code} {network_of(request)}"):
        record(
            action="accounts.oidc_refused",
            by=None,
            organisation=None,
            subject=Subject(type="accounts.login", label=provider.name),
            details={"provider": provider.name, "code": code, "source": "oidc"},
        )
    return kind(code, "The sign-in was refused.", name=provider.name)


def _is_proved(email: str, claims: Mapping[str, Any]) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    # Some services write the answer as a word.
    return str(claims.get("email_verified")).lower() == "true"


def _name(claims: Mapping[str, Any], email: str) -> str:
    name = " ".join(str(claims.get("name") or "").replace("\x00", "").split())
    return (name or email.partition("@")[0])[:LONGEST_NAME]
