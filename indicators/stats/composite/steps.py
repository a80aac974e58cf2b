# SPDX-License-Identifier: EUPL-1.2
"""What can be done to one column on its way into an index, as values of a recipe."""

from dataclasses import dataclass
from typing import Literal

Ties = Literal["average", "min", "max", "dense"]
Bounds = tuple[float, float] | None
RankShare = Literal["first_is_one", "last_is_zero"]


@dataclass(frozen=True, slots=True)
class Log:
    """Natural logarithm of value + offset, in the unit of the indicator."""

    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Winsorise:
    """Pull the `low` smallest and the `high` largest values to the next value that is kept."""

    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class RankExponential:
    """Rank, then X = −c · ln(1 − R · (1 − exp(−100 / c))).

    r counts from 1 for the area with the most need. `first_is_one`: R = (n − r + 1) / n (England, Wales);
    `last_is_zero`: R = (n − r) / n (Scotland). `is_ranked`: the column holds the publisher's ranks, 1 for the most
    need, which are used as they are; then more means less need, and the direction is −1.
    """

    constant: float = 23.0
    share: RankShare = "first_is_one"
    ties: Ties = "average"
    is_ranked: bool = False


@dataclass(frozen=True, slots=True)
class NormalScores:
    """Rank from below, then the quantile of the standard normal distribution at r / (n + 1)."""

    ties: Ties = "average"


@dataclass(frozen=True, slots=True)
class Unscaled:
    """Keep the values in their unit."""


@dataclass(frozen=True, slots=True)
class ZScale:
    """mean + sd · z with the standard deviation of the reference set; 0 and 1 give plain z-scores."""

    ddof: int = 0
    mean: float = 0.0
    sd: float = 1.0


@dataclass(frozen=True, slots=True)
class SdScale:
    """Divide by the standard deviation of the reference set without centring."""

    ddof: int = 0


@dataclass(frozen=True, slots=True)
class RankScale:
    """The rank among the reference set, 1 for the lowest."""

    ties: Ties = "average"


@dataclass(frozen=True, slots=True)
class PercentileScale:
    """(rank − 1) / (n − 1), from 0 to 1."""

    ties: Ties = "min"


@dataclass(frozen=True, slots=True)
class BordaScale:
    """rank − 1: how many areas lie below."""

    ties: Ties = "min"


@dataclass(frozen=True, slots=True)
class MinMaxScale:
    """Spread from `low` to `high`: over the extremes of the reference set, or over stated bounds.

    Values beyond stated bounds are not cut off; they come out below `low` or above `high`.
    """

    low: float = 0.0
    high: float = 1.0
    bounds: Bounds = None


@dataclass(frozen=True, slots=True)
class TargetScale:
    """How much of the way from the farthest area to the target is still to go: 0 at the target or beyond, 1 farthest.

    The target is stated in the indicator's unit; the side that is worse is told by the direction of the part.
    """

    target: float


Transform = Log | Winsorise | RankExponential | NormalScores
Scale = Unscaled | ZScale | SdScale | RankScale | PercentileScale | BordaScale | MinMaxScale | TargetScale
ORDERING = (RankExponential, NormalScores)
STEPS: dict[str, type[Transform] | type[Scale]] = {
    "log": Log,
    "winsorise": Winsorise,
    "rank_exponential": RankExponential,
    "normal_scores": NormalScores,
    "none": Unscaled,
    "z": ZScale,
    "sd": SdScale,
    "rank": RankScale,
    "percentile": PercentileScale,
    "borda": BordaScale,
    "minmax": MinMaxScale,
    "target": TargetScale,
}
KINDS: dict[type, str] = {step: kind for kind, step in STEPS.items()}
