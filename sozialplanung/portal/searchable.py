# SPDX-License-Identifier: EUPL-1.2
"""Whose addresses a reader may search: those of their house, else those that are open to everybody."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from indicators.views.readership import AS_PUBLIC
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, listed_organisations
from sozialplanung.portal.locating import Gazetteer, may_name_a_house
from sozialplanung.web.pace import is_too_fast
from spatial.readers.addresses.typed import SHORTEST
from spatial.selectors.addressbook import book_of_the_house, public_books

# Somebody who types an address asks ten times; whoever asks more often wants the file.
MOST_HOUSES_IN_A_MINUTE: Final = 120


def gazetteers_of(
    request: HttpRequest, organisation: Organisation | None, text: str, *, doors: bool
) -> tuple[Gazetteer, ...]:
    """Return the address files that a reader may search in one place, or in all that are listed as everybody does.

    Houses are told to who sends a text that may name one, never to an address, and to strangers so many times a minute;
    with `doors` the ways on from them as well.
    """
    if len(text.strip()) < SHORTEST:
        return ()
    house = _of_the_house(request, organisation) if organisation is not None else ()
    found = house or _of_everybody(organisation)
    if not found or request.method != "POST" or not may_name_a_house(text):
        return found
    is_held_up = not house and is_too_fast(request, "houses", most=MOST_HOUSES_IN_A_MINUTE)
    return tuple(replace(each, has_houses=not is_held_up, is_held_up=is_held_up, has_doors=doors) for each in found)


def _of_the_house(request: HttpRequest, organisation: Organisation) -> tuple[Gazetteer, ...]:
    """Return the file for who reads what is released inside, and does not look at what everybody sees just now."""
    person = request.user
    if not isinstance(person, User) or request.session.get(AS_PUBLIC):
        return ()
    if not has_permission(person, Permission.VIEW_INTERNAL_RELEASES, organisation):
        return ()
    book = book_of_the_house(organisation)
    return (Gazetteer(organisation, book, _page(organisation)),) if book else ()


def _of_everybody(organisation: Organisation | None) -> tuple[Gazetteer, ...]:
    places: Sequence[Organisation] = tuple(listed_organisations()) if organisation is None else (organisation,)
    books = public_books(places)
    return tuple(
        Gazetteer(each, books[each.pk], _page(each), name="" if organisation else each.name)
        for each in places
        if each.pk in books
    )


def _page(organisation: Organisation) -> str:
    return reverse("portal:search_in", args=[organisation.slug])
