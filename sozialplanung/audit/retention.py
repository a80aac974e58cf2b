# SPDX-License-Identifier: EUPL-1.2
"""How long the log names people: by topic, in months; nought means for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.checks import CheckMessage, Error

from sozialplanung.audit.presenters import Topic, topics

SHORTEST_MONTHS: Final = 6
LONGEST_MONTHS: Final = 600
FOR_GOOD: Final = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """A topic, and after how many months pseudonyms stand for the people in its events."""

    topic: Topic
    months: int


def retentions() -> tuple[Retention, ...]:
    """Return what holds for each topic: what the operator says, else what the topic says."""
    said = _said(settings.AUDIT_MONTHS)
    return tuple(Retention(each, said.get(each.key, each.months)) for each in topics())


def check_months(**_: object) -> list[CheckMessage]:
    """Tell the operator of topics that there are not, and of months that are not allowed."""
    known = {each.key for each in topics()}
    return [
        Error(
            f"SOZIALPLANUNG_AUDIT_MONTHS holds {word!r}.",
            hint=f"Write topic=months, for instance zugriffe=24. Topics: {', '.join(sorted(known))}. "
            f"Months: {FOR_GOOD} (for good) or {SHORTEST_MONTHS} to {LONGEST_MONTHS}.",
            id="audit.E001",
        )
        for word in settings.AUDIT_MONTHS
        if not _is_fit(word, known)
    ]


def _is_fit(word: str, known: Iterable[str]) -> bool:
    key, _, months = word.partition("=")
    if key not in known or not (months.isascii() and months.isdigit()):
        return False
    return int(months) == FOR_GOOD or SHORTEST_MONTHS <= int(months) <= LONGEST_MONTHS


def _said(words: Iterable[str]) -> dict[str, int]:
    known = {each.key for each in topics()}
    return {word.partition("=")[0]: int(word.partition("=")[2]) for word in words if _is_fit(word, known)}
