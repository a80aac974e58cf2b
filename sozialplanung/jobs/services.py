# SPDX-License-Identifier: EUPL-1.2
"""Put jobs into the queue, cancel them, run them here."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sozialplanung.jobs import doorbell, runner
from sozialplanung.jobs.errors import JobRequestError
from sozialplanung.jobs.models import LIVE_STATES, Job, JobState
from sozialplanung.jobs.registry import handler_for

LONGEST_TEXT: Final = 200
_TRIES: Final = 5

Identifier = int | str | bool
Payload = Mapping[str, Identifier | Sequence[Identifier]]


class Identified(Protocol):
    """A user or an organisation: anything with a key."""

    @property
    def pk(self) -> int:
        """The key."""


def enqueue(  # noqa: PLR0913 - a job is described by seven facts
    *,
    kind: str,
    payload: Payload,
    by: Identified | None,
    organisation: Identified | None,
    idempotency_key: str | None = None,
    after: Iterable[Job | UUID] = (),
    not_before: datetime | None = None,
) -> Job:
    """Write the job in the caller's transaction, ring after its commit, and return it.

    It runs after the jobs of `after` and not before an instant, by the clock of the database. A live job of the same
    kind and key (by default: of the same payload) is returned instead.
    """
    handler_for(kind)
    _check_payload(payload)
    prerequisites = [item.pk if isinstance(item, Job) else item for item in after]
    _check_prerequisites(prerequisites)
    organisation_id = organisation.pk if organisation else None
    digest = _digest(kind, organisation_id, payload)
    job = Job(
        kind=kind,
        payload=dict(payload),
        input_hash=digest,
        idempotency_key=idempotency_key or digest,
        organisation_id=organisation_id,
        created_by=by.pk if by else None,
        after=prerequisites,
        not_before=not_before,
        available_at=not_before or timezone.now(),
    )
    return _insert_or_find(job)


@transaction.atomic
def cancel(*, job: Job) -> bool:
    """Cancel the job at once if it waits, as soon as it listens if it runs; False when it is over."""
    current = Job.objects.select_for_update().get(pk=job.pk)
    if current.state == JobState.QUEUED:
        current.state = JobState.CANCELLED
        current.finished_at = timezone.now()
        current.error_code, current.error_message = runner.CANCELLED.code, runner.CANCELLED.message
        current.save()
        runner.release_dependents(current.pk)
    elif current.state == JobState.RUNNING:
        current.is_cancel_requested = True
        current.save(update_fields=["is_cancel_requested"])
    return current.state in {JobState.CANCELLED, JobState.RUNNING}


def hold(*, jobs: Iterable[UUID]) -> None:
    """Lock jobs that are to be cancelled before whatever their handlers lock: they lock their own row first, too.

    Runs in the caller's transaction and waits for a job that is just finishing.
    """
    live = Job.objects.select_for_update().filter(pk__in=list(jobs), state__in=LIVE_STATES)
    list(live.order_by("pk").values_list("pk"))


def run_inline(*, job: Job) -> Job:
    """Run the job and what has to come before it in this process, as a worker would; return it as it ended."""
    current = Job.objects.get(pk=job.pk)
    for prerequisite in Job.objects.filter(pk__in=current.after, state=JobState.QUEUED):
        run_inline(job=prerequisite)
    current.refresh_from_db()
    while current.state == JobState.QUEUED and runner.run(current.pk, is_patient=False):
        current.refresh_from_db()
    return current


def is_worker_there() -> bool:
    """Say whether a worker answers, so that jobs need not run inline."""
    return doorbell.is_worker_there()


def _insert_or_find(job: Job) -> Job:
    for _ in range(_TRIES):
        # ON CONFLICT DO NOTHING waits for a rival's transaction and leaves ours usable.
        Job.objects.bulk_create([job], ignore_conflicts=True)
        found = Job.objects.filter(
            organisation_id=job.organisation_id,
            kind=job.kind,
            idempotency_key=job.idempotency_key,
            state__in=LIVE_STATES,
        ).first()
        if found is None:
            # The rival ended between the two statements: there is room for ours now.
            continue
        if found.pk == job.pk:
            transaction.on_commit(lambda: doorbell.ring(job.pk, job.kind), robust=True)
        return found
    raise JobRequestError("jobs.contended", "Too many requests for the same job.", kind=job.kind)


def _check_payload(payload: Payload) -> None:
    for name, value in payload.items():
        values = [value] if isinstance(value, str) or not isinstance(value, Sequence) else value
        if not all(_is_identifier(item) for item in values):
            raise JobRequestError("jobs.payload", f"The payload {name!r} of a job may hold ids only.", name=name)


def _is_identifier(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST_TEXT)


def _check_prerequisites(identifiers: list[UUID]) -> None:
    found = set(Job.objects.filter(pk__in=identifiers).values_list("pk", flat=True))
    if missing := set(identifiers) - found:
        raise JobRequestError(
            "jobs.prerequisite_unknown",
            "A job that should come first does not exist.",
            jobs=", ".join(sorted(map(str, missing))),
        )


def _digest(kind: str, organisation_id: int | None, payload: Payload) -> str:
    canonical = json.dumps([kind, organisation_id, dict(payload)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
