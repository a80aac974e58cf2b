# SPDX-License-Identifier: EUPL-1.2
"""The address file that a reader may search: that of the house, or what everybody may see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

from spatial.models import AddressDecision, AddressRegister, RegisterState
from spatial.selectors.rows import PUBLIC, OrganisationKey

_VIEWS: Final = "spatial_published_"
_TABLES: Final = "spatial_"


@dataclass(frozen=True, slots=True)
class AddressBook:
    """One address file in use; `is_public` reads what everybody may search of it, and nothing else is there."""

    register_id: int
    is_public: bool = False

    def rows(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return what a statement over the views of the public finds, in the tables of the house where it is not."""
        written = statement if self.is_public else statement.replace(_VIEWS, _TABLES)
        with connections[PUBLIC if self.is_public else DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(written, parameters)
            return list(cursor.fetchall())


def book_of_the_house(organisation: OrganisationKey) -> AddressBook | None:
    """Return the address file in use; None where there is none."""
    rows = AddressRegister.objects.filter(organisation_id=organisation.id, state=RegisterState.CURRENT)
    found = rows.values_list("pk", flat=True).first()
    return AddressBook(found) if found else None


def public_books(organisations: Sequence[OrganisationKey]) -> dict[int, AddressBook]:
    """Return the address files that everybody may search, by organisation."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id, id FROM spatial_published_register WHERE organisation_id = ANY(%s)",
            [[each.id for each in organisations]],
        )
        return {organisation: AddressBook(register, is_public=True) for organisation, register in cursor.fetchall()}


def decisions_on(register: AddressRegister) -> list[AddressDecision]:
    """Return what was decided on who may search an address file, the newest first."""
    return list(AddressDecision.objects.filter(register=register).select_related("decided_by").order_by("-revision"))
