# SPDX-License-Identifier: EUPL-1.2
"""Map services of others: registered once a picture came, offered; their pictures come through our server alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, override_settings

from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from spatial.models import MapService
from spatial.readers.maps import Tile
from spatial.selectors.mapservices import ground_extent, mark_of, offered_services
from spatial.services.mapservices import pictures
from spatial.services.mapservices.registering import previewed
from tests.factories import mapservices
from tests.factories.areas import import_city
from tests.factories.desk import client_of, german
from tests.factories.standing import public_reads_along
from tests.factories.world import World
from tests.fixtures_spatial.mapservices import MapServer, map_server, png, wmts
from tests.fixtures_spatial.services import HOST

pytestmark = pytest.mark.django_db

HOME = "/musterstadt/kartendienste/"
REPORT = b"<ServiceExceptionReport><ServiceException>weg</ServiceException></ServiceExceptionReport>"
WORDS = {
    "layer": "plan",
    "title": "Stadtplan",
    "slug": "stadtplan",
    "role": "base",
    "opacity": "60",
    "attribution": "© Vermessungsamt",
    "licence": "dl-de/by-2-0",
}


@pytest.fixture
def city(world: World) -> Iterator[World]:
    """Give a city with areas, read along."""
    import_city(world.city)
    with public_reads_along():
        yield world


@pytest.fixture
def server(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapServer]:
    """Run a map service that the operator allows."""
    settings.MAP_SERVICE_PLAIN_HOSTS = [HOST]
    monkeypatch.setattr(pictures, "_resting", {})
    with map_server() as running:
        yield running


def registered(city: World, server: MapServer, **changes: str) -> MapService:
    """Register a service by its page."""
    said = {"kind": "wms", "address": server.address, **WORDS, **changes}
    answer = client_of(city.anna).post(f"{HOME}neu/", said)
    assert answer.status_code == 302, answer.content.decode()
    return MapService.objects.get(slug=said["slug"])


def act(city: World, service: MapService, what: str) -> Any:  # noqa: ANN401 - an answer of the client
    """Press a button on the page of a service."""
    service.refresh_from_db()
    return client_of(city.anna).post(f"{HOME}{service.slug}/", {"act": what, "revision": service.revision})


def offered(city: World, server: MapServer, **changes: str) -> MapService:
    """Register a service and offer it to readers."""
    service = registered(city, server, **changes)
    assert act(city, service, "offer").status_code == 302
    service.refresh_from_db()
    return service


def tile_of(service: MapService) -> Tile:
    """Return a tile over the city."""
    (found,) = offered_services(service.organisation_id)
    return previewed(ground_extent(service.organisation_id), found.source)[0][0]


def address_of(service: MapService, tile: Tile | None = None) -> str:
    """Return the address of a picture as readers' browsers ask for it."""
    place = tile or tile_of(service)
    return f"{HOME}{service.slug}/{mark_of(service)}/{place.zoom}/{place.column}/{place.row}.png"


def test_service_is_looked_at_chosen_seen_and_offered(city: World, server: MapServer) -> None:
    client = client_of(city.anna)

    looked = client.post(f"{HOME}neu/", {"kind": "wms", "address": server.address}).content.decode()

    assert '<option value="plan">Stadtplan</option>' in looked
    assert "Nur Grad" not in looked
    assert 'value="Vermessungsamt"' in looked
    assert not MapService.objects.exists()
    service = registered(city, server)
    assert (service.state, service.created_by) == ("draft", city.anna)
    assert len(server.pictures) == 1
    assert offered_services(city.city.pk) == ()
    page = client.get(f"{HOME}stadtplan/").content.decode()
    assert page.count('class="service-preview__picture"') in range(1, 10)
    assert act(city, service, "offer").status_code == 302
    assert [each.slug for each in offered_services(city.city.pk)] == ["stadtplan"]


def test_administrator_registers_as_stewards_do(city: World, server: MapServer) -> None:
    said = {"kind": "wms", "address": server.address, **WORDS}

    assert client_of(city.gero).post(f"{HOME}neu/", said).status_code == 302
    assert client_of(city.gero).get(HOME).status_code == 200
    assert client_of(city.frida).get(HOME).status_code == 404


def test_tiles_of_a_wmts_are_offered_too(city: World, server: MapServer) -> None:
    server.capabilities = wmts()

    service = offered(city, server, kind="wmts", layer="grund")

    answer = Client().get(address_of(service))
    assert (answer.status_code, answer.content) == (200, png())
    assert server.pictures[-1]["tilematrixset"] == "web"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (
            "https://fremd.example/wms",
            "Der Server „fremd.example“ steht nicht auf der Liste der erlaubten Kartendienste.",
        ),
        ("https://127.0.0.1:1/wms", "Erlaubt sind Adressen mit https"),
        ("ftp://fremd.example/wms", ""),
    ],
)
def test_address_that_may_not_be_asked_is_refused_with_a_way_out(
    city: World, server: MapServer, address: str, says: str
) -> None:
    answer = client_of(city.anna).post(f"{HOME}neu/", {"kind": "wms", "address": address})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert server.asked == []


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ((500, {}, b""), "antwortet mit dem Fehler 500"),
        ((200, {"Content-Type": "text/html"}, b"<p>"), "statt mit einem Bild"),
        (
            (200, {"Content-Type": "text/xml"}, REPORT),
            "Der Dienst meldet einen Fehler: „weg“",
        ),
    ],
)  # fmt: skip
def test_service_that_sends_no_picture_is_not_kept(
    city: World, server: MapServer, told: tuple[int, dict[str, str], bytes], says: str
) -> None:
    server.answer = lambda _: told

    answer = client_of(city.anna).post(f"{HOME}neu/", {"kind": "wms", "address": server.address, **WORDS})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not MapService.objects.exists()


def test_layer_that_speaks_degrees_alone_cannot_be_chosen(city: World, server: MapServer) -> None:
    said = {"kind": "wms", "address": server.address, **WORDS, "layer": "grad"}

    assert client_of(city.anna).post(f"{HOME}neu/", said).status_code == 422
    assert not MapService.objects.exists()


def test_city_without_areas_has_nothing_to_show_a_service_over(world: World, server: MapServer) -> None:
    with public_reads_along():
        answer = client_of(world.anna).post(f"{HOME}neu/", {"kind": "wms", "address": server.address, **WORDS})

    assert answer.status_code == 422
    assert "Importieren Sie zuerst die Grenzen" in answer.content.decode()


def test_short_name_is_taken_once_and_never_that_of_a_page(city: World, server: MapServer) -> None:
    registered(city, server)
    said = {"kind": "wms", "address": server.address, **WORDS}

    assert client_of(city.anna).post(f"{HOME}neu/", said).status_code == 409
    assert client_of(city.anna).post(f"{HOME}neu/", {**said, "slug": "neu"}).status_code == 422


def test_service_that_fails_at_this_moment_is_not_offered(city: World, server: MapServer) -> None:
    service = registered(city, server)
    server.answer = lambda _: (503, {}, b"")

    answer = act(city, service, "offer")

    assert answer.status_code == 422
    service.refresh_from_db()
    assert service.state == "draft"


def test_words_change_on_the_revision_that_was_seen_alone(city: World, server: MapServer) -> None:
    service = registered(city, server)
    client, said = client_of(city.anna), {**WORDS, "title": "Karte", "opacity": "20", "revision": "0"}

    assert client.get(f"{HOME}stadtplan/aendern/").status_code == 200
    assert client.post(f"{HOME}stadtplan/aendern/", said).status_code == 302
    assert client.post(f"{HOME}stadtplan/aendern/", {**said, "title": "Anders"}).status_code == 409
    service.refresh_from_db()
    assert (service.title, service.opacity, service.revision) == ("Karte", 20, 1)


def test_service_is_taken_off_before_it_is_removed_and_each_act_is_in_the_log(city: World, server: MapServer) -> None:
    service = offered(city, server)
    address = address_of(service)

    assert act(city, service, "remove").status_code == 409
    assert act(city, service, "take_off").status_code == 302
    assert Client().get(address).status_code == 404
    assert act(city, service, "remove").status_code == 302
    assert not MapService.objects.exists()
    told = [sentence(each) for each in Event.objects.filter(action__startswith="spatial.map_").order_by("pk")]
    assert len(told) == 4
    assert all("Stadtplan" in each for each in told)


# What readers' browsers get


def test_picture_is_asked_for_once_for_all_readers_and_nothing_of_them_goes_along(
    city: World, server: MapServer
) -> None:
    service = offered(city, server)
    address, before = address_of(service), len(server.asked)
    reader = Client(headers={"cookie": "lieblingsfarbe=gelb", "referer": "https://a.example/", "user-agent": "Neugier"})

    answers = [reader.get(address), Client().get(address, REMOTE_ADDR="203.0.113.9")]

    assert [each.content for each in answers] == [png(512)] * 2
    assert answers[0].headers["Content-Type"] == "image/png"
    assert answers[0].headers["Cache-Control"] == "public, max-age=86400"
    assert answers[0].headers["X-Content-Type-Options"] == "nosniff"
    assert not answers[0].cookies
    (asked,) = server.asked[before:]
    assert "gelb" not in str(asked)
    assert set(asked[2]) == {"Host", "Accept-Encoding", "User-Agent", "Connection"}
    assert asked[2]["User-Agent"] == "Sozialplanung"
    assert "203.0.113.9" not in str(asked)


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "place", ["0/1/0", "20/0/0", "5/33/0", "10/0/0", "10/1023/1023", "3/9999999/1", "19/1/1"], ids=str
)
def test_only_tiles_of_the_grid_over_the_city_are_asked_for(city: World, server: MapServer, place: str) -> None:
    service = offered(city, server)
    before = len(server.asked)

    answer = Client().get(f"{HOME}{service.slug}/{mark_of(service)}/{place}.png")

    assert answer.status_code == 404
    assert len(server.asked) == before


def test_no_address_lets_a_reader_choose_what_is_asked(city: World, server: MapServer) -> None:
    service = offered(city, server)
    address, before = address_of(service), len(server.asked)

    assert Client().get(f"{address}?url=http://169.254.169.254/").status_code == 400
    assert Client().get(address.replace(mark_of(service), "0" * 16)).status_code == 404
    assert Client().get(address.replace("stadtplan", "anderer")).status_code == 404
    assert Client().post(address).status_code == 405
    assert len(server.asked) == before


def test_service_whose_server_is_allowed_no_more_is_gone_at_once(city: World, server: MapServer) -> None:
    service = offered(city, server)
    address = address_of(service)

    with override_settings(MAP_SERVICE_PLAIN_HOSTS=[]):
        assert Client().get(address).status_code == 404
        assert offered_services(city.city.pk) == ()


def test_service_that_does_not_answer_rests_and_nobody_waits_for_it(city: World, server: MapServer) -> None:
    service = offered(city, server)
    address = address_of(service)
    server.answer = lambda _: (500, {}, b"")
    before = len(server.asked)

    answers = [Client().get(address) for _ in range(5)]

    assert {each.status_code for each in answers} == {503}
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert answers[0].content == b""
    assert len(server.asked) == before + 1
    pictures._resting.clear()
    server.answer = lambda _: (200, {}, png(512))
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("body", [b"<svg onload='x'/>", b"<html>", png(512) + b"x"])
def test_what_is_no_picture_never_reaches_a_reader_and_other_tiles_go_on(
    city: World, server: MapServer, body: bytes
) -> None:
    service = offered(city, server)
    server.answer = lambda _: (200, {"Content-Type": "image/png"}, body)

    answer = Client().get(address_of(service))

    assert (answer.status_code, answer.content) == (503, b"")
    assert pictures._resting == {}


@pytest.mark.parametrize("status", [204, 404, 410])
def test_ground_of_which_a_service_has_no_picture_is_clear(city: World, server: MapServer, status: int) -> None:
    service = offered(city, server)
    server.answer = lambda _: (status, {}, b"")

    answer = Client().get(address_of(service))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert len(answer.content) < 100


def test_only_so_many_pictures_are_waited_for_at_once(
    city: World, server: MapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = offered(city, server)
    address = address_of(service)
    monkeypatch.setattr(pictures, "PATIENCE_SECONDS", 0.01)
    for _ in range(pictures.MOST_AT_ONCE):
        assert pictures._way_out.acquire(timeout=1)

    answer = Client().get(address)

    assert answer.status_code == 503
    for _ in range(pictures.MOST_AT_ONCE):
        pictures._way_out.release()
    assert Client().get(address).status_code == 200


def test_too_many_pictures_from_one_network_are_refused(
    city: World, server: MapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = offered(city, server)
    monkeypatch.setattr("spatial.views.mappictures.is_too_fast", lambda *_, **__: True)

    assert Client().get(address_of(service)).status_code == 429


def test_service_is_asked_so_often_a_minute_at_most(
    city: World, server: MapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = offered(city, server)
    before = len(server.asked)
    monkeypatch.setattr(pictures, "is_too_often", lambda *_, **__: True)

    assert Client().get(address_of(service)).status_code == 503
    assert len(server.asked) == before


def test_preview_is_for_the_desk_alone_and_of_what_it_shows_alone(city: World, server: MapServer) -> None:
    service = registered(city, server)
    page = client_of(city.anna).get(f"{HOME}stadtplan/").content.decode()
    address = page.partition('class="service-preview__picture" src="')[2].partition('"')[0]

    answer = client_of(city.anna).get(address)

    assert (answer.status_code, answer.content) == (200, png(512))
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().get(address).status_code == 302
    assert client_of(city.frida).get(address).status_code == 404
    assert client_of(city.anna).get(f"{HOME}{service.slug}/vorschau/3/0/0.png").status_code == 404


def test_without_an_allowed_server_the_desk_says_so(city: World) -> None:
    page = client_of(city.anna).get(HOME).content.decode()

    assert german("No server is allowed yet") in page


def test_mark_tells_nobody_the_address_and_changes_with_the_source(city: World) -> None:
    service = mapservices.put(city)
    before = mark_of(service)

    service.source = {**service.source, "layer": "luftbild"}

    assert mark_of(service) != before
    assert len(before) == 16
