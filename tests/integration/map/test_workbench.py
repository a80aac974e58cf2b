# SPDX-License-Identifier: EUPL-1.2
"""The workbench over the demo: what it shows without a script, what it forgives, what its answer holds."""

import html
import json
import re
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.rendering.seriesbytes import parted
from indicators.rendering.slices import SliceContent, decode
from indicators.rendering.workbench import areasets
from sozialplanung.common.statuses import Status
from tests.factories.queries import questions

pytestmark = pytest.mark.usefixtures("demo")

PAGE = "/berlin/analyse/"
ANSWER = f"{PAGE}antwort.json"
POVERTY = "?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"
CHILDREN = "?indikator=anteil-unter-18&ebene=planungsraum"
REUTERKIEZ = "08010301"
ROW = re.compile(r'<tr data-key="([^"]+)">(.*?)</tr>', re.DOTALL)
CELL = re.compile(r'<td data-column="(\w+)"[^>]*>([^<]*)</td>')
BAR = re.compile(
    r'<li class="ranking__row[^"]*" data-key="([^"]+)">.*?(?:width="([\d.]+)%" height="12"|special-fill--([\w-]+)).*?'
    r'ranking__value(?: ranking__value--words)?">([^<]*)<',
    re.DOTALL,
)


def get(address: str, **headers: str) -> tuple[int, str]:
    answer = Client(headers=headers).get(address)
    return answer.status_code, answer.content.decode()


def answer_of(query: str) -> dict[str, Any]:
    answer = Client().get(f"{ANSWER}{query}")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def embedded(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="workbench-answer" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def slices_of(answer: dict[str, Any]) -> dict[tuple[str, str], SliceContent]:
    bodies = [body for address in answer["series"] for body in parted(Client().get(address).content)]
    contents = [decode(body) for body in bodies]
    return {(content.key.period, content.key.boundary_version): content for content in contents}


def remarks_of(page: str) -> list[str]:
    found = re.search(r"data-workbench-remarks>(.*?)</ul>", page, re.DOTALL)
    return [html.unescape(text) for text in re.findall(r"<li>(.*?)</li>", found[1])] if found else []


def rows_of(page: str) -> dict[str, dict[str, str]]:
    return {key: dict(CELL.findall(cells)) for key, cells in ROW.findall(page)}


@pytest.mark.check("C005")
def test_page_without_a_script_shows_picture_sentence_order_course_and_table() -> None:
    status, page = get(f"{PAGE}{POVERTY}&gebiet={REUTERKIEZ}")

    assert status == 200
    assert page.count('class="workbench__shape ') == 448
    assert page.count('<li class="ranking__row') == 448
    assert len(rows_of(page)) == 448
    assert "In 48 von 436 Planungsräumen" in page
    assert "436 Planungsräume mit Wert" in page
    assert "12 ohne Wert zählen nirgends mit" in page
    assert 'class="course__line course__line--focus"' in page
    assert '<h2 class="workbench__name" id="focus-title">Reuterkiez</h2>' in page


@pytest.mark.check("C004")
def test_picture_order_and_table_say_the_same_of_every_area() -> None:
    page = get(f"{PAGE}{POVERTY}&reihenfolge=-wert")[1]

    rows = rows_of(page)
    bars = {key: (width, pattern, html.unescape(value)) for key, width, pattern, value in BAR.findall(page)}
    assert set(bars) == set(rows)
    for key, (width, pattern, value) in bars.items():
        assert value == html.unescape(rows[key]["value"])
        assert bool(width) is bool(rows[key]["class"])
        assert bool(pattern) is not bool(rows[key]["class"])
    widths = [float(width) for width, _, _ in bars.values() if width]
    assert widths == sorted(widths, reverse=True)


def test_areas_stand_by_name_until_somebody_asks_otherwise() -> None:
    names = re.findall(r'class="ranking__name"[^>]*>([^<]+)<', get(f"{PAGE}{POVERTY}")[1])

    assert names[0] == "Ackerstraße"
    assert names == sorted(names, key=lambda name: name.casefold().translate(str.maketrans("äöü", "aou")))


def test_answer_holds_every_period_and_is_the_one_that_the_page_carries() -> None:
    answer = answer_of(POVERTY)

    assert embedded(get(f"{PAGE}{POVERTY}")[1]) == answer
    assert [period["code"] for period in answer["periods"]] == ["2012-12-31", "2014-12-31", "2016-12-31", "2018-12-31"]
    assert len(answer["periods"][-1]["bounds"]) + 1 == answer["periods"][-1]["classes"]
    assert all(period["sentence"] for period in answer["periods"])


def test_statistics_are_those_of_the_slices_that_the_browser_gets() -> None:
    answer = answer_of(CHILDREN)

    slices = slices_of(answer)
    assert len({period["edition"] for period in answer["periods"]}) == 2
    for period in answer["periods"]:
        content = slices[period["code"], period["edition"]]
        values = [value for value in content.numbers["value"].values.tolist() if value == value]  # noqa: PLR0124 - NaN
        assert period["five"][0] == min(values)
        assert period["five"][-1] == max(values)
        assert f"{len(values)} " in period["sentence"]
        assert content.size == len(answer["grounds"][period["edition"]]["keys"])
        assert content.unit_order_hash.startswith(answer["grounds"][period["edition"]]["order"])


def test_value_of_the_city_is_by_its_own_denominator_and_no_mean_of_areas() -> None:
    children, poverty = answer_of(CHILDREN)["periods"][-1], answer_of(POVERTY)["periods"][-1]

    content = slices_of(answer_of(CHILDREN))[children["code"], children["edition"]]
    counts, persons = (content.numbers[band].values for band in ("numerator", "denominator"))
    there = ~np.isnan(counts) & ~np.isnan(persons)
    assert children["city"] == pytest.approx(100 * counts[there].sum() / persons[there].sum(), abs=0.11)
    assert poverty["city"] == 27.8
    assert "jedes gleich gezählt, 25,6" in poverty["sentence"]


def test_line_ends_at_breaks_and_at_other_boundaries() -> None:
    poverty, children = answer_of(POVERTY), answer_of(CHILDREN)

    assert [period["joins"] for period in poverty["periods"]] == [False, False, False, True]
    for before, period in zip(children["periods"], children["periods"][1:], strict=False):
        assert before["edition"] == period["edition"] or not period["joins"]


def test_positions_have_no_line_no_mean_and_no_bar() -> None:
    page = get(f"{PAGE}?indikator=mss-status")[1]

    answer = embedded(page)
    assert answer["isPosition"]
    assert not answer["startsAtZero"]
    assert not any(period["joins"] for period in answer["periods"])
    assert "nie einen Trend" in html.unescape(page) or "keinen Trend" in html.unescape(page)
    assert 'class="course__range" d=""' in page
    assert "Mittel aller" not in page


@pytest.mark.check("C016")
@pytest.mark.parametrize("typed", ["10;20;35.5", "10; 20; 35,5"])
def test_own_bounds_are_those_of_the_answer_the_map_and_the_file(typed: str) -> None:
    own = f"&klassen=eigene&grenzen={quote(typed)}"

    periods = answer_of(f"{POVERTY}{own}")["periods"]
    page = get(f"{PAGE}{POVERTY}{own}")[1]
    (address,) = re.findall(r'href="(/berlin/analyse/daten.csv[^"]*)"', page)
    lines = Client().get(html.unescape(address)).content.decode("utf-8-sig").splitlines()
    simple = html.unescape(re.findall(r'href="(/berlin/karte/\?[^"]*)"', page)[0])

    assert {tuple(period["bounds"]) for period in periods} == {(10.0, 20.0, 35.5)}
    assert "Klassen;Eigene Grenzen" in lines
    assert "Anzahl der Klassen;4" in lines
    assert '<span class="legend__limit" aria-hidden="true"><span>35,5</span>' in get(simple)[1]
    assert 'value="eigene" selected' in page
    assert 'name="zahlen" value="10; 20; 35,5"' in page


def test_method_of_own_bounds_begins_with_those_that_are_shown() -> None:
    page = get(f"{PAGE}{POVERTY}")[1]

    assert '<option value="eigene">Eigene Grenzen</option>' in page
    assert 'value="eigene"' not in get(f"{PAGE}?indikator=mss-status")[1]
    assert "data-workbench-histogram hidden" in get(f"{PAGE}?indikator=mss-status")[1]


@pytest.mark.check("C016")
def test_threshold_is_the_same_in_picture_order_table_legend_map_and_file() -> None:
    query = f"{POVERTY}&klassen=schwelle&mitte=zahl&zahl=35"
    page = html.unescape(get(f"{PAGE}{query}")[1])
    (period,) = [each for each in embedded(page)["periods"] if each["code"] == "2018-12-31"]

    assert "Schwellenwert: 35,0\xa0%" in page
    assert "liegen 302 unter dem Schwellenwert von 35,0\xa0%, 134 darauf oder darüber" in page
    assert "ungünstig" not in page[page.index('id="legend"') : page.index("data-workbench-time")]
    assert (period["sided"], period["palette"], len(period["bounds"])) == (35.0, "diverging", 3)
    assert page.count('class="workbench__shape class-fill class-4"') + page.count(
        'class="workbench__shape class-fill class-3"'
    ) == sum(float(row["value"].replace(",", ".")) >= 35 for row in rows_of(page).values() if row["class"])
    assert page.count('class="ranking__middle"') == 448
    (simple,) = re.findall(r'href="(/berlin/karte/\?[^"]*)"', page)
    (address,) = re.findall(r'href="(/berlin/analyse/daten.csv[^"]*)"', page)
    assert "Schwellenwert: 35,0\xa0%" in html.unescape(get(simple)[1])
    lines = Client().get(address).content.decode("utf-8-sig").splitlines()
    assert "Klassen;Unter und über einem Schwellenwert" in lines
    assert "Zweiseitige Farben;Schwellenwert: 35,0\xa0%" in lines


def test_middle_of_the_whole_is_one_for_all_periods_or_each_its_own() -> None:
    common = answer_of(f"{POVERTY}&mitte=stadt&klassen=quantile")["periods"]
    single = answer_of(f"{POVERTY}&mitte=stadt&klassen=quantile&zeit=stand")["periods"]

    assert {period["sided"] for period in common} == {27.8}
    assert "Mitte: 27,8\xa0% (Berlin, 31.12.2018)" in html.unescape(common[0]["legend"])
    assert [period.get("sided") for period in single] == [period["city"] for period in single]
    assert None in [period["city"] for period in single]
    assert "die Farben haben keine Mitte" in single[0]["legend"]
    assert all(len(period["bounds"]) == 3 for period in [*common, *single] if "sided" in period)


def test_threshold_without_a_number_takes_the_value_of_the_whole_or_the_middle_area() -> None:
    assert answer_of(f"{POVERTY}&klassen=schwelle")["mitte"] == "stadt"
    counts = Client().get("/koeln/analyse/antwort.json?indikator=einwohner&klassen=schwelle").json()
    assert float(counts["mitte"]) == counts["periods"][-1]["sided"]


def test_zero_and_unusual_values_are_told_apart_from_what_is_missing() -> None:
    query = "?indikator=einwohner&ebene=planungsraum&stand=2024-12-31&klassen=quantile&null=eigene&ausreisser=eigene"
    page = html.unescape(get(f"{PAGE}{query}")[1])
    (period,) = [each for each in embedded(page)["periods"] if each["code"] == "2024-12-31"]

    rows = rows_of(page)
    words = {row["class"].split(": ")[1] for row in rows.values() if ": " in row["class"]}
    zeros = [row for row in rows.values() if row["value"] == "0"]
    assert words == {"null"}
    assert zeros
    assert {row["class"] for row in zeros} == {"1: null"}
    assert page.count('class="workbench__shape special-fill special-fill--zero"') == len(zeros)
    assert f"null ({len(zeros)})" in re.sub(r"\s+", " ", page)
    assert "weder ein Fehler noch eine Wertung" in page
    assert period["colours"] == len(period["inner"]) + 1 < period["classes"]
    counts = [int(count) for count in re.findall(r'legend__count" aria-hidden="true">(\d+)<', period["legend"])]
    assert sum(counts) + len(zeros) == sum(1 for row in rows.values() if row["class"])


def test_unusual_values_are_counted_in_the_legend_and_named_in_the_table() -> None:
    page = html.unescape(get(f"{PAGE}{CHILDREN}&stand=2024-12-31&ausreisser=eigene")[1])

    high = [row for row in rows_of(page).values() if row["class"].endswith(": ungewöhnlich hoch")]
    assert high
    assert page.count('class="workbench__shape special-fill special-fill--high"') == len(high)
    assert f"{len(high)} ungewöhnlich hoch (ab " in page


def test_classes_with_names_have_no_middle_and_a_line_says_so() -> None:
    page = get(f"{PAGE}?indikator=mss-status&mitte=0&ausreisser=eigene")[1]

    assert ["„mitte“" in remarks_of(page)[0], "„ausreisser“" in remarks_of(page)[1]] == [True, True]
    assert 'name="mitte"' not in page


@pytest.mark.check("C020")
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?indikator=gibt-es-nicht", "indikator"),
        ("?indikator=kinderarmut&ebene=block", "ebene"),
        ("?indikator=kinderarmut&stand=2017-12-31", "stand"),
        ("?indikator=kinderarmut&stand=gestern", "stand"),
        ("?indikator=kinderarmut&gebietsstand=lor-1848", "gebietsstand"),
        ("?indikator=kinderarmut&gebiet=99999999", "gebiet"),
        ("?indikator=kinderarmut&anzahl=12", "anzahl"),
        ("?indikator=kinderarmut&auswahl=ffffbAQ", "auswahl"),
        ("?indikator=kinderarmut&karte=a,b,c", "karte"),
        ("?indikator=kinderarmut&mitte=oben", "mitte"),
    ],
)
def test_what_is_not_possible_gives_way_and_a_line_says_so(query: str, named: str) -> None:
    status, page = get(f"{PAGE}{query}")

    (remark,) = remarks_of(page)
    assert status == 200
    assert f"„{named}“" in remark
    assert embedded(page)["periods"]


@pytest.mark.check("C020")
def test_unknown_parameters_change_nothing() -> None:
    plain, strange = get(f"{PAGE}{POVERTY}")[1], get(f"{PAGE}{POVERTY}&farbe=rot&utm_source=mail&stand=")[1]

    assert remarks_of(strange) == []
    assert embedded(strange)["periods"] == embedded(plain)["periods"]


def test_choice_of_another_level_is_recognised_and_not_misread() -> None:
    districts = answer_of(CHILDREN.replace("planungsraum", "bezirk"))["grounds"]["lor-2021"]
    text = areasets.written([0, 3, 7], districts["order"])

    page = get(f"{PAGE}{CHILDREN}&stand=2024-12-31&auswahl={text}")[1]

    assert embedded(page)["chosen"] == []
    (remark,) = remarks_of(page)
    assert "Von 3 Gebieten in der Auswahl gibt es 0" in remark


def test_area_that_is_kept_secret_is_shown_as_such_in_every_panel() -> None:
    page = get("/berlin/analyse/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31")[1]

    rows = rows_of(page)
    hidden = [key for key, cells in rows.items() if "geheim" in html.unescape(cells["value"])]
    bars = {key: (width, pattern) for key, width, pattern, _ in BAR.findall(page)}
    assert hidden
    for key in hidden:
        assert rows[key]["class"] == ""
        assert bars[key] == ("", "suppressed")
    assert page.count("special-fill--suppressed") >= 2 * len(hidden)
    assert f"{len(hidden)} gesperrt: geheim gehalten" in html.unescape(page)


def test_answer_is_asked_for_once_and_told_by_its_hash_afterwards() -> None:
    first = Client().get(f"{ANSWER}{POVERTY}")

    again = Client().get(f"{ANSWER}{POVERTY}", headers={"If-None-Match": first.headers["ETag"]})
    other = Client().get(f"{ANSWER}{POVERTY}&klassen=quantile", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200
    assert first.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(first.headers["Vary"].split(", "))


def test_answer_of_a_long_series_of_many_areas_is_small() -> None:
    packed = Client().get(f"{ANSWER}{CHILDREN}", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) <= 30_000
    assert (
        sum(
            len(Client().get(address, headers={"Accept-Encoding": "gzip"}).content)
            for address in answer_of(CHILDREN)["series"]
        )
        <= 80_000
    )


def test_page_asks_the_database_no_more_for_many_periods_than_for_few() -> None:
    def asked(query: str) -> int:
        get(f"{PAGE}{query}")
        with (
            CaptureQueriesContext(connections["public"]) as public,
            CaptureQueriesContext(connections["default"]) as own,
        ):
            get(f"{PAGE}{query}")
        return len(questions(public)) + len(questions(own))

    few, many = asked(POVERTY), asked(CHILDREN)

    assert many <= few + 2


def test_english_page_says_the_same_in_english() -> None:
    page = get(f"{PAGE}{POVERTY}", **{"accept-language": "en"})[1]

    assert "436 Planungsräume with a value" in page
    assert "Order of the areas" in page
    assert "Diese Seite" not in page


PAIR = f"{POVERTY}&zweiter=anteil-unter-18"


@pytest.mark.check("C016")
def test_two_indicators_are_one_picture_one_grid_and_one_table() -> None:
    page = html.unescape(get(f"{PAGE}{PAIR}")[1])
    (period,) = [each for each in embedded(page)["periods"] if each["code"] == "2018-12-31"]

    counts = [int(count) for count in re.findall(r'pair__count">(\d+)<', period["legend"])]
    rows = rows_of(page)
    names = [row["class"].split(": ")[0] for row in rows.values()]
    assert len(counts) == 9
    assert counts == [names.count(str(number)) for number in range(1, 10)]
    assert counts == [page.count(f'class="workbench__shape class-fill class-{number}"') for number in range(1, 10)]
    assert counts == [period["given"].count(number) for number in range(1, 10)]
    assert period["palette"] == "bivariate"
    assert "Zusammenhang von Gebieten, nicht von Personen" in page
    halves = [areasets.read(areas) for _half, areas in period["halves"]]
    assert sum(len(half.positions) for half in halves if half) + sum(counts) == sum(
        1 for row in rows.values() if row["value"][:1].isdigit()
    )
    assert 'value="anteil-unter-18" data-query' in page
    assert "Kinder und Jugendliche unter 18 Jahren, in Prozent" in page
    assert "Amt für Statistik Berlin-Brandenburg" in page[page.index('class="source"') :]
    assert embedded(page)["startsAtZero"]


def test_period_without_the_second_indicator_says_so_and_needs_no_request() -> None:
    periods = {period["code"]: period for period in answer_of(PAIR)["periods"]}

    assert not any(periods["2012-12-31"]["given"])
    assert "zu diesem Stand nicht veröffentlicht" in html.unescape(periods["2012-12-31"]["legend"])
    assert any(periods["2018-12-31"]["given"])


def test_thirds_are_those_of_both_published_slices() -> None:
    answer, other = answer_of(PAIR), answer_of(CHILDREN)
    (period,) = [each for each in answer["periods"] if each["code"] == "2018-12-31"]
    key = ("2018-12-31", period["edition"])

    hidden = [
        place
        for place, value in enumerate(slices_of(other)[key].numbers["value"].values.tolist())
        if value != value  # noqa: PLR0124 - NaN
    ]
    assert hidden
    assert all(period["given"][place] == 0 and period["second"]["values"][place] is None for place in hidden)
    single = answer_of(f"{PAIR}&zeit=stand")["periods"][-1]
    spread = [single["given"].count(number) for number in range(1, 10)]
    across = [sum(spread[at::3]) for at in range(3)]
    assert max(across) - min(across) < 40


@pytest.mark.parametrize("second", ["gibt-es-nicht", "kinderarmut", "vertraulich"])
def test_second_indicator_that_is_not_there_is_left_out_with_a_line(second: str) -> None:
    page = get(f"{PAGE}{POVERTY}&zweiter={second}")[1]

    (remark,) = remarks_of(page)
    assert "„zweiter“" in remark
    assert "given" not in embedded(page)["periods"][-1]


def test_panels_of_time_stand_beside_two_indicators() -> None:
    status, page = get(f"{PAGE}{PAIR}&tafeln=rangfolge,bilanz,reihe,tabelle&vergleich=2016-12-31")

    assert status == 200
    assert "Positionen" not in page[page.index('id="panels"') :]
    assert "Alle Karten haben dieselben Klassen" in page


def test_hidden_figures_are_explained_in_the_periods_that_have_some() -> None:
    answer = answer_of(CHILDREN)

    found = slices_of(answer)
    for period in answer["periods"]:
        status = found[period["code"], period["edition"]].status
        assert ("„Gesperrt“ heißt" in html.unescape(period["notes"])) == bool((status == Status.SUPPRESSED).any())
