# SPDX-License-Identifier: EUPL-1.2
"""Differences become classes of size that tell more from less, and every area is counted exactly once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.difference_map import (
    PALETTE,
    Scale,
    Shift,
    counts_of,
    largest_first,
    pair_of,
    scale_of,
    shift_of,
)
from indicators.stats.palettes import KINDS, PALETTES, offered, palette_gate
from sozialplanung.common.statuses import Status

OK, ZERO = int(Status.OK), int(Status.TRUE_ZERO)
NUMBERS = st.one_of(st.none(), st.floats(-1e6, 1e6).map(lambda number: round(number, 3)))


@pytest.mark.parametrize(
    ("cells", "happening", "absolute", "relative"),
    [
        ((200.0, OK, 210.0, OK), "higher", 10.0, 5.0),
        ((200.0, OK, 150.0, OK), "lower", -50.0, -25.0),
        ((200.0, OK, 200.0, OK), "same", None, None),
        ((0.0, ZERO, 35.0, OK), "higher", 35.0, math.inf),
        ((-4.0, OK, -3.0, OK), "higher", 1.0, 25.0),
        ((None, None, 35.0, OK), "new", None, None),
        ((None, int(Status.CONFIDENTIAL), 35.0, OK), "new", None, None),
        ((200.0, OK, None, None), "gone", None, None),
        ((200.0, OK, None, int(Status.CONFIDENTIAL)), "hidden", None, None),
        ((200.0, OK, None, int(Status.UNRELIABLE)), "hidden", None, None),
        ((None, None, None, int(Status.SUPPRESSED)), "hidden", None, None),
        ((200.0, OK, None, int(Status.MISSING)), "reason", None, None),
        ((None, int(Status.MISSING), None, int(Status.NOT_APPLICABLE)), "reason", None, None),
        ((None, None, None, int(Status.NOT_APPLICABLE)), "empty", None, None),
        ((None, None, None, None), "empty", None, None),
    ],
)
def test_each_area_is_told_by_what_happens_to_it(
    cells: tuple[float | None, int | None, float | None, int | None],
    happening: str,
    absolute: float | None,
    relative: float | None,
) -> None:
    pair = pair_of(*cells)

    assert shift_of(pair, "absolute") == Shift(happening, absolute)  # type: ignore[arg-type]
    assert shift_of(pair, "relative") == Shift(happening, relative)  # type: ignore[arg-type]


def test_classes_rise_from_the_largest_fall_to_the_largest_rise() -> None:
    scale = Scale("absolute", (5.0, 20.0))
    shifts = [Shift("lower", size) for size in (-30.0, -20.0, -5.0, -1.0)]
    shifts += [Shift("same"), Shift("higher", 1.0), Shift("higher", 5.0), Shift("higher", math.inf), Shift("new")]

    assert [scale.class_of(each) for each in shifts] == [1, 1, 2, 3, 4, 5, 6, 7, 0]
    assert scale.size == 7


def test_bounds_are_round_and_split_the_areas_about_evenly() -> None:
    shifts = [Shift("higher", float(number)) for number in range(1, 31)]

    scale = scale_of(shifts, "absolute")

    assert scale.bounds == (10.0, 20.0)
    assert sorted(counts_of(shifts, scale)[0].items()) == [(5, 9), (6, 10), (7, 11)]
    assert scale_of([Shift("higher", 2.0**number) for number in range(12)], "absolute").bounds == (15.0, 150.0)


@pytest.mark.parametrize("sizes", [[], [3.0], [3.0] * 40])
def test_equal_differences_make_one_class_for_each_direction(sizes: list[float]) -> None:
    scale = scale_of([Shift("higher", size) for size in sizes], "absolute")

    assert scale.bounds == ()
    assert scale.size == 3


@pytest.mark.check("C007")
def test_every_number_of_classes_that_a_scale_may_have_passes_the_gate_of_palettes() -> None:
    for bounds in ((), (1.0,), (1.0, 2.0)):
        size = Scale("absolute", bounds).size
        assert size in offered(PALETTE)
        assert palette_gate(PALETTES[PALETTE][size], KINDS[PALETTE]).has_passed


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=60), st.sampled_from(["absolute", "relative"]))
def test_every_area_is_counted_once_and_keeps_its_direction(
    cells: list[tuple[float | None, float | None]], measure: str
) -> None:
    pairs = [
        pair_of(before, None if before is None else OK, after, None if after is None else OK) for before, after in cells
    ]
    shifts = [shift_of(pair, measure) for pair in pairs]  # type: ignore[arg-type]

    scale = scale_of(shifts, measure)  # type: ignore[arg-type]
    classes, others = counts_of(shifts, scale)

    assert classes.total() + others.total() == len(pairs)
    assert list(scale.bounds) == sorted(set(scale.bounds))
    assert sorted(largest_first(shifts)) == list(range(len(pairs)))
    for pair, shift in zip(pairs, shifts, strict=True):
        found = scale.class_of(shift)
        if pair.before is not None and pair.after is not None:
            assert (found > scale.arms + 1) == (pair.after > pair.before)
            assert (found < scale.arms + 1) == (pair.after < pair.before)
        else:
            assert found == 0
