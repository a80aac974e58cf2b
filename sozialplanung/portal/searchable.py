# SPDX-License-Identifier: EUPL-1.2
"""Who may search the addresses of an organisation: the people of the house."""

from django.http import HttpRequest

from indicators.views.readership import AS_PUBLIC
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.portal.locating import Gazetteer
from spatial.selectors.streets import register_in_use


def gazetteer_of(request: HttpRequest, organisation: Organisation | None) -> Gazetteer | None:
    """Return the address file that the reader may search; houses are told to who sends them, never to an address."""
    if organisation is None or not _is_of_the_house(request, organisation):
        return None
    register = register_in_use(organisation)
    return Gazetteer(organisation, register, has_houses=request.method == "POST") if register else None


def _is_of_the_house(request: HttpRequest, organisation: Organisation) -> bool:
    """Say whether somebody reads what is released inside, and does not look at what everybody sees just now."""
    person = request.user
    if not isinstance(person, User) or request.session.get(AS_PUBLIC):
        return False
    return has_permission(person, Permission.VIEW_INTERNAL_RELEASES, organisation)
