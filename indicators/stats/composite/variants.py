# SPDX-License-Identifier: EUPL-1.2
"""Variants of the choices that a recipe makes: weights, scale, aggregation, and a component left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.nodes import Domain, Part
from indicators.stats.composite.steps import KINDS, ORDERING, MinMaxScale, PercentileScale, Scale, ZScale

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
OtherCombine = Literal["mean", "geometric", "harmonic"]
AS_STATED: Final = "as_stated"
_OTHER_SCALES: Final = (ZScale(), PercentileScale("average"), MinMaxScale())


@dataclass(frozen=True, slots=True)
class Choices:
    """Which choices are varied, and how often.

    Each weight is multiplied by a number between 1 − `weight_spread` and 1 + `weight_spread`. `scales` and `combines`
    stand beside what the recipe states, each with the same chance; so does leaving out none or one of the components.
    Geometric, harmonic and Mazziotta-Pareto means in another scale than the stated one are taken over columns spread
    from 1 to 100.
    """

    variants: int = 1000
    weight_spread: float = 0.25
    scales: tuple[Scale, ...] = _OTHER_SCALES
    combines: tuple[OtherCombine, ...] = ("mean", "geometric")
    leaves_out: bool = True
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse choices that cannot be drawn."""
        if self.variants < 1:
            raise ValueError("At least one variant is needed.")
        if not 0 <= self.weight_spread < 1:
            raise ValueError("The spread of weights lies from 0 to below 1.")
        if set(self.combines) - {"mean", "geometric", "harmonic"}:
            raise ValueError("Only mean, geometric and harmonic can stand beside the stated aggregation.")


def beside(index: Domain, choices: Choices) -> Choices:
    """Drop the options that are what the recipe states anyway, so that they do not count twice.

    Parameters
    ----------
    index : Domain
        The outermost domain of the recipe.
    choices : Choices
        What is to be varied.

    Returns
    -------
    Choices
        Without a scale that all parts have already, and without the mean where all domains are sums or means.
    """
    is_plain = not any(isinstance(step, ORDERING) for part in index.leaves() for step in part.transforms)
    stated = {part.scale for part in index.leaves()} if is_plain else set()
    is_mean = all(domain.combine.kind in {"sum", "mean"} for domain in index.domains())
    is_harmless = is_mean and all(domain.weighting != "pca_score" for domain in index.domains())
    return replace(
        choices,
        scales=tuple(scale for scale in choices.scales if stated != {scale}),
        combines=tuple(kind for kind in choices.combines if kind != "mean" or not is_harmless),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Variants:
    """Drawn variants: weights of each domain, shape (variants, k), and which option each takes.

    `scale` and `combine` are 0 for what the recipe states; `left_out` is the place of a part, −1 for none.
    """

    weights: dict[str, Floats]
    scale: Integers
    combine: Integers
    left_out: Integers


@dataclass(frozen=True, slots=True)
class Counted:
    """How many variants there were, and of which kind: for words that say what was counted."""

    variants: int
    weight_spread: float
    scales: tuple[tuple[str, int], ...]
    combines: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Factors:
    """The factors of a recipe under certain choices: one column of numbers from 0 to 1 each, by name.

    Weights are named `weight:` and the part or domain; then `scale`, `combine` and `left_out`, where they vary.
    """

    index: Domain
    stated: dict[str, Floats]
    choices: Choices
    names: tuple[str, ...] = field(init=False)
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Name the factors."""
        parts = tuple(node.indicator + _suffix(node) for node in self.index.leaves())
        names = [f"weight:{_label(node)}" for node in _below(self.index)] if self.choices.weight_spread else []
        options = {
            "scale": bool(self.choices.scales),
            "combine": bool(self.choices.combines),
            "left_out": self.choices.leaves_out and len(parts) > 1,
        }
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "names", (*names, *(name for name, varies in options.items() if varies)))

    def variants(self, unit: Floats) -> Variants:
        """Turn numbers from 0 to 1, shape (variants, factors), into variants."""
        column = dict(zip(self.names, unit.T, strict=True))
        left_out = self._option(column, "left_out", len(self.parts) + 1, unit.shape[0]) - 1
        return Variants(
            self._weights(column, left_out),
            self._option(column, "scale", len(self.choices.scales) + 1, unit.shape[0]),
            self._option(column, "combine", len(self.choices.combines) + 1, unit.shape[0]),
            left_out,
        )

    def _option(self, column: dict[str, Floats], name: str, count: int, size: int) -> Integers:
        if name not in self.names:
            return np.zeros(size, dtype=np.int64)
        return np.minimum((column[name] * count).astype(np.int64), count - 1)

    def _weights(self, column: dict[str, Floats], left_out: Integers) -> dict[str, Floats]:
        made: dict[str, Floats] = {}
        spread = self.choices.weight_spread
        for domain in self.index.domains():
            weights = np.repeat(self.stated[domain.slug][np.newaxis], left_out.size, axis=0)
            for place, node in enumerate(domain.parts):
                if spread:
                    weights[:, place] *= 1.0 + spread * (2.0 * column[f"weight:{_label(node)}"] - 1.0)
                if isinstance(node, Domain):
                    # A domain that lost its only part has nothing to say above either.
                    weights[made[node.slug].sum(axis=1) == 0, place] = 0.0
            made[domain.slug] = weights
            self._leave_out(domain, weights, left_out)
        return made

    def _leave_out(self, domain: Domain, weights: Floats, left_out: Integers) -> None:
        for place, node in enumerate(domain.parts):
            if isinstance(node, Part):
                weights[left_out == self.parts.index(node.indicator + _suffix(node)), place] = 0.0

    def counted(self, variants: Variants) -> Counted:
        """Count what was drawn."""
        scales = (AS_STATED, *(KINDS[type(scale)] for scale in self.choices.scales))
        combines = (AS_STATED, *self.choices.combines)
        return Counted(
            variants.scale.size,
            self.choices.weight_spread,
            _tally(scales, variants.scale),
            _tally(combines, variants.combine),
            _tally((AS_STATED, *self.parts), variants.left_out + 1),
        )


def _tally(names: tuple[str, ...], drawn: Integers) -> tuple[tuple[str, int], ...]:
    return tuple(zip(names, np.bincount(drawn, minlength=len(names)).tolist(), strict=True))


def _below(domain: Domain) -> Iterator[Part | Domain]:
    for node in domain.parts:
        yield node
        if isinstance(node, Domain):
            yield from _below(node)


def _suffix(part: Part) -> str:
    return "" if part.measure == "value" else f" ({part.measure})"


def _label(node: Part | Domain) -> str:
    return node.slug if isinstance(node, Domain) else node.indicator + _suffix(node)
