# SPDX-License-Identifier: EUPL-1.2
"""Saved selections: kept by their owners, opened by the house, never changed by others nor seen by strangers."""

import re
from datetime import timedelta
from html import escape, unescape
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from indicators.errors import KeepsakeError
from indicators.models import SavedSelection
from indicators.rendering.workbench import areasets
from indicators.services.savedselections import remove_saved_selection, save_selection
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from spatial.selectors import levels, units
from spatial.selectors.rows import BoundaryVersionRow
from tests.factories.desk import client_of
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
WORKBENCH = "/musterstadt/analyse/"
PAGE = f"{WORKBENCH}auswahlen/"
ASKED = "indikator=anteil&ebene=viertel"

kept_city = standing(build_noted_city)


def version_of(city: World) -> BoundaryVersionRow:
    version = levels.boundary_version(city.city, "viertel")
    assert version is not None
    return version


def chosen(city: World, *places: int) -> str:
    return f"{ASKED}&auswahl={areasets.written(places, version_of(city).order_hash)}"


def save(city: World, by: User, name: str = "Norden", *, is_shared: bool = False) -> SavedSelection:
    return save_selection(
        organisation=city.city, version=version_of(city), places=[0, 2], name=name, by=by, is_shared=is_shared
    )


def change(person: User, row: SavedSelection, action: str, **said: str) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PAGE}{row.uuid}/", {"action": action, **said})


def listed(person: User) -> str:
    answer = client_of(person).get(PAGE)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_planner_saves_the_choice_of_the_workbench_and_opens_it_as_choice_and_as_filter(city: World) -> None:
    bert = client_of(city.bert)
    page = unescape(bert.get(f"{WORKBENCH}?{chosen(city, 0, 2)}").content.decode())
    (way,) = re.findall(r'href="([^"]+)" data-workbench-save>', page)

    form = unescape(bert.get(way).content.decode())
    (query,) = re.findall(r'name="query" value="([^"]*)"', form)
    answer = bert.post(way, {"query": query, "name": " Nord  West "})
    assert answer.status_code == 302
    row = SavedSelection.objects.get()
    assert (row.name, row.owner, row.is_shared, len(row.unit_ids)) == ("Nord West", city.bert, False, 2)

    shown = unescape(bert.get(answer.headers["Location"]).content.decode())
    assert "„Nord West“ ist gespeichert." in shown
    choice, condition = (
        re.findall(rf'href="([^"]+)">{words} öffnen<', shown)[0] for words in ("Als Auswahl", "Als Filter")
    )
    opened = unescape(bert.get(choice).content.decode())
    assert "2 Gebiete in der Auswahl" in opened
    filtered = bert.get(condition.replace("/analyse/", "/analyse/antwort.json")).json()
    (period,) = filtered["periods"][-1:]
    assert areasets.read(period["passing"]).positions == (0, 2)  # type: ignore[union-attr]


def test_strangers_see_no_controls_and_no_page(city: World) -> None:
    save(city, city.bert, is_shared=True)

    page = Client().get(f"{WORKBENCH}?{chosen(city, 0)}").content.decode()
    assert "data-workbench-saved>" not in page
    assert "Norden" not in page
    for address in (PAGE, f"{PAGE}neu/"):
        assert Client().get(address).status_code == 302
        assert client_of(city.dora).get(address).status_code == 404
    assert "data-workbench-saved>" not in client_of(city.dora).get(f"{WORKBENCH}?{chosen(city, 0)}").content.decode()


def test_house_opens_what_is_shared_and_nothing_else(city: World) -> None:
    save(city, city.bert, "Nur für Bert")
    save(city, city.bert, "Für alle", is_shared=True)

    theirs = listed(city.clara)
    assert "Für alle" in theirs
    assert f"von {city.bert.name}" in theirs
    assert "Nur für Bert" not in theirs
    assert "Umbenennen" not in theirs


@pytest.mark.parametrize("action", ["rename", "share", "keep", "remove", "restore"])
def test_nobody_else_changes_a_selection(city: World, action: str) -> None:
    row = save(city, city.bert, is_shared=True)
    before = SavedSelection.objects.values().get()

    for person in (city.clara, city.anna, city.gero, city.dora):
        assert change(person, row, action, name="Meins").status_code == 404
    assert SavedSelection.objects.values().get() == before


def test_owner_renames_shares_removes_and_undoes_each(city: World) -> None:
    row = save(city, city.bert)

    assert change(city.bert, row, "rename", name="Süden").status_code == 302
    assert "Süden" in listed(city.bert)
    change(city.bert, row, "share")
    assert "Süden" in listed(city.clara)
    change(city.bert, row, "keep")
    assert "Süden" not in listed(city.clara)
    change(city.bert, row, "remove")
    gone = listed(city.bert)
    assert "In den letzten 30 Tagen entfernt" in gone
    assert "Als Auswahl öffnen" not in gone
    assert change(city.bert, row, "rename", name="Osten").status_code == 404
    change(city.bert, row, "restore")
    assert "Als Auswahl öffnen" in listed(city.bert)


def test_log_tells_what_the_house_was_given_and_nothing_of_what_somebody_keeps(city: World) -> None:
    row = save(city, city.bert)
    change(city.bert, row, "rename", name="Süden")
    assert not Event.objects.filter(action__startswith="indicators.selection_").exists()

    change(city.bert, row, "share")
    change(city.bert, row, "share")
    change(city.bert, row, "remove")

    actions = list(Event.objects.filter(action__startswith="indicators.selection_").values_list("action", flat=True))
    assert sorted(actions) == ["indicators.selection_shared", "indicators.selection_unshared"]


def test_names_are_escaped_and_needed_once(city: World) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    save(city, city.bert, hostile)

    page = client_of(city.bert).get(PAGE).content.decode()
    assert hostile not in page
    assert escape(hostile) in page.replace("&#x27;", "'")
    for name in ("", "   ", hostile):
        with pytest.raises(KeepsakeError):
            save(city, city.bert, name)
    save(city, city.clara, hostile)


def test_form_says_what_is_missing(city: World) -> None:
    save(city, city.bert)
    bert = client_of(city.bert)

    twice = bert.post(f"{PAGE}neu/", {"query": chosen(city, 0), "name": "Norden"})
    empty = bert.post(f"{PAGE}neu/", {"query": ASKED, "name": "Leer"})
    assert (twice.status_code, empty.status_code) == (422, 422)
    assert "Sie haben hier schon etwas" in unescape(twice.content.decode())
    assert "In der Auswahl ist kein Gebiet." in unescape(empty.content.decode())
    assert SavedSelection.objects.count() == 1


def test_selection_whose_areas_are_gone_says_how_many_are_there(city: World) -> None:
    row = save(city, city.bert)
    # An area of another level stands for one that the boundaries of today do not have.
    district = levels.boundary_version(city.city, "bezirk")
    assert district is not None
    SavedSelection.objects.update(unit_ids=[row.unit_ids[0], units.unit_rows(district.id)[0].unit_id])

    assert re.search(r"Im Gebietsstand .* sind 1 ihrer 2 Gebiete da", listed(city.bert))


def test_removed_ones_go_for_good_after_a_while(city: World) -> None:
    row = save(city, city.bert)
    remove_saved_selection(selection=row, by=city.bert)
    SavedSelection.objects.update(removed_at=timezone.now() - timedelta(days=31))

    assert "Zurückholen" not in listed(city.bert)
    assert change(city.bert, row, "restore").status_code == 404
    save(city, city.bert, "Anderes")
    assert list(SavedSelection.objects.values_list("name", flat=True)) == ["Anderes"]


def test_database_keeps_selections_with_the_boundaries_of_their_organisation(city: World) -> None:
    foreign = SavedSelection(
        organisation=city.other_city, owner=city.dora, name="x", boundary_version_id=version_of(city).id, unit_ids=[1]
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        foreign.save()
    nameless: dict[str, Any] = {"name": "", "unit_ids": [1]}
    for told in (nameless, {"name": "x", "unit_ids": []}):
        row = SavedSelection(organisation=city.city, owner=city.bert, boundary_version_id=version_of(city).id, **told)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
