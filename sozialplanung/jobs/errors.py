# SPDX-License-Identifier: EUPL-1.2
"""Typed errors of jobs, and the two signals that end a handler early."""

from typing import ClassVar

from sozialplanung.common.errors import DomainError, InvalidInputError


class JobError(DomainError):
    """A job could not do its work, for a reason that stays the same however often it is tried."""

    status: ClassVar[int] = 409


class TransientJobError(DomainError):
    """A job could not do its work now, but may be able to in a while."""

    status: ClassVar[int] = 503


class JobRequestError(InvalidInputError):
    """A job cannot be put into the queue as it was described."""


class JobStoppedError(Exception):
    """The handler has to stop at once and write nothing more."""


class JobCancelledError(JobStoppedError):
    """Somebody cancelled the job."""


class LeaseLostError(JobStoppedError):
    """The job was given to another worker, or is over already."""
