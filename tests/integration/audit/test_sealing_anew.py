# SPDX-License-Identifier: EUPL-1.2
"""Seals from before there were salts are walked once more, and replaced."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from sozialplanung.audit.models import Event, Seal
from sozialplanung.audit.selectors import broken_seals
from sozialplanung.audit.services import record
from sozialplanung.audit.verifying import verify
from tests.factories.world import World

pytestmark = pytest.mark.django_db
migration: Any = import_module("sozialplanung.audit.migrations.0005_seal_anew")


class _Editor:
    connection = connection


def _as_before() -> str:
    """Bring the log into the state of the old version; return its last hash."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        cursor.execute("UPDATE audit_event SET person_salt = NULL, person_hash = ''")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")
    previous = migration.FIRST_HASH
    for event in Event.objects.order_by("pk"):
        chain_hash = migration._old_hash(previous, event)
        Seal.objects.create(event_id=event.pk, sealed_at=timezone.now(), previous_hash=previous, chain_hash=chain_hash)
        previous = chain_hash
    return str(previous)


@pytest.mark.check("C108")
def test_every_event_gets_a_salt_and_a_seal_that_holds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "AT_ONCE", 3)
    last = _as_before()
    count = Event.objects.count()

    migration.seal_anew(apps, _Editor)

    told = Event.objects.get(action="audit.sealed_anew")
    assert told.details == {"count": count, "last_hash": last, "broken": [], "broken_count": 0}
    assert not Event.objects.filter(person_hash="").exists()
    assert Seal.objects.count() == count + 1
    record(action="demo.later", by=world.anna, organisation=None, subject=world.bert)
    assert verify().is_whole
    assert broken_seals() == []


@pytest.mark.check("C108")
def test_what_did_not_hold_before_is_told_not_hidden(world: World) -> None:
    _as_before()
    event = Event.objects.order_by("pk")[2]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        cursor.execute("UPDATE audit_event SET reason = 'anders' WHERE id = %s", [event.pk])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")

    migration.seal_anew(apps, _Editor)

    assert Event.objects.get(action="audit.sealed_anew").details["broken"] == [event.pk]


def test_log_without_seals_stays_as_it_is(world: World) -> None:
    migration.seal_anew(apps, _Editor)

    assert not Event.objects.filter(action="audit.sealed_anew").exists()
    assert not Seal.objects.exists()
