# SPDX-License-Identifier: EUPL-1.2
"""Saved own areas: whose somebody may open, and what one is on the ground."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import shapely
from django.db.models import Q, QuerySet

from indicators.models import OwnArea, OwnAreaEdition, Sharing
from indicators.rendering.workbench.ownshapes import Union, read_shape
from indicators.selectors.keepsakes import kept_by, removed, there
from indicators.selectors.search import folded
from sozialplanung.accounts.models import Organisation, User
from spatial.geometry.ownareas import overlaps_of
from spatial.selectors.rows import OrganisationKey

# So many of them a search tells.
MOST_FOUND: Final = 20


def own_area(person: User, organisation: Organisation, uuid: UUID) -> OwnArea | None:
    """Return an area that somebody may change; None for one of somebody else, and for one that is not there."""
    return _with_editions(there(kept_by(OwnArea, person, organisation))).filter(uuid=uuid).first()


def readable_area(person: User, organisation: Organisation, uuid: UUID) -> OwnArea | None:
    """Return an area that somebody of the house may open; None for one that somebody keeps for themselves."""
    return _with_editions(_readable(person, organisation)).filter(uuid=uuid).first()


def linked_area(organisation: OrganisationKey, uuid: UUID) -> OwnArea | None:
    """Return an area that whoever has its address may open; None for all others."""
    rows = there(OwnArea.objects.filter(organisation_id=organisation.id, sharing=Sharing.LINK))
    return _with_editions(rows).filter(uuid=uuid).first()


def readable_areas(person: User, organisation: Organisation) -> tuple[OwnArea, ...]:
    """Return the own areas of somebody and those of the house, by set and name."""
    return tuple(_with_editions(_readable(person, organisation)).order_by("collection", "name", "pk"))


def shared_areas(organisation: OrganisationKey) -> tuple[OwnArea, ...]:
    """Return the own areas that are shared with the house, by set and name: what documents may show."""
    return tuple(_with_editions(_shared(organisation)).order_by("collection", "name", "pk"))


def shared_area(organisation: OrganisationKey, uuid: UUID) -> OwnArea | None:
    """Return one own area that is shared with the house; None where there is none."""
    return _with_editions(_shared(organisation)).filter(uuid=uuid).first()


def edition_numbered(row: OwnArea, number: int) -> OwnAreaEdition | None:
    """Return one edition of an own area; None where it has none of that number."""
    return next((edition for edition in row.editions.all() if edition.number == number), None)


def _shared(organisation: OrganisationKey) -> QuerySet[OwnArea]:
    rows = OwnArea.objects.filter(organisation_id=organisation.id, sharing__in=(Sharing.HOUSE, Sharing.LINK))
    return there(rows)


def areas_named(person: User, organisation: Organisation, text: str) -> tuple[OwnArea, ...]:
    """Return those that somebody may open and whose name or set holds every word of a text; the nearest first."""
    words = folded(text).split()
    if not any(sign.isalnum() for sign in text):
        return ()
    found = [
        row
        for row in _readable(person, organisation).select_related("organisation").order_by("name", "pk")
        if all(word in folded(f"{row.name} {row.collection}") for word in words)
    ]
    found.sort(key=lambda row: not folded(row.name).startswith(folded(text).strip()))
    return tuple(found[:MOST_FOUND])


def removed_areas(person: User, organisation: Organisation) -> QuerySet[OwnArea]:
    """Return the own ones that can be brought back, those that went last first."""
    return removed(kept_by(OwnArea, person, organisation))


def ground_of_edition(edition: OwnAreaEdition) -> shapely.Geometry:
    """Return the ground of an edition, EPSG:4326."""
    return shapely.from_wkb(bytes(edition.geometry.wkb))


def union_of_edition(edition: OwnAreaEdition) -> Union | None:
    """Return the areas that were put together; None for what came about otherwise."""
    found = read_shape(edition.query) if edition.query else None
    return found if isinstance(found, Union) else None


def _readable(person: User, organisation: Organisation) -> QuerySet[OwnArea]:
    mine_or_shared = Q(owner_id=person.pk) | Q(sharing__in=(Sharing.HOUSE, Sharing.LINK))
    return there(OwnArea.objects.filter(mine_or_shared, organisation_id=organisation.pk))


def _with_editions(rows: QuerySet[OwnArea]) -> QuerySet[OwnArea]:
    return rows.select_related("owner", "organisation").prefetch_related("editions")


def overlapping(row: OwnArea, others: Iterable[OwnArea]) -> tuple[tuple[OwnArea, float], ...]:
    """Return the areas of the same set that share ground with one, and how much of the smaller one (0 to 1)."""
    same = [each for each in others if each.collection == row.collection and each.pk != row.pk]
    shares = overlaps_of(ground_of_edition(row.current), [ground_of_edition(each.current) for each in same])
    return tuple(sorted(((same[place], share) for place, share in shares), key=lambda pair: -pair[1]))
