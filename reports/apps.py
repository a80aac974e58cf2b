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
        """Add the sentences, the acts and the announcements of this app."""
        from indicators.selectors.papers import PaperSource, register_papers
        from reports.selectors.areanews import AREA
        from reports.selectors.papers import editions_showing, newest_editions
        from reports.selectors.subscribed import PUBLICATION
        from reports.services import bringing, filing, handingin, preparing, telling
        from reports.services.announcing import PublicationSource, announce_editions
        from reports.services.areasubscribers import AreaSource, announce_areas
        from reports.services.texts import ACTIONS, SENTENCES, TOPICS
        from sozialplanung.audit.presenters import register_actions, register_topics
        from sozialplanung.jobs.registry import Pace, register, register_duty
        from sozialplanung.notifications.registry import register_kinds, register_reminders
        from sozialplanung.notifications.subscribable import register_source
        from sozialplanung.web.messages import register_sentences

        register_sentences(SENTENCES)
        register_papers("reports", PaperSource(editions_showing, newest_editions))
        register_actions(ACTIONS)
        register_topics(*TOPICS)
        register_kinds(telling.KINDS)
        register_reminders("reports.waiting", telling.waiting_reminders)
        register_reminders("reports.due", telling.due_reminders)
        register_duty("reports.figures_gone", every_seconds=60, perform=telling.tell_of_gone)
        register_duty("reports.newer_figures", every_seconds=300, perform=telling.tell_of_newer)
        register_source(PUBLICATION, PublicationSource())
        register_source(AREA, AreaSource())
        register_duty("reports.area_subscribers", every_seconds=300, perform=announce_areas)
        register_duty("reports.subscribers", every_seconds=60, perform=announce_editions)
        register_duty("reports.unused_pictures", every_seconds=3600, perform=bringing.remove_unused_pictures)
        register(filing.KIND, filing.make_files, Pace.LATER)
        register(handingin.KIND, handingin.freeze, Pace.AWAITED)
        register(preparing.KIND, preparing.prepare, Pace.LATER)
        register_duty("reports.drafts_due", every_seconds=300, perform=preparing.ask_for_drafts)
        register_duty("reports.files_lacking", every_seconds=60, perform=filing.ask_for_lacking_files)
