# SPDX-License-Identifier: EUPL-1.2
"""The Celery application: it carries ids of job rows, nothing else."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")

app = Celery("sozialplanung")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["sozialplanung.jobs"])
