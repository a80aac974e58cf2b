# SPDX-License-Identifier: EUPL-1.2
"""What can be told; the apps register it in `AppConfig.ready`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from django.utils import timezone
from django.utils.functional import Promise

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import HeldPart

# Alarms are shown and mailed at once, whatever somebody wants to be told.
Topic = Literal["approvals", "deliveries", "reminders", "subscriptions", "comments", "alarms"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of event. Both sentences may name `%(organisation)s`; neither holds a figure or a name of a person.

    Shown and mailed only to those who still have one of the permissions at the organisation; without permissions to
    whoever has an account, for what everybody may know.
    """

    topic: Topic
    sentence: str | Promise
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class About:
    """What an event is about: `matter` names the thing, `key` this one event of it."""

    organisation: Organisation
    subject: str
    path: str
    matter: str
    key: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that is to be told on a day, to whom."""

    kind: str
    recipients: tuple[User, ...]
    about: About


# How often somebody is reminded of the same untouched thing.
MOST_REMINDERS: Final = 3


def rounds_since(since: datetime, day: date, *, every: int) -> int:
    """Return how many times so many days have passed since an instant.

    Days of the calendar in local time: hours differ on the two days of the clock change.
    """
    return (day - timezone.localdate(since)).days // every


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that somebody asked to be told of: its name, its page, and where a form ends it."""

    label: str
    path: str
    end_path: str


FollowedSource = Callable[[User], Iterable[Followed]]

ReminderSource = Callable[[date], Iterable[Reminder]]

# Of what somebody may be told whose roles are narrowed to a part: the matters of that part, and of no other.
MatterSource = Callable[[User, Collection[HeldPart]], Collection[str]]

_KINDS: dict[str, Kind] = {}
_MATTERS: dict[str, MatterSource] = {}
_SOURCES: dict[str, ReminderSource] = {}
_FOLLOWED: dict[str, FollowedSource] = {}


def register_kinds(kinds: Mapping[str, Kind]) -> None:
    """Add the sorts of events of an app."""
    _KINDS.update(kinds)


def register_reminders(name: str, source: ReminderSource) -> None:
    """Let the daily round ask `source` whom to remind of what."""
    _SOURCES[name] = source


def register_matters(name: str, source: MatterSource) -> None:
    """Let `source` say which matters lie within the narrowed roles of somebody."""
    _MATTERS[name] = source


def register_followed(name: str, source: FollowedSource) -> None:
    """Let `source` say what somebody asked to be told of."""
    _FOLLOWED[name] = source


def followed_by(person: User) -> tuple[Followed, ...]:
    """Return everything that somebody asked to be told of."""
    return tuple(each for source in _FOLLOWED.values() for each in source(person))


def matters_of(person: User, held: Collection[HeldPart]) -> frozenset[str]:
    """Return the matters that lie within narrowed roles of somebody; none without such a role."""
    return frozenset(matter for source in _MATTERS.values() for matter in source(person, held)) if held else frozenset()


def kinds() -> Mapping[str, Kind]:
    """Return all sorts of events by their code."""
    return _KINDS


def reminder_sources() -> tuple[ReminderSource, ...]:
    """Return everything that reminds."""
    return tuple(_SOURCES.values())
