# SPDX-License-Identifier: EUPL-1.2
"""Two indicators against each other: made of the published figures alone, of areas that have both."""

import html
import json
import re
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.profile_numbers import number
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench import areasets
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


SIDE = f"{CHILDREN}&zweiter=kinderarmut&weitere=einwohner&weitere=mss-status&tafeln=vergleichstafel"


def cross_of(query: str) -> dict[str, Any]:
    return dict(Client(headers={"accept-language": "de"}).get(f"/berlin/analyse/vergleichstafel.json{query}").json())


def test_columns_are_the_published_figures_of_each_indicator() -> None:
    columns = answer_of(SIDE)["cross"]["columns"]

    slugs = ("anteil-unter-18", "kinderarmut", "einwohner", "mss-status")
    for slug, column in zip(slugs, columns, strict=True):
        answer = answer_of(f"?indikator={slug}&ebene=planungsraum&stand=2018-12-31")
        content = slices_of(answer)[answer["position"]]
        told = np.array([np.nan if each is None else each / 10 ** column["decimals"] for each in column["values"]])
        assert told == pytest.approx(content.numbers["value"].values, abs=1e-9, nan_ok=True)
        assert np.isnan(told).any()
        missing = np.isnan(told)
        assert {column["fifths"][place] for place in np.flatnonzero(missing)} == {"0"}
        assert {column["below"][place] for place in np.flatnonzero(missing)} == {-1}
        assert column["lacks"].keys() == {str(place) for place in np.flatnonzero(missing)}
        counts = [column["fifths"].count(str(fifth)) for fifth in range(1, 6)]
        assert max(counts) - min(counts) <= 0.1 * sum(counts)


def test_step_of_time_asks_for_the_table_of_that_period_alone() -> None:
    page, asked = answer_of(SIDE)["cross"], cross_of(SIDE)
    other = cross_of(SIDE.replace("2018-12-31", "2016-12-31"))

    assert asked == page
    assert other["code"] == "2016-12-31"
    assert other["columns"][1]["values"] != page["columns"][1]["values"]
    assert answer_of(SIDE.replace("2018-12-31", "2016-12-31"))["cross"] == other


def test_indicator_without_a_release_for_the_period_says_so() -> None:
    query = f"{CHILDREN.replace('2018', '2024')}&weitere=kinderarmut,einwohner&tafeln=vergleichstafel"

    column = answer_of(query)["cross"]["columns"][1]

    assert column["values"] is None
    assert set(column["fifths"]) == {"0"}
    page = page_of(query)
    assert "Zu diesem Stand auf dieser Ebene nicht veröffentlicht: „Kinderarmut“." in page


def test_table_holds_the_whole_first_and_all_areas_unless_some_are_chosen() -> None:
    whole, some = page_of(SIDE), page_of(f"{SIDE}&gebiet=08010301&auswahl={chosen_of(SIDE, 3)}")

    rows = [re.findall(r'<tr data-key="(\w+)"', table_of(page)) for page in (whole, some)]
    assert len(rows[0]) == 448
    assert len(rows[1]) == 4
    assert "08010301" in rows[1]
    assert table_of(some).index("cross__whole") < table_of(some).index("data-key")
    assert 'data-key="08010301" class="is-focus"' in table_of(some)
    drawing = some[some.index("data-cross-drawing") : some.index("data-cross-radar")]
    assert drawing.count('<g class="course__line') == 4
    assert "Wählen Sie bis zu sechs Gebiete" in whole


def test_at_most_six_areas_are_drawn_and_two_indicators_have_no_lines() -> None:
    many = page_of(f"{SIDE}&gebiet=08010301&auswahl={chosen_of(SIDE, 9)}")

    drawing = many[many.index("data-cross-drawing") : many.index("data-cross-radar")]
    assert drawing.count('<g class="course__line') == 6
    assert "data-cross-drawing" not in page_of(f"{CHILDREN}&weitere=einwohner&tafeln=vergleichstafel")


def test_form_offers_the_others_and_carries_everything_else_along() -> None:
    page = page_of(f"{SIDE}&klassen=gleich&filter=in:bezirk:08&ausserhalb=weg")

    form = page[page.index("data-cross-form") : page.index("</form>", page.index("data-cross-form"))]
    assert re.findall(r'value="([\w-]+)" autocomplete="off" checked', form) == ["mss-status", "einwohner"]
    assert 'value="kinderarmut" autocomplete' not in form
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form))
    assert hidden["klassen"] == "gleich"
    assert hidden["filter"] == "in:bezirk:08"
    assert hidden["zweiter"] == "kinderarmut"
    assert "weitere" not in hidden


def test_what_is_not_published_is_left_out_with_a_line() -> None:
    page = page_of(f"{CHILDREN}&weitere=gibt-es-nicht,einwohner,anteil-unter-18&tafeln=vergleichstafel")

    assert "Für „weitere“ ist „gibt-es-nicht“ nicht veröffentlicht" in page or "„gibt-es-nicht“" in page
    assert "weitere=einwohner&" in page.replace("&amp;", "&") or "weitere=einwohner" in page


def test_further_indicators_have_their_sources_named_where_their_table_is_open() -> None:
    query = "?indikator=einwohner&ebene=planungsraum&stand=2018-12-31&weitere=mss-status"

    opened, closed = (page_of(f"{query}{more}") for more in ("&tafeln=vergleichstafel", ""))

    sources = [
        page[page.index('<p class="source">') : page.index('<p class="workbench__address"')]
        for page in (opened, closed)
    ]
    assert "Monitoring Soziale Stadtentwicklung" in sources[0]
    assert "Monitoring Soziale Stadtentwicklung" not in sources[1]


def test_closed_table_reads_nothing() -> None:
    assert answer_of(SIDE.replace("&tafeln=vergleichstafel", ""))["cross"] is None


def chosen_of(query: str, count: int) -> str:
    order = answer_of(query)["grounds"][shown(answer_of(query))["edition"]]["order"]
    return areasets.written(range(0, 5 * count, 5), order)


def table_of(page: str) -> str:
    return page[page.index("data-cross-rows") : page.index("</table>", page.index("data-cross-rows"))]


def test_radar_draws_the_same_areas_as_the_lines_and_warns_of_their_surface() -> None:
    some = f"{SIDE}&gebiet=08010301&auswahl={chosen_of(SIDE, 3)}"

    lines, radar = page_of(some), page_of(f"{some}&form=netz")

    for page in (lines, radar):
        drawing = page[page.index("data-cross-radar") : page.index("data-cross-warning")]
        assert drawing.count('<g class="course__line') == 4
        assert "polygon" not in drawing
    shown_ones = [re.findall(r"data-cross-(drawing|radar|warning)([^>]*)>", page) for page in (lines, radar)]
    hidden = [{name for name, rest in found if rest.rstrip().endswith("hidden")} for found in shown_ones]
    assert hidden == [{"radar", "warning"}, {"drawing"}]
    assert "Die Fläche einer solchen Figur bedeutet nichts" in radar
    assert table_of(lines).replace("&form=netz", "") == table_of(radar).replace("&form=netz", "")
