# SPDX-License-Identifier: EUPL-1.2
"""Two indicators against each other: made of the published figures alone, of areas that have both."""

import html
import json
import re

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.profile_numbers import number
from indicators.rendering.slices import SliceContent
from indicators.stats.association import association
from indicators.stats.funnel import funnel, places
from tests.integration.map.test_workbench_time import PAGE, POVERTY, answer_of, page_of, shown, slices_of

pytestmark = pytest.mark.usefixtures("demo")

PAIR = f"{POVERTY}&zweiter=anteil-unter-18&tafeln=zusammenhang"
CHILDREN = "?indikator=anteil-unter-18&ebene=planungsraum&stand=2018-12-31"


def contents() -> tuple[SliceContent, SliceContent]:
    found = (answer_of(POVERTY), answer_of(CHILDREN))
    one, other = (slices_of(answer)[answer["position"]] for answer in found)
    return one, other


def test_coefficients_are_those_of_the_published_figures() -> None:
    one, other = contents()
    x, y = (content.numbers["value"].values for content in (one, other))

    found = association(x, y)
    words = html.unescape(shown(answer_of(PAIR, "/berlin/analyse/"))["scatter"]["words"])

    assert found.pearson.value is not None
    assert found.spearman.value is not None
    assert f"{found.n} Planungsräume mit beiden Werten" in words
    assert f"Pearsons r {number(found.pearson.value, 2, 'de')} (95\xa0%:" in words
    assert f"(Spearmans ρ) {number(found.spearman.value, 2, 'de')} (95\xa0%:" in words
    hidden = int((np.isnan(x) | np.isnan(y)).sum())
    assert hidden
    assert f"{hidden} ohne beide Werte sind nicht im Bild" in words


def test_second_figures_are_those_of_the_second_indicator_and_nothing_where_they_are_hidden() -> None:
    _one, other = contents()

    second = shown(answer_of(PAIR))["second"]

    told = np.array([np.nan if whole is None else whole / 10 ** second["decimals"] for whole in second["values"]])
    assert told == pytest.approx(other.numbers["value"].values, abs=1e-9, nan_ok=True)
    assert np.isnan(told).any()


def test_axes_are_shared_and_hold_every_point() -> None:
    answer = answer_of(PAIR)

    low, high = (answer["scatter"]["y"][place]["at"] for place in (0, -1))
    for period in answer["periods"]:
        scale = 10 ** period["second"]["decimals"]
        pairs = zip(period["second"]["values"], period["given"], strict=True)
        assert all(low <= whole / scale <= high for whole, group in pairs if group)


def test_nothing_is_computed_for_a_closed_panel() -> None:
    answer = answer_of(PAIR.replace("&tafeln=zusammenhang", ""))

    assert answer["scatter"] is None
    assert shown(answer)["scatter"] is None


def test_periods_without_the_second_indicator_have_no_point_and_say_so() -> None:
    answer = answer_of("?indikator=anteil-unter-18&ebene=planungsraum&zweiter=kinderarmut&tafeln=zusammenhang")

    without = [
        period for period in answer["periods"] if not any(each is not None for each in period["second"]["values"])
    ]
    assert without
    for period in without:
        assert "Planungsräume mit beiden Werten: 0." in html.unescape(period["scatter"]["words"])
        assert period["scatter"]["line"] is None


def test_page_without_a_script_draws_the_points_and_names_the_area_in_focus() -> None:
    page = page_of(f"{PAIR}&gebiet=08010301")

    one, other = contents()
    both = ~(np.isnan(one.numbers["value"].values) | np.isnan(other.numbers["value"].values))
    assert len(re.findall(r'<circle class="scatter__dot', page)) == int(both.sum())
    assert re.findall(r'<text class="scatter__name[^>]*>([^<]+)</text>', page) == ["Reuterkiez"]


def test_second_indicator_that_is_not_published_leaves_the_panel_with_a_way_out() -> None:
    page = page_of(f"{POVERTY}&zweiter=gibt-es-nicht&tafeln=zusammenhang")

    assert "„zweiter“ kann nicht „gibt-es-nicht“ sein" in page
    assert '<a href="#workbench-second">' in page


def test_answer_is_json_without_numbers_that_are_none() -> None:
    body = Client().get(f"/berlin/analyse/antwort.json{PAIR}").content.decode()

    assert "NaN" not in body
    assert json.loads(body)["scatter"]["x"]


BOXES = f"{POVERTY}&tafeln=verteilung"


def test_boxes_are_those_of_the_published_figures_and_of_each_district() -> None:
    answer = answer_of(BOXES)
    content = slices_of(answer)[answer["position"]]
    values = content.numbers["value"].values
    ground = answer["grounds"][shown(answer)["edition"]]

    boxes = shown(answer)["distribution"]

    assert np.isnan(values).any()
    assert boxes["all"]["n"] == int((~np.isnan(values)).sum())
    quartiles = np.quantile(values[~np.isnan(values)], [0.25, 0.5, 0.75])
    assert boxes["all"]["ends"][1:4] == pytest.approx(quartiles, abs=0.051)
    for group in boxes["groups"]:
        within = np.array([ground["parents"][parent] == group["name"] for parent in ground["parentOf"]])
        there = values[within & ~np.isnan(values)]
        assert group["n"] == there.size >= 5
        assert group["ends"][2] == pytest.approx(np.median(there), abs=0.051)
        assert group["ends"][0] >= there.min()
        assert all(within[place] for place in group["beyond"])
    assert sum(group["n"] for group in boxes["groups"]) == boxes["all"]["n"]


def test_whole_is_by_its_own_denominator_and_no_mean_of_the_areas() -> None:
    answer = answer_of(BOXES)
    content = slices_of(answer)[answer["position"]]
    words = html.unescape(shown(answer)["distribution"]["words"])

    assert content.city.value is not None
    told = number(content.city.value, content.decimals, "de")
    assert told != number(float(np.nanmean(content.numbers["value"].values)), content.decimals, "de")
    assert f"{told}\xa0%" in html.unescape(shown(answer_of(BOXES, PAGE))["distribution"]["words"])
    assert f"{int(np.isnan(content.numbers['value'].values).sum())} " in words


def test_counts_have_no_whole_to_be_held_against() -> None:
    page = page_of("?indikator=einwohner&tafeln=verteilung", "/koeln/analyse/")

    assert "mit dem eigenen Nenner gerechnet" not in page
    assert "boxes__whole" not in page


def test_hidden_area_in_focus_has_its_reason_and_no_place_on_the_axis() -> None:
    answer = answer_of(BOXES)
    ground = answer["grounds"][shown(answer)["edition"]]
    values = slices_of(answer)[answer["position"]].numbers["value"].values
    key = ground["keys"][int(np.flatnonzero(np.isnan(values))[0])]

    page = page_of(f"{BOXES}&gebiet={key}")

    found = re.search(r"data-boxes-meant>(.*?)</ul>", page, re.DOTALL)
    assert found is not None
    assert "<li" in found[1]
    assert "<circle" not in found[1]


def test_page_without_a_script_draws_a_stroke_for_every_area_with_a_value() -> None:
    page = page_of(f"{BOXES}&gebiet=08010301")

    values = slices_of(answer_of(BOXES))[answer_of(BOXES)["position"]].numbers["value"].values
    assert page.count('<rect class="boxes__spot"') == int((~np.isnan(values)).sum())
    assert page.count("boxes__meant--focus") == 1


def test_closed_panel_of_boxes_computes_nothing() -> None:
    assert shown(answer_of(POVERTY))["distribution"] is None


FUNNEL = f"{CHILDREN.replace('2018', '2024')}&tafeln=trichter"


def test_funnel_is_that_of_the_published_counts_around_the_whole() -> None:
    answer = answer_of(FUNNEL)
    content = slices_of(answer)[answer["position"]]
    x, n = (content.numbers[band].values for band in ("numerator", "denominator"))

    found = shown(answer)["funnel"]

    assert content.city.value is not None
    assert found["target"] == pytest.approx(content.city.value)
    limits = funnel(x, n, kind="shares", target=content.city.value / 100)
    expected = places(x / np.where(n > 0, n, np.nan), limits)
    expected[np.isnan(content.numbers["value"].values)] = 0
    assert found["places"] == "".join(str(code) for code in expected)
    assert {"0", "1", "3", "5"} <= set(found["places"])
    words = html.unescape(found["words"])
    assert f"liegen {found['places'].count('3')} innerhalb des Zufalls um die Mitte (Berlin: " in words
    assert f"{found['places'].count('0')} sind nicht im Bild" in words


def test_page_without_a_script_draws_a_mark_for_every_area_in_the_funnel() -> None:
    page = page_of(f"{FUNNEL}&gebiet=08100311")

    places_of_all = shown(answer_of(FUNNEL))["funnel"]["places"]
    drawing = page[page.index("data-funnel-drawing") : page.index("data-funnel-told")]
    assert drawing.count('<path class="funnel__mark') == len(places_of_all) - places_of_all.count("0")
    assert drawing.count("scatter__ring--focus") == 1
    assert "/berlin/indikatoren/anteil-unter-18/streuung/?" in page


def test_shares_without_counts_have_a_sentence_and_no_funnel() -> None:
    answer = answer_of(f"{POVERTY}&tafeln=trichter")

    assert shown(answer)["funnel"]["limits"] is None
    assert set(shown(answer)["funnel"]["places"]) == {"0"}
    page = page_of(f"{POVERTY}&tafeln=trichter")
    assert "Geliefert werden nur Anteile ohne Fallzahlen" in page
    assert '<path class="funnel__mark' not in page[: page.index("data-funnel-told")]


def test_closed_funnel_computes_nothing() -> None:
    answer = answer_of(CHILDREN)

    assert answer["funnel"] is None
    assert shown(answer)["funnel"] is None


def test_tables_of_comparison_go_by_name_whatever_the_order_of_the_ranking() -> None:
    pages = [page_of(f"{PAIR},trichter{order}") for order in ("", "&reihenfolge=-wert")]

    rows = [re.findall(r'<tr><th scope="row">([^<]+)</th>', page) for page in pages]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 400
