# SPDX-License-Identifier: EUPL-1.2
"""Indices over many areas: beside the bare numpy kernel of the same run; variants within time and memory."""

import subprocess
import sys
import time

import numpy as np
import numpy.typing as npt
import pytest

from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.nodes import Combine, Domain, Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.steps import SdScale
from indicators.stats.composite.uncertainty import choice_spread
from indicators.stats.composite.variants import Choices
from scripts.layout import ROOT
from tests.bench.measuring import median_ms, report

pytestmark = pytest.mark.bench
# A process of its own tells how much memory the variants take at their peak.
LARGE = """
import resource, time
import numpy as np
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.uncertainty import choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices
from tests.bench.test_composite import city
recipe, areas = city(33_000, 37)
begin = time.perf_counter()
choice_spread(recipe, areas, Choices(variants=1000))
between = time.perf_counter()
limits = {f"i{place}": Interval(column - 1.0, column + 1.5) for place, column in enumerate(areas.columns)}
made = sampling_spread(recipe, areas, limits, variants=200)
assert made.failed == 0
end = time.perf_counter()
print(between - begin, end - between, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def city(n: int, k: int) -> tuple[Recipe, Areas]:
    """Return an index of k components, built as in Berlin, over n made-up areas."""
    rng = np.random.default_rng(1)
    common = rng.normal(size=n)
    columns = tuple(10.0 + 2.0 * (0.6 * common + 0.8 * rng.normal(size=n)) for _ in range(k))
    parts = tuple(Part(f"i{place}") for place in range(k))
    classes = tuple(IndexClass(str(number), str(number), str(number)) for number in range(3))
    index = Domain("x", parts, Combine("sum"), scale=SdScale())
    return Recipe("x", 1, index, cuts=(ClassCut(-1.0, "upper"), ClassCut(1.0, "lower")), classes=classes), Areas(
        columns
    )


def test_index_of_33000_areas_beside_numpy() -> None:
    recipe, areas = city(33_000, 37)
    matrix, ones = np.column_stack(areas.columns), np.ones(37)

    def kernel() -> npt.NDArray[np.float64]:
        score = ((matrix - matrix.mean(axis=0)) / matrix.std(axis=0)) @ ones
        return np.asarray(score / score.std())

    np.testing.assert_allclose(run(recipe, areas).index, kernel(), atol=1e-9)
    bare = median_ms(kernel, rounds=20)
    took = median_ms(lambda: run(recipe, areas), rounds=20)

    baseline = f"numpy allein {bare:.1f} ms, Verhältnis {took / bare:.2f}"
    report("Index, 33.000 Gebiete × 37 Teilindikatoren", f"{took:.1f} ms", baseline=baseline, target="<= 2 × numpy")
    assert took <= 2 * bare


def test_variants_of_33000_areas() -> None:
    done = subprocess.run([sys.executable, "-c", LARGE], cwd=ROOT, capture_output=True, text=True, check=True)

    choices, chance, memory = (float(word) for word in done.stdout.split())
    report("1.000 Varianten der Methode, 33.000 × 37", f"{choices:.1f} s", target="<= 15 s")
    report("200 Ziehungen mit Zufallsschwankung, 33.000 × 37", f"{chance:.1f} s", target="<= 30 s")
    report("Speicher dabei", f"{memory:.0f} MB", target="<= 1000 MB")
    assert choices <= 15
    assert chance <= 30
    assert memory <= 1000


def test_variants_of_542_areas() -> None:
    recipe, areas = city(542, 10)
    begin = time.perf_counter()

    made = choice_spread(recipe, areas, Choices(variants=10_000))

    took = time.perf_counter() - begin
    assert made.spread.variants == 10_000
    report("10.000 Varianten der Methode, 542 × 10", f"{took:.1f} s", target="<= 5 s")
    assert took <= 5
