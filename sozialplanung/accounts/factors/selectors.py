# SPDX-License-Identifier: EUPL-1.2
"""Who has which second factor, and who needs one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings

from sozialplanung.accounts.models import Assignment, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES

# Who may do one of these proves more than a password.
STRONG_PERMISSIONS: Final = frozenset(
    {
        Permission.IMPORT_FIGURES,
        Permission.IMPORT_BOUNDARIES,
        Permission.EDIT_CATALOGUE,
        Permission.RUN_CALCULATIONS,
        Permission.APPROVE_IMPORTS,
        Permission.PUBLISH_RELEASES,
        Permission.WITHDRAW_RELEASES,
        Permission.MANAGE_USERS,
        Permission.MANAGE_ORGANISATIONS,
    }
)
STRONG_ROLES: Final = tuple(key for key, role in ROLES.items() if role.permissions & STRONG_PERMISSIONS)
APP, KEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor as its owner sees it."""

    pk: int
    is_key: bool
    name: str
    set_up_at: datetime
    used_at: datetime | None


def is_needed(person: User) -> bool:
    """Say whether somebody has to have a second factor: by what their roles allow, where the settings ask for it."""
    if not settings.SECOND_FACTOR_IS_NEEDED:
        return False
    return Assignment.every.filter(user=person, role__in=STRONG_ROLES).exists()


def has_factor(person: User) -> bool:
    """Say whether somebody set up a second factor."""
    return bool(Authenticator.objects.filter(user=person, type__in=(APP, KEY)).exists())


def has_app(person: User) -> bool:
    """Say whether somebody has an app that shows codes."""
    return bool(Authenticator.objects.filter(user=person, type=APP).exists())


def has_keys(person: User) -> bool:
    """Say whether somebody has a security key."""
    return bool(Authenticator.objects.filter(user=person, type=KEY).exists())


def factors_of(person: User) -> tuple[Factor, ...]:
    """Return the second factors of somebody, recovery codes aside."""
    rows = Authenticator.objects.filter(user=person, type__in=(APP, KEY)).order_by("created_at", "pk")
    return tuple(
        Factor(row.pk, row.type == KEY, str(row.data.get("name", "")), row.created_at, row.last_used_at) for row in rows
    )


def codes_of(person: User) -> tuple[str, ...]:
    """Return the recovery codes that were not used."""
    row = Authenticator.objects.filter(user=person, type=CODES).first()
    return tuple(row.wrap().get_unused_codes()) if row else ()
