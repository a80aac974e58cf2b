# SPDX-License-Identifier: EUPL-1.2
"""The audit log: complete, readable and unchangeable."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from sozialplanung.audit.models import Event, Seal
from sozialplanung.audit.presenters import register_actions, sentence
from sozialplanung.audit.selectors import broken_seals, events_about, events_of_organisation
from sozialplanung.audit.services import Subject, record, record_each, seal_events
from sozialplanung.audit.verifying import verify
from tests.factories.auditlog import TABLES, forbid_emptying
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _tamper(statement: str) -> None:
    """Change the log as only somebody with the owner's rights could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")


@pytest.mark.check("C108")
def test_an_event_says_who_did_what_when_and_why(world: World) -> None:
    event = record(
        action="demo.published",
        by=world.frida,
        organisation=world.city,
        subject=Subject("indicators.release", "17", "Kinderarmut 2018"),
        details={"cells": 542},
        reason="Beschluss vom Montag",
    )

    event.refresh_from_db()
    assert (event.actor_id, event.actor_label) == (world.frida.pk, "Frida")
    assert (event.organisation_id, event.organisation_slug) == (world.city.pk, "musterstadt")
    assert (event.subject_type, event.subject_id) == ("indicators.release", "17")
    assert (event.reason, event.details) == ("Beschluss vom Montag", {"cells": 542})
    assert event.at.utcoffset() is not None
    assert list(events_about(subject_type="indicators.release", subject_id="17")) == [event]
    assert event in events_of_organisation(organisation_id=world.city.pk)


def test_a_row_as_subject_names_itself_and_the_system_acts_without_a_user(world: World) -> None:
    event = record(action="demo.seen", by=None, organisation=None, subject=world.city)

    assert (event.subject_type, event.subject_id, event.subject_label) == (
        "accounts.organisation",
        str(world.city.pk),
        "Musterstadt",
    )
    assert (event.actor_id, event.actor_label) == (None, "System")


@pytest.mark.check("C108")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_the_log(world: World, table: str, statement: str) -> None:
    verify()
    forbid_emptying()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.check("C108")
def test_the_chain_of_an_untouched_log_holds(world: World) -> None:
    assert seal_events() == Event.objects.count() > 0
    assert seal_events() == 0
    record(action="demo.more", by=world.anna, organisation=world.city, subject=world.anna)
    assert seal_events() == 1

    assert broken_seals() == []
    call_command("verify_audit", verbosity=0)


@pytest.mark.check("C108")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'ein anderer' WHERE id = {}",
        "UPDATE audit_event SET details = '{{\"a\": 2}}' WHERE id = {}",
        "UPDATE audit_event SET actor_label = 'Bert', actor_id = 7 WHERE id = {}",
        "UPDATE audit_event SET subject_label = 'Bert' WHERE id = {}",
        "UPDATE audit_event SET person_salt = NULL, erased_in = NULL WHERE id = {}",
        "UPDATE audit_event SET person_salt = NULL, actor_label = 'P-1', actor_id = NULL, erased_in = 1 WHERE id = {}",
        "DELETE FROM audit_event WHERE id = {}",
    ],
)
def test_a_changed_or_removed_event_breaks_the_chain(world: World, statement: str) -> None:
    event = record(action="demo.act", by=world.anna, organisation=world.city, subject=world.anna, details={"a": 1})
    seal_events()

    _tamper(statement.format(event.pk))

    assert broken_seals() == [event.pk]
    with pytest.raises(CommandError, match="changed at 1 events"):
        call_command("verify_audit")


def test_a_seal_names_its_event(world: World) -> None:
    seal_events()

    assert str(Seal.objects.order_by("pk")[0]).startswith(f"{Event.objects.order_by('pk')[0].pk}: ")


def test_an_event_is_told_as_a_sentence(world: World) -> None:
    given = Event.objects.filter(action="accounts.role_assigned", subject_id=str(world.anna.pk)).get()

    with translation.override("en"):
        assert sentence(given) == "System gave Anna the role Data steward at Musterstadt."


def test_an_act_without_a_sentence_is_told_plainly(world: World) -> None:
    event = record(action="demo.unknown", by=world.anna, organisation=None, subject=world.bert)

    with translation.override("en"):
        assert sentence(event) == "Anna: demo.unknown (Bert)"
    assert str(event).endswith("Anna: demo.unknown")


def test_an_event_that_lacks_a_detail_is_told_plainly(world: World) -> None:
    register_actions({"demo.detail": "%(actor)s changed %(missing)s."})
    event = record(action="demo.detail", by=world.anna, organisation=None, subject=world.bert)

    with translation.override("en"):
        assert sentence(event) == "Anna: demo.detail (Bert)"


def test_one_act_on_many_is_an_event_for_each_as_if_told_apart(world: World) -> None:
    together: dict[str, Any] = {"action": "demo.published", "by": world.frida, "organisation": world.city}
    apart = record(**together, subject=world.anna, details={"number": 1})

    record_each(**together, acts=[(world.anna, {"number": 1}), (world.bert, {"number": 2})])

    anna, bert = Event.objects.filter(pk__gt=apart.pk).order_by("pk")
    same = ("actor_id", "actor_label", "organisation_id", "organisation_slug", "action", "subject_type", "subject_id")
    assert [getattr(anna, name) for name in same] == [getattr(apart, name) for name in same]
    assert (anna.details, anna.subject_label) == (apart.details, apart.subject_label)
    assert (bert.subject_id, bert.details) == (str(world.bert.pk), {"number": 2})
