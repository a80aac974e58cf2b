# SPDX-License-Identifier: EUPL-1.2
"""The tables of a scenario: every area before and after, every group, every change; and the file of the first."""

from dataclasses import dataclass
from math import isfinite, isnan
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.scenario_map import largest_change_first
from indicators.selectors.scenarios.answer import ScenarioAnswer
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.stats.siting.comparing import GroupChange, Turn
from indicators.views.scenarios.words import (
    TURNS,
    area_note,
    change_words,
    minutes,
    people_words,
    told,
    unit_words,
)
from sozialplanung.common.csvsafe import Cell, to_csv

_DIGITS: Final = 4
# More areas than these are counted, not named.
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area before and after, as it is written."""

    key: str
    name: str
    persons: str
    before: str
    after: str
    change: str
    turn: str
    sign: str
    way: str
    note: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of persons: how many gain, lose, stay, are in areas without figures; its mean."""

    name: str
    gaining: str
    losing: str
    same: str
    unknown: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; the last one can be taken back."""

    number: int
    words: str
    by: str
    is_last: bool


def area_rows(ground: ScenarioGround, answer: ScenarioAnswer) -> tuple[AreaRow, ...]:
    """Return all areas, those that change most first."""
    return tuple(_area_row(ground, answer, place) for place in largest_change_first(answer.effect.changes))


def _area_row(ground: ScenarioGround, answer: ScenarioAnswer, place: int) -> AreaRow:
    found = answer.effect
    turn = Turn(int(found.changes.turns[place]))
    before, after = (minutes(float(way[place])) for way in found.ways)
    return AreaRow(
        key=ground.units[place].key,
        name=ground.units[place].name,
        persons=_persons(answer, place),
        before=told(float(found.sides[0].values[place])),
        after=told(float(found.sides[1].values[place])),
        change=told(float(found.changes.change[place]), is_signed=True),
        turn=str(TURNS[turn]),
        sign={Turn.GAINS: "higher", Turn.LOSES: "lower"}.get(turn, ""),
        way=before if before == after else f"{before} → {after}",
        note=area_note(found, place),
    )


def _persons(answer: ScenarioAnswer, place: int) -> str:
    value = float(answer.people.who.persons[place])
    return _("not known") if isnan(value) else told(value, 0)


def group_rows(ground: ScenarioGround, answer: ScenarioAnswer) -> tuple[GroupRow, ...]:
    """Return all groups of which the reader sees numbers; the one that the places are for comes first."""
    return tuple(
        GroupRow(
            name=people_words(people),
            gaining=told(change.gaining, 0),
            losing=told(change.losing, 0),
            same=told(change.same, 0),
            unknown=_unknown(ground, change),
            before=told(change.before),
            after=told(change.after),
        )
        for people, change in answer.groups
    )


def _unknown(ground: ScenarioGround, change: GroupChange) -> str:
    """Say for how many persons nothing is told, and in which areas nobody knows how many there are: those are no 0."""
    places = change.left_out
    if not places:
        return told(change.unknown, 0)
    where = ngettext("not known in %(number)s area", "not known in %(number)s areas", len(places))
    words = where % {"number": told(len(places), 0)}
    if len(places) <= _NAMED:
        words = f"{words} ({', '.join(ground.units[place].name for place in places)})"
    return f"{told(change.unknown, 0)}; {words}" if change.unknown else words


def change_rows(ground: ScenarioGround) -> tuple[ChangeRow, ...]:
    """Return the changes in their order."""
    last = len(ground.changes) - 1
    return tuple(
        ChangeRow(row.number, change_words(ground, place), row.made_by.name, place == last)
        for place, row in enumerate(ground.changes)
    )


def areas_csv(ground: ScenarioGround, answer: ScenarioAnswer) -> bytes:
    """Return all areas in frozen order as a file, with what has to be known of it above."""
    unit, way = unit_words(ground), _("Way to the nearest site in minutes")
    head: list[Cell] = [
        _("Key"),
        _("Area"),
        people_words(answer.people),
        f"{unit} ({_('before')})",
        f"{unit} ({_('after')})",
        _("Change"),
        _("Judgement"),
        f"{way} ({_('before')})",
        f"{way} ({_('after')})",
        _("Remark"),
    ]
    return to_csv([head, *(_line(ground, answer, place) for place in range(len(ground.units)))])


def _line(ground: ScenarioGround, answer: ScenarioAnswer, place: int) -> list[Cell]:
    found = answer.effect
    return [
        ground.units[place].key,
        ground.units[place].name,
        _plain(answer.people.who.persons[place]),
        _plain(found.sides[0].values[place]),
        _plain(found.sides[1].values[place]),
        _plain(found.changes.change[place]),
        str(TURNS[Turn(int(found.changes.turns[place]))]),
        _plain(found.ways[0][place]),
        _plain(found.ways[1][place]),
        area_note(found, place),
    ]


def _plain(value: float) -> Cell:
    """Return a number for a file: empty where there is none, no digits that nobody can stand for."""
    number = round(float(value), _DIGITS)
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() else number
