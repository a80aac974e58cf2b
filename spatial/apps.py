# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `spatial`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import register_sentences


class SpatialConfig(AppConfig):
    """Levels, units and boundary versions."""

    name = "spatial"
    label = "spatial"
    verbose_name = _("Areas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the job, the sentences and the acts of this app."""
        from sozialplanung.audit.presenters import Topic, register_actions, register_topics
        from spatial.services import handlers
        from spatial.services.changesets import texts
        from spatial.services.sentences import sentences

        handlers.register()
        register_sentences(sentences())
        register_sentences(texts.SENTENCES)
        register_sentences(texts.FOUND)
        register_actions(_ACTIONS)
        register_actions(texts.ACTIONS)
        register_topics(Topic("gebietsstaende", _("Boundaries"), ("spatial.",)))


_ACTIONS = {
    "spatial.boundaries_imported": _("%(actor)s imported the boundaries “%(subject)s”."),
    "spatial.edition_closed": _("%(actor)s closed the boundaries “%(subject)s” on %(valid_until)s."),
}
