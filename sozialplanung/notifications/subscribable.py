# SPDX-License-Identifier: EUPL-1.2
"""What readers without an account can subscribe to; the apps register it in `AppConfig.ready`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sozialplanung.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody subscribes to: whose it is, how everybody calls it, and its page. Names hold no figure."""

    organisation: Organisation
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Event:
    """Of what a mail is: `key` names the event, news between the two moments belong to it where they are bundled."""

    key: str
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What a mail says: a line for its head, sentences, and the page that it leads to. No figure, no person."""

    head: str
    sentences: tuple[str, ...]
    path: str


class Source(Protocol):
    """Knows things of one kind. It answers for everybody, at this moment, in the language of this moment."""

    def thing(self, subject: str) -> Thing | None:
        """Return the thing; None where everybody finds none."""

    def news(self, subject: str, event: Event) -> News | None:
        """Return what is to be said of an event; None where it is not so any more."""


_SOURCES: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Let readers subscribe to things of a kind."""
    _SOURCES[kind] = source


def source_of(kind: str) -> Source:
    """Return what knows the things of a kind."""
    return _SOURCES[kind]
