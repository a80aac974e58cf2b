# SPDX-License-Identifier: EUPL-1.2
"""The Celery application: it carries ids of job rows, nothing else."""

import os

from celery import Celery
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")

# A worker that loses Redis would first try to put its unfinished messages back into it, fail at
# that and die. The rows know which jobs are unfinished (ADR 0003): there is nothing to put back.
Channel.do_restore = False

app = Celery("sozialplanung")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["sozialplanung.jobs"])
