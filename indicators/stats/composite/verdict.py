# SPDX-License-Identifier: EUPL-1.2
"""What can be said about an index as a whole: numbers for a verdict in plain words."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.sobol import Sensitivity
from indicators.stats.composite.uncertainty import ChoiceSpread, SamplingSpread, Spread
from indicators.stats.composite.variants import Counted

Firmness = Literal["firm", "mostly_firm", "shaky", "unknown"]
STEADY: Final = 0.9
_MOST: Final = 0.9
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class SpreadVerdict:
    """One statement: over how many variants how many areas keep their class, and how wide ranks spread.

    An area is steady when at least 9 of 10 variants leave it in its class; `steady_areas` is None without classes.
    `middle_width` is the median over the areas of upper − lower rank; `reason` says why there is no statement.
    """

    firmness: Firmness
    variants: int
    areas: int
    steady_areas: int | None
    middle_width: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two statements that are never mixed, and the choice that counts most.

    `is_fixed`: an authority defined the index; its classes hold as they are, and shares of variants are no
    probabilities of a class. `counted` names the variants. `leading` is the factor with the largest total Sobol index
    and that index; empty where none is known.
    """

    is_fixed: bool
    by_choices: SpreadVerdict
    by_chance: SpreadVerdict
    counted: Counted | None
    without_interval: tuple[str, ...]
    leading: str
    leading_share: float


def verdict(recipe: Recipe, choices: ChoiceSpread, chance: SamplingSpread, sensitivity: Sensitivity) -> Verdict:
    """Sum up what was found about an index.

    Parameters
    ----------
    recipe : Recipe
        The recipe.
    choices : ChoiceSpread
        How far the choices move areas.
    chance : SamplingSpread
        How far chance does.
    sensitivity : Sensitivity
        Which choice counts.

    Returns
    -------
    Verdict
        Numbers; words are made of them in `indicators.rendering.index_verdict`. No NaN where a statement is made.
    """
    leading, share = "", float("nan")
    if sensitivity.names and not sensitivity.reason:
        place = int(np.argmax(sensitivity.total))
        leading, share = sensitivity.names[place], float(sensitivity.total[place])
    return Verdict(
        is_fixed=bool(recipe.authority),
        by_choices=_summed_up(choices.spread),
        by_chance=_summed_up(chance.spread),
        counted=choices.counted,
        without_interval=chance.without_interval,
        leading=leading,
        leading_share=share,
    )


def _summed_up(spread: Spread) -> SpreadVerdict:
    rated = ~np.isnan(spread.stated)
    areas = int(rated.sum())
    if spread.reason:
        return SpreadVerdict("unknown", 0, areas, None, float("nan"), spread.reason)
    width = spread.upper[rated] - spread.lower[rated]
    same = spread.same_class[rated]
    steady = None if np.isnan(same).all() else int((same >= STEADY).sum())
    # Without classes a rank is steady when it spreads over no more than a tenth of the areas.
    share = steady / areas if steady is not None else float((width <= areas / 10).mean())
    firmness: Firmness = "firm" if share >= _MOST else "mostly_firm" if share >= _HALF else "shaky"
    return SpreadVerdict(firmness, spread.variants, areas, steady, float(np.median(width)))
