# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“ by reader: what is hidden, or the council's alone, stands in no public page and in no cache."""

from html import unescape

import pytest
from django.test import Client

from reports.models import Readers
from reports.rendering.composition import TEXT, Composition, Panel, Part
from tests.factories.audiencecity import FOR_COUNCIL, AudienceCity, build_audience_city
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
kept_city = kept(build_audience_city)
AREA = "/musterstadt/mein-stadtteil/stand-2020/viertel/12/"
FIGURE = str(FOR_COUNCIL).replace(".", ",")


def read(client: Client, status: int = 200) -> str:
    answer = client.get(AREA)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def test_hidden_figure_shows_no_number(city: AudienceCity) -> None:
    card = read(Client()).partition('id="figure-kinderarmut"')[2].partition("<details")[0]

    assert "%" not in card
    assert "district-card__gap" in card


def test_council_reads_its_own_version_and_nobody_keeps_it(city: AudienceCity) -> None:
    client = client_of(city.world.clara)

    page = read(client)

    assert FIGURE in page
    assert "nicht veröffentlicht" in page
    for address in (AREA, "/musterstadt/mein-stadtteil/"):
        kept_by = client.get(address).headers["Cache-Control"]
        assert "private" in kept_by
        assert "no-store" in kept_by
    assert FIGURE not in read(Client())


def test_councils_edition_is_listed_for_the_council_alone(city: AudienceCity) -> None:
    text = Composition(parts=(Part("part1", "Was folgt", (Panel("panel1", TEXT, text="Plätze schaffen."),)),))
    row = begun(city.world, text, title="Vorlage im Ausschuss", readers=Readers.COUNCIL)
    let_out(city.world, handed_in(city.world, row))
    clara = client_of(city.world.clara)

    assert "Vorlage im Ausschuss" in read(clara)
    assert "Vorlage im Ausschuss" not in read(Client())
    clara.post("/musterstadt/fassung/", {"fassung": "oeffentlich", "next": AREA})
    assert "Vorlage im Ausschuss" not in read(clara)
    assert FIGURE not in read(clara)
