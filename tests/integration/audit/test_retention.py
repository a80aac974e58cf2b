# SPDX-License-Identifier: EUPL-1.2
"""People leave the log after their time, and nothing else does: the chain still holds."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event, Pseudonym
from sozialplanung.audit.pseudonymising import _end_of, pseudonymise_old_events
from sozialplanung.audit.retention import check_months, retentions
from sozialplanung.audit.selectors import broken_seals
from sozialplanung.audit.services import Subject, record, seal_events
from tests.factories.world import World

pytestmark = pytest.mark.django_db

ADDRESS = Subject("accounts.address", "0a1b", "<slug:organisation>/lieferungen/")
LOGIN = Subject("accounts.login", "c2d3")


def _act(by: User | None, action: str, subject: Subject | User, *, months: int) -> Event:
    then = timezone.now() - timedelta(days=31 * months)
    with patch("sozialplanung.audit.services.timezone.now", return_value=then):
        return record(action=action, by=by, organisation=None, subject=subject)


def _as_app(statement: str, *values: str | int | datetime | list[str]) -> None:
    _as("sozialplanung_app", statement, *values)


def _as(role: str, statement: str, *values: str | int | datetime | list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement, list(values))


@pytest.mark.check("C108")
def test_pseudonym_takes_the_place_of_a_person_after_the_time_of_the_topic(world: World) -> None:
    old = _act(world.anna, "accounts.address_refused", ADDRESS, months=26)
    young = _act(world.anna, "accounts.address_refused", ADDRESS, months=20)
    published = _act(world.anna, "indicators.published", Subject("indicators.release", "1", "Kinderarmut"), months=400)
    seal_events()

    assert pseudonymise_old_events() == 1

    for event in (old, young, published):
        event.refresh_from_db()
    assert old.actor_id is None
    assert old.actor_label.startswith("P-")
    assert "Anna" not in repr(vars(old))
    assert (old.action, old.subject_label) == ("accounts.address_refused", ADDRESS.label)
    assert [(each.actor_id, each.actor_label) for each in (young, published)] == [(world.anna.pk, "Anna")] * 2
    seal_events()
    assert broken_seals() == []


@pytest.mark.check("C108")
def test_same_person_keeps_one_pseudonym_as_who_acts_and_as_who_is_acted_on(world: World) -> None:
    first = _act(world.anna, "accounts.address_refused", ADDRESS, months=30)
    pseudonymise_old_events()
    later = _act(world.anna, "accounts.address_refused", ADDRESS, months=27)
    given = _act(world.gero, "accounts.role_assigned", world.anna, months=130)
    other = _act(world.bert, "accounts.address_refused", ADDRESS, months=27)

    pseudonymise_old_events()

    for event in (first, later, given, other):
        event.refresh_from_db()
    assert first.actor_label == later.actor_label == given.subject_id == given.subject_label
    assert other.actor_label not in {first.actor_label, given.actor_label}
    assert "Anna" not in repr(vars(given))


@pytest.mark.check("C108")
def test_attempts_to_sign_in_lose_their_hash_but_still_belong_together(world: World) -> None:
    events = [_act(None, "accounts.login_failed", LOGIN, months=25) for _ in range(2)]

    pseudonymise_old_events()

    for event in events:
        event.refresh_from_db()
    assert {event.actor_label for event in events} == {"System"}
    assert len({event.subject_id for event in events}) == 1
    assert events[0].subject_id.startswith("P-")


@pytest.mark.check("C108")
def test_log_tells_how_many_people_gave_way_and_a_second_run_finds_none(world: World) -> None:
    _act(world.anna, "accounts.address_refused", ADDRESS, months=26)
    _act(world.bert, "accounts.address_refused", ADDRESS, months=26)

    pseudonymise_old_events()
    assert pseudonymise_old_events() == 0

    told = Event.objects.get(action="audit.pseudonymised")
    assert (told.details["topic"], told.details["months"], told.details["count"]) == ("zugriffe", 24, 2)
    assert set(Event.objects.exclude(erased_in=None).values_list("erased_in", flat=True)) == {told.pk}


@pytest.mark.check("C108")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor_label = 'P-0' WHERE id = {}",
        "UPDATE audit_event SET erased_in = NULL WHERE id = {}",
        "UPDATE audit_event SET action = 'accounts.login_failed' WHERE id = {}",
    ],
)
def test_pseudonym_that_somebody_changed_breaks_the_chain(world: World, statement: str) -> None:
    event = _act(world.anna, "accounts.address_refused", ADDRESS, months=26)
    pseudonymise_old_events()
    seal_events()
    assert broken_seals() == []

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        cursor.execute(statement.format(event.pk))
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")

    assert broken_seals() == [event.pk]


@pytest.mark.check("C108")
def test_names_that_nobody_told_to_remove_break_the_chain(world: World) -> None:
    event = _act(world.anna, "accounts.address_refused", ADDRESS, months=26)
    _as_app(
        "SELECT audit_pseudonymise(%s, %s, %s, 10)",
        ["accounts.address_refused"],
        timezone.now() - timedelta(days=200),
        10**9,
    )
    seal_events()

    assert broken_seals() == [event.pk]


@pytest.mark.check("C108")
@pytest.mark.parametrize(
    ("until", "number"), [(timedelta(days=170), 10**9), (timedelta(days=200), None)], ids=["too young", "told before"]
)
def test_function_of_the_database_refuses_what_is_not_its_task(
    world: World, until: timedelta, number: int | None
) -> None:
    event = _act(world.anna, "accounts.address_refused", ADDRESS, months=26)

    with pytest.raises(DatabaseError, match=r"Names of the last six months stay|is written already"):
        _as_app("SELECT audit_pseudonymise(%s, %s, %s, 10)", [event.action], timezone.now() - until, number or event.pk)


@pytest.mark.check("C108")
@pytest.mark.parametrize(
    "assignments",
    [
        "person_salt = NULL, actor_id = NULL, actor_label = 'P-1', erased_in = 1, reason = 'anders'",
        "person_salt = NULL, actor_id = NULL, actor_label = 'P-1'",
        "actor_label = 'P-1'",
        "person_hash = 'x'",
    ],
)
def test_trigger_lets_nothing_but_people_go_whoever_asks(world: World, assignments: str) -> None:
    event = _act(world.anna, "accounts.address_refused", ADDRESS, months=26)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET {} WHERE id = %s".replace("{}", assignments), [event.pk])


@pytest.mark.check("C108")
def test_trigger_keeps_the_people_of_the_last_half_year_whoever_asks(world: World) -> None:
    event = _act(world.anna, "accounts.address_refused", ADDRESS, months=5)
    statement = "UPDATE audit_event SET person_salt = NULL, actor_id = NULL, actor_label = 'P-1', erased_in = 1"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE id = %s", [event.pk])


@pytest.mark.check("C108")
@pytest.mark.parametrize("statement", ["SELECT * FROM audit_pseudonym", "DELETE FROM audit_pseudonym"])
def test_application_cannot_read_whose_a_pseudonym_is(world: World, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        _as_app(statement)


@pytest.mark.check("C108")
def test_nobody_but_the_application_may_ask_for_pseudonyms() -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        _as(
            "sozialplanung_public",
            "SELECT audit_pseudonymise(%s, now() - interval '1 year', 1, 1)",
            ["accounts.address_refused"],
        )


@pytest.mark.check("C108")
def test_destroyed_key_leads_nobody_back_and_the_next_pseudonym_is_another(world: World) -> None:
    old = _act(world.anna, "accounts.address_refused", ADDRESS, months=30)
    pseudonymise_old_events()

    call_command("forget_person", "anna@example.org", verbosity=0)

    assert not Pseudonym.objects.exists()
    later = _act(world.anna, "accounts.address_refused", ADDRESS, months=27)
    pseudonymise_old_events()
    old.refresh_from_db()
    later.refresh_from_db()
    assert old.actor_label != later.actor_label
    assert Event.objects.get(action="audit.key_destroyed").details == {"count": 1}
    seal_events()
    assert broken_seals() == []


def test_key_of_somebody_unknown_cannot_be_destroyed() -> None:
    with pytest.raises(CommandError, match="no user"):
        call_command("forget_person", "niemand@example.org")


def test_operator_says_for_how_long(world: World, settings: LazySettings) -> None:
    settings.AUDIT_MONTHS = ["zugriffe=6", "veroeffentlichungen=36", "unsinn=7", "konten=5"]

    held = {each.topic.key: each.months for each in retentions()}

    assert (held["zugriffe"], held["veroeffentlichungen"], held["konten"], held["protokoll"]) == (6, 36, 120, 0)
    assert [error.id for error in check_months()] == ["audit.E001", "audit.E001"]
    settings.AUDIT_MONTHS = ["zugriffe=0"]
    assert check_months() == []
    _act(world.anna, "accounts.address_refused", ADDRESS, months=50)
    assert pseudonymise_old_events() == 0


def test_months_end_on_a_day_that_every_month_has(world: World) -> None:
    with patch(
        "sozialplanung.audit.pseudonymising.timezone.now", return_value=datetime.fromisoformat("2028-04-01T12:00+00:00")
    ):
        assert _end_of(25).isoformat() == "2026-02-28T12:00:00+00:00"
        assert _end_of(12).isoformat() == "2027-03-28T12:00:00+00:00"


def test_command_says_what_holds_and_what_was_done(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    _act(world.anna, "accounts.address_refused", ADDRESS, months=26)

    call_command("pseudonymise_audit")

    told = capsys.readouterr().out
    assert "zugriffe: 24 months" in told
    assert "veroeffentlichungen: for good" in told
    assert "Pseudonyms put into 1 events." in told
