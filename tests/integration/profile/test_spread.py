# SPDX-License-Identifier: EUPL-1.2
"""The page of a funnel over stored releases: what it says, refuses and hides."""

import re

import pytest
from django.test import Client

from tests.factories.releases import indicator
from tests.factories.standing import kept
from tests.factories.steadycity import SteadyCity, build_steady_city

pytestmark = pytest.mark.django_db

PAGE = "/musterstadt/indikatoren/kinderarmut/streuung/"
SECRET = "gesperrt: geheim gehalten"


kept_city = kept(build_steady_city)


def text_of(client: Client, address: str) -> str:
    """Return what a page says, without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def row_of(client: Client, address: str, name: str) -> str:
    text = client.get(address).content.decode()
    rows = re.findall(r"<tr.*?</tr>", text.partition('id="areas"')[2], flags=re.DOTALL)
    (found,) = (row for row in rows if f">{name}<" in row)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_page_opens_with_one_sentence_and_tells_its_caveats(city: SteadyCity, client: Client) -> None:
    text = text_of(client, PAGE)

    assert "von 4 Vierteln" in text
    assert "Vollzählungen sind keine Stichprobe" in text
    assert "(95 von 100 liegen darin)" in text
    assert "Über den Zufall" not in text


@pytest.mark.check("C076")
def test_hidden_area_is_counted_and_comes_back_through_nothing(city: SteadyCity, client: Client) -> None:
    address = f"{PAGE}?stand=2020-12-31&geglaettet=ja&gebiet=12"

    text, row = text_of(client, address), row_of(client, address, "Müllerstraße")

    assert "1 Gebiet ist geheim gehalten" in text
    assert "von 3 Vierteln" in text
    assert row.strip() == f"Müllerstraße {SECRET}"
    assert "funnel__own" not in client.get(address).content.decode()


def test_change_since_a_period_in_which_the_area_was_hidden_is_not_computed(city: SteadyCity, client: Client) -> None:
    assert "nicht berechenbar" in row_of(client, f"{PAGE}?stand=2021-12-31", "Müllerstraße")
    assert "im Rahmen des Zufalls" in row_of(client, f"{PAGE}?stand=2021-12-31", "Müggelheim")


def test_no_change_is_told_across_a_break(city: SteadyCity, client: Client) -> None:
    assert "Was hat sich verändert?" in text_of(client, PAGE)

    city.break_between(2022, 2023)

    text = text_of(client, PAGE)
    assert "Was hat sich verändert?" not in text
    assert "Veränderung seit" not in text


def test_smoothed_values_stand_beside_the_raw_ones_and_only_when_asked_for(city: SteadyCity, client: Client) -> None:
    plain, smoothed = text_of(client, PAGE), text_of(client, f"{PAGE}?geglaettet=ja")

    assert "Wert, geglättet" not in plain
    assert "Wert, roh" in smoothed
    assert "Wert, geglättet" in smoothed
    assert "sie ersetzen nie die rohen" in smoothed


def test_no_export_knows_smoothed_values(city: SteadyCity, client: Client) -> None:
    for address in (
        "/musterstadt/gebiete/stand-2020/viertel/11/profil.csv",
        "/musterstadt/karte/daten.csv?indikator=kinderarmut",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "glättet" not in answer.content.decode("utf-8-sig").partition("bemerkung")[0]
        assert client.get(f"{address}{'&' if '?' in address else '?'}geglaettet=ja").status_code == 400


def test_area_that_the_reader_came_from_is_marked_and_stands_first(city: SteadyCity, client: Client) -> None:
    text = client.get(f"{PAGE}?gebiet=22").content.decode()

    assert text.count('class="funnel__own"') >= 2
    assert text.partition("<tbody>")[2].lstrip().startswith('<tr class="table__row--focus" aria-current="true">')
    assert "gebiet=22" in text.partition("spread-choices")[2]


def test_areas_are_found_by_name_and_by_their_place(city: SteadyCity, client: Client) -> None:
    assert "1 Gebiet enthält „müggel“" in text_of(client, f"{PAGE}?q=müggel")
    assert "enthalten „gibtesnicht“" in text_of(client, f"{PAGE}?q=gibtesnicht")


@pytest.mark.parametrize(
    "query", ["grenzen=eng", "geglaettet=nein", "fremd=1", "seite=0", "seite=x", "stand=2019-12-31&stand=2020-12-31"]
)
def test_malformed_parameter_is_refused(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["ebene=stadt", "stand=1999-12-31", "gebietsstand=lor", "gebiet=99"])
def test_what_is_not_published_is_not_found(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404


def test_unknown_and_unreleased_indicators_answer_alike(city: SteadyCity, client: Client) -> None:
    indicator(city.organisation, "geheim", topic="anderes")

    for slug in ("geheim", "gibtesnicht"):
        assert client.get(f"/musterstadt/indikatoren/{slug}/streuung/").status_code == 404
    assert client.get("/gibtesnicht/indikatoren/kinderarmut/streuung/").status_code == 404
