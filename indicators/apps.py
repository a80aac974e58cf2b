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
        """Add the jobs, the sentences and the acts of this app."""
        from indicators.selectors.addressed import told_at
        from indicators.selectors.readership import readership_words
        from indicators.selectors.topicscopes import topic_choices
        from indicators.services import handlers, logwords, sentences
        from indicators.services.checking import texts as checking_texts
        from indicators.services.disclosure import origins
        from indicators.services.logtopics import TOPICS
        from sozialplanung.accounts.rights.explaining import register_finding, register_readership
        from sozialplanung.accounts.scopes import ScopeKind, ScopeSource, register_scope
        from sozialplanung.audit.presenters import register_actions, register_topics
        from sozialplanung.audit.wording import register_details
        from sozialplanung.web.messages import register_sentences

        handlers.register()
        register_readership("indicators", readership_words)
        register_finding("indicators", told_at)
        register_scope(ScopeKind.TOPIC, ScopeSource(_("Topics"), topic_choices))
        origins.register()
        register_sentences(sentences.sentences())
        register_sentences(checking_texts.SENTENCES)
        register_actions(sentences.ACTIONS)
        register_details(logwords.DETAILS, logwords.VALUES)
        register_topics(*TOPICS)
