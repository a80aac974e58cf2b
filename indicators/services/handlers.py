# SPDX-License-Identifier: EUPL-1.2
"""What the app does in the background; registered when Django is ready."""

from indicators.services.refreshing import REFRESH, refresh_indicator
from indicators.services.reviewing import APPLY, apply_batch
from sozialplanung.accounts.models import User
from sozialplanung.jobs import registry
from sozialplanung.jobs.context import JobContext


def apply_delivery(context: JobContext) -> None:
    """Make an approved delivery current, together with the end of the job."""
    with context.finishing():
        apply_batch(batch_id=int(context.payload["batch"]))


def refresh(context: JobContext) -> None:
    """Compute and publish one indicator; every step is idempotent, so that a second attempt changes nothing."""
    by = User.objects.get(pk=context.created_by or 0)
    refresh_indicator(indicator_id=int(context.payload["indicator"]), by=by, report=context.progress)


def register() -> None:
    """Tell the job registry what this app can do."""
    registry.register(APPLY, apply_delivery)
    registry.register(REFRESH, refresh)
