# SPDX-License-Identifier: EUPL-1.2
"""Two indicators on one page, of which one is everybody's and one the council's, and whose a file of one of them is."""

import io
import json
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories.audiencecity import PERIOD, AudienceCity, build_audience_city
from tests.factories.desk import client_of
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
ROOM = "/musterstadt/karte/"

kept_city = kept(build_audience_city)


def told(response: Any) -> str:  # noqa: ANN401 - what the client of the tests gives
    """Return what a file says, a workbook cell by cell."""
    if "spreadsheetml" in response.headers["Content-Type"]:
        book = load_workbook(io.BytesIO(response.content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return str(response.content.decode())


def _two(city: AudienceCity) -> None:
    """Release a public indicator, so that one of two is the council's and one everybody's."""
    given = indicator(city.world.city, "einwohner")
    release(given, city.version, Figures((10.0, 20.0, 30.0, 40.0), period=PERIOD), city.world.frida)


EVERYBODYS, COUNCILS = "Diese Zahlen sind so veröffentlicht.", "Nur für den Rat, nicht veröffentlicht."


@pytest.mark.parametrize(
    ("query", "said", "unsaid"),
    [
        ("indikator=einwohner", EVERYBODYS, COUNCILS),
        ("indikator=einwohner&zweiter=kanarienvogel", COUNCILS, EVERYBODYS),
        ("indikator=kanarienvogel&zweiter=einwohner", COUNCILS, EVERYBODYS),
    ],
)
def test_two_indicators_are_for_the_narrower_of_both_audiences(
    city: AudienceCity, query: str, said: str, unsaid: str
) -> None:
    _two(city)
    address = f"{query}&stand={PERIOD}"
    clara = client_of(city.world.clara)

    page, answer = (clara.get(f"/musterstadt/analyse/{file}?{address}") for file in ("", "antwort.json"))

    for told in (page.content.decode(), json.dumps(answer.json(), ensure_ascii=False)):
        assert said in told
        assert unsaid not in told
    assert {found.headers["Cache-Control"] for found in (page, answer)} == {"private, no-store"}


@pytest.mark.parametrize(
    ("query", "said", "unsaid"),
    [
        ("indikator=einwohner&weitere=kanarienvogel&tafeln=vergleichstafel", COUNCILS, EVERYBODYS),
        ("indikator=einwohner&weitere=kanarienvogel", EVERYBODYS, COUNCILS),
        ("indikator=kanarienvogel&weitere=einwohner&tafeln=vergleichstafel", COUNCILS, EVERYBODYS),
        # By which figures areas are similar is told by what stands beside them.
        ("indikator=einwohner&gebiet=12&tafeln=gegenueber", COUNCILS, EVERYBODYS),
        ("indikator=einwohner&gebiet=12", EVERYBODYS, COUNCILS),
    ],
)
def test_further_indicators_are_told_for_whom_they_are_where_their_table_is_open(
    city: AudienceCity, query: str, said: str, unsaid: str
) -> None:
    _two(city)
    address = f"{query}&stand={PERIOD}"
    clara = client_of(city.world.clara)

    page, answer = (clara.get(f"/musterstadt/analyse/{file}?{address}") for file in ("", "antwort.json"))

    for told in (page.content.decode(), json.dumps(answer.json(), ensure_ascii=False)):
        assert said in told
        assert unsaid not in told


def test_the_table_of_further_indicators_is_kept_by_nobody_and_holds_none_of_the_councils_for_the_public(
    city: AudienceCity,
) -> None:
    _two(city)
    address = f"/musterstadt/analyse/vergleichstafel.json?indikator=einwohner&weitere=kanarienvogel&stand={PERIOD}"

    councils, everybodys = client_of(city.world.clara).get(address), Client().get(address)

    assert councils.headers["Cache-Control"] == "private, no-store"
    assert len(councils.json()["columns"]) == 2
    assert len(everybodys.json()["columns"]) == 1
    assert "ETag" in everybodys.headers


def test_areas_against_others_say_for_whom_they_are_after_a_step_as_well(city: AudienceCity) -> None:
    _two(city)
    address = f"/musterstadt/analyse/gegenueber.json?indikator=einwohner&gebiet=12&stand={PERIOD}"

    councils, everybodys = client_of(city.world.clara).get(address), Client().get(address)

    assert councils.headers["Cache-Control"] == "private, no-store"
    assert COUNCILS in councils.json()["body"]
    assert COUNCILS not in everybodys.json()["body"]
    assert "ETag" in everybodys.headers


def test_the_public_sees_one_indicator_where_the_second_is_the_councils(city: AudienceCity) -> None:
    _two(city)
    both = Client().get(f"/musterstadt/analyse/?indikator=einwohner&stand={PERIOD}&zweiter=kanarienvogel")

    assert "54,3" not in both.content.decode()
    assert 'data-palette="bivariate"' not in both.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_for_whom_its_figures_are_not_for_whom_the_page_is(city: AudienceCity, kind: str) -> None:
    _two(city)
    clara, address = client_of(city.world.clara), f"{ROOM}daten.{kind}"

    everybodys = clara.get(address, {"indikator": "einwohner", "stand": PERIOD})
    councils = clara.get(address, {"indikator": "kinderarmut", "stand": "2016-12-31"})

    assert f"einwohner_viertel_{PERIOD}.{kind}" in everybodys.headers["Content-Disposition"]
    assert "für den Rat" not in told(everybodys)
    assert everybodys.headers["Cache-Control"] == "private, no-store"
    # Its classes are those of all periods, of which the council alone has one.
    assert "_rat." in councils.headers["Content-Disposition"]
    assert "Nur für den Rat, nicht veröffentlicht" in told(councils)


@pytest.mark.check("C077")
def test_embed_is_everybodys_whoever_is_signed_in(city: AudienceCity) -> None:
    address = "/embed/musterstadt/?indikator=kinderarmut"
    councils, everybodys = client_of(city.world.clara).get(address), Client().get(address)

    assert councils.content == everybodys.content
    assert councils.headers["Cache-Control"] == everybodys.headers["Cache-Control"]
    assert not councils.cookies


def test_a_picture_says_for_whom_it_is_in_its_name_and_on_its_paper(city: AudienceCity) -> None:
    _two(city)
    clara, address = client_of(city.world.clara), "/musterstadt/analyse/bild.svg"

    everybodys = clara.get(address, {"indikator": "einwohner", "stand": PERIOD, "bild": "verlauf"})
    councils = clara.get(address, {"indikator": "kinderarmut", "stand": "2016-12-31", "bild": "verlauf"})

    assert "_rat" not in everybodys.headers["Content-Disposition"]
    assert "für den Rat" not in everybodys.content.decode()
    assert "_rat.svg" in councils.headers["Content-Disposition"]
    assert "für den Rat" in councils.content.decode()
    assert councils.headers["Cache-Control"] == "private, no-store"
