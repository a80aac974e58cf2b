# SPDX-License-Identifier: EUPL-1.2
"""The pattern of a map in space, worked out once from a released slice and kept by the hash of its content."""

from dataclasses import replace
from typing import Final

from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.pattern_words import pattern_labels
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slice_pattern import MOST_AREAS, SpatialPattern, no_pattern, spatial_pattern
from indicators.rendering.slices import SliceContent
from indicators.selectors.kept import Kept
from indicators.selectors.sheets import ReleaseRef
from spatial.selectors import units

PALETTE: Final = "diverging"
# 17 bytes an area: the largest pattern twenty times over takes 14 MB of a process.
_KEPT: Final = Kept[SpatialPattern](20 * MOST_AREAS)


def pattern_of(ref: ReleaseRef, content: SliceContent, *, is_count: bool, is_converted: bool = False) -> SpatialPattern:
    """Return the pattern of a release; a new release is worked out anew.

    Carried figures have none: parts of one area are alike only because they were taken apart.
    """
    if is_converted:
        return no_pattern(content, "converted")
    key = (ref.content_hash, ref.boundary_version_id, is_count)
    found = _KEPT.get(key)
    if found is not None:
        return found
    neighbours = units.neighbour_lists(ref.boundary_version_id)
    return _KEPT.keep(key, spatial_pattern(content, neighbours, is_count=is_count), content.size)


def pattern_content(content: SliceContent, pattern: SpatialPattern) -> SliceContent:
    """Return a slice with the classes of its pattern in the place of its own."""
    return replace(content, codes={**content.codes, "class": pattern.classes})


def pattern_scheme(language: Language) -> ClassScheme:
    """Return the classes of a pattern as a map shows them."""
    return ClassScheme(palette=PALETTE, labels=pattern_labels(language))
