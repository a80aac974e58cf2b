# SPDX-License-Identifier: EUPL-1.2
"""A wrong version of a layer is taken back by two people; the one before is in force again, and the log says so."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from indicators.selectors import graph
from indicators.services.releasing import following
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from sozialplanung.notifications.models import Notification
from spatial.errors import LayerDraftClosedError, LayerDraftError, LayerFourEyesError, NotLayerApproverError
from spatial.models import Layer, LayerVersion, LayerWithdrawal
from spatial.selectors.layerfigures import layer_states
from spatial.selectors.layerfiles import file_hash
from spatial.selectors.maplayers import map_layers
from spatial.services.layers import withdrawing
from tests.factories.areas import import_city
from tests.factories.desk import client_of, german
from tests.factories.placebringer import DRAFTS, FACTS, HOME, begun, decide, places_file, see, send, spot, submitted
from tests.factories.placebringer import PLACES as COLUMNS
from tests.factories.standing import public_reads_along
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(world: World) -> World:
    """Give a city in which a wrong version of a layer took the place of a right one."""
    import_city(world.city)
    decide(world.frida, submitted(world), "approve")
    draft = begun(world.anna, places_file("9;Falsch;1;{:.6f};{:.6f};frei".format(*spot(0, 0))))
    send(world.anna, draft, "angaben/", {**FACTS, "name": "Falsche Kitas"})
    send(world.anna, draft, "spalten/", COLUMNS)
    send(world.anna, draft, "einreichen/", {"is_confirmed": "on"})
    decide(world.frida, draft, "approve")
    return world


def at(number: int) -> str:
    return f"{DRAFTS}fassung/kitas/{number}/"


def wrong() -> LayerVersion:
    return LayerVersion.objects.get(number=2)


def wished(city: World) -> LayerWithdrawal:
    """Ask by the page to take the wrong version back."""
    assert client_of(city.anna).post(at(2), {"reason": "Alte Datei"}).status_code == 302
    return LayerWithdrawal.objects.latest("pk")


def answer(person: Any, wish: LayerWithdrawal, decision: str, comment: str = "") -> int:  # noqa: ANN401 - a user
    said = {"wish": wish.pk, "decision": decision, "comment": comment}
    return int(client_of(person).post(at(wish.version.number), said).status_code)


def numbers_in_force() -> list[int]:
    return list(LayerVersion.objects.filter(superseded_at__isnull=True).values_list("number", flat=True))


def test_version_before_is_in_force_again_once_two_people_said_so(city: World) -> None:
    wish = wished(city)
    assert numbers_in_force() == [2]
    assert "Alte Datei" in client_of(city.frida).get(at(2)).content.decode()

    assert answer(city.frida, wish, "approve", "Ja") == 302

    assert numbers_in_force() == [1]
    assert wrong().withdrawn_at is not None
    assert Layer.objects.get().name == FACTS["name"]
    with public_reads_along():
        page = Client().get(f"{HOME}kitas/").content.decode()
    assert "Kita Nord" in page
    assert "Falsch" not in page
    told = client_of(city.anna).get(at(2)).content.decode()
    assert german("What was decided") in told
    assert german("Ask to take it back") not in told
    assert german("This version was taken back; the one before is in force again.") in see(
        city.anna,
        wrong().draft,
    )


def test_nobody_reads_a_version_that_was_taken_back(city: World) -> None:
    address = f"{HOME}kitas/daten/2.{file_hash(wrong())}.json"
    with public_reads_along():
        assert Client().get(address).status_code == 200
    wish = wished(city)
    answer(city.frida, wish, "approve")

    with public_reads_along():
        assert Client().get(address).status_code == 404
        assert [state.number for state in layer_states(city.city.pk)] == [1]
        (layer,) = map_layers(city.city.pk)
    assert [state.number for state in layer.states] == [1]
    assert layer.states[layer.at(date(2025, 1, 1))].number == 1


def test_figures_that_read_the_layer_are_computed_anew(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(following, "readers_of_layers", lambda **_: {7})
    monkeypatch.setattr(graph, "downstream_of", lambda **_: {7})
    monkeypatch.setattr(following, "refresh_affected", lambda **said: told.append(said["key"]))

    answer(city.frida, wished(city), "approve")

    right = LayerVersion.objects.get(number=1)
    assert told == [f"layer version {right.pk} without {wrong().pk}"]


@pytest.mark.check("C050")
def test_who_asked_never_decides_on_any_path(city: World) -> None:
    assign_role(user=city.anna, organisation=city.city, role="approver", by=city.gero)
    wish = wished(city)

    assert answer(city.anna, wish, "approve") == 302  # her form calls the wish off, and decides nothing
    wish.refresh_from_db()
    assert (wish.state, numbers_in_force()) == ("called_off", [2])
    again = wished(city)
    with pytest.raises(LayerFourEyesError):
        withdrawing.take_back(withdrawal=again, by=city.anna)
    with pytest.raises(LayerFourEyesError):
        withdrawing.refuse_withdrawal(withdrawal=again, by=city.anna, text="Nein")
    with pytest.raises(NotLayerApproverError):
        withdrawing.take_back(withdrawal=again, by=city.bert)
    decided = {"state": "done", "decided_by": city.anna, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError, match="layer_withdrawal_four_eyes"), transaction.atomic():
        LayerWithdrawal.objects.filter(pk=again.pk).update(**decided)


@pytest.mark.check("C050")
def test_database_lets_no_version_come_and_go_without_two_people(city: World) -> None:
    now = timezone.now()
    versions = LayerVersion.objects
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        versions.filter(number=2).update(superseded_at=now, withdrawn_at=now)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        versions.filter(number=2).update(withdrawn_at=now)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        versions.filter(number=1).update(superseded_at=None)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        versions.filter(number=1).update(superseded_at=now)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        versions.filter(number=1).update(withdrawn_at=now)
    with pytest.raises(IntegrityError, match="begins by waiting"), transaction.atomic():
        LayerWithdrawal.objects.create(
            version=wrong(), reason="x", asked_by=city.anna, state="done", decided_by=city.frida, decided_at=now
        )
    wish = wished(city)
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        LayerWithdrawal.objects.filter(pk=wish.pk).update(reason="Anderes")
    answer(city.frida, wish, "approve")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerWithdrawal.objects.filter(pk=wish.pk).update(state="refused")
    with pytest.raises(IntegrityError), transaction.atomic():
        LayerWithdrawal.objects.all().delete()
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        versions.filter(number=2).update(withdrawn_at=None)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        versions.filter(number=2).update(superseded_at=None, withdrawn_at=None)


def test_refusal_needs_a_reason_and_leaves_everything(city: World) -> None:
    wish = wished(city)

    assert answer(city.frida, wish, "refuse") == 422
    with pytest.raises(LayerDraftError):
        withdrawing.refuse_withdrawal(withdrawal=wish, by=city.frida, text=" ")
    assert answer(city.frida, wish, "refuse", "Sie stimmt") == 302

    wish.refresh_from_db()
    assert (wish.state, wish.answer, numbers_in_force()) == ("refused", "Sie stimmt", [2])
    with pytest.raises(LayerDraftClosedError):
        withdrawing.take_back(withdrawal=wish, by=city.frida)
    assert wished(city).pk != wish.pk


def test_wish_is_seen_called_off_and_asked_once(city: World) -> None:
    wish = wished(city)
    assert "Falsche Kitas" in client_of(city.frida).get(DRAFTS).content.decode()

    with pytest.raises(LayerDraftClosedError):
        withdrawing.ask_withdrawal(version=wrong(), by=city.anna, reason="Noch einmal")
    assert client_of(city.emil).post(at(2), {"reason": "Auch ich"}).status_code == 422
    assert client_of(city.anna).post(at(2), {"wish": wish.pk + 1}).status_code == 422
    assert client_of(city.anna).post(at(2), {"wish": wish.pk}).status_code == 302

    wish.refresh_from_db()
    assert wish.state == "called_off"


def test_version_without_a_reason_without_an_earlier_one_or_not_in_force_is_not_asked_for(city: World) -> None:
    assert client_of(city.anna).post(at(2), {"reason": " "}).status_code == 422
    with pytest.raises(LayerDraftError):
        withdrawing.ask_withdrawal(version=wrong(), by=city.anna, reason=" ")
    assert client_of(city.anna).post(at(1), {"reason": "Alt"}).status_code in {409, 422}
    answer(city.frida, wished(city), "approve")

    page = client_of(city.anna).get(at(1)).content.decode()
    assert german("There is no earlier version that could be in force again.") in page
    with pytest.raises(LayerDraftError):
        withdrawing.ask_withdrawal(version=LayerVersion.objects.get(number=1), by=city.anna, reason="Auch falsch")


def test_version_that_was_replaced_meanwhile_is_not_taken_back(city: World) -> None:
    wish = wished(city)
    decide(city.frida, submitted(city), "approve")

    assert answer(city.frida, wish, "approve") in {409, 422}

    assert numbers_in_force() == [3]
    assert wrong().withdrawn_at is None


def test_later_version_follows_the_one_that_is_in_force_again(city: World) -> None:
    answer(city.frida, wished(city), "approve")

    decide(city.frida, submitted(city), "approve")
    assert numbers_in_force() == [3]
    client_of(city.anna).post(at(3), {"reason": "Auch falsch"})
    answer(city.frida, LayerWithdrawal.objects.latest("pk"), "approve")

    assert numbers_in_force() == [1]


def test_log_and_notices_say_who_took_what_back_and_why(city: World) -> None:
    answer(city.frida, wished(city), "approve", "Ja")

    events = {event.action: event for event in Event.objects.filter(action__startswith="spatial.layer_")}
    asked, done = events["spatial.layer_withdrawal_asked"], events["spatial.layer_taken_back"]
    assert (asked.actor_id, asked.reason) == (city.anna.pk, "Alte Datei")
    assert (done.actor_id, done.details) == (city.frida.pk, {"version": 2})
    assert "2" in sentence(done)
    assert Notification.objects.filter(recipient=city.frida, kind="spatial.layer_withdrawal_asked").exists()
    assert Notification.objects.filter(recipient=city.anna, kind="spatial.layer_withdrawal_decided").exists()


def test_nobody_else_finds_the_page(city: World) -> None:
    for person in (city.bert, city.dora, city.gero):
        assert client_of(person).get(at(2)).status_code == 404
    assert client_of(city.frida).post(at(2), {"reason": "x"}).status_code == 404
    assert client_of(city.anna).get(at(9)).status_code == 404
    assert client_of(city.frida).get(at(2)).status_code == 200
