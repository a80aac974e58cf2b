# SPDX-License-Identifier: EUPL-1.2
"""The page of a map over the demo: what it chooses, what it refuses, where its links lead."""

import html
import json
import re
from typing import Any

import pytest
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sozialplanung.accounts.models import Organisation
from sozialplanung.web.messages import has_sentence
from tests.factories.queries import questions

pytestmark = pytest.mark.usefixtures("demo")

MAP = "/berlin/karte/"
CODES = ("indicator_unknown", "ebene_unpublished", "gebietsstand_unpublished", "stand_unpublished", "area_unknown")


def get(address: str, **headers: str) -> tuple[int, str]:
    answer = Client(headers=headers).get(address)
    return answer.status_code, answer.content.decode()


def script_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-script" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def test_map_opens_with_a_key_figure_at_the_finest_level_and_newest_period() -> None:
    status, page = get(MAP)

    script = script_of(page)
    assert status == 200
    assert script["level"] == "planungsraum"
    assert script["periods"][script["position"]]["code"] == "2018-12-31"
    assert script["position"] == len(script["periods"]) - 1
    assert "In 48 von 436 Planungsräumen" in page


def test_boundary_version_follows_the_period() -> None:
    old, new = (
        script_of(get(f"{MAP}?indikator=einwohner&ebene=planungsraum&stand={year}-12-31")[1]) for year in (2019, 2021)
    )

    editions = [period["edition"] for period in old["periods"]]
    assert editions == sorted(editions)
    assert editions[-4:] == ["lor-2021"] * 4
    assert "lor-2006" in editions
    assert old["periods"][old["position"]]["edition"] == "lor-2006"
    assert new["periods"][new["position"]]["edition"] == "lor-2021"


@pytest.mark.check("C017")
def test_bounds_are_the_same_for_all_periods_unless_asked_otherwise() -> None:
    address = f"{MAP}?indikator=anteil-unter-18&ebene=planungsraum"
    fixed, own = (script_of(get(f"{address}&grenzen={scope}")[1])["periods"] for scope in ("alle", "stand"))

    assert len({tuple(period["bounds"]) for period in fixed}) == 1
    assert len({tuple(period["bounds"]) for period in own}) > 1


@pytest.mark.parametrize("method", ["quantile", "fisher-jenks", "gleich"])
@pytest.mark.parametrize("number", [3, 5, 7])
def test_classes_can_be_chosen(method: str, number: int) -> None:
    page = get(f"{MAP}?indikator=transferbezug&methode={method}&klassen={number}")[1]

    assert script_of(page)["periods"][0]["classes"] == number


@pytest.mark.parametrize("method", ["rund", "standardabweichung", "kopf-schwanz"])
def test_classes_by_scale_or_tail_are_at_most_as_many_as_wanted(method: str) -> None:
    page = get(f"{MAP}?indikator=transferbezug&methode={method}&klassen=5")[1]

    assert 2 <= script_of(page)["periods"][0]["classes"] <= 5
    assert f'value="{method}" selected' in page


def test_index_has_its_own_classes_in_respectful_words() -> None:
    page = get(f"{MAP}?indikator=mss-status")[1]

    period = script_of(page)["periods"][-1]
    assert period["isNamed"]
    assert len(period["names"]) == 4
    assert not any("niedrig" in name for name in period["names"])


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("farbe=rot", 400, "query.unknown"),
        ("stand=2018-12-31&stand=2016-12-31", 400, "query.repeated"),
        ("stand=heute", 400, "period.code"),
        ("klassen=12", 400, "query.value"),
        ("indikator=kinder armut", 400, "query.value"),
        ("indikator=gibt-es-nicht", 404, "map.indicator_unknown"),
        ("indikator=kinderarmut&ebene=block", 404, "map.ebene_unpublished"),
        ("indikator=kinderarmut&stand=2017-12-31", 404, "map.stand_unpublished"),
        ("indikator=kinderarmut&gebietsstand=lor-2021", 404, "map.gebietsstand_unpublished"),
        ("indikator=kinderarmut&gebiet=99999999", 404, "map.area_unknown"),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence_a_code_and_a_way_out(query: str, status: int, code: str) -> None:
    answered, page = get(f"{MAP}?{query}")
    as_json = Client(headers={"Accept": "application/problem+json"}).get(f"{MAP}?{query}")

    assert answered == status
    assert code in page
    problem = as_json.json()
    assert as_json.status_code == status
    assert problem["code"] == code
    assert problem["detail"] in html.unescape(page)
    assert problem["way_out"]
    assert problem["detail"].endswith(".")
    assert problem["place"] in query


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("indikator=gibt-es-nicht&ebene=block&methode=quantile", ["Kinderarmut", "Arbeitslosigkeit"]),
        ("indikator=kinderarmut&ebene=block&stand=2018-12-31", ["Planungsräume"]),
        ("indikator=kinderarmut&stand=2017-12-31&gebiet=08010301", ["31.12.2018", "31.12.2012"]),
        ("indikator=kinderarmut&gebietsstand=lor-2021&stand=2018-12-31", ["LOR 2006"]),
        ("indikator=kinderarmut&gebiet=99999999", ["Dasselbe ohne ein Gebiet"]),
    ],
)
def test_page_that_is_not_there_leads_to_what_is(query: str, labels: list[str]) -> None:
    _, page = get(f"{MAP}?{query}")

    links = page.partition('<ul class="error__ways">')[2].partition("</ul>")[0]
    ways = {label: html.unescape(url) for url, label in re.findall(r'<a href="([^"]+)">([^<]+)</a>', links)}
    assert set(labels) <= set(ways)
    assert 0 < len(ways) <= 12
    assert {get(url)[0] for url in ways.values()} == {200}


def test_program_is_told_what_is_there_as_text_alone() -> None:
    answer = Client(headers={"Accept": "application/problem+json"}).get(f"{MAP}?indikator=kinderarmut&ebene=block")

    assert "planungsraum" in answer.json()["way_out"]
    assert "ways" not in answer.json()


def test_every_code_of_the_map_has_a_sentence() -> None:
    assert all(has_sentence(f"map.{code}") for code in CODES)


def test_unknown_organisation_is_not_found() -> None:
    assert get("/atlantis/karte/")[0] == 404


@pytest.mark.parametrize(("slug", "every"), [("berlin", 1), ("nrw", 8), ("koeln", 3), ("flensburg", 2)])
def test_every_choice_that_is_offered_leads_to_a_map(slug: str, every: int) -> None:
    page = get(f"/{slug}/karte/")[1]
    queries = sorted(set(re.findall(r'(?:href="|data-query=")\??((?:indikator)=[^"]+)"', page)))

    assert queries
    for query in queries[::every]:
        assert get(f"/{slug}/karte/?{html.unescape(query)}")[0] == 200, query


@pytest.mark.parametrize(
    "address",
    [
        f"{MAP}?indikator=anteil-unter-18&ebene=planungsraum&gebietsstand=lor-2021&gebiet=05100315",
        f"{MAP}?indikator=einwohner&ebene=bezirk&gebietsstand=lor-2006&stand=2018-12-31&gebiet=05",
    ],
)
def test_every_period_offered_to_somebody_who_came_from_a_profile_leads_to_a_map(address: str) -> None:
    page = get(address)[1]
    queries = sorted(set(re.findall(r'(?:href="|data-query=")\?([^"]*stand=[^"]+)"', page)))

    assert len({query for query in queries if "2019-12-31" in query or "2021-12-31" in query}) > 1
    for query in queries:
        assert get(f"{MAP}?{html.unescape(query)}")[0] == 200, query


def test_change_of_the_table_says_in_short_since_when_and_from_whom() -> None:
    page = get(f"{MAP}?indikator=kinderarmut&ebene=bezirk&stand=2018-12-31")[1]

    head = re.search(r'<th scope="col" data-column="change".*?</th>', page, re.DOTALL)
    assert head is not None
    assert "Veränd. seit 2016" in head[0]
    assert "Prozentpunkte, wie veröffentlicht" in head[0]


@pytest.mark.parametrize(
    ("query", "has_spread"),
    [
        ("indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31", False),
        ("indikator=mss-status", False),
        ("indikator=einwohner", False),
        ("indikator=anteil-unter-18&ebene=stadt", False),
        ("indikator=anteil-unter-18&ebene=planungsraum&stand=2019-12-31&gebiet=02010104", True),
        ("indikator=anteil-unter-18&ebene=bezirk", True),
    ],
)
def test_map_leads_to_the_spread_only_where_that_page_says_something(query: str, has_spread: bool) -> None:
    page = get(f"{MAP}?{query}")[1]

    links = [html.unescape(link) for link in re.findall(r'href="([^"]*/streuung/[^"]*)"', page)]

    assert len(links) == has_spread
    for link in links:
        status, spread = get(link)
        assert status == 200
        assert "Nicht berechenbar" not in spread
        assert all(part in link for part in query.split("&")[1:])


def test_no_choice_is_lost_on_the_way_to_another_indicator() -> None:
    page = get(f"{MAP}?indikator=kinderarmut&ebene=bezirk&stand=2016-12-31&gebiet=08")[1]

    link = re.search(r'href="\?(indikator=transferbezug[^"]*)"', page)
    assert link is not None
    assert html.unescape(link[1]) == "indikator=transferbezug&ebene=bezirk&stand=2016-12-31&gebiet=08"


def test_outer_classes_of_the_legend_are_open_and_the_range_is_that_of_the_period_shown() -> None:
    address = f"{MAP}?indikator=kinderarmut&stand=2018-12-31"
    for level in ("planungsraum", "bezirk", "stadt"):
        page = get(f"{address}&ebene={level}")[1]
        legend = re.search(r'<div class="legend".*?</ol>(.*?)</ul>', page, re.DOTALL)
        assert legend is not None
        assert re.findall(r"<span>([\d,]*)</span>", legend[0].partition("</ol>")[0]) == ["", "10", "20", "35", "50"]
        values = [float(text.replace(",", ".")) for text in re.findall(r'data-column="value"[^>]*>([\d,]+)<', page)]
        told = re.search(r"Werte von ([\d,]+) bis ([\d,]+)", legend[1])
        ends = [float(text.replace(",", ".")) for text in told.groups()] if told else []
        assert ends == ([min(values), max(values)] if level != "stadt" else [])


def test_level_of_one_area_is_told_by_its_value_and_searches_nothing() -> None:
    page = get(f"{MAP}?indikator=kinderarmut&ebene=stadt&stand=2018-12-31")[1]

    assert "Kinderarmut in Berlin: 27,8\u00a0%" in page
    panel = re.search(r'<aside class="map-panel".*?</aside>', page, re.DOTALL)
    assert panel is not None
    assert "27,8\u00a0%" in panel[0]
    assert "keinen Wert" not in panel[0]
    assert "im unteren Drittel" not in panel[0]
    assert 'id="map-search"' not in page
    assert "von 1 " not in page


@pytest.mark.parametrize("address", ["/koeln/karte/?indikator=einwohner", "/flensburg/karte/?indikator=einwohner"])
def test_sum_is_no_measure_for_its_parts(address: str) -> None:
    page = get(address)[1]
    key = re.search(r'<tr data-key="([^"]+)"', page)
    assert key is not None
    chosen = get(f"{address}&gebiet={key[1]}")[1]

    assert "Summe der Gebiete" in page or "von der Quelle geliefert" in page
    assert "mit dem Nenner" not in page
    # The sentences that a script may have to say come with every map.
    assert "Zufallsschwankung" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "legend__city" not in chosen
    assert "map-series__line--city" not in chosen


def test_map_opens_with_a_share_before_a_number_of_persons() -> None:
    assert "einwohner" not in script_of(get("/koeln/karte/")[1])["periods"][0]["slice"]


def test_index_has_no_column_of_comparisons_and_its_official_class_says_what_it_rates() -> None:
    page = get(f"{MAP}?indikator=mss-status&stand=2018-12-31&gebiet=08010301")[1]

    assert 'data-column="comparison"' not in page
    assert re.search(r"amtlich: Status (hoch|mittel|niedrig|sehr niedrig)", page)


def test_breaks_for_one_reason_are_told_in_one_sentence() -> None:
    page = get(f"{MAP}?indikator=kinderarmut&stand=2018-12-31")[1]

    assert "Zwischen 2012 und 2014 sowie 2014 und 2016: " in page


@pytest.mark.parametrize("slug", ["berlin", "nrw", "koeln", "flensburg"])
def test_licences_are_named_and_linked_once(slug: str) -> None:
    page = get(f"/{slug}/karte/")[1]
    source = re.search(r'<p class="source">.*?</p>', page, re.DOTALL)

    assert source is not None
    assert not re.search(r"\bcc-by-|\bcc0\b", page)
    links = re.findall(r'href="([^"]+)" rel="license', source[0])
    assert links
    assert len(links) == len(set(links))


def test_organisation_without_figures_says_so_and_shows_a_way() -> None:
    organisation = Organisation(id=0, slug="leer", name="Leerstadt")

    ways = [{"label": "Andere Orte", "url": "/"}]
    page = render_to_string("indicators/map_empty.html", {"organisation": organisation, "ways": ways})

    assert "Noch nichts veröffentlicht" in page
    assert 'href="/"' in page


@pytest.mark.check("C116")
@pytest.mark.parametrize(
    "address",
    [MAP, f"{MAP}?indikator=einwohner&ebene=stadt", "/nrw/karte/", "/flensburg/karte/"],
)
def test_number_of_queries_does_not_depend_on_the_number_of_areas(address: str) -> None:
    get(address)

    with CaptureQueriesContext(connections["public"]) as public, CaptureQueriesContext(connections["default"]) as own:
        get(address)

    assert len(questions(public)) <= 14
    assert len(own) == 0


def test_page_holds_no_style_attribute_and_no_inline_script() -> None:
    page = get(f"{MAP}?gebiet=08010301")[1]

    assert " style=" not in page
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page)


def test_english_reader_gets_english_words() -> None:
    page = get(f"{MAP}?gebiet=08010301", **{"Accept-Language": "en"})[1]

    assert "In 48 of 436" in page or "in 48 of 436" in page
    assert "Since" in page or "Change since" in page


def test_pattern_is_that_of_the_period_and_boundaries_shown_alone() -> None:
    address = f"{MAP}?indikator=anteil-unter-18&ebene=planungsraum&ansicht=muster"
    old, new = (script_of(get(f"{address}&stand={year}-12-31")[1]) for year in (2019, 2024))

    for script, size in ((old, 448), (new, 542)):
        given = [period["given"] for period in script["periods"]]
        shown = given.pop(script["position"])
        assert len(shown) == size
        assert set(shown) <= {0, 1, 2, 3, 4, 5}
        assert not any(given)
        assert script["isPattern"]


def test_pattern_takes_no_more_queries_than_the_figures_once_it_is_known() -> None:
    address = f"{MAP}?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
    numbers = []
    for view in ("werte", "muster"):
        get(f"{address}&ansicht={view}")
        with CaptureQueriesContext(connections["public"]) as public:
            get(f"{address}&ansicht={view}")
        numbers.append(len(public))

    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("level", ["stadt", "bezirk"])
def test_level_with_few_areas_has_no_pattern_or_a_hint_only(level: str) -> None:
    page = get(f"{MAP}?indikator=anteil-unter-18&ebene={level}&ansicht=muster")[1]

    assert "Kein räumliches Muster" in page if level == "stadt" else "Explorativ" in page


def test_without_scripts_the_pattern_stands_in_legend_words_and_table() -> None:
    page = re.sub(
        r"<script.*?</script>", "", get(f"{MAP}?indikator=anteil-unter-18&ansicht=muster")[1], flags=re.DOTALL
    )

    assert "Was das Muster sagt" in page
    assert page.count("hoch, umgeben von hoch") > 1
    assert 'name="ansicht"' in page
