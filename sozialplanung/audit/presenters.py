# SPDX-License-Identifier: EUPL-1.2
"""Tell an event as a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sozialplanung.audit.models import Event
from sozialplanung.audit.wording import codes_in_words, subject_in_words

_SENTENCES: dict[str, str | Promise] = {}
_FACT: Final = re.compile(r"%\(\w+\)s")
_TOPICS: "dict[str, Topic]" = {}


@dataclass(frozen=True, slots=True)
class Topic:
    """Acts that readers look for together, by what their names begin with; `but` names those of a sister topic.

    After `months` pseudonyms stand for the people in them, unless the operator says otherwise; nought is for good.
    """

    key: str
    label: str | Promise
    actions: tuple[str, ...]
    but: tuple[str, ...] = ()
    months: int = 120

    def holds(self, action: str) -> bool:
        """Say whether an act belongs here."""
        return action.startswith(self.actions) and not action.startswith(self.but)


def register_actions(sentences: Mapping[str, str | Promise]) -> None:
    """Add the sentences of an app's acts; they may name `%(actor)s`, `%(subject)s` and the details.

    `act?detail` is the sentence of an act whose event has that detail, beside the one for those that have not.
    """
    _SENTENCES.update(sentences)


def register_topics(*topics: Topic) -> None:
    """Add the topics of an app, in the order in which they are offered."""
    _TOPICS.update({topic.key: topic for topic in topics})


def topics() -> tuple[Topic, ...]:
    """Return all topics."""
    return tuple(_TOPICS.values())


def topic(key: str) -> Topic | None:
    """Return one topic by its key."""
    return _TOPICS.get(key)


def registered_actions() -> tuple[str, ...]:
    """Return the acts that have a sentence."""
    return tuple(action for action in _SENTENCES if "?" not in action)


def acts_that_say(words: str) -> frozenset[str]:
    """Return the acts in whose sentences, as the reader reads them, some words stand between the facts."""
    wanted = words.casefold()
    told = ((action, _FACT.sub("\n", str(text)).casefold()) for action, text in _SENTENCES.items())
    return frozenset(action.partition("?")[0] for action, text in told if wanted in text)


def sentence(event: Event) -> str:
    """Return what happened as a sentence in the reader's language."""
    facts = {**codes_in_words(event.details), "actor": event.actor_label, "subject": subject_in_words(event)}
    with_detail = (_SENTENCES.get(f"{event.action}?{detail}") for detail in event.details)
    template = next(filter(None, with_detail), _SENTENCES.get(event.action))
    if template is not None:
        try:
            return str(template) % facts
        except (KeyError, TypeError, ValueError):
            # An old event may lack a detail that the sentence names today.
            pass
    return _("%(actor)s: %(action)s (%(subject)s)") % {**facts, "action": event.action}
