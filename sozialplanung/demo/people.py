# SPDX-License-Identifier: EUPL-1.2
"""The people of the demo and their logins; they exist on demo machines only."""

from typing import Final

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.services import assign_role, create_user

PASSWORD: Final = "Lindenblatt-und-Regen"  # noqa: S105 - printed for everybody who starts the demo
# Name, address, role.
PEOPLE: Final = (
    ("Anna Steward", "anna@demo.example", "steward"),
    ("Bert Planer", "bert@demo.example", "planner"),
    ("Clara Rat", "clara@demo.example", "viewer"),
    ("Frida Freigabe", "frida@demo.example", "approver"),
    ("Gero Verwaltung", "gero@demo.example", "admin"),
)


def ensure_person(*, role: str) -> User:
    """Return the person of the demo with this role, created when new."""
    name, email, _ = next(person for person in PEOPLE if person[2] == role)
    found = User.objects.filter(email=email).first()
    return found or create_user(email=email, name=name, password=PASSWORD, by=None)


def give_roles(*, organisation: Organisation) -> None:
    """Let every person of the demo have their role at an organisation."""
    for _, _, role in PEOPLE:
        assign_role(user=ensure_person(role=role), organisation=organisation, role=role, by=None)
