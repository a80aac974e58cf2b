# SPDX-License-Identifier: EUPL-1.2
"""What adds up among published counts becomes equations, and no attacker who knows them gets too near."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.stats.disclosure.cells import Cell, Equation, Fate, Interval, sums_up
from indicators.stats.disclosure.columns import Added, Column, together
from indicators.stats.disclosure.corrections import also_then, holding
from indicators.stats.disclosure.errors import UnprotectableError
from indicators.stats.disclosure.protect import Pattern, protect
from indicators.stats.disclosure.relations import (
    adds_up,
    combines,
    happens_to_add_up,
    leaves_rest,
    same_count,
    selected,
    signed_need,
    unseen,
)
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.disclosure.system import system_of
from tests.conftest import IS_DEEP
from tests.unit.stats.disclosing import Parts, is_safe
from tests.unit.stats.mixing import AREAS, KINDS, RULE, city_of

SOME = settings(max_examples=500 if IS_DEEP else 6)
SEEDS = 40


def column(*pairs: tuple[str, float]) -> Column:
    return Column(tuple(key for key, _ in pairs), np.array([value for _, value in pairs], dtype=float))


def terms(added: Added) -> list[dict[str, float]]:
    return [dict(equation.terms) for equation in added.equations]


def compiled(parts: Parts) -> Pattern | None:
    """Return the pattern, None where nothing protects the system."""
    try:
        return protect(system_of(*parts))
    except UnprotectableError:
        return None


def is_decidable(parts: Parts) -> bool:
    return not any(cell.is_primary and cell.fate != Fate.OPEN for cell in parts[0])


COUNTS = st.lists(st.sampled_from([0, 1, 2, 4, 6, 9, 14, 30]), min_size=6 * AREAS, max_size=6 * AREAS).map(
    lambda numbers: np.array(numbers, dtype=float).reshape(6, AREAS)
)


@pytest.mark.check("C076")
@pytest.mark.timeout(3600)
@SOME
@given(COUNTS, st.sets(st.sampled_from(KINDS), min_size=2, max_size=4))
def test_no_attacker_who_knows_everything_that_adds_up_narrows_a_sensitive_cell(
    counts: np.ndarray, kinds: set[str]
) -> None:
    parts = city_of(counts, kinds)
    assume(is_decidable(parts))

    pattern = compiled(parts)

    if pattern is not None:
        assert is_safe(parts, pattern.hidden)


@pytest.mark.check("C076")
@pytest.mark.parametrize("kind", KINDS)
def test_attacker_gets_in_where_one_kind_of_equation_was_forgotten(kind: str) -> None:
    assert any(is_broken_without(kind, seed) for seed in range(SEEDS))


def is_broken_without(kind: str, seed: int) -> bool:
    """Compile a city without the equations of a kind, and attack it with them."""
    rng = np.random.default_rng(seed)
    counts = rng.choice([0, 1, 2, 4, 6, 9, 14, 30], size=(6, AREAS)).astype(float)
    parts, blind = city_of(counts, {kind}), city_of(counts, {kind}, blind={kind})
    pattern = compiled(blind) if is_decidable(parts) else None
    return pattern is not None and not is_safe(parts, pattern.hidden)


def test_groups_add_up_in_each_area_that_has_all_of_them() -> None:
    whole = column(("t0", 9), ("t1", 5), ("", np.nan))
    groups = [column(("w0", 4), ("w1", 5), ("w2", 1)), column(("m0", 5), ("", np.nan), ("m2", 1))]

    found = adds_up(whole, groups, RULE, name="sex")

    assert terms(found)[0] == {"t0": -1, "w0": 1, "m0": 1}
    assert terms(found)[1] == {"t1": -1, "w1": 1, "t1/rest:sex": 1}
    assert [cell.key for cell in found.cells] == ["t1/rest:sex"]


def test_sum_that_misses_its_total_is_known_with_what_it_misses() -> None:
    found = adds_up(column(("t", 10)), [column(("w", 4)), column(("m", 5))], RULE, name="sex")

    assert found.equations[0].total == -1
    system_of([Cell("t", 10), Cell("w", 4), Cell("m", 5)], found.equations)


def test_sum_with_a_value_that_nobody_knows_is_taken_to_hold() -> None:
    found = adds_up(column(("t", 10)), [column(("w", 4)), column(("m", np.nan))], RULE, name="sex")

    assert found.equations[0].total == 0


@pytest.mark.parametrize(
    ("part", "rule", "need"),
    [
        (9, CellRule(minimum_count=3), Interval(0, 3)),
        (4, CellRule(minimum_count=3), None),
        (10, CellRule(minimum_count=3), None),
        (10, CellRule(minimum_count=3, hides_everybody=True), Interval(0, 3)),
    ],
)
def test_rest_of_a_subset_is_as_sensitive_as_a_count(part: float, rule: CellRule, need: Interval | None) -> None:
    (rest,) = leaves_rest(column(("t", 10)), [column(("of", part))], rule, name="of").cells

    assert (rest.value, rest.fate, rest.need) == (10 - part, Fate.HIDDEN, need)


def test_rest_of_parts_beyond_their_whole_contradicts_nothing() -> None:
    found = leaves_rest(column(("t", 3)), [column(("of", 5))], RULE, name="of")

    (rest,) = found.cells
    assert (rest.value, rest.need) == (-2, None)
    system_of([Cell("t", 3), Cell("of", 5), rest], found.equations)


def test_area_without_any_part_has_no_rest() -> None:
    assert leaves_rest(column(("t", 3)), [column(("", np.nan))], RULE, name="of") == Added()


def test_subset_beside_its_whole_hides_the_one_who_is_not_in_it() -> None:
    whole, part = column(("t", 10)), column(("of", 9))
    found = leaves_rest(whole, [part], RULE, name="of")
    cells = [Cell("t", 10, Fate.MUST), Cell("of", 9), *found.cells]

    assert protect(system_of(cells, found.equations)).hidden - {"t/rest:of"} == {"of"}


@pytest.mark.parametrize(
    ("total", "women", "is_sum"),
    [
        ([9, 5, 3, 7, 2], [4, 5, 1, 2, 2], True),
        ([9, 5, 3, 7, 2], [4, 5, 1, 2, 1], False),
        ([9, 5, 3], [4, 5, 1], False),
        ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], False),
        ([9, 5, 3, 7, np.nan], [4, 5, 1, 2, 1], True),
    ],
)
def test_groups_that_add_up_everywhere_are_noticed(total: list[float], women: list[float], is_sum: bool) -> None:
    men = [5, 0, 2, 5, 0][: len(total)] if total[0] else total
    keys = tuple("abcde"[: len(total)])

    whole, *groups = (Column(keys, np.array(each, dtype=float)) for each in (total, women, men))

    assert happens_to_add_up(whole, groups) is is_sum


def test_one_group_that_is_everybody_is_no_sum() -> None:
    whole = Column(tuple("abcd"), np.array([1.0, 2, 3, 4]))

    assert not happens_to_add_up(whole, [whole])


def test_same_count_of_two_figures_is_one_equation_and_of_one_figure_none() -> None:
    first, second = column(("a", 4), ("b", 2), ("c", 3)), column(("x", 4), ("b", 2), ("", np.nan))

    assert terms(same_count(first, second, name="same")) == [{"a": -1, "x": 1}]


def test_weighted_sum_keeps_its_constant_also_where_a_value_is_not_known() -> None:
    result, part = column(("r0", 13), ("r1", np.nan)), column(("p0", 4), ("p1", np.nan))

    found = combines(result, [(2.0, part)], constant=5.0, name="r")

    assert [equation.total for equation in found.equations] == [-5, -5]


def test_figure_that_reads_another_twice_has_it_once_in_its_equation() -> None:
    part = column(("p", 4))

    assert terms(combines(column(("r", 12)), [(2.0, part), (1.0, part)], name="r")) == [{"r": -1, "p": 3}]


def test_unseen_group_ties_its_crossing_together_and_is_as_sensitive_as_if_it_were_seen() -> None:
    parts = [column(("w<6", 1), ("w0", 4)), column(("w6+", 1), ("", np.nan))]

    whole, cells = unseen(["w", "w'"], parts, RULE)

    assert whole.keys == ("w", "")
    assert cells == (Cell("w", 2, Fate.HIDDEN, need=Interval(0, 3)),)


def test_selection_is_the_sum_of_its_areas_and_of_no_others() -> None:
    assert terms(selected("s", column(("a", 1), ("b", 2)))) == [{"s": -1, "a": 1, "b": 1}]
    assert selected("s", column(("a", 1), ("", np.nan))) == Added()
    assert selected("s", column()) == Added()


@pytest.mark.parametrize(
    ("value", "need"), [(2, Interval(0, 3)), (-2, Interval(-3, 0)), (7, None), (-7, None), (np.nan, None)]
)
def test_strip_stays_open_on_its_side_of_nothing(value: float, need: Interval | None) -> None:
    assert signed_need(RULE, value) == need


def test_columns_of_different_places_are_refused() -> None:
    with pytest.raises(ValueError, match="same areas"):
        same_count(column(("a", 1)), column(("b", 1), ("c", 2)), name="same")
    with pytest.raises(ValueError, match="2 keys"):
        Column(("a", "b"), np.array([1.0]))


def test_what_several_relations_add_is_there_once() -> None:
    cell, sums = Cell("c", 1, Fate.HIDDEN), sums_up("t", ["c"])

    both = Added((cell,), (sums,)) + Added((cell, Cell("d", 1)), ())

    assert [each.key for each in both.cells] == ["c", "d"]
    assert together([both, both]).cells == both.cells
    assert len(together([both, both]).equations) == 2


def test_correction_of_one_part_is_known_with_the_parts_that_stayed() -> None:
    sums = [sums_up("t", ["a", "b"]), Equation({"x": 1.0, "b": -1.0})]
    values = {"a": 4, "b": 2, "t": 6, "a@1": 5, "t@1": 7, "x": 2}

    found = also_then(sums, values, {"a": ["a@1"], "t": ["t@1"]})

    assert [dict(equation.terms) for equation in found] == [{"t@1": -1, "a@1": 1, "b": 1}]


def test_part_that_was_corrected_without_its_whole_tells_nothing() -> None:
    sums = [sums_up("t", ["a", "b"])]

    assert also_then(sums, {"a": 4, "b": 2, "t": 6, "a@1": 5}, {"a": ["a@1"]}) == []
    assert also_then(sums, {"a": 4, "b": math.nan, "t": 6, "t@1": 7}, {"t": ["t@1"]}) == []


def test_many_corrections_of_one_sum_go_together_by_their_age() -> None:
    keys = [f"p{number}" for number in range(9)]
    now, then = dict.fromkeys(keys, 3.0), {f"{key}@1": 2.0 for key in keys}
    values = {**now, **then, "t": 27.0, "t@1": 18.0}

    found = also_then([sums_up("t", keys)], values, {key: [f"{key}@1"] for key in ("t", *keys)})

    assert [set(equation.terms) for equation in found] == [{"t@1", *then}]


@pytest.mark.check("C076")
def test_former_whole_and_former_part_do_not_give_the_hidden_part_away() -> None:
    """The former whole and one former part, both shown, would give the other part, which was small and stays so."""
    sums = [sums_up("t", ["a", "b"])]
    cells = [
        Cell("t", 8, Fate.SHOWN),
        Cell("a", 2, need=Interval(0, 3)),
        Cell("b", 6),
        Cell("t@1", 9, Fate.SHOWN),
        Cell("b@1", 7, Fate.SHOWN),
    ]
    values = {cell.key: cell.value for cell in cells}

    with pytest.raises(UnprotectableError) as caught:
        protect(system_of(cells, [*sums, *also_then(sums, values, {"t": ["t@1"], "b": ["b@1"]})]))

    assert caught.value.place == "a"


def test_areas_with_different_parts_have_the_rest_of_their_own_parts() -> None:
    whole = Column(("w0", "w1", "w2"), np.array([9.0, 8.0, 7.0]))
    first = Column(("a0", "", "a2"), np.array([4.0, np.nan, 1.0]))
    second = Column(("b0", "b1", ""), np.array([5.0, 2.0, np.nan]))

    added = leaves_rest(whole, [first, second], CellRule(), name="x")

    assert {cell.key: cell.value for cell in added.cells} == {"w0/rest:x": 0, "w1/rest:x": 6, "w2/rest:x": 6}
    assert sorted(sorted(each.terms) for each in added.equations) == [
        ["a0", "b0", "w0", "w0/rest:x"],
        ["a2", "w2", "w2/rest:x"],
        ["b1", "w1", "w1/rest:x"],
    ]
    assert leaves_rest(whole, [], CellRule(), name="x") == Added()


def test_sum_that_held_before_a_correction_is_left_out_and_one_that_nobody_knows_stays() -> None:
    sums = [Equation({"a": 1.0, "b": 1.0}, 3.0), Equation({"a": 1.0, "b": 1.0}, 4.0), Equation({"a": 1.0, "c": 1.0})]

    assert holding(sums, {"a": 1, "b": 2, "c": np.nan}) == [sums[0], sums[2]]
    assert holding([], {}) == []
