# SPDX-License-Identifier: EUPL-1.2
"""All periods of a map on one edition of boundaries: said in head, table and files, and asked for by name."""

import io
import re

import pytest
from django.http import QueryDict
from django.test import Client

from indicators.forms.mapquery import map_state
from indicators.rendering.mapstate import MapState
from indicators.rendering.slices import decode
from indicators.selectors.mapfacts import map_facts
from indicators.selectors.maptables import map_table
from indicators.selectors.mapview import map_view
from sozialplanung.common.statuses import Flag
from tests.factories.drawnanew import NEWER, build_drawn_anew
from tests.factories.register import EDITION
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, SECOND

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/karte/"
FILE = f"{PAGE}daten.csv"


@pytest.fixture
def city(world: World) -> World:
    return build_drawn_anew(world)


def test_a_map_shows_what_was_counted_unless_it_is_asked_otherwise(city: World, client: Client) -> None:
    page = client.get(PAGE, {"indikator": "anteil", "ebene": "viertel"}).content.decode()

    assert "Umgerechnet" not in page
    assert "Alle auf Stand 2021" in page
    assert "Alle auf Stand 2020" in page


def test_all_periods_stand_on_one_edition_and_the_head_says_how_exact_they_are(city: World, client: Client) -> None:
    query = {"indikator": "anteil", "ebene": "viertel", "stand": FIRST, "umgerechnet": NEWER}
    page = client.get(PAGE, query).content.decode()

    assert "Umgerechnet vom Gebietsstand Stand 2020: bei 3 von 5 Gebieten genau, bei 2 geschätzt." in page
    assert "Teile eines früheren Gebiets haben nach der Umrechnung ähnliche Werte" in page
    assert "geschätzt" in page[page.index("data-map-table") :]
    assert re.search(r"guess-key-fill.*?für diese Grenzen geschätzt \(2\)", page, re.DOTALL)
    # The boundaries do not change between these periods, and no break is claimed.
    assert "Die Grenzen ändern sich" not in page


def test_exact_sums_need_no_estimate(city: World, client: Client) -> None:
    query = {"indikator": "kinder", "ebene": "viertel", "stand": SECOND, "umgerechnet": EDITION}
    page = client.get(PAGE, query).content.decode()

    assert "Umgerechnet vom Gebietsstand Stand 2021: für alle 4 Gebiete genau." in page
    assert "guess-key-fill" not in page


def test_steps_stay_on_the_edition_and_levels_too(city: World) -> None:
    state = map_state_of(indikator="einwohner", ebene="viertel", umgerechnet=NEWER)
    facts = map_facts(city.city, state, "de")
    assert facts is not None
    view = map_view(facts)

    assert [(period.code, period.edition, bool(period.carried)) for period in view.periods] == [
        (FIRST, NEWER, True),
        (SECOND, NEWER, False),
    ]
    assert all(f"umgerechnet={NEWER}" in period.query for period in view.periods)
    assert [choice.value for choice in view.controls.levels] == ["viertel", "bezirk", "stadt"]
    assert [row.area.name for row in map_table(facts).rows][:2] == ["Alt-Mitte", "Müggelheim"]


def map_state_of(**query: str) -> MapState:
    given = QueryDict(mutable=True)
    given.update(query)
    return map_state(given)


def test_files_say_from_which_boundaries_figures_were_carried(city: World, client: Client) -> None:
    query = {"indikator": "einwohner", "ebene": "viertel", "stand": FIRST, "umgerechnet": NEWER}
    text = client.get(FILE, query).content.decode("utf-8-sig")

    assert "Umrechnung;" in text
    assert "estimated" in text
    assert "–;davon für diese Grenzen geschätzt;2" in text


def test_the_bytes_of_a_carried_slice_are_asked_for_by_name(city: World, client: Client) -> None:
    address = f"/api/v1/musterstadt/indicators/einwohner/values/{FIRST}.slice"
    plain = client.get(address, {"level": "viertel", "edition": NEWER})
    carried = client.get(address, {"level": "viertel", "edition": NEWER, "converted": "true"})

    assert plain.status_code == 404
    content = decode(io.BytesIO(b"".join(carried)).read() if carried.streaming else carried.content)
    assert content.key.boundary_version == NEWER
    assert (content.flags & Flag.ESTIMATED).tolist() == [0, 4, 4, 0, 0]


def test_carried_figures_have_no_pattern_in_space(city: World, client: Client) -> None:
    query = {"indikator": "anteil", "ebene": "viertel", "stand": FIRST, "umgerechnet": NEWER, "ansicht": "muster"}

    assert "Umgerechnete Werte zeigen kein Muster" in client.get(PAGE, query).content.decode()


def test_an_edition_on_which_nothing_can_be_shown_is_refused_with_a_way_out(city: World, client: Client) -> None:
    answer = client.get(PAGE, {"indikator": "anteil", "umgerechnet": "stand-1990"})

    assert answer.status_code == 404
    assert "Wie gezählt" in answer.content.decode() or "wie sie gezählt wurden" in answer.content.decode()


def test_another_edition_beside_it_is_passed_over(city: World) -> None:
    assert map_state_of(umgerechnet=NEWER, gebietsstand=EDITION).gebietsstand == ""
