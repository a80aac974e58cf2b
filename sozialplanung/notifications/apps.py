# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `notifications`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What people are told of matters that concern them."""

    name = "sozialplanung.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the jobs, and the duties of the sweeper that start them."""
        from sozialplanung.accounts.mails import ask_for_language
        from sozialplanung.audit.verifying import register_alarm
        from sozialplanung.jobs import registry
        from sozialplanung.notifications import handlers
        from sozialplanung.notifications.selectors import language_chosen_by
        from sozialplanung.notifications.services.alarm import register, tell_of_broken_log
        from sozialplanung.notifications.services.daily import ROUND, start_round
        from sozialplanung.notifications.services.mailing import SEND, ring_for_waiting_mails

        registry.register(SEND, handlers.send)
        registry.register(ROUND, handlers.daily_round)
        register()
        register_alarm(tell_of_broken_log)
        ask_for_language(language_chosen_by)
        registry.register_duty("notifications.mails", every_seconds=60, perform=ring_for_waiting_mails)
        registry.register_duty("notifications.daily_round", every_seconds=300, perform=start_round)
