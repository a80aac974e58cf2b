# SPDX-License-Identifier: EUPL-1.2
"""Layers of places beside and over the figures: offered by topic, drawn with source and day, as of each period."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from spatial.models import Layer, LayerVersion
from spatial.selectors.maplayers import LayerState, MapLayer
from tests.factories.placescity import build_places_city
from tests.factories.planningcity import SLUG
from tests.factories.standing import public_reads_along
from tests.factories.world import World

MAP = f"/musterstadt/karte/?indikator={SLUG}"
WORKBENCH = f"/musterstadt/analyse/?indikator={SLUG}&ebene=viertel"
PAGES = pytest.mark.parametrize("page", [MAP, WORKBENCH])


@pytest.fixture
def places_city(world: World) -> World:
    """Give the city with layers and figures."""
    return build_places_city(world)


def page_at(address: str) -> str:
    """Return a page as German readers see it."""
    with public_reads_along():
        answer = Client(headers={"accept-language": "de"}).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def script_of(page: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the script of the map reads of layers."""
    found = re.search(r'<script id="layers-script" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.django_db
@PAGES
def test_layers_are_offered_by_topic_and_none_is_drawn_unasked(places_city: World, page: str) -> None:
    told = page_at(page)

    assert "Bildung › Kita" in told
    assert 'aria-label="Auf der Karte zeigen: Kindertagesstätten"' in told
    assert script_of(told) == {"layers": []}
    assert 'class="place-legend"' not in told


@pytest.mark.django_db
@PAGES
def test_chosen_layers_stand_in_the_legend_with_source_and_day(places_city: World, page: str) -> None:
    told = page_at(f"{page}&orte=parks,kitas")

    legend = told[told.index('class="place-legend"') :]
    assert legend.index("Parks") < legend.index("Kindertagesstätten")
    assert "Stand 01.01.2022" in legend
    assert "© Stadt Musterstadt, Datenlizenz Deutschland – Namensnennung – Version 2.0" in legend
    assert 'aria-label="Von der Karte nehmen: Parks"' in told
    assert [layer["slug"] for layer in script_of(told)["layers"]] == ["parks", "kitas"]


@pytest.mark.django_db
@PAGES
def test_each_period_gets_the_state_that_held_then_and_says_where_none_did(places_city: World, page: str) -> None:
    kitas, parks = script_of(page_at(f"{page}&orte=kitas,parks"))["layers"]

    assert kitas["at"] == [0, 0, 1]
    assert kitas["says"] == ["Stand 01.01.2019", "Stand 01.01.2019", "Stand 01.01.2022"]
    assert parks["at"] == [0, 0, 0]
    assert parks["says"][0] == "Stand 01.01.2023: für den 31.12.2019 ist kein Stand bekannt"
    assert parks["says"][2] == "Stand 01.01.2023"


@pytest.mark.django_db
def test_files_that_the_map_names_are_there(places_city: World) -> None:
    kitas = script_of(page_at(f"{MAP}&orte=kitas"))["layers"][0]

    counts = [len(json.loads(page_at(state["file"]))["features"]) for state in kitas["states"]]

    assert counts == [12, 60]


@pytest.mark.django_db
def test_layer_that_is_not_there_is_passed_over_and_a_malformed_one_refused(places_city: World) -> None:
    assert [each["slug"] for each in script_of(page_at(f"{MAP}&orte=kinos,kitas"))["layers"]] == ["kitas"]
    with public_reads_along():
        assert Client().get(f"{MAP}&orte=kitas;parks").status_code == 400
    assert "orte" in page_at(f"{WORKBENCH}&orte=kitas,kitas")


@pytest.mark.django_db
def test_links_of_the_page_keep_the_layers(places_city: World) -> None:
    told = page_at(f"{WORKBENCH}&orte=kitas,parks")

    assert re.search(r'href="/musterstadt/karte/\?[^"]*orte=kitas,parks', told)
    assert 'name="orte" value="kitas,parks"' in page_at(f"{MAP}&orte=kitas,parks")


@pytest.mark.django_db
def test_city_without_layers_has_no_place_for_them(places_city: World) -> None:
    LayerVersion.objects.all().delete()
    Layer.objects.all().delete()

    assert "layers-script" not in page_at(MAP)


def state(number: int, first: tuple[int, int, int], end: tuple[int, int, int] | None = None) -> LayerState:
    """Return a version that holds from one day until another."""
    return LayerState(number, date(*first), date(*end) if end else None, 1, "", "Stadt", "cc0", "Stadt", "hash")


@pytest.mark.parametrize(
    ("states", "day", "number"),
    [
        ((state(1, (2020, 1, 1), (2021, 1, 1)), state(2, (2021, 1, 1))), (2020, 12, 31), 1),
        ((state(1, (2020, 1, 1), (2021, 1, 1)), state(2, (2021, 1, 1))), (2021, 1, 1), 2),
        # A correction counts, though the wrong version was to hold from a later day on.
        ((state(1, (2020, 6, 1)), state(2, (2020, 1, 1))), (2021, 1, 1), 2),
        # Where none holds the next one to begin is shown, else the last to end.
        ((state(1, (2022, 1, 1)), state(2, (2020, 1, 1))), (2015, 1, 1), 2),
        ((state(1, (2010, 1, 1), (2012, 1, 1)), state(2, (2005, 1, 1), (2008, 1, 1))), (2020, 1, 1), 1),
    ],
)
def test_version_approved_last_counts_among_those_that_hold(
    states: tuple[LayerState, ...], day: tuple[int, int, int], number: int
) -> None:
    layer = MapLayer("kitas", "Kitas", "point", "", states)

    assert states[layer.at(date(*day))].number == number
