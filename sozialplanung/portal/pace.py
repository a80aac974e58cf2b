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


def is_too_fast(request: HttpRequest, what: str) -> bool:
    """Count one request; say whether there were too many from its network in this minute.

    The network is kept as a keyed hash, for two minutes at most. Without Redis nobody is held up.
    """
    minute = int(time.time() // MINUTE)
    key = hmac.new(settings.SECRET_KEY.encode() + _PURPOSE, network_of(request).encode(), sha256).hexdigest()[:32]
    name = f"pace:{what}:{minute}:{key}"
    if cache.add(name, 1, 2 * MINUTE):
        return False
    try:
        return int(cache.incr(name)) > MOST_IN_A_MINUTE
    except ValueError:
        return False
