# SPDX-License-Identifier: EUPL-1.2
"""The funnel of the workbench: around the whole, by chance alone; what has no denominator is no point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.funnel_figures import FunnelReason
from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slice_content import NumberBand, SliceContent, SliceKey
from indicators.rendering.slice_trends import TrendForm
from indicators.rendering.workbench.axis import axis_over
from indicators.rendering.workbench.funneldrawing import funnel_drawing
from indicators.rendering.workbench.funnels import (
    FunnelPoints,
    Funnels,
    curves_of,
    funnel_points,
    funnel_sentence,
    left_out_of_funnel,
    place_words,
    times_chance,
)
from indicators.rendering.workbench.pointplane import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from indicators.rendering.workbench.words import Measure
from indicators.stats.funnel import Place
from indicators.stats.intervals import wilson

KEY = SliceKey("stadt", "anteil", "2024-12-31", "viertel", "stand-2020", "public")
COUNTED = TrendForm("%", "counts", "absolute")
GERMAN = Measure(1, "%", "Viertel", "de")
ENGLISH = Measure(1, "%", "quarters", "en")
AREAS = st.lists(
    st.tuples(st.integers(1, 5000), st.floats(0, 1), st.sampled_from(["all", "value", "cases", "persons"])),
    min_size=4,
    max_size=30,
)


def of(cases: list[float | None], persons: list[float | None], hidden: tuple[int, ...] = ()) -> SliceContent:
    """Make a slice; `hidden` areas have no value whatever their numbers."""
    x, n = (np.array([np.nan if each is None else each for each in column], dtype=float) for column in (cases, persons))
    value = np.round(100 * x / n, 1)
    value[list(hidden)] = np.nan
    bands = {"value": NumberBand(value, 1), "numerator": NumberBand(x, 0), "denominator": NumberBand(n, 0)}
    status = np.where(np.isnan(value), 3, 0).astype(np.uint8)
    return SliceContent(KEY, "", status, np.zeros(len(cases), dtype=np.uint8), bands)


FIVE = of([45, 90, 20, 60, 57], [300, 300, 300, 300, 300])


def test_centre_is_the_whole_and_limits_are_the_golden_ones() -> None:
    # Target 15 %, 300 persons: 10.9594 to 19.0406 (tests/golden/funnel).
    points = funnel_points(FIVE, COUNTED, 15.0)

    curves = curves_of(points, np.array([300.0]))

    assert curves is not None
    assert points.target == pytest.approx(15.0)
    assert curves.limits["lower_95"][0] == pytest.approx(10.9594, abs=1e-3)
    assert curves.limits["upper_95"][0] == pytest.approx(19.0406, abs=1e-3)
    assert [Place(int(code)).name for code in points.places] == [
        "INSIDE",
        "ABOVE_998",
        "BELOW_998",
        "ABOVE_95",
        "INSIDE",
    ]


def test_without_a_whole_the_centre_is_that_of_all_shown_areas() -> None:
    assert funnel_points(FIVE, COUNTED, None).target == pytest.approx(100 * 272 / 1500)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (TrendForm("%", "rates", "absolute"), FunnelReason.NO_COUNTS),
        (TrendForm("Euro", "counts", "absolute"), FunnelReason.NO_SHARE),
        (TrendForm("%", "counts", "relative"), FunnelReason.RELATIVE),
    ],
)
@pytest.mark.parametrize("measure", [GERMAN, ENGLISH])
def test_without_counts_there_is_no_funnel_and_a_sentence_says_why(
    form: TrendForm, reason: FunnelReason, measure: Measure
) -> None:
    points = funnel_points(FIVE, form, 15.0)

    assert points.reason is reason
    assert not points.places.any()
    assert curves_of(points, np.array([300.0])) is None
    assert np.isnan(times_chance(FIVE, points))
    assert funnel_sentence(points, float("nan"), "Stadt", measure).endswith(".")
    assert left_out_of_funnel(points, (SpecialCase("missing", "k. A.", 2),), measure) == ""


@pytest.mark.parametrize("whole", [0.0, 100.0])
def test_whole_that_leaves_nothing_to_chance_has_no_funnel(whole: float) -> None:
    assert funnel_points(FIVE, COUNTED, whole).reason is FunnelReason.NOTHING_VARIES


def test_hidden_figure_case_or_denominator_is_no_point_and_counted() -> None:
    content = of([45, 90, None, 60, 57, 30], [300, 300, 300, None, 300, 300], hidden=(0,))

    points = funnel_points(content, COUNTED, 15.0)

    assert [int(code) > 0 for code in points.places] == [False, True, False, False, True, True]
    assert np.isnan(points.persons[[0, 2, 3]]).all()
    cases = (SpecialCase("suppressed", "geheim", 1),)
    assert left_out_of_funnel(points, cases, GERMAN) == ("3 sind nicht im Bild: 1 geheim, 2 ohne Fallzahl oder Nenner.")
    assert left_out_of_funnel(points, cases, ENGLISH).endswith("2 without cases or denominator.")


def test_sentence_counts_both_sides_and_what_chance_alone_would_do() -> None:
    points = funnel_points(FIVE, COUNTED, 15.0)

    told = funnel_sentence(points, 1.2, "Musterstadt", GERMAN)

    assert told == (
        "Von 5 Vierteln liegen 2 innerhalb des Zufalls um die Mitte (Musterstadt: 15,0\xa0%), 2 darüber und 1 darunter "
        "(außerhalb 95\xa0%), davon auch außerhalb 99,8\xa0% 1 darüber und 1 darunter. Rund 0 lägen auch ohne jeden "
        "Unterschied außerhalb 95\xa0%."
    )
    assert "alle gezeigten Gebiete zusammen: 15,0" in funnel_sentence(points, 1.2, "", GERMAN)
    assert "all areas shown together: 15.0%" in funnel_sentence(points, 1.2, "", ENGLISH)
    assert "3,4-mal so weit auseinander, wie der Zufall erklärt" in funnel_sentence(points, 3.4, "", GERMAN)
    assert "3.4 times as far apart" in funnel_sentence(points, 3.4, "", ENGLISH)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_place_has_words(language: Language) -> None:
    assert len({place_words(place, language) for place in Place}) == len(Place)


@given(AREAS)
def test_every_area_with_figure_cases_and_persons_is_drawn_within_the_frame_and_no_other(
    areas: list[tuple[int, float, str]],
) -> None:
    lacks = [kind for _n, _share, kind in areas]
    content = of(
        [None if kind == "cases" else float(round(n * share)) for n, share, kind in areas],
        [None if kind == "persons" else float(n) for n, _share, kind in areas],
        tuple(place for place, kind in enumerate(lacks) if kind == "value"),
    )
    points = funnel_points(content, COUNTED, 40.0)
    funnels = _funnels(points)

    drawing = funnel_drawing(funnels, 0)

    if points.target is None:
        assert drawing is None
        return
    assert drawing is not None
    assert [dot.place for dot in drawing.dots] == [place for place, kind in enumerate(lacks) if kind == "all"]
    assert all(LEFT <= float(dot.x) <= WIDTH - RIGHT for dot in drawing.dots)
    assert all(TOP <= float(dot.y) <= HEIGHT - BOTTOM for dot in drawing.dots)


@given(AREAS)
def test_area_lies_outside_exactly_if_its_own_interval_excludes_the_whole(areas: list[tuple[int, float, str]]) -> None:
    cases = [float(round(n * share)) for n, share, _kind in areas]
    content = of([*cases], [float(n) for n, _share, _kind in areas])
    points = funnel_points(content, COUNTED, 40.0)

    lower, upper = wilson(np.array(cases), np.array([float(n) for n, _share, _kind in areas]))

    if points.target is None:
        return
    clear = (np.abs(lower - 0.4) > 1e-9) & (np.abs(upper - 0.4) > 1e-9)
    outside = (lower > 0.4) | (upper < 0.4)
    is_placed_outside = points.places != Place.INSIDE
    assert (outside[clear] == is_placed_outside[clear]).all()


def _funnels(points: FunnelPoints) -> Funnels:
    sizes = np.geomspace(1.0, 5000.0, 8)
    across, up = axis_over(points.persons, "de"), axis_over(points.values, "de")
    return Funnels(across, up, sizes, (points,), (curves_of(points, sizes),))
