# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `web`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """What every HTTP answer shares: problems, query parameters, headers, formats."""

    name = "sozialplanung.web"
    label = "web"
    verbose_name = _("Web")
    default_auto_field = "django.db.models.BigAutoField"
