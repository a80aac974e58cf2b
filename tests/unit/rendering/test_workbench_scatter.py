# SPDX-License-Identifier: EUPL-1.2
"""Two indicators against each other in words and as a drawing: no more is claimed than both intervals carry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.workbench.axis import axis_over
from indicators.rendering.workbench.pointplane import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from indicators.rendering.workbench.scatter import (
    Scatter,
    ScatterNames,
    Scatters,
    left_out_sentence,
    line_through,
    numbers_of,
    scatter_sentence,
)
from indicators.rendering.workbench.scatterdrawing import scatter_drawing
from indicators.stats.association import Association, Correlation, association
from indicators.stats.reasons import Reason

GERMAN = ScatterNames("Armut", "Kinder", "Viertel", "Musterstadt", "de")
ENGLISH = ScatterNames("Poverty", "Children", "quarters", "Sample City", "en")
NAN = float("nan")
RISING = np.arange(20.0), np.arange(20.0) + np.tile([0.4, -0.4], 10)
VALUES = st.lists(st.tuples(st.none() | st.floats(0, 100), st.none() | st.floats(0, 100)), min_size=1, max_size=30)


def test_clear_association_is_told_with_its_side_and_both_intervals() -> None:
    x, y = RISING

    up, down = association(x, y), association(x, -y)

    assert scatter_sentence(x, up, GERMAN).startswith(
        "20 Viertel mit beiden Werten: Wo „Armut“ höher ist, ist „Kinder“ eher höher. Pearsons r 1,00 (95\xa0%: "
        "0,99–1,00)"
    )
    assert "eher niedriger. Pearsons r −1,00 (95\xa0%: −1,00 bis −0,99)" in scatter_sentence(x, down, GERMAN)
    assert "“Children” is rather higher. Pearson’s r 1.00 (95%: 0.99–1.00)" in scatter_sentence(x, up, ENGLISH)


@pytest.mark.parametrize(("names", "areas"), [(GERMAN, "Gebieten, nicht von Personen"), (ENGLISH, "not about persons")])
def test_sentence_always_says_that_areas_are_no_persons(names: ScatterNames, areas: str) -> None:
    x, y = RISING

    for found in (association(x, y), association(x, y[::-1]), association(x, np.tile([1.0, 2.0], 10))):
        assert areas in scatter_sentence(x, found, names)


def test_neither_side_nor_line_is_told_where_an_interval_holds_zero() -> None:
    x, y = np.arange(20.0), np.tile([1.0, 3.0, 2.0, 2.5], 5)
    found = association(x, y)

    assert "ist nicht zu erkennen" in scatter_sentence(x, found, GERMAN)
    assert line_through(x, found) is None
    assert [text.split()[0] for text in numbers_of(found, GERMAN)] == ["p"]


def test_measures_that_disagree_are_said_to() -> None:
    # One area far away makes Pearson's r alone.
    x, y = np.array([*range(10), 100.0]), np.array([5.0, 3, 6, 2, 7, 4, 6, 3, 5, 4, 60])
    found = association(x, y)

    told = scatter_sentence(x, found, GERMAN)

    assert "Das Bild ist nicht klar" in told
    assert "eher" not in told


def test_too_few_areas_and_a_single_figure_have_no_coefficient() -> None:
    few, same = np.array([1.0, 2, NAN, 3]), np.full(6, 4.0)

    assert scatter_sentence(few, association(few, few), GERMAN) == (
        "Viertel mit beiden Werten: 3. Ein Zusammenhang braucht mindestens 5."
    )
    found = association(np.arange(6.0), same)
    assert found.reason is Reason.CONSTANT
    assert "bei „Kinder“ denselben" in scatter_sentence(np.arange(6.0), found, GERMAN)
    assert "bei „Armut“ denselben" in scatter_sentence(same, association(same, np.arange(6.0)), GERMAN)
    assert numbers_of(found, GERMAN) == ()


def test_line_and_p_are_written_with_the_digits_that_count() -> None:
    found = Association(30, 0, Reason.OK, Correlation(0.5, 0.2, 0.7), Correlation(0.1, -0.2, 0.4), -0.001234, 1234.5)

    line, p = numbers_of(found, GERMAN)

    assert line == "Gerade der kleinsten Quadrate: „Kinder“ = 1.235 − 0,00123 × „Armut“."
    assert p.startswith("p nach Pearson 0,005, nach Spearman 0,599:")
    x, y = RISING
    assert "p by Pearson below 0.001" in numbers_of(association(x, y), ENGLISH)[1]


def test_what_is_not_in_the_picture_is_counted_by_reason() -> None:
    cases = (SpecialCase("suppressed", "geheim", 2), SpecialCase("missing", "Kinder: keine Angabe", 1))

    assert left_out_sentence(cases, "de") == (
        "3 ohne beide Werte sind nicht im Bild: 2 geheim, 1 Kinder: keine Angabe."
    )
    assert left_out_sentence(cases[1:], "en").startswith("1 without both figures is not in the picture")
    assert left_out_sentence((), "de") == ""


@given(VALUES)
def test_every_area_with_both_figures_has_a_point_within_the_frame_and_no_other(
    drawn: list[tuple[float | None, float | None]],
) -> None:
    x, y = (np.array([NAN if one is None else one for one in column]) for column in zip(*drawn, strict=True))
    there = ~(np.isnan(x) | np.isnan(y))
    x, y = np.where(there, x, NAN), np.where(there, y, NAN)
    found = association(x, y)
    scatter = Scatter(x, y, found, line_through(x, found))
    across, up = (axis_over(values, "de", has_zero=False) for values in (x, y))

    drawing = scatter_drawing(Scatters(across, up, (scatter,)), scatter, ((), ()), ["fill"] * x.size)

    assert [dot.place for dot in drawing.dots] == np.flatnonzero(there).tolist()
    assert all(LEFT <= float(dot.x) <= WIDTH - RIGHT for dot in drawing.dots)
    assert all(TOP <= float(dot.y) <= HEIGHT - BOTTOM for dot in drawing.dots)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_axis_of_points_holds_all_of_them_and_starts_near_the_lowest(low: float, span: float) -> None:
    axis = axis_over(np.array([low, low + span]), "de", has_zero=False)

    slack = 1e-6 * max(1.0, abs(low), span)
    assert axis.low <= low + slack
    assert axis.high >= low + span - slack
    steps = len(axis.ticks) - 1
    assert span < 1e-3 or steps >= 2
    assert low - axis.low <= (axis.high - axis.low) / steps + slack
