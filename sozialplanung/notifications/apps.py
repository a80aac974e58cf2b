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
        from sozialplanung.notifications.services.announcing import ring_for_subscribers
        from sozialplanung.notifications.services.daily import ROUND, start_round
        from sozialplanung.notifications.services.mailing import SEND, ring_for_waiting_mails
        from sozialplanung.notifications.services.subscribing import SEND as SEND_TO_SUBSCRIBER
        from sozialplanung.notifications.services.subscribing import forget_requests

        registry.register(SEND, handlers.send)
        registry.register(SEND_TO_SUBSCRIBER, handlers.send_to_subscriber)
        registry.register(ROUND, handlers.daily_round)
        register()
        register_alarm(tell_of_broken_log)
        ask_for_language(language_chosen_by)
        registry.register_duty("notifications.mails", every_seconds=60, perform=ring_for_waiting_mails)
        registry.register_duty("notifications.daily_round", every_seconds=300, perform=start_round)
        registry.register_duty("notifications.subscriber_mails", every_seconds=60, perform=ring_for_subscribers)
        registry.register_duty("notifications.unconfirmed", every_seconds=600, perform=forget_requests)
