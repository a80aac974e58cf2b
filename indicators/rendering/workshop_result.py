# SPDX-License-Identifier: EUPL-1.2
"""What a recipe in the making comes to: ranks with two statements of how firm they are, classes, shades of a map."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, IndexRun, run
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.sobol import Sensitivity, choice_sensitivity
from indicators.stats.composite.uncertainty import ChoiceSpread, SamplingSpread, Spread, choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices
from indicators.stats.composite.verdict import Verdict, verdict

Integers = npt.NDArray[np.int64]
MOST_SHADES: Final = 7
FOLDED: Final = 5
PALETTE: Final = "sequential"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried out: variants of the choices, draws of chance, size of the design of sensitivity (0: none)."""

    variants: int
    draws: int
    design: int


# While somebody works, and where somebody signs.
LIVE: Final = Effort(300, 60, 0)
FULL: Final = Effort(1000, 200, 64)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How classes become shades: `shades` holds one number for each class, 1 for the least need.

    Without classes areas are shaded in fifths of their ranks. `labels` names the classes of each shade.
    """

    count: int
    shades: tuple[int, ...]
    labels: tuple[tuple[str, ...], ...]

    @property
    def has_classes(self) -> bool:
        """Whether the recipe makes classes."""
        return bool(self.shades)


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A recipe tried out. `shade` is 0 for an area that is not rated."""

    recipe: Recipe
    done: IndexRun
    scheme: Scheme
    shade: Integers
    choices: ChoiceSpread
    chance: SamplingSpread
    verdict: Verdict

    @property
    def counts(self) -> Counter[int]:
        """How many areas each shade holds."""
        return Counter(self.shade.tolist())


def outcome_of(recipe: Recipe, areas: Areas, intervals: Mapping[str, Interval], effort: Effort) -> Outcome:
    """Try a recipe out.

    Parameters
    ----------
    recipe : Recipe
        The recipe.
    areas : Areas
        Figures of its components.
    intervals : mapping of str to Interval
        What is known of chance.
    effort : Effort
        How much is tried out.

    Returns
    -------
    Outcome
        Everything that pages show of it.
    """
    done = run(recipe, areas)
    choices = choice_spread(recipe, areas, Choices(variants=effort.variants))
    chance = sampling_spread(recipe, areas, intervals, variants=effort.draws)
    sensitivity = Sensitivity((), np.empty(0), np.empty(0), 0, float("nan"), "not_asked")
    if effort.design:
        sensitivity = choice_sensitivity(recipe, areas, Choices(), base=effort.design)
    scheme = scheme_of(recipe)
    return Outcome(
        recipe,
        done,
        scheme,
        shades_of(scheme, done),
        choices,
        chance,
        verdict(recipe, choices, chance, sensitivity),
    )


def scheme_of(recipe: Recipe) -> Scheme:
    """Return the shades of a recipe's classes; more classes than colours can tell apart share shades."""
    labels = [each.label for each in recipe.classes]
    if not labels:
        return Scheme(FOLDED, (), ((),) * FOLDED)
    count = len(labels)
    shown = count if count <= MOST_SHADES else FOLDED
    falls = _need_falls(recipe)
    shades = []
    for number in range(1, count + 1):
        place = count + 1 - number if falls else number
        shades.append((place - 1) * shown // count + 1)
    grouped = tuple(
        tuple(label for label, each in zip(labels, shades, strict=True) if each == shade)
        for shade in range(1, shown + 1)
    )
    return Scheme(shown, tuple(shades), grouped)


def _need_falls(recipe: Recipe) -> bool:
    """Say whether the first class has the most need."""
    if recipe.quantiles is not None and recipe.quantiles.rule in {"rank", "rank_up"}:
        return True
    return recipe.higher_means == "less_need"


def shades_of(scheme: Scheme, done: IndexRun) -> Integers:
    """Return the shade of each area."""
    if scheme.has_classes:
        return np.array([0, *scheme.shades], dtype=np.int64)[done.classes]
    rated = done.rated
    shade = np.zeros(rated.size, dtype=np.int64)
    n = int(rated.sum())
    shade[rated] = FOLDED - (done.ranks[rated].astype(np.int64) - 1) * FOLDED // max(n, 1)
    return shade


@dataclass(frozen=True, slots=True)
class Line:
    """One area in the table of ranks; intervals are None where there is no statement."""

    position: int
    index: float | None
    rank: int | None
    class_number: int
    shade: int
    reason: str
    choices: tuple[int, int] | None
    chance: tuple[int, int] | None
    same_class: float | None


def lines_of(outcome: Outcome) -> tuple[Line, ...]:
    """Return all areas in frozen order."""
    done = outcome.done
    spreads = [_intervals(each.spread) for each in (outcome.choices, outcome.chance)]
    same, reasons = outcome.choices.spread.same_class, done.reasons
    return tuple(
        Line(
            position=place,
            index=_number(done.index[place]),
            rank=None if np.isnan(done.ranks[place]) else int(done.ranks[place]),
            class_number=int(done.classes[place]),
            shade=int(outcome.shade[place]),
            reason=reasons[place],
            choices=spreads[0][place],
            chance=spreads[1][place],
            same_class=_number(same[place]),
        )
        for place in range(done.index.size)
    )


def _intervals(spread: Spread) -> list[tuple[int, int] | None]:
    return [
        None if np.isnan(low) else (int(low), int(high)) for low, high in zip(spread.lower, spread.upper, strict=True)
    ]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def by_rank(lines: Sequence[Line]) -> list[Line]:
    """Return lines from the most need; what is not rated stands at the end."""
    return sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, line.position))
