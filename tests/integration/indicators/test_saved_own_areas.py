# SPDX-License-Identifier: EUPL-1.2
"""Saved own areas: kept by their owners, opened by the house or by link, drawn anew as editions, brought as files."""

import json
import re
from html import escape, unescape
from typing import Any

import pytest
import shapely
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from indicators.errors import KeepsakeError, SelectionError
from indicators.models import OwnArea, OwnAreaEdition, OwnAreaKind, Sharing
from indicators.services import ownareas
from indicators.services.ownareas import OwnShape, save_own_area
from indicators.views import ownpace
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from spatial.geometry import ownareas as geometry
from tests.factories.areas import square
from tests.factories.desk import client_of
from tests.factories.notedcity import build_noted_city
from tests.factories.placebringer import bring_addresses, spot
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAGE = "/musterstadt/eigene-gebiete/"
UNION = "gebiete:viertel:stand-2020:11,21"
CIRCLE = "umkreis:13.01,52.01,700"

kept_city = standing(build_noted_city)


def ground(column: int = 0, row: int = 0, *, width: float = 1.0) -> shapely.Geometry:
    return shapely.MultiPolygon([shapely.Polygon(square(column, row, width=width))])


def save(city: World, by: User, name: str = "Norden", sharing: Sharing = Sharing.NOBODY) -> OwnArea:
    shape = OwnShape(OwnAreaKind.DRAWN, ground())
    return save_own_area(organisation=city.city, shape=shape, name=name, by=by, sharing=sharing)


def change(person: User, row: OwnArea, action: str, **said: str) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PAGE}{row.uuid}/aendern/", {"action": action, **said})


def page_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return unescape(answer.content.decode())


def geojson(*rings: Any, names: tuple[str, ...] = ()) -> bytes:  # noqa: ANN401 - corners
    features = [
        {
            "type": "Feature",
            "properties": {"schule": names[at] if at < len(names) else None},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for at, ring in enumerate(rings)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(person: User, content: bytes, **said: str) -> Any:  # noqa: ANN401 - the test client's answer, of the page that it leads to
    file = SimpleUploadedFile("bereiche.geojson", content)
    return client_of(person).post(
        f"{PAGE}datei/", {"uploads": file, "sharing": "nobody", "name": "Schulen", **said}, follow=True
    )


@pytest.mark.parametrize(("shape", "kind"), [(UNION, "union"), (CIRCLE, "circle")])
def test_planner_saves_what_an_address_says_and_finds_it_in_the_list(city: World, shape: str, kind: str) -> None:
    bert = client_of(city.bert)
    look = page_of(bert, f"{PAGE}ansehen/?form={shape}")
    (way,) = re.findall(r'href="([^"]*/speichern/[^"]*)"', look)
    page_of(bert, way)

    answer = bert.post(way, {"form": shape, "name": " Um  den Markt ", "sharing": "nobody"})

    row = OwnArea.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{row.uuid}/"
    assert (row.name, row.owner, row.current.kind, row.current.query) == ("Um den Markt", city.bert, kind, shape)
    assert "„Um den Markt“ ist gespeichert." in page_of(bert, f"{PAGE}{row.uuid}/")
    assert "Um den Markt" in page_of(bert, PAGE)
    assert bert.get(f"{PAGE}{row.uuid}/daten.csv").status_code == 200


def test_strangers_make_areas_and_find_no_saved_one(city: World) -> None:
    row = save(city, city.bert, sharing=Sharing.HOUSE)
    stranger = Client()

    page = page_of(stranger, PAGE)
    assert "Norden" not in page
    assert "Hier wird nichts gespeichert." in page
    assert "speichern/" not in page_of(stranger, f"{PAGE}ansehen/?form={UNION}")
    for address in (f"{PAGE}{row.uuid}/", f"{PAGE}{row.uuid}/daten.csv", f"{PAGE}{row.uuid}/aendern/"):
        assert stranger.get(address).status_code == 302
        assert client_of(city.dora).get(address).status_code == 404
    for address in (f"{PAGE}speichern/?form={UNION}", f"{PAGE}datei/"):
        assert stranger.get(address).status_code == 302
        assert client_of(city.dora).get(address).status_code == 404


def test_link_opens_for_everybody_the_house_for_itself_and_nobody_for_its_owner_alone(city: World) -> None:
    rows = {sharing: save(city, city.bert, sharing.value, sharing) for sharing in Sharing}
    for client, readable in (
        (Client(), {Sharing.LINK}),
        (client_of(city.clara), {Sharing.LINK, Sharing.HOUSE}),
        (client_of(city.bert), {*Sharing}),
    ):
        for sharing, row in rows.items():
            for address in (f"{PAGE}{row.uuid}/", f"{PAGE}{row.uuid}/daten.csv"):
                answer = client.get(address)
                assert (answer.status_code == 200) is (sharing in readable)
                assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("action", ["rename", "share", "redraw", "remove", "restore"])
def test_nobody_else_changes_an_area(city: World, action: str) -> None:
    row = save(city, city.bert, sharing=Sharing.LINK)
    before = OwnArea.objects.values().get()

    for person in (city.clara, city.anna, city.gero, city.dora):
        assert change(person, row, action, name="Meins", sharing="house", form=CIRCLE).status_code == 404
    assert OwnArea.objects.values().get() == before


def test_owner_renames_shares_removes_and_brings_back(city: World) -> None:
    row = save(city, city.bert)

    change(city.bert, row, "rename", name="Süden")
    change(city.bert, row, "share", sharing="house")
    assert "Süden" in page_of(client_of(city.clara), PAGE)
    change(city.bert, row, "share", sharing="nobody")
    assert "Süden" not in page_of(client_of(city.clara), PAGE)
    assert "Ja, entfernen" in page_of(client_of(city.bert), f"{PAGE}{row.uuid}/aendern/")
    assert change(city.bert, row, "remove").headers["Location"] == PAGE
    assert "In den letzten 30 Tagen entfernt" in page_of(client_of(city.bert), PAGE)
    assert client_of(city.bert).get(f"{PAGE}{row.uuid}/").status_code == 404
    change(city.bert, row, "restore")
    assert client_of(city.bert).get(f"{PAGE}{row.uuid}/").status_code == 200


def test_what_cannot_be_done_is_said_and_nothing_is_changed(city: World) -> None:
    row = save(city, city.bert)
    save(city, city.bert, "Vergeben")
    before = OwnArea.objects.order_by("pk").values("name", "sharing").first()
    for action, said in (
        ("rename", {"name": "Vergeben"}),
        ("rename", {"name": " "}),
        ("share", {"sharing": "alle"}),
        ("redraw", {"form": "kreis"}),
    ):
        answer: Any = client_of(city.bert).post(f"{PAGE}{row.uuid}/aendern/", {"action": action, **said}, follow=True)
        assert "message" in answer.content.decode() or "alert" in answer.content.decode()
        assert OwnArea.objects.order_by("pk").values("name", "sharing").first() == before
    assert row.editions.count() == 1


def test_another_shape_is_a_new_edition_and_the_one_before_stays_as_it_was(city: World) -> None:
    row = save(city, city.bert)
    before = OwnAreaEdition.objects.values().get()

    change(city.bert, row, "redraw", form=CIRCLE)
    change(city.bert, row, "redraw", form=CIRCLE)

    assert OwnAreaEdition.objects.values().get(number=1) == before
    assert [each.number for each in row.editions.order_by("number")] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnAreaEdition.objects.update(content_hash="0" * 64)


def test_log_tells_what_others_were_given_and_nothing_of_what_somebody_keeps(city: World) -> None:
    row = save(city, city.bert)
    change(city.bert, row, "rename", name="Süden")
    change(city.bert, row, "redraw", form=CIRCLE)
    assert not Event.objects.filter(action__startswith="indicators.own_area_").exists()

    change(city.bert, row, "share", sharing="house")
    change(city.bert, row, "redraw", form=UNION)
    change(city.bert, row, "share", sharing="link")
    change(city.bert, row, "remove")
    change(city.bert, row, "restore")

    actions = Event.objects.filter(action__startswith="indicators.own_area_").values_list("action", flat=True)
    assert sorted(action.rpartition("_")[2] for action in actions) == [
        "linked",
        "linked",
        "redrawn",
        "shared",
        "unshared",
    ]


def test_names_are_escaped_and_needed_once(city: World) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    row = save(city, city.bert, hostile)

    for address in (PAGE, f"{PAGE}{row.uuid}/", f"{PAGE}{row.uuid}/aendern/"):
        page = client_of(city.bert).get(address).content.decode()
        assert hostile not in page
        assert escape(hostile) in page.replace("&#x27;", "'")
    for name in ("", "   ", hostile):
        with pytest.raises(KeepsakeError):
            save(city, city.bert, name)
    save(city, city.clara, hostile)


def test_form_says_what_is_missing(city: World) -> None:
    save(city, city.bert)

    answer = client_of(city.bert).post(f"{PAGE}speichern/", {"form": UNION, "name": "Norden", "sharing": "nobody"})

    assert answer.status_code == 422
    assert "Sie haben hier schon etwas" in unescape(answer.content.decode())
    assert client_of(city.bert).get(f"{PAGE}speichern/?form=kreis").status_code == 400


def test_shape_without_ground_and_more_than_anybody_keeps_are_refused(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = OwnShape(OwnAreaKind.DRAWN, shapely.MultiPolygon())
    with pytest.raises(SelectionError):
        save_own_area(organisation=city.city, shape=empty, name="Leer", by=city.bert)
    monkeypatch.setattr(ownareas, "MOST_KEPT", 1)
    save(city, city.bert)
    with pytest.raises(KeepsakeError):
        save(city, city.bert, "Zweites")


def test_circle_around_an_address_is_found_for_people_of_the_house_alone(city: World) -> None:
    bring_addresses(city.anna)
    said = {"art": "umkreis", "meter": "800"}
    new = f"{PAGE}neu/"

    found = client_of(city.bert).get(new, {**said, "punkt": "Marktstraße 3"})
    near = client_of(city.bert).get(new, {**said, "punkt": "Marktstraße 5"})
    lost = client_of(city.bert).get(new, {**said, "punkt": "Nirgendweg 1"})

    longitude, latitude = spot(0, 0)
    assert found.headers["Location"] == f"{PAGE}ansehen/?form=umkreis:{longitude:g},{latitude:g},800"
    assert near.status_code == lost.status_code == 422
    assert "Diese Adresse steht nicht in der Adressdatei. Ähnliche: Marktstraße" in unescape(near.content.decode())
    stranger = Client().get(new, {**said, "punkt": "Marktstraße 3"}, headers={"Accept-Language": "de"})
    assert "Das ist kein Ort" in unescape(stranger.content.decode())


def test_file_becomes_one_area_of_all_its_parts(city: World) -> None:
    answer = upload(city.bert, geojson(square(0, 0), square(1, 0)))

    row = OwnArea.objects.get()
    assert (answer.status_code, row.name, row.collection, row.current.kind) == (200, "Schulen", "", "uploaded")
    assert row.current.geometry.area == pytest.approx(2 * shapely.area(ground()))


def test_file_of_catchments_becomes_a_set_whose_overlaps_are_told(city: World) -> None:
    overlapping = [[13.005, 52.0], [13.02, 52.0], [13.02, 52.01], [13.005, 52.01], [13.005, 52.0]]
    content = geojson(square(0, 0), overlapping, square(0, 1), names=("Nord", "Süd"))

    said = unescape(upload(city.bert, content, each="on", column="schule").content.decode())

    assert "3 eigene Gebiete sind gespeichert." in said
    assert "1 Paar davon überschneidet sich" in said
    rows = OwnArea.objects.order_by("pk")
    assert [row.name for row in rows] == ["Schulen: Nord", "Schulen: Süd", "Schulen: 3"]
    assert {row.collection for row in rows} == {"Schulen"}
    north = page_of(client_of(city.bert), f"{PAGE}{rows[0].uuid}/")
    assert "Schulen: Süd</a> (50,0 % des kleineren)" in north.replace("\xa0", " ")
    assert "überschneidet sich mit anderen" not in page_of(client_of(city.bert), f"{PAGE}{rows[2].uuid}/")


def test_set_of_very_many_overlaps_is_told_without_a_number(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry, "MOST_OVERLAPS", 2)

    said = unescape(upload(city.bert, geojson(*[square(0, 0)] * 3), each="on").content.decode())

    assert "Mehrere davon überschneiden sich: Wer dort wohnt, zählt in beiden." in said


def test_set_of_very_many_neighbours_says_that_not_all_were_looked_at(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geometry, "MOST_NEIGHBOURS", 0)

    said = unescape(upload(city.bert, geojson(square(0, 0), square(1, 0)), each="on").content.decode())

    assert "Zu viele davon berühren sich" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"schluessel;wert\n1;2\n", "Eine Tabelle enthält keine Flächen."),
        (b'{"type": "FeatureCollection", "features": []}', "Die Datei"),
        (
            (
                b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
                b'"geometry": {"type": "Point", "coordinates": [13.0, 52.0]}}]}'
            ),
            "Die Datei enthält keine Flächen: Punkte und Linien haben keine Ausdehnung.",
        ),
    ],
)
def test_file_that_holds_no_area_is_refused_in_a_sentence(city: World, content: bytes, words: str) -> None:
    answer = upload(city.bert, content)

    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert not OwnArea.objects.exists()


def test_set_is_saved_as_a_whole_or_not_at_all(city: World) -> None:
    save(city, city.bert, "Schulen: Süd")

    answer = upload(city.bert, geojson(square(0, 0), square(1, 0), names=("Nord", "Süd")), each="on", column="schule")

    assert answer.status_code == 422
    assert [row.name for row in OwnArea.objects.all()] == ["Schulen: Süd"]


def test_database_keeps_editions_with_the_areas_of_their_organisation(city: World) -> None:
    row = save(city, city.bert)
    edition = row.editions.get()
    edition.pk, edition.number, edition.organisation = None, 2, city.other_city
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_stranger_who_opens_links_without_end_is_asked_to_wait_and_nobody_with_an_account(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = save(city, city.bert, sharing=Sharing.LINK)
    monkeypatch.setattr(ownpace, "MOST_IN_A_MINUTE", 2)
    cache.clear()
    pages = [f"{PAGE}{row.uuid}/", f"{PAGE}{row.uuid}/daten.csv"]

    asked = [Client().get(page).status_code for page in pages * 3]

    assert asked[:2] == [200, 200]
    assert asked[-2:] == [429, 429]
    assert [Client(REMOTE_ADDR="198.51.100.7").get(page).status_code for page in pages] == [200, 200]
    assert [client_of(city.clara).get(page).status_code for page in pages] == [200, 200]


def test_search_finds_what_somebody_may_open_and_strangers_find_nothing(city: World) -> None:
    save(city, city.bert, "Schulhof Ost")
    save(city, city.bert, "Schulhof West", Sharing.HOUSE)

    found = {
        person: page_of(client, "/musterstadt/suche/?q=schulhof")
        for person, client in (("bert", client_of(city.bert)), ("clara", client_of(city.clara)), ("nobody", Client()))
    }

    assert [("Schulhof Ost" in page, "Schulhof West" in page) for page in found.values()] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    told = client_of(city.bert).get("/musterstadt/suche/vorschlaege.json?q=schulhof+o").json()
    assert [group["label"] for group in told["groups"]] == ["Eigene Gebiete"]
    assert "Schulhof" not in page_of(client_of(city.bert), "/musterstadt/suche/?q=--")
