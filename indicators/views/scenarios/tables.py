# SPDX-License-Identifier: EUPL-1.2
"""The tables of a scenario: every area before and after, every group, every change."""

from dataclasses import dataclass
from math import isnan
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
)

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
        note=area_note(ground, found, place),
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
