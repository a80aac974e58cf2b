# SPDX-License-Identifier: EUPL-1.2
"""Tables of organisations, users and their roles."""

from sozialplanung.accounts.models.assignments import Assignment
from sozialplanung.accounts.models.keptforms import KeptForm
from sozialplanung.accounts.models.mappedroles import MappedRole
from sozialplanung.accounts.models.organisations import Organisation
from sozialplanung.accounts.models.sessions import PersonSession
from sozialplanung.accounts.models.throttles import LoginThrottle
from sozialplanung.accounts.models.users import User

PUBLIC_TABLES = ("accounts_organisation",)

__all__ = [
    "PUBLIC_TABLES",
    "Assignment",
    "KeptForm",
    "LoginThrottle",
    "MappedRole",
    "Organisation",
    "PersonSession",
    "User",
]
