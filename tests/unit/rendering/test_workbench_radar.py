# SPDX-License-Identifier: EUPL-1.2
"""A radar of a few areas: nothing is filled, a missing figure is a gap and never the middle."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.workbench.radardrawing import RADIUS, SIZE, radar_drawing, radar_warning, runs_around
from tests.unit.rendering.test_workbench_cross import SUBJECT, columns_of

SHARES = st.lists(st.none() | st.integers(0, 100), min_size=3, max_size=8)


def test_line_without_a_gap_comes_back_to_where_it_began() -> None:
    (area,) = radar_drawing(columns_of([20, 40, 60]), [SUBJECT]).areas

    corners = re.findall(r"[\d.]+,[\d.]+", area.path)
    assert len(corners) == 4
    assert corners[0] == corners[-1]
    assert area.path.count("M") == 1


def test_missing_figure_is_a_gap_on_both_sides_and_no_point_in_the_middle() -> None:
    (area,) = radar_drawing(columns_of([20, None, 60, 80]), [SUBJECT]).areas

    assert area.path.count("M") == 1
    assert area.path.count("L") == 2
    assert len(area.dots) == 3
    assert all(math.dist((float(dot.x), float(dot.y)), (SIZE / 2, SIZE / 2)) > 0.15 * RADIUS for dot in area.dots)


def test_lonely_figures_are_dots_without_a_line() -> None:
    (area,) = radar_drawing(columns_of([20, None, 60, None]), [SUBJECT]).areas

    assert area.path == ""
    assert len(area.dots) == 2


@pytest.mark.parametrize(
    ("has_value", "runs"),
    [
        ([True, True, True], ((0, 1, 2, 0),)),
        ([True, False, True, True], ((2, 3, 0),)),
        ([False, True, True, False], ((1, 2),)),
        ([False, False, False], ()),
        ([False, True, False], ((1,),)),
    ],
)
def test_runs_go_around(has_value: list[bool], runs: tuple[tuple[int, ...], ...]) -> None:
    assert runs_around(has_value) == runs


@given(SHARES)
def test_every_figure_lies_on_its_ray_as_far_out_as_its_share(shares: list[int | None]) -> None:
    columns = columns_of(shares)

    drawing = radar_drawing(columns, [SUBJECT])

    (area,) = drawing.areas
    there = [(at, int(column.below[0])) for at, column in enumerate(columns) if column.below[0] >= 0]
    assert len(area.dots) == len(there) == sum(share is not None for share in shares)
    for dot, (at, share) in zip(area.dots, there, strict=True):
        x, y = float(dot.x) - SIZE / 2, float(dot.y) - SIZE / 2
        assert math.hypot(x, y) == pytest.approx(RADIUS * share / 100, abs=0.1)
        ray = drawing.rays[at]
        end = float(ray.x) - SIZE / 2, float(ray.y) - SIZE / 2
        assert x * end[1] - y * end[0] == pytest.approx(0, abs=0.15 * RADIUS)
    assert set(re.findall(r"[\d.]+,[\d.]+", area.path)) <= {f"{dot.x},{dot.y}" for dot in area.dots}


@pytest.mark.parametrize(("language", "words"), [("de", "bedeutet nichts"), ("en", "means nothing")])
def test_warning_says_that_the_surface_means_nothing(language: str, words: str) -> None:
    assert words in radar_warning("de" if language == "de" else "en")
