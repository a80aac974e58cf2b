# SPDX-License-Identifier: EUPL-1.2
"""Crosswalks between boundary versions, as everybody may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from spatial.geometry.arrays import Booleans, Floats
from spatial.geometry.crosswalk import Pieces
from spatial.models import Crosswalk
from spatial.selectors.kept import Kept
from spatial.selectors.rows import PUBLIC, OrganisationKey

# A city has a few pairs of versions; a pair of a Land with 33,000 areas takes some 2 MB.
_KEPT: Final = 32
_FACTS: Final = (
    "id",
    "older_id",
    "newer_id",
    "older__level__slug",
    "older__edition",
    "newer__edition",
    "number",
    "base",
    "described",
    "built_at",
)


@dataclass(frozen=True, slots=True, eq=False)
class CrosswalkRow:
    """One crosswalk in force: of which versions of which level, what its base was made of, and since when."""

    id: int
    older_id: int
    newer_id: int
    level: str
    older_edition: str
    newer_edition: str
    number: int
    base: str
    described: Mapping[str, Any]
    built_at: Any


@dataclass(frozen=True, slots=True, eq=False)
class CrosswalkContent:
    """What a crosswalk holds: pieces with their base, what became of each area, and how much of it lies outside.

    `lost_shares` and `gained_shares` (one for each older and each newer area, 0 to 1) are shares of their ground.
    """

    pieces: Pieces
    fates: tuple[str, ...]
    origins: tuple[str, ...]
    lost_shares: Floats
    gained_shares: Floats

    def backwards(self) -> "CrosswalkContent":
        """Return the same with the roles of older and newer changed."""
        return CrosswalkContent(self.pieces.backwards(), self.origins, self.fates, self.gained_shares, self.lost_shares)


def crosswalks_of(organisation: OrganisationKey) -> tuple[CrosswalkRow, ...]:
    """Return the crosswalks in force, level by level, the newest pair first."""
    rows = Crosswalk.objects.using(PUBLIC).filter(organisation_id=organisation.id, is_current=True)
    ordered = rows.order_by(
        "older__level__hierarchy", "older__level__position", "-newer__valid_from", "-older__valid_from"
    )
    return tuple(CrosswalkRow(*row) for row in ordered.values_list(*_FACTS))


def crosswalk_content(crosswalk_id: int) -> CrosswalkContent:
    """Return what a crosswalk holds; it never changes."""
    return _CONTENTS(crosswalk_id)


def _load(crosswalk_id: int) -> CrosswalkContent:
    row = Crosswalk.objects.using(PUBLIC).get(pk=crosswalk_id)
    fates, origins = tuple(row.outcome["fates"]), tuple(row.outcome["origins"])
    outside = _shares(row.outcome, "lost", len(fates)), _shares(row.outcome, "gained", len(origins))
    return CrosswalkContent(stored_pieces(row), fates, origins, *outside)


def stored_pieces(row: Crosswalk) -> Pieces:
    """Return the pieces of a stored crosswalk with its base."""
    outcome = row.outcome
    return Pieces(
        np.array(row.older_places, dtype=np.intp),
        np.array(row.newer_places, dtype=np.intp),
        np.array(row.ground_m2, dtype=np.float64),
        np.array(row.bases, dtype=np.float64),
        _marked(outcome["lost"], len(outcome["fates"])),
        _marked(outcome["gained"], len(outcome["origins"])),
    )


def _marked(places: Sequence[int], size: int) -> Booleans:
    marked = np.zeros(size, dtype=np.bool_)
    marked[list(places)] = True
    return marked


def _shares(outcome: Mapping[str, Any], side: str, size: int) -> Floats:
    shares = np.zeros(size)
    shares[list(outcome[side])] = outcome[f"{side}_shares"]
    return shares


_CONTENTS: Final = Kept(_load, _KEPT)
