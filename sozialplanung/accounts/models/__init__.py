# SPDX-License-Identifier: EUPL-1.2
"""Tables of organisations, users and their roles."""

from sozialplanung.accounts.models.assignments import Assignment
from sozialplanung.accounts.models.keptforms import KeptForm
from sozialplanung.accounts.models.looks import Logo, Look, LookDraft
from sozialplanung.accounts.models.mappedroles import MappedRole
from sozialplanung.accounts.models.organisations import Organisation
from sozialplanung.accounts.models.ownwords import OwnWords
from sozialplanung.accounts.models.sessions import PersonSession
from sozialplanung.accounts.models.throttles import LoginThrottle
from sozialplanung.accounts.models.users import User

PUBLIC_TABLES = ("accounts_organisation", "accounts_logo")
APPEND_ONLY_TABLES = ("accounts_logo", "accounts_look", "accounts_ownwords")

__all__ = [
    "APPEND_ONLY_TABLES",
    "PUBLIC_TABLES",
    "Assignment",
    "KeptForm",
    "LoginThrottle",
    "Logo",
    "Look",
    "LookDraft",
    "MappedRole",
    "Organisation",
    "OwnWords",
    "PersonSession",
    "User",
]
