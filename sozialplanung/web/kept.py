# SPDX-License-Identifier: EUPL-1.2
"""What is the same for all who ask is made once and kept, also when hundreds ask in the same moment."""

import base64
import time
from collections.abc import Callable
from typing import Final

from django.core.cache import cache

# How long what is named by its content is kept: whoever asks for something else asks by another name.
A_DAY: Final = 24 * 60 * 60
# Whoever makes something is believed for so long; a process that was killed meanwhile holds nobody up for longer.
LONGEST_MAKING_SECONDS: Final = 30
_LOOK_AGAIN_SECONDS: Final = 0.02


def made_once(key: str, make: Callable[[], bytes], *, seconds: int) -> bytes:
    """Return what is kept under a key, for so many seconds; where there is nothing one makes it and all others wait.

    Where making it fails, the error is raised to whoever made it, and the next one tries. While the cache is away
    everybody makes it: nobody's claim would ever be seen.
    """
    claim, until = f"{key}.making", time.monotonic() + LONGEST_MAKING_SECONDS
    while (kept := _kept(key)) is None:
        if cache.add(claim, 1, LONGEST_MAKING_SECONDS) or time.monotonic() > until or _is_away():
            return _made(key, claim, make, seconds)
        time.sleep(_LOOK_AGAIN_SECONDS)
    return kept


def _made(key: str, claim: str, make: Callable[[], bytes], seconds: int) -> bytes:
    try:
        # It may have been made between the look and the claim.
        kept = _kept(key)
        if kept is None:
            kept = make()
            # What is kept for all is sealed as text.
            cache.set(key, base64.b64encode(kept).decode(), seconds)
        return kept
    finally:
        cache.delete(claim)


def _is_away() -> bool:
    return bool(getattr(cache, "is_away", False))


def _kept(key: str) -> bytes | None:
    found = cache.get(key)
    return base64.b64decode(found) if isinstance(found, str) else None
