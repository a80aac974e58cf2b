# SPDX-License-Identifier: EUPL-1.2
"""What each area of a map of groups shows: its group or why it has none, said once for all areas that say the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.rendering.maplegend import PATTERNS, SpecialCase
from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import status_words
from sozialplanung.common.statuses import Status


@dataclass(frozen=True, slots=True)
class AreaSays:
    """What one area shows: the classes of its fill, the name of its group or pattern, its words.

    `is_edge`: it lies between two groups and carries the pattern of unsure areas.
    """

    fill: str
    group: str
    text: str
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class DrawnGroups:
    """All that different areas say, and for each area the place of what it says."""

    kinds: tuple[AreaSays, ...]
    places: tuple[int, ...]


def in_group(colour: int, text: str, *, is_edge: bool = False) -> AreaSays:
    """Return what an area of a group shows; `colour` is 1 for the first class of the palette."""
    return AreaSays(f"class-fill class-{colour}", str(colour), text, is_edge)


def in_no_group(status: Status, text: str) -> AreaSays:
    """Return what an area without all figures shows: the pattern of what it lacks."""
    return AreaSays(f"special-fill special-fill--{PATTERNS[status]}", PATTERNS[status], text)


def drawn_groups(areas: Sequence[AreaSays]) -> DrawnGroups:
    """Say once what several areas say."""
    kinds = tuple(dict.fromkeys(areas))
    place_of = {kind: place for place, kind in enumerate(kinds)}
    return DrawnGroups(kinds, tuple(place_of[area] for area in areas))


def gap_words(indicator: str, status: Status, reason: str, language: Language) -> str:
    """Say why an area is in no group: which figure it lacks, and why."""
    words = status_words(status, language, reason)
    return f"ohne alle Werte – {indicator}: {words}" if language == "de" else f"lacks a figure – {indicator}: {words}"


def special_cases(gaps: Iterable[tuple[Status, str]], language: Language) -> tuple[SpecialCase, ...]:
    """Count the areas without a group by what they lack, in the order of the statuses; `gaps` are status and reason."""
    found = Counter(gaps)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return tuple(
        SpecialCase(PATTERNS[status], status_words(status, language, reason), count)
        for (status, reason), count in ordered
    )
