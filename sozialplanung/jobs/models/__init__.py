# SPDX-License-Identifier: EUPL-1.2
"""The one table of background jobs."""

from sozialplanung.jobs.models.jobs import LIVE_STATES, Job, JobState

__all__ = ["LIVE_STATES", "Job", "JobState"]
