# SPDX-License-Identifier: EUPL-1.2
"""Read notifications as their recipient may see them."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import Held, has_permission, held_by, places_by_permission
from sozialplanung.notifications import registry
from sozialplanung.notifications.models import Notification, Preferences, Subscriber


def preferences_of(person: User) -> Preferences:
    """Return what somebody wants to be told; the defaults where they never said."""
    return Preferences.objects.filter(person=person).first() or Preferences(person=person)


def language_chosen_by(person: User) -> str:
    """Return the language of mails that somebody chose; empty where they never did."""
    return Preferences.objects.filter(person=person).values_list("language", flat=True).first() or ""


def preferences_of_all(people: Collection[User]) -> dict[int, Preferences]:
    """Return what several people want, by their ids."""
    said = {each.person_id: each for each in Preferences.objects.filter(person__in=people)}
    return {person.pk: said.get(person.pk) or Preferences(person=person) for person in people}


def notifications_of(person: User) -> QuerySet[Notification]:
    """Return what somebody was told and may still see, the newest first."""
    visible = _visible_with(person, held_by(person))
    shown = Notification.objects.filter(visible, recipient=person, is_shown=True)
    return shown.select_related("organisation").order_by("-created_at", "pk")


def unread_count(person: User, held: Held | None = None) -> int:
    """Return how many notifications somebody has not read; one query where the roles of this moment are known."""
    visible = _visible_with(person, held_by(person) if held is None else held)
    return Notification.objects.filter(visible, recipient=person, is_shown=True, read_at=None).count()


def may_see(person: User, kind: str, organisation: Organisation | None, matter: str) -> bool:
    """Say whether somebody may be told of such an event of a matter at an organisation at this moment."""
    found = registry.kinds().get(kind)
    if found is None or not person.is_active:
        return False
    if (
        organisation is None
        or not found.permissions
        or any(has_permission(person, each, organisation) for each in found.permissions)
    ):
        return True
    parts = [each for each in held_by(person).parts if each.organisation_id == organisation.pk]
    here = [each for each in parts if each.permissions & found.permissions]
    return matter in registry.matters_of(person, here)


def _visible_with(person: User, held: Held) -> Q:
    """Return the condition that a role of today still opens the matter; who lost it sees nothing of it."""
    by_permissions: dict[frozenset[Permission], list[str]] = {}
    for code, kind in registry.kinds().items():
        by_permissions.setdefault(kind.permissions, []).append(code)
    places = places_by_permission(held.roles)
    visible = Q(organisation=None, kind__in=registry.kinds())
    for permissions, codes in by_permissions.items():
        if not permissions:
            visible |= Q(kind__in=codes)
            continue
        there = frozenset[int]().union(*(places.get(each, frozenset()) for each in permissions))
        visible |= Q(kind__in=codes, organisation_id__in=there)
    return visible | _visible_in_parts(person, held)


def _visible_in_parts(person: User, held: Held) -> Q:
    """Return the condition that a narrowed role still opens the matter."""
    matters = registry.matters_of(person, held.parts)
    visible = Q(pk__in=())
    for part in held.parts if matters else ():
        codes = [code for code, kind in registry.kinds().items() if kind.permissions & part.permissions]
        visible |= Q(kind__in=codes, organisation_id=part.organisation_id, matter__in=matters)
    return visible


# So many at least are told as a number; fewer could be known by name.
_FEWEST_TOLD: Final = 5


def subscribers_told(kind: str, subject: str) -> str:
    """Say in words how many have subscribed to a thing; small numbers are not told."""
    count = Subscriber.objects.filter(kind=kind, subject=subject, confirmed_at__isnull=False).count()
    if count < _FEWEST_TOLD:
        return _("fewer than 5 subscriptions")
    return ngettext("%(count)s subscription", "%(count)s subscriptions", count) % {"count": count}
