# SPDX-License-Identifier: EUPL-1.2
"""Somebody who kept every slice that was ever put in force, knows what adds up, and calculates.

Reads the bytes by the description of the format (docs/adr/0002) and not by the code that writes them. Cells are
counts with their value: a corrected count is another cell than the one that it replaced, and it is granted to the
attacker to know which were corrected.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from indicators.models import Release
from spatial.models import BoundaryVersion
from spatial.selectors import units
from tests.factories.chancecity import (
    COUNTED,
    FORMULAS,
    GROUND,
    PARTS_OF_YEAR,
    SERIES,
    SHARES,
    YEAR,
    Course,
    State,
    Weights,
)
from tests.integration.leaks.attacker import TOLERANCE, Bounds, Cell, Knowledge, reach

READERS: Final[Mapping[str, tuple[str, ...]]] = {
    "public": ("public",),
    "council": ("public", "council"),
    "internal": ("public", "council", "internal"),
}
WHOLE: Final = "stadt"
_TYPES: Final = {"i4": ("i", 4), "u2": ("H", 2), "u1": ("B", 1)}
# Sums over groups and the same count elsewhere: what everybody knows who reads the names of the tables.
SUMS: Final = (
    ("people:gesamt", ("people:unter", "people:ab")),
    ("people:gesamt", ("people:frauen", "people:maenner")),
    ("kinder:gesamt", ("people:unter",)),
)
# Women from 6 on, boys: nobody delivers them, and they are people all the same.
CROSSED: Final = (
    ("people:frauen", "people:madchen", "women from 6 on"),
    ("people:unter", "people:madchen", "boys"),
    ("people:ab", "women from 6 on", "men from 6 on"),
    ("people:maenner", "boys", "men from 6 on"),
)


@dataclass(frozen=True)
class Slice:
    """One slice as its bytes tell it: header and bands, None where there is no number."""

    header: Mapping[str, Any]
    bands: Mapping[str, tuple[float | None, ...]]


def read(payload: bytes) -> Slice:
    """Read a slice by docs/adr/0002."""
    magic, length = struct.unpack_from("<4sI", payload)
    assert magic == b"SPS1"
    header = json.loads(payload[8 : 8 + length])
    start = -(-(8 + length) // 8) * 8
    return Slice(header, {band["name"]: _band(payload, start, band, header["n"]) for band in header["bands"]})


def _band(payload: bytes, start: int, band: Mapping[str, Any], size: int) -> tuple[float | None, ...]:
    kind, _ = _TYPES[band["type"]]
    numbers = struct.unpack_from(f"<{size}{kind}", payload, start + band["offset"])
    return tuple(None if each == band["missing"] else each / 10 ** band["scale"] for each in numbers)


@dataclass
class Ears:
    """What somebody heard of a city of chance, and what is small there."""

    course: Course
    knowledge: Knowledge = field(default_factory=Knowledge)
    told: set[tuple[str, str, str]] = field(default_factory=set)
    stated: set[tuple[object, ...]] = field(default_factory=set)
    tables: dict[int, dict[tuple[str, str], Mapping[tuple[str, str], float]]] = field(default_factory=dict)
    parents: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    orders: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    numbers: int = 0

    def cell(self, number: int, series: str, where: tuple[str, str, str, str]) -> Cell | None:
        """Return the cell of a count in a state, by its value."""
        period, edition, level, key = where
        value = self._value(number, (series, period, edition), (level, key))
        return None if value is None else (series, *where, repr(value))

    def _value(self, number: int, table: tuple[str, str, str], area: tuple[str, str]) -> float | None:
        quarters = self.course.states[number].get(table)
        if quarters is None:
            return None
        level, _ = area
        inner = [one for one in quarters if (level, one) == area or level == WHOLE or self._in(table[2], one, area)]
        return sum(quarters[one] for one in inner)

    def _in(self, edition: str, quarter: str, area: tuple[str, str]) -> bool:
        return self.parents.get((edition, quarter)) == area


def listen(course: Course, audience: str, *, until: int | None = None) -> Ears:
    """Write down everything that an audience could ever read, and what follows from the names of things."""
    ears = Ears(course)
    versions = {v.pk: v for v in BoundaryVersion.objects.filter(organisation=course.world.city).select_related("level")}
    for version in versions.values():
        rows = units.unit_rows(version.pk)
        ears.orders[version.edition, version.level.slug] = tuple(row.key for row in rows)
        if version.level.slug == "viertel":
            # Keys of quarters begin with that of their district.
            ears.parents |= {(version.edition, row.key): ("bezirk", row.key[0]) for row in rows}
    for row in Release.objects.filter(audience__in=READERS[audience]).order_by("pk"):
        if until is None or course.told[row.pk] <= until:
            _hear(ears, course.told[row.pk], read(bytes(row.payload)))
    for number in range(len(course.states)):
        _know(ears, number)
    return ears


def _hear(ears: Ears, number: int, heard: Slice) -> None:
    head = heard.header
    slug, period, edition, level = (head[name] for name in ("indicator", "period", "boundary_version", "level"))
    decimals = head["decimals"]
    round_to = ears.course.rounding if head["audience"] == "public" else 0
    for place, key in enumerate(ears.orders[edition, level]):
        read_here = ((name, band[place]) for name, band in heard.bands.items())
        told = {name: figure for name, figure in read_here if figure is not None}
        _figure(ears, (number, slug, (period, edition, level, key)), told, (decimals, round_to))
        if head["change"]["kind"] == "computed" and "change" in told:
            _change(
                ears, (number, slug, (period, edition, level, key)), head["change"]["from"], told["change"], decimals
            )
    if head["city"]["value"] is not None and slug not in SHARES:
        whole = ears.orders[edition, WHOLE][0]
        _figure(
            ears,
            (number, slug, (period, edition, WHOLE, whole)),
            {"value": head["city"]["value"]},
            (decimals, round_to),
        )


Here = tuple[int, str, tuple[str, str, str, str]]


def _figure(ears: Ears, here: Here, told: Mapping[str, float], digits: tuple[int, int]) -> None:
    _, slug, where = here
    ears.numbers += len(told)
    decimals, round_to = digits
    half = 0.5 * round_to if round_to else (0.5 * 10**-decimals if decimals else 0.0)
    if slug in SHARES:
        top, bottom = SHARES[slug]
        for name, of in (("numerator", top), ("denominator", bottom)):
            if name in told:
                _state(ears, here, _weights(of), (told[name] - 0.5 * round_to, told[name] + 0.5 * round_to))
    elif "value" in told:
        _state(ears, here, _weights(slug), (told["value"] - half, told["value"] + half))
    if "value" in told:
        ears.told.add((slug, where[0], where[1]))


def _weights(slug: str) -> Weights:
    return FORMULAS[slug][1] if slug in FORMULAS else {(slug, 0): 1.0}


def _state(ears: Ears, here: Here, weights: Weights, between: Bounds) -> None:
    number, _, (period, edition, level, key) = here
    parts: dict[Cell, float] = {}
    for (slug, years), weight in weights.items():
        then = f"{int(period[:4]) - years}{period[4:]}"
        cell = ears.cell(number, COUNTED[slug], (then, edition, level, key))
        if cell is None:
            return
        parts[cell] = parts.get(cell, 0.0) + weight
    if len(parts) == 1 and set(parts.values()) == {1.0}:
        ears.knowledge.between(next(iter(parts)), *between)
    else:
        ears.knowledge.relates(parts, *between)


def _change(ears: Ears, here: Here, since: str, change: float, decimals: int) -> None:
    number, slug, (period, edition, level, key) = here
    if slug not in COUNTED or not since:
        return
    now = ears.cell(number, COUNTED[slug], (period, edition, level, key))
    then = ears.cell(number, COUNTED[slug], (since, edition, level, key))
    if now is not None and then is not None:
        half = (0.5 * 10**-decimals if decimals else 0.0) + (5.0 if ears.course.rounding else 0.0)
        ears.knowledge.relates({now: 1.0, then: -1.0}, change - half, change + half)


def _know(ears: Ears, number: int) -> None:
    """Know what adds up in a state: areas, groups, crossings, quarters of a year, other boundaries."""
    state = ears.course.states[number]
    for (series, period, edition), quarters in state.items():
        for upper in {ears.parents[edition, key] for key in quarters}:
            inner = [("viertel", key) for key in quarters if ears.parents[edition, key] == upper]
            _adds(ears, number, (series, period, edition), upper, inner)
        top = (WHOLE, ears.orders[edition, WHOLE][0])
        _adds(ears, number, (series, period, edition), top, sorted({ears.parents[edition, key] for key in quarters}))
    for period, edition in sorted({(period, edition) for _, period, edition in state}):
        for area in _areas(ears, edition):
            where = (period, edition, *area)
            for whole, parts in SUMS:
                _relate(
                    ears,
                    [
                        (1.0, ears.cell(number, whole, where)),
                        *((-1.0, ears.cell(number, each, where)) for each in parts),
                    ],
                )
            _cross(ears, number, where)
            _rests(ears, number, where)
    _spans(ears, number, state)
    _editions(ears, number, state)


def _areas(ears: Ears, edition: str) -> Iterator[tuple[str, str]]:
    for (own, level), keys in ears.orders.items():
        if own == edition:
            yield from ((level, key) for key in keys)


def _adds(
    ears: Ears, number: int, table: tuple[str, str, str], whole: tuple[str, str], parts: list[tuple[str, str]]
) -> None:
    series, period, edition = table
    cells = [
        (sign, ears.cell(number, series, (period, edition, *area)))
        for sign, area in ((1.0, whole), *((-1.0, each) for each in parts))
    ]
    _relate(ears, cells)


def _relate(ears: Ears, terms: list[tuple[float, Cell | None]]) -> None:
    if any(cell is None for _, cell in terms):
        return
    if abs(sum(sign * float(cell[-1]) for sign, cell in terms if cell is not None)) > TOLERANCE:
        # Corrected in one table and not in the other: it does not hold.
        return
    parts: dict[Cell, float] = {}
    for sign, cell in terms:
        assert cell is not None
        parts[cell] = parts.get(cell, 0.0) + sign
    key = tuple(sorted(parts.items()))
    if key not in ears.stated:
        ears.stated.add(key)
        ears.knowledge.relates(parts)


def _cross(ears: Ears, number: int, where: tuple[str, str, str, str]) -> None:
    """Know that the crossings that nobody delivers are counts too."""
    values = {name: ears.cell(number, name, where) for name in SERIES if name.startswith("people")}
    girls, women, under, above, men = (
        values[f"people:{name}"] for name in ("madchen", "frauen", "unter", "ab", "maenner")
    )
    if girls is None:
        return

    def made(name: str, value: float) -> Cell:
        return (name, *where, repr(value))

    if women is not None:
        grown = made("women from 6 on", float(women[-1]) - float(girls[-1]))
        _relate(ears, [(1.0, women), (-1.0, girls), (-1.0, grown)])
        if above is not None:
            _relate(
                ears, [(1.0, above), (-1.0, grown), (-1.0, made("men from 6 on", float(above[-1]) - float(grown[-1])))]
            )
    if under is not None:
        boys = made("boys", float(under[-1]) - float(girls[-1]))
        _relate(ears, [(1.0, under), (-1.0, girls), (-1.0, boys)])
        if men is not None:
            _relate(ears, [(1.0, men), (-1.0, boys), (-1.0, made("men from 6 on", float(men[-1]) - float(boys[-1])))])


def _rests(ears: Ears, number: int, where: tuple[str, str, str, str]) -> None:
    """Know that groups are no more than all of them."""
    pairs = [("people:gesamt", name) for name in SERIES if name.startswith("people") and name != "people:gesamt"]
    for whole, part in [*pairs, ("people:gesamt", "kinder:gesamt")]:
        top, inner = ears.cell(number, whole, where), ears.cell(number, part, where)
        if top is not None and inner is not None and float(top[-1]) >= float(inner[-1]):
            rest: Cell = (f"{whole} without {part}", *where, repr(float(top[-1]) - float(inner[-1])))
            _relate(ears, [(1.0, top), (-1.0, inner), (-1.0, rest)])


def _spans(ears: Ears, number: int, state: State) -> None:
    for series, period, edition in state:
        if period == YEAR:
            for area in _areas(ears, edition):
                quarters = [ears.cell(number, series, (each, edition, *area)) for each in PARTS_OF_YEAR]
                _relate(
                    ears,
                    [(1.0, ears.cell(number, series, (period, edition, *area))), *((-1.0, each) for each in quarters)],
                )


def _editions(ears: Ears, number: int, state: State) -> None:
    """Know which areas of two editions are the same people: by the pieces of ground that both are made of."""
    old, new = GROUND
    for series, period, edition in state:
        if edition != old or (series, period, new) not in state:
            continue
        pairs = [
            ([("viertel", key)], [("viertel", other) for other, own in GROUND[new].items() if {*own} <= {*ground}])
            for key, ground in GROUND[old].items()
        ]
        pairs += [
            ([("viertel", key) for key, own in GROUND[old].items() if {*own} <= {*ground}], [("viertel", other)])
            for other, ground in GROUND[new].items()
        ]
        pairs += [([area], [area]) for area in (*_districts(ears, old), (WHOLE, ears.orders[old, WHOLE][0]))]
        for olds, news in pairs:
            if olds and news:
                terms = [(1.0, ears.cell(number, series, (period, old, *area))) for area in olds]
                _relate(ears, [*terms, *((-1.0, ears.cell(number, series, (period, new, *area))) for area in news)])


def _districts(ears: Ears, edition: str) -> list[tuple[str, str]]:
    return [("bezirk", key) for key in ears.orders[edition, "bezirk"]]


@dataclass(frozen=True)
class Found:
    """A small count that somebody found: the cell, its value, and what is left of it."""

    cell: Cell
    bounds: Bounds


def found(course: Course, audience: str, *, until: int | None = None) -> tuple[list[Found], int]:
    """Return the small counts that an audience finds, and how many there were to be found."""
    ears = listen(course, audience, until=until)
    minimum = course.minimum[audience]
    wanted: set[Cell] = set()
    for slug, period, edition in ears.told:
        for series in {COUNTED[name] for name in _made_of(slug)}:
            wanted.update(_small(ears, series, (period, edition), minimum))
    # What was told exactly was shown on purpose: where another audience's rule hides less, or none hides it.
    small = [cell for cell in wanted if not ears.knowledge.is_known(cell)]
    reached = reach(ears.knowledge, set(small))
    lost = [Found(cell, reached[cell]) for cell in sorted(small) if _is_lost(reached[cell], minimum)]
    return lost, len(small)


def _is_lost(bounds: Bounds, minimum: int) -> bool:
    return bounds[0] > TOLERANCE or bounds[1] < minimum - TOLERANCE


def _made_of(slug: str) -> tuple[str, ...]:
    if slug in SHARES:
        return SHARES[slug]
    return tuple(name for name, _ in FORMULAS[slug][1]) if slug in FORMULAS else (slug,)


def _small(ears: Ears, series: str, where: tuple[str, str], minimum: int) -> Iterator[Cell]:
    for number in range(len(ears.course.states)):
        for area in _areas(ears, where[1]):
            cell = ears.cell(number, series, (*where, *area))
            if cell is not None and 0 < float(cell[-1]) < minimum:
                yield cell
