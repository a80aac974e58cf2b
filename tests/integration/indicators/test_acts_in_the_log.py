# SPDX-License-Identifier: EUPL-1.2
"""Every act that has to be told is done here the ordinary way, and read from the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from indicators.selectors import published
from indicators.services.releasing.withdrawing import withdraw_release
from sozialplanung.accounts.services import assign_role, deactivate_user, withdraw_role
from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from sozialplanung.audit.verifying import verify
from tests.factories.desk import checked, client_of, decide, new_delivery, submitted, url_of
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_city)
LOG_FILE = "/musterstadt/protokoll/protokoll.csv"
API = "/api/v1/musterstadt/"
SLICE = "indicators/kinder/values/2020-12-31.slice"


@dataclass(frozen=True)
class Act:
    """One act: how it is done, what stands in the log then, who did it (nobody for the system), and why."""

    action: str
    do: Callable[[World], object]
    by: str = ""
    reason: str = ""
    at_city: bool = True


def _approved(world: World) -> None:
    decide(world.frida, submitted(world), "approve", "Geprüft am Montag")


def _refused(world: World) -> None:
    decide(world.frida, submitted(world), "refuse", "Falscher Stichtag")


def _withdrawn(world: World) -> None:
    _approved(world)
    ref = published.release_ref(world.city, indicator="anteil", period="2020-12-31", level="viertel")
    assert ref is not None
    withdraw_release(release_id=ref.id, organisation_id=world.city.pk, by=world.frida, reason="Fehler in der Quelle")


def _differences(world: World) -> None:
    delivery = checked(world, world.anna)
    assert client_of(world.anna).get(url_of(delivery, "vorschau/unterschiede.csv")).status_code == 200


def _findings(world: World) -> None:
    delivery = checked(world, world.anna)
    assert client_of(world.anna).get(url_of(delivery, "pruefung/befunde.xlsx")).status_code == 200


def _role_withdrawn(world: World) -> None:
    withdraw_role(assignment=world.anna.assignments.get(), by=world.gero)


def _sign_in(email: str, password: str, times: int = 1) -> None:
    for _ in range(times):
        Client().post("/anmelden/", {"username": email, "password": password})


def _asked(path: str, person: str, world: World) -> None:
    assert client_of(getattr(world, person)).get(path).status_code == 404


ACTS = [
    Act("indicators.delivery_created", lambda world: new_delivery(world, world.anna), "anna"),
    Act("indicators.delivery_submitted", submitted, "anna"),
    Act("indicators.delivery_approved", _approved, "frida", "Geprüft am Montag"),
    Act("indicators.delivery_refused", _refused, "frida", "Falscher Stichtag"),
    Act("indicators.published", _approved, "frida"),
    Act("indicators.withdrawn", _withdrawn, "frida", "Fehler in der Quelle"),
    Act(
        "accounts.role_assigned",
        lambda world: assign_role(user=world.bert, organisation=world.city, role="steward", by=world.gero),
        "gero",
    ),
    Act("accounts.role_withdrawn", _role_withdrawn, "gero"),
    Act(
        "accounts.user_deactivated",
        lambda world: deactivate_user(user=world.bert, by=world.gero, reason="Ausgeschieden"),
        "gero",
        "Ausgeschieden",
        at_city=False,
    ),
    Act("accounts.figures_exported", _differences, "anna"),
    Act("accounts.figures_exported", _findings, "anna"),
    Act("accounts.log_exported", lambda world: client_of(world.frida).post(LOG_FILE), "frida"),
    Act("accounts.login_failed", lambda _: _sign_in("anna@example.org", "falsch"), at_city=False),
    Act("accounts.login_throttled", lambda _: _sign_in("anna@example.org", "falsch", 11), at_city=False),
    Act("accounts.address_refused", partial(_asked, "/nachbarstadt/protokoll/", "frida"), "frida", at_city=False),
    Act("accounts.address_refused", partial(_asked, "/musterstadt/lieferungen/", "bert"), "bert", at_city=False),
    Act("accounts.address_refused", partial(_asked, "/nirgendwo/lieferungen/", "anna"), "anna", at_city=False),
    Act(
        "accounts.address_refused", partial(_asked, f"{API}indicators/?audience=council", "dora"), "dora", at_city=False
    ),
    Act(
        "accounts.address_refused", partial(_asked, f"{API}{SLICE}?audience=internal", "clara"), "clara", at_city=False
    ),
    Act(
        "accounts.address_refused",
        partial(_asked, f"/musterstadt/lieferungen/{uuid4()}/", "anna"),
        "anna",
        at_city=False,
    ),
]


@pytest.mark.check("C108")
@pytest.mark.parametrize("act", ACTS, ids=[f"{number}-{act.action}" for number, act in enumerate(ACTS)])
def test_act_is_in_the_log_with_who_what_when_and_why(city: World, act: Act) -> None:
    before, begun = Event.objects.latest("pk").pk, timezone.now()

    act.do(city)

    events = list(Event.objects.filter(pk__gt=before, action=act.action))
    assert events
    person = getattr(city, act.by) if act.by else None
    for event in events:
        assert (event.actor_id, event.actor_label) == ((person.pk, str(person)) if person else (None, "System"))
        assert begun <= event.at <= timezone.now()
        assert event.at.tzinfo == UTC
        assert event.reason == act.reason
        assert event.organisation_id == (city.city.pk if act.at_city else None)
        assert event.subject_type
        assert act.action not in sentence(event)
    assert verify().is_whole


@pytest.mark.check("C108")
def test_refused_address_is_one_event_for_each_person_pattern_and_hour(city: World) -> None:
    def refused() -> int:
        return Event.objects.filter(action="accounts.address_refused").count()

    for _ in range(3):
        _asked(f"/musterstadt/lieferungen/{uuid4()}/", "anna", city)
    assert refused() == 1
    _asked(f"/musterstadt/lieferungen/{uuid4()}/pruefung/", "anna", city)
    _asked(f"/musterstadt/lieferungen/{uuid4()}/", "emil", city)
    _asked(f"/nachbarstadt/lieferungen/{uuid4()}/", "anna", city)
    assert refused() == 4
    later = timezone.now() + timedelta(hours=1)
    with patch("sozialplanung.audit.services.timezone.now", return_value=later):
        _asked(f"/musterstadt/lieferungen/{uuid4()}/", "anna", city)
    assert refused() == 5


@pytest.mark.check("C108")
def test_refused_address_is_told_by_its_pattern_and_never_by_what_was_asked_for(city: World) -> None:
    number = uuid4()

    client_of(city.anna).get(f"/musterstadt/lieferungen/{number}/?geheim=wort")

    event = Event.objects.get(action="accounts.address_refused")
    assert event.subject_label == "<slug:organisation>/lieferungen/<uuid:uuid>/"
    assert event.details == {"organisation": "musterstadt", "method": "GET"}
    assert not any(word in repr(vars(event)) for word in (str(number), "geheim", "wort"))


@pytest.mark.check("C108")
@pytest.mark.parametrize(
    "path", ["/nirgends/", "/musterstadt/nirgends/", "/anmelden/falsch/", f"{API}indicators/nirgends/", f"{API}{SLICE}"]
)
def test_mistyped_public_address_of_somebody_is_nobodys_business(city: World, path: str) -> None:
    _asked(path, "anna", city)

    assert not Event.objects.filter(action="accounts.address_refused").exists()


def test_stranger_who_asks_leaves_no_event(city: World) -> None:
    answer: Any = Client().get("/musterstadt/lieferungen/")
    api: Any = Client().get(f"{API}indicators/?audience=council")

    assert (answer.status_code, api.status_code) == (302, 404)
    assert not Event.objects.filter(action="accounts.address_refused").exists()


@pytest.mark.check("C108")
def test_who_only_asks_whether_a_file_is_there_takes_nothing_along(city: World) -> None:
    delivery = checked(city, city.anna)

    assert client_of(city.anna).head(url_of(delivery, "vorschau/unterschiede.csv")).status_code == 200

    assert not Event.objects.filter(action="accounts.figures_exported").exists()


@pytest.mark.check("C108")
def test_refused_addresses_of_its_people_are_shown_to_who_manages_them_alone(city: World) -> None:
    _asked("/nachbarstadt/protokoll/", "frida", city)
    told = "hat eine Adresse aufgerufen, unter der es für diese Person nichts gibt"

    assert told in client_of(city.gero).get("/musterstadt/protokoll/").content.decode()
    assert told not in client_of(city.frida).get("/musterstadt/protokoll/").content.decode()
