# SPDX-License-Identifier: EUPL-1.2
"""The funnel of a released slice: golden limits, hidden areas left out and counted, reasons where there is none."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.funnel_drawing import NARROW, WIDE, funnel_drawing
from indicators.rendering.funnel_figures import FunnelReason, funnel_figures, smoothed_shares, why_no_funnel
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slice_changes import slice_changes
from indicators.rendering.slice_content import NumberBand, SliceContent
from indicators.rendering.slice_trends import TrendForm
from indicators.rendering.spread_words import (
    SpreadFigures,
    SpreadForm,
    changes_sentence,
    drawing_label,
    place_words,
    reason_words,
    smoothing_is_flat,
    spread_row,
    spread_sentence,
    times_words,
)
from indicators.stats.funnel import Place, funnel, limits_at
from tests.factories.slices import content

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/funnel/golden.json").read_text(encoding="utf-8"))
SHARE = TrendForm("%", "counts", "absolute")
GERMAN, ENGLISH = SpreadForm("de", "Viertel", 1), SpreadForm("en", "Viertel", 1)
# The worked example of docs/methods/funnel.md: twelve areas of 500 persons.
CASES = (40, 62, 55, 30, 75, 48, 90, 35, 66, 58, 44, 52)


def twelve(*more: float | None) -> SliceContent:
    return content("2023-12-31", (*CASES, *more), 500.0)


def of_sizes(cases: list[float], persons: list[float]) -> SliceContent:
    """Return a slice of areas of several sizes."""
    x, n = np.array(cases), np.array(persons)
    numbers = {"value": NumberBand(np.round(100 * x / n, 1), 1), "numerator": NumberBand(x, 0)}
    return replace(content("2023", cases), numbers={**numbers, "denominator": NumberBand(n, 0)})


def test_limits_by_chance_are_those_of_the_worked_example() -> None:
    found = funnel_figures(twelve(), "chance")

    assert found.target == pytest.approx(10.92, abs=0.01)
    assert found.curve["lower_95"][-1] == pytest.approx(8.18, abs=0.01)
    assert found.curve["upper_95"][-1] == pytest.approx(13.65, abs=0.01)
    assert found.count(Place.INSIDE) == 7
    assert found.times_chance == pytest.approx(3.53**0.5, abs=0.01)
    assert not found.is_widened


def test_limits_that_allow_for_areas_are_those_of_the_worked_example() -> None:
    found = funnel_figures(twelve(), "areas")

    assert found.curve["lower_95"][-1] == pytest.approx(5.55, abs=0.01)
    assert found.curve["upper_95"][-1] == pytest.approx(16.28, abs=0.01)
    assert found.count(Place.INSIDE) == 11
    assert found.is_widened


def test_curve_has_the_golden_limits() -> None:
    golden = GOLDEN["funnel_wilson_prop"]
    given = funnel(np.array([45.0]), np.array([300.0]), kind="shares", target=golden["avg"])

    along = limits_at(np.array([300.0, np.nan]), given, "shares")

    assert (along.lower_95[0], along.upper_95[0]) == pytest.approx(tuple(golden["limits"]), abs=1e-7)
    assert np.isnan(along.lower_95[1])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5000)), min_size=3, max_size=20))
def test_curve_agrees_with_the_limits_of_the_areas(areas: list[tuple[int, int]]) -> None:
    x, n = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    own = funnel(x, n, kind="shares", allowance="additive")

    along = limits_at(n, own, "shares")

    np.testing.assert_array_equal(along.upper_998, own.upper_998)
    np.testing.assert_array_equal(along.lower_95, own.lower_95)


def test_hidden_area_is_left_out_counted_and_moves_nothing() -> None:
    without, with_hidden = funnel_figures(twelve(), "areas"), funnel_figures(twelve(None), "areas")

    assert (with_hidden.shown, with_hidden.hidden, with_hidden.unvalued) == (12, 1, 0)
    assert with_hidden.target == without.target
    assert with_hidden.place[-1] == Place.NOT_COMPARABLE
    assert np.isnan(with_hidden.share[-1])
    np.testing.assert_array_equal(with_hidden.curve["upper_95"], without.curve["upper_95"])


def test_hidden_area_is_not_drawn() -> None:
    drawing = funnel_drawing(funnel_figures(twelve(None), "chance"), WIDE, 12, "de")

    assert sum(mark.path.count("M") for mark in drawing.marks) == 12
    assert drawing.own is None
    assert "nan" not in str(drawing)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (TrendForm("", "rate_only", "relative"), FunnelReason.RELATIVE),
        (TrendForm("Personen", "counts", "absolute"), FunnelReason.NO_SHARE),
        (TrendForm("%", "rate_denominator", "absolute"), FunnelReason.NO_COUNTS),
        (SHARE, FunnelReason.OK),
    ],
)
def test_only_shares_with_counts_have_a_funnel(form: TrendForm, expected: FunnelReason) -> None:
    assert why_no_funnel(twelve(), form) is expected


def test_share_whose_slice_holds_no_counts_has_no_funnel() -> None:
    assert why_no_funnel(content("2023", (10.0, 20.0, 30.0), None), SHARE) is FunnelReason.NO_COUNTS


def test_two_shown_areas_are_too_few_and_equal_ones_do_not_vary() -> None:
    assert why_no_funnel(content("2023", (10.0, 20.0, None, None)), SHARE) is FunnelReason.TOO_FEW_AREAS
    assert why_no_funnel(content("2023", (0.0, 0.0, 0.0)), SHARE) is FunnelReason.NOTHING_VARIES


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_has_words(language: Language) -> None:
    told = {reason_words(reason, language) for reason in FunnelReason if reason is not FunnelReason.OK}

    assert len(told) == len(FunnelReason) - 1


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_drawing_holds_every_area_inside_its_plot(size: tuple[int, int]) -> None:
    drawing = funnel_drawing(funnel_figures(of_sizes([5, 300, 40, 2], [60, 2000, 400, 50]), "chance"), size, 1, "de")

    points = [
        tuple(float(each) for each in start.split("m")[0].split("h")[0].split())
        for mark in drawing.marks
        for start in mark.path.split("M")[1:]
    ]
    assert len(points) == 4
    assert all(0 <= x <= drawing.plot_width and 0 <= y <= drawing.plot_height for x, y in points)
    assert drawing.own is not None
    assert float(drawing.own.x) == pytest.approx(drawing.plot_width, rel=0.2)


def test_larger_areas_lie_to_the_right_and_higher_shares_at_the_top() -> None:
    figures = funnel_figures(of_sizes([10, 20, 400], [100, 100, 1000]), "chance")
    low, high, large = (funnel_drawing(figures, WIDE, place, "de").own for place in range(3))

    assert low is not None
    assert high is not None
    assert large is not None
    assert float(low.x) == float(high.x) < float(large.x)
    assert float(high.y) < float(low.y)


def test_sentence_counts_the_areas_outside() -> None:
    wide, chance = funnel_figures(twelve(), "areas"), funnel_figures(twelve(), "chance")

    assert spread_sentence(wide, GERMAN) == (
        "Einer von 12 Vierteln liegt außerhalb dessen, was zwischen den Gebieten üblich ist."
    )
    assert spread_sentence(chance, GERMAN) == (
        "5 von 12 Vierteln liegen außerhalb dessen, was der Zufall erwarten lässt."
    )
    assert spread_sentence(wide, ENGLISH) == "One of 12 Viertel lies outside of what is usual between areas."
    assert "12 Viertel nach Zahl der Personen und Anteil, um 10,9\u00a0%" in drawing_label(wide, GERMAN, "Armut")
    assert times_words(wide, GERMAN) == "1,9"


def test_few_areas_say_nothing_of_how_far_apart_they_lie() -> None:
    figures = funnel_figures(content("2023", (10.0, 20.0, 30.0)), "areas")

    assert times_words(figures, GERMAN) == ""
    assert not figures.is_widened


def test_row_of_a_hidden_area_holds_its_reason_and_no_number() -> None:
    now, before = twelve(None), twelve(60)
    figures = SpreadFigures(now, funnel_figures(now, "areas"), slice_changes(now, before), smoothed_shares(now))

    row = spread_row(figures, 12, GERMAN)

    assert row.note == place_words(figures, 12, GERMAN) == "gesperrt: geheim gehalten"
    assert not any((row.value, row.cases, row.persons, row.interval, row.change, row.smoothed, row.place))


def test_row_tells_place_change_and_smoothed_value_beside_the_raw_one() -> None:
    now, before = twelve(), content("2022-12-31", (10, *CASES[1:]), 500.0)
    changes = slice_changes(now, before)
    figures = SpreadFigures(now, funnel_figures(now, "areas"), changes, smoothed_shares(now))

    first, top = spread_row(figures, 0, GERMAN), spread_row(figures, 6, GERMAN)

    assert (first.value, first.cases, first.persons) == ("8,0\u00a0%", "40", "500")
    assert (first.change, first.changed) == ("+6,0", "gestiegen")
    assert (top.place, top.changed) == ("höher als üblich (außerhalb 95 %)", "im Rahmen des Zufalls")
    assert top.value == "18,0\u00a0%"
    assert top.smoothed == "16,6\u00a0%"
    assert changes is not None
    assert changes_sentence(changes, "2022", GERMAN) == (
        "Seit 2022 ist der Anteil über den Zufall hinaus in 1 von 12 Gebieten gestiegen und in 0 gefallen."
    )
    assert changes_sentence(changes, "2022", ENGLISH) == (
        "Since 2022 the share rose in 1 of 12 areas and fell in 0, beyond chance."
    )


def test_smoothing_never_draws_past_the_common_share() -> None:
    """The trap of the method: with a negative variance between areas, 0.00999 would become 0.010007."""
    trap = of_sizes([10, 20, 30, 40], [1001, 1999, 3002, 3998])

    smoothed = smoothed_shares(trap)

    assert smoothing_is_flat(smoothed)
    np.testing.assert_allclose(smoothed.rate, 0.01)
    assert not smoothing_is_flat(smoothed_shares(twelve()))
