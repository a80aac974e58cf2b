# SPDX-License-Identifier: EUPL-1.2
"""What somebody who never signed in can write down of a city: figures by HTTP alone, and what anybody knows of them.

Counts are cells: of an indicator of counts its value, of a share its numerator and its denominator. What is known of
them: sums over areas, parts of a whole, shares and intervals with their last digit, changes between two periods.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

from django.test import Client

from tests.integration.leaks.attacker import Cell, Knowledge, numerators

_SHARE: Final = re.compile(r"share\((?P<cases>.+), (?P<persons>[\w-]+)\)")
_BACK: Final = re.compile(r"change\((?P<of>[\w-]+), (?P<years>\d+)\)")
_SUM: Final = re.compile(r"sum\((?P<parts>[\w-]+(?:, [\w-]+)*)\)")
HIDDEN: Final = "suppressed"


@dataclass(frozen=True, order=True)
class Place:
    """One area at one time: where cells lie."""

    period: str
    edition: str
    level: str
    key: str

    def cell(self, count: str) -> Cell:
        """Return the cell of a count here."""
        return (count, self.period, self.edition, self.level, self.key)


@dataclass
class Heard:
    """What was written down: knowledge about cells, the hidden figures with their cells, and what made no sense."""

    knowledge: Knowledge = field(default_factory=Knowledge)
    hidden: dict[tuple[str, Place], Cell] = field(default_factory=dict)
    shown: dict[tuple[str, Place], Mapping[str, Any]] = field(default_factory=dict)
    since: dict[tuple[str, Place], str] = field(default_factory=dict)
    decimals: dict[str, int] = field(default_factory=dict)
    numbers: int = 0


def walked(client: Client, address: str) -> Iterator[Any]:
    """Return the rows of all pages of a list."""
    while address:
        page = client.get(address)
        assert page.status_code == 200, address
        yield from page.json()["results"]
        address = page.json()["next"]


def listen(client: Client, organisation: str, periods: Collection[str] = ()) -> Heard:
    """Write down everything that the API tells of a city, of all times or of some."""
    heard, root = Heard(), f"/api/v1/{organisation}/"
    formulas: dict[str, str] = {}
    for row in walked(client, f"{root}indicators/?page_size=1000"):
        slug = row["slug"]
        sheet = client.get(f"{root}indicators/{slug}/").json()
        definition = sheet["definitions"][0] if "definitions" in sheet else sheet
        formulas[slug] = definition["formula"] or ""
        for told in walked(client, f"{root}indicators/{slug}/releases/?page_size=1000"):
            if periods and told["period"] not in periods:
                continue
            answer = client.get(told["values_url"]).json()
            heard.decimals[slug] = answer["decimals"]
            for area in answer["values"]:
                place = Place(told["period"], told["edition"], told["level"], area["key"])
                _take(heard, slug, place, area)
                if "change" in heard.shown[slug, place]:
                    heard.since[slug, place] = answer["change"]["since"]
    for slug, formula in formulas.items():
        _understand(heard, slug, formula)
    _add_up(heard, client, root)
    _explain_changes(heard, formulas)
    return heard


def _take(heard: Heard, slug: str, place: Place, area: Mapping[str, Any]) -> None:
    told = {name: area[name] for name in ("value", "lower", "upper", "numerator", "denominator", "change", "rank")}
    heard.shown[slug, place] = {name: number for name, number in told.items() if number is not None}
    heard.numbers += len(heard.shown[slug, place])
    if area["status"] == HIDDEN:
        heard.hidden[slug, place] = place.cell(slug)


def _understand(heard: Heard, slug: str, formula: str) -> None:
    """Turn the figures of an indicator into bounds and statements about its cells."""
    share = _SHARE.fullmatch(formula)
    for (name, place), told in list(heard.shown.items()):
        if name != slug:
            continue
        if share:
            _share(heard, slug, place, told, share)
        elif not formula and "value" in told:
            half = 0.5 * 10 ** -heard.decimals[slug] if heard.decimals[slug] else 0.0
            heard.knowledge.between(place.cell(slug), told["value"] - half, told["value"] + half)


def _share(heard: Heard, slug: str, place: Place, told: Mapping[str, Any], share: re.Match[str]) -> None:
    cases, persons = place.cell(f"cases of {slug}"), place.cell(share["persons"])
    if (slug, place) in heard.hidden:
        heard.hidden[slug, place] = cases
    know = heard.knowledge
    know.relates({persons: 1.0, cases: -1.0, place.cell(f"others of {slug}"): -1.0})
    _name_parts(know, place, cases, share["cases"])
    for name, cell in (("numerator", cases), ("denominator", persons)):
        if name in told:
            know.exactly(cell, told[name])
    if "value" in told:
        half = 0.5 * 10 ** -heard.decimals[slug] + 1e-9
        low, high = ((told["value"] + side * half) / 100 for side in (-1, 1))
        know.relates({cases: 1.0, persons: -low}, 0.0, float("inf"))
        know.relates({cases: 1.0, persons: -high}, -float("inf"), 0.0)
    if know.is_known(persons) and not know.is_known(cases) and "value" in told:
        know.between(cases, *numerators(round(know.of(persons)[0]), told, heard.decimals[slug]))


def _name_parts(know: Knowledge, place: Place, cases: Cell, written: str) -> None:
    """Know that the cases of a share are another count, or the sum of others."""
    parts = _SUM.fullmatch(written)
    names = parts["parts"].split(", ") if parts else [written]
    if all(re.fullmatch(r"[\w-]+", name) for name in names):
        know.relates({cases: 1.0, **{place.cell(name): -1.0 for name in names}})


@dataclass(frozen=True)
class _Areas:
    """Which area lies in which, level by level of an edition."""

    levels: tuple[str, ...]
    parents: Mapping[tuple[str, str, str], str]

    def above(self, place: Place, upper: str) -> Place:
        """Return the area of an upper level in which an area lies."""
        level, key = place.level, place.key
        while level != upper:
            key = self.parents.get((place.edition, level, key), "")
            level = self.levels[self.levels.index(level) - 1]
        return replace(place, level=upper, key=key)


def _add_up(heard: Heard, client: Client, root: str) -> None:
    """Know that the areas in an area add up to it, where nothing that is told says otherwise."""
    levels = tuple(row["slug"] for row in walked(client, f"{root}levels/?page_size=1000"))
    parents = {
        (edition, level, unit["key"]): unit["parent"] or ""
        for edition in {place.edition for _, place in heard.shown}
        for level in levels
        for unit in walked(client, f"{root}units/?level={level}&edition={edition}&page_size=1000")
    }
    areas = _Areas(levels, parents)
    for (count, _, _), places in _counted(heard).items():
        there = [level for level in levels if level in places]
        for upper, lower in pairwise(there):
            _sum(heard.knowledge, count, areas, (places[upper], places[lower]))


def _counted(heard: Heard) -> dict[tuple[str, str, str], dict[str, set[Place]]]:
    """Return where a count is known or hidden, by count, time and edition, then by level."""
    cells = {cell for row in heard.knowledge.rows for cell in row.parts}
    cells |= heard.knowledge.bounds.keys() | set(heard.hidden.values())
    found: dict[tuple[str, str, str], dict[str, set[Place]]] = {}
    for count, *rest in cells:
        place = Place(*rest)
        found.setdefault((count, place.period, place.edition), {}).setdefault(place.level, set()).add(place)
    return found


def _sum(know: Knowledge, count: str, areas: _Areas, places: tuple[set[Place], set[Place]]) -> None:
    wholes, parts = places
    below: dict[Place, list[Cell]] = {}
    for place in sorted(parts):
        below.setdefault(areas.above(place, next(iter(wholes)).level), []).append(place.cell(count))
    sums = [(whole.cell(count), cells) for whole, cells in below.items() if whole in wholes]
    if all(_holds(know, whole, cells) for whole, cells in sums):
        for whole, cells in sums:
            know.relates({whole: 1.0, **dict.fromkeys(cells, -1.0)})


def _holds(know: Knowledge, whole: Cell, parts: list[Cell]) -> bool:
    """Whether nothing that is told contradicts a sum."""
    if not all(know.is_known(cell) for cell in (whole, *parts)):
        return True
    return abs(know.of(whole)[0] - sum(know.of(part)[0] for part in parts)) < 0.5


def _explain_changes(heard: Heard, formulas: Mapping[str, str]) -> None:
    """Know what a share was from what it is and how much it changed: by a figure of its own, or beside the share."""
    for (name, place), told in list(heard.shown.items()):
        back = _BACK.fullmatch(formulas[name])
        since, change, of = heard.since.get((name, place)), told.get("change"), name
        if back and "value" in told:
            since, change, of = _earlier(place.period, int(back["years"])), told["value"], back["of"]
        share = _SHARE.fullmatch(formulas.get(of, ""))
        if share and since and change is not None:
            before = replace(place, period=since)
            _change(heard, (of, share["persons"]), (before, place), change, heard.decimals[name])


def _earlier(period: str, years: int) -> str:
    return f"{int(period[:4]) - years}{period[4:]}"


def _change(heard: Heard, names: tuple[str, str], places: tuple[Place, Place], change: float, decimals: int) -> None:
    """State: cases now per persons now, minus cases then per persons then, is the change within its last digit."""
    know, weights = heard.knowledge, {}
    for place, sign in zip(places, (-1.0, 1.0), strict=True):
        persons = place.cell(names[1])
        if not know.is_known(persons) or not know.of(persons)[0]:
            return
        weights[place.cell(f"cases of {names[0]}")] = sign * 100.0 / know.of(persons)[0]
    # Whether both shares were rounded first is not known to readers: the change fits either way.
    half = 1.5 * 10**-decimals
    know.relates(weights, change - half, change + half)
