# SPDX-License-Identifier: EUPL-1.2
"""The workbench over time, without a script: balance of two periods, a map for every period, spread and lines."""

import html
import json
import re
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.seriesbytes import parted
from indicators.rendering.slices import SliceContent, decode

pytestmark = pytest.mark.usefixtures("demo")

PAGE = "/berlin/analyse/"
POVERTY = "?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"
CHILDREN = "?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
BALANCE = "&tafeln=bilanz"
MULTIPLES = "&tafeln=reihe"
ROW = re.compile(r'<tr><th scope="row">([^<]+)</th>((?:<td[^>]*>[^<]*</td>)+)</tr>')


def page_of(query: str, place: str = PAGE) -> str:
    answer = Client(headers={"accept-language": "de"}).get(f"{place}{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def answer_of(query: str, place: str = PAGE) -> dict[str, Any]:
    return dict(Client(headers={"accept-language": "de"}).get(f"{place}antwort.json{query}").json())


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    return dict(answer["periods"][answer["position"]])


def slices_of(answer: dict[str, Any]) -> list[SliceContent]:
    bodies = [body for address in answer["series"] for body in parted(Client().get(address).content)]
    found = {(content.key.period, content.key.boundary_version): content for content in map(decode, bodies)}
    return [found[period["code"], period["edition"]] for period in answer["periods"]]


def remarks_of(page: str) -> list[str]:
    found = re.search(r"data-workbench-remarks>(.*?)</ul>", page, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []


def differences_of(balance: dict[str, Any]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if whole is None else whole / 10 ** balance["decimals"] for whole in balance["difference"]])


def test_difference_is_that_of_figures_shown_in_both_periods_and_of_no_other() -> None:
    answer = answer_of(f"{CHILDREN}{BALANCE}&vergleich=2022-12-31")

    contents, balance = slices_of(answer), shown(answer)["balance"]
    then, now = contents[balance["since"]], contents[balance["until"]]
    plain = now.numbers["value"].values - then.numbers["value"].values
    assert now.change.since != "2022-12-31"
    assert differences_of(balance) == pytest.approx(plain, abs=1e-9, nan_ok=True)
    hidden = np.isnan(now.numbers["value"].values) | np.isnan(then.numbers["value"].values)
    assert hidden.any()
    codes = np.array(balance["codes"])
    assert (codes[hidden] > 6).all()
    assert (codes[~hidden] <= 6).all()
    assert not np.isnan(np.array(balance["lower"], dtype=float)[~hidden]).all()
    assert np.isnan(np.array(balance["lower"], dtype=float)[hidden]).all()


def test_differences_within_chance_are_in_no_class_and_counted_in_the_sentence() -> None:
    answer = answer_of(f"{CHILDREN}{BALANCE}&vergleich=2021-12-31")

    balance = shown(answer)["balance"]
    lower, upper = (np.array(balance[name], dtype=float) for name in ("lower", "upper"))
    is_chance = (lower <= 0) & (upper >= 0)
    assert ((np.array(balance["codes"]) == 6) == is_chance).all()
    assert balance["styles"][5] == "chance-fill"
    words = html.unescape(balance["words"])
    assert f"{int(is_chance.sum())} innerhalb des Zufalls (31.12.2024 gegenüber 31.12.2021)" in words
    assert "Benjamini-Hochberg" in words


def test_what_the_publisher_states_comes_before_what_is_computed() -> None:
    answer = answer_of(f"{POVERTY}{BALANCE}&vergleich=2016-12-31")

    balance, now = shown(answer)["balance"], slices_of(answer)[-1]
    assert now.change.kind == "published"
    assert differences_of(balance) == pytest.approx(now.numbers["change"].values, abs=1e-9, nan_ok=True)
    assert "wie veröffentlicht" in html.unescape(balance["words"])
    assert balance["lower"] == []


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (f"{POVERTY}&vergleich=2012-12-31", "31.12.2012 und 31.12.2018 sind nicht vergleichbar"),
        (f"{CHILDREN}&vergleich=2019-12-31", "verschiedene Grenzen"),
        (f"{CHILDREN}&vergleich=2024-12-31", "Beide Stände sind derselbe"),
        ("?indikator=mss-status", "Positionen haben keinen Unterschied"),
    ],
)
def test_where_nothing_may_be_compared_there_is_a_sentence_and_no_figure(query: str, reason: str) -> None:
    page, balance = page_of(f"{query}{BALANCE}"), shown(answer_of(f"{query}{BALANCE}"))["balance"]

    assert reason in page
    assert balance.keys() == {"words"}
    assert ROW.findall(page[page.index("data-balance-figures") :]) == []
    assert not re.search(r'class="smallmap smallmap--balance"[^>]*data-edition="[^"]*">', page)
    assert remarks_of(page) == []


def test_page_without_a_script_draws_the_balance_and_its_table() -> None:
    page, answer = page_of(f"{CHILDREN}{BALANCE}"), answer_of(f"{CHILDREN}{BALANCE}")

    balance = shown(answer)["balance"]
    drawn = re.findall(r'<use class="([^"]*)" href="#outline-\d+-(\d+)"', page)
    assert [style for style, _ in drawn] == [balance["styles"][code - 1] for code in balance["codes"]]
    rows = [re.findall(r">([^<]*)</td>", cells) for _, cells in ROW.findall(page)]
    assert len(rows) == 542
    assert sum("gesperrt: geheim gehalten" in cells[2] for cells in rows) == 6
    assert answer["periods"][balance["since"]]["code"] == "2021-12-31"
    assert 'name="vergleich"' in page
    assert '<option value="2021-12-31" selected>' in page[page.index('name="vergleich"') :]


def test_all_balances_with_one_period_stand_in_the_same_classes() -> None:
    answer = answer_of(f"{CHILDREN}{BALANCE}&vergleich=2021-12-31")

    labels = {tuple(period["balance"]["labels"][:5]) for period in answer["periods"] if "labels" in period["balance"]}
    assert len(labels) == 1
    assert sum("labels" in period["balance"] for period in answer["periods"]) == 3


def test_period_that_is_not_there_to_compare_with_gives_way_and_a_line_says_so() -> None:
    page = page_of(f"{CHILDREN}{BALANCE}&vergleich=2020-12-31")

    (remark,) = remarks_of(page)
    assert "„vergleich“: „2020-12-31“" in remark
    assert "gegenüber 31.12.2021" in page


def test_counts_differ_by_numbers_and_the_whole_in_percent_in_words_alone() -> None:
    page = page_of("?indikator=einwohner&tafeln=bilanz", "/koeln/analyse/")

    words = page[page.index("data-balance-words") : page.index("balance__maps")]
    assert re.search(r"Köln: [+−][\d.]+\xa0Personen \([+−][\d,]+\xa0%\)", words)
    assert re.findall(r"\d%|\d\xa0%", words[words.index("balance__unit") :]) == []


@pytest.mark.check("C017")
def test_small_maps_share_their_classes_until_a_reader_asks_otherwise() -> None:
    common, own = page_of(f"{CHILDREN}{MULTIPLES}"), page_of(f"{CHILDREN}{MULTIPLES}&zeit=stand")

    told = [period["bounds"] for period in answer_of(f"{CHILDREN}{MULTIPLES}")["periods"]]
    assert all(bounds == told[0] for bounds in told)
    assert "Alle Karten haben dieselben Klassen" in common
    assert "data-multiples-bounds>Grenzen: " not in common
    each = [period["bounds"] for period in answer_of(f"{CHILDREN}{MULTIPLES}&zeit=stand")["periods"]]
    assert len({tuple(bounds) for bounds in each}) > 1
    assert "Jede Karte hat eigene Klassen (je Stand)" in own
    assert own.count("data-multiples-bounds>Grenzen: ") == len(each)


@pytest.mark.check("C017")
def test_every_period_has_its_map_and_a_missing_year_is_a_gap() -> None:
    page = page_of(f"{CHILDREN}{MULTIPLES}")

    answer = answer_of(f"{CHILDREN}{MULTIPLES}")
    labels = re.findall(r'class="multiples__(link|gap)"[^>]*>([^<]+)<', page)
    assert [words for kind, words in labels if kind == "link"] == [period["label"] for period in answer["periods"]]
    assert labels[4:7] == [("link", "31.12.2019"), ("gap", "1 Stand fehlt"), ("link", "31.12.2021")]
    assert page.count("andere Grenzen als davor") == 1
    assert len(re.findall(r'<path id="outline-', page)) == 448 + 542


def test_small_maps_fill_every_area_as_the_slices_say() -> None:
    page, answer = page_of(f"{CHILDREN}{MULTIPLES}"), answer_of(f"{CHILDREN}{MULTIPLES}")

    tiles = page.split('class="multiples__tile"')[1:]
    for tile, content, period in zip(tiles, slices_of(answer), answer["periods"], strict=True):
        fills = re.findall(r'<g class="([^"]+)">((?:<use [^>]+>)+)</g>', tile)
        styles = {int(place): style for style, uses in fills for place in re.findall(r'-(\d+)"', uses)}
        assert len(styles) == content.size
        values = content.numbers["value"].values
        for place, value in enumerate(values.tolist()):
            number = 1 + sum(value >= bound for bound in period["bounds"])
            has_class = styles[place] == f"class-fill class-{number}"
            assert has_class is not bool(np.isnan(value)), (period["code"], place)


def test_spread_is_of_areas_with_a_value_alone() -> None:
    answer = answer_of(CHILDREN)

    for content, period in zip(slices_of(answer), answer["periods"], strict=True):
        values = content.numbers["value"].values
        expected = np.quantile(values[~np.isnan(values)], [0.1, 0.25, 0.5, 0.75, 0.9])
        assert period["spread"] == pytest.approx(expected, abs=0.0501)


def test_lines_are_fitted_where_five_periods_follow_each_other_and_never_over_other_boundaries() -> None:
    none, fitted = answer_of(CHILDREN), answer_of(f"{CHILDREN}&anpassung=theil-sen")

    assert none["fits"] == []
    (run,) = fitted["fits"]
    codes = [period["code"] for period in fitted["periods"]]
    assert (codes[run["first"]], codes[run["last"]]) == ("2015-12-31", "2019-12-31")
    assert len(run["areas"]) == 448
    start, end, slope = run["whole"]
    assert end - start == pytest.approx(4 * slope, abs=0.01)
    page = page_of(f"{CHILDREN}&anpassung=theil-sen")
    assert re.search(r"Berlin \(Theil-Sen\): 2015 bis 2019 \+0,\d\d\xa0Prozentpunkte im Jahr\.", page)
    assert page.count('<path class="course__fit"') == 2


def test_where_too_few_periods_may_be_compared_the_page_says_so() -> None:
    page = page_of(f"{POVERTY}&anpassung=linear")

    assert "sie braucht fünf vergleichbare Stände hintereinander" in page
    assert answer_of(f"{POVERTY}&anpassung=linear")["fits"] == []


def test_other_boundaries_are_a_line_and_breaks_are_dots() -> None:
    children, poverty = page_of(CHILDREN), page_of(POVERTY)

    drawing = re.compile(r"<svg class=\"course\".*?</svg>", re.DOTALL)
    assert [drawing.findall(page)[0].count("course__ground") for page in (children, poverty)] == [1, 0]
    assert [drawing.findall(page)[0].count("course__break") for page in (children, poverty)] == [0, 2]


def test_closed_panels_cost_nothing_and_the_page_carries_the_answer() -> None:
    everything = f"{CHILDREN}&tafeln=rangfolge,verlauf,bilanz,reihe,tabelle&anpassung=theil-sen"

    closed = answer_of(f"{CHILDREN}&vergleich=2021-12-31")
    assert closed["multiples"] is None
    assert all(period["balance"] is None for period in closed["periods"])
    packed = Client().get(f"{PAGE}antwort.json{everything}", headers={"Accept-Encoding": "gzip"})
    assert len(packed.content) <= 45_000
    page = Client().get(f"{PAGE}{everything}").content.decode()
    found = re.search(r'<script id="workbench-answer" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == answer_of(everything)
