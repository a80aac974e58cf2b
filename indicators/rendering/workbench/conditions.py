# SPDX-License-Identifier: EUPL-1.2
"""The conditions of a filter as they stand in an address: a figure, the area that others lie in, a list of areas."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from indicators.rendering.ownbounds import is_ambiguous, read_number, written_bounds
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench import areasets, rings
from indicators.rendering.workbench.rings import Point

FILTER: Final = "filter"
# What a form asks for: an indicator with both ends, and an area with its level.
BY_VALUE, LOW, HIGH = "filterwert", "von", "bis"
BY_PARENT: Final = "filterraum"
METRES, CENTRE, CORNERS = "umkreis", "umkreisort", "ecken"
# What stands for the area in focus, and for the chosen ones, until the page names them.
FOCUS, CHOICE = "gebiet", "auswahl"
# More conditions than these nobody reads.
MOST: Final = 8
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
_MOST_METRES: Final = 100_000
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Between:
    """The figure of an indicator is between two numbers, both included; an end that is None is open."""

    indicator: str
    low: float | None
    high: float | None

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        ends = ("" if end is None else written_bounds((end,)) for end in (self.low, self.high))
        return ":".join(("wert", self.indicator, *ends))


@dataclass(frozen=True, slots=True)
class Within:
    """The area lies in the one with a key on a coarser level."""

    level: str
    key: str

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"in:{self.level}:{self.key}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The area is one of a list: a set of areas as `areasets` writes it."""

    areas: str

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"liste:{self.areas}"


@dataclass(frozen=True, slots=True)
class Around:
    """The label of the area stands at most so many metres from a point; None is that of the area in focus."""

    centre: Point | None
    metres: int

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"umkreis:{FOCUS if self.centre is None else rings.written_point(self.centre)},{self.metres}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The label of the area stands in a shape: corners as `rings` writes them, or a shape around the choice."""

    ring: str

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"flaeche:{self.ring}"


Spatial = Around | Drawn
Condition = Between | Within | Listed | Around | Drawn


def read_condition(text: str) -> Condition | None:
    """Read one condition; None for anything else."""
    kind, _, rest = text.partition(":")
    readers = {"wert": _between, "in": _within, "liste": _listed, "umkreis": _around, "flaeche": _drawn}
    return readers[kind](rest) if kind in readers else None


def as_typed(text: str) -> str:
    """Return what somebody typed of a condition that cannot be read; any other stays as an address writes it."""
    kind, _, rest = text.partition(":")
    if read_condition(text) is not None:
        return text
    if kind == "wert":
        indicator, *ends = rest.split(":")
        return " – ".join(end for end in ends if end) or indicator
    return rest or text


@dataclass(frozen=True, slots=True)
class Conditions:
    """What was read: conditions as an address writes them, and what is unclear (thousands?) or impossible."""

    found: tuple[str, ...]
    unclear: tuple[str, ...]
    impossible: tuple[str, ...]


def read_conditions(asked: Iterable[str], texts: Mapping[str, str], language: Language) -> Conditions:
    """Read the conditions of an address, and those that a form sends as somebody typed them; each counts once."""
    typed = _typed(texts)
    unclear = [text for text, ends in typed.items() if any(is_ambiguous(end, language) for end in ends)]
    found: dict[str, None] = {}
    impossible: list[str] = []
    for text in (*asked, *(text for text in typed if text not in unclear)):
        condition = read_condition(text)
        if condition is None or (len(found) == MOST and str(condition) not in found):
            impossible.append(text)
        else:
            found[str(condition)] = None
    return Conditions(tuple(found), tuple(unclear), tuple(impossible))


def _typed(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the conditions that a form sends, each with the numbers that somebody typed."""
    typed: dict[str, tuple[str, ...]] = {}
    if texts.get(BY_VALUE):
        ends = (texts.get(LOW, "").strip(), texts.get(HIGH, "").strip())
        typed[":".join(("wert", texts[BY_VALUE], *ends))] = ends
    if texts.get(BY_PARENT):
        typed[f"in:{texts[BY_PARENT]}"] = ()
    if texts.get(METRES):
        metres, centre = texts[METRES].strip(), texts.get(CENTRE, "").strip()
        places = rings.typed_points(centre) if centre else None
        # What is no place stays as it is, so that a line can name it.
        named = rings.written_point(places[0]) if places and len(places) == 1 else centre or FOCUS
        typed[f"umkreis:{named},{metres}"] = (metres,)
    if texts.get(CORNERS):
        corners = rings.typed_points(texts[CORNERS])
        typed[f"flaeche:{rings.written(corners) if corners else texts[CORNERS].strip()}"] = ()
    return typed


def _between(text: str) -> Between | None:
    parts = text.split(":")
    if len(parts) != len(Between.__dataclass_fields__) or not _SLUG.fullmatch(parts[0]):
        return None
    ends = [read_number(part) if part else "" for part in parts[1:]]
    if None in ends or not any(ends):
        return None
    low, high = (float(end) if end else None for end in ends)
    if low is not None and high is not None and low > high:
        return None
    return Between(parts[0], low, high)


def _within(text: str) -> Within | None:
    level, _, key = text.partition(":")
    return Within(level, key) if _SLUG.fullmatch(level) and _KEY.fullmatch(key) else None


def _listed(text: str) -> Listed | None:
    return Listed(text) if areasets.read(text) is not None else None


def _around(text: str) -> Around | None:
    named, _, metres = text.rpartition(",")
    if not metres.isascii() or not metres.isdecimal() or not 1 <= int(metres) <= _MOST_METRES:
        return None
    if named == FOCUS:
        return Around(None, int(metres))
    longitude, _, latitude = named.partition(",")
    centre = rings.read_point(longitude, latitude)
    return None if centre is None else Around(centre, int(metres))


def _drawn(text: str) -> Drawn | None:
    return Drawn(text) if text == CHOICE or rings.read(text) is not None else None
