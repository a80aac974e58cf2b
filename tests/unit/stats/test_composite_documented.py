# SPDX-License-Identifier: EUPL-1.2
"""The worked examples of the method pages are what the code computes."""

import numpy as np
import pytest

from indicators.stats.composite.audit import audit_domain, waterfall
from indicators.stats.composite.nodes import Combine, CombineKind, Part
from indicators.stats.composite.running import run
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.shrinkage import shrunk_shares
from indicators.stats.composite.sobol import choice_sensitivity
from indicators.stats.composite.steps import Log, MinMaxScale, RankExponential, RankShare
from indicators.stats.composite.uncertainty import choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices
from indicators.stats.composite.weighting import entropy_weights, factor_weights
from tests.unit.stats.composites import AS_IS, MEAN, ROOT, Floats, areas, flat

EXAMPLE = flat(Part("unemployment"), Part("income", direction=-1, transforms=(Log(),)), combine=MEAN)


def page(name: str) -> str:
    return (ROOT / "docs" / "methods" / f"{name}.md").read_text(encoding="utf-8").replace("−", "-")


def tables(name: str) -> list[Floats]:
    """Read the tables of numbers below „Worked example“, without their first column."""
    found: list[list[list[float]]] = [[]]
    for line in page(name).split("## Worked example")[1].split("\n## ")[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")[1:]] if line.startswith("|") else []
        if cells and cells[0].lstrip("-").replace(".", "").isdigit():
            found[-1].append([float(cell) for cell in cells])
        elif found[-1]:
            found.append([])
    return [np.array(rows) for rows in found if rows]


UNEMPLOYMENT, INCOME = tables("index-recipes")[0].T[:2]
GIVEN = areas(UNEMPLOYMENT, INCOME)


def test_index_of_the_page_on_recipes() -> None:
    expected = tables("index-recipes")[0]

    made = run(EXAMPLE, GIVEN)

    columns = [part.values for part in made.domains[-1].parts]
    np.testing.assert_allclose(np.column_stack([*columns, made.index, made.ranks]), expected[:, 2:], atol=5.1e-5)


def test_aggregations_of_the_page_on_recipes() -> None:
    kinds: list[CombineKind] = ["mean", "geometric", "harmonic", "median", "mazziotta_pareto"]
    scale, made = MinMaxScale(1.0, 100.0), []
    for kind in kinds:
        combine = Combine(kind, None if kind == "median" else "weights", 1 if kind == "mazziotta_pareto" else 0)
        parts = (Part("unemployment", scale=scale), Part("income", direction=-1, scale=scale))
        made.append(run(flat(*parts, combine=combine), GIVEN).index)

    np.testing.assert_allclose(np.column_stack(made), tables("index-recipes")[1], atol=5.1e-4)


@pytest.mark.parametrize("share", ["first_is_one", "last_is_zero"])
def test_exponential_ranks_of_the_page_on_recipes(share: RankShare) -> None:
    recipe = flat(Part("a", transforms=(RankExponential(23.0, share),), scale=AS_IS))

    made = run(recipe, areas(UNEMPLOYMENT)).index

    assert f"`{share}` {', '.join(f'{value:.4f}' for value in made)}" in page("index-recipes")


def test_weights_and_shrinkage_of_the_page_on_weights() -> None:
    load = np.array([0.9, 0.8, 0.7, 0.6])
    correlation = np.outer(load, load) + np.diag(1 - load**2)
    text = page("index-weights")
    rows = tables("index-weights")[0]
    people = np.array([50.0, 150.0, 300.0])
    cases = np.array([5.0, 20.0, 40.0])

    made = shrunk_shares(cases, people, np.zeros(3, dtype=np.int64))

    assert ", ".join(f"{weight:.4f}" for weight in factor_weights(correlation).weights) in text
    matrix = np.array([[3.0, 10, 2], [2, 20, 4], [5, 15, 8], [4, 30, 6]])
    assert ", ".join(f"{weight:.4f}" for weight in entropy_weights(matrix).weights) in text
    np.testing.assert_allclose(np.column_stack([people, cases / people, made.weight, made.shares]), rows, atol=5.1e-5)


def test_spreads_of_the_page_on_uncertainty() -> None:
    interval = {"unemployment": Interval(UNEMPLOYMENT - 3, UNEMPLOYMENT + 3)}

    choices = choice_spread(EXAMPLE, GIVEN, Choices()).spread
    chance = sampling_spread(EXAMPLE, GIVEN, interval).spread

    columns = [
        choices.stated,
        *(getattr(each, name) for each in (choices, chance) for name in ("lower", "middle", "upper")),
    ]
    np.testing.assert_array_equal(np.column_stack(columns), tables("index-uncertainty")[0])


def test_leading_choice_of_the_page_on_uncertainty() -> None:
    made = choice_sensitivity(EXAMPLE, GIVEN, Choices())

    leading = int(np.argmax(made.total))
    assert made.names[leading] == "left_out"
    assert f"total index {made.total[leading]:.2f}" in page("index-uncertainty")


def test_audit_of_the_page_on_the_audit() -> None:
    done = run(EXAMPLE, GIVEN).domains[-1]

    audit, fall = audit_domain(EXAMPLE.index, done), waterfall(EXAMPLE.index, done)

    text = page("index-audit")
    assert f"correlation {audit.pearson[0, 1]:.4f} (redundant), Spearman {audit.spearman[0, 1]:.4f}" in text
    assert f"α {audit.alpha:.4f}, effective weights {audit.effective[0]:.1f} and {audit.effective[1]:.1f}" in text
    baseline = np.full(5, fall.baseline)
    np.testing.assert_allclose(
        np.column_stack([baseline, fall.steps, done.score]), tables("index-audit")[0], atol=5.1e-5
    )
