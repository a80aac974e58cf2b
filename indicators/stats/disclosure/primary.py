# SPDX-License-Identifier: EUPL-1.2
"""Which cells of one series are too small to be shown."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Minimum:
    """The smallest figures that may be shown; 0 switches a rule off."""

    count: int = 0
    denominator: int = 0
    inhabitants: int = 0


def unsafe_counts(counts: Floats, *, minimum: int) -> Mask:
    """Say which counts are too small to be shown: above zero and below the minimum.

    Parameters
    ----------
    counts : ndarray, shape (n,), float
        NaN is never unsafe: there is nothing to hide.
    minimum : int
        For instance 3.

    Returns
    -------
    ndarray, shape (n,), bool

    References
    ----------
    Bundesagentur für Arbeit, Regeln der statistischen Geheimhaltung.

    Examples
    --------
    >>> unsafe_counts(np.array([0.0, 2.0, 3.0, np.nan]), minimum=3).tolist()
    [False, True, False, False]
    """
    return (counts > 0) & (counts < minimum)


def unsafe_shares(numerator: Floats, denominator: Floats, *, minimum: Minimum, is_extreme_unsafe: bool = False) -> Mask:
    """Say which shares give a person away: by their numerator, by the rest, or by a small denominator.

    Parameters
    ----------
    numerator, denominator : ndarray, shape (n,), float
        Cases and persons; NaN is never unsafe.
    minimum : Minimum
        Rules for counts and for denominators.
    is_extreme_unsafe : bool
        Whether "nobody" and "everybody" are hidden too: they tell of each single person.

    Returns
    -------
    ndarray, shape (n,), bool

    References
    ----------
    As :func:`unsafe_counts`; a share is as unsafe as the counts it is made of.

    Examples
    --------
    >>> unsafe_shares(np.array([2.0, 98.0, 50.0]), np.array([100.0, 100.0, 100.0]), minimum=Minimum(count=3)).tolist()
    [True, True, False]
    """
    small_base = (denominator > 0) & (denominator < minimum.denominator)
    parts = unsafe_counts(numerator, minimum=minimum.count)
    rest = unsafe_counts(denominator - numerator, minimum=minimum.count)
    unsafe = parts | rest | small_base
    if is_extreme_unsafe:
        unsafe |= ((numerator == 0) | (numerator == denominator)) & (denominator > 0)
    return unsafe
