# SPDX-License-Identifier: EUPL-1.2
"""Decoded slices, kept by the hash of their content: which slice is in force is asked every time, its bytes once."""

from collections.abc import Iterable
from typing import Final

from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.kept import Kept
from indicators.selectors.sheets import ReleaseRef

# About 70 bytes an area with all bands: 40 MB at most, more than a large city has in force.
MOST_AREAS: Final = 600_000

KEPT: Final = Kept[SliceContent](MOST_AREAS)


def slice_contents(refs: Iterable[ReleaseRef]) -> dict[int, SliceContent]:
    """Return the decoded slices of releases by release id; those not kept are read in one query."""
    found: dict[int, SliceContent] = {}
    unread: list[ReleaseRef] = []
    for ref in refs:
        content = KEPT.get(ref.content_hash)
        if content is None:
            unread.append(ref)
        else:
            found[ref.id] = content
    read = published.slice_contents(unread)
    for ref in unread:
        # What was withdrawn since the releases were listed is not there.
        if ref.id in read:
            KEPT.keep(ref.content_hash, read[ref.id], read[ref.id].size)
    return found | read
