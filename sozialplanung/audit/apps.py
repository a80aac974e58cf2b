# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `audit`."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from sozialplanung.jobs.registry import register, register_duty


class AuditConfig(AppConfig):
    """Append-only record of who did what, when and why."""

    name = "sozialplanung.audit"
    label = "audit"
    verbose_name = _("Audit log")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the sweeper seal new events once a minute, and have the whole log looked after once a day."""
        from sozialplanung.audit.handlers import FORGET, WALK, forget, start_daily, walk
        from sozialplanung.audit.presenters import Topic, register_actions, register_topics
        from sozialplanung.audit.retention import FOR_GOOD, check_months
        from sozialplanung.audit.services import seal_events
        from sozialplanung.audit.wording import register_details

        register_actions(_ACTIONS)
        register_details(_DETAILS)
        register_topics(Topic("protokoll", _("The log itself"), ("audit.",), months=FOR_GOOD))
        register(FORGET, forget)
        register(WALK, walk)
        register_duty("audit.seal_events", every_seconds=60, perform=seal_events)
        register_duty("audit.start_daily", every_seconds=600, perform=start_daily)
        checks.register(check_months)


_ACTIONS = {
    "audit.pseudonymised": _("Pseudonyms stand for the people in %(count)s old entries from now on (%(topic)s)."),
    "audit.key_destroyed": _("The way back from %(count)s pseudonyms to people was destroyed."),
    "audit.sealed_anew": _("All %(count)s entries were sealed anew, so that the seals hold no names."),
}
_DETAILS = {
    "topic": _("Topic"),
    "months": _("Months"),
    "count": _("Number"),
    "digest": _("Checksum"),
    "last_hash": _("Checksum of the last seal"),
    "broken": _("Entries that do not fit"),
    "broken_count": _("Number of entries that do not fit"),
}
