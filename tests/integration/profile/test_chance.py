# SPDX-License-Identifier: EUPL-1.2
"""Directions and changes in profiles over stored releases: hidden cells, breaks and new releases are minded."""

import csv
import io

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Release, ReleaseState
from indicators.rendering.profile_rows import ProfileRow
from indicators.selectors.profile import area_profile
from spatial.selectors.units import unit_place
from tests.factories.releases import Figures, release
from tests.factories.standing import kept
from tests.factories.steadycity import PERSONS, SteadyCity, build_steady_city

pytestmark = pytest.mark.django_db

ADDRESS = "/musterstadt/gebiete/stand-2020/viertel"


kept_city = kept(build_steady_city)


def line(city: SteadyCity, key: str) -> ProfileRow:
    place = unit_place(city.organisation, "viertel", "stand-2020", key)
    assert place is not None
    (row,) = area_profile(city.organisation, place, "de").rows
    return row


@pytest.mark.parametrize(
    ("place", "kind", "judgement"), [(0, "rising", "ungünstig"), (2, "unclear", ""), (3, "falling", "günstig")]
)
def test_direction_is_told_with_a_judgement_where_it_is_declared(
    city: SteadyCity, place: int, kind: str, judgement: str
) -> None:
    trend = line(city, KEYS[place]).trend

    assert (trend.kind, trend.judgement, trend.years) == (kind, judgement, "2019–2023")


KEYS = ("11", "12", "21", "22")


def test_hidden_year_leaves_neither_a_direction_nor_an_amount(city: SteadyCity) -> None:
    row = line(city, KEYS[1])

    assert (row.trend.kind, row.trend.reason) == ("none", "mindestens ein Wert ist geheim gehalten")
    assert row.trend.amount == ""


def test_change_since_a_hidden_year_has_no_interval(city: SteadyCity) -> None:
    release(
        city.poverty,
        city.version,
        Figures((14.1, 20.0, 15.0, None), "2024-12-31", persons=PERSONS, since="2020-12-31"),
        city.by,
    )

    assert line(city, KEYS[1]).change.interval == ""
    assert line(city, KEYS[0]).change.interval != ""


def test_break_of_the_series_ends_every_direction_across_it(city: SteadyCity) -> None:
    assert line(city, KEYS[0]).trend.kind == "rising"

    city.break_between(2020, 2021)

    trend = line(city, KEYS[0]).trend
    assert (trend.kind, trend.reason) == ("none", "seit dem Bruch der Zeitreihe nur 3 von 5 nötigen Zeitpunkten")


def test_break_between_the_periods_of_a_change_leaves_no_interval(city: SteadyCity) -> None:
    assert line(city, KEYS[0]).change.interval == "−2,1 bis +3,9"

    city.break_between(2022, 2023)

    assert line(city, KEYS[0]).change.interval == ""


def test_corrected_release_gives_a_direction_of_its_own_at_once(city: SteadyCity) -> None:
    assert line(city, KEYS[0]).trend.kind == "rising"
    Release.objects.filter(period__code="2023-12-31").update(state=ReleaseState.SUPERSEDED)

    release(city.poverty, city.version, Figures((5.0, 20.2, 15.1, 18.0), "2023-12-31", persons=PERSONS), city.by)

    assert line(city, KEYS[0]).trend.kind == "falling"


def test_page_and_file_tell_direction_reason_and_caveats(city: SteadyCity, client: Client) -> None:
    rising = client.get(f"{ADDRESS}/{KEYS[0]}/").content.decode()
    hidden = client.get(f"{ADDRESS}/{KEYS[1]}/").content.decode()
    answer = client.get(f"{ADDRESS}/{KEYS[0]}/profil.csv")

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert "steigt (ungünstig)" in rising
    assert "+1,01 Prozentpunkte im Jahr" in rising
    assert "betreffen weitgehend dieselben Menschen" in rising
    assert "nicht berechenbar, mindestens ein Wert ist geheim gehalten" in hidden
    assert (row["richtung"], row["richtung_verfahren"]) == ("steigt", "χ²-Test auf Trend")


def test_directions_cost_no_query(city: SteadyCity, client: Client) -> None:
    client.get(f"{ADDRESS}/{KEYS[0]}/")

    with CaptureQueriesContext(connections["public"]) as public:
        client.get(f"{ADDRESS}/{KEYS[0]}/")

    assert len(public) == 10


def test_smoothed_value_stands_beside_the_raw_one_when_asked_for(city: SteadyCity, client: Client) -> None:
    address = f"{ADDRESS}/{KEYS[0]}/"

    plain, smoothed = (client.get(f"{address}{query}").content.decode() for query in ("", "?geglaettet=ja"))

    assert "geglättet" not in plain
    assert "?geglaettet=ja#figures" in plain
    assert "14,0\u00a0%" in smoothed
    assert "<span>geglättet</span> <span>14,7\u00a0%</span>" in smoothed
    assert "sie ersetzen nie die rohen" in smoothed


def test_hidden_area_has_no_smoothed_value_either(city: SteadyCity, client: Client) -> None:
    figures = Figures((14.1, None, 15.0, 17.0), "2024-12-31", persons=PERSONS)
    release(city.poverty, city.version, figures, city.by)

    text = client.get(f"{ADDRESS}/{KEYS[1]}/?geglaettet=ja").content.decode()

    assert "gesperrt: geheim gehalten" in text
    assert "<span>geglättet</span>" not in text


@pytest.mark.parametrize("query", ["geglaettet=nein", "geglaettet=ja&fremd=1", "geglaettet=ja&geglaettet=ja"])
def test_other_wishes_are_refused(city: SteadyCity, client: Client, query: str) -> None:
    assert client.get(f"{ADDRESS}/{KEYS[0]}/?{query}").status_code == 400
