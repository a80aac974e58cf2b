# SPDX-License-Identifier: EUPL-1.2
"""Decoded slices, kept by the hash of their content: which slice is in force is asked every time, its bytes once."""

from collections.abc import Iterable
from typing import Final

from indicators.rendering.profile_readings import Company, company_of
from indicators.rendering.slices import SliceContent
from indicators.selectors.conversions import contents_of
from indicators.selectors.kept import Kept
from indicators.selectors.sheets import ReleaseRef

# About 70 bytes an area with all bands: 40 MB at most, more than a large city has in force.
MOST_AREAS: Final = 600_000

KEPT: Final = Kept[SliceContent](MOST_AREAS)
# 8 bytes an area: 2.4 MB.
_COMPANIES: Final = Kept[Company](MOST_AREAS // 2)


def slice_contents(refs: Iterable[ReleaseRef]) -> dict[int, SliceContent]:
    """Return the decoded slices of releases and conversions by their ids; those not kept are read in one query each."""
    found: dict[int, SliceContent] = {}
    unread: list[ReleaseRef] = []
    for ref in refs:
        content = KEPT.get(ref.content_hash)
        if content is None:
            unread.append(ref)
        else:
            found[ref.id] = content
    read = contents_of(unread)
    for ref in unread:
        # What was withdrawn since the releases were listed is not there.
        if ref.id in read:
            KEPT.keep(ref.content_hash, read[ref.id], read[ref.id].size)
    return found | read


def company_in(content_hash: str, content: SliceContent) -> Company:
    """Return the place of each area of a slice among all."""
    return _COMPANIES.get(content_hash) or _COMPANIES.keep(content_hash, company_of(content), content.size)
