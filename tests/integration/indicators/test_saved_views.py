# SPDX-License-Identifier: EUPL-1.2
"""Saved views: kept by their owners, opened by the house or by whoever has the address, never changed by others."""

import re
import uuid
from datetime import timedelta
from html import escape, unescape
from math import cos, pi, sin
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from indicators.errors import KeepsakeError
from indicators.models import Audience, SavedView, Sharing
from indicators.rendering.workbench import rings
from indicators.rendering.workbench.reading import read_state
from indicators.rendering.workbench.state import LONGEST_ADDRESS, State
from indicators.selectors import published
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.savedviews import remove_view, save_view
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of
from tests.factories.notedcity import NEW, OLD, build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
WORKBENCH = "/musterstadt/analyse/"
PAGE = f"{WORKBENCH}ansichten/"
ASKED = f"indikator=anteil&ebene=viertel&stand={OLD}&klassen=gleich&anzahl=4&tafeln=verlauf&gebiet=12"

kept_city = standing(build_noted_city)


def save(city: World, by: User, name: str = "Norden", sharing: Sharing = Sharing.NOBODY) -> SavedView:
    state = read_state(parse_qsl(ASKED)).state
    return save_view(organisation=city.city, state=state, name=name, by=by, sharing=sharing)


def change(person: User, row: SavedView, action: str, **said: str) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PAGE}{row.uuid}/aendern/", {"action": action, **said})


def listed(person: User) -> str:
    answer = client_of(person).get(PAGE)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def opened(client: Client, row: SavedView) -> Any:  # noqa: ANN401 - the test client's answer
    return client.get(f"{PAGE}{row.uuid}/")


def withdraw(city: World, *periods: str) -> None:
    city.city.audience = Audience.PUBLIC
    # Other levels and periods that look back go along with the first.
    while refs := [ref for ref in published.releases_of(city.city, indicator="anteil") if ref.period in periods]:
        for ref in refs[:1]:
            withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Fehler")


def test_planner_saves_the_view_of_the_workbench_and_opens_the_same_again(city: World) -> None:
    bert = client_of(city.bert)
    page = unescape(bert.get(f"{WORKBENCH}?{ASKED}").content.decode())
    (way,) = re.findall(r'href="([^"]+/ansichten/neu/[^"]*)"', page)

    form = unescape(bert.get(way).content.decode())
    (query,) = re.findall(r'name="query" value="([^"]*)"', form)
    answer = bert.post(way, {"query": query, "name": " Nord  West ", "sharing": "nobody"})
    assert answer.status_code == 302
    row = SavedView.objects.get()
    assert (row.name, row.owner, row.sharing) == ("Nord West", city.bert, "nobody")

    assert "„Nord West“ ist gespeichert." in unescape(bert.get(answer.headers["Location"]).content.decode())
    led = opened(bert, row)
    assert led.status_code == 302
    assert "no-store" in led.headers["Cache-Control"]
    again = bert.get(led.headers["Location"])
    assert dict(parse_qsl(led.headers["Location"].partition("?")[2])) == dict(parse_qsl(ASKED))
    assert "Linie" in unescape(again.content.decode())


def test_a_view_holds_no_figure(city: World) -> None:
    row = save(city, city.bert)

    assert read_state(parse_qsl(row.query)).state.query() == row.query
    assert {field.name for field in SavedView._meta.local_concrete_fields} == {
        *("id", "organisation", "uuid", "owner", "name", "query"),
        *("sharing", "created_at", "changed_at", "removed_at"),
    }


def test_strangers_see_no_controls_and_open_what_has_a_link_alone(city: World) -> None:
    rows = {sharing: save(city, city.bert, f"Norden {sharing}", sharing) for sharing in Sharing}

    page = Client().get(f"{WORKBENCH}?{ASKED}").content.decode()
    assert "ansichten/" not in page
    for address in (PAGE, f"{PAGE}neu/"):
        assert Client().get(address).status_code == 302
        assert client_of(city.dora).get(address).status_code == 404
    for client in (Client(), client_of(city.dora)):
        led = opened(client, rows[Sharing.LINK])
        assert led.headers["Location"].startswith(f"{WORKBENCH}?")
        assert client.get(led.headers["Location"]).status_code == 200
    hidden = [opened(Client(), rows[each]) for each in (Sharing.NOBODY, Sharing.HOUSE)]
    absent = Client().get(f"{PAGE}{uuid.uuid4()}/")
    # What is not for everybody looks like what is not there: a page to sign in.
    assert {(each.status_code, each.headers["Location"].partition("?")[0]) for each in (*hidden, absent)} == {
        (302, "/anmelden/")
    }
    assert opened(client_of(city.dora), rows[Sharing.HOUSE]).status_code == 404


def test_house_opens_and_copies_what_is_shared_and_nothing_else(city: World) -> None:
    private, shared = save(city, city.bert, "Nur für Bert"), save(city, city.bert, "Für alle", Sharing.HOUSE)

    theirs = listed(city.clara)
    assert "Für alle" in theirs
    assert f"von {city.bert.name}" in theirs
    assert "Nur für Bert" not in theirs
    assert "Umbenennen" not in theirs
    assert opened(client_of(city.clara), shared).status_code == 302
    assert opened(client_of(city.clara), private).status_code == 404
    assert change(city.clara, private, "copy").status_code == 404
    for _ in range(2):
        assert change(city.clara, shared, "copy").status_code == 302
    copies = list(SavedView.objects.filter(owner=city.clara).values_list("name", "query", "sharing"))
    assert copies == [("Für alle", shared.query, "nobody"), ("Für alle (2)", shared.query, "nobody")]


@pytest.mark.parametrize("action", ["rename", "share", "remove", "restore"])
def test_nobody_else_changes_a_view(city: World, action: str) -> None:
    row = save(city, city.bert, sharing=Sharing.LINK)
    before = SavedView.objects.values().get()

    for person in (city.clara, city.anna, city.gero, city.dora):
        assert change(person, row, action, name="Meins", sharing="nobody").status_code == 404
    assert SavedView.objects.values().get() == before


def test_owner_renames_shares_removes_and_undoes_each(city: World) -> None:
    row = save(city, city.bert)

    assert change(city.bert, row, "rename", name="Süden").status_code == 302
    assert "Süden" in listed(city.bert)
    change(city.bert, row, "share", sharing="house")
    assert "Süden" in listed(city.clara)
    change(city.bert, row, "share", sharing="link")
    assert opened(Client(), row).headers["Location"].startswith(WORKBENCH)
    assert f"{PAGE}{row.uuid}/" in listed(city.bert)
    change(city.bert, row, "share", sharing="alle")
    assert SavedView.objects.get().sharing == Sharing.LINK
    change(city.bert, row, "share", sharing="nobody")
    assert "Süden" not in listed(city.clara)
    assert opened(Client(), row).headers["Location"].startswith("/anmelden/")
    change(city.bert, row, "remove")
    gone = listed(city.bert)
    assert "In den letzten 30 Tagen entfernt" in gone
    assert opened(client_of(city.bert), row).status_code == 404
    assert change(city.bert, row, "rename", name="Osten").status_code == 404
    change(city.bert, row, "restore")
    assert opened(client_of(city.bert), row).status_code == 302


def test_log_tells_what_was_given_away_and_nothing_of_what_somebody_keeps(city: World) -> None:
    row = save(city, city.bert)
    change(city.bert, row, "rename", name="Süden")
    assert not Event.objects.filter(action__startswith="indicators.view_").exists()

    for sharing in ("house", "house", "link"):
        change(city.bert, row, "share", sharing=sharing)
    change(city.bert, row, "remove")

    actions = list(Event.objects.filter(action__startswith="indicators.view_").values_list("action", flat=True))
    assert sorted(actions) == ["indicators.view_linked", "indicators.view_shared", "indicators.view_unshared"]


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
    answer = client_of(city.bert).post(f"{PAGE}neu/", {"query": ASKED, "name": hostile, "sharing": "house"})
    assert answer.status_code == 422
    assert "Sie haben hier schon etwas" in unescape(answer.content.decode())


def test_a_view_of_what_was_withdrawn_says_so_beforehand_and_opens_with_what_is_left(city: World) -> None:
    row = save(city, city.bert, sharing=Sharing.LINK)
    assert "nichts veröffentlicht" not in listed(city.bert)
    gone = f"Zu „stand“: „{OLD}“ ist nichts veröffentlicht."

    withdraw(city, OLD)

    assert gone in listed(city.bert)
    for client in (client_of(city.bert), Client()):
        page = unescape(opened_page(client, row))
        assert gone in page
        assert "2021" in page
    withdraw(city, NEW)
    assert "Zu „indikator“: „anteil“ ist nichts veröffentlicht." in listed(city.bert)
    assert "Zu „indikator“: „anteil“ ist nichts veröffentlicht." in unescape(opened_page(Client(), row))


def opened_page(client: Client, row: SavedView) -> str:
    return client.get(opened(client, row).headers["Location"]).content.decode()


def test_further_indicators_that_are_not_published_are_named_beforehand(city: World) -> None:
    state = read_state(parse_qsl(f"{ASKED}&zweiter=geheim&weitere=weg&filter=wert:fort:1:")).state
    save_view(organisation=city.city, state=state, name="Viele", by=city.bert)

    text = listed(city.bert)

    for place, slug in (("zweiter", "geheim"), ("weitere", "weg"), ("filter", "fort")):
        assert f"Zu „{place}“: „{slug}“ ist nichts veröffentlicht." in text


def test_removed_ones_go_for_good_after_a_while(city: World) -> None:
    row = save(city, city.bert)
    remove_view(view=row, by=city.bert)
    SavedView.objects.update(removed_at=timezone.now() - timedelta(days=31))

    assert "Zurückholen" not in listed(city.bert)
    assert change(city.bert, row, "restore").status_code == 404
    save(city, city.bert, "Anderes")
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Anderes"]


def test_database_refuses_views_without_a_name_and_other_ways_to_share(city: World) -> None:
    for told in ({"name": ""}, {"name": "x", "sharing": "alle"}):
        row = SavedView(organisation=city.city, owner=city.bert, query="", **told)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def long_state(length: int) -> State:
    """Return a state that says much: its query takes at least so many of the characters that an address has."""
    corners = [(13 + 0.3 * cos(2 * pi * at / 59), 52 + 0.2 * sin(2 * pi * at / 59)) for at in range(59)]
    for most in range(3, 8 * 59):
        parts = [corners[: min(59, most - 59 * at)] for at in range(8) if most - 59 * at > 2]
        drawn = [rings.written([(east + at / 1000, north) for east, north in each]) for at, each in enumerate(parts)]
        state = read_state([("indikator", "anteil"), *(("filter", f"flaeche:{each}") for each in drawn)]).state
        if length <= len(state.query()) <= LONGEST_ADDRESS:
            return state
    raise AssertionError("Nothing is that long.")


def test_view_that_an_address_has_no_room_for_is_refused_with_a_sentence(city: World) -> None:
    state = long_state(LONGEST_ADDRESS - 20)

    answer = client_of(city.bert).post(f"{PAGE}neu/", {"query": state.query(), "name": "Lang", "sharing": "nobody"})

    assert answer.status_code == 422
    assert "Diese Ansicht sagt mehr, als in eine Adresse passt." in unescape(answer.content.decode())
    assert not SavedView.objects.exists()


def test_form_holds_the_address_as_it_is_written(city: World) -> None:
    form = unescape(client_of(city.bert).get(f"{PAGE}neu/?{ASKED}&filter=wert:anteil:1:9").content.decode())

    (query,) = re.findall(r'name="query" value="([^"]*)"', form)
    assert "filter=wert:anteil:1:9" in query
    assert "%3A" not in query


def test_name_holds_no_signs_that_nobody_sees(city: World) -> None:
    assert save(city, city.bert, "Nord\u202een\u200b\tWest").name == "Norden West"
    with pytest.raises(KeepsakeError) as nameless:
        save(city, city.bert, "\u200b\u2060")
    assert nameless.value.code == "kept.nameless"
