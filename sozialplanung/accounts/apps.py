# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Organisations, users and the roles which users hold there."""

    name = "sozialplanung.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"
