# SPDX-License-Identifier: EUPL-1.2
"""The one task of the project."""

import logging
from uuid import UUID

from celery import shared_task

from sozialplanung.jobs import runner
from sozialplanung.jobs.doorbell import TASK

logger = logging.getLogger(__name__)


@shared_task(name=TASK)
def run_job(job_id: str) -> None:
    """Run the job with this id, unless somebody else does."""
    try:
        identifier = UUID(job_id)
    except (ValueError, AttributeError, TypeError):
        logger.warning("A message without the id of a job was dropped")
        return
    runner.run(identifier)
