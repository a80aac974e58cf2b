# SPDX-License-Identifier: EUPL-1.2
"""The Celery application: it carries ids of job rows, nothing else."""

import os

from celery import Celery
from kombu.transport.redis import Transport

from sozialplanung.jobs.channel import DroppingChannel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")

# Everything that speaks with the broker goes through the channel which survives foreign messages.
Transport.Channel = DroppingChannel

app = Celery("sozialplanung")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["sozialplanung.jobs"])
