# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `reports`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Dashboards, documents and editions."""

    name = "reports"
    label = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the sentences and the acts of this app."""
        from reports.services.texts import ACTIONS, SENTENCES, TOPICS
        from sozialplanung.audit.presenters import register_actions, register_topics
        from sozialplanung.web.messages import register_sentences

        register_sentences(SENTENCES)
        register_actions(ACTIONS)
        register_topics(*TOPICS)
