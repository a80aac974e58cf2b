# SPDX-License-Identifier: EUPL-1.2
"""The page of similar areas over stored releases: what is compared, left out, refused, and kept in the address."""

import csv
import io
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, IndicatorDefinition, IndicatorKind, Release, ReleaseState
from tests.factories.queries import questions
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept
from tests.factories.steadycity import SteadyCity, build_steady_city

pytestmark = pytest.mark.django_db

ADDRESS = "/musterstadt/gebiete/stand-2020/viertel/11/"
PAGE = f"{ADDRESS}aehnlich/"


def _built() -> SteadyCity:
    """Store a second share for the last year, and a number of persons."""
    stored = build_steady_city()
    old = indicator(stored.organisation, "anteil-alt", topic="alter")
    release(old, stored.version, Figures((22.0, 21.5, 12.0, 23.0), "2023-12-31"), stored.by)
    people = indicator(stored.organisation, "einwohner", topic="alter")
    IndicatorDefinition.objects.filter(indicator=people).update(unit_of_measure="Personen")
    release(people, stored.version, Figures((1000.0, 2000.0, 4000.0, 800.0), "2023-12-31"), stored.by)
    return stored


kept_city = kept(_built)


def text_of(client: Client, address: str, language: str = "de") -> str:
    """Return what a page says, without its marks."""
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def names_in(client: Client, address: str) -> list[str]:
    """Return the areas of the table in their order, the own one first."""
    body = client.get(address).content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', body)]


def test_nearest_figures_come_first_also_of_another_district(city: SteadyCity, client: Client) -> None:
    assert names_in(client, f"{PAGE}?indikatoren=kinderarmut") == ["Alt-Mitte", "Müggelheim"]
    assert names_in(client, f"{PAGE}?indikatoren=anteil-alt") == ["Alt-Mitte", "Müllerstraße", "Neu-Köpenick"]


def test_where_no_area_is_similar_only_the_nearest_one_is_named(city: SteadyCity, client: Client) -> None:
    assert names_in(client, PAGE) == ["Alt-Mitte", "Neu-Köpenick"]
    assert "Keines von 3 verglichenen Gebieten (Viertel) ist ähnlich" in text_of(client, PAGE)
    assert "am nächsten kommt Neu-Köpenick." in text_of(client, PAGE)


def test_shares_are_suggested_and_numbers_of_persons_are_not(city: SteadyCity, client: Client) -> None:
    text = text_of(client, PAGE)

    assert "gemessen an 2 Indikatoren" in text
    assert "Stand 31.12.2023" in text
    assert "Einwohner (Personen)" in text
    assert "gemessen an einem Indikator" in text_of(client, f"{PAGE}?indikatoren=einwohner")


def test_page_says_what_both_differ_in_and_that_it_is_no_ranking(city: SteadyCity, client: Client) -> None:
    text = text_of(client, PAGE)

    assert "Kinderarmut: höher, 18,0 % statt 14,0 %" in text
    assert "sie ist keine Rangfolge und kein Urteil" in text
    assert "gleich wo die Gebiete liegen" in text


def test_hidden_area_is_left_out_and_counted(city: SteadyCity, client: Client) -> None:
    address = f"{PAGE}?indikatoren=kinderarmut&stand=2020-12-31"

    assert "Müllerstraße" not in names_in(client, address)
    assert "1 von den übrigen Vierteln fehlt" in text_of(client, address)


def test_hidden_area_itself_is_told_a_reason_and_no_neighbour(city: SteadyCity, client: Client) -> None:
    address = "/musterstadt/gebiete/stand-2020/viertel/12/aehnlich/?indikatoren=kinderarmut&stand=2020-12-31"

    text = text_of(client, address)

    assert "für dieses Gebiet zu wenige veröffentlicht" in text
    assert "<tbody>" not in client.get(address).content.decode()
    assert client.get(address.replace("aehnlich/", "aehnlich/daten.csv")).status_code == 200


def test_newest_period_with_nearly_all_wanted_figures_is_shown(city: SteadyCity, client: Client) -> None:
    for number in range(4):
        subject = indicator(city.organisation, f"anteil-{number}", topic="mehr")
        release(subject, city.version, Figures((1.0, 2.0, 3.0, 5.0), "2021-12-31"), city.by)

    assert "Stand 31.12.2021" in text_of(client, PAGE)
    assert "gemessen an 5 Indikatoren" in text_of(client, PAGE)
    assert "Stand 31.12.2023" in text_of(client, f"{PAGE}?stand=2023-12-31")


def test_chosen_indicator_without_figures_for_the_date_is_named(city: SteadyCity, client: Client) -> None:
    both = text_of(client, f"{PAGE}?indikatoren=kinderarmut,anteil-alt&stand=2022-12-31")
    alone = text_of(client, f"{PAGE}?indikatoren=anteil-alt&stand=2022-12-31")

    assert "nicht veröffentlicht und darum nicht verglichen: Anteil-Alt." in both
    assert "Keiner der gewählten Indikatoren ist zu diesem Stand veröffentlicht" in alone


def test_index_is_offered_but_not_suggested(city: SteadyCity, client: Client) -> None:
    index = indicator(city.organisation, "index", topic="armut")
    Indicator.objects.filter(pk=index.pk).update(kind=IndicatorKind.INDEX)
    release(index, city.version, Figures((0.1, 0.2, 0.3, 0.9), "2023-12-31"), city.by)

    assert "Index (Index, aus anderen Indikatoren gebildet)" in text_of(client, PAGE)
    assert "gemessen an 2 Indikatoren" in text_of(client, PAGE)
    assert "gemessen an einem Indikator" in text_of(client, f"{PAGE}?indikatoren=index")


def _mark_as_demographic(*slugs: str) -> None:
    IndicatorDefinition.objects.filter(indicator__slug__in=slugs).update(is_demographic=True, direction="neutral")


def test_who_lives_somewhere_is_compared_only_where_a_reader_asks_for_it(city: SteadyCity, client: Client) -> None:
    _mark_as_demographic("anteil-alt")

    text = text_of(client, PAGE)

    assert "gemessen an einem Indikator" in text
    assert "Anteil-Alt (%), wer hier lebt" in text
    assert "Das beschreibt, wer in einem Gebiet wohnt" not in text
    chosen = text_of(client, f"{PAGE}?indikatoren=kinderarmut,anteil-alt")
    assert "gemessen an 2 Indikatoren" in chosen
    assert "Anteil-Alt: Das beschreibt, wer in einem Gebiet wohnt." in chosen


def test_page_says_plainly_where_nothing_but_who_lives_there_is_published(city: SteadyCity, client: Client) -> None:
    _mark_as_demographic("anteil-alt", "kinderarmut")

    plain = text_of(client, PAGE)

    assert "gemessen an 2 Indikatoren" in plain
    assert "nur das wird verglichen: Gebiete mit ähnlichen Menschen sind nicht unbedingt in ähnlicher Lage." in plain
    assert "nur das wird verglichen" not in text_of(client, f"{PAGE}?indikatoren=anteil-alt")


def test_number_of_persons_is_no_reason_to_leave_out_who_lives_there(city: SteadyCity, client: Client) -> None:
    _mark_as_demographic("anteil-alt", "kinderarmut")
    assert not IndicatorDefinition.objects.get(indicator__slug="einwohner").is_demographic

    assert "gemessen an 2 Indikatoren" in text_of(client, PAGE)


def test_rate_comes_before_who_lives_there_though_it_is_no_share(city: SteadyCity, client: Client) -> None:
    _mark_as_demographic("anteil-alt", "kinderarmut")
    rent = indicator(city.organisation, "miete", topic="wohnen")
    IndicatorDefinition.objects.filter(indicator=rent).update(unit_of_measure="Euro", basis="rate_only")
    release(rent, city.version, Figures((9.0, 9.1, 15.0, 9.2), "2023-12-31"), city.by)

    text = text_of(client, PAGE)

    assert "gemessen an einem Indikator" in text
    assert "9,1 Euro" in text


def test_date_that_only_who_lives_there_has_is_compared_by_it(city: SteadyCity, client: Client) -> None:
    _mark_as_demographic("anteil-alt")
    Release.objects.filter(indicator__slug="kinderarmut", period__code="2023-12-31").update(
        state=ReleaseState.WITHDRAWN
    )

    assert "nur das wird verglichen" in text_of(client, f"{PAGE}?stand=2023-12-31")
    assert "Stand 31.12.2022" in text_of(client, PAGE)


def test_share_that_pools_years_is_not_suggested_beside_the_years(city: SteadyCity, client: Client) -> None:
    pooled = indicator(city.organisation, "kinderarmut-3", topic="armut")
    IndicatorDefinition.objects.filter(indicator=pooled).update(formula="rolling(kinderarmut, 3)")
    release(pooled, city.version, Figures((12.0, 20.0, 15.0, 21.0), "2023-12-31"), city.by)

    assert "gemessen an 2 Indikatoren" in text_of(client, PAGE)
    assert "gemessen an einem Indikator" in text_of(client, f"{PAGE}?indikatoren=kinderarmut-3")


def test_same_figures_everywhere_tell_no_area_from_another(city: SteadyCity, client: Client) -> None:
    flat = indicator(city.organisation, "flach", topic="armut")
    release(flat, city.version, Figures((5.0, 5.0, 5.0, 5.0), "2023-12-31"), city.by)

    assert "Überall gleich und darum ohne Einfluss: Flach." in text_of(client, PAGE)
    assert "unterscheiden kein Gebiet" in text_of(client, f"{PAGE}?indikatoren=flach")


def test_boxes_become_an_address_that_keeps_date_and_number(city: SteadyCity, client: Client) -> None:
    answer = client.get(f"{PAGE}?indikator=kinderarmut&indikator=anteil-alt&stand=2023-12-31&anzahl=5")

    assert answer.status_code == 302
    assert answer["Location"] == "?indikatoren=kinderarmut,anteil-alt&stand=2023-12-31&anzahl=5"
    assert client.get(f"{PAGE}{answer['Location']}").status_code == 200


def test_number_of_areas_is_chosen_by_the_address(city: SteadyCity, client: Client) -> None:
    assert len(names_in(client, f"{PAGE}?indikatoren=anteil-alt&anzahl=1")) == 2


def test_withdrawn_release_is_not_compared(city: SteadyCity, client: Client) -> None:
    Release.objects.filter(indicator__slug="anteil-alt").update(state=ReleaseState.WITHDRAWN)

    assert "gemessen an einem Indikator" in text_of(client, PAGE)
    assert client.get(f"{PAGE}?indikatoren=anteil-alt").status_code == 404


def test_area_without_any_release_says_so(city: SteadyCity, client: Client) -> None:
    text = text_of(client, "/musterstadt/gebiete/stand-2020/bezirk/1/aehnlich/")

    assert "ist kein Indikator veröffentlicht" in text
    assert client.get("/musterstadt/gebiete/stand-2020/bezirk/1/aehnlich/daten.csv").status_code == 404


def test_profile_leads_to_similar_areas(city: SteadyCity, client: Client) -> None:
    assert f'<a href="{PAGE}">Ähnliche Gebiete</a>' in client.get(ADDRESS).content.decode()
    assert "aehnlich/" not in client.get("/musterstadt/gebiete/stand-2020/bezirk/1/").content.decode()


def test_file_holds_the_figures_of_the_page(city: SteadyCity, client: Client) -> None:
    answer = client.get(f"{PAGE}daten.csv?indikatoren=kinderarmut,anteil-alt&stand=2023-12-31")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert answer["Content-Disposition"].endswith('"musterstadt_stand-2020_viertel_11_aehnlich.csv"')
    assert len(rows) == 4
    assert [row["abstand"] for row in rows[:2]] == ["", ""]
    assert all(row["abstand"] for row in rows[2:])
    assert {row["lizenz"] for row in rows} == {"Datenlizenz Deutschland"}


def test_english_reader_gets_english_words(city: SteadyCity, client: Client) -> None:
    text = text_of(client, f"{PAGE}?indikatoren=anteil-alt", "en")

    assert "Most similar are" in text
    assert "it is no ranking and no verdict" in text


@pytest.mark.parametrize(
    "query",
    ["fremd=1", "anzahl=0", "anzahl=x", "anzahl=51", "stand=gestern", "stand=2023&stand=2022", "indikator=a&x=1"],
)
def test_malformed_parameter_is_refused(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["indikatoren=gibtesnicht", "stand=1999-12-31", "indikatoren=kinderarmut,x%00y"])
def test_what_is_not_published_is_not_found(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == (400 if "%00" in query else 404)


@pytest.mark.parametrize(
    "address",
    [
        "/musterstadt/gebiete/stand-2020/viertel/99/aehnlich/",
        "/musterstadt/gebiete/stand-1999/viertel/11/aehnlich/",
        "/gibtesnicht/gebiete/stand-2020/viertel/11/aehnlich/",
        "/musterstadt/gebiete/stand-2020/viertel/99/aehnlich/daten.csv",
    ],
)
def test_area_that_is_not_there_is_not_found(city: SteadyCity, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_page_takes_few_queries_and_none_in_its_template(city: SteadyCity, client: Client) -> None:
    client.get(PAGE)

    with CaptureQueriesContext(connections["public"]) as public, CaptureQueriesContext(connections["default"]) as own:
        client.get(PAGE)

    assert (len(questions(public)), len(own)) == (6, 0)


def test_unreleased_indicator_answers_as_one_that_does_not_exist(city: SteadyCity, client: Client) -> None:
    indicator(city.organisation, "geheim", topic="anderes")

    for slug in ("geheim", "gibtesnicht"):
        assert client.get(f"{PAGE}?indikatoren={slug}").status_code == 404
