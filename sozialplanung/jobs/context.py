# SPDX-License-Identifier: EUPL-1.2
"""What a handler sees of its job."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any
from uuid import UUID

from django.db import transaction

from sozialplanung.jobs import leases
from sozialplanung.jobs.errors import JobCancelledError, LeaseLostError
from sozialplanung.jobs.registry import Pace, kinds_of


class JobContext:
    """The payload of a job, and the ways to report progress, to stop in time and to finish."""

    def __init__(self, lease: leases.Lease) -> None:
        """Start with no progress."""
        self.lease = lease
        self.cancelled = Event()
        self.lost = Event()
        self.is_finished = False
        self._progress = leases.Progress(done=0, total=0, message="")
        self._lock = Lock()

    @property
    def job_id(self) -> UUID:
        """The id of the job's row."""
        return self.lease.job_id

    @property
    def payload(self) -> dict[str, Any]:
        """The ids that the job was given."""
        return self.lease.payload

    @property
    def organisation_id(self) -> int | None:
        """The organisation for which the job runs."""
        return self.lease.organisation_id

    @property
    def created_by(self) -> int | None:
        """The id of the user who asked for the job."""
        return self.lease.created_by

    @property
    def attempt(self) -> int:
        """The number of this attempt, from 1."""
        return self.lease.attempt

    @property
    def current_progress(self) -> leases.Progress:
        """How far the handler says it is."""
        with self._lock:
            return self._progress

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far the work is; cheap enough for every step of a loop. Stops a job that has to stop."""
        with self._lock:
            self._progress = leases.Progress(done=done, total=total, message=message)
        self.check_cancelled()

    def check_cancelled(self) -> None:
        """Stop the handler when the job was cancelled or given to another worker."""
        if self.lost.is_set():
            raise LeaseLostError(str(self.job_id))
        if self.cancelled.is_set():
            raise JobCancelledError(str(self.job_id))

    def is_awaited_elsewhere(self) -> bool:
        """Say whether a job waits for a worker that somebody looks at: one that nobody awaits makes room then."""
        return leases.is_one_waiting(kinds_of(Pace.AWAITED))

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Make the effects inside and the end of the job one transaction, or raise and leave nothing.

        The handler must do nothing after this block.
        """
        with transaction.atomic():
            if not leases.hold(self.lease):
                raise LeaseLostError(str(self.job_id))
            self.check_cancelled()
            yield
            leases.succeed(self.lease, self.current_progress)
        self.is_finished = True
