# SPDX-License-Identifier: EUPL-1.2
"""How often a network may ask what costs more than a page: counted in the cache, minute by minute."""

import hmac
import time
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from sozialplanung.web.clients import network_of

MINUTE: Final = 60
# A whole house may stand behind one network, and everybody in it types.
MOST_IN_A_MINUTE: Final = 600
_PURPOSE: Final = b"sozialplanung.portal.pace"


def is_too_fast(request: HttpRequest, what: str, *, most: int | None = None) -> bool:
    """Count one request; say whether there were too many from its network in this minute: `most`, or as many as usual.

    The network is kept as a keyed hash, for two minutes at most. Without Redis nobody is held up.
    """
    key = hmac.new(settings.SECRET_KEY.encode() + _PURPOSE, network_of(request).encode(), sha256).hexdigest()[:32]
    return is_too_often(f"{what}:{key}", most=MOST_IN_A_MINUTE if most is None else most)


def is_too_often(what: str, *, most: int) -> bool:
    """Count something; say whether there was too much of it in this minute, whoever asked."""
    name = f"pace:{what}:{int(time.time() // MINUTE)}"
    if cache.add(name, 1, 2 * MINUTE):
        return False
    try:
        return int(cache.incr(name)) > most
    except ValueError:
        return False
