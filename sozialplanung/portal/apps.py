# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `portal`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Start page, glossary, help and legal pages."""

    name = "sozialplanung.portal"
    label = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"
