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
        from sozialplanung.audit.wording import register_details
        from spatial.services import handlers
        from spatial.services.changesets import texts
        from spatial.services.layers import texts as layer_texts
        from spatial.services.mapservices import texts as map_texts
        from spatial.services.sentences import sentences
        from spatial.services.tables import texts as table_texts

        handlers.register()
        register_sentences(sentences())
        register_sentences(texts.SENTENCES)
        register_sentences(texts.FOUND)
        register_actions(_ACTIONS)
        register_actions(texts.ACTIONS)
        register_sentences(layer_texts.SENTENCES)
        register_actions(layer_texts.ACTIONS)
        register_sentences(table_texts.SENTENCES)
        register_actions(table_texts.ACTIONS)
        register_sentences(map_texts.SENTENCES)
        register_actions(map_texts.ACTIONS)
        register_details(_DETAILS, _VALUES)
        register_topics(
            Topic("gebietsstaende", _("Boundary versions"), ("spatial.",), but=(*_PLACES, _MAPS)),
            Topic("orte", _("Places and areas"), _PLACES),
            Topic("kartendienste", _("Map services"), (_MAPS,)),
        )


_PLACES = ("spatial.layer_", "spatial.addresses_")
_MAPS = "spatial.map_"
_ACTIONS = {
    "spatial.boundaries_imported": _("%(actor)s imported the boundaries “%(subject)s”."),
    "spatial.inhabited_decided": _("%(actor)s decided which layer says where people live in “%(subject)s”."),
    "spatial.crosswalk_built": _("The crosswalk “%(subject)s” was built."),
    "spatial.network_imported": _("%(actor)s imported the street network “%(subject)s”."),
    "spatial.edition_closed": _("%(actor)s closed the boundaries “%(subject)s” on %(valid_until)s."),
}
_DETAILS = {
    "edition": _("Boundary version"),
    "files": _("Files"),
    "layer": _("Layer with the number"),
    "level": _("Level"),
    "levels": _("Levels"),
    "left_out": _("Left out"),
    "repairs": _("Repairs"),
    "changeset": _("Mark of the draft"),
    "content_hash": _("Checksum of the content"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "areas": _("Areas"),
    "new_units": _("New areas"),
    "extended_rows": _("Areas that go on"),
    "issues": _("Findings"),
    "findings": _("Findings"),
    "code": _("Code"),
    "step": _("Step"),
    "base": _("What figures are apportioned by"),
    "pieces": _("Pieces of ground"),
    "layer_name": _("Layer"),
    "row": _("Row"),
    "rows": _("Rows"),
    "decision": _("Decision"),
    "features": _("Places"),
    "addresses": _("Addresses"),
    "edges": _("Sections of streets"),
    "nodes": _("Nodes of streets"),
    "parts": _("Connected parts"),
    "host": _("Server"),
    "collection": _("Collection"),
    "version": _("Version"),
}
_VALUES = {
    "base": {
        "persons": _("by people"),
        "inhabited": _("by inhabited ground"),
        "ground": _("by ground"),
        "table": _("by a published table"),
    },
    "step": {
        "spatial.look_changeset": _("Recognise"),
        "spatial.check_changeset": _("Check"),
        "spatial.look_layer": _("Recognise"),
        "spatial.check_layer": _("Check"),
        "spatial.fetch_layer": _("Fetch"),
    },
    "decision": {
        "address": _("another address"),
        "candidate": _("one of the candidates"),
        "point": _("coordinates"),
        "left_out": _("left out"),
    },
}
