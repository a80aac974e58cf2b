# SPDX-License-Identifier: EUPL-1.2
"""Links by which somebody whose account was opened for them chooses their first password.

A link works once and for some days: it is bound to the account as it is without a password.
"""

from datetime import timedelta
from typing import Final

from django.core import signing
from django.utils.crypto import salted_hmac

from sozialplanung.accounts.models import User
from sozialplanung.accounts.people.selectors import has_no_way_in

LASTS: Final = timedelta(days=7)
_SALT: Final = "accounts.invitation"


def invitation_for(person: User) -> str:
    """Return the secret part of a link."""
    return signing.dumps([person.pk, _state(person)], salt=_SALT)


def invited(secret: str) -> User | None:
    """Return whom a link invites; nobody for one that is too old, was used or was never made."""
    try:
        pk, state = signing.loads(secret, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    is_same = person is not None and _state(person) == state
    return person if person is not None and is_same and has_no_way_in(person) else None


def _state(person: User) -> str:
    # What stands there instead of a password is made by chance for each account.
    return salted_hmac(_SALT, f"{person.pk} {person.password}").hexdigest()[:24]
