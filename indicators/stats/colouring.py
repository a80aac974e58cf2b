# SPDX-License-Identifier: EUPL-1.2
"""Colours for regions of a map, so that regions that touch differ."""

from collections import Counter

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def region_colours(regions: Integers, first: Integers, second: Integers, *, most: int) -> tuple[int, ...]:
    """Give regions few colours, so that no two that touch have the same one.

    Parameters
    ----------
    regions : ndarray, shape (n,), int
        1 to k; 0 for an area without a region.
    first, second : ndarray, shape (p,), int
        Positions of areas that touch, in any order and direction.
    most : int
        How many colours there are, 1 or more; they are used about equally often. A map in a plane needs no more than
        six this way; where contacts are such that more were needed, the colour that the fewest neighbours have is used
        again.

    Returns
    -------
    tuple of int
        The colour of each region, 1 to `most`. No values, hence no NaN; empty without regions.

    Raises
    ------
    ValueError
        For fewer than one colour.

    References
    ----------
    Matula and Beck (1983), Journal of the ACM 30, 417-427: smallest last.

    Examples
    --------
    >>> region_colours(np.array([1, 2, 3]), np.array([0, 1]), np.array([1, 2]), most=7)
    (1, 2, 3)
    """
    if most < 1:
        raise ValueError("There is at least one colour.")
    near = _neighbours(regions, first, second)
    colours: dict[int, int] = {}
    for region in _smallest_last(near):
        taken = [colours[other] for other in near[region] if other in colours]
        free = [colour for colour in range(1, most + 1) if colour not in taken]
        # Of the colours that are free the rarest: far regions are told apart by it as well.
        often = Counter(colours.values())
        rarest = sorted(range(1, most + 1), key=lambda colour: (often[colour], colour))
        colours[region] = next((colour for colour in rarest if colour in free), min(rarest, key=taken.count))
    return tuple(colours[region] for region in sorted(colours))


def _neighbours(regions: Integers, first: Integers, second: Integers) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {region: set() for region in range(1, int(regions.max(initial=0)) + 1)}
    for left, right in zip(regions[first].tolist(), regions[second].tolist(), strict=True):
        if left and right and left != right:
            near[left].add(right)
            near[right].add(left)
    return near


def _smallest_last(near: dict[int, set[int]]) -> list[int]:
    """Return regions so that each has few neighbours among those before it; equal ones by their number."""
    left = {region: set(others) for region, others in near.items()}
    order: list[int] = []
    while left:
        region = min(left, key=lambda each: (len(left[each]), -each))
        for other in left.pop(region):
            left[other].discard(region)
        order.append(region)
    return order[::-1]
