# SPDX-License-Identifier: EUPL-1.2
"""The file of a scenario: every area before and after, and above it what has to be known of it."""

from collections.abc import Sequence
from math import isfinite
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import date_words, language_of
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.scenarios.answer import ScenarioAnswer
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.stats.siting.comparing import Turn
from indicators.views.groundlines import layer_lines, network_lines
from indicators.views.mapfilefacts import Lines, source_lines
from indicators.views.readership import audience_line
from indicators.views.scenarios.words import (
    TURNS,
    area_note,
    mode_words,
    people_words,
    threshold_words,
    told,
    unit_words,
)
from sozialplanung.common.csvsafe import Cell, to_csv

_DIGITS: Final = 4


def areas_csv(organisation: NamedOrganisation, ground: ScenarioGround, answer: ScenarioAnswer, address: str) -> bytes:
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
    above: list[Sequence[Cell]] = [
        [f"{organisation.name}: {ground.scenario.name}"],
        [_("Scenario, no measurement.")],
        *audience_line(organisation, answer.people.ref.audience),
        *_preface(ground, answer),
        [_("Retrieved on"), date_words(timezone.localdate(), language_of(get_language()))],
        [_("Address"), address],
    ]
    return to_csv([*above, [], head, *(_line(ground, answer, place) for place in range(len(ground.units)))])


def _preface(ground: ScenarioGround, answer: ScenarioAnswer) -> Lines:
    """Say of whom, where, along which streets and to which sites this was computed."""
    row, version = ground.scenario, ground.version
    return (
        (_("Persons"), people_words(answer.people)),
        *source_lines(answer.people.definition),
        (_("Level"), version.level_name_plural),
        (_("Boundaries"), version.name),
        (_("Source of the boundaries"), version.attribution or version.publisher),
        *layer_lines(ground.entry, language_of(get_language())),
        *network_lines(ground.network),
        (_("How one moves"), mode_words(ground)),
        (_("Longest way in minutes"), told(row.minutes, 0)),
        (_("Judgement"), threshold_words(ground)),
    )


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
        area_note(ground, found, place),
    ]


def _plain(value: float) -> Cell:
    """Return a number for a file: empty where there is none, no digits that nobody can stand for."""
    number = round(float(value), _DIGITS)
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() else number
