# SPDX-License-Identifier: EUPL-1.2
"""What the log costs: an event beside a bare row, and the walk along a hundred thousand of them."""

import time
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone

from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import create_user
from sozialplanung.audit.pseudonymising import pseudonymise_old_events
from sozialplanung.audit.services import Subject, record, record_each, seal_events
from sozialplanung.audit.verifying import verify
from tests.bench.measuring import report

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
EVENTS, AT_ONCE, SINGLE = 100_000, 5_000, 500
SUBJECT = Subject("indicators.delivery", "17", "Register 2020")
DETAILS = {"kind": "content", "content_hash": "0" * 64}


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _write(person: User) -> None:
    for _ in range(SINGLE):
        record(action="demo.act", by=person, organisation=None, subject=SUBJECT, details=DETAILS, reason="Beschluss")


def _write_bare() -> None:
    with connection.cursor() as cursor:
        for _ in range(SINGLE):
            cursor.execute("INSERT INTO bare (at, who, act) VALUES (now(), 'Anna', 'demo.act')")


def test_event_and_walk_along_a_hundred_thousand() -> None:
    person = create_user(email="anna@example.org", name="Anna", password="richtig pferd batterie klammer", by=None)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id serial PRIMARY KEY, at timestamptz, who text, act text)")
    bare, salted = _seconds(_write_bare), _seconds(lambda: _write(person))
    with patch("sozialplanung.audit.services.commit", side_effect=lambda event: event):
        plain = _seconds(lambda: _write(person))
    _remove_what_has_no_salt()
    for _ in range(EVENTS // AT_ONCE):
        record_each(action="demo.act", by=person, organisation=None, acts=[(SUBJECT, DETAILS)] * AT_ONCE)
    sealed, again = _seconds(seal_events), _seconds(seal_events)
    busy = time.process_time()
    walked = _seconds(verify)
    busy = time.process_time() - busy

    each = 1000 / SINGLE
    report(
        "Ein Ereignis", f"{salted * each:.2f} ms", baseline=f"ohne Salz {plain * each:.2f}, Zeile {bare * each:.2f} ms"
    )
    report("100.000 Siegel schreiben", f"{sealed:.1f} s", baseline=f"nichts zu siegeln {again * 1000:.0f} ms")
    report("100.000 Siegel prüfen", f"{walked:.1f} s", baseline=f"davon Rechenzeit {busy:.1f} s", target="<= 60 s")
    assert walked < 60


def test_pseudonyms_for_twenty_thousand() -> None:
    person = create_user(email="anna@example.org", name="Anna", password="richtig pferd batterie klammer", by=None)
    before = timezone.now() - timedelta(days=900)
    with patch("sozialplanung.audit.services.timezone.now", return_value=before):
        for _ in range(4):
            acts = [(Subject("accounts.address", "1", "muster"), DETAILS)] * AT_ONCE
            record_each(action="accounts.address_refused", by=person, organisation=None, acts=acts)

    took = _seconds(pseudonymise_old_events)

    report("20.000 Ereignisse pseudonymisieren", f"{took:.1f} s", target="<= 30 s")
    assert took < 30


def _remove_what_has_no_salt() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change")
        cursor.execute("DELETE FROM audit_event WHERE person_salt IS NULL")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_change")
