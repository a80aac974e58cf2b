# SPDX-License-Identifier: EUPL-1.2
"""Note that somebody who is signed in asked for an address at which there is nothing for them."""

import hashlib

from django.http import HttpRequest

from sozialplanung.accounts.models import User
from sozialplanung.audit.services import Subject, record_once_an_hour


def note_refusal(request: HttpRequest, person: object, organisation: str) -> None:
    """Write at most one event for each person, pattern of the address and hour; strangers leave none.

    It makes no difference whether the thing exists elsewhere: the answer, the time it takes and what is written are
    the same. The event holds the pattern and the slug, never what else stood in the address.
    """
    match = request.resolver_match
    if match is None or not isinstance(person, User):
        return
    place = f"{organisation[:50]} {match.route}"
    subject = Subject("accounts.address", hashlib.sha256(place.encode()).hexdigest()[:32], match.route[:200])
    details = {"organisation": organisation[:50], "method": str(request.method)[:10]}
    record_once_an_hour(action="accounts.address_refused", by=person, subject=subject, details=details)
