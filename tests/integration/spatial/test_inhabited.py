# SPDX-License-Identifier: EUPL-1.2
"""Which layer says where people live: decided by an approver with a reason, and what it does to carried figures."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point, Polygon
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from indicators.models import DisclosureRule, Indicator
from indicators.selectors.conversions import contents_of, conversions_of
from indicators.services.converting.following import follow_releases
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from spatial.errors import InhabitedConflictError, InhabitedError, NotInhabitedDeciderError
from spatial.models import Crosswalk, CrosswalkBase, InhabitedGround
from spatial.services.inhabited import decide_on_layer, take_decision_back
from tests.factories.areas import SIDE, SOUTH, WEST, square
from tests.factories.desk import client_of, run_jobs
from tests.factories.drawnanew import NEWER, build_drawn_anew, convert
from tests.factories.layeredcity import lay
from tests.factories.queries import page_queries
from tests.factories.register import EDITION
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAIRS = "/musterstadt/umschluesselung/"
PAGE = f"{PAIRS}bewohnt/"
BACK = f"{PAGE}zuruecknehmen/"
PAIR = f"{PAIRS}viertel/{EDITION}/{NEWER}/"


def build(world: World) -> World:
    """Store a city of which one quarter was split, without figures on people, and layers of where people live."""
    build_drawn_anew(world, knows_people=False)
    # A quarter of the ground of 13, and nothing of 14 but a house that lies in a quarter of that.
    lay(world, "wohnen", [houses(0.0, 0.25), houses(0.5, 0.0625)], kind="area", since="2019-01-01")
    lay(world, "haeuser", [(spot(0.1), 30.0), (spot(0.9), 10.0), (spot(0.8), None)], capacity_label="Menschen")
    lay(world, "radwege", [(GEOSGeometry("SRID=4326;LINESTRING(13 52, 13.01 52.01)"), None)], kind="line")
    return world


kept_city = standing(build)


def houses(west: float, width: float) -> tuple[Polygon, None]:
    """Return ground in the quarter 12, from so far west of it, over its whole height."""
    ring = square(0, 1)
    east = [WEST + west * SIDE, WEST + (west + width) * SIDE]
    (south, north) = (ring[0][1], ring[2][1])
    corners = [(east[0], south), (east[1], south), (east[1], north), (east[0], north), (east[0], south)]
    return Polygon([(round(x, 6), round(y, 6)) for x, y in corners], srid=4326), None


def spot(east: float) -> Point:
    return Point(WEST + east * SIDE, SOUTH + 1.5 * SIDE, srid=4326)


def decide(world: World, slug: str, by: User | None = None, revision: int | None = None) -> InhabitedGround:
    last = InhabitedGround.objects.order_by("-revision").first()
    number = revision if revision is not None else (last.revision if last else 0)
    return decide_on_layer(organisation=world.city, slug=slug, reason="Wald", by=by or world.frida, revision=number)


def sent(person: User, address: str = PAGE, **fields: str) -> HttpResponse:
    answer: Any = client_of(person).post(address, {"layer": "wohnen", "reason": "Wald", "revision": "0", **fields})
    assert isinstance(answer, HttpResponse)
    return answer


def seen(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode()).replace("&nbsp;", "\u00a0")


def carried(world: World) -> list[float]:
    """Return the inhabitants of before on the quarters of today."""
    (ref,) = conversions_of(world.city, indicator="einwohner", edition=NEWER, level="viertel")
    values: list[float] = contents_of([ref])[ref.id].numbers["value"].values.tolist()
    return values


def test_by_ground_the_halves_of_a_quarter_get_half_of_its_people(city: World) -> None:
    assert carried(city)[1:3] == [250, 250]


def test_inhabited_ground_divides_people_where_nothing_is_known_of_them(city: World) -> None:
    decide(city, "wohnen")

    assert follow_releases() == 1
    assert convert(city) > 0

    crosswalk = Crosswalk.objects.get(is_current=True, older__level__slug="viertel")
    assert crosswalk.base == CrosswalkBase.INHABITED
    assert carried(city)[1:3] == [400, 100]
    assert sum(carried(city)) == 3_000


def test_places_with_people_divide_by_their_number_and_unknown_ones_do_not_count(city: World) -> None:
    decide(city, "haeuser")
    convert(city)

    assert carried(city)[1:3] == [375, 125]


def test_another_state_of_the_layer_lets_figures_be_carried_anew(city: World) -> None:
    decide(city, "wohnen")
    convert(city)
    assert follow_releases() <= 1

    lay(city, "wohnen", [houses(0.0, 0.25), houses(0.5, 0.25)], kind="area", since="2019-01-01")

    assert follow_releases() == 1
    convert(city)
    assert carried(city)[1:3] == [250, 250]


def test_a_decision_for_all_ground_and_taking_one_back_bring_back_what_was(city: World) -> None:
    decide(city, "wohnen")
    decide(city, "")
    convert(city)
    assert carried(city)[1:3] == [250, 250]

    take_decision_back(organisation=city.city, reason="Doch", by=city.frida, revision=2)
    convert(city)
    assert carried(city)[1:3] == [400, 100]


def test_taking_a_decision_back_lets_figures_be_carried_anew(city: World) -> None:
    while follow_releases():
        run_jobs()
    decide(city, "wohnen")
    assert follow_releases() == 1
    run_jobs()
    assert carried(city)[1:3] == [400, 100]

    take_decision_back(organisation=city.city, reason="Doch nicht", by=city.frida, revision=1)

    # All ground counts again, as before there was a decision: that a job was asked for then is not enough.
    assert follow_releases() == 1
    run_jobs()
    assert carried(city)[1:3] == [250, 250]
    assert follow_releases() == 0


def test_people_of_whole_areas_go_before_the_layer(city: World) -> None:
    people = Indicator.objects.get(organisation=city.city, slug="einwohner")
    DisclosureRule.objects.filter(organisation=city.city).update(inhabitants_indicator=people)
    decide(city, "haeuser")
    convert(city)

    crosswalk = Crosswalk.objects.get(is_current=True, older__level__slug="viertel")
    assert crosswalk.base == CrosswalkBase.PERSONS
    assert carried(city)[1:3] == [400, 100]
    assert "innerhalb von Gebieten danach, wo Menschen wohnen: Haeuser" in seen(Client(), PAIRS)


def test_readers_see_by_what_areas_were_cut_with_source_and_day(city: World, client: Client) -> None:
    decide(city, "wohnen")
    convert(city)

    page = seen(client, f"{PAIR}?art=split")

    assert "danach, wo Menschen wohnen: Wohnen" in page
    assert "© Stadt Musterstadt" in page
    assert "01.01.2019" in page
    assert "80,0\u00a0% des bewohnten Bodens, 50,0\u00a0% der Fläche" in page
    assert "bewohnt/" not in seen(client, PAIRS)


def test_lines_and_unknown_layers_say_nothing_about_where_people_live(city: World) -> None:
    for slug in ("radwege", "gibtesnicht"):
        with pytest.raises(InhabitedError):
            decide(city, slug)


def test_only_an_approver_of_the_house_decides(city: World) -> None:
    for person in (city.anna, city.clara, city.dora):
        with pytest.raises(NotInhabitedDeciderError):
            decide(city, "wohnen", by=person)


def test_who_decides_on_what_is_past_is_told(city: World) -> None:
    decide(city, "wohnen")

    with pytest.raises(InhabitedConflictError):
        decide(city, "haeuser", revision=0)
    assert "Inzwischen hat jemand anderes entschieden" in sent(city.frida).content.decode()


def test_nothing_decided_cannot_be_taken_back(city: World) -> None:
    with pytest.raises(InhabitedError):
        take_decision_back(organisation=city.city, reason="Doch", by=city.frida, revision=0)
    assert client_of(city.frida).get(BACK).status_code == 404


def test_the_database_refuses_the_layer_of_another_house_and_a_decision_without_reason(city: World) -> None:
    row = decide(city, "wohnen")
    for values in ({"organisation": city.other_city}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            stored(row, values)


def stored(row: InhabitedGround, values: Mapping[str, object]) -> None:
    InhabitedGround.objects.filter(pk=row.pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_page_offers_layers_with_what_they_know_nothing_of(city: World) -> None:
    page = seen(client_of(city.frida))

    assert "Wohnen, 01.01.2019 (Boden); nichts davon in 3 von 5 Gebieten" in page
    assert "Haeuser, 01.01.2020 (Menschen); nichts davon in 3 von 5 Gebieten" in page
    assert "Radwege" not in page
    assert "zählt aller Boden gleich" in page


def test_an_approver_decides_on_the_page_and_takes_it_back(city: World) -> None:
    assert sent(city.frida).status_code == 302

    page = seen(client_of(city.frida))
    assert "Jetzt sagt es die Ebene „Wohnen“" in page
    assert "Wald" in page
    assert "Dann zählt wieder aller Boden gleich" in seen(client_of(city.frida), BACK)

    assert sent(city.frida, BACK, reason="Irrtum", revision="1").status_code == 302
    assert "Jetzt zählt aller Boden gleich" in seen(client_of(city.frida))
    assert [event.reason for event in Event.objects.filter(action="spatial.inhabited_decided")] != []


def test_without_a_reason_nothing_is_decided(city: World) -> None:
    answer = sent(city.frida, reason="")

    assert answer.status_code == 422
    assert not InhabitedGround.objects.exists()


def test_who_brings_layers_reads_the_page_and_decides_nothing(city: World, client: Client) -> None:
    assert "Entscheiden</span>" not in seen(client_of(city.anna))
    assert sent(city.anna).status_code == 404
    assert client_of(city.clara).get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302
    assert PAGE in seen(client_of(city.anna), PAIRS)


def test_the_page_asks_as_often_for_many_decisions_as_for_few(city: World) -> None:
    decide(city, "wohnen")
    client = client_of(city.frida)
    client.get(PAGE)
    with page_queries() as few:
        client.get(PAGE)
    for slug in ("haeuser", "", "wohnen"):
        decide(city, slug)
    with page_queries() as many:
        client.get(PAGE)

    assert many.view == few.view
