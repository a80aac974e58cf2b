# SPDX-License-Identifier: EUPL-1.2
"""The people of the tests: two cities under one Land, and everyone whom a rule has to tell apart."""

from dataclasses import dataclass
from typing import Final

import pytest

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.services import (
    NewOrganisation,
    assign_role,
    create_organisation,
    create_user,
)

PASSWORD: Final = "richtig pferd batterie klammer"


@dataclass(frozen=True)
class World:
    """`dora` belongs to the other city and may see of the first what the public sees."""

    land: Organisation
    city: Organisation
    other_city: Organisation
    anna: User
    bert: User
    clara: User
    dora: User
    emil: User
    frida: User
    gero: User


def build_world() -> World:
    """Store the two cities and their people."""
    land = _organisation("musterland", "Musterland", OrganisationKind.LAND, None)
    city = _organisation("musterstadt", "Musterstadt", OrganisationKind.MUNICIPALITY, land)
    other_city = _organisation("nachbarstadt", "Nachbarstadt", OrganisationKind.MUNICIPALITY, land)
    return World(
        land=land,
        city=city,
        other_city=other_city,
        anna=_person("anna", "steward", city),
        bert=_person("bert", "planner", city),
        clara=_person("clara", "viewer", city),
        dora=_person("dora", "steward", other_city),
        emil=_person("emil", "steward", city),
        frida=_person("frida", "approver", city),
        gero=_person("gero", "admin", city),
    )


@pytest.fixture
def world(db: None) -> World:
    """Give the people of the tests."""
    return build_world()


def _organisation(slug: str, name: str, kind: OrganisationKind, parent: Organisation | None) -> Organisation:
    new = NewOrganisation(slug=slug, name=name, kind=kind, parent=parent)
    return create_organisation(organisation=new, by=None)


def _person(name: str, role: str, organisation: Organisation) -> User:
    user = create_user(email=f"{name}@example.org", name=name.title(), password=PASSWORD, by=None)
    assign_role(user=user, organisation=organisation, role=role, by=None)
    return user
