# SPDX-License-Identifier: EUPL-1.2
"""Works out what each edge costs a profile, or says why the columns of the lines cannot carry the profile."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from spatial.geometry.network.profiles import KMH, Direction
from spatial.geometry.network.search import Costs
from spatial.geometry.network.texts import network_problem
from spatial.geometry.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spatial.geometry.arrays import Floats, Integers
    from spatial.geometry.network.graph import Graph
    from spatial.geometry.network.profiles import Columns, Mode, Profile
    from spatial.geometry.problems import Problem

LEAST_KNOWN = 0.5
LEAST_SPEED, GREATEST_SPEED = 1.0, 130.0
ALLOWED = frozenset({"yes", "designated", "permissive", "official", "limited"})
FORBIDDEN = frozenset({"no", "private", "agricultural", "forestry", "military"})
PUSHED = "dismount"
CIRCULAR = frozenset({"roundabout", "circular"})
_NUMBER = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,3})?) ?(km/h|mph|%)?")
_MILE = 1.609344


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """A profile on a network: ``costs`` in seconds, or None where the columns cannot carry it; ``lacks`` say why.

    With costs, ``lacks`` say what was computed without.
    """

    mode: Mode
    costs: Costs | None
    lacks: tuple[Problem, ...]


def carry(graph: Graph, rows: Sequence[Mapping[str, object]], columns: Columns, profile: Profile) -> Carried:
    """Work out the seconds that each edge takes.

    Parameters
    ----------
    graph : Graph
        m edges, cut from k lines.
    rows : sequence of mapping, length k
        The columns of each line; None, NaN and what is missing tell nothing.
    columns : Columns
        Which column tells what.
    profile : Profile
        Speeds in km/h, and what it needs.

    Returns
    -------
    Carried
        Costs of shape (m,), infinite where the profile may not go. No costs where a column that is needed is not
        named, or tells something for less than half of the length of the network.
    """
    told = _Told(rows, columns)
    lengths = np.bincount(graph.sources, weights=graph.lengths_m, minlength=len(rows)).astype(np.float64)
    lacks = _lacking(told, lengths, profile)
    if lacks:
        return Carried(profile.mode, None, lacks)
    speeds = np.array([_speeds(told, number, profile) for number in range(len(rows))]).reshape(-1, 2)
    with np.errstate(divide="ignore"):  # no speed: an infinite way
        seconds = KMH / speeds[graph.sources] * graph.lengths_m[:, None]
    remarks = [*_wanted(told, profile), *_unknown(told, profile, graph.sources)]
    return Carried(profile.mode, Costs(seconds[:, 0], seconds[:, 1]), tuple(remarks))


class _Told:
    """What the lines tell, by the purpose of a column."""

    def __init__(self, rows: Sequence[Mapping[str, object]], columns: Columns) -> None:
        self._rows = rows
        self.columns = columns
        self._names = {one.name: str(getattr(columns, one.name)) for one in fields(columns)}

    def has(self, purpose: str) -> bool:
        """Return whether a column is named for it."""
        return bool(self._names[purpose])

    def word(self, number: int, purpose: str) -> str:
        """Return what line ``number`` tells, in lower case; empty where it tells nothing."""
        name = self._names[purpose]
        value = self._rows[number].get(name) if name else None
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""
        return f"{value:g}" if isinstance(value, float) else str(value).strip().lower()

    def kind(self, number: int) -> str:
        """Return the kind of street by the name that OpenStreetMap has for it."""
        word = self.word(number, "kind")
        return self.columns.kinds.get(word, word)

    def words(self, purpose: str) -> list[str]:
        """Return what all lines tell."""
        return [self.word(number, purpose) for number in range(len(self._rows))]


def _lacking(told: _Told, lengths: Floats, profile: Profile) -> tuple[Problem, ...]:
    found = []
    for purposes in profile.needs:
        names: dict[str, str | int] = {"columns": " / ".join(purposes), "mode": profile.mode.value}
        named = [purpose for purpose in purposes if told.has(purpose)]
        if not named:
            found.append(network_problem("network_column_needed", **names))
            continue
        share = _known(told, lengths, named)
        # whether a street is one way is told where it is, and left out where it is not
        if share < LEAST_KNOWN and "oneway" not in named:
            shares = {"share": math.floor(100 * share), "limit": round(100 * LEAST_KNOWN)}
            found.append(network_problem("network_column_sparse", **names, **shares))
    return tuple(found)


def _known(told: _Told, lengths: Floats, purposes: Sequence[str]) -> float:
    is_known = np.array([[bool(word) for word in told.words(purpose)] for purpose in purposes]).any(axis=0)
    whole = float(lengths.sum())
    return float(lengths[is_known].sum()) / whole if whole else 0.0


def _wanted(told: _Told, profile: Profile) -> list[Problem]:
    return [
        network_problem("network_column_wanted", columns=purpose, mode=profile.mode.value)
        for purpose in profile.wants
        if not told.has(purpose)
    ]


def _unknown(told: _Told, profile: Profile, sources: Integers) -> list[Problem]:
    """Return the words for directions that nobody explained, where the profile minds directions."""
    if not (profile.is_one_way and told.has("oneway")):
        return []
    asked = np.unique(sources).tolist()
    words = Counter(word for number in asked if (word := told.word(number, "oneway")))
    foreign = [(word, count) for word, count in words.most_common() if word not in told.columns.directions]
    if not foreign:
        return []
    count = sum(count for _, count in foreign)
    column = quoted(told.columns.oneway)
    return [network_problem("network_words_unknown", column=column, count=count, found=quoted(foreign[0][0]))]


def _speeds(told: _Told, number: int, profile: Profile) -> tuple[float, float]:
    """Return km/h along a line and against it; 0 where it is forbidden."""
    speed = _speed(told, number, profile)
    direction = _direction(told, number, profile) if speed and profile.is_one_way else Direction.BOTH
    against = min(speed, profile.pushed) if told.kind(number) in {"footway", "pedestrian"} else 0.0
    return (
        speed if direction is not Direction.BACKWARD else against,
        speed if direction is not Direction.FORWARD else against,
    )


def _speed(told: _Told, number: int, profile: Profile) -> float:
    kind = told.kind(number)
    speed = profile.speeds.get(kind, 0.0) if told.has("kind") else profile.speed
    permit = next((word for purpose in profile.permits if (word := told.word(number, purpose))), "")
    own = told.word(number, profile.permits[0])
    if permit in FORBIDDEN or _is_barred(told, number, profile, own):
        return 0.0
    if own == PUSHED:
        return profile.pushed
    if own in ALLOWED:
        # a footway that bicycles are let on is ridden
        speed = max(speed, profile.speed) if kind != "steps" else speed
    return _limited(told, number, speed) if profile.has_limits else speed


def _is_barred(told: _Told, number: int, profile: Profile, own: str) -> bool:
    """Return whether ground or slope keep a profile out that no column lets in by name."""
    if own in ALLOWED:
        return False
    if profile.rough & {told.word(number, "surface"), told.word(number, "smoothness")}:
        return True
    slope = _number(told.word(number, "incline"))
    return profile.steepest is not None and slope is not None and abs(slope) > profile.steepest


def _limited(told: _Told, number: int, speed: float) -> float:
    limit = _number(told.word(number, "maxspeed"))
    if not speed or limit is None or limit <= 0:
        return speed
    return min(max(limit, LEAST_SPEED), GREATEST_SPEED)


def _number(word: str) -> float | None:
    match = _NUMBER.fullmatch(word)
    if match is None:
        return None
    return float(match[1]) * (_MILE if match[2] == "mph" else 1.0)


def _direction(told: _Told, number: int, profile: Profile) -> Direction:
    if "bicycle" in profile.permits and told.word(number, "oneway_bicycle") == "no":
        return Direction.BOTH
    word = told.word(number, "oneway")
    if word in told.columns.directions:
        return told.columns.directions[word]
    is_circular = told.word(number, "junction") in CIRCULAR
    # what OpenStreetMap leaves unsaid of these
    return Direction.FORWARD if is_circular or told.kind(number) == "motorway" else Direction.BOTH
