# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `audit`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Append-only record of who did what, when and why."""

    name = "sozialplanung.audit"
    label = "audit"
    verbose_name = _("Audit log")
    default_auto_field = "django.db.models.BigAutoField"
