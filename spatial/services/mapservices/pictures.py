# SPDX-License-Identifier: EUPL-1.2
"""Pictures of map services for readers: asked by our server within narrow bounds, kept for all, never for one.

Nothing of a reader goes along: no address, no cookie, no header; the three numbers of a tile are all that is asked.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings

from sozialplanung.web.kept import A_DAY, made_once
from sozialplanung.web.pace import is_too_often
from spatial.readers.maps import MapOffers, MapSource, Tile, fetched_picture, look_at_maps
from spatial.readers.maps.pictures import clear_picture
from spatial.readers.source import MEBIBYTE, SourcePolicy
from spatial.readers.texts import BoundaryFileError
from spatial.selectors.mapservices import allowed_hosts

MOST_BYTES: Final = 2 * MEBIBYTE
# A picture comes soon or not at all: somebody waits, and a thread that waits answers nobody else.
PICTURE_SECONDS: Final = 6.0
# So many threads of a process may wait for servers of others at once: the rest answers pages.
MOST_AT_ONCE: Final = 2
# A reader's browser asks again soon; until then a thread is free for a page.
PATIENCE_SECONDS: Final = 0.3
# A service that does not answer is left alone for so long.
REST_SECONDS: Final = 30.0
# What one service is asked by all our readers in a minute, beyond what is kept.
MOST_ASKED_A_MINUTE: Final = 1_200
_LOOK_BYTES: Final = 8 * MEBIBYTE
_LOOK_SECONDS: Final = 20.0
_WEAK: Final = frozenset(
    {"spatial.map_unreachable", "spatial.map_timeout", "spatial.map_certificate", "spatial.map_private"}
)
_BROKEN: Final = 500
_NOT_THERE: Final = frozenset({204, 404, 410})

_way_out = threading.BoundedSemaphore(MOST_AT_ONCE)
# By the mark of a service; a process learns by itself, so that it holds without Redis.
_resting: dict[str, float] = {}


class BusyError(Exception):
    """As many pictures as may be asked for at once are asked for, or the service rests."""


def policy_of(*, most_bytes: int, seconds: float) -> SourcePolicy:
    """Return what the operator allows, within bounds."""
    plain = frozenset(host.lower() for host in settings.MAP_SERVICE_PLAIN_HOSTS)
    private = frozenset(host.lower() for host in settings.MAP_SERVICE_PRIVATE_HOSTS)
    return SourcePolicy(
        hosts=allowed_hosts(),
        private_hosts=private | plain,
        plain_hosts=plain,
        max_bytes=most_bytes,
        max_seconds=seconds,
        connect_seconds=min(seconds, 3.0),
    )


def offers_of(*, kind: str, address: str) -> MapOffers:
    """Ask a service which layers it has.

    Raises
    ------
    BoundaryFileError
        ``spatial.map_…``: the address may not be asked, or its answer cannot be used.
    """
    return look_at_maps(kind, address, policy_of(most_bytes=_LOOK_BYTES, seconds=_LOOK_SECONDS))


def seen_picture(*, source: MapSource, tile: Tile) -> bytes:
    """Ask for one picture while somebody who registers a service waits.

    Raises
    ------
    BoundaryFileError
        ``spatial.map_…``: why there is none.
    """
    return fetched_picture(source, tile, policy_of(most_bytes=MOST_BYTES, seconds=_LOOK_SECONDS))


def kept_picture(*, mark: str, source: MapSource, tile: Tile) -> bytes:
    """Return the picture of a tile, asked for once a day for all readers; where the service has none, a clear one.

    `mark` names the source, as `spatial.selectors.mapservices.mark_of` does.

    Raises
    ------
    BoundaryFileError
        ``spatial.map_…``: why there is none.
    BusyError
        It may come soon.
    """
    key = f"spatial.map/{mark}/{tile.zoom}/{tile.column}/{tile.row}"
    return made_once(key, lambda: _asked(mark, source, tile), seconds=A_DAY)


def _asked(mark: str, source: MapSource, tile: Tile) -> bytes:
    if _resting.get(mark, 0.0) > time.monotonic() or is_too_often(f"map:{mark}", most=MOST_ASKED_A_MINUTE):
        raise BusyError
    with _turn():
        try:
            return fetched_picture(source, tile, policy_of(most_bytes=MOST_BYTES, seconds=PICTURE_SECONDS))
        except BoundaryFileError as error:
            status = error.problems[0].parameters.get("status", 0)
            if status in _NOT_THERE:
                return clear_picture()
            if error.code in _WEAK or (isinstance(status, int) and status >= _BROKEN):
                _resting[mark] = time.monotonic() + REST_SECONDS
            raise


@contextmanager
def _turn() -> Iterator[None]:
    if not _way_out.acquire(timeout=PATIENCE_SECONDS):
        raise BusyError
    try:
        yield
    finally:
        _way_out.release()
