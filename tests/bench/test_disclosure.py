# SPDX-License-Identifier: EUPL-1.2
"""Disclosure control of whole cities: beside one bare linear program over the same equations in the same run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from indicators.stats.disclosure.cells import Cell, Equation, Fate, sums_up
from indicators.stats.disclosure.earlier import Decided, frozen
from indicators.stats.disclosure.protect import Path, Pattern, audited, protect
from indicators.stats.disclosure.rules import PRESETS, count_cell
from indicators.stats.disclosure.system import System, system_of
from indicators.stats.disclosure.tables import Dimension, flat, summed, table
from scripts.layout import ROOT
from tests.bench.measuring import report
from tests.unit.stats.disclosing import areas

pytestmark = pytest.mark.bench
RULE = PRESETS["minimum-5"]
CITY = (1, 12, 58, 542)
AGES, SEXES = [f"age{each:02d}" for each in range(10)], ["m", "w"]


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    """Load SciPy before anything is timed."""
    linprog([1.0], bounds=[(0, 1)])


def counts(dimensions: list[Dimension], mean: float, seed: int) -> npt.NDArray[np.float64]:
    """Return made-up counts: areas of unequal size, some almost empty."""
    rng = np.random.default_rng(seed)
    shape = [len(each.ends) for each in dimensions]
    sizes = rng.gamma(4, 1 / 4, size=(shape[0], *(1 for _ in shape[1:])))
    return summed(dimensions, rng.poisson(mean * sizes * np.ones(shape)).astype(np.float64))


def parts(
    dimensions: list[Dimension], values: npt.NDArray[np.float64], prefix: str
) -> tuple[list[Cell], list[Equation]]:
    def make(key: str, count: float, places: tuple[int, ...]) -> Cell:
        return count_cell(RULE, key, count, Fate.OPEN if any(places) else Fate.MUST)

    return table(dimensions, values, make, prefix=prefix)


def bare(system: System) -> float:
    """Return the seconds of one linear program over all cells and equations: the largest that a first cell could be."""
    objective = np.zeros(system.size)
    objective[0] = -1.0
    # The types of SciPy know neither sparse matrices nor arrays of bounds here.
    given: dict[str, Any] = {
        "A_eq": system.matrix,
        "b_eq": system.matrix @ system.value,
        "bounds": np.column_stack([np.zeros(system.size), np.full(system.size, system.value.max())]),
    }
    begin = time.perf_counter()
    done = linprog(objective, **given)
    took = time.perf_counter() - begin
    assert done.status == 0
    return took


def timed(work: Callable[[], Pattern]) -> tuple[Pattern, float]:
    begin = time.perf_counter()
    made = work()
    return made, time.perf_counter() - begin


def tell(what: str, pattern: Pattern, took: float, *, target: str, one: float) -> None:
    lost = f"{len(pattern.primary)} primär, {len(pattern.secondary)} sekundär"
    tries = f"{pattern.audit.programs} lineare Aufgaben für {pattern.audit.ends} Enden"
    report(what, f"{took:.1f} s", baseline=f"eine Aufgabe allein {one:.2f} s; {lost}; {tries}", target=target)


@pytest.mark.check("C076")
def test_hundred_areas_on_three_levels() -> None:
    dimensions = [areas((1, 10, 100))]
    system = system_of(*parts(dimensions, counts(dimensions, 12.0, 1), "a"))

    pattern, took = timed(lambda: protect(system))

    tell("Geheimhaltung, 100 Gebiete × 3 Ebenen", pattern, took, target="<= 5 s", one=bare(system))
    assert pattern.is_least
    assert took <= 5


@pytest.mark.check("C076")
def test_city_by_age_and_sex_and_one_more_series_later() -> None:
    dimensions = [areas(CITY), flat("t", AGES), flat("t", SEXES)]
    values = counts(dimensions, 15.0, 2)
    begin = time.perf_counter()
    cells, equations = parts(dimensions, values, "persons")
    system = system_of(cells, equations)
    built = time.perf_counter() - begin

    pattern, took = timed(lambda: protect(system))

    one = bare(system)
    tell(
        f"Geheimhaltung, 542 Gebiete × 4 × 10 × 2 ({system.size} Zellen)",
        pattern,
        built + took,
        target="<= 300 s",
        one=one,
    )
    assert built + took <= 300
    assert [outcome.path for outcome in pattern.outcomes] == [Path.GREEDY]
    _one_more(pattern, cells, equations, values[:, 0, 0], one)


def _one_more(
    first: Pattern, cells: list[Cell], equations: list[Equation], whole: npt.NDArray[np.float64], one: float
) -> None:
    """Release a subset of the persons by area, after everything else was released."""
    before = frozen(cells, Decided({cell.key for cell in cells} - first.hidden, first.hidden))
    dimension = areas(CITY)
    ends = list(dimension.ends)
    drawn = np.random.default_rng(3).binomial(whole[ends].astype(np.int64), 0.1).astype(np.float64)
    subset = summed([dimension], drawn)
    new, sums = parts([dimension], subset, "subset")
    rest = [
        Cell(f"rest:{code}", whole[place] - subset[place], Fate.HIDDEN) for place, code in enumerate(dimension.codes)
    ]
    ties = [sums_up(f"persons:{code}:t:t", [f"subset:{code}", f"rest:{code}"]) for code in dimension.codes]
    begin = time.perf_counter()
    system = system_of([*before, *new, *rest], [*equations, *sums, *ties])
    built = time.perf_counter() - begin

    pattern, took = timed(lambda: protect(system, only={cell.key for cell in new}))

    tell("eine Reihe mehr, das Frühere eingefroren", pattern, built + took, target="<= 20 s", one=one)
    assert built + took <= 20
    assert pattern.kept >= first.hidden
    assert audited(system, pattern.hidden).holds


@pytest.mark.check("C076")
def test_release_of_one_figure_through_the_service_and_the_attack_on_everything(
    stack_environment: dict[str, str],
) -> None:
    """Berlin: 542 areas on four levels; the numerator of a share changes in one of them, one period is compiled."""
    settings = {"DJANGO_SETTINGS_MODULE": "sozialplanung.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "tests/bench/releasing.py"]
    environment = os.environ | stack_environment | settings
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])

    report(
        "eine Zahl mehr, über den Dienst freigegeben",
        f"{told['release']:.1f} s ({told['release_cpu']:.1f} s Rechenzeit) für {told['releases']} Stände; "
        f"Angriff auf {told['in_force']} Stände {told['attack']:.1f} s ({told['attack_cpu']:.1f} s)",
        baseline=f"alle Zahlen lesen {told['bare']:.2f} s",
        target="<= 20 s",
    )
    assert told["releases"] > 0
    assert told["breaches"] == 0
    assert told["release"] <= 20
