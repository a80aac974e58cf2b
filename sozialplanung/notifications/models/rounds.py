# SPDX-License-Identifier: EUPL-1.2
"""The daily round: reminders and digests, once for each day of the calendar."""

from django.db import models


class DailyRound(models.Model):
    """One row is the round of one day in local time; `done_at` is empty until everybody had their turn."""

    day = models.DateField(primary_key=True)
    job_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the day."""
        return self.day.isoformat()
