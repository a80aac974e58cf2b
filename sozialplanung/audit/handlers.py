# SPDX-License-Identifier: EUPL-1.2
"""What the log does in the background, once a day."""

from typing import Final

from sozialplanung.audit.pseudonymising import pseudonymise_old_events
from sozialplanung.audit.verifying import is_due, verify
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.context import JobContext

DAILY: Final = "audit.daily"


def start_daily() -> bool:
    """Have the log looked after when a day is over; a job that waits or runs already is not doubled."""
    if not is_due():
        return False
    jobs.enqueue(kind=DAILY, payload={}, by=None, organisation=None)
    return True


def look_after(context: JobContext) -> None:
    """Put pseudonyms in the place of people whose time is over, then walk the whole chain; twice does no harm.

    The chain is walked whatever becomes of the names: rights that an update forgot must not hide a broken log.
    """
    context.progress(0, 2)
    try:
        pseudonymise_old_events()
    finally:
        context.progress(1, 2)
        verify()
