# SPDX-License-Identifier: EUPL-1.2
"""Types of areas and proposed social areas over stored releases: what they say, refuse, hide, keep and send."""

import csv
import html
import io
import json
import re
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from shapely.geometry import box, shape

from indicators.models import Audience, Indicator, IndicatorDefinition, ReleaseState
from indicators.selectors import areatypes, socialareas
from sozialplanung.web.messages import has_sentence
from tests.factories.areas import SIDE, SOUTH, WEST
from tests.factories.groupedcity import KEYS, POVERTY, RENT, GroupedCity, build_grouped_city
from tests.factories.organisations import organisation
from tests.factories.queries import questions
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db

TYPES, REGIONS = "/musterstadt/gebietstypen/", "/musterstadt/sozialraeume/"
BOTH = "indikator=armut&indikator=miete"
THREE_TYPES, THREE_REGIONS = f"{TYPES}?{BOTH}&typen=3", f"{REGIONS}?{BOTH}&regionen=3"
HIDDEN = (*POVERTY[:3], None, *POVERTY[4:])


kept_city = kept(build_grouped_city)


def page_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def text_of(client: Client, address: str, **headers: str) -> str:
    main = page_of(client, address, **headers).partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<script.*?</script>", " ", main, flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def script_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-script" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def said_on_map(page: str) -> list[dict[str, Any]]:
    script = script_of(page)
    return [script["kinds"][place] for place in script["places"]]


def csv_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def area_lines(rows: list[list[str]]) -> dict[str, list[str]]:
    return {row[0]: row for row in rows if row and row[0] in KEYS}


@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_page_begins_with_a_form_and_a_choice_to_take(city: GroupedCity, client: Client, address: str) -> None:
    index = city.add("index", POVERTY)
    type(index).objects.filter(id=index.id).update(kind="index")

    page = page_of(client, address)

    assert page.count('name="indikator"') == 3
    assert 'value="einwohner"' not in page
    assert "Wählen Sie 2 bis 10 Indikatoren." in html.unescape(page)
    assert "map-script" not in page
    assert "indikator=armut&amp;indikator=miete" in page
    assert "index" not in page.partition("group-start")[2].partition("</p>")[0]
    (start,) = re.findall(r'group-start.*?href="([^"]+)"', page, re.DOTALL)
    assert "map-script" in page_of(client, address + html.unescape(start))


def suggestion_of(page: str) -> list[str]:
    (start,) = re.findall(r'group-start.*?href="([^"]+)"', page, re.DOTALL)
    return re.findall(r"indikator=([a-z0-9-]+)", html.unescape(start))


@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_who_lives_somewhere_is_suggested_only_where_hardly_anything_else_is_published(
    city: GroupedCity, client: Client, address: str
) -> None:
    city.add("alt", RENT, is_demographic=True)
    plenty = page_of(client, address)
    IndicatorDefinition.objects.filter(indicator__slug="miete").update(is_demographic=True)
    little = page_of(client, address)

    assert suggestion_of(plenty) == ["armut", "miete"]
    assert "wie es den Menschen geht" not in plenty
    assert set(suggestion_of(little)) == {"alt", "armut", "miete"}
    assert "Sie sagen nicht, wie es den Menschen geht." in little


def test_share_that_pools_years_is_not_suggested_beside_the_years(city: GroupedCity, client: Client) -> None:
    city.add("armut-3", POVERTY, formula="rolling(armut, 3)")

    assert suggestion_of(page_of(client, TYPES)) == ["armut", "miete"]


def test_areas_are_chosen_by_key_figures_that_tell_how_people_fare(city: GroupedCity, client: Client) -> None:
    district = type(city.version).objects.get(organisation=city.organisation, level__slug="bezirk")
    coarse = GroupedCity(city.organisation, city.by, district)
    for slug in ("jung", "alt", "neu"):
        subject = coarse.add(slug, (1.0, 2.0, 3.0), is_demographic=True)
        Indicator.objects.filter(id=subject.id).update(is_key_figure=True)
    Indicator.objects.filter(slug__in=["armut", "miete"]).update(is_key_figure=True)

    assert suggestion_of(page_of(client, TYPES)) == ["armut", "miete"]


@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_organisation_without_figures_says_so(client: Client, address: str) -> None:
    organisation("neustadt", "Neustadt")

    assert "noch keine Werte veröffentlicht" in text_of(client, address.replace("musterstadt", "neustadt"))
    assert client.get(address.replace("musterstadt", "anderswo")).status_code == 404


@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_areas_with_fewer_than_two_shares_offer_no_form_and_other_areas(
    city: GroupedCity, client: Client, address: str
) -> None:
    district = type(city.version).objects.get(organisation=city.organisation, level__slug="bezirk")
    GroupedCity(city.organisation, city.by, district).add("grob", (1.0, 2.0, 3.0))

    page, text = page_of(client, f"{address}?ebene=bezirk"), text_of(client, f"{address}?ebene=bezirk")

    assert "ist höchstens ein Anteil oder eine Rate veröffentlicht: Zum Zusammenfassen braucht es 2" in text
    assert "data-group-form" not in page
    assert "Viertel (12)" in text


@pytest.mark.check("C004")
def test_three_kinds_of_areas_are_found_told_and_tabled(city: GroupedCity, client: Client) -> None:
    page, text = page_of(client, THREE_TYPES), text_of(client, THREE_TYPES)

    groups = [said["text"] for said in said_on_map(page)]
    assert Counter(groups) == {"Typ A": 4, "Typ B": 4, "Typ C": 4}
    assert [len(set(groups[start : start + 4])) for start in (0, 4, 8)] == [1, 1, 1]
    assert "12 Viertel in 3 Typen" in text
    assert "4 Viertel; überdurchschnittlich bei Armut, unterdurchschnittlich bei Miete" in text
    assert "Die Einteilung ist stabil" in text
    assert "Kein Gebiet liegt am Rand" in text
    # By name, as the head of the column says.
    assert re.findall(r'data-key="(\d+)"', page) == list(KEYS)
    for key, said in zip(KEYS, groups, strict=True):
        assert re.search(rf'data-key="{key}".*?data-column="group">{said}<', page)


@pytest.mark.check("C076")
def test_hidden_area_is_in_no_type_is_counted_and_never_zero(city: GroupedCity, client: Client) -> None:
    city.add("hilfe", HIDDEN)
    address = f"{TYPES}?indikator=hilfe&indikator=miete&typen=3"

    page, text = page_of(client, address), text_of(client, address)
    hidden = said_on_map(page)[3]
    lines = area_lines(csv_of(client, address.replace("?", "daten.csv?")))

    assert hidden["fill"] == "special-fill special-fill--suppressed"
    assert hidden["text"].startswith("ohne alle Werte – Hilfe: gesperrt")
    assert "11 Viertel in 3 Typen" in text
    assert "1 Gebiet hat nicht alle Werte" in text
    assert lines["104"][2:6] == ["", "", "", "suppressed"]
    assert lines["103"][2].startswith("Typ ")


def test_same_indicators_in_another_order_are_the_same_result(city: GroupedCity, client: Client) -> None:
    turned = f"{TYPES}?indikator=miete&indikator=armut&indikator=miete&typen=3"

    assert said_on_map(page_of(client, turned)) == said_on_map(page_of(client, THREE_TYPES))


@pytest.mark.parametrize("method", ["ward", "kmeans"])
def test_form_holds_what_the_address_says(city: GroupedCity, client: Client, method: str) -> None:
    page = page_of(client, f"{THREE_TYPES}&verfahren={method}&stand=2020-12-31")

    assert re.findall(r'value="(\w+)" id="choose-\w+" checked', page) == ["armut", "miete"]
    for name, value in (("verfahren", method), ("typen", "3"), ("stand", "2020-12-31")):
        select = page.partition(f'name="{name}"')[2].partition("</select>")[0]
        assert f'value="{value}" selected' in select


def test_heat_table_has_means_of_the_areas_and_the_value_of_the_whole(city: GroupedCity, client: Client) -> None:
    page = page_of(client, THREE_TYPES)

    table = html.unescape(re.sub(r"<[^>]+>", " ", page.partition('id="group-heat"')[2].partition("</table>")[0]))
    assert re.search(r"40,3\s%|40,2\s%", table)
    assert "weit über dem Durchschnitt" in table
    assert re.search(r"Musterstadt\s+5,0\s%", table)


def test_newest_common_period_is_read_and_another_one_can_be_asked_for(city: GroupedCity, client: Client) -> None:
    city.add("hilfe", POVERTY, "2021-12-31")
    city.add("kita", RENT, "2019-12-31")
    both = "indikator=hilfe&indikator=kita&typen=3"

    mixed, asked = text_of(client, f"{TYPES}?{both}"), text_of(client, f"{TYPES}?{both}&stand=2021-12-31")
    early = text_of(client, f"{TYPES}?{both}&stand=2020-12-31")

    assert "Stand verschieden" in mixed
    assert "Kita , Stand 31.12.2019" in asked
    assert "Hilfe: Bis zum gewählten Stand ist nichts veröffentlicht" in early


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indikator=armut", "Ein Indikator allein ist eine Karte"),
        ("indikator=armut&indikator=einwohner", "Einwohner: Anzahlen zeigten nur"),
        (f"{BOTH}&ebene=bezirk", "sind für Bezirke auf diesem Gebietsstand nicht veröffentlicht"),
        ("indikator=armut&indikator=gleich", "hat überall denselben Wert"),
        ("indikator=armut&indikator=duenn", "Nur 3 von 12 Vierteln haben alle Werte; am meisten fehlt bei Duenn"),
        ("&".join(f"indikator=i{number}" for number in range(11)), "Höchstens 10 Indikatoren"),
    ],
)
@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_why_there_are_no_groups_is_said_and_no_file_is_sent(
    city: GroupedCity, client: Client, address: str, query: str, words: str
) -> None:
    city.add("gleich", (7.0,) * 12)
    city.add("duenn", (1.0, 2.0, 3.0, *(None,) * 9))
    for number in range(11):
        city.add(f"i{number}", tuple(float(place * number % 7) for place in range(12)))
    district = type(city.version).objects.get(organisation=city.organisation, level__slug="bezirk")
    city_of_districts = GroupedCity(city.organisation, city.by, district)
    city_of_districts.add("grob", (1.0, 2.0, 3.0))

    assert words in text_of(client, f"{address}?{query}")
    answer = client.get(f"{address}daten.csv?{query}", headers={"Accept": "application/problem+json"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "groups.nothing_to_send"


def test_too_few_areas_for_so_many_types(city: GroupedCity, client: Client) -> None:
    city.add("hilfe", (*POVERTY[:7], *(None,) * 5))

    assert "Nur 7 Viertel haben alle Werte: zu wenige für 7 Gruppen" in text_of(
        client, f"{TYPES}?indikator=hilfe&indikator=miete&typen=7"
    )


@pytest.mark.parametrize("file", ["", "daten.csv"])
@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("farbe=rot", 400, "query.unknown"),
        ("ebene=viertel&ebene=bezirk", 400, "query.repeated"),
        ("indikator=kinder armut", 400, "query.value"),
        ("stand=heute", 400, "period.code"),
        (f"{BOTH}&typen=12", 400, "query.value"),
        (f"{BOTH}&typen=drei", 400, "query.value"),
        (f"{BOTH}&verfahren=magie", 400, "query.value"),
        (f"{BOTH}&regionen=3", 400, "query.unknown"),
        ("&".join(f"indikator=i{number}" for number in range(101)), 400, "query.value"),
        ("indikator=gibt-es-nicht", 404, "map.indicator_unknown"),
        ("ebene=block", 404, "groups.ebene_unpublished"),
        (f"{BOTH}&gebietsstand=stand-1900", 404, "groups.gebietsstand_unpublished"),
        (f"{BOTH}&stand=1999-12-31", 404, "groups.stand_unpublished"),
    ],
)
def test_address_that_cannot_be_is_refused_with_a_code_and_a_sentence(
    city: GroupedCity, client: Client, query: str, status: int, code: str, file: str
) -> None:
    answer = client.get(f"{TYPES}{file}?{query}", headers={"Accept": "application/problem+json"})

    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert has_sentence(code)


@pytest.mark.parametrize("query", ["regionen=1", "regionen=101", "verfahren=ward", "typen=3"])
@pytest.mark.parametrize("file", ["", "daten.csv", "regionen.geojson"])
def test_regions_take_their_own_parameters(city: GroupedCity, client: Client, query: str, file: str) -> None:
    assert client.get(f"{REGIONS}{file}?{BOTH}&{query}").status_code == 400


@pytest.mark.parametrize(
    "more", [{"state": ReleaseState.WITHDRAWN}, {"audience": Audience.COUNCIL}], ids=["withdrawn", "council"]
)
def test_what_is_not_released_to_everybody_is_not_read(
    city: GroupedCity, client: Client, more: dict[str, object]
) -> None:
    secret = city.add("hilfe", POVERTY)
    city.publish(secret, RENT, "2021-12-31", **more)

    assert "2021" not in text_of(client, f"{TYPES}?{BOTH}&typen=3")
    assert client.get(f"{TYPES}?indikator=hilfe&indikator=miete&stand=2021-12-31").status_code == 404


def test_file_says_source_licence_date_and_limits(city: GroupedCity, client: Client) -> None:
    rows = csv_of(client, f"{TYPES}daten.csv?{BOTH}&typen=3")

    flat = [" ".join(row) for row in rows]
    assert flat[0].startswith("Musterstadt: Gebietstypen")
    assert any("Armut, Stand 31.12.2020" in line for line in flat)
    assert any("© Statistikstelle Musterstadt" in line for line in flat)
    assert any("Datenlizenz Deutschland" in line for line in flat)
    assert any("/musterstadt/gebietstypen/?indikator=armut&indikator=miete&ebene=viertel" in line for line in flat)
    assert any("keine Rangfolge" in line for line in flat)
    assert area_lines(rows)["301"][4:] == ["40,0", "ok", "7,0", "ok"]


def test_contiguous_regions_are_proposed_and_always_called_so(city: GroupedCity, client: Client) -> None:
    page, text = page_of(client, THREE_REGIONS), text_of(client, THREE_REGIONS)

    said = [each["text"] for each in said_on_map(page)]
    assert said == [f"Region {number}" for number in (1, 2, 3) for _ in range(4)]
    assert len({each["fill"] for each in said_on_map(page)}) >= 2
    assert "Ein Vorschlag allein aus Zahlen: Er kennt keine Straßen, keine Geschichte und keine Nachbarschaften" in text
    assert "Die Regionen fassen den größten Teil der Unterschiede" in text
    assert "zerfällt" not in text
    assert script_of(page)["outlines"]["coarser"].startswith("/musterstadt/sozialraeume/grenzen.geojson?")


def test_outlines_and_table_of_the_regions_are_the_same_in_both_files(city: GroupedCity, client: Client) -> None:
    answer = client.get(THREE_REGIONS.replace("?", "regionen.geojson?"))
    lines = area_lines(csv_of(client, THREE_REGIONS.replace("?", "daten.csv?")))

    found = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert "Vorschlag" in found["note"]
    assert {source["licence"] for source in found["sources"]} >= {"Datenlizenz Deutschland"}
    for number, feature in enumerate(found["features"], start=1):
        assert feature["properties"]["keys"] == [key for key in KEYS if lines[key][2] == str(number)]
        west = WEST + (number - 1) * SIDE
        expected = box(west, SOUTH, west + SIDE, SOUTH + 4 * SIDE)
        assert shape(feature["geometry"]).symmetric_difference(expected).area < 1e-6


@pytest.mark.check("C004")
def test_borders_of_a_proposal_are_told_by_how_firm_they_are(city: GroupedCity, client: Client) -> None:
    page, text = page_of(client, THREE_REGIONS), text_of(client, THREE_REGIONS)

    assert "liegen 8 Grenzen: 4 fest, 4 weniger fest, 0 offen." in text
    assert "Andere Wahl, 4 Abwandlungen: eine Region mehr oder weniger, jeder Indikator einmal weggelassen." in text
    assert "Zufall: nicht berechenbar, denn für keinen Indikator ist eine Zufallsschwankung veröffentlicht." in text
    # One region fewer joins the first two, whose figures differ least.
    assert "Region 1 – Region 2 4 weniger fest (75 %)" in text
    assert "Region 2 – Region 3 4 fest (100 %)" in text
    assert "Grenze fest (4)" in text
    assert "Schwächste Grenze" in text
    assert "map-border--open" not in page
    assert script_of(page)["outlines"]["coarser"].startswith("/musterstadt/sozialraeume/grenzen.geojson?")


def test_border_that_a_choice_takes_away_is_not_firm(city: GroupedCity, client: Client) -> None:
    city.add("laerm", tuple(50.0 + 40 * (place % 4 > 1) for place in range(12)))

    text = text_of(client, f"{THREE_REGIONS}&indikator=laerm")

    assert "offen" in text.partition("Wie fest sind die Grenzen?")[2], text
    rows = csv_of(client, f"{REGIONS}daten.csv?{BOTH}&indikator=laerm&regionen=3")
    heads = next(row for row in rows if row and row[0] == "Schlüssel")
    told = {row[heads.index("Schwächste Grenze")] for row in area_lines(rows).values()}
    assert told & {"offen", "weniger fest"}
    shares = {row[heads.index("Anteil der Abwandlungen mit ihr")] for row in area_lines(rows).values()}
    assert shares - {""}


def test_borders_are_lines_by_kind_with_source_and_note(city: GroupedCity, client: Client) -> None:
    answer = client.get(f"{REGIONS}grenzen.geojson?{BOTH}&regionen=3")

    told = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/geo+json"
    kinds = {each["properties"]["border"]: each for each in told["features"]}
    assert kinds.keys() == {"firm", "less", "edge"}
    assert {each["geometry"]["type"] for each in kinds.values()} == {"MultiLineString"}
    assert kinds["firm"]["properties"]["pairs"] == 4
    assert shape(kinds["firm"]["geometry"]).length == pytest.approx(4 * SIDE)
    assert told["sources"]
    assert "Ein Vorschlag" in told["note"]


def test_map_in_pieces_is_explained_and_fewer_regions_than_pieces_are_refused(
    city: GroupedCity, client: Client
) -> None:
    # The middle is hidden, and one more: an island is left.
    city.add("hilfe", (*POVERTY[:4], *(None,) * 4, POVERTY[8], None, *POVERTY[10:]))
    address = f"{REGIONS}?indikator=hilfe&indikator=miete&regionen="

    assert "zerfällt in 3 Teile" in text_of(client, f"{address}2")
    assert "Wählen Sie mindestens 3" in text_of(client, f"{address}2")
    text = text_of(client, f"{address}3")
    assert "Davon ist 1 Viertel allein: eine Insel" in text
    assert "5 Gebiete haben nicht alle Werte" in text


@pytest.mark.parametrize(("address", "module"), [(THREE_TYPES, areatypes), (THREE_REGIONS, socialareas)])
def test_more_areas_than_a_reader_can_wait_for_are_refused(
    city: GroupedCity, client: Client, monkeypatch: pytest.MonkeyPatch, address: str, module: ModuleType
) -> None:
    monkeypatch.setattr(module, "MOST_AREAS", 11)

    assert "sind zu viele, um auf das Ergebnis zu warten" in text_of(client, f"{address}&ebene=viertel")


@pytest.mark.parametrize(
    ("address", "module", "name"),
    [(THREE_TYPES, areatypes, "typology"), (THREE_REGIONS, socialareas, "social_areas")],
)
def test_result_is_worked_out_once_until_a_new_release(
    city: GroupedCity, client: Client, monkeypatch: pytest.MonkeyPatch, address: str, module: ModuleType, name: str
) -> None:
    worked: list[int] = []
    original = getattr(module, name)

    def counted(*args: object, **kwargs: object) -> object:
        worked.append(1)
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, counted)
    release = city.add("einmal", POVERTY)
    address = address.replace("armut", "einmal")

    for _ in range(2):
        page_of(client, address)
    assert len(worked) == 1

    city.publish(release, tuple(value + 0.1 for value in POVERTY), "2021-12-31")
    city.publish(release, tuple(value + 0.3 for value in POVERTY), "2020-06-30")
    page_of(client, address)
    assert len(worked) == 1
    page_of(client, f"{address}&stand=2021-12-31")
    assert len(worked) == 2


@pytest.mark.parametrize("address", [THREE_TYPES, THREE_REGIONS])
def test_number_of_queries_does_not_grow_with_indicators(city: GroupedCity, client: Client, address: str) -> None:
    for number in range(4):
        city.add(f"i{number}", tuple(float((place * 7 + number) % 11) for place in range(12)))
    more = address + "".join(f"&indikator=i{number}" for number in range(4))
    page_of(client, more)

    counts = []
    for each in (address, more):
        with (
            CaptureQueriesContext(connections["public"]) as public,
            CaptureQueriesContext(connections["default"]) as own,
        ):
            page_of(client, each)
        counts.append(len(questions(public)) + len(questions(own)))

    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_demographic_share_is_said_to_describe(city: GroupedCity, client: Client) -> None:
    city.add("alter", RENT, direction="neutral", is_demographic=True)

    told = "Alter: Das beschreibt, wer in einem Gebiet wohnt. Mehr oder weniger davon ist weder gut noch schlecht."
    assert told in text_of(client, f"{TYPES}?indikator=armut&indikator=alter&typen=3")
    assert "Das beschreibt, wer" not in text_of(client, THREE_TYPES)


def test_english_page_is_english(city: GroupedCity, client: Client) -> None:
    text = text_of(client, THREE_TYPES, accept_language="en")

    assert "12 Viertel in 3 types" in text
    assert "above average in Armut" in text
    assert "Typ A" not in text.replace("Type A", "")


def test_map_and_catalogue_lead_here_with_the_present_level_and_period(city: GroupedCity, client: Client) -> None:
    page = html.unescape(page_of(client, "/musterstadt/karte/?indikator=armut&ebene=viertel"))

    where = "indikator=armut&ebene=viertel&gebietsstand=stand-2020&stand=2020-12-31"
    assert f'href="{TYPES}?{where}"' in page
    assert f'href="{REGIONS}?{where}"' in page
    assert f'href="{TYPES}"' in page_of(client, "/musterstadt/indikatoren/")
    assert page_of(client, f"{TYPES}?{where}")
