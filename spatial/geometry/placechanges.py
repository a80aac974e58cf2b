# SPDX-License-Identifier: EUPL-1.2
"""Holds two states of a layer against each other by their keys: what came, what is gone, what lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries

# What moves by less was written with other decimals, or came by another transformation.
STILL_M: Final = 1.0


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """Positions of what came (later state), is gone (earlier state) and moved (later state), and how many stayed."""

    added: tuple[int, ...]
    gone: tuple[int, ...]
    moved: tuple[int, ...]
    stayed: int


def place_changes(
    earlier: tuple[Sequence[str], Geometries], later: tuple[Sequence[str], Geometries], still: float = STILL_M
) -> PlaceChanges:
    """Compare two states of a layer.

    Parameters
    ----------
    earlier, later : tuple of sequence of str and ndarray of object
        Keys, unique in each state, and as many geometries in one metric system; n may be 0. A geometry may be None.
    still : float, default 1
        Metres by which coordinates may differ without having moved; at least 0.

    Returns
    -------
    PlaceChanges
        In the order of each state. A place without a geometry in one of both states counts as stayed. Lines and areas
        moved where any of their corners did, or where they have another number of them.
    """
    places = {key: at for at, key in enumerate(earlier[0])}
    common = [(places[key], at) for at, key in enumerate(later[0]) if key in places]
    keys = set(later[0])
    before = earlier[1][np.array([one for one, _ in common], dtype=np.intp)]
    after = later[1][np.array([other for _, other in common], dtype=np.intp)]
    known = ~(shapely.is_missing(before) | shapely.is_missing(after))
    # As written, or with the corners in an order of ours: a service may begin a ring anywhere.
    is_same = shapely.equals_exact(before, after, tolerance=still)
    is_same |= shapely.equals_exact(shapely.normalize(before), shapely.normalize(after), tolerance=still)
    has_moved = known & ~is_same
    return PlaceChanges(
        added=tuple(at for at, key in enumerate(later[0]) if key not in places),
        gone=tuple(at for at, key in enumerate(earlier[0]) if key not in keys),
        moved=tuple(at for (_, at), is_elsewhere in zip(common, has_moved, strict=True) if is_elsewhere),
        stayed=int(len(common) - has_moved.sum()),
    )
