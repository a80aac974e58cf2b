# SPDX-License-Identifier: EUPL-1.2
"""What other apps made of releases and readers find: they say it here, for this app knows none of them.

The app that keeps such papers registers who tells of them in `AppConfig.ready`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sozialplanung.accounts.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Paper:
    """Something that shows figures: what it is called, what is to be known of it, its page."""

    name: str
    note: str
    path: str


@dataclass(frozen=True, slots=True)
class PaperSource:
    """Who tells of papers of one kind.

    `showing` names those of an organisation that show one of some releases, given by their ids, as far as a person may
    see them; `newest` those that everybody finds, the latest first.
    """

    showing: Callable[[Organisation, User, Collection[int]], Sequence[Paper]]
    newest: Callable[[Organisation], Sequence[Paper]]


_SOURCES: dict[str, PaperSource] = {}


def register_papers(name: str, source: PaperSource) -> None:
    """Let a source tell of its papers."""
    _SOURCES[name] = source


def papers_on(organisation: Organisation, person: User, releases: Collection[int]) -> tuple[Paper, ...]:
    """Return what shows figures of some releases and may be seen by a person."""
    return tuple(paper for source in _SOURCES.values() for paper in source.showing(organisation, person, releases))


def newest_papers(organisation: Organisation) -> tuple[Paper, ...]:
    """Return what was let out for everybody, the latest of each kind first."""
    return tuple(paper for source in _SOURCES.values() for paper in source.newest(organisation))
