# SPDX-License-Identifier: EUPL-1.2
"""What other apps made of releases and readers find: they say it here, for this app knows none of them.

The app that keeps such papers registers who tells of them in `AppConfig.ready`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sozialplanung.accounts.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Paper:
    """Something that shows figures of a release: what it is called, how far it is and for whom, and its page."""

    name: str
    note: str
    path: str


Tell = Callable[[Organisation, User, Collection[int]], Sequence[Paper]]
_SOURCES: dict[str, Tell] = {}


def register_papers(name: str, tell: Tell) -> None:
    """Let `tell` say which papers of an organisation show one of some releases, as far as a person may see them."""
    _SOURCES[name] = tell


def papers_on(organisation: Organisation, person: User, releases: Collection[int]) -> tuple[Paper, ...]:
    """Return what shows figures of some releases, given by their ids, and may be seen by a person."""
    return tuple(paper for tell in _SOURCES.values() for paper in tell(organisation, person, releases))
