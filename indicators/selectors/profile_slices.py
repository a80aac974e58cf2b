# SPDX-License-Identifier: EUPL-1.2
"""Decoded slices, kept by the hash of their content: which slice is in force is asked every time, its bytes once."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Final

from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.sheets import ReleaseRef

# About 70 bytes an area with all bands: 40 MB at most, more than a large city has in force.
MOST_AREAS: Final = 600_000


class _KeptSlices:
    """The most recently used slices, as many as their areas allow."""

    def __init__(self) -> None:
        self._slices: OrderedDict[str, SliceContent] = OrderedDict()
        self._areas = 0
        self._lock = Lock()

    def get(self, content_hash: str) -> SliceContent | None:
        with self._lock:
            if content_hash in self._slices:
                self._slices.move_to_end(content_hash)
            return self._slices.get(content_hash)

    def keep(self, content_hash: str, content: SliceContent) -> None:
        with self._lock:
            if content_hash in self._slices:
                return
            self._slices[content_hash] = content
            self._areas += content.size
            while self._areas > MOST_AREAS:
                self._areas -= self._slices.popitem(last=False)[1].size


_KEPT = _KeptSlices()


def slice_contents(refs: Iterable[ReleaseRef]) -> dict[int, SliceContent]:
    """Return the decoded slices of releases by release id; those not kept are read in one query."""
    found: dict[int, SliceContent] = {}
    unread: list[ReleaseRef] = []
    for ref in refs:
        content = _KEPT.get(ref.content_hash)
        if content is None:
            unread.append(ref)
        else:
            found[ref.id] = content
    read = published.slice_contents(unread)
    for ref in unread:
        # What was withdrawn since the releases were listed is not there.
        if ref.id in read:
            _KEPT.keep(ref.content_hash, read[ref.id])
    return found | read
