# SPDX-License-Identifier: EUPL-1.2
"""The Celery application: it carries ids of job rows, nothing else."""

import os
from typing import Final

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")

app = Celery("sozialplanung")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["sozialplanung.jobs"])

# Computing gives way to readers where both share a machine.
_NICENESS: Final = 10


@worker_process_init.connect
def _give_way(**_: object) -> None:
    os.nice(_NICENESS)
