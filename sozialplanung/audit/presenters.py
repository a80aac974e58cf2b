# SPDX-License-Identifier: EUPL-1.2
"""Tell an event as a sentence."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sozialplanung.audit.models import Event

_SENTENCES: dict[str, str | Promise] = {}


def register_actions(sentences: Mapping[str, str | Promise]) -> None:
    """Add the sentences of an app's acts; they may name `%(actor)s`, `%(subject)s` and the details."""
    _SENTENCES.update(sentences)


def sentence(event: Event) -> str:
    """Return what happened as a sentence in the reader's language."""
    facts = {**event.details, "actor": event.actor_label, "subject": event.subject_label}
    template = _SENTENCES.get(event.action)
    if template is not None:
        try:
            return str(template) % facts
        except (KeyError, TypeError, ValueError):
            # An old event may lack a detail that the sentence names today.
            pass
    return _("%(actor)s: %(action)s (%(subject)s)") % {**facts, "action": event.action}
