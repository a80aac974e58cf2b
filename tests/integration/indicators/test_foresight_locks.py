# SPDX-License-Identifier: EUPL-1.2
"""A try keeps no release waiting, waits for none for long, and leaves nothing when its process dies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from indicators.errors import ForesightBusyError
from indicators.models import ForeseenRelease, ImportBatch
from indicators.services.foresight import compute_foresight
from indicators.services.releasing import trying
from sozialplanung.accounts.models import User
from tests.factories.auditlog import allow_emptying
from tests.factories.desk import checked, csv_file, decide, submitted
from tests.factories.register import FILE, build_city
from tests.factories.world import build_world

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])
CORRECTED = FILE.replace("1.000;200", "1.000;210").replace("700;0", "700;35")
STANDING = "SELECT count(*), md5(string_agg(id::text || state, ',' ORDER BY id)) FROM indicators_release"
ROWS = (
    STANDING,
    "SELECT count(*), sum(value) FROM indicators_observation",
    "SELECT count(*), sum(number) FROM indicators_vintage",
    "SELECT count(*), max(id) FROM audit_event",
    "SELECT count(*) FROM indicators_observationhistory",
)


@pytest.fixture
def waiting(transactional_db: None) -> tuple[ImportBatch, User]:
    """Give a checked correction of a city whose first delivery is in force, and who brought it."""
    allow_emptying()
    city = build_city(build_world())
    decide(city.frida, submitted(city), "approve")
    delivery = checked(city, city.anna, csv_file(CORRECTED))
    assert delivery.batch is not None
    return delivery.batch, city.anna


@contextmanager
def another_connection() -> Iterator[BaseDatabaseWrapper]:
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()


def rows() -> list[object]:
    found = []
    with another_connection() as other, other.cursor() as cursor:
        for sql in ROWS:
            cursor.execute(sql)
            found.append(cursor.fetchone())
    return found


@pytest.mark.check("C044")
def test_connection_that_dies_in_mid_try_leaves_nothing(waiting: tuple[ImportBatch, User]) -> None:
    batch, anna = waiting
    before, foreseen = rows(), ForeseenRelease.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def die(done: int, _total: int) -> None:
        if done == 2:
            with another_connection() as other, other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    with pytest.raises(DatabaseError):
        compute_foresight(batch_id=batch.pk, by=anna, report=die)
    connection.close()

    assert rows() == before
    assert ForeseenRelease.objects.count() == foreseen


def test_try_gives_way_to_a_release_that_waits_for_it(waiting: tuple[ImportBatch, User]) -> None:
    batch, anna = waiting
    before, released = rows(), threading.Event()

    def release() -> None:
        with another_connection() as other, other.cursor() as cursor:
            cursor.execute("UPDATE indicators_release SET state = state WHERE state = 'published'")
            released.set()

    thread = threading.Thread(target=release)

    def wait(done: int, _total: int) -> None:
        if done == 2 and not thread.is_alive():
            thread.start()
            thread.join(timeout=trying.LOOK_SECONDS * 2)
            assert not released.is_set()

    with pytest.raises(ForesightBusyError) as caught:
        compute_foresight(batch_id=batch.pk, by=anna, report=wait)
    thread.join(timeout=10)

    assert caught.value.code == "indicators.foresight_busy"
    assert released.is_set()
    assert rows() == before


def test_try_waits_for_a_release_but_not_for_long(
    waiting: tuple[ImportBatch, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, anna = waiting
    monkeypatch.setattr(trying, "_PATIENCE_SECONDS", 1)
    before = rows()

    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT FROM indicators_observation FOR UPDATE")
        with pytest.raises(ForesightBusyError):
            compute_foresight(batch_id=batch.pk, by=anna, report=lambda _done, _total: None)
        cursor.execute("ROLLBACK")

    assert rows() == before
    assert compute_foresight(batch_id=batch.pk, by=anna, report=lambda _done, _total: None) is not None
