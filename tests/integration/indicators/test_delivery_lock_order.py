# SPDX-License-Identifier: EUPL-1.2
"""People decide at the very moment at which a job ends: one waits for the other, and nobody is turned away."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from indicators.models import Foresight
from indicators.models.observations import Observation
from indicators.services.deliveries import deciding
from indicators.services.foresight import keep_foresight
from indicators.services.handlers import apply_delivery
from indicators.services.reviewing import APPLY, sign_batch, withdraw_batch
from sozialplanung.common.errors import DomainError
from sozialplanung.jobs import leases
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.models import Job
from tests.factories.auditlog import allow_emptying
from tests.factories.desk import client_of, submitted, url_of
from tests.factories.register import build_city
from tests.factories.world import World, build_world

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.check("C048", "C049"),
]
LONGEST_SECONDS = 20.0
# The activity of the server is seen once a transaction, its locks as they are.
WAITERS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def city(transactional_db: None) -> World:
    """Give the city of the register, committed."""
    allow_emptying()
    return build_city(build_world())


class Beside:
    """Something that happens in another connection at the same time, and how it ended."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.error: Exception | None = None
        self._act = act
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._act()
        except Exception as error:  # noqa: BLE001 - told to the test
            self.error = error
        finally:
            connections.close_all()

    def ended(self) -> Exception | None:
        self._thread.join(LONGEST_SECONDS)
        assert not self._thread.is_alive()
        return self.error


def wait_until_somebody_waits() -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(WAITERS)
            if (cursor.fetchone() or (0,))[0]:
                return
        time.sleep(0.02)
    pytest.fail("Nobody waited for a lock.")


def running(job: Job) -> leases.Lease:
    Job.objects.filter(pk=job.pk).update(state="queued", attempt=0, finished_at=None, worker="")
    lease = leases.claim(job.pk)
    assert lease is not None
    return lease


def test_withdrawal_at_the_moment_at_which_a_delivery_becomes_current_waits_for_the_job(city: World) -> None:
    delivery = submitted(city)
    batch = delivery.batch
    assert batch is not None
    said = deciding.Signed(kind="content", content_hash=batch.content_hash)  # type: ignore[arg-type]  # a word of it
    deciding.approve_delivery(delivery=delivery, by=city.frida, signed=said, text="")
    context = JobContext(running(Job.objects.get(kind=APPLY)))

    with transaction.atomic():
        assert leases.hold(context.lease)
        beside = Beside(lambda: deciding.withdraw_delivery(delivery=delivery, by=city.anna))
        wait_until_somebody_waits()
        apply_delivery(context)

    error = beside.ended()
    assert isinstance(error, DomainError)
    assert error.code == "indicators.delivery_closed"
    delivery.refresh_from_db()
    assert (delivery.state, Observation.objects.count()) == ("released", 8)


def test_signature_at_the_moment_at_which_the_effect_is_kept_waits_for_the_job(city: World) -> None:
    batch = submitted(city).batch
    assert batch is not None
    lease = running(Job.objects.get(pk=Foresight.objects.get(batch=batch).job_id))

    with transaction.atomic():
        assert leases.hold(lease)
        beside = Beside(lambda: sign_batch(batch=batch, by=city.frida, kind="content"))  # type: ignore[arg-type]
        wait_until_somebody_waits()
        keep_foresight(batch_id=batch.pk, compared_with="", found=())

    assert beside.ended() is None
    batch.refresh_from_db()
    assert batch.state == "approved"


def test_withdrawal_at_the_moment_at_which_the_effect_is_kept_goes_first(city: World) -> None:
    batch = submitted(city).batch
    assert batch is not None

    with transaction.atomic():
        # Locks the batch, as every decision does before it forgets what was foreseen.
        type(batch).objects.select_for_update().get(pk=batch.pk)
        beside = Beside(lambda: keep_foresight(batch_id=batch.pk, compared_with="", found=()))
        wait_until_somebody_waits()
        withdraw_batch(batch=batch, by=city.anna)

    assert beside.ended() is None
    assert not Foresight.objects.exists()


def test_second_approval_of_another_window_is_told(city: World) -> None:
    delivery = submitted(city)
    assert delivery.batch is not None
    said = {"decision": "approve", "kind": "content", "content_hash": delivery.batch.content_hash}
    client = client_of(city.frida)

    answers = [client.post(url_of(delivery, "freigabe/"), said).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert delivery.batch.signatures.count() == 1
