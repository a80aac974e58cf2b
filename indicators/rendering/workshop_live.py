# SPDX-License-Identifier: EUPL-1.2
"""What a browser needs to weigh components anew by itself: everything of a recipe that is linear in its weights."""

from typing import Any, Final

import numpy as np

from indicators.rendering.workshop_result import Outcome
from indicators.stats.composite.nodes import Domain, Part
from indicators.stats.composite.running import DomainRun, IndexRun
from indicators.stats.composite.steps import MinMaxScale, Scale, SdScale, Unscaled, ZScale

Json = dict[str, Any]
# More figures than this are not sent: the server is asked for each weight then.
MOST_FIGURES: Final = 60_000


def live_model(outcome: Outcome) -> Json | None:
    """Return columns, tree and classes of a recipe as a browser computes with them.

    Parameters
    ----------
    outcome : Outcome
        A recipe tried out.

    Returns
    -------
    dict or None
        None where something hangs on the weights in another way than by sums: then the server is asked.
    """
    recipe, done = outcome.recipe, outcome.done
    leaves = list(recipe.index.leaves())
    rated = np.flatnonzero(done.rated)
    # Frozen scales hang on the figures of another period, which the browser does not hold; a reference set of its own
    # is not what it measures the index from.
    if (
        recipe.reference != "rated"
        or done.reason
        or rated.size * len(leaves) > MOST_FIGURES
        or not all(map(_is_linear, recipe.index.domains()))
    ):
        return None
    quantiles = recipe.quantiles
    return {
        "rated": rated.tolist(),
        "tree": _Tree(done).node(recipe.index),
        "highFirst": recipe.higher_means == "more_need",
        "ties": recipe.ties,
        "cuts": [[cut.at, cut.equal_goes] for cut in recipe.cuts],
        "quantiles": [quantiles.count, quantiles.rule] if quantiles else None,
        "shades": list(outcome.scheme.shades),
        "folded": outcome.scheme.count,
    }


def _is_linear(domain: Domain) -> bool:
    return (
        domain.combine.kind in {"sum", "mean"}
        and domain.weighting in {"given", "equal"}
        and domain.needed == 1
        and not domain.transforms
        and _scale(domain.scale) is not None
    )


def _scale(scale: Scale) -> Json | None:
    if isinstance(scale, Unscaled):
        return {"kind": "none"}
    if isinstance(scale, ZScale):
        return {"kind": "z", "ddof": scale.ddof, "mean": scale.mean, "sd": scale.sd}
    if isinstance(scale, SdScale):
        return {"kind": "sd", "ddof": scale.ddof}
    if isinstance(scale, MinMaxScale) and scale.bounds is None:
        return {"kind": "minmax", "low": scale.low, "high": scale.high}
    return None


class _Tree:
    """Writes the tree of a recipe with the columns of a run; parts and domains are numbered as forms number them."""

    def __init__(self, done: IndexRun) -> None:
        self.done, self.rated = done, done.rated
        self.parts, self.domains = 0, 0

    def node(self, domain: Domain) -> Json:
        place, self.domains = self.domains, self.domains + 1
        run: DomainRun = self.done.domain(domain.slug)
        inner = [
            self.part(part, run.parts[column].values[self.rated]) if isinstance(part, Part) else self.node(part)
            for column, part in enumerate(domain.parts)
        ]
        stated = domain.combine.divisor
        return {
            "domain": place,
            "weight": domain.weight,
            "divisor": "weights" if stated == "weights" else float(stated or 1.0),
            "direction": domain.direction,
            "scale": _scale(domain.scale),
            "parts": inner,
        }

    def part(self, part: Part, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Json:
        place, self.parts = self.parts, self.parts + 1
        return {"part": place, "weight": part.weight, "values": values.tolist()}
