# SPDX-License-Identifier: EUPL-1.2
"""The rooms that the roles of a reader open, and where they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.contrib.auth.models import AnonymousUser

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import Held, HeldPart, HeldRole, held_by
from sozialplanung.portal.navigation import Entry, desk_entries

# Who finds which entry of the navigation: one of these permissions is enough.
ROOMS: Final = MappingProxyType(
    {
        "deliveries": frozenset({Permission.IMPORT_FIGURES, Permission.APPROVE_IMPORTS}),
        "boundaries": frozenset({Permission.IMPORT_BOUNDARIES, Permission.APPROVE_IMPORTS}),
        "notes": frozenset({Permission.EDIT_CATALOGUE, Permission.APPROVE_IMPORTS}),
        "workshop": frozenset({Permission.BUILD_INDICES, Permission.APPROVE_IMPORTS}),
        "dashboards": frozenset({Permission.PREPARE_REPORTS, Permission.PUBLISH_RELEASES}),
        "reach": frozenset({Permission.VIEW_INTERNAL_RELEASES}),
        "scenarios": frozenset({Permission.VIEW_INTERNAL_RELEASES}),
        "mapservices": frozenset({Permission.IMPORT_BOUNDARIES, Permission.MANAGE_ORGANISATIONS}),
        "settings": frozenset({Permission.MANAGE_ORGANISATIONS}),
        "people": frozenset({Permission.MANAGE_USERS}),
        "log": frozenset({Permission.VIEW_AUDIT_LOG}),
    }
)


# What opens to roles that are narrowed to a part: desks that know what a part is.
PARTS: Final = ("deliveries",)


@dataclass(frozen=True, slots=True)
class ReaderDesk:
    """What somebody may work on at one organisation."""

    organisation: str
    entries: tuple[Entry, ...]


def rooms_at(held: Held, organisation_id: int) -> tuple[str, ...]:
    """Return the rooms that roles open at one organisation."""
    whole, part = (_allowed(each, organisation_id) for each in (held.roles, held.parts))
    return tuple(
        room for room, permissions in ROOMS.items() if permissions & whole or (room in PARTS and permissions & part)
    )


def _allowed(held: Iterable[HeldRole | HeldPart], organisation_id: int) -> frozenset[Permission]:
    here = (each.permissions for each in held if each.organisation_id == organisation_id)
    return frozenset[Permission]().union(*here)


def desks_of(reader: User | AnonymousUser) -> tuple[ReaderDesk, ...]:
    """Return what a reader may work on, by organisation; only where a role was given, not at those below it."""
    held = held_by(reader)
    given = {each.organisation_id for each in held.roles if each.is_given_here}
    given |= {each.organisation_id for each in held.parts}
    rooms = {pk: rooms_at(held, pk) for pk in given}
    opened = [pk for pk, found in rooms.items() if found]
    if not opened:
        return ()
    places = Organisation.objects.filter(pk__in=opened).order_by("name")
    return tuple(ReaderDesk(place.name, desk_entries(place.slug, rooms[place.pk])) for place in places)
