# SPDX-License-Identifier: EUPL-1.2
"""Crossings of which only some are delivered: the attacker's interval is the one that all tables that fit leave."""

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from indicators.stats.disclosure.cells import Cell, Equation, Interval
from indicators.stats.disclosure.columns import Added, Column, together
from indicators.stats.disclosure.completing import completed
from indicators.stats.disclosure.crossings import Place, layout
from indicators.stats.disclosure.families import Group, breakdown_families
from indicators.stats.disclosure.relations import adds_up, leaves_rest
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.disclosure.system import system_of
from tests.conftest import IS_DEEP

pytestmark = pytest.mark.check("C076")
Atoms = Mapping[Any, int]
RULE = CellRule(minimum_count=3)
SEX, AGE, PASS = ("m", "w"), ("old", "young"), ("de", "eu")
LIFE = ("kid", "old", "teen")
FRAMES = ((SEX, AGE), (SEX, LIFE), (LIFE, ("north", "south", "west")), (SEX, AGE, PASS))
SEEDS = 120 if IS_DEEP else 12


@dataclass(frozen=True)
class Made:
    """A table of chance: its groups, the true count of each, and which are delivered and which of these hidden."""

    axes: tuple[tuple[str, ...], ...]
    atoms: Atoms
    delivered: tuple[str, ...]
    hidden: frozenset[str]

    @property
    def groups(self) -> list[Group]:
        """Return the groups and all their crossings, as they would be declared."""
        plain = [Group(code, f"by{at}", is_part=True) for at, axis in enumerate(self.axes) for code in axis]
        return plain + [Group(code, "all", crossed=frozenset(code.split("-"))) for code in crossings(self.axes)]

    def value(self, code: str, atoms: Atoms | None = None) -> int:
        """Return the count of a group or of a crossing."""
        wanted = {*code.split("-")} - {""}
        return sum(count for each, count in (atoms or self.atoms).items() if wanted <= {*each})


def crossings(axes: tuple[tuple[str, ...], ...]) -> list[str]:
    return [
        "-".join(codes)
        for count in range(2, len(axes) + 1)
        for chosen in combinations(axes, count)
        for codes in product(*chosen)
    ]


def made(axes: tuple[tuple[str, ...], ...], seed: int, most: int = 3) -> Made:
    chance = random.Random(seed)  # noqa: S311 - figures of a test
    atoms = {codes: chance.randint(0, most) for codes in product(*axes)}
    all_crossed = crossings(axes)
    told = chance.sample(all_crossed, chance.randint(1, len(all_crossed) - 1))
    delivered = ("", *(code for axis in axes for code in axis), *sorted(told))
    hidden = chance.sample(delivered[1:], chance.randint(1, 4))
    return Made(axes, atoms, delivered, frozenset(hidden))


def columns(table: Made) -> dict[str, Column]:
    return {code: Column((code or "all",), np.array([float(table.value(code))])) for code in table.delivered}


def declared(table: Made) -> Added:
    """Return what was known before: each sum by itself."""
    found = []
    own = columns(table)
    for family in breakdown_families(table.groups):
        parts = [own[code] for code in family.parts if code in own]
        if family.whole in own and parts:
            is_whole = family.is_complete and len(parts) == len(family.parts)
            relate = adds_up if is_whole else leaves_rest
            found.append(relate(own[family.whole], parts, RULE, name=family.name))
    return together(found)


def key(place: Place, area: int) -> str:
    return f"{place.code}@{area}"


def completion(table: Made) -> Added:
    return completed(layout(table.groups, table.delivered), columns(table), key, RULE, name="crossed")


def told(table: Made) -> dict[str, float]:
    return {code or "all": float(table.value(code)) for code in table.delivered if code not in table.hidden}


def reach(equations: Collection[Equation], shown: Mapping[str, float], target: str) -> tuple[float, float]:
    """Return the least and the largest value of a cell for somebody who is shown some."""
    keys = sorted({each for equation in equations for each in equation.terms} | {target})
    rows = np.array([[equation.terms.get(each, 0.0) for each in keys] for equation in equations])
    totals = [equation.total for equation in equations]
    bounds = [(shown[each], shown[each]) if each in shown else (0, None) for each in keys]
    ends = []
    for sign in (1.0, -1.0):
        aim = np.array([sign if each == target else 0.0 for each in keys])
        found = linprog(aim, A_eq=rows, b_eq=totals, bounds=bounds)
        assert found.status in {0, 3}
        ends.append(sign * float(found.fun or 0.0) if found.status == 0 else np.inf)
    return round(ends[0], 6), round(ends[1], 6)


def full(table: Made) -> list[Equation]:
    """Return every delivered count as the sum of all single crossings: the whole table, nothing counted together."""
    found = []
    for code in table.delivered:
        wanted = {*code.split("-")} - {""}
        inner = {"*" + "-".join(each): 1.0 for each in table.atoms if wanted <= {*each}}
        found.append(Equation({code or "all": -1.0, **inner}))
    return found


def fitting(table: Made) -> Iterator[dict[tuple[str, ...], int]]:
    """Give every table of whole numbers that fits what is shown."""
    most = table.value("")
    shown = [code for code in table.delivered if code not in table.hidden]
    names = list(table.atoms)
    for counts in product(range(most + 1), repeat=len(names)):
        if sum(counts) == most:
            atoms = dict(zip(names, counts, strict=True))
            if all(table.value(code, atoms) == table.value(code) for code in shown):
                yield atoms


@pytest.mark.parametrize("axes", FRAMES, ids=lambda axes: "x".join(str(len(axis)) for axis in axes))
def test_system_knows_as_much_as_the_whole_table(axes: tuple[tuple[str, ...], ...]) -> None:
    for seed in range(SEEDS):
        table = made(axes, seed)
        found = [*declared(table).equations, *completion(table).equations]

        for code in sorted(table.hidden):
            assert reach(found, told(table), code) == reach(full(table), told(table), code), (seed, code)


@pytest.mark.parametrize("axes", FRAMES[:2], ids=("2x2", "2x3"))
def test_interval_is_that_of_all_tables_that_fit(axes: tuple[tuple[str, ...], ...]) -> None:
    for seed in range(SEEDS if len(axes[1]) < 3 else SEEDS // 4):
        table = made(axes, seed, most=2)
        found = [*declared(table).equations, *completion(table).equations]
        tables = list(fitting(table))

        for code in sorted(table.hidden):
            counts = [table.value(code, atoms) for atoms in tables]
            assert reach(found, told(table), code) == (min(counts), max(counts)), (seed, code)


def test_without_the_completion_the_system_knows_too_little() -> None:
    """No man is from 6 on, so that one girl at least is told by sums of 11 women, 2 young and 12 people."""
    table = Made((SEX, AGE), GIRLS, ("", *SEX, *AGE, "w-young"), frozenset({"w-young"}))

    before = reach(declared(table).equations, told(table), "w-young")
    after = reach([*declared(table).equations, *completion(table).equations], told(table), "w-young")

    assert (before, after) == ((0, 2), (1, 2))


GIRLS = {("m", "old"): 0, ("m", "young"): 1, ("w", "old"): 10, ("w", "young"): 1}


@pytest.mark.parametrize("is_joined", [True, False])
def test_crossings_two_by_two_in_a_circle_are_one_table(monkeypatch: pytest.MonkeyPatch, is_joined: bool) -> None:
    """Old men, young from the EU, German women: each two tables fit with no German woman, all three need two."""
    if not is_joined:
        monkeypatch.setattr("indicators.stats.disclosure.crossings.circles", lambda _: ())
    counts = (1, 3, 2, 1, 1, 1, 3, 1)
    atoms = dict(zip(product(SEX, AGE, PASS), counts, strict=True))
    told_of = ("", *SEX, *AGE, *PASS, "m-old", "w-de", "young-eu")
    table = Made((SEX, AGE, PASS), atoms, told_of, frozenset({"w-de"}))

    found = reach([*declared(table).equations, *completion(table).equations], told(table), "w-de")

    assert found == ((2, 6) if is_joined else (0, 6))


def test_crossing_is_at_least_what_both_groups_have_beyond_everybody() -> None:
    """Fréchet: 11 women and 2 young of 12 are at least one girl, at most two."""
    table = Made((SEX, AGE), GIRLS, ("", "w", "young", "w-young"), frozenset({"w-young"}))

    assert reach([*declared(table).equations, *completion(table).equations], told(table), "w-young") == (1, 2)


def test_nothing_is_added_where_every_crossing_is_delivered_or_none() -> None:
    everything = Made((SEX, AGE), GIRLS, ("", *SEX, *AGE, *crossings((SEX, AGE))), frozenset())
    nothing = Made((SEX, AGE), GIRLS, ("", *SEX, *AGE), frozenset())

    assert completion(everything) == Added()
    assert completion(nothing) == Added()


def test_groups_that_no_crossing_names_are_one_cell() -> None:
    ages = tuple(f"a{number}" for number in range(10))
    atoms = dict.fromkeys(product(SEX, ages), 4)
    table = Made((SEX, ages), atoms, ("", *SEX, *ages, "w-a0"), frozenset())

    found = completion(table)

    assert {cell.key for cell in found.cells} == {"m-a0@0", "m × ~a0@0", "w × ~a0@0", "~a0@0"}


def test_what_follows_is_as_sensitive_as_if_it_were_told() -> None:
    table = Made((SEX, AGE), GIRLS, ("", *SEX, *AGE, "w-young"), frozenset())

    found = {cell.key: cell for cell in completion(table).cells}

    assert {each: cell.value for each, cell in found.items()} == {"m-old@0": 0, "m-young@0": 1, "w-old@0": 10}
    assert {each for each, cell in found.items() if cell.need} == {"m-young@0"}


THREES = (("m", "w", "x"), ("a", "b", "c"))


def diagonal(atoms: Atoms) -> dict[str, Cell]:
    """Return the cells around three delivered crossings of nine: no other follows."""
    delivered = ("", *THREES[0], *THREES[1], "m-a", "w-b", "x-c")
    return {cell.key: cell for cell in completion(Made(THREES, atoms, delivered, frozenset())).cells}


def test_value_that_does_not_follow_is_not_made_up() -> None:
    found = diagonal(dict.fromkeys(product(*THREES), 1))

    assert len(found) == 6
    assert all(np.isnan(cell.value) and cell.need is None for cell in found.values())


def test_crossing_that_is_certain_to_be_small_is_sensitive_although_nobody_knows_it() -> None:
    """One of a is w or x, two of x are a or b, so one or two are x of b; likewise m of c; others may be nobody."""
    found = diagonal(dict.fromkeys(product(*THREES), 1) | {("m", "a"): 5, ("w", "a"): 0})

    assert {each for each, cell in found.items() if cell.need} == {"m-c@0", "x-b@0"}
    assert np.isnan(found["x-b@0"].value)


def test_nothing_left_of_a_whole_leaves_nothing_of_its_parts() -> None:
    found = diagonal(dict.fromkeys(product(*THREES), 0) | {("m", "a"): 5, ("w", "b"): 5, ("x", "c"): 5})

    assert {cell.value for cell in found.values()} == {0.0}


@pytest.mark.parametrize(
    ("told_as", "why"), [({"w": 30.0}, "more women than people"), ({"w-young": 9.0}, "more girls than young")]
)
def test_area_whose_figures_contradict_one_another_is_left_out(told_as: Mapping[str, float], why: str) -> None:
    table = Made((SEX, AGE), GIRLS, ("", *SEX, *AGE, "w-young"), frozenset())
    own = columns(table)
    twice = {
        code: Column((f"{code}1", f"{code}2"), np.array([column.values[0], told_as.get(code, column.values[0])]))
        for code, column in own.items()
    }

    found = completed(layout(table.groups, table.delivered), twice, key, RULE, name="crossed")

    assert {cell.key[-2:] for cell in found.cells} == {"@0"}, why
    system_of(
        [*found.cells, *(Cell(column.keys[0], float(column.values[0])) for column in twice.values())], found.equations
    )


def test_subset_is_crossed_with_what_it_leaves() -> None:
    """Foreigners are an "of which": foreign women leave foreign men, and German women."""
    groups = [*(Group(code, "sex", is_part=True) for code in SEX), Group("abroad", "nationality")]
    groups.append(Group("abroad-w", "both", crossed=frozenset({"abroad", "w"})))
    counts = {"": 20.0, "m": 9.0, "w": 11.0, "abroad": 5.0, "abroad-w": 3.0}
    own = {code: Column((code or "all",), np.array([value])) for code, value in counts.items()}

    found = completed(layout(groups, counts), own, key, RULE, name="crossed")

    values = {cell.key: cell.value for cell in found.cells}
    assert values == {"~abroad@0": 15.0, "abroad × m@0": 2.0, "m × ~abroad@0": 7.0, "w × ~abroad@0": 8.0}
    assert [cell.need for cell in found.cells if cell.need] == [Interval(0.0, 3.0)]


def test_group_below_a_group_is_crossed_on_both_heights() -> None:
    """Young girls are told by a part of a part: boys among them and girls of the other part are cells too."""
    groups = [*(Group(code, "sex", is_part=True) for code in SEX), *(Group(c, "age", is_part=True) for c in AGE)]
    groups += [Group(code, "age", is_part=True, whole="young") for code in ("kita", "school")]
    groups.append(Group("kita-w", "both", crossed=frozenset({"kita", "w"})))

    codes = {place.code for place in layout(groups, ["kita-w"]).places}

    assert codes >= {"kita × m", "school × w", "w × young", "m × young", "old × w", "m × old", "m × school"}
