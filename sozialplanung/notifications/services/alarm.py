# SPDX-License-Identifier: EUPL-1.2
"""Tell the administrators of every organisation that the audit log does not hold."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models import Assignment, Organisation
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.selectors import people_where
from sozialplanung.audit.models import Verification
from sozialplanung.notifications.registry import About, Kind, register_kinds
from sozialplanung.notifications.services.telling import tell

BROKEN: Final = "audit.broken"


def register() -> None:
    """Add the one sort of event that nobody can switch off."""
    kind = Kind(
        topic="alarms",
        sentence=_("The log was changed or cut off. Tell the operators of the database at once."),
        permissions=frozenset({Permission.MANAGE_USERS}),
    )
    register_kinds({BROKEN: kind})


def tell_of_broken_log(verification: Verification) -> int:
    """Tell who manages the people of an organisation, once for each walk that found something."""
    roles = [key for key, role in ROLES.items() if Permission.MANAGE_USERS in role.permissions]
    places = Organisation.objects.filter(pk__in=Assignment.objects.filter(role__in=roles).values("organisation_id"))
    return sum(_tell_at(each, verification) for each in places)


def _tell_at(place: Organisation, verification: Verification) -> int:
    about = About(
        organisation=place,
        subject="",
        path=reverse("accounts:log", args=[place.slug]),
        matter="audit.log",
        # There is one log: who manages people at several organisations is told once.
        key=f"{BROKEN}:{verification.pk}",
    )
    return tell(kind=BROKEN, recipients=people_where(Permission.MANAGE_USERS, place, with_above=False), about=about)
