# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `audit`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sozialplanung.jobs.registry import register_duty


class AuditConfig(AppConfig):
    """Append-only record of who did what, when and why."""

    name = "sozialplanung.audit"
    label = "audit"
    verbose_name = _("Audit log")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the sweeper seal new events once a minute."""
        from sozialplanung.audit.services import seal_events

        register_duty("audit.seal_events", every_seconds=60, perform=seal_events)
