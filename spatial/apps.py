# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `spatial`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpatialConfig(AppConfig):
    """Levels, units and boundary versions."""

    name = "spatial"
    label = "spatial"
    verbose_name = _("Areas")
    default_auto_field = "django.db.models.BigAutoField"
