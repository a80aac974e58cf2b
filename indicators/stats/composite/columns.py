# SPDX-License-Identifier: EUPL-1.2
"""One column on its way into an index: transforms, direction and scale, against a reference set."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.ranking import ranks, ranks_among
from indicators.stats.composite.steps import (
    ORDERING,
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    Scale,
    SdScale,
    TargetScale,
    Ties,
    Transform,
    Unscaled,
    Winsorise,
    ZScale,
)
from indicators.stats.normalise import NOISE, Mask, zscores

Floats = npt.NDArray[np.float64]
ColumnReason = Literal["", "constant", "too_few", "not_positive", "at_target"]
_FEWEST_RANKED: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column as it enters the sum, with what its scale was measured by.

    `centre` and `spread` are mean and standard deviation, or lower bound and width; NaN where the scale has none.
    `reason` is empty, or why the column cannot be used (then all values are NaN).
    """

    values: Floats
    centre: float = np.nan
    spread: float = np.nan
    reason: ColumnReason = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one column, cut loose from parts and domains.

    `fixed` are centre and spread of a frozen scale, which is then not measured by the reference set.
    """

    transforms: tuple[Transform, ...]
    direction: int
    scale: Scale
    fixed: tuple[float, float] | None = None


def pass_through(way: Way, values: Floats, reference: Mask) -> Column:
    """Apply the steps of a recipe to one column.

    Parameters
    ----------
    way : Way
        Transforms, direction (+1 or −1) and scale.
    values : ndarray, shape (n,), float
        In the unit of the indicator; NaN where there is none.
    reference : ndarray, shape (n,), bool
        The areas whose values say what is usual; NaN never counts.

    Returns
    -------
    Column
        NaN stays NaN. `constant` when the reference values do not differ, `too_few` when there are too few of them,
        `not_positive` when a logarithm meets 0 or less, `at_target` when no area is away from the target.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, sections 4 and 5.

    Examples
    --------
    >>> way = Way((), -1, PercentileScale())
    >>> pass_through(way, np.array([10.0, 20.0, 30.0]), np.ones(3, dtype=bool)).values.tolist()
    [1.0, 0.5, 0.0]
    """
    column = Column(values)
    for step in way.transforms:
        if isinstance(step, ORDERING):
            break
        column = _STEPS[type(step)](step, column.values, reference & ~np.isnan(values))
        if column.reason:
            return column
    turned = -column.values if way.direction < 0 else column.values
    if way.fixed is not None:
        return _by_fixed(way, way.fixed, column.values, turned)
    last = [step for step in way.transforms if isinstance(step, ORDERING)]
    if isinstance(way.scale, TargetScale):
        return _to_target(way.scale.target, way.direction, column.values, reference & ~np.isnan(values))
    for each in (*last, way.scale):
        column = _STEPS[type(each)](each, turned, reference & ~np.isnan(values))
        if column.reason:
            return column
        turned = column.values
    return column


def without_anything(values: Floats, reason: ColumnReason) -> Column:
    """Return a column of which nothing can be used.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        The column that came in.
    reason : str
        Why.

    Returns
    -------
    Column
        NaN everywhere.
    """
    return Column(np.full(values.shape, np.nan), reason=reason)


def _log(step: Log, values: Floats, counted: Mask) -> Column:
    moved = values + step.offset
    if (moved[counted] <= 0).any():
        return without_anything(values, "not_positive")
    result = np.full(values.shape, np.nan)
    np.log(moved, out=result, where=moved > 0)
    return Column(result)


def _winsorise(step: Winsorise, values: Floats, counted: Mask) -> Column:
    base = np.sort(values[counted])
    if base.size <= step.low + step.high:
        return without_anything(values, "too_few")
    return Column(np.clip(values, base[step.low], base[base.size - 1 - step.high]))


def _ranked(step: RankScale | PercentileScale | BordaScale, values: Floats, counted: Mask) -> Column:
    base = values[counted]
    reason = _no_order(base)
    if reason:
        return without_anything(values, reason)
    placed = _placed(values, counted, step.ties)
    if isinstance(step, RankScale):
        return Column(placed)
    if isinstance(step, BordaScale):
        return Column(placed - 1.0)
    highest = np.unique(base).size if step.ties == "dense" else base.size
    return Column((placed - 1.0) / (highest - 1.0))


def _placed(values: Floats, counted: Mask, ties: Ties) -> Floats:
    """Rank values among those that count; the others by where they would stand."""
    if counted.all():
        return ranks(values, ties)
    base, placed = values[counted], np.empty(values.shape)
    placed[counted] = ranks(base, ties)
    placed[~counted] = ranks_among(values[~counted], base, ties)
    return placed


def _no_order(base: Floats) -> ColumnReason:
    if base.size < _FEWEST_RANKED:
        return "too_few"
    return "constant" if np.ptp(base) <= NOISE * np.abs(base).max() else ""


def _exponential(step: RankExponential, values: Floats, counted: Mask) -> Column:
    base = values[counted]
    reason = _no_order(base)
    if reason:
        return without_anything(values, reason)
    n = base.size
    from_the_top = -values if step.is_ranked else _placed(-values, counted, step.ties)
    share = (n - from_the_top + (1.0 if step.share == "first_is_one" else 0.0)) / n
    return Column(exponential_scores(np.clip(share, 0.0, 1.0), step.constant))


def exponential_scores(share: Floats, constant: float = 23.0) -> Floats:
    """Spread shares of ranks so that much need in one domain is not made up for by little in another.

    Parameters
    ----------
    share : ndarray, float
        R, from 0 (least need) to 1 (most need).
    constant : float
        c above 0; with 23 a tenth of the areas comes above 50.

    Returns
    -------
    ndarray, float
        From 0 to 100. NaN stays NaN.

    References
    ----------
    Scottish Executive (2003), Scottish Indices of Deprivation, chapter on the exponential transformation.

    Examples
    --------
    >>> exponential_scores(np.array([0.5, 0.9, 1.0])).round(4).tolist()
    [15.6468, 50.4267, 100.0]
    """
    return np.asarray(-constant * np.log1p(share * np.expm1(-100.0 / constant)), dtype=np.float64)


def _normal_scores(step: NormalScores, values: Floats, counted: Mask) -> Column:
    from scipy.special import ndtri

    base = values[counted]
    reason = _no_order(base)
    if reason:
        return without_anything(values, reason)
    share = _placed(values, counted, step.ties) / (base.size + 1.0)
    return Column(np.asarray(ndtri(np.clip(share, None, base.size / (base.size + 1.0))), dtype=np.float64))


def _unscaled(_: Unscaled, values: Floats, counted: Mask) -> Column:
    base = values[counted]
    if not base.size:
        return without_anything(values, "too_few")
    return Column(values)


def _z(step: ZScale, values: Floats, counted: Mask) -> Column:
    scaled = zscores(values, ddof=step.ddof, reference=counted)
    plain = step.mean == 0 and step.sd == 1
    scores = scaled.scores if plain else step.mean + step.sd * scaled.scores
    return Column(scores, scaled.mean, scaled.sd, scaled.reason)


def _by_sd(step: SdScale, values: Floats, counted: Mask) -> Column:
    scaled = zscores(values, ddof=step.ddof, reference=counted)
    if scaled.reason:
        return Column(scaled.scores, scaled.mean, scaled.sd, scaled.reason)
    return Column(values / scaled.sd, scaled.mean, scaled.sd)


def _minmax(step: MinMaxScale, values: Floats, counted: Mask) -> Column:
    base = values[counted]
    if not base.size:
        return without_anything(values, "too_few")
    lower, upper = step.bounds or (float(base.min()), float(base.max()))
    if step.bounds is None and _no_order(base):
        return without_anything(values, _no_order(base))
    width = upper - lower
    return Column(step.low + (step.high - step.low) * ((values - lower) / width), lower, width)


def _by_fixed(way: Way, fixed: tuple[float, float], values: Floats, turned: Floats) -> Column:
    """Scale by what was measured at a base period: areas may come to lie beyond the scale of that period."""
    (centre, spread), scale = fixed, way.scale
    match scale:
        case ZScale():
            scores = (turned - centre) / spread
            is_plain = scale.mean == 0 and scale.sd == 1
            return Column(scores if is_plain else scale.mean + scale.sd * scores, centre, spread)
        case SdScale():
            return Column(turned / spread, centre, spread)
        case MinMaxScale():
            return Column(scale.low + (scale.high - scale.low) * ((turned - centre) / spread), centre, spread)
        case TargetScale():
            return Column(np.maximum(way.direction * (values - scale.target), 0.0) / spread, centre, spread)
        case _:
            raise ValueError(f"{type(scale).__name__} is not frozen.")


def _to_target(target: float, direction: int, values: Floats, counted: Mask) -> Column:
    """Measure how far values lie on the worse side of the target, as a share of the farthest."""
    if not counted.any():
        return without_anything(values, "too_few")
    worse = np.maximum(direction * (values - target), 0.0)
    farthest = float(worse[counted].max())
    if farthest <= NOISE * abs(target):
        return without_anything(values, "at_target")
    return Column(worse / farthest, target, farthest)


_STEPS: Final[dict[type, Callable[[Any, Floats, Mask], Column]]] = {
    Log: _log,
    Winsorise: _winsorise,
    RankExponential: _exponential,
    NormalScores: _normal_scores,
    Unscaled: _unscaled,
    ZScale: _z,
    SdScale: _by_sd,
    RankScale: _ranked,
    PercentileScale: _ranked,
    BordaScale: _ranked,
    MinMaxScale: _minmax,
}
