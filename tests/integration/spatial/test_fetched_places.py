# SPDX-License-Identifier: EUPL-1.2
"""Places from the address of a service: looked at, fetched whole by a worker, signed by two, never by themselves."""

import hashlib
import json
from collections.abc import Iterator
from csv import reader
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from sozialplanung.jobs.models import Job
from spatial.models import LayerDraft, LayerDraftFile, LayerDraftSource, LayerVersion, RowState
from spatial.services.layers import fetching
from tests.factories.areas import import_city
from tests.factories.desk import client_of, german, run_jobs
from tests.factories.placebringer import DRAFTS, FACTS, HOME, begun, decide, see, send, spot, submitted, url_of
from tests.factories.standing import public_reads_along
from tests.factories.world import World
from tests.fixtures_spatial.featureservices import KEY, FeatureServer, as_json, feature_server, place, wfs_capabilities
from tests.fixtures_spatial.services import HOST

pytestmark = pytest.mark.django_db

SERVICE = f"{DRAFTS}neu/dienst/"
COLUMNS = {"name": "Name", "key": "Nr", "capacity": "Plätze", "capacity_label": "Plätze", "kept": ["Art"]}


@pytest.fixture
def city(world: World) -> World:
    """Give a city with districts and quarters of 2020."""
    import_city(world.city)
    return world


@pytest.fixture
def server(settings: LazySettings) -> Iterator[FeatureServer]:
    """Run a service of three places in the city, which the operator allows."""
    settings.MAP_SERVICE_PLAIN_HOSTS = [HOST]
    with feature_server([place(1, *spot(0, 0)), place(2, *spot(1, 0)), place(3, *spot(1, 1))]) as running:
        yield running


def asked(city: World, server: FeatureServer, **changes: str) -> LayerDraft:
    """Ask for the places by the page, and let a worker fetch them."""
    said = {name: FACTS[name] for name in ("name", "slug", "kind", "valid_from")}
    where = {"service": "features", "address": server.address, "collection": "kitas", "told": "server"}
    answer = client_of(city.anna).post(SERVICE, {**said, **where, **changes})
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return LayerDraft.objects.latest("pk")


def checked(city: World, draft: LayerDraft) -> LayerDraft:
    """Say what the places are, and let their rows be checked."""
    assert send(city.anna, draft, "angaben/", FACTS).status_code == 302
    answer = send(city.anna, draft, "spalten/", COLUMNS)
    assert answer.status_code == 302, answer.content.decode()
    return draft


def in_force(city: World, draft: LayerDraft) -> LayerVersion:
    """Bring a draft of Anna in force by Frida."""
    send(city.anna, checked(city, draft), "einreichen/", {"is_confirmed": "on"})
    assert decide(city.frida, draft, "approve").status_code == 302
    return LayerVersion.objects.latest("pk")


def refusal_of(draft: LayerDraft) -> tuple[str, str]:
    """Return code and sentence of the long step of a draft."""
    job = draft.job
    assert job is not None
    return job.error_code, job.error_text


def nothing_is_kept(draft: LayerDraft) -> bool:
    """Say whether a draft has neither a file nor rows."""
    return not LayerDraftFile.objects.filter(draft=draft).exists() and not draft.rows.exists()


def test_collections_are_listed_and_nothing_is_kept_by_looking(city: World, server: FeatureServer) -> None:
    client = client_of(city.anna)

    page = client.post(SERVICE, {"service": "features", "address": server.address}).content.decode()

    assert '<option value="kitas">Kindertagesstätten der Stadt (kitas)</option>' in page
    assert '<option value="schulen">schulen</option>' in page
    assert "akten" not in page
    assert "Fachdaten der Stadt" in page
    assert not LayerDraft.objects.exists()


def test_collection_that_the_address_names_is_chosen_already(city: World, server: FeatureServer) -> None:
    address = f"{server.root}/api/collections/kitas/items?token={KEY}"

    page = client_of(city.anna).post(SERVICE, {"service": "features", "address": address}).content.decode()

    assert '<option value="kitas" selected>' in page
    assert 'value="Kindertagesstätten der Stadt"' in page


@pytest.mark.parametrize("kind", ["features", "wfs"])
def test_places_of_a_service_go_the_way_of_an_uploaded_file(city: World, server: FeatureServer, kind: str) -> None:
    if kind == "wfs":
        draft = asked(city, server, service="wfs", address=server.wfs, collection="stadt:kitas")
    else:
        draft = asked(city, server)

    file = draft.file
    assert file.fetched_at is not None
    assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()
    assert file.name.endswith(".geojson")
    assert len(json.loads(bytes(file.content))["features"]) == 3
    assert not LayerVersion.objects.exists()
    version = in_force(city, draft)
    assert list(version.features.values_list("key", "name", "capacity")) == [
        ("1", "Kita 1", 10.0),
        ("2", "Kita 2", 20.0),
        ("3", "Kita 3", 30.0),
    ]
    assert (version.fetched_from, version.fetched_on is not None) == (HOST, True)
    assert version.fetched_collection == ("stadt:kitas" if kind == "wfs" else "kitas")


def test_readers_are_told_service_collection_and_day_on_the_page_and_in_the_files(
    city: World, server: FeatureServer
) -> None:
    version = in_force(city, asked(city, server, told="address"))

    with public_reads_along():
        client = Client(headers={"accept-language": "de"})
        page = client.get(f"{HOME}kitas/").content.decode()
        collection = json.loads(client.get(f"{HOME}kitas/orte.geojson").content)
        table = client.get(f"{HOME}kitas/orte.csv").content.decode("utf-8-sig")

    assert version.fetched_from == f"http://{HOST}/api"
    assert version.fetched_on is not None
    told = f"Geholt von http://{HOST}/api, Sammlung „kitas“, am {version.fetched_on:%d.%m.%Y}."
    assert told in page
    assert (collection["fetched_from"], collection["fetched_collection"]) == (f"http://{HOST}/api", "kitas")
    assert collection["fetched_on"] == version.fetched_on.isoformat()
    rows = list(reader(StringIO(table), delimiter=";"))
    assert (rows[0][-1], {row[-1] for row in rows[1:]}) == ("Herkunft", {told})
    for text in (page, table, json.dumps(collection)):
        assert KEY not in text


def test_layer_of_an_uploaded_file_tells_of_no_service(city: World) -> None:
    decide(city.frida, submitted(city), "approve")

    with public_reads_along():
        page = Client(headers={"accept-language": "de"}).get(f"{HOME}kitas/").content.decode()
        collection = json.loads(Client().get(f"{HOME}kitas/orte.geojson").content)

    assert "Geholt von" not in page
    assert "fetched_from" not in collection
    with pytest.raises(IntegrityError, match="layer_version_fetched_from_somewhere"), transaction.atomic():
        LayerVersion.objects.create(
            layer=LayerVersion.objects.get().layer,
            number=9,
            valid_from="2025-01-01",
            superseded_at="2025-01-01T00:00:00Z",
            feature_count=0,
            fetched_from="gis.example",
        )


@pytest.mark.check("C076")
def test_key_of_an_address_is_on_no_page_in_no_log_and_in_no_public_table(
    city: World, server: FeatureServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    draft = asked(city, server)
    pages = [see(city.anna, draft, step) for step in ("", "datei/", "spalten/", "angaben/")]
    in_force(city, draft)
    pages += [client_of(city.anna).get(DRAFTS).content.decode(), see(city.frida, draft)]
    with public_reads_along():
        pages += [Client().get(f"{HOME}kitas/").content.decode(), Client().get(HOME).content.decode()]

    assert LayerDraftSource.objects.get().address.endswith(KEY)
    assert not [page for page in pages if KEY in page]
    assert KEY not in caplog.text
    assert not [each for each in Event.objects.all() if KEY in json.dumps(each.details) + sentence(each)]
    assert not Job.objects.filter(payload__icontains=KEY).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('sozialplanung_public', 'spatial_layerdraftsource', 'SELECT')")
        assert cursor.fetchone() == (False,)


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://fremd.example/api?key=geheim", "steht nicht auf der Liste der Server, die gefragt werden dürfen"),
        ("https://127.0.0.1:1/api", "Erlaubt sind Adressen mit https"),
    ],
)
def test_stranger_is_refused_with_a_way_out(city: World, server: FeatureServer, address: str, says: str) -> None:
    answer = client_of(city.anna).post(SERVICE, {"service": "features", "address": address})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert server.asked == []


def test_page_says_that_no_server_is_allowed(city: World) -> None:
    page = client_of(city.anna).get(SERVICE).content.decode()

    assert german("No server is allowed yet") in page
    assert client_of(city.frida).get(SERVICE).status_code == 404
    assert client_of(city.bert).get(SERVICE).status_code == 404


def test_wfs_without_geojson_names_what_it_would_have_to_offer(city: World, server: FeatureServer) -> None:
    document = wfs_capabilities(["application/gml+xml; version=3.2", "SHAPE-ZIP"])
    server.instead = lambda _path, _query: (200, {"Content-Type": "text/xml"}, document)

    page = client_of(city.anna).post(SERVICE, {"service": "wfs", "address": server.wfs}).content.decode()

    assert "kein GeoJSON" in page
    assert "GML wird hier nicht gelesen" in page


def failing(server: FeatureServer, how: str) -> None:
    """Let the service fail while its places are fetched."""
    stranger = {"Location": f"https://fremd.example/x?token={KEY}"}
    replies: dict[str, Any] = {
        "redirect": (302, stranger, b""),
        "error": (500, {}, b""),
        "broken": (200, {"Content-Type": "application/json"}, b'{"type":"FeatureCollection","features":[{'),
        "picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
        "short": (200, {"Content-Type": "application/json", "Content-Length": "99999"}, b"{}"),
        "metres": as_json({"type": "FeatureCollection", "features": []}, **{"Content-Crs": "<EPSG/0/25832>"}),
        "empty": as_json({"type": "FeatureCollection", "features": []}),
    }
    server.instead = lambda path, _query: replies[how] if path.endswith("/items") else None


@pytest.mark.parametrize(
    ("how", "code", "says"),
    [
        ("redirect", "fetch_redirect", "(fremd.example)"),
        ("error", "fetch_status", "antwortet mit dem Fehler 500"),
        ("broken", "fetch_unreadable", "lässt sich nicht als GeoJSON lesen"),
        ("picture", "fetch_kind", "image/png"),
        ("short", "fetch_unreachable", "Es wurde nichts behalten."),
        ("metres", "fetch_system", "EPSG/0/25832"),
        ("empty", "fetch_empty", "Die Sammlung enthält keine Orte."),
    ],
)
def test_service_that_breaks_off_leaves_no_file(
    city: World, server: FeatureServer, how: str, code: str, says: str
) -> None:
    failing(server, how)

    draft = asked(city, server)

    assert nothing_is_kept(draft)
    assert refusal_of(draft)[0] == f"spatial.{code}"
    page = see(city.anna, draft)
    assert says in page
    assert KEY not in page
    server.instead = lambda _path, _query: None
    assert send(city.anna, draft, "holen/").status_code == 302
    assert LayerDraftFile.objects.get(draft=draft).fetched_at is not None


def test_page_that_breaks_off_keeps_the_file_that_was_there(city: World, server: FeatureServer) -> None:
    draft = asked(city, server)
    before = draft.file.sha256
    failing(server, "error")

    assert send(city.anna, draft, "holen/").status_code == 302

    assert LayerDraftFile.objects.get(draft=draft).sha256 == before


def test_server_that_the_operator_takes_from_the_list_is_asked_no_more(
    city: World, server: FeatureServer, settings: LazySettings
) -> None:
    draft = asked(city, server)
    settings.MAP_SERVICE_PLAIN_HOSTS = []
    count = len(server.asked)

    send(city.anna, draft, "holen/")

    assert refusal_of(draft)[0] == "spatial.fetch_address"
    assert len(server.asked) == count


def test_fetching_is_stopped_between_parts_and_leaves_nothing(city: World, server: FeatureServer) -> None:
    def stops(path: str, query: dict[str, str]) -> Any:  # noqa: ANN401 - a reply
        return as_json(server.page(query)) if path.endswith("/items") else None

    server.instead, server.most = stops, 1
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if done == 1:
            raise InterruptedError

    draft = LayerDraft.objects.create(
        organisation=city.city, slug="kitas", name="Kitas", valid_from="2024-01-01", created_by=city.anna
    )
    LayerDraftSource.objects.create(draft=draft, kind="features", address=server.address, collection="kitas")

    with pytest.raises(InterruptedError):
        fetching.fetch_file(draft_id=draft.pk, revision=0, report=report)

    assert nothing_is_kept(draft)
    assert told[-1] == (1, 3)


def test_stopped_step_waits_for_nobody_and_can_be_asked_for_again(city: World, server: FeatureServer) -> None:
    said = {name: FACTS[name] for name in ("name", "slug", "kind", "valid_from")}
    where = {"service": "features", "address": server.address, "collection": "kitas", "told": "server"}
    client_of(city.anna).post(SERVICE, {**said, **where})
    draft = LayerDraft.objects.latest("pk")
    page = see(city.anna, draft)

    assert german("The places are being fetched from the service.") in page
    assert client_of(city.anna).post(url_of(draft, "anhalten/")).status_code == 302

    run_jobs()
    assert nothing_is_kept(draft)
    assert german("Fetch once more") in see(city.anna, draft, "datei/")


def test_draft_that_was_changed_meanwhile_takes_no_file(city: World, server: FeatureServer) -> None:
    draft = asked(city, server)
    LayerDraftFile.objects.all().delete()

    fetching.fetch_file(draft_id=draft.pk, revision=draft.revision + 1, report=lambda _done, _total: None)

    assert nothing_is_kept(draft)

    def changed(done: int, _total: int) -> None:
        if done:
            LayerDraft.objects.filter(pk=draft.pk).update(revision=draft.revision + 7)

    with pytest.raises(Exception, match="changed in the meantime"):
        fetching.fetch_file(draft_id=draft.pk, revision=draft.revision, report=changed)
    assert nothing_is_kept(draft)


def test_exchanged_axes_and_places_elsewhere_are_findings_of_their_rows(city: World, server: FeatureServer) -> None:
    east, north = spot(0, 0)
    good = [place(number, *spot(number % 2, 0)) for number in range(1, 41)]
    server.places = [*good, place(41, north, east, "Vertauscht"), place(42, 2.35, 48.85, "Fern")]

    draft = checked(city, asked(city, server))

    assert draft.summary["counts"] == {RowState.PLACED: 40, RowState.WRONG: 2}
    assert "Vertauscht" in see(city.anna, draft, "zeilen/")


def test_service_that_exchanges_all_axes_is_refused_as_a_whole(city: World, server: FeatureServer) -> None:
    spots = [spot(number % 2, 0) for number in range(1, 9)]
    server.places = [place(number, north, east) for number, (east, north) in enumerate(spots, start=1)]

    draft = checked(city, asked(city, server))

    assert draft.summary["errors"] == 1
    assert send(city.anna, draft, "einreichen/", {"is_confirmed": "on"}).status_code == 422


def test_later_version_is_fetched_by_one_click_and_says_what_changed(city: World, server: FeatureServer) -> None:
    in_force(city, asked(city, server))
    assert "Kindertagesstätten" in client_of(city.anna).get(DRAFTS).content.decode()
    assert german("Fetch once more") not in client_of(city.frida).get(DRAFTS).content.decode()
    east, north = spot(0, 0)
    server.places = [place(1, east + 0.001, north), place(3, *spot(1, 1)), place(4, *spot(0, 1), "Kita Neu")]

    answer = client_of(city.anna).post(f"{DRAFTS}noch-einmal/kitas/")
    run_jobs()
    draft = LayerDraft.objects.latest("pk")

    assert answer.status_code == 302
    assert (draft.slug, draft.name, draft.publisher) == ("kitas", "Kindertagesstätten", FACTS["publisher"])
    assert draft.answers["key"] == "Nr"
    assert LayerVersion.objects.count() == 1
    checked(city, draft)
    page = see(city.anna, draft, "einreichen/")
    assert german("What would change") in page
    assert "1: <bdi>Kita Neu</bdi>" in page
    assert "1: <bdi>Kita 2</bdi>" in page
    assert "1: <bdi>Kita 1</bdi>" in page
    assert "1 Orte bleiben, wo sie sind" in page
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})
    assert "<bdi>Kita Neu</bdi>" in see(city.frida, draft, "freigabe/")
    decide(city.frida, draft, "approve")
    assert LayerVersion.objects.count() == 2
    assert german("What would change") not in see(city.frida, draft, "freigabe/")


def test_without_keys_no_change_of_single_places_is_claimed(city: World, server: FeatureServer) -> None:
    in_force(city, asked(city, server))
    client_of(city.anna).post(f"{DRAFTS}noch-einmal/kitas/")
    run_jobs()
    draft = LayerDraft.objects.latest("pk")

    send(city.anna, draft, "angaben/", FACTS)
    send(city.anna, draft, "spalten/", {**COLUMNS, "key": ""})

    page = see(city.anna, draft, "einreichen/")
    assert "einzelne Orte lassen sich deshalb nicht mit der geltenden Fassung vergleichen" in page


def test_file_that_is_uploaded_instead_tells_of_no_service(city: World, server: FeatureServer) -> None:
    draft = asked(city, server)
    content = bytes(draft.file.content)
    send(city.anna, draft, "datei/", {"uploads": [SimpleUploadedFile("kitas.geojson", content)]})
    version = in_force(city, draft)

    assert (version.fetched_from, version.fetched_collection, version.fetched_on) == ("", "", None)


def test_what_came_as_a_file_cannot_be_fetched(city: World) -> None:
    draft = begun(city.anna)

    assert send(city.anna, draft, "holen/").status_code == 400
    assert client_of(city.anna).post(f"{DRAFTS}noch-einmal/kitas/").status_code == 404
    assert client_of(city.frida).post(f"{DRAFTS}noch-einmal/kitas/").status_code == 404


@pytest.mark.check("C050")
def test_source_of_what_was_submitted_does_not_change(city: World, server: FeatureServer) -> None:
    draft = checked(city, asked(city, server))
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})

    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraftSource.objects.update(address="https://anders.example/")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerDraftSource.objects.all().delete()
    assert decide(city.anna, draft, "approve").status_code != 302


def test_discarded_draft_forgets_its_address(city: World, server: FeatureServer) -> None:
    draft = asked(city, server)

    assert send(city.anna, draft, "verwerfen/").status_code == 302

    assert not LayerDraftSource.objects.exists()
    assert see(city.anna, draft)


def test_log_says_who_asked_which_server_and_that_places_came(city: World, server: FeatureServer) -> None:
    asked(city, server)

    told = {event.action: event for event in Event.objects.filter(action__startswith="spatial.layer_")}

    assert told["spatial.layer_asked"].actor_id == city.anna.pk
    assert told["spatial.layer_asked"].details == {"host": HOST, "collection": "kitas"}
    assert told["spatial.layer_fetched"].details == {"host": HOST, "features": 3}


def test_nothing_is_fetched_unless_somebody_asks(city: World, server: FeatureServer) -> None:
    in_force(city, asked(city, server))
    count = len(server.asked)

    run_jobs()

    assert len(server.asked) == count
    assert not Job.objects.filter(kind=fetching.FETCH, state="queued").exists()
