# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `indicators`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """Catalogue, imports, observations, derivations and releases."""

    name = "indicators"
    label = "indicators"
    verbose_name = _("Indicators")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the job registry what this app can do."""
        from indicators.services import handlers

        handlers.register()
