# SPDX-License-Identifier: EUPL-1.2
"""Reach as a figure of every area: what it is, why there is none, and on whose numbers it rests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.behind import Behind, meeting, parts_of
from indicators.stats.reach.catchment import AccessReason, catchments
from indicators.stats.reach.decay import Decay, Gaussian, Linear, three_zones, within
from indicators.stats.reach.demand import Floats, Mask, demand
from sozialplanung.common.statuses import SEVERITY, Flag, Status, have_value

Codes = npt.NDArray[np.uint8]
Integers = npt.NDArray[np.int64]
PERCENT: Final = 100.0
FORMS: Final[Mapping[str, Callable[[float], Decay]]] = {
    "within": within,
    "zones": three_zones,
    "bell": Gaussian,
    "line": Linear,
}


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Persons of m areas with statuses and flags of their numbers; what has no value is not known, and never 0."""

    value: Floats
    status: Codes
    flags: Codes

    @property
    def persons(self) -> Floats:
        """Finite numbers from 0 on; NaN where none is told."""
        is_told = have_value(self.status) & np.isfinite(self.value) & (self.value >= 0)
        return np.where(is_told, self.value, np.nan)

    @property
    def reasons(self) -> Codes:
        """The statuses, where a number lacks one that says why it is not told: unknown."""
        is_odd = np.isnan(self.persons) & have_value(self.status)
        return np.where(is_odd, Status.UNKNOWN, self.status).astype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class AreaFigures:
    """Figures of n areas, NaN where the status carries none, resting on the numbers of m areas.

    ``behind`` says which numbers went into a figure or into the reason why there is none: whoever may not know one of
    them may not know the figure.
    """

    value: Floats
    status: Codes
    flags: Codes
    behind: Behind

    def resting_on(self, hidden: Mask) -> Mask:
        """Return which figures rest on one of some numbers, shape (n,)."""
        return self.behind.any_of(hidden)


def decay_of(form: str, furthest: float) -> Decay:
    """Return the declared weight of ways by its name.

    Parameters
    ----------
    form : str
        ``within``, ``zones``, ``bell`` or ``line``.
    furthest : float
        The bound, above 0, in the unit of the costs.

    Returns
    -------
    Decay

    Raises
    ------
    KeyError
        For another form.

    References
    ----------
    docs/methods/reach.md

    Examples
    --------
    >>> decay_of("line", 10.0).furthest
    10.0
    """
    return FORMS[form](furthest)


def access_figures(people: Counted, supply: Floats, costs: Floats, decay: Decay) -> AreaFigures:
    """Return how many places fall to each person within reach, area by area.

    Parameters
    ----------
    people : Counted
        Persons of n areas.
    supply : ndarray, shape (m,), float
        Places per site, 0 or more; NaN where not known.
    costs : ndarray, shape (n, m), float
        From areas to sites; infinity where no way leads, NaN where one of the two is off the network.
    decay : Decay
        How much a place counts by its cost.

    Returns
    -------
    AreaFigures
        0 and ``true_zero`` where nothing lies within reach. ``unknown`` where an area is off the network.
        ``not_applicable`` where nobody lives within reach of a site that an area reaches. Where a number within its
        catchments is not known, the gravest of their statuses. Where places are not known, the known ones are a lower
        limit, flagged as limited, or ``unknown`` where there are none of them.

    Raises
    ------
    ValueError
        As :func:`indicators.stats.reach.catchment.catchments`.

    References
    ----------
    Luo and Wang (2003), Environment and Planning B 30, 865-884; docs/methods/reach.md

    Examples
    --------
    docs/methods/reach.md; tests/golden/reach
    """
    found = catchments(demand(people.persons), supply, costs, decay)
    access, near = found.access, (found.weights > 0) & (supply != 0)
    is_off: Mask = np.isnan(costs).all(axis=1) & np.full(len(costs), supply.size > 0)
    behind = meeting(near, is_off)
    reasons = np.where(is_off, AccessReason.OK, access.reasons)
    is_limited = (reasons == AccessReason.UNKNOWN_SUPPLY) & (access.lower > 0)
    value = np.where(is_limited, access.lower, access.value)
    status = np.select(
        [is_off, reasons == AccessReason.NOBODY, reasons == AccessReason.UNKNOWN_DEMAND, np.isnan(value), value == 0],
        [Status.UNKNOWN, Status.NOT_APPLICABLE, _gravest(behind, people), Status.UNKNOWN, Status.TRUE_ZERO],
        Status.OK,
    ).astype(np.uint8)
    return AreaFigures(
        value=np.where(have_value(status), value, np.nan),
        status=status,
        flags=np.where(
            have_value(status), _flags(behind, people.flags) | np.where(is_limited, np.uint8(Flag.LIMITED), 0), 0
        ).astype(np.uint8),
        behind=behind,
    )


def reached_figures(shares: Floats) -> AreaFigures:
    """Return how much of the people of each area lives within reach, as the ground that they live on says.

    Parameters
    ----------
    shares : ndarray, shape (n,), float
        Part of the ground of each area within reach, 0 to 1; NaN where it cannot be told.

    Returns
    -------
    AreaFigures
        In percent, flagged as estimated; resting on nobody's number. Nothing of the ground is a ``rounded_zero``: of
        people it is not known to be exactly nobody. ``unknown`` where there is no share.

    Raises
    ------
    ValueError
        For shares outside 0 to 1.

    References
    ----------
    docs/methods/reach.md

    Examples
    --------
    >>> reached_figures(np.array([0.25, np.nan])).value.tolist()
    [25.0, nan]
    """
    if (shares < 0).any() or (shares > 1).any():
        raise ValueError("Each area has a share from 0 to 1.")
    status = np.select([np.isnan(shares), shares == 0], [Status.UNKNOWN, Status.ROUNDED_ZERO], Status.OK).astype(
        np.uint8
    )
    return AreaFigures(
        value=PERCENT * shares,
        status=status,
        flags=np.where(have_value(status), Flag.ESTIMATED, 0).astype(np.uint8),
        behind=Behind(shares.size, shares.size),
    )


def put_together(found: AreaFigures, people: Counted, parents: Integers, size: int) -> AreaFigures:
    """Return the figures of larger areas: the mean of all persons in them, never that of their areas.

    Parameters
    ----------
    found : AreaFigures
        Of n areas, resting on the numbers of these n areas.
    people : Counted
        Persons of the n areas.
    parents : ndarray, shape (n,), int
        In which larger area each lies, from 0 on; below 0 in none.
    size : int
        The number of larger areas.

    Returns
    -------
    AreaFigures
        Shape (size,), resting on the numbers of the n areas. A part without persons takes no part. Where a number of
        persons or the figure of one of its parts is not known, the gravest of their statuses; ``not_applicable``
        where nobody lives, ``missing`` where an area has no parts.

    Raises
    ------
    ValueError
        When the numbers of areas differ.

    References
    ----------
    docs/methods/reach.md

    Examples
    --------
    >>> none = np.zeros(2, dtype=np.uint8)
    >>> parts = AreaFigures(np.array([1.0, 0.5]), none, none, Behind(2, 2))
    >>> put_together(parts, Counted(np.array([30.0, 10.0]), none, none), np.array([0, 0]), 1).value.tolist()
    [0.875]
    """
    if not found.value.shape == people.value.shape == parents.shape:
        raise ValueError("Each area has one figure, one number of persons and one larger area.")
    persons, is_there = people.persons, have_value(found.status) & ~np.isnan(people.persons)
    lies, everybody = parts_of(parents, size), np.ones(parents.size, dtype=np.bool_)
    parts = Behind(size, parents.size, ((lies,),))
    asked = Behind(size, parents.size, ((parts_of(parents, size, persons != 0),),))
    known = np.where(is_there, persons, 0.0)
    inhabitants = lies @ known
    sums = lies @ (known * np.where(is_there, found.value, 0.0))
    value = np.divide(sums, inhabitants, out=np.full(size, np.nan), where=inhabitants > 0)
    status = np.select(
        [~parts.any_of(everybody), asked.any_of(~is_there), inhabitants == 0, value == 0],
        [Status.MISSING, _gravest(asked, _lacking(found, people)), Status.NOT_APPLICABLE, _zero(asked, found)],
        Status.OK,
    ).astype(np.uint8)
    has_value, flags = have_value(status), _flags(asked, found.flags) | _flags(parts, people.flags)
    return AreaFigures(
        value=np.where(has_value, value, np.nan),
        status=status,
        flags=np.where(has_value, flags, 0).astype(np.uint8),
        behind=parts.beside(found.behind.under(lies)),
    )


def _zero(asked: Behind, found: AreaFigures) -> Codes:
    """Return which zero larger areas have: one that is rounded where one of their parts is."""
    is_rounded = asked.any_of(found.status == Status.ROUNDED_ZERO)
    return np.where(is_rounded, Status.ROUNDED_ZERO, Status.TRUE_ZERO).astype(np.uint8)


def _lacking(found: AreaFigures, people: Counted) -> Counted:
    """Return why parts cannot be counted in: their persons are not known, or their figures are not."""
    status = np.where(np.isnan(people.persons), people.reasons, found.status).astype(np.uint8)
    return replace(people, value=np.where(have_value(status), 0.0, np.nan), status=status)


def _flags(behind: Behind, flags: Codes) -> Codes:
    """Return all flags that one of the areas behind each figure has."""
    found = np.zeros(behind.figures, dtype=np.uint8)
    for flag in Flag:
        found[behind.any_of(flags & flag > 0)] |= np.uint8(flag)
    return found


def _gravest(behind: Behind, people: Counted) -> Codes:
    """Return the gravest status of the numbers behind each figure that are not known; unknown where all are."""
    found, reasons = np.full(behind.figures, Status.UNKNOWN, dtype=np.uint8), people.reasons
    for status in reversed(SEVERITY):
        found[behind.any_of(reasons == status)] = status
    return found
