# SPDX-License-Identifier: EUPL-1.2
"""What the log does in the background, once a day."""

from typing import Final

from sozialplanung.audit.pseudonymising import pseudonymise_old_events
from sozialplanung.audit.verifying import is_due, verify
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.context import JobContext

WALK: Final = "audit.walk"
FORGET: Final = "audit.pseudonymise"


def start_daily() -> bool:
    """Have the log looked after when a day is over; a job that waits or runs already is not doubled.

    Two jobs: a broken log is told of whatever becomes of the names, rights that an update forgot included.
    """
    if not is_due():
        return False
    for kind in (FORGET, WALK):
        jobs.enqueue(kind=kind, payload={}, by=None, organisation=None)
    return True


def forget(context: JobContext) -> None:
    """Put pseudonyms in the place of people whose time is over; each batch stands by itself, twice does no harm."""
    context.check_cancelled()
    pseudonymise_old_events()


def walk(context: JobContext) -> None:
    """Walk the whole chain and keep what came of it."""
    context.check_cancelled()
    verify()
