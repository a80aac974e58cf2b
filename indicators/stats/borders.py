# SPDX-License-Identifier: EUPL-1.2
"""How firm borders of proposed social areas are: how often two neighbours lie apart when the proposal is varied."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.neighbourhood import Neighbourhood
from indicators.stats.normalise import zscores
from indicators.stats.socialareas import SocialAreas, contacts, joined_at

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
SEED: Final = 20_261_126
# Draws of chance; fewer for many areas, so that nobody waits.
DRAWS: Final = 20
FEWER_DRAWS: Final = 8
MANY_AREAS: Final = 600


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """Pairs of neighbours that take part, and in which share of the variants they lie in different regions.

    Attributes
    ----------
    first, second : ndarray, shape (m,), int
        Positions of both areas, each contact once.
    by_choices : ndarray, shape (m,), float
        Share of the choices, 0 to 1: one region fewer, one more, each indicator left out. NaN without any.
    by_chance : ndarray, shape (m,), float
        Share of the draws within the intervals, 0 to 1; NaN where no indicator has any.
    numbers, left_out, draws : int
        How many variants of each sort there were.
    with_chance : int
        Of how many indicators the play of chance is known.
    """

    first: Integers
    second: Integers
    by_choices: Floats
    by_chance: Floats
    numbers: int
    left_out: int
    draws: int
    with_chance: int

    @property
    def firmness(self) -> Floats:
        """The smaller share of both: what either choices or chance take away is not firm."""
        return np.fmin(self.by_choices, self.by_chance)


def border_firmness(
    matrix: Floats, around: Neighbourhood, found: SocialAreas, *, spreads: Floats, rng: np.random.Generator
) -> Borders:
    """Vary a proposal and count how often neighbours lie apart.

    Parameters
    ----------
    matrix : ndarray, shape (n, p), float
        As for `social_areas`, whose proposal is varied.
    around : Neighbourhood
        As for `social_areas`.
    found : SocialAreas
        The proposal, with a number of regions.
    spreads : ndarray, shape (n, p), float
        Standard error of each figure by chance; NaN where it is not known: such a figure stands still.
    rng : Generator
        The source of chance.

    Returns
    -------
    Borders
        Of all contacts between areas that take part. Every variant is a proposal of its own, made like the first.

    Raises
    ------
    ValueError
        When there is no proposal, or the spreads do not fit.

    References
    ----------
    Hennig (2007), Computational Statistics and Data Analysis 52, 258-271: clusters are believed when they come back
    in varied data.

    Examples
    --------
    docs/methods/typology.md
    """
    if found.reason or spreads.shape != matrix.shape:
        raise ValueError("The borders of a proposal need the proposal, and a spread for each figure.")
    rated = np.flatnonzero(found.regions)
    pairs, own, k = contacts(around, rated), matrix[rated], len(found.sizes)
    counts = [number for number in (k - 1, k + 1) if max(found.parts, 2) <= number <= rated.size]
    choices = [_apart(groups, pairs) for groups in joined_at(_points(own), pairs, counts).values()] if counts else []
    numbers = len(choices)
    if own.shape[1] > 1:
        reduced = [np.delete(own, column, axis=1) for column in range(own.shape[1])]
        choices += [_apart(_grouped(each, pairs, k), pairs) for each in reduced]
    chance = [_apart(_grouped(each, pairs, k), pairs) for each in _drawn(own, spreads[rated], rng)]
    return Borders(
        first=rated[pairs[:, 0]],
        second=rated[pairs[:, 1]],
        by_choices=_share(choices, len(pairs)),
        by_chance=_share(chance, len(pairs)),
        numbers=numbers,
        left_out=len(choices) - numbers,
        draws=len(chance),
        with_chance=int((spreads > 0).any(axis=0).sum()),
    )


def _points(matrix: Floats) -> Floats:
    return np.column_stack([zscores(column, ddof=0).scores for column in matrix.T])


def _grouped(matrix: Floats, pairs: Integers, k: int) -> Integers:
    return joined_at(_points(matrix), pairs, [k])[k]


def _apart(groups: Integers, pairs: Integers) -> Mask:
    return np.asarray(groups[pairs[:, 0]] != groups[pairs[:, 1]], dtype=np.bool_)


def _share(variants: list[Mask], size: int) -> Floats:
    return np.mean(variants, axis=0) if variants else np.full(size, np.nan)


def _drawn(matrix: Floats, spreads: Floats, rng: np.random.Generator) -> list[Floats]:
    """Return the figures as chance might have made them; none where it is not known for any."""
    if not (spreads > 0).any():
        return []
    draws = DRAWS if matrix.shape[0] <= MANY_AREAS else FEWER_DRAWS
    known = np.where(spreads > 0, spreads, 0.0)
    return [matrix + known * rng.standard_normal(matrix.shape) for _ in range(draws)]
