# SPDX-License-Identifier: EUPL-1.2
"""Whose role lets approve for an organisation: one given in its own house, or further up where it let that in.

The app that keeps what an organisation let in registers the question in `AppConfig.ready`; here roles are known alone.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, holds_permission_at, people_where

LetsIn = Callable[[int], bool]
_OPT_INS: dict[str, LetsIn] = {}


def register_opt_in(name: str, lets_in: LetsIn) -> None:
    """Let `lets_in` say of the id of an organisation whether approvers of the one above may sign for it."""
    _OPT_INS[name] = lets_in


def may_approve_at(person: User, organisation: Organisation) -> bool:
    """Say whether a role of somebody lets them approve for an organisation."""
    if _lets_above_in(organisation):
        return has_permission(person, Permission.APPROVE_IMPORTS, organisation)
    return holds_permission_at(person, Permission.APPROVE_IMPORTS, organisation)


def approvers_at(organisation: Organisation) -> QuerySet[User]:
    """Return everybody whose role lets them approve for an organisation."""
    return people_where(Permission.APPROVE_IMPORTS, organisation, with_above=_lets_above_in(organisation))


def _lets_above_in(organisation: Organisation) -> bool:
    return any(lets_in(organisation.pk) for lets_in in _OPT_INS.values())
