# SPDX-License-Identifier: EUPL-1.2
"""The filter of the workbench: by published figures alone, hidden ones counted; statistics stay those of all areas."""

import html
import json
import re
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench import areasets
from tests.integration.map.test_workbench_time import (
    CHILDREN,
    POVERTY,
    answer_of,
    page_of,
    remarks_of,
    shown,
    slices_of,
)

pytestmark = pytest.mark.usefixtures("demo")

HIGH = f"{POVERTY}&filter=wert:kinderarmut:40:"
YOUNG = f"{POVERTY}&filter=wert:anteil-unter-18:15:20"
NEUKOELLN = f"{POVERTY}&filter=in:bezirk:08"
AWAY = "&ausserhalb=weg"


def passing(period: dict[str, Any]) -> set[int]:
    text = period["passing"]
    found = areasets.read(text)
    return set(found.positions) if found else set()


def content_of(query: str, code: str) -> SliceContent:
    answer = answer_of(query)
    place = [period["code"] for period in answer["periods"]].index(code)
    return slices_of(answer)[place]


def banner_of(page: str) -> str:
    found = re.search(r"data-workbench-filter>(.*?)</section>", page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def drawn(page: str) -> tuple[int, int, int]:
    """Return how many areas the picture, the order and the table have."""
    return (
        page.count('class="workbench__shape '),
        page.count('<li class="ranking__row'),
        len(re.findall(r'<tr data-key="', page)),
    )


@pytest.mark.check("C005")
def test_areas_meet_a_condition_by_their_published_figure_in_every_period() -> None:
    answer = answer_of(HIGH)

    for period, content in zip(answer["periods"], slices_of(answer), strict=True):
        values = content.numbers["value"].values
        with np.errstate(invalid="ignore"):
            expected = set(np.flatnonzero(values >= 40).tolist())
        assert passing(period) == expected
        assert expected
        assert period["filterSays"].startswith(f"{len(expected)} von {content.size} Planungsräumen")
        hidden = int(np.isnan(values).sum())
        assert (f"{hidden} konnten nicht beurteilt werden" in period["filterSays"]) is bool(hidden)


def test_condition_on_another_indicator_judges_none_whose_figure_is_hidden() -> None:
    answer = answer_of(YOUNG)
    other = content_of(CHILDREN, "2018-12-31")

    values = other.numbers["value"].values
    found = passing(shown(answer))
    assert np.isnan(values).any()
    assert found == {place for place, value in enumerate(values.tolist()) if 15 <= value <= 20}
    assert f"{int(np.isnan(values).sum())} konnten nicht beurteilt werden" in shown(answer)["filterSays"]


def test_all_conditions_have_to_hold_and_one_that_fails_decides() -> None:
    both = shown(answer_of(f"{HIGH}&filter=in:bezirk:08"))
    high, inside = (shown(answer_of(query)) for query in (HIGH, NEUKOELLN))

    assert passing(both) == passing(high) & passing(inside)
    assert passing(both)
    # A hidden figure elsewhere is not asked for: the area lies in another district.
    unknown = [
        int(found[1]) if (found := re.search(r"(\d+) konnte", period["filterSays"])) else 0 for period in (both, high)
    ]
    assert unknown[0] < unknown[1]


def test_areas_lie_in_another_by_the_parents_of_the_register() -> None:
    answer = answer_of(NEUKOELLN)

    for period in answer["periods"]:
        ground = answer["grounds"][period["edition"]]
        inside = {place for place, key in enumerate(ground["keys"]) if key.startswith("08")}
        assert passing(period) == inside
    assert "Filter Neukölln (Bezirk)" in banner_of(page_of(NEUKOELLN)).replace(" in ", " ")


def test_statistics_and_classes_stay_those_of_all_areas() -> None:
    plain, filtered = answer_of(POVERTY), answer_of(f"{HIGH}{AWAY}")

    for before, after in zip(plain["periods"], filtered["periods"], strict=True):
        for name in ("bounds", "five", "histogram", "legend", "sentence", "headline", "city"):
            assert before[name] == after[name]
    assert "alle Statistiken" in banner_of(page_of(HIGH))


@pytest.mark.check("C006")
def test_areas_outside_are_greyed_or_taken_away_everywhere() -> None:
    grey, away = page_of(HIGH), page_of(f"{HIGH}{AWAY}")
    kept = len(passing(shown(answer_of(HIGH))))

    assert drawn(grey) == (448, 448, 448)
    assert grey.count('class="workbench__shape special-fill special-fill--outside"') == 448 - kept
    assert len(re.findall(r'<li class="ranking__row[^"]*is-outside', grey)) == 448 - kept
    assert len(re.findall(r'<tr data-key="[^"]+" class="is-outside"', grey)) == 448 - kept
    assert drawn(away) == (kept, kept, kept)
    assert "special-fill--outside" not in away[away.index('class="workbench"') :].replace("pattern-outside", "")


@pytest.mark.parametrize("how", ["", AWAY])
def test_panels_of_time_and_points_follow(how: str) -> None:
    query = f"{HIGH}{how}&zweiter=anteil-unter-18&tafeln=zusammenhang,bilanz,reihe&vergleich=2016-12-31"
    page, kept = page_of(query), len(passing(shown(answer_of(query))))

    dots = re.findall(r'<circle class="scatter__dot ([^"]*)"', page)
    if how:
        assert 0 < len(dots) <= kept
        assert page.count('<g class="is-gone">') >= 4
        assert len(re.findall(r'<tr data-key="', page)) in {0, kept}
    else:
        assert len(dots) > 400
        assert dots.count("special-fill special-fill--outside") > len(dots) - kept - 1
        assert page.count('<g class="special-fill special-fill--outside">') >= 4


def test_page_carries_the_answer_and_links_keep_the_filter() -> None:
    page = page_of(f"{HIGH}{AWAY}")

    told = re.search(r'<script id="workbench-answer" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert told is not None
    assert json.loads(told[1])["filters"] == ["wert:kinderarmut:40:"]
    assert '<input type="hidden" name="filter" value="wert:kinderarmut:40:">' in page
    for link in re.findall(r'<a class="ranking__name" href="\?([^"]*)"', page):
        assert "filter=wert:kinderarmut:40:" in link
        assert "ausserhalb=weg" in link


def test_every_condition_and_all_of_them_have_a_way_out() -> None:
    page = page_of(f"{HIGH}&filter=in:bezirk:08{AWAY}")

    links = dict(re.findall(r'href="\?([^"]*)" data-workbench-unfilter="([^"]*)"', page))
    ways = {text: query for query, text in links.items()}
    assert set(ways) == {"wert:kinderarmut:40:", "in:bezirk:08", ""}
    assert "filter=in:bezirk:08" in ways["wert:kinderarmut:40:"]
    assert "kinderarmut:40" not in ways["wert:kinderarmut:40:"]
    assert "filter" not in ways[""]
    assert "ausserhalb" not in ways[""]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("wert:gibt-es-nicht:1:2", "wert:gibt-es-nicht:1:2"),
        ("wert:kinderarmut::", "„kinderarmut“"),
        ("wert:kinderarmut:5:2", "„5 – 2“"),
        ("wert:kinderarmut:viel:", "„viel“"),
        ("in:bezirk:99", "in:bezirk:99"),
        ("in:planungsraum:08010301", "in:planungsraum:08010301"),
        ("in:strasse:1", "in:strasse:1"),
        ("liste:0000bAQ", "liste:0000bAQ"),
        ("wert:vertraulich:1:", "wert:vertraulich:1:"),
        ("umsonst", "„umsonst“"),
    ],
)
def test_condition_that_is_not_possible_is_left_out_with_a_line(condition: str, said: str) -> None:
    page = page_of(f"{POVERTY}&filter={condition}")

    (remark,) = remarks_of(page)
    assert said in remark
    assert drawn(page) == (448, 448, 448)
    assert banner_of(page) == ""
    assert "special-fill--outside" not in page[page.index('class="workbench"') :].replace("pattern-outside", "")


def test_period_without_the_indicator_asked_for_judges_nobody_and_says_so() -> None:
    answer = answer_of("?indikator=anteil-unter-18&ebene=planungsraum&filter=wert:kinderarmut:40:")

    without = [period for period in answer["periods"] if "nicht veröffentlicht" in period["filterSays"]]
    assert without
    assert all(passing(period) == set() for period in without)
    assert any(passing(period) for period in answer["periods"])


def test_list_goes_along_to_other_boundaries_and_says_what_is_lost() -> None:
    answer = answer_of(CHILDREN)
    (old, new) = (answer["grounds"][edition] for edition in dict.fromkeys(p["edition"] for p in answer["periods"]))
    chosen = list(range(60))
    text = areasets.written(chosen, old["order"])

    found = answer_of(f"{CHILDREN}&filter=liste:{text}")
    numbers = {old["numbers"][place] for place in chosen}
    for period in found["periods"]:
        ground = found["grounds"][period["edition"]]
        there = {place for place, number in enumerate(ground["numbers"]) if number in numbers}
        assert passing(period) == there
        assert ("von 60 Gebieten" in period["filterSays"]) is (len(there) < 60)
    assert len(new["numbers"]) != len(old["numbers"])


def test_choice_becomes_a_filter_by_a_link() -> None:
    text = areasets.written([3, 5, 8], answer_of(POVERTY)["grounds"][shown(answer_of(POVERTY))["edition"]]["order"])
    page = page_of(f"{POVERTY}&auswahl={text}")

    (query,) = re.findall(r'href="\?([^"]*)" data-workbench-list', page)
    assert "auswahl" not in query
    assert passing(shown(answer_of(f"?{query}"))) == {3, 5, 8}


def test_form_sends_conditions_as_they_are_typed_and_asks_about_thousands() -> None:
    query = f"{POVERTY}&filter=in:bezirk:08&filterwert=kinderarmut&von=32,5&bis=&filterraum=&ausserhalb=weg"

    assert answer_of(query)["filters"] == ["in:bezirk:08", "wert:kinderarmut:32.5:"]
    page = page_of(f"{POVERTY}&filterwert=kinderarmut&von=4.500")
    assert "4.500" in remarks_of(page)[0]
    assert "Tausendern" in remarks_of(page)[0]


def test_without_a_filter_nothing_is_said() -> None:
    answer, page = answer_of(POVERTY), page_of(POVERTY)

    assert answer["filter"] == ""
    assert "passing" not in shown(answer)
    assert banner_of(page) == ""


def test_other_level_keeps_figures_and_lets_the_list_go() -> None:
    order = answer_of(POVERTY)["grounds"][shown(answer_of(POVERTY))["edition"]]["order"]
    page = page_of(f"{HIGH}&filter=liste:{areasets.written([1, 2], order)}")

    queries = dict(re.findall(r'<option value="(bezirk)" data-query="([^"]*)"', page))
    assert "filter=wert:kinderarmut:40:" in queries["bezirk"]
    assert "liste" not in queries["bezirk"]


def test_panels_of_all_areas_stand_beside_a_filter_that_takes_the_area_in_focus_away() -> None:
    page = page_of(f"{HIGH}{AWAY}&gebiet=08010301&tafeln=verteilung,verlauf")

    assert "Dieses Gebiet erfüllt den Filter nicht." in page
    assert 'class="course__line course__line--focus"' in page


def test_embedded_view_names_its_filter_and_holds_the_same_areas() -> None:
    answer = Client().get(f"/embed/berlin/{HIGH}&filter=in:bezirk:08{AWAY}")
    page, kept = html.unescape(answer.content.decode()), shown(answer_of(f"{HIGH}&filter=in:bezirk:08"))

    assert answer.status_code == 200
    assert "Kinderarmut: mindestens 40,0\xa0%; in Neukölln (Bezirk)" in page
    assert kept["filterSays"] in page
    assert page.count('class="workbench__shape ') == len(passing(kept))
    assert page.count('<tr><th scope="row">') == len(passing(kept))


def test_english_page_says_the_same_in_english() -> None:
    page = Client(headers={"accept-language": "en"}).get(f"/berlin/analyse/{HIGH}").content.decode()

    assert re.search(r"\d+ of 448 Planungsräume meet the filter", html.unescape(page))
    assert "Others are" not in page
