# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `jobs`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Durable background jobs: rows, leases, heartbeats and a sweeper."""

    name = "sozialplanung.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
    default_auto_field = "django.db.models.BigAutoField"
