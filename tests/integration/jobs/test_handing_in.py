# SPDX-License-Identifier: EUPL-1.2
"""A worker is killed while it freezes an edition: another one makes it, once and whole."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from reports.models import Edition, Publication
from reports.rendering.composition import TEXT, Composition, Panel, Part
from reports.services.composing import NewPublication, create_publication
from reports.services.handingin import hand_in
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job, JobState
from tests.factories.worker import Sweeper, Worker, wait_for
from tests.factories.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("traces")]
WORDS = Composition("Kurz.", (Part("part1", "Teil", (Panel("panel1", TEXT, text="Was folgt."),)),))


@pytest.fixture
def row(worker: Worker, sweeper: Sweeper, world: World) -> Publication:
    new = NewPublication("Kinder", composition=WORDS)
    return create_publication(organisation=world.city, new=new, by=world.bert)


@contextmanager
def held(table: str) -> Iterator[None]:
    """Keep everybody from a table, so that whoever freezes stops there."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def is_stopped(job: Job) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND pid <> pg_backend_pid())"
        )
        (is_waiting,) = cursor.fetchone()
    return is_waiting and Job.objects.get(pk=job.pk).state == JobState.RUNNING


# While words and figures are read; when half of the edition is written; when all of it is.
@pytest.mark.check("C086")
@pytest.mark.parametrize("table", ["accounts_organisation", "reports_editiondocument", "audit_event"])
def test_killed_worker_leaves_no_half_edition_and_the_next_one_makes_it_once(
    world: World, row: Publication, worker: Worker, table: str
) -> None:
    os.killpg(worker.pid, signal.SIGSTOP)
    handing = hand_in(publication=row, revision=0, by=world.bert)
    job = Job.objects.get(payload__handing=handing.pk)
    with held(table):
        os.killpg(worker.pid, signal.SIGCONT)
        wait_for(lambda: is_stopped(job), what="the worker to stop in the middle")
        worker.kill()
    assert not Edition.objects.exists()
    worker.start()
    wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED, what="the edition")

    edition = Edition.objects.get()
    assert (edition.number, edition.documents.count(), Job.objects.get(pk=job.pk).attempt) == (1, 2, 2)
    assert Event.objects.filter(action="reports.edition_submitted").count() == 1
    handing.refresh_from_db()
    assert handing.edition == edition
