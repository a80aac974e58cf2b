# SPDX-License-Identifier: EUPL-1.2
"""The way of a layer through its pages: file, columns, rows, approval, and what everybody reads then."""

import gzip
import json
from collections.abc import Callable
from csv import reader
from io import StringIO

import pytest
from django.test import Client

from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from spatial.models import AddressRegister, Layer, LayerDraft, LayerFeature, LayerVersion, RowState
from spatial.selectors import layerfiles
from spatial.selectors.layerfiles import file_hash
from spatial.selectors.layers import area_figures, features_of, layer_in_force, newest_boundaries
from spatial.services.layers.texts import ACTIONS, SENTENCES
from tests.factories.areas import import_city
from tests.factories.desk import client_of, german
from tests.factories.placebringer import (
    ADDRESSES,
    DRAFTS,
    HOME,
    PLACES,
    addressed_file,
    begun,
    bring_addresses,
    checked,
    decide,
    places_file,
    see,
    send,
    spot,
    submitted,
    url_of,
)
from tests.factories.standing import public_reads_along
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(world: World) -> World:
    """Give a city with districts and quarters of 2020."""
    import_city(world.city)
    return world


def test_file_comes_by_pages_to_a_layer_that_everybody_reads(city: World) -> None:
    draft = submitted(city)
    assert draft.state == "submitted"
    assert not LayerVersion.objects.exists()

    assert decide(city.frida, draft, "approve").status_code == 302

    assert draft.state == "active"
    version = LayerVersion.objects.get()
    assert (version.layer.slug, version.number, version.feature_count) == ("kitas", 1, 2)
    assert version.is_in_force
    assert list(version.features.values_list("key", "name", "capacity", "attributes")) == [
        ("1", "Kita Nord", 40.0, {"Art": "frei"}),
        ("2", "Kita Süd", None, {"Art": "städtisch"}),
    ]
    with public_reads_along():
        listed, page = Client().get(HOME), Client().get(f"{HOME}kitas/")
    assert "Kindertagesstätten" in listed.content.decode()
    assert page.status_code == 200
    assert "Kita Nord" in page.content.decode()
    assert 'class="layer-map__dots"' in page.content.decode()


@pytest.mark.parametrize("slug", ["3-kitas", "Kitas", "kitas-", "kitas--nord", "-kitas"])
def test_a_short_name_that_no_formula_can_read_is_refused(city: World, slug: str) -> None:
    fields = {"name": "Kitas", "slug": slug, "kind": "point", "valid_from": "01.01.2024", "uploads": [places_file()]}

    answer = client_of(city.anna).post(f"{DRAFTS}neu/", fields)

    assert answer.status_code == 422
    assert "Beginnen Sie mit einem kleinen Buchstaben" in answer.content.decode()
    assert not LayerDraft.objects.exists()


def test_files_of_a_layer_hold_all_places(city: World) -> None:
    decide(city.frida, submitted(city), "approve")

    with public_reads_along():
        table = Client().get(f"{HOME}kitas/orte.csv").content.decode("utf-8-sig")
        collection = json.loads(Client().get(f"{HOME}kitas/orte.geojson").content)

    rows = list(reader(StringIO(table), delimiter=";"))
    assert [row[:4] for row in rows[1:]] == [["1", "Kita Nord", "", "40"], ["2", "Kita Süd", "", ""]]
    assert collection["attribution"] == "© Stadt Musterstadt"
    assert [each["properties"]["key"] for each in collection["features"]] == ["1", "2"]
    assert collection["features"][0]["geometry"]["coordinates"] == pytest.approx(list(spot(0, 0)), abs=1e-5)


def test_places_are_counted_by_area_and_what_is_not_known_stays_unknown(city: World) -> None:
    decide(city.frida, submitted(city), "approve")

    with public_reads_along():
        entry = layer_in_force(city.city.pk, "kitas")
        boundaries = newest_boundaries(city.city.pk, entry.version.valid_from)
        assert boundaries is not None
        figures = area_figures(entry, features_of(entry.version), boundaries)

    assert figures.amounts.sum() == 2
    assert figures.capacity is not None
    assert figures.capacity.unknown.sum() == 1
    assert figures.capacity.known[figures.capacity.unknown == 0].sum() == 40


def test_a_later_version_takes_the_place_of_the_one_before(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    one = "{:.6f};{:.6f}".format(*spot(0, 0))

    decide(city.frida, submitted(city, places_file(f"7;Kita West;9;{one};frei")), "approve")

    assert Layer.objects.count() == 1
    told = {version.number: version.is_in_force for version in LayerVersion.objects.all()}
    assert told == {1: False, 2: True}
    assert LayerFeature.objects.filter(version__number=1).count() == 2


def test_rows_that_lie_outside_keep_the_draft_back_until_they_are_decided_on(city: World) -> None:
    one = "{:.6f};{:.6f}".format(*spot(0, 0))
    rows = [f"{number};Kita {number};1;{one};frei" for number in range(1, 41)]
    draft = checked(city.anna, places_file(*rows, "41;Fern;1;2.35;48.85;frei"))

    assert draft.summary["counts"] == {"placed": 40, "wrong": 1}
    assert "Fern" in see(city.anna, draft, "zeilen/")
    assert send(city.anna, draft, "einreichen/", {"is_confirmed": "on"}).status_code == 422
    assert send(city.anna, draft, "zeilen/42/", {"decision": "left_out"}).status_code == 422
    east, north = spot(1, 1)
    said = {"decision": "point", "east": f"{east:.6f}".replace(".", ","), "north": f"{north:.6f}".replace(".", ",")}
    assert send(city.anna, draft, "zeilen/42/", {**said, "crs": "EPSG:4326", "east": "2,35"}).status_code == 422
    assert send(city.anna, draft, "zeilen/42/", {**said, "crs": "EPSG:4326"}).status_code == 302

    assert draft.rows.get(number=42).state == RowState.CORRECTED
    assert send(city.anna, draft, "einreichen/", {"is_confirmed": "on"}).status_code == 302


def test_addresses_are_found_corrected_chosen_or_left_out(city: World) -> None:
    assert bring_addresses(city.anna).state == "current"
    draft = checked(
        city.anna,
        addressed_file("Marktstr. 1, 12345 Musterstadt", "Marktstr. 3b", "Nirgendweg 5", "Marktstr. 11"),
        ADDRESSES,
    )
    assert list(draft.rows.values_list("state", flat=True)) == ["exact", "inexact", "failed", "inexact"]

    assert send(city.anna, draft, "zeilen/3/", {"decision": "candidate", "candidate": "1"}).status_code == 302
    assert send(city.anna, draft, "zeilen/4/", {"decision": "address", "address": "Marktstr. 9"}).status_code == 302
    said = {"decision": "left_out", "reason": "Im Umzug."}
    assert send(city.anna, draft, "zeilen/5/", said).status_code == 302

    assert list(draft.rows.values_list("state", flat=True)) == ["exact", "corrected", "corrected", "left_out"]
    assert draft.rows.get(number=3).address == "Marktstraße 3a, 12345"
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})
    assert "Im Umzug." in see(city.frida, draft, "freigabe/")
    decide(city.frida, draft, "approve")
    assert LayerVersion.objects.get().feature_count == 3


def test_single_candidates_are_taken_together_and_taken_back(city: World) -> None:
    bring_addresses(city.anna)
    draft = checked(city.anna, addressed_file("Marktstr. 9a", "Marktstr. 3b"), ADDRESSES)

    send(city.anna, draft, "zeilen/uebernehmen/", {"reason": "other_suffix"})
    taken = list(draft.rows.values_list("state", flat=True))
    send(city.anna, draft, "zeilen/2/zuruecknehmen/")

    assert taken == ["corrected", "inexact"]
    assert list(draft.rows.values_list("state", flat=True)) == ["inexact", "inexact"]
    assert send(city.anna, draft, "zeilen/uebernehmen/", {"reason": "unsinn"}).status_code == 400


def test_another_address_that_is_not_exact_comes_back_with_its_candidates(city: World) -> None:
    bring_addresses(city.anna)
    draft = checked(city.anna, addressed_file("Nirgendweg 5"), ADDRESSES)

    send(city.anna, draft, "zeilen/2/", {"decision": "address", "address": "Markstraße 9"})
    row = draft.rows.get()

    assert row.state == RowState.INEXACT
    assert [each["reasons"] for each in row.candidates] == [["spelling"]]
    assert german("the street is spelled otherwise") in see(city.anna, draft, "zeilen/2/")


def test_an_address_that_was_not_found_gives_way_to_that_of_the_file(city: World) -> None:
    bring_addresses(city.anna)
    draft = checked(city.anna, addressed_file("Nirgendweg 5", "Nirgendweg 7"), ADDRESSES)
    east, north = spot(1, 1)
    point = {"decision": "point", "east": f"{east:.6f}", "north": f"{north:.6f}", "crs": "EPSG:4326"}

    for typed in ("Marktplatz 99", "Beim alten Turm"):
        send(city.anna, draft, "zeilen/2/", {"decision": "address", "address": typed})
    assert send(city.anna, draft, "zeilen/2/", point).status_code == 302
    send(city.anna, draft, "zeilen/3/", {"decision": "address", "address": "Marktstr. 9"})

    assert list(draft.rows.values_list("state", "address")) == [
        (RowState.CORRECTED, "Nirgendweg 5"),
        (RowState.CORRECTED, "Marktstr. 9"),
    ]


def test_addresses_without_an_address_file_say_what_to_do(city: World) -> None:
    draft = checked(city.anna, addressed_file("Marktstr. 1"), ADDRESSES)

    assert "Adressdatei" in see(city.anna, draft, "zeilen/")
    assert send(city.anna, draft, "einreichen/", {"is_confirmed": "on"}).status_code == 422
    bring_addresses(city.anna)
    send(city.anna, draft, "pruefen/")
    assert draft.rows.get().state == RowState.EXACT


def test_an_address_file_that_cannot_be_read_says_why_and_the_one_before_stays(city: World) -> None:
    bring_addresses(city.anna)

    second = bring_addresses(city.anna, east="Ost")

    assert second.state == "failed"
    assert AddressRegister.objects.get(state="current").address_count == 4
    assert "„Ost“" in client_of(city.anna).get(f"{HOME}adressen/").content.decode()


def test_a_later_address_file_takes_the_place_of_the_one_before(city: World) -> None:
    first, second = bring_addresses(city.anna), bring_addresses(city.anna)

    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "current")
    assert not first.addresses.exists()
    assert not second.content


def test_a_file_that_is_none_is_told_on_its_page(city: World) -> None:
    draft = begun(city.anna, places_file("1", name="kaputt.csv"))

    assert draft.file.problem
    assert german("Upload another file") in see(city.anna, draft, "datei/")
    assert send(city.anna, draft, "datei/", {"uploads": [places_file()]}).status_code == 302
    draft.file.refresh_from_db()
    assert draft.file.problem is None


def test_lists_of_drafts_show_what_is_whose(city: World) -> None:
    draft = submitted(city)

    assert draft.name in client_of(city.anna).get(DRAFTS).content.decode()
    assert draft.name in client_of(city.frida).get(f"{DRAFTS}?liste=freigabe").content.decode()
    assert client_of(city.frida).get(f"{DRAFTS}?liste=anders").status_code == 400
    assert client_of(city.bert).get(DRAFTS).status_code == 404


def test_a_draft_that_nobody_needs_is_discarded_with_its_file(city: World) -> None:
    draft = checked(city.anna)

    assert send(city.anna, draft, "verwerfen/").status_code == 302

    assert draft.state == "discarded"
    assert not draft.rows.exists()
    assert not hasattr(type(draft).objects.get(pk=draft.pk), "file")


def test_a_change_on_an_older_state_is_refused(city: World) -> None:
    draft = checked(city.anna)

    late = client_of(city.anna).post(url_of(draft, "spalten/"), {**PLACES, "revision": 0})

    assert late.status_code == 409


def test_every_act_is_in_the_log_in_words(city: World) -> None:
    draft = submitted(city)
    decide(city.frida, draft, "ask_back", "Welcher Stichtag?")
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})
    send(city.anna, draft, "zuruecknehmen/")
    send(city.anna, draft, "einreichen/", {"is_confirmed": "on"})
    decide(city.frida, draft, "refuse", "Falsche Datei.")

    told = [event.action for event in Event.objects.filter(action__startswith="spatial.layer_").order_by("at")]

    assert told == [
        "spatial.layer_created",
        "spatial.layer_facts",
        "spatial.layer_columns",
        "spatial.layer_submitted",
        "spatial.layer_asked_back",
        "spatial.layer_submitted",
        "spatial.layer_withdrawn",
        "spatial.layer_submitted",
        "spatial.layer_refused",
    ]
    assert all("Kindertagesstätten" in sentence(event) for event in Event.objects.filter(action__in=told))
    assert set(told) <= set(ACTIONS)
    assert all(str(each.message).endswith(".") for each in SENTENCES.values())


def test_places_of_a_version_travel_as_one_file_that_never_changes(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    address = f"{HOME}kitas/daten/1.{file_hash(LayerVersion.objects.get())}.json"
    with public_reads_along():
        packed = Client().get(address, headers={"accept-encoding": "gzip"})
        plain = Client().get(address)
        known = Client().get(address, headers={"if-none-match": plain["ETag"]})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "immutable" in packed["Cache-Control"]
    assert known.status_code == 304
    told = [each["properties"] for each in json.loads(plain.content)["features"]]
    assert told == [{"k": "1", "n": "Kita Nord", "c": 40}, {"k": "2", "n": "Kita Süd"}]


def test_another_hash_or_number_of_a_version_is_not_there(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    told = file_hash(LayerVersion.objects.get())

    with public_reads_along():
        for wrong in (f"1.{told[::-1]}", f"2.{told}"):
            assert Client().get(f"{HOME}kitas/daten/{wrong}.json").status_code == 404


def test_drawing_and_counts_of_a_layer_are_made_once(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(city.frida, submitted(city), "approve")
    monkeypatch.setattr(layerfiles, "made_once", remembered({}))
    with public_reads_along():
        first = Client().get(f"{HOME}kitas/").content
        monkeypatch.setattr(layerfiles, "features_of", never)
        second = Client().get(f"{HOME}kitas/").content

    assert b"layer-map__dots" in first
    assert second == first


def remembered(kept: dict[str, bytes]) -> Callable[..., bytes]:
    """Return a memory that is there, as the cache of the house is."""

    def made_once(key: str, make: Callable[[], bytes], *, seconds: int) -> bytes:
        assert seconds > 0
        if key not in kept:
            kept[key] = make()
        return kept[key]

    return made_once


def never(*_: object) -> None:
    raise AssertionError("The places were read again.")
