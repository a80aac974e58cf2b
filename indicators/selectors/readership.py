# SPDX-License-Identifier: EUPL-1.2
"""The one place that says which audiences somebody reads at an organisation."""

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.translation import gettext as _

from indicators.models import Audience
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission

# The narrowest audience first: it has the richest slices.
_NEEDED: Final = {
    Audience.INTERNAL: Permission.VIEW_INTERNAL_RELEASES,
    Audience.COUNCIL: Permission.VIEW_COUNCIL_RELEASES,
}
_IN_FORCE: Final = """
    SELECT DISTINCT audience FROM indicators_release
     WHERE organisation_id = %s AND state = 'published' AND audience <> 'public'
"""


def audiences_of(person: User | AnonymousUser, organisation: Organisation) -> tuple[str, ...]:
    """Return the audiences whose slices somebody may read, the best first, the public last.

    One of which nothing is in force is left out: who may read for the council where the council has nothing of its
    own reads what everybody reads.
    """
    if not person.is_authenticated:
        return (Audience.PUBLIC.value,)
    there = _in_force(organisation)
    may = (
        audience.value
        for audience, permission in _NEEDED.items()
        if audience.value in there and has_permission(person, permission, organisation)
    )
    return (*may, Audience.PUBLIC.value)


def _in_force(organisation: Organisation) -> frozenset[str]:
    """Return for which audiences beside the public something is in force; a partial index holds no more than these."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [organisation.pk])
        return frozenset(row[0] for row in cursor.fetchall())


def readership_words(person: User | AnonymousUser, organisation: Organisation) -> str:
    """Say for whom the released figures are that somebody reads here, as `audiences_of` decides it."""
    labels = [str(Audience(each).label) for each in audiences_of(person, organisation)]
    return _("Released figures are read in the version: %(version)s.") % {"version": labels[0]}
