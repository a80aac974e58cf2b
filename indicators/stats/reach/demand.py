# SPDX-License-Identifier: EUPL-1.2
"""Persons by area as reach and siting take them: known, known but hidden, or not known at all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Persons of n areas.

    ``persons`` is NaN where nobody told the number; that is never 0. ``hidden`` marks numbers that are known here and
    kept secret: whatever is made of them says so. ``most`` is what an unknown number is at most, infinity where
    nothing bounds it; it means nothing where the number is known.
    """

    persons: Floats
    hidden: Mask
    most: Floats

    @property
    def is_known(self) -> Mask:
        """Where a number is there, hidden or not."""
        return ~np.isnan(self.persons)


def demand(persons: Floats, *, hidden: Mask | None = None, most: Floats | None = None) -> Demand:
    """Put together who asks for places.

    Parameters
    ----------
    persons : ndarray, shape (n,), float
        Persons of the age group, 0 or more; NaN where not known.
    hidden : ndarray, shape (n,), bool, optional
        Known numbers that must not be told; nothing is hidden by default.
    most : ndarray, shape (n,), float, optional
        The most that an unknown number may be, 0 or more; not bounded by default.

    Returns
    -------
    Demand
        With the numbers as they were given; NaN stays NaN.

    Raises
    ------
    ValueError
        For negative or infinite persons, for bounds below 0 or NaN, or when the shapes differ.

    Examples
    --------
    >>> demand(np.array([20.0, np.nan])).is_known.tolist()
    [True, False]
    """
    hides = np.zeros(persons.shape, dtype=bool) if hidden is None else hidden
    bounds = np.full(persons.shape, np.inf) if most is None else most
    if persons.ndim != 1 or hides.shape != persons.shape or bounds.shape != persons.shape:
        raise ValueError("Each area has one number of persons, one mark and one bound.")
    if (persons < 0).any() or np.isinf(persons).any():
        raise ValueError("Numbers of persons are finite and not negative.")
    if not (bounds >= 0).all():
        raise ValueError("Bounds of unknown numbers are not negative.")
    return Demand(persons, hides, bounds)


def checked_table(costs: Floats, areas: int, sites: int) -> Floats:
    """Hold a table of costs against the areas and sites that it is for.

    Parameters
    ----------
    costs : ndarray, shape (n, m), float
        Minutes or metres from each area to each site, 0 or more; NaN or infinity where there is no way.
    areas, sites : int
        n and m.

    Returns
    -------
    ndarray, shape (n, m), float
        The table with infinity wherever there is no way.

    Raises
    ------
    ValueError
        For another shape or a negative cost.

    Examples
    --------
    >>> checked_table(np.array([[3.0, np.nan]]), 1, 2).tolist()
    [[3.0, inf]]
    """
    if costs.shape != (areas, sites):
        raise ValueError(f"The table of costs has {areas} rows and {sites} columns.")
    if (costs < 0).any():
        raise ValueError("Costs are not negative.")
    return np.where(np.isnan(costs), np.inf, costs)
