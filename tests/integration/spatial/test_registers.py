# SPDX-License-Identifier: EUPL-1.2
"""An address file is read once, the newest one is in use, and one that nobody will read any more says so."""

import pytest
from django.utils import timezone

from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.registry import duties
from spatial.models import AddressRegister
from spatial.readers.places import registerfile
from spatial.readers.places.registerfile import RegisterFile
from spatial.services.layers import registers
from spatial.services.layers.registers import READ, end_unread, read_addresses
from tests.factories import placebringer
from tests.factories.desk import client_of
from tests.factories.placebringer import HOME, bring_addresses
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
city = standing(build_city)


@pytest.fixture
def waiting(city: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Leave the jobs of files that are brought in the queue."""
    monkeypatch.setattr(placebringer, "run_jobs", lambda: None)
    return city


@pytest.mark.parametrize("error", ["jobs.worker_lost", ""])
def test_file_whose_job_ended_without_reading_it_says_why(waiting: World, error: str) -> None:
    brought = bring_addresses(waiting.anna)
    assert end_unread() == 0
    jobs = Job.objects.filter(kind=READ)
    jobs.update(state=JobState.FAILED, finished_at=timezone.now(), error_code=error)

    assert end_unread() == 1
    assert end_unread() == 0

    brought.refresh_from_db()
    assert (brought.state, bytes(brought.content)) == ("failed", b"")
    told = "von außen beendet" if error else "niemand vorhergesehen hat"
    assert told in client_of(waiting.anna).get(f"{HOME}adressen/").content.decode()


def test_sweeper_looks_after_files_that_nobody_reads() -> None:
    assert end_unread in {duty.perform for duty in duties()}


def test_second_worker_on_the_same_file_leaves_what_the_first_one_made(
    waiting: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = bring_addresses(waiting.anna)
    read = registerfile.read_register

    def overtaken(*given: object) -> RegisterFile:
        monkeypatch.setattr(registers, "read_register", read)
        read_addresses(register_id=brought.pk)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(registers, "read_register", overtaken)
    read_addresses(register_id=brought.pk)

    brought.refresh_from_db()
    assert (brought.state, brought.addresses.count()) == ("current", 4)


def test_older_file_that_is_read_later_does_not_replace_the_newer_one(waiting: World) -> None:
    older, newer = bring_addresses(waiting.anna), bring_addresses(waiting.anna)

    read_addresses(register_id=newer.pk)
    read_addresses(register_id=older.pk)

    states = AddressRegister.objects.in_bulk()
    assert (states[older.pk].state, states[newer.pk].state) == ("superseded", "current")
    assert (states[older.pk].addresses.count(), states[newer.pk].addresses.count()) == (0, 4)
    assert not states[older.pk].content
