# SPDX-License-Identifier: EUPL-1.2
"""Parts and domains: the tree that a recipe of an index is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indicators.stats.composite.steps import Scale, Transform, ZScale

Measure = Literal["value", "change"]
Weighting = Literal["given", "equal", "pca", "pca_score", "factor", "entropy"]
CombineKind = Literal["sum", "mean", "geometric", "harmonic", "mazziotta_pareto", "median"]
Divisor = float | Literal["weights"] | None
QuantileRule = Literal["type_9", "type_7", "rank", "rank_up"]
Direction = Literal[1, -1]
Penalty = Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator: its value or its published change, and how it enters the domain above.

    Order of steps: shrinkage, transforms that keep the order of values, direction, rank transform, scale.
    `direction` is +1 when more means a higher index. `is_demographic` marks a share that tells who lives somewhere;
    to count it as a burden takes a `justification`. `shrink` draws shares of few people towards their group
    (the run needs cases, population and groups).
    """

    indicator: str
    measure: Measure = "value"
    direction: Direction = 1
    weight: float = 1.0
    transforms: tuple[Transform, ...] = ()
    scale: Scale = ZScale()  # noqa: RUF009 - frozen
    shrink: bool = False
    is_demographic: bool = False
    justification: str = ""


@dataclass(frozen=True, slots=True)
class Combine:
    """How the parts of a domain become one number.

    `divisor` is a stated number, `weights` for the sum of the weights, or None (sum and median): a sum of weights is
    never made to 1 in silence. `penalty` is the sign of the Mazziotta-Pareto term: +1 when an unbalanced area counts
    as worse on a scale where more is worse.
    """

    kind: CombineKind = "sum"
    divisor: Divisor = None
    penalty: Penalty = 0


@dataclass(frozen=True, slots=True)
class Domain:
    """Several parts or domains put together, and how the result enters what is above.

    `needed` is the share of parts that an area must have. What is there is then scaled to the weight of all parts.
    The outermost domain is the index: its `scale` is the second standardisation, its `weight` counts for nothing.
    """

    slug: str
    parts: tuple["Part | Domain", ...]
    combine: Combine = Combine()
    weighting: Weighting = "given"
    needed: float = 1.0
    direction: Direction = 1
    weight: float = 1.0
    transforms: tuple[Transform, ...] = ()
    scale: Scale = ZScale()  # noqa: RUF009 - frozen

    def leaves(self) -> Iterator[Part]:
        """Yield the parts in the order of the columns of a matrix."""
        for part in self.parts:
            if isinstance(part, Domain):
                yield from part.leaves()
            else:
                yield part

    def domains(self) -> Iterator["Domain"]:
        """Yield this domain and all within it, the inner ones first."""
        for part in self.parts:
            if isinstance(part, Domain):
                yield from part.domains()
        yield self


@dataclass(frozen=True, slots=True)
class Quantiles:
    """k classes of equally many areas, 1 for the lowest index.

    `type_9` and `type_7`: bounds of R's quantile types, an area at a bound joins the upper class. `rank`: class from
    the area with the most need, ceil(rank · k / n), so that 1 is the most need (English deciles).
    """

    count: int
    rule: QuantileRule = "type_9"


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """The areas that means, spreads, ranks and extremes are those of: by name, or with so many inhabitants.

    One of the two. An area that is not rated is in no reference set.
    """

    keys: tuple[str, ...] = ()
    minimum_inhabitants: float | None = None


@dataclass(frozen=True, slots=True)
class NamedExclusion:
    """An area that is not rated, and why."""

    key: str
    reason: str
