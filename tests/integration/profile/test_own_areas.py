# SPDX-License-Identifier: EUPL-1.2
"""Areas of one's own over stored releases: what is exact, what is estimated, what is not said, and who keeps one."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from indicators.models import Audience, Basis, DisclosureRule, Indicator, IndicatorDefinition, Release, ReleaseState
from indicators.views import ownpace
from sozialplanung.accounts.models import User
from spatial.models import BoundaryVersion
from tests.factories.areas import SIDE, SOUTH, WEST
from tests.factories.groupedcity import GroupedCity
from tests.factories.pickedcity import build_picked_city
from tests.factories.queries import page_queries
from tests.factories.releases import Figures, release
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
kept_city = kept(build_picked_city)
PAGE = "/musterstadt/eigene-gebiete/"
UNION = "form=gebiete:viertel:stand-2020:"
# Half of the first quarter and the two above it.
HALF = "52.005 13.0; 52.005 13.01; 52.03 13.01; 52.03 13.0"


def rows_of(client: Client, query: str) -> dict[str, dict[str, str]]:
    answer = client.get(f"{PAGE}ansehen/daten.csv?{query}", headers={"Accept-Language": "de"})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    head, *rest = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    return {row[0]: dict(zip(head, row, strict=True)) for row in rest}


def text_of(client: Client, address: str, language: str = "de") -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")


def drawn(client: Client, corners: str = HALF) -> str:
    """Return the query of a shape as the form writes it."""
    answer: Any = client.get(f"{PAGE}neu/", {"art": "ecken", "ecken": corners})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer.headers["Location"]).partition("?")[2]


def test_whole_areas_are_added_up_and_shares_recomputed(city: GroupedCity, client: Client) -> None:
    found = rows_of(client, f"{UNION}101,104")

    assert (found["kinder"]["wert"], found["kinder"]["art"]) == ("50", "exact")
    assert (found["quote"]["wert"], found["quote"]["zaehler"], found["quote"]["nenner"]) == ("3,4", "17", "500")
    assert found["quote"]["davon_geschnitten"] == "0"


def test_shape_along_the_borders_is_the_same_as_its_areas(city: GroupedCity, client: Client) -> None:
    # Some metres off, as somebody draws.
    found = rows_of(client, drawn(client, "52.00003 12.99998; 51.99997 13.01002; 52.01 13.00998; 52.01002 13.00003"))

    assert (found["kinder"]["wert"], found["kinder"]["art"], found["kinder"]["gebiete"]) == ("10", "exact", "1")


def test_cut_areas_are_estimated_with_ends_that_hold_the_truth(city: GroupedCity, client: Client) -> None:
    found = rows_of(client, drawn(client))["kinder"]

    # Half of 10, and 20 and 30: at least 50, at most 60.
    assert (found["wert"], found["von"], found["bis"], found["art"]) == ("55", "50", "60", "estimated")
    assert (found["gebiete"], found["davon_geschnitten"]) == ("3", "1")
    text = text_of(client, f"{PAGE}ansehen/?{drawn(client)}")
    assert "≈ 55 Personen geschätzt: 1 von 3 Gebieten angeschnitten" in text
    assert "von 50 bis 60 Personen" in text


@pytest.mark.check("C076")
def test_hidden_part_hides_the_figure_however_little_of_it_is_inside(city: GroupedCity, client: Client) -> None:
    for query in (
        f"{UNION}101,102",
        drawn(client),
        drawn(client, "52.0 13.0; 52.0 13.01; 52.0112 13.01; 52.0112 13.0"),
    ):
        found = rows_of(client, query)["geheim"]
        assert (found["wert"], found["zaehler"], found["nenner"], found["von"], found["bis"]) == ("", "", "", "", "")
        assert found["status_code"] == "no_figure suppressed"


def test_shares_without_counts_are_no_figure_where_nobody_knows_the_people(city: GroupedCity, client: Client) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="quote").update(basis=Basis.RATE_ONLY)

    found = rows_of(client, f"{UNION}101,104")["quote"]

    assert (found["wert"], found["status_code"]) == ("", "no_counts")


def test_one_whole_area_tells_what_was_released_of_it_and_an_index_is_not_told(
    city: GroupedCity, client: Client
) -> None:
    one, two = (rows_of(client, f"{UNION}{keys}") for keys in ("101", "101,102"))

    assert (one["miete"]["wert"], one["miete"]["art"]) == ("9,0", "exact")
    assert (two["miete"]["wert"], two["miete"]["status_code"]) == ("", "no_counts")
    Indicator.objects.filter(slug="miete").update(kind="index")
    assert rows_of(client, f"{UNION}101")["miete"]["wert"] == ""
    IndicatorDefinition.objects.filter(indicator__slug="geheim").update(basis=Basis.RATE_ONLY)
    assert rows_of(client, f"{UNION}102")["geheim"]["status_code"] == "no_figure suppressed"


def test_nothing_is_estimated_where_all_areas_are_cut_and_people_are_unknown(city: GroupedCity, client: Client) -> None:
    found = rows_of(client, "form=umkreis:13.01,52.01,300")["kinder"]

    assert (found["wert"], found["status_code"]) == ("", "people_unknown")
    assert found["begruendung"].startswith("Alle Gebiete sind hier angeschnitten")


@pytest.fixture
def counted_city(city: GroupedCity) -> GroupedCity:
    """Say which indicator counts the people: 1,000 in the first quarter, ten more in each of the next ones."""
    source = IndicatorDefinition.objects.get(indicator__slug="einwohner").source
    people = Indicator.objects.get(slug="einwohner")
    DisclosureRule.objects.update_or_create(
        organisation=city.organisation,
        source=source,
        audience=Audience.PUBLIC,
        defaults={"inhabitants_indicator": people},
    )
    return city


def test_shares_without_counts_are_weighted_by_people_and_marked(counted_city: GroupedCity, client: Client) -> None:
    # 5.0 of 1,000 people and 40.0 of 1,080.
    IndicatorDefinition.objects.filter(indicator__slug="armut").update(basis=Basis.RATE_ONLY)
    found = rows_of(client, f"{UNION}101,301")["armut"]

    assert (found["wert"], found["art"], found["von"], found["bis"]) == ("23,2", "estimated", "5,0", "40,0")
    assert "Mittel der Gebiete nach ihren Einwohnern" in found["begruendung"]
    # Half of the first quarter is cut: how its share differs within, nobody knows.
    cut = rows_of(client, drawn(client))["armut"]
    assert (cut["wert"], cut["status_code"]) == ("", "cut")


def test_too_few_people_and_areas_that_are_far_larger_are_no_figure(counted_city: GroupedCity, client: Client) -> None:
    few = rows_of(client, "form=umkreis:13.005,52.005,50")["kinder"]
    coarse = rows_of(client, "form=umkreis:13.01,52.01,300")["kinder"]
    enough = rows_of(client, "form=umkreis:13.005,52.005,400")["kinder"]

    assert [each["status_code"] for each in (few, coarse, enough)] == ["too_few", "coarse", "estimated"]
    assert (few["wert"], coarse["wert"]) == ("", "")
    assert "weniger als 100 Menschen" in few["begruendung"]
    assert "etwa" in text_of(client, f"{PAGE}ansehen/?form=umkreis:13.005,52.005,400")
    # What the table refuses is not told above it.
    for refused in ("13.005,52.005,50", "13.01,52.01,300"):
        told = text_of(client, f"{PAGE}ansehen/?form=umkreis:{refused}")
        assert "Menschen ·" not in told
        assert "Keine Zahl lässt sich für dieses Gebiet sagen" in told


def test_hidden_area_that_a_total_would_leave_alone_hides_the_sum_of_the_others(
    city: GroupedCity, client: Client
) -> None:
    # Nobody made a pattern: one quarter of the first district is hidden, the district is published.
    districts = BoundaryVersion.objects.get(organisation=city.organisation, level__slug="bezirk")
    secret = Indicator.objects.get(slug="geheim")
    release(secret, districts, Figures((2.5, 6.5, 10.5), "2021-12-31", persons=(1000.0, 2600.0, 4200.0)), city.by)

    alone = rows_of(client, f"{UNION}101,103,104")["geheim"]
    fewer = rows_of(client, f"{UNION}101,103")["geheim"]

    assert (alone["wert"], alone["zaehler"], alone["status_code"]) == ("", "", "leaves_one")
    assert fewer["art"] == "exact"


def test_shape_outside_says_so_and_what_to_check(city: GroupedCity, client: Client) -> None:
    text = text_of(client, f"{PAGE}ansehen/?form=umkreis:9.0,48.0,300")

    assert "Ihr Gebiet liegt außerhalb" in text
    assert "zuerst die Breite" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("form=kreis:1,2,3", 400),
        ("", 400),
        ("form=umkreis:13,52,0", 400),
        ("form=gebiete:viertel:stand-2020:999", 400),
        ("form=gebiete:nirgends:stand-2020:101", 404),
        (f"{UNION}101&gebietsstand=nie", 400),
        (f"{UNION}101&stand=1999-12-31", 404),
        (f"{UNION}101&mehr=1", 400),
    ],
)
def test_address_that_cannot_be_meant_is_refused_in_a_sentence(
    city: GroupedCity, client: Client, query: str, status: int
) -> None:
    for page in ("ansehen/", "ansehen/daten.csv"):
        assert client.get(f"{PAGE}{page}?{query}").status_code == status


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"art": "umkreis", "punkt": "Rathaus", "meter": "500"}, "Das ist kein Ort"),
        ({"art": "umkreis", "punkt": "52.01, 13.01", "meter": "0"}, "größer oder gleich 1"),
        ({"art": "ecken", "ecken": "52.0 13.0; 52.0 13.01"}, "umschließen kein Gebiet"),
        ({"art": "ecken", "ecken": "52.0 13.0; 52.01 13.01; 52.0 13.01; 52.01 13.0"}, "umschließen kein Gebiet"),
    ],
)
def test_form_says_what_is_wrong(city: GroupedCity, client: Client, said: dict[str, str], words: str) -> None:
    answer = client.get(f"{PAGE}neu/", said, headers={"Accept-Language": "de"})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_circle_of_the_form_stands_in_the_address(city: GroupedCity, client: Client) -> None:
    answer: Any = client.get(f"{PAGE}neu/", {"art": "umkreis", "punkt": "52,0150 13,0150", "meter": "900"})

    assert answer.headers["Location"] == f"{PAGE}ansehen/?form=umkreis:13.015,52.015,900"
    assert "900 m um 52,0150° N, 13,0150° O" in text_of(client, answer.headers["Location"])


def test_city_without_releases_says_so(city: GroupedCity, client: Client) -> None:
    Release.objects.update(state=ReleaseState.WITHDRAWN)

    assert "Noch keine Zahlen" in text_of(client, f"{PAGE}ansehen/?{UNION}101")
    assert client.get(f"{PAGE}ansehen/daten.csv?{UNION}101").status_code == 404


def test_number_of_queries_does_not_depend_on_areas(city: GroupedCity, client: Client) -> None:
    client.get(f"{PAGE}ansehen/?{UNION}101")
    with page_queries() as few:
        client.get(f"{PAGE}ansehen/?{UNION}101")
    with page_queries() as many:
        client.get(f"{PAGE}ansehen/?{UNION}101,102,103,104,201,202,203,204")

    assert few.view == many.view


def test_stranger_who_asks_without_end_is_asked_to_wait_and_nobody_with_an_account(
    city: GroupedCity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownpace, "MOST_IN_A_MINUTE", 2)
    cache.clear()

    asked = [client.get(f"{PAGE}{page}?{UNION}101") for page in ("ansehen/", "ansehen/daten.csv") * 2]

    assert {answer.status_code for answer in asked[:2]} == {200}
    assert asked[-1].status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").get(f"{PAGE}ansehen/?{UNION}101")
    assert elsewhere.status_code == 200
    client.force_login(User.objects.create_user(email="wer@example.org", name="Wer"))
    assert client.get(f"{PAGE}ansehen/?{UNION}101").status_code == 200


def test_grid_of_the_city_is_the_one_these_shapes_are_drawn_on() -> None:
    assert (WEST, SOUTH, SIDE) == (13.0, 52.0, 0.01)
