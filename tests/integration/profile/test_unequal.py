# SPDX-License-Identifier: EUPL-1.2
"""The page of inequality over stored releases: what it says, withholds, and never compares."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, IndicatorDefinition, IndicatorKind, Release, ReleaseState
from indicators.rendering.mapstate import MapState
from indicators.selectors.area_unequal import area_unequal
from spatial.models import BoundaryVersion
from tests.factories.areas import edition, import_city
from tests.factories.queries import questions
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept
from tests.factories.steadycity import PERSONS, SteadyCity, build_steady_city

pytestmark = pytest.mark.django_db

PAGE = "/musterstadt/indikatoren/kinderarmut/ungleichheit/"
FILE = f"{PAGE}daten.csv"


kept_city = kept(build_steady_city)


def text_of(client: Client, address: str, language: str = "de") -> str:
    """Return what a page says, without its marks."""
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def rows_of(client: Client, address: str = FILE) -> dict[tuple[str, str], dict[str, str]]:
    """Return the rows of the file by period and figure."""
    text = client.get(address).content.decode("utf-8-sig")
    return {(row["stand"], row["kennzahl"]): row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def other_boundaries(city: SteadyCity) -> None:
    """Store an earlier boundary version with the share of one year."""
    import_city(city.organisation, edition("2010", date(2010, 1, 1), date(2020, 1, 1)))
    version = BoundaryVersion.objects.get(edition="stand-2010", level__slug="viertel")
    Release.objects.filter(period__code="2019-12-31").update(state=ReleaseState.WITHDRAWN)
    release(city.poverty, version, Figures((1.0, 50.0, 2.0, 40.0), "2018-12-31", persons=PERSONS), city.by)
    release(city.poverty, version, Figures((1.0, 50.0, 2.0, 40.0), "2019-12-31", persons=PERSONS), city.by)


def test_page_opens_with_the_mean_difference_of_two_persons(city: SteadyCity, client: Client) -> None:
    # Counts of 2023: 140, 404, 604 and 144 of 1000, 2000, 4000 and 800.
    shares, total = (14.0, 20.2, 15.1, 18.0), sum(PERSONS)
    pairs = [
        abs(one - other) * here * there / total**2
        for one, here in zip(shares, PERSONS, strict=True)
        for other, there in zip(shares, PERSONS, strict=True)
    ]

    text = text_of(client, PAGE)

    assert f"Die Viertel liegen im Mittel {sum(pairs):.1f}".replace(".", ",") in text
    assert "ist der Wert 16,6 %" in text
    assert "zwischen den Bezirken" in text


def test_segregation_stands_beside_what_chance_makes(city: SteadyCity, client: Client) -> None:
    text = text_of(client, PAGE)

    assert "Dissimilarität" in text
    assert "Verteilte allein der Zufall die Gruppe auf alle" in text
    assert "(Isolation" in text
    assert "(Entropie-Index" in text


def test_file_has_the_numbers_of_the_page_for_every_period(city: SteadyCity, client: Client) -> None:
    rows, text = rows_of(client), text_of(client, PAGE)

    assert len({period for period, _ in rows}) == 5
    assert rows["2023-12-31", "gini"]["wert"][:5] in text
    # 140 / 1292 against 860 / 6508, and so on.
    group, rest = (140, 404, 604, 144), (860, 1596, 3396, 656)
    apart = sum(abs(a / 1292 - b / 6508) for a, b in zip(group, rest, strict=True)) / 2
    assert rows["2023-12-31", "dissimilaritaet"]["wert"] == f"{apart:.4f}".replace(".", ",")
    assert rows["2023-12-31", "gini"]["gewichtung"] == "nenner"


@pytest.mark.check("C076")
def test_number_is_withheld_where_a_quarter_of_the_areas_is_hidden(city: SteadyCity, client: Client) -> None:
    text = text_of(client, f"{PAGE}?stand=2020-12-31")

    assert "Mehr als ein Fünftel der Gebiete ist geheim gehalten" in text
    assert "Nicht einbezogen: 1 geheim gehalten" in text
    hidden = {name: row for (period, name), row in rows_of(client).items() if period == "2020-12-31"}
    assert {row["wert"] for row in hidden.values()} == {""}
    assert hidden["gini"]["grund"] == "too_many_left_out"


def test_unbroken_run_is_compared_over_the_same_areas(city: SteadyCity, client: Client) -> None:
    assert "Gegenüber 31.12.2019, über die 4 Gebiete, die beide Male gezeigt werden" in text_of(client, PAGE)


def test_break_of_the_series_ends_line_and_comparison(city: SteadyCity, client: Client) -> None:
    city.break_between(2021, 2022)

    body = client.get(PAGE).content.decode()
    text = text_of(client, PAGE)

    assert "Bruch der Zeitreihe: nicht vergleichbar. Neue Zählung." in text
    assert "Gegenüber 31.12.2022" in text
    assert "Gegenüber 31.12.2019" not in text
    assert body.count("spark__break") == 2
    assert rows_of(client)["2022-12-31", "gini"]["vergleichbarkeit_mit_vorigem_stand"] == "nein_zeitreihenbruch"


def test_first_period_after_a_break_is_compared_with_nothing(city: SteadyCity, client: Client) -> None:
    city.break_between(2022, 2023)

    assert "Gegenüber" not in text_of(client, PAGE)


def test_limited_break_is_told_and_does_not_end_the_line(city: SteadyCity, client: Client) -> None:
    city.break_between(2021, 2022, "limited")

    text = text_of(client, PAGE)

    assert "Nur eingeschränkt vergleichbar. Neue Zählung." in text
    assert "Die Zeitreihe ist nur eingeschränkt vergleichbar." in text
    assert "spark__break" not in client.get(PAGE).content.decode()


def test_other_boundaries_end_line_and_comparison(city: SteadyCity, client: Client) -> None:
    other_boundaries(city)

    text = text_of(client, PAGE)

    assert "Andere Gebietsgrenzen: nicht vergleichbar." in text
    assert "Gegenüber 31.12.2018" not in text
    assert client.get(PAGE).content.decode().count("spark__break") == 2
    assert rows_of(client)["2020-12-31", "gini"]["vergleichbarkeit_mit_vorigem_stand"] == "nein_grenzen"


def test_no_two_boundary_versions_are_in_one_comparison(city: SteadyCity) -> None:
    other_boundaries(city)

    found = area_unequal(city.organisation, MapState("kinderarmut"))

    assert found is not None
    assert len({point.version.id for point in found.points}) == 2
    # 2020 withholds its number: 2021 is the first within the same boundaries that says something.
    assert found.since is not None
    assert found.since.version == found.shown.version
    assert found.since.ref.period == "2021-12-31"
    assert found.common is not None


def test_change_of_the_unit_ends_the_line(city: SteadyCity, client: Client) -> None:
    new = IndicatorDefinition.objects.get(indicator=city.poverty)
    IndicatorDefinition.objects.filter(pk=new.pk).update(valid_until=date(2023, 1, 1))
    new.pk, new.valid_from, new.unit_of_measure = None, date(2023, 1, 1), "je 100"
    new.save()
    newest = Release.objects.get(period__code="2023-12-31")
    Release.objects.filter(pk=newest.pk).update(state=ReleaseState.SUPERSEDED)
    newest.pk, newest.number, newest.definition = None, 2, new
    newest.save()

    text = text_of(client, PAGE)

    assert "Andere Einheit: nicht vergleichbar." in text
    assert "Gegenüber" not in text


def test_share_without_counts_counts_areas_alike_and_has_no_segregation(city: SteadyCity, client: Client) -> None:
    rate = indicator(city.organisation, "rate", topic="armut")
    IndicatorDefinition.objects.filter(indicator=rate).update(basis="rate_only")
    release(rate, city.version, Figures((10.0, 20.0, 30.0, 40.0), "2023-12-31"), city.by)

    text = text_of(client, "/musterstadt/indikatoren/rate/ungleichheit/")

    assert "Große und kleine Gebiete zählen gleich" in text
    assert "ihr Durchschnitt ist 25,0 %" in text
    assert "nur Anteile ohne Fallzahlen" in text


def test_rate_counts_by_the_released_persons_of_the_same_period(city: SteadyCity, client: Client) -> None:
    people = indicator(city.organisation, "einwohner", topic="alter")
    rate = indicator(city.organisation, "rate", topic="armut")
    IndicatorDefinition.objects.filter(indicator=people).update(unit_of_measure="Personen", short_name="Einwohner")
    IndicatorDefinition.objects.filter(indicator=rate).update(
        basis="rate_denominator", denominator_indicator=people, unit_of_measure="%"
    )
    release(people, city.version, Figures((9000.0, 500.0, 250.0, 250.0), "2023-12-31"), city.by)
    release(rate, city.version, Figures((10.0, 20.0, 30.0, 40.0), "2023-12-31"), city.by)
    release(rate, city.version, Figures((10.0, 20.0, 30.0, 40.0), "2022-12-31"), city.by)

    text = text_of(client, "/musterstadt/indikatoren/rate/ungleichheit/")

    assert "Ein Gebiet zählt nach der veröffentlichten Zahl „Einwohner“" in text
    assert "für alle gezeigten zusammen ist der Wert 11,8 %" in text
    # For 2022 nobody is counted: areas count alike, which is no basis for a comparison.
    assert "Gegenüber" not in text


def test_groups_that_together_are_everybody_are_measured_together(city: SteadyCity, client: Client) -> None:
    # With 14, 20.2, 15.1 and 18 of a hundred these are all.
    for slug, shares in (("anteil-b", (30.0, 20.0, 60.0, 2.0)), ("anteil-c", (56.0, 59.8, 24.9, 80.0))):
        other = indicator(city.organisation, slug, topic="armut")
        release(other, city.version, Figures(shares, "2023-12-31", persons=PERSONS), city.by)

    assert "(Kinderarmut, Anteil-B, Anteil-C): Entropie-Index" in text_of(client, PAGE)
    assert "Anteil-B" not in text_of(client, f"{PAGE}?stand=2022-12-31")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"comparability": "relative"}, "Der Indikator ist ein Index oder eine andere Position"),
        ({"unit_of_measure": "Personen"}, "Der Indikator ist eine Anzahl"),
    ],
)
def test_what_is_not_suitable_says_why(city: SteadyCity, client: Client, changes: dict[str, str], reason: str) -> None:
    other = indicator(city.organisation, "anders", topic="armut")
    IndicatorDefinition.objects.filter(indicator=other).update(**changes)
    release(other, city.version, Figures((1.0, 2.0, 3.0, 4.0), "2023-12-31"), city.by)

    text = text_of(client, "/musterstadt/indikatoren/anders/ungleichheit/")

    assert "Nicht berechenbar" in text
    assert reason in text


def test_index_is_not_suitable_whatever_its_definition_says(city: SteadyCity, client: Client) -> None:
    Indicator.objects.filter(pk=city.poverty.pk).update(kind=IndicatorKind.INDEX)

    assert "Der Indikator ist ein Index" in text_of(client, PAGE)


def test_corrected_release_gives_a_figure_of_its_own_at_once(city: SteadyCity, client: Client) -> None:
    before = rows_of(client)["2023-12-31", "gini"]["wert"]
    Release.objects.filter(period__code="2023-12-31").update(state=ReleaseState.SUPERSEDED)

    release(city.poverty, city.version, Figures((50.0, 1.0, 15.1, 18.0), "2023-12-31", persons=PERSONS), city.by)

    assert rows_of(client)["2023-12-31", "gini"]["wert"] > before


def test_pages_of_the_indicator_lead_here(city: SteadyCity, client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/musterstadt/indikatoren/kinderarmut/").content.decode()
    spread = client.get("/musterstadt/indikatoren/kinderarmut/streuung/?stand=2021-12-31").content.decode()
    assert f'href="{PAGE}?ebene=viertel&amp;stand=2021-12-31&amp;gebietsstand=stand-2020"' in spread


def test_english_reader_gets_english_words(city: SteadyCity, client: Client) -> None:
    text = text_of(client, PAGE, "en")

    assert "percentage points apart on average" in text
    assert "If chance alone dealt out the group" in text


@pytest.mark.parametrize("query", ["fremd=1", "stand=gestern", "ebene=a&ebene=b", "gebiet=11"])
def test_malformed_parameter_is_refused(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 400
    assert client.get(f"{FILE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["ebene=stadt", "stand=1999-12-31", "gebietsstand=lor"])
def test_what_is_not_published_is_not_found(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404


def test_unknown_and_unreleased_indicators_answer_alike(city: SteadyCity, client: Client) -> None:
    indicator(city.organisation, "geheim", topic="anderes")

    for slug in ("geheim", "gibtesnicht"):
        assert client.get(f"/musterstadt/indikatoren/{slug}/ungleichheit/").status_code == 404
    assert client.get("/gibtesnicht/indikatoren/kinderarmut/ungleichheit/").status_code == 404


def test_organisation_without_releases_has_no_page(city: SteadyCity, client: Client) -> None:
    Release.objects.update(state=ReleaseState.WITHDRAWN)

    assert client.get(PAGE).status_code == 404


def test_page_takes_few_queries_and_none_in_its_template(city: SteadyCity, client: Client) -> None:
    client.get(PAGE)

    with CaptureQueriesContext(connections["public"]) as public, CaptureQueriesContext(connections["default"]) as own:
        client.get(PAGE)

    assert (len(questions(public)), len(own)) == (7, 0)


@pytest.mark.parametrize(
    ("change", "leads"),
    [
        ({}, True),
        ({"unit_of_measure": "Personen", "decimals": 0}, False),
        ({"unit_of_measure": "Prozentpunkte"}, False),
        ({"comparability": "relative"}, False),
    ],
)
def test_sheet_leads_here_only_where_such_figures_allow_it(
    city: SteadyCity, client: Client, change: dict[str, object], leads: bool
) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="kinderarmut").update(**change)

    sheet = client.get("/musterstadt/indikatoren/kinderarmut/").content.decode()

    assert (f'href="{PAGE}"' in sheet) == leads
    assert client.get(PAGE).status_code == 200
