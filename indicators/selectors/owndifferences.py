# SPDX-License-Identifier: EUPL-1.2
"""What two own areas that are published tell together: nothing of a single hidden area, nor of a few people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

import numpy as np
import shapely

from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.ownfigures import HIDDEN
from indicators.selectors.ownground import own_ground
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.sheets import OrganisationRef, ReleaseRef
from indicators.stats.ownareas import FEWEST_PEOPLE, Integers, holds_one_hidden
from spatial.geometry.ownareas import sides
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.ownparts import own_parts
from spatial.selectors.rows import BoundaryVersionRow


class Opening(StrEnum):
    """Why two own areas are not published beside one another: what one holds and the other does not tells too much."""

    NONE = ""
    FEW = "few"
    """Fewer people live there than anything is told of."""
    UNKNOWN = "unknown"
    """How many live there is not known, and no area lies in it as a whole."""
    ONE = "one"
    """It holds one hidden area alone."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that is told of an own area: of which indicator and period, on which edition of boundaries."""

    indicator: str
    period: str
    edition: str


@dataclass(frozen=True, slots=True, eq=False)
class ShownGround:
    """An own area that is published: its ground in EPSG:4326, what names it, and the figures that are told of it."""

    content_hash: str
    ground: shapely.Geometry
    told: frozenset[Told]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the readers of both know: releases and boundaries."""

    organisation: OrganisationRef
    refs: Sequence[ReleaseRef]
    versions: Sequence[BoundaryVersionRow]


def opening_of(organisation: OrganisationRef, one: ShownGround, other: ShownGround) -> Opening:
    """Say whether whoever reads two own areas learns too much of what one holds and the other does not.

    They can be subtracted where both tell a figure of the same indicator and period. Each side is looked at by itself:
    what the other one holds beyond may be known.
    """
    shared = {(each.indicator, each.period) for each in one.told} & {
        (each.indicator, each.period) for each in other.told
    }
    if one.content_hash == other.content_hash or not shared:
        return Opening.NONE
    told = [each for each in one.told | other.told if (each.indicator, each.period) in shared]
    known = _Known(organisation, published.releases_of(organisation), boundary_versions_of(organisation))
    found = (_opened(known, side, told) for side in sides(one.ground, other.ground))
    return next((each for each in found if each), Opening.NONE)


def _opened(known: _Known, side: shapely.Geometry, told: Sequence[Told]) -> Opening:
    for edition in sorted({each.edition for each in told}):
        if opening := _too_few(known, side, edition):
            return opening
    finest = _finest(known.refs, told)
    contents = slice_contents(finest)
    places = {pk: own_parts(pk, side).places for pk in {ref.boundary_version_id for ref in finest}}
    for ref in finest:
        content = contents.get(ref.id)
        if content is not None and _holds_one(content, places[ref.boundary_version_id]):
            return Opening.ONE
    return Opening.NONE


def _holds_one(content: SliceContent, places: Integers) -> bool:
    is_touched = np.zeros(content.size, dtype=np.bool_)
    is_touched[places] = True
    return holds_one_hidden(np.isin(content.status, HIDDEN), is_touched)


def _too_few(known: _Known, side: shapely.Geometry, edition: str) -> Opening:
    versions = [version for version in known.versions if version.edition == edition]
    ids = {version.id for version in versions}
    ground = own_ground(
        known.organisation, side, versions, [ref for ref in known.refs if ref.boundary_version_id in ids]
    )
    if isnan(ground.people):
        return Opening.NONE if any(level.is_whole.any() for level in ground.levels) else Opening.UNKNOWN
    return Opening.FEW if ground.people < FEWEST_PEOPLE else Opening.NONE


def _finest(refs: Iterable[ReleaseRef], told: Sequence[Told]) -> list[ReleaseRef]:
    """Return of each figure that is told the release of the finest level: whoever subtracts gets down to its areas."""
    wanted = {(each.indicator, each.period, each.edition) for each in told}
    found: dict[tuple[str, str, str], ReleaseRef] = {}
    for ref in sorted(refs, key=lambda ref: ref.level_position):
        name = (ref.indicator, ref.period, ref.edition)
        if name in wanted:
            found[name] = ref
    return list(found.values())
