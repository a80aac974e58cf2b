# SPDX-License-Identifier: EUPL-1.2
"""The log of an organisation as a page: who may read it, what it shows, how it is searched and taken along."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client

from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import registered_actions, topics
from sozialplanung.audit.services import Subject, record, seal_events
from tests.factories.desk import client_of, german
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LOG = "/musterstadt/protokoll/"
FILE = f"{LOG}protokoll.csv"


def _act(world: World, label: str, *, action: str = "indicators.published", reason: str = "", day: int = 5) -> Event:
    with patch("sozialplanung.audit.services.timezone.now", return_value=datetime(2026, 3, day, 23, 30, tzinfo=UTC)):
        return record(
            action=action,
            by=world.anna,
            organisation=world.city,
            subject=Subject("indicators.release", "1", label),
            details={"indicator": label, "number": 7},
            reason=reason,
        )


def _page(person: User, query: str = "") -> str:
    answer = client_of(person).get(LOG + query)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.mark.check("C108")
def test_log_is_read_by_approvers_and_administrators_alone(world: World) -> None:
    allowed = {"frida", "gero"}

    for name in ("anna", "bert", "clara", "dora", "emil", "frida", "gero"):
        answer = client_of(getattr(world, name)).get(LOG)
        assert answer.status_code == (200 if name in allowed else 404), name
        answer = client_of(getattr(world, name)).post(FILE)
        assert answer.status_code == (200 if name in allowed else 404), name
    assert Client().get(LOG)["Location"].startswith("/anmelden/")
    assert client_of(world.frida).get("/nachbarstadt/protokoll/").status_code == 404


@pytest.mark.check("C108")
def test_entry_says_who_did_what_when_and_why(world: World) -> None:
    _act(world, "Kinderarmut", reason="Beschluss vom Montag")

    page = _page(world.frida)

    assert "Anna" in page
    assert "„Kinderarmut“" in page
    assert "Beschluss vom Montag" in page
    # 23:30 in Greenwich is the next day in Berlin.
    assert 'datetime="2026-03-06T00:30:00+01:00"' in page


def test_other_cities_and_strangers_do_not_appear(world: World) -> None:
    record(action="demo.act", by=world.dora, organisation=world.other_city, subject=Subject("demo", label="Fremdes"))
    record(action="accounts.password_set", by=world.dora, organisation=None, subject=world.dora)
    record(action="accounts.password_set", by=world.anna, organisation=None, subject=world.anna)

    page = _page(world.gero)

    assert "Fremdes" not in page
    assert "Dora" not in page
    assert "Anna" in page


def test_attempts_to_sign_in_are_for_who_manages_people(world: World) -> None:
    record(action="accounts.login_failed", by=None, organisation=None, subject=Subject("accounts.login", "0a1b"))
    told = german("Somebody failed to sign in.")

    assert told in _page(world.gero)
    assert told not in _page(world.frida)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?von=2026-03-07", {"Spät"}),
        ("?bis=2026-03-06", {"Früh", "Grund"}),
        ("?von=2026-03-06&bis=2026-03-06", {"Früh", "Grund"}),
        ("?von=06.03.2026&was=veroeffentlichungen&bis=06.03.2026", {"Früh"}),
        ("?was=lieferungen", {"Grund"}),
        ("?text=fr%C3%BCh", {"Früh"}),
        ("?text=nachmeldung", {"Grund"}),
        ("?wer=ann&was=veroeffentlichungen", {"Früh", "Spät"}),
        ("?wer=niemand", set()),
    ],
)
def test_selection_shows_what_fits(world: World, query: str, expected: set[str]) -> None:
    _act(world, "Früh")
    _act(world, "Grund", action="indicators.delivery_refused", reason="Nachmeldung fehlt")
    _act(world, "Spät", day=8)

    page = _page(world.frida, query)

    assert {label for label in ("Früh", "Grund", "Spät") if f"„{label}“" in page} == expected
    assert (german("No entry fits this selection. Take a longer time or fewer words.") in page) == (not expected)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?von=gestern", "gültiges Datum"),
        ("?von=2026-03-02&bis=2026-03-01", german("This day lies before the first one.")),
        ("?was=alles", "alles"),
        ("?seite=0", "seite"),
        ("?wer=%00", "Null"),
        ("?fremd=1", "fremd"),
        ("?von=2026-03-02&von=2026-03-03", "von"),
        (f"?text={'x' * 101}", "100"),
    ],
)
def test_odd_selection_is_refused_with_a_sentence(world: World, query: str, told: str) -> None:
    answer = client_of(world.frida).get(LOG + query)

    assert answer.status_code == 400
    assert told in answer.content.decode()


def test_pages_of_the_log_keep_the_selection(world: World) -> None:
    for number in range(60):
        _act(world, f"Nummer {number}")

    first, second = _page(world.frida, "?wer=Anna"), _page(world.frida, "?wer=Anna&seite=2")

    assert "?wer=Anna&amp;seite=2" in first
    assert "„Nummer 59“" in first
    assert "„Nummer 0“" in second
    assert "„Nummer 59“" not in second


@pytest.mark.check("C108")
def test_changed_entry_no_longer_fits_its_seal(world: World) -> None:
    event = _act(world, "Kinderarmut")
    assert german("is sealed within a minute") in _page(world.frida)
    seal_events()
    told = german("does not fit: changed later")
    assert told not in _page(world.frida)

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        cursor.execute("UPDATE audit_event SET reason = 'anders' WHERE id = %s", [event.pk])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")

    assert _page(world.frida).count(told) == 1


@pytest.mark.check("C108")
def test_who_takes_the_log_along_is_in_the_log(world: World) -> None:
    _act(world, "=1+1", reason="@summe")
    _act(world, "Spät", day=8)

    answer = client_of(world.frida).post(FILE, {"bis": "2026-03-06", "was": "veroeffentlichungen"})

    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert "no-store" in answer["Cache-Control"]
    assert "'=1+1;'@summe" in text
    assert "Spät" not in text
    event = Event.objects.get(action="accounts.log_exported")
    assert (event.actor_id, event.organisation_id, event.details["count"]) == (world.frida.pk, world.city.pk, 1)
    assert german("%(actor)s downloaded %(count)s entries of the log.") % {"actor": "Frida", "count": 1} in _page(
        world.frida
    )


@pytest.mark.check("C105")
def test_reading_the_log_writes_nothing(world: World) -> None:
    before = Event.objects.count()

    _page(world.frida)
    assert client_of(world.frida).get(FILE).status_code == 405

    assert Event.objects.count() == before


def test_every_act_belongs_to_one_topic() -> None:
    acts = [each for each in registered_actions() if not each.startswith("demo.")]

    assert [act for act in acts if sum(each.holds(act) for each in topics()) != 1] == []
