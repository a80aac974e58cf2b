# SPDX-License-Identifier: EUPL-1.2
"""Rings of reach: places by their ways, figures as of own areas, nothing hidden; as page, paper, files, and kept."""

import csv
import io
import json
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import shapely
from django.test import Client
from pypdf import PdfReader

from indicators.models import DisclosureRule, OwnArea
from indicators.views.groundlines import GROUND_HEAD
from sozialplanung.accounts.models import User
from spatial.geometry.arrays import as_geometries
from spatial.geometry.ownareas import parts_of
from tests.factories.areas import city_areas
from tests.factories.desk import client_of
from tests.factories.pdfua import problems
from tests.factories.queries import page_queries
from tests.factories.reachcity import PEOPLE, build_reach_city, tell_inside, written
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HOME = "/musterstadt/erreichbarkeit/"
# The corner at which all four quarters meet, and the middle of the second one to the east.
MIDDLE, EAST = written(10, 10), written(15, 5)

kept_city = standing(build_reach_city)


def query(**changes: object) -> str:
    said = {"netz": "strassen", "punkt": MIDDLE, "profil": "foot", "grenze": "4,8,30", "einheit": "minuten"}
    return urlencode({**said, "orte": "kitas", "indikator": ["kinder"], **changes}, doseq=True)


def get(person: User, name: str = "", **changes: object) -> Any:  # noqa: ANN401 - what Django's client returns
    return client_of(person).get(f"{HOME}{name}?{query(**changes)}")


def text_of(answer: Any) -> str:  # noqa: ANN401 - what Django's client returns
    assert answer.status_code == 200, answer.content.decode()[:2000]
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(main))).replace("\xa0", " ")


def rows_of(answer: Any) -> list[dict[str, str]]:  # noqa: ANN401 - what Django's client returns
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def figure(person: User, slug: str, limit: int, **changes: object) -> dict[str, str]:
    rows = rows_of(get(person, "zahlen.csv", **changes))
    (found,) = [row for row in rows if (row["indikator"], row["ring"]) == (slug, str(limit))]
    return found


def test_ring_that_holds_whole_areas_adds_them_up_and_covers_the_city(city: World) -> None:
    found = figure(city.bert, "einwohner", 30)

    assert (found["wert"], found["art"], found["anteil_der_stadt"]) == ("4000", "exact", "100,0")


def test_ring_that_cuts_areas_is_estimated_between_ends_that_hold_the_truth(city: World) -> None:
    rings = json.loads(get(city.bert, "ringe.geojson", grenze="8").content)
    ground = shapely.from_geojson(json.dumps(rings["features"][0]["geometry"]))
    quarters = [shapely.Polygon(ring) for _name, ring in city_areas()[1].values()]
    by_hand = sum(PEOPLE[at] * share for at, share in enumerate(parts_of(as_geometries(quarters), ground).ground))

    found = figure(city.bert, "einwohner", 8)

    assert found["art"] == "estimated"
    assert int(found["von"]) <= int(found["wert"]) <= int(found["bis"])
    assert int(found["wert"]) == pytest.approx(by_hand, abs=1)
    share = float(found["anteil_der_stadt"].replace(",", "."))
    assert share == pytest.approx(100 * int(found["wert"]) / sum(PEOPLE), abs=0.06)
    assert (found["anteil_von"], found["anteil_bis"]) == ("0,0", "100,0")


def test_smaller_rings_lie_in_the_wider_ones(city: World) -> None:
    rings = json.loads(get(city.bert, "ringe.geojson").content)

    assert [each["properties"]["limit"] for each in rings["features"]] == [4, 8, 30]
    grounds = [shapely.from_geojson(json.dumps(each["geometry"])).buffer(1e-5) for each in rings["features"]]
    assert grounds[1].contains(grounds[0].buffer(-1e-5))
    assert grounds[2].contains(grounds[1].buffer(-1e-5))
    assert (rings["source"], rings["attribution"]) == ("Vermessungsamt", "© Musterstadt")


@pytest.mark.check("C076")
def test_hidden_part_leaves_no_figure_in_any_ring_that_touches_it(city: World) -> None:
    for limit in (6, 8, 12, 30):
        found = figure(city.bert, "kinder", limit, grenze=str(limit))
        assert (found["wert"], found["von"], found["bis"], found["zaehler"]) == ("", "", "", "")
        assert "suppressed" in found["status_code"]
    assert "Kinder" in text_of(get(city.bert))
    # The whole of a quarter that shows its number is told.
    assert "17" not in [row["wert"] for row in rows_of(get(city.bert, "zahlen.csv"))]


def test_who_reads_what_is_released_inside_reads_more_and_as_the_public_again_no_more(city: World) -> None:
    tell_inside(city)
    client = client_of(city.bert)
    address = f"{HOME}zahlen.csv?{query(grenze='30')}"

    inside = {row["indikator"]: row for row in rows_of(client.get(address))}
    client.post("/musterstadt/fassung/", {"fassung": "oeffentlich", "next": f"{HOME}?{query()}"})
    public = {row["indikator"]: row for row in rows_of(client.get(address))}

    assert (inside["kinder"]["wert"], public["kinder"]["wert"]) == ("617", "")
    assert inside["kinder"]["fassung"]
    assert "fassung" not in public["kinder"]


def test_places_are_told_by_their_ways_and_what_is_unknown_is_no_zero(city: World) -> None:
    answer = get(city.bert, grenze="1,4")
    text = text_of(answer)

    rows = answer.context["found"]["rows"]
    # One at the place itself, one 206 m further: two and a half minutes.
    assert [(row["count"], row["capacity"]) for row in rows] == [("1", "40"), ("2", "mindestens 40")]
    assert rows[1]["unknown"] == "nicht bekannt bei 1"
    assert "Kita Insel" in text
    assert "ist kein Weg bekannt" in text
    told = {row["name"]: row for row in rows_of(get(city.bert, "orte.csv", grenze="1,4"))}
    assert (told["Kita Mitte"]["weg"], told["Kita Mitte"]["ring"], told["Kita Mitte"]["Plätze"]) == ("0,0", "1", "40")
    assert (told["Kita Ost"]["ring"], told["Kita Ost"]["Plätze"]) == ("4", "")
    assert float(told["Kita Ost"]["weg"].replace(",", ".")) == pytest.approx(206 / 83.3, abs=0.1)
    assert (told["Kita Insel"]["weg"], told["Kita Insel"]["ring"]) == ("", "")
    assert all(row[name] for row in told.values() for name in (*GROUND_HEAD, "adresse_der_abfrage", "abgerufen_am"))


def test_metres_are_counted_as_well(city: World) -> None:
    answer = get(city.bert, grenze="150,300", einheit="meter")

    assert [row["count"] for row in answer.context["found"]["rows"]] == ["1", "2"]
    assert "300 m" in text_of(answer)


def test_without_known_people_nothing_is_said_of_coverage(city: World) -> None:
    DisclosureRule.objects.update(inhabitants_indicator=None)

    text = text_of(get(city.bert))

    assert "Wie viele Menschen darin leben, ist nicht bekannt" in text
    assert "der ganzen Stadt, " not in text


def test_few_people_are_told_nothing_of(city: World) -> None:
    found = figure(city.bert, "einwohner", 1, grenze="1")

    assert (found["wert"], found["status_code"]) == ("", "too_few")
    assert "lässt sich nicht sagen" in text_of(get(city.bert, grenze="1"))


def test_ring_is_kept_as_an_own_area_and_tells_the_same_figures(city: World) -> None:
    client = client_of(city.bert)
    page = client.get(f"{HOME}?{query()}").content.decode()
    (way,) = [unescape(each) for each in re.findall(r'href="([^"]*/behalten/[^"]*ring=8)"', page)]
    assert "8 Minuten" in text_of(client.get(way))

    answer = client.post(way, {"name": "Um den Markt", "sharing": "nobody"})

    row = OwnArea.objects.get()
    assert answer.headers["Location"] == f"/musterstadt/eigene-gebiete/{row.uuid}/"
    assert (row.name, row.current.kind, row.current.query) == ("Um den Markt", "reached", "")
    kept = {each["indikator"]: each for each in rows_of(client.get(f"{answer.headers['Location']}daten.csv"))}
    for slug in ("einwohner", "kinder"):
        ring = figure(city.bert, slug, 8)
        assert [kept[slug][name] for name in ("wert", "von", "bis", "status_code")] == [
            ring[name] for name in ("wert", "von", "bis", "status_code")
        ]
    assert "Was entlang der Straßen erreicht wird" in text_of(client.get(answer.headers["Location"])).replace(
        "was entlang", "Was entlang"
    )


def test_what_cannot_be_kept_is_said(city: World) -> None:
    client = client_of(city.bert)
    address = f"{HOME}behalten/?{query()}&ring="

    assert client.post(f"{address}8", {"name": "", "sharing": "nobody"}).status_code == 422
    for ring in ("9", "", "acht"):
        assert client.get(f"{address}{ring}").status_code == 404
    assert client.post(f"{address}8", {"name": "Zwei", "sharing": "nobody"}).status_code == 302
    again = client.post(f"{address}4", {"name": "Zwei", "sharing": "nobody"})
    assert again.status_code == 422
    assert "Sie haben hier schon etwas" in unescape(again.content.decode())


def test_page_and_files_are_for_the_house_alone(city: World) -> None:
    for name in ("", "zahlen.csv", "orte.csv", "ringe.geojson", "behalten/", "blatt.pdf"):
        assert Client().get(f"{HOME}{name}?{query()}").status_code == 302
        for person in (city.clara, city.dora):
            assert get(person, name).status_code == 404


def test_address_without_an_answer_has_no_files(city: World) -> None:
    for changes in ({"punkt": "52.52, 13.40"}, {"grenze": "0"}, {"netz": "radwege"}):
        for name in ("zahlen.csv", "orte.csv", "ringe.geojson", "behalten/", "blatt.pdf"):
            assert get(city.bert, name, **changes).status_code == 404
    assert get(city.bert, "orte.csv", orte="").status_code == 404


def test_sheet_says_what_the_page_says_for_everyone(city: World) -> None:
    answer = get(city.bert, "blatt.pdf")

    made = PdfReader(io.BytesIO(answer.content))
    said = " ".join(page.extract_text() for page in made.pages)
    said = re.sub(r"\s+", " ", said.replace("\u00ad", "")).replace("\xa0", " ")
    assert problems(answer.content) == ()
    assert str(made.root_object["/Lang"]) == "de"
    found = figure(city.bert, "einwohner", 8)
    for words in ("Was zu Fuß erreicht wird von", "30 Minuten", "Kita Ost", "mindestens 40", "Vermessungsamt"):
        assert words in said
    assert f"{int(found['wert']):,}".replace(",", ".") in said
    assert "grenze=4,8,30&einheit=minuten&orte=kitas" in said.replace(" ", "")


def test_sheet_of_who_reads_more_is_marked(city: World) -> None:
    tell_inside(city)

    answer = get(city.bert, "blatt.pdf")

    assert "_intern.pdf" in answer.headers["Content-Disposition"]
    assert "Nur intern, nicht veröffentlicht" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grenze": "5,10,15,20,25,30"}, "grenze"),
        ({"grenze": "fünf"}, "grenze"),
        ({"grenze": "0,5"}, "grenze"),
        ({"orte": "schulen"}, "orte"),
        ({"indikator": ["lage"]}, "indikator"),
    ],
)
def test_what_cannot_be_answered_is_said_at_its_field(city: World, changes: dict[str, Any], field: str) -> None:
    answer = get(city.bert, **changes)

    assert answer.context["found"] is None
    assert list(answer.context["form"].errors) == [field]


def test_rings_are_read_with_commas_and_blanks_each_once(city: World) -> None:
    answer = get(city.bert, grenze=" 8 ; 4, 8 30")

    assert [row["ring"].limit for row in answer.context["found"]["rows"]] == [4, 8, 30]


def test_number_of_questions_to_the_database_does_not_grow_with_the_rings(city: World) -> None:
    client = client_of(city.bert)
    client.get(HOME)
    asked = []
    for limits in ("8", "8,30"):
        with page_queries() as counted:
            client.get(f"{HOME}?{query(grenze=limits)}")
        asked.append(counted.view)

    # Parts of each level, and what was released of the areas together.
    assert asked[1] - asked[0] <= 8
