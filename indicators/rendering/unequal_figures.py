# SPDX-License-Identifier: EUPL-1.2
"""How unequal the areas of a released slice are, and how apart the groups live; or why that cannot be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import isnan
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.profile_numbers import is_points, is_share
from indicators.rendering.slice_content import SliceContent
from indicators.stats.inequality import Inequality, inequality, theil_parts
from indicators.stats.segregation import (
    beyond_chance,
    dissimilarity,
    dissimilarity_by_chance,
    entropy_index,
    exposure,
)
from sozialplanung.common.statuses import Flag, Status

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
# Who counts how much: the persons of the figure itself, those of another indicator, or every area alike.
Weighting = Literal["own", "other", "none"]

FEWEST_AREAS: Final = 3
# Beyond this share of areas left out a figure says more about those shown than about the whole.
MOST_LEFT_OUT: Final = 0.2
# The same draws for every slice: who looks twice sees the same.
SEED: Final = 20_251
DRAWS: Final = 200
MOST_AREAS_TO_DRAW: Final = 5_000
_BAND: Final = (0.025, 0.975)
# Persons are dealt out as whole numbers, of which the generator takes no more.
_MOST_PERSONS: Final = 10**9
_HUNDRED: Final = 100.0
_SECRET: Final = [int(Status.SUPPRESSED), int(Status.CONFIDENTIAL)]
_EMPTY: Final = int(Status.NOT_APPLICABLE)
_GUESSED: Final = int(Flag.ESTIMATED | Flag.SMOOTHED)


class UnequalReason(IntEnum):
    """Zero is a result; every other code is why there is none."""

    OK = 0
    RELATIVE = 1
    COUNT = 2
    TOO_FEW_AREAS = 3
    TOO_MANY_LEFT_OUT = 4
    NEGATIVE = 5
    NO_TOTAL = 6

    @property
    def code(self) -> str:
        """The word in files."""
        return self.name.lower()


class PartedReason(IntEnum):
    """Why nothing is said about how apart a group lives; zero is a result."""

    OK = 0
    NO_SHARE = 1
    NO_COUNTS = 2
    NO_PART = 3
    EMPTY_GROUP = 4
    NOT_SHOWN = 5

    @property
    def code(self) -> str:
        """The word in files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class UnequalForm:
    """What of a definition decides on the method: unit, basis, and whether figures are positions only."""

    unit: str
    basis: str
    is_relative: bool


@dataclass(frozen=True, slots=True)
class Parted:
    """How apart a group lives from all others; numbers are NaN where `reason` is not ``OK``.

    `by_chance` is the mean of the draws and `low`, `high` hold 95 % of them; without `draws` chance was not computed.
    `share` is that of the group in all areas shown.
    """

    dissimilarity: float
    by_chance: float
    low: float
    high: float
    beyond: float
    draws: int
    isolation: float
    share: float
    entropy: float
    reason: PartedReason = PartedReason.OK


@dataclass(frozen=True, slots=True)
class UnequalFigures:
    """Inequality between the areas shown; numbers are NaN where `reason` is not ``OK``.

    `mean` is the figure of all areas shown together (their average where all count alike), `apart` the mean difference
    of two taken at random. `between` holds for each grouping the share of Theil's measure that lies between its
    groups, None where that cannot be said. `hidden` areas are kept secret, `unvalued` lack a figure or a weight for
    another reason, in `empty` ones nobody is counted; `guessed` counts those shown whose figure is estimated.
    """

    gini: float
    theil: float
    mean: float
    apart: float
    between: tuple[float | None, ...]
    weighting: Weighting
    shown: int
    hidden: int
    unvalued: int
    empty: int
    guessed: int
    parted: Parted
    reason: UnequalReason = UnequalReason.OK

    @property
    def left_out(self) -> int:
        """How many areas are left out although somebody may live there."""
        return self.hidden + self.unvalued

    @property
    def is_there(self) -> bool:
        """Whether inequality could be computed."""
        return self.reason is UnequalReason.OK


@dataclass(frozen=True, slots=True)
class CommonFigures:
    """Two periods over the areas that both show: Gini and dissimilarity then and now; NaN where one is not there."""

    areas: int
    gini: tuple[float, float]
    dissimilarity: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Taken:
    """How many areas are shown and why others are not."""

    shown: int
    hidden: int
    unvalued: int
    empty: int
    guessed: int


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """Values and weights of all areas; `is_known` where both are there and somebody is counted."""

    values: Floats
    weights: Floats | None
    weighting: Weighting
    is_known: Mask


def unequal_figures(
    content: SliceContent, form: UnequalForm, weights: Floats | None, groupings: Sequence[Integers]
) -> UnequalFigures:
    """Measure how unequal the areas of a slice are.

    Parameters
    ----------
    content
        A released slice of n areas: what it hides takes no part.
    form
        Of the definition that the slice follows.
    weights
        Persons behind rates that come without their own, shape (n,), NaN where not known; None: areas count alike.
    groupings
        For each coarser level the group of each area, shape (n,), -1 where it has none.

    Returns
    -------
    UnequalFigures
        Withheld when more than a fifth of the areas in which somebody may live are left out.

    References
    ----------
    docs/methods/segregation.md.
    """
    ground = _ground(content, form, weights)
    taken = _counts(content, ground)
    reason = _reason(content, form, taken)
    found = inequality(ground.values, ground.weights) if reason is UnequalReason.OK else None
    if found is not None and found.reason:
        reason = UnequalReason.NEGATIVE if found.reason == "negative" else UnequalReason.NO_TOTAL
    if found is None or found.reason:
        return _nothing(taken, ground.weighting, reason, len(groupings))
    mean = _mean(ground)
    return UnequalFigures(
        gini=found.gini,
        theil=found.theil,
        mean=mean,
        apart=2 * found.gini * mean,
        between=tuple(_between(ground, found, groups) for groups in groupings),
        weighting=ground.weighting,
        shown=taken.shown,
        hidden=taken.hidden,
        unvalued=taken.unvalued,
        empty=taken.empty,
        guessed=taken.guessed,
        parted=_parted(content, form),
    )


def common_figures(
    earlier: SliceContent, later: SliceContent, form: UnequalForm, weights: tuple[Floats | None, Floats | None]
) -> CommonFigures:
    """Measure two periods over the areas that both of them show: who is hidden only once moves nothing.

    Parameters
    ----------
    earlier, later
        Slices of one indicator at one boundary version.
    form
        Of the newer definition.
    weights
        As for ``unequal_figures``, of both periods.

    Returns
    -------
    CommonFigures
        NaN where a measure is not defined for one of both.
    """
    grounds = [_ground(content, form, each) for content, each in zip((earlier, later), weights, strict=True)]
    both = grounds[0].is_known & grounds[1].is_known
    ginis = [inequality(np.where(both, each.values, np.nan), each.weights).gini for each in grounds]
    parts = [_group(content, form) for content in (earlier, later)]
    apart = [
        dissimilarity(np.where(both, group, np.nan), rest, boundary_version=content.key.boundary_version).value
        if reason is PartedReason.OK
        else float("nan")
        for content, (group, rest, reason) in zip((earlier, later), parts, strict=True)
    ]
    return CommonFigures(int(both.sum()), (ginis[0], ginis[1]), (apart[0], apart[1]))


def _ground(content: SliceContent, form: UnequalForm, weights: Floats | None) -> _Ground:
    value = content.numbers["value"].values
    if has_counts(content, form):
        cases, persons = (content.numbers[band].values for band in ("numerator", "denominator"))
        if is_share(form.unit):
            # What is published is rounded; the quotient of the published counts is not.
            with np.errstate(invalid="ignore", divide="ignore"):  # nobody lives there: NaN
                value = np.where(persons > 0, _HUNDRED * cases / persons, np.nan)
        return _Ground(value, persons, "own", ~np.isnan(value) & (persons > 0))
    if weights is None:
        return _Ground(value, None, "none", ~np.isnan(value))
    return _Ground(value, weights, "other", ~np.isnan(value) & (weights > 0))


def has_counts(content: SliceContent, form: UnequalForm) -> bool:
    """Say whether cases and persons stand behind the figures of a slice."""
    return form.basis == "counts" and {"numerator", "denominator"} <= content.numbers.keys()


def _counts(content: SliceContent, ground: _Ground) -> _Taken:
    absent = ~ground.is_known
    secret: Mask = np.isin(content.status, _SECRET)
    nobody: Mask = content.status == _EMPTY
    if ground.weights is not None:
        nobody = np.logical_or(nobody, ground.weights == 0)
    hidden, empty = int((absent & secret).sum()), int((absent & ~secret & nobody).sum())
    guessed: Mask = (content.flags & _GUESSED) != 0
    return _Taken(
        shown=int(ground.is_known.sum()),
        hidden=hidden,
        unvalued=int(absent.sum()) - hidden - empty,
        empty=empty,
        guessed=int((ground.is_known & guessed).sum()),
    )


def _reason(content: SliceContent, form: UnequalForm, taken: _Taken) -> UnequalReason:
    if form.is_relative:
        return UnequalReason.RELATIVE
    if is_points(form.unit):
        # The difference of two shares falls below 0 somewhere, or may at any time.
        return UnequalReason.NEGATIVE
    if form.basis == "counts" and not is_share(form.unit) and not has_counts(content, form):
        return UnequalReason.COUNT
    left_out = taken.hidden + taken.unvalued
    if left_out > MOST_LEFT_OUT * (taken.shown + left_out):
        return UnequalReason.TOO_MANY_LEFT_OUT
    return UnequalReason.TOO_FEW_AREAS if taken.shown < FEWEST_AREAS else UnequalReason.OK


def _mean(ground: _Ground) -> float:
    values = ground.values[ground.is_known]
    if ground.weights is None:
        return float(values.mean())
    return float(np.average(values, weights=ground.weights[ground.is_known]))


def _between(ground: _Ground, found: Inequality, groups: Integers) -> float | None:
    """Return the share of Theil's measure between groups; None where an area has no group, or nothing is unequal."""
    known = groups[ground.is_known]
    if (known < 0).any() or np.unique(known).size < 2 or found.theil <= 0:  # noqa: PLR2004 - one group is no grouping
        return None
    parts = theil_parts(np.where(ground.is_known, ground.values, np.nan), groups, ground.weights)
    return parts.between / found.theil


def _nothing(taken: _Taken, weighting: Weighting, reason: UnequalReason, groupings: int) -> UnequalFigures:
    nan = float("nan")
    return UnequalFigures(
        gini=nan,
        theil=nan,
        mean=nan,
        apart=nan,
        between=(None,) * groupings,
        weighting=weighting,
        shown=taken.shown,
        hidden=taken.hidden,
        unvalued=taken.unvalued,
        empty=taken.empty,
        guessed=taken.guessed,
        parted=_not_parted(PartedReason.NOT_SHOWN),
        reason=reason,
    )


def _group(content: SliceContent, form: UnequalForm) -> tuple[Floats, Floats, PartedReason]:
    """Return the group and all others; what has more cases than persons is no part of them."""
    nothing = np.full(content.size, np.nan)
    if not is_share(form.unit):
        return nothing, nothing, PartedReason.NO_SHARE
    if not has_counts(content, form):
        return nothing, nothing, PartedReason.NO_COUNTS
    cases, persons = (content.numbers[band].values for band in ("numerator", "denominator"))
    if (cases > persons).any():
        return nothing, nothing, PartedReason.NO_PART
    return cases, persons - cases, PartedReason.OK


def _parted(content: SliceContent, form: UnequalForm) -> Parted:
    group, rest, reason = _group(content, form)
    if reason is not PartedReason.OK:
        return _not_parted(reason)
    version = content.key.boundary_version
    found = dissimilarity(group, rest, boundary_version=version)
    if found.reason:
        return _not_parted(PartedReason.EMPTY_GROUP)
    drawn = _drawn(group, rest)
    expected = float(drawn.mean()) if drawn.size else float("nan")
    low, high = (float(np.quantile(drawn, each)) if drawn.size else float("nan") for each in _BAND)
    there = ~np.isnan(group + rest)
    return Parted(
        dissimilarity=found.value,
        by_chance=expected,
        low=low,
        high=high,
        beyond=float("nan") if isnan(expected) else beyond_chance(found.value, expected),
        draws=int(drawn.size),
        isolation=exposure(group, rest, boundary_version=version)[0].value,
        share=float(group[there].sum() / (group[there].sum() + rest[there].sum())),
        entropy=entropy_index(np.column_stack([group, rest]), boundary_version=version).value,
    )


def _drawn(group: Floats, rest: Floats) -> Floats:
    there = ~np.isnan(group + rest)
    counts = np.column_stack([group[there], rest[there]])
    if there.sum() > MOST_AREAS_TO_DRAW or counts.sum() >= _MOST_PERSONS or (counts != np.floor(counts)).any():
        return np.empty(0)
    return dissimilarity_by_chance(group, rest, draws=DRAWS, seed=SEED)


def _not_parted(reason: PartedReason) -> Parted:
    nan = float("nan")
    return Parted(nan, nan, nan, nan, nan, 0, nan, nan, nan, reason)
