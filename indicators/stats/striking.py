# SPDX-License-Identifier: EUPL-1.2
"""Which areas changed otherwise than the rest of their city: beyond chance, by enough to matter, and large enough."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.discoveries import adjusted_for_many
from indicators.stats.intervals import Z_95
from indicators.stats.normal import two_sided_p

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
Parts = tuple[Floats, Floats]
Kind = Literal["shares", "rates"]

# With fewer persons than these the share of an area moves by ten points through chance alone.
MINIMUM_DENOMINATOR: Final = 200
_LEVEL: Final = 0.05
# Beyond this many standard errors a double holds no p-value any more; so often is the way there halved.
_FARTHEST: Final = 38.5
_HALVINGS: Final = 36


class Verdict(IntEnum):
    """What is said of an area's change against the rest of the city.

    ``BEYOND`` is beyond chance where nobody declared from when on a difference matters. ``FOUND`` without known counts
    means that the threshold is reached, and nothing of chance.
    """

    NOT_JUDGED = 0
    WITHIN = 1
    SMALL = 2
    FOUND = 3
    UNSURE = 4
    BEYOND = 5


@dataclass(frozen=True, slots=True, eq=False)
class AgainstRest:
    """The change of n areas against that of the rest of their city; arrays of shape (n,), NaN where there is none.

    Attributes
    ----------
    change, rest : ndarray, float
        Later minus earlier, of the area and of the city without it; per `base`.
    difference, lower, upper : ndarray, float
        Change of the area minus change of the rest, with its 95 % interval; per `base`.
    p : ndarray, float
        Two-sided; at most 0.05 exactly where the interval leaves out zero.
    """

    change: Floats
    rest: Floats
    difference: Floats
    lower: Floats
    upper: Floats
    p: Floats


def against_rest(earlier: Parts, later: Parts, *, kind: Kind = "shares", base: float = 100.0) -> AgainstRest:
    """Hold the change of each area against that of all the others together.

    Parameters
    ----------
    earlier, later : tuple of ndarray, shape (n,), float
        Cases and persons of both periods, areas in the same order; NaN where an area is not shown.
    kind : {"shares", "rates"}
        Whether a person is a case or not, or may be several.
    base : float
        100 for percentage points, 1,000 for cases per 1,000 persons.

    Returns
    -------
    AgainstRest
        The rest are the other areas with all four numbers, the same in both periods. NaN where a number is missing,
        nobody lives, a share has more cases than persons, or there is no other area.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27, 1693-1702 (limits of a sum from those of its parts); Newcombe
    (1998), Statistics in Medicine 17, 873-890, method 10; Wilson (1927) for shares, Rao's score for counts.

    Examples
    --------
    See docs/methods/striking.md.
    """
    known = _is_known(earlier, kind) & _is_known(later, kind)
    four = _four(earlier, later, known)
    known &= (four[2][1] > 0) & (four[3][1] > 0)
    # Of areas without numbers nothing is computed: any possible numbers stand there until the end.
    four = [(np.where(known, x, 0.0), np.where(known, n, 1.0)) for x, n in four]
    limits = _shares_limits if kind == "shares" else _rates_limits
    now, before, rest_now, rest_before = (x / n for x, n in four)
    change, rest = now - before, rest_now - rest_before
    lower, upper = _limits(four, limits, np.full(known.shape, Z_95))
    blank = np.where(known, 0.0, np.nan)
    return AgainstRest(
        change=base * change + blank,
        rest=base * rest + blank,
        difference=base * (change - rest) + blank,
        lower=base * lower + blank,
        upper=base * upper + blank,
        p=two_sided_p(_reach(four, limits)) + blank,
    )


def verdicts(found: AgainstRest, *, threshold: float | None, unsure: Mask, level: float = _LEVEL) -> Codes:
    """Judge all areas together.

    Parameters
    ----------
    found : AgainstRest
        Of n areas.
    threshold : float or None
        Fachschwelle in the unit of the differences; None where none is declared.
    unsure : ndarray, shape (n,), bool
        Areas that are too small to be judged: they are no test, so they neither count nor weigh on the others.
    level : float
        Which share of the areas beyond chance may be there by chance.

    Returns
    -------
    ndarray, shape (n,), int
        Codes of ``Verdict``. Beyond chance is an adjusted p-value of at most ``level``.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    q = adjusted_for_many(np.where(unsure, np.nan, found.p))
    is_beyond = q <= level
    beyond = np.where(is_beyond, int(Verdict.BEYOND), int(Verdict.WITHIN))
    if threshold is not None:
        reached = np.where(_matters(found.difference, threshold), int(Verdict.FOUND), int(Verdict.SMALL))
        beyond = np.where(is_beyond, reached, beyond)
    return _left_out(beyond, found.difference, unsure)


def verdicts_by_threshold(difference: Floats, *, threshold: float, unsure: Mask) -> Codes:
    """Judge areas without known counts by the Fachschwelle alone: nothing can be said about chance.

    Parameters
    ----------
    difference : ndarray, shape (n,), float
        Change of the area minus change of the whole, in the unit of the threshold; NaN without either.
    threshold : float
        Fachschwelle.
    unsure : ndarray, shape (n,), bool
        Areas that are known to be too small.

    Returns
    -------
    ndarray, shape (n,), int
        Codes of ``Verdict``: found from the threshold on, else small.

    Examples
    --------
    >>> verdicts_by_threshold(np.array([3.0, -2.9, np.nan]), threshold=3.0, unsure=np.zeros(3, dtype=bool)).tolist()
    [3, 2, 0]
    """
    reached = np.where(_matters(difference, threshold), int(Verdict.FOUND), int(Verdict.SMALL))
    return _left_out(reached, difference, unsure)


def too_small(earlier: Floats, later: Floats, minimum: int) -> Mask:
    """Say which areas have fewer persons than a minimum in either period.

    Parameters
    ----------
    earlier, later : ndarray, shape (n,), float
        Persons of both periods; NaN where the number is not known.
    minimum : int
        From so many persons on an area is judged.

    Returns
    -------
    ndarray, shape (n,), bool
        Where one number alone is known it decides; False where none is.

    References
    ----------
    docs/methods/striking.md.
    """
    found: Mask = np.fmin(earlier, later) < minimum
    return found


def _matters(difference: Floats, threshold: float) -> Mask:
    # The threshold itself counts as reached, whatever binary fractions do to it.
    matters: Mask = np.abs(difference) >= threshold - 1e-9
    return matters


def _left_out(codes: Codes, difference: Floats, unsure: Mask) -> Codes:
    codes = np.where(unsure, int(Verdict.UNSURE), codes)
    return np.where(np.isnan(difference), int(Verdict.NOT_JUDGED), codes)


def _is_known(parts: Parts, kind: Kind) -> Mask:
    x, n = parts
    known: Mask = (x >= 0) & (n > 0)
    return known & (x <= n) if kind == "shares" else known


def _four(earlier: Parts, later: Parts, known: Mask) -> list[Parts]:
    """Return the parts of area and rest, later and earlier: + area later, - earlier, - rest later, + earlier."""
    own = [tuple(np.where(known, each, 0.0) for each in parts) for parts in (later, earlier)]
    areas = [(x, n) for x, n in own]
    return areas + [(x.sum() - x, n.sum() - n) for x, n in areas]


Limits = Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]


def _shares_limits(x: Floats, n: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Return Wilson's limits; `intervals.wilson` asks about missing numbers as well, and here there are none."""
    half = z * np.sqrt(z * z + 4 * x * (1 - x / n))
    middle, size = 2 * x + z * z, 2 * (n + z * z)
    return (middle - half) / size, (middle + half) / size


def _rates_limits(x: Floats, n: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Return the score limits of a rate: where (x - m)² = z² m."""
    middle, half = x + z * z / 2, z * np.sqrt(x + z * z / 4)
    return (middle - half) / n, (middle + half) / n


def _limits(four: list[Parts], limits_of: Limits, z: Floats) -> tuple[Floats, Floats]:
    """Put the limits of the four figures together."""
    signs = (1.0, -1.0, -1.0, 1.0)
    difference, below, above = (np.zeros(z.shape) for _ in range(3))
    for sign, (x, n) in zip(signs, four, strict=True):
        low, high = limits_of(x, n, z)
        down, up = x / n - low, high - x / n
        difference = difference + sign * x / n
        below = below + (down if sign > 0 else up) ** 2
        above = above + (up if sign > 0 else down) ** 2
    return difference - np.sqrt(below), difference + np.sqrt(above)


def _reach(four: list[Parts], limits_of: Limits) -> Floats:
    """Return how many standard errors the interval needs to touch zero: intervals grow with them, so it is halved."""
    near, far = np.zeros(four[0][0].shape), np.full(four[0][0].shape, _FARTHEST)
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        lower, upper = _limits(four, limits_of, middle)
        holds_zero = (lower <= 0) & (upper >= 0)
        near, far = np.where(holds_zero, near, middle), np.where(holds_zero, middle, far)
    return near
