# SPDX-License-Identifier: EUPL-1.2
"""Two maps beside each other: the same classes for both periods, released figures alone, other boundaries are said."""

import re
from typing import Any

import numpy as np
import pytest

from indicators.stats.classes import classify
from tests.integration.map.test_workbench_time import (
    CHILDREN,
    POVERTY,
    answer_of,
    page_of,
    remarks_of,
    shown,
    slices_of,
)

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.check("C017")]

OPEN = "&tafeln=nebeneinander"
PERIODS = f"{POVERTY}{OPEN}&vergleich=2016-12-31"
BOTH = f"{POVERTY}{OPEN}&zweiter=anteil-unter-18"


def styles_of(facing: dict[str, Any], at: int) -> list[str]:
    return [facing["styles"][int(code, 36)] for code in facing["sides"][at]["codes"]]


def test_both_periods_have_the_classes_of_the_map() -> None:
    answer = answer_of(PERIODS)
    facing, contents = shown(answer)["facing"], slices_of(answer)

    assert [side["position"] for side in facing["sides"]] == [answer["position"] - 1, answer["position"]]
    for at in (0, 1):
        content = contents[facing["sides"][at]["position"]]
        classes = classify(content.numbers["value"].values, shown(answer)["bounds"])
        for style, group in zip(styles_of(facing, at), classes, strict=True):
            assert (style == f"class-fill class-{group}") is bool(group)
            assert group or style.startswith("special-fill")
    assert "Beide Karten haben dieselben Klassen" in facing["words"]


def test_classes_of_one_period_are_those_of_both_maps_and_the_panel_says_whose() -> None:
    answer = answer_of(f"{PERIODS}&zeit=stand")
    facing, contents = shown(answer)["facing"], slices_of(answer)

    other = contents[facing["sides"][0]["position"]]
    classes = classify(other.numbers["value"].values, shown(answer)["bounds"])
    assert [f"class-fill class-{group}" for group in classes if group] == [
        style for style in styles_of(facing, 0) if style.startswith("class-fill")
    ]
    assert "Beide Karten haben die Klassen von 31.12.2018" in facing["words"]


def test_sentence_counts_areas_that_stay_rise_and_fall() -> None:
    answer = answer_of(PERIODS)
    before, now = (
        classify(slices_of(answer)[side["position"]].numbers["value"].values, shown(answer)["bounds"])
        for side in shown(answer)["facing"]["sides"]
    )
    both = (before > 0) & (now > 0)

    words = shown(answer)["facing"]["words"]

    counts = (both.sum(), (both & (before == now)).sum(), (both & (now > before)).sum(), (both & (now < before)).sum())
    told = "Von {} Planungsräumen mit Wert in beiden Ständen liegen {} in derselben Klasse, {} in einer höheren, {} in"
    assert told.format(*counts) in words
    assert not both.all()


def test_without_a_comparison_the_one_of_the_balance_is_named() -> None:
    found = []
    for panel in ("nebeneinander", "bilanz"):
        page = page_of(f"{POVERTY}&tafeln={panel}")
        choice = page[page.index('id="workbench-comparison"') :].split("</select>")[0]
        found.append(re.findall(r'<option value="([^"]+)" selected>', choice))

    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_same_period_twice_says_so_instead_of_two_equal_maps() -> None:
    facing = shown(answer_of(f"{POVERTY}{OPEN}&vergleich=2018-12-31"))["facing"]

    assert "sides" not in facing
    assert "Beide Stände sind derselbe" in facing["words"]


def test_other_boundaries_are_said_and_one_map_does_not_lie_over_the_other() -> None:
    answer = answer_of(f"{CHILDREN}{OPEN}&vergleich={answer_of(CHILDREN)['periods'][0]['code']}")
    facing = shown(answer)["facing"]

    assert facing["sides"][0]["edition"] != facing["sides"][1]["edition"]
    assert facing["canSwipe"] is False
    assert "Weil die Grenzen andere sind" in facing["words"]
    assert len(facing["sides"][0]["codes"]) != len(facing["sides"][1]["codes"])
    page = page_of(f"{CHILDREN}{OPEN}&vergleich={answer['periods'][0]['code']}")
    drawn = re.findall(r'<svg class="smallmap facing__map facing__map--(\d)"[^>]*?(hidden)?>', page)
    assert {at for at, is_hidden in drawn if not is_hidden} == {"1", "2"}


def test_two_indicators_have_three_classes_each_and_hidden_ones_their_own_pattern() -> None:
    answer = answer_of(BOTH)
    facing = shown(answer)["facing"]
    second = np.array([np.nan if each is None else 1.0 for each in shown(answer)["second"]["values"]])

    assert [side["isSecond"] for side in facing["sides"]] == [False, True]
    styles = styles_of(facing, 1)
    assert {style for style in styles if style.startswith("class-fill")} == {
        f"class-fill class-{at}" for at in (1, 2, 3)
    }
    assert [style.startswith("class-fill") for style in styles] == (~np.isnan(second)).tolist()
    assert "Jede Karte hat drei Klassen ihres eigenen Indikators" in facing["words"]


def test_filter_greys_on_both_maps() -> None:
    page = page_of(f"{PERIODS}&filter=in:bezirk:08")

    panel = page[page.index('data-workbench-panel="nebeneinander"') :]
    for at in ("1", "2"):
        drawing = panel[panel.index(f"facing__map--{at}") :].split("</svg>")[0]
        assert "special-fill--outside" in drawing


def test_page_without_a_script_draws_two_maps_with_captions_and_a_table() -> None:
    page = page_of(f"{PERIODS}&anordnung=wischen")

    assert not remarks_of(page)
    panel = page[page.index('data-workbench-panel="nebeneinander"') :]
    captions = re.findall(r'data-facing-caption="\d">\s*<strong>([^<]+)</strong>, ([\d.]+)', panel)
    assert captions == [("Kinderarmut", "31.12.2016"), ("Kinderarmut", "31.12.2018")]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td[^>]*>([^<]+)</td><td[^>]*>([^<]+)</td></tr>', panel)
    assert ("Reuterkiez", "37,9\xa0%", "32,7\xa0%") in rows


def test_closed_panel_computes_nothing() -> None:
    assert shown(answer_of(POVERTY))["facing"] is None
