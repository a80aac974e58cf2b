# SPDX-License-Identifier: EUPL-1.2
"""The panel of two maps beside each other: what it draws without a script, and what a script reads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.template.loader import render_to_string

from indicators.rendering.carried_words import as_estimate
from indicators.rendering.profile_numbers import with_unit
from indicators.rendering.sentences import status_words
from indicators.rendering.workbench.answer import Answer, AreaGround
from indicators.rendering.workbench.facing import Facing, Side
from indicators.rendering.workbench.parts import FACING, SWIPED
from indicators.selectors.workbench.settling import Settled
from indicators.views.workbench.smallmaps import Fill, Sheet, fills_of
from sozialplanung.common.statuses import WITH_VALUE, Status

# One character for the place of a fill in the legend.
CODES: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class FacingMap:
    """One of both maps on one boundary version; hidden where another one is shown."""

    at: int
    sheet: Sheet
    fills: tuple[Fill, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class FacingRow:
    """One area of the table: its figures on both maps, or why there is none."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class FacingPanel:
    """Two maps of the period shown; `ways` lead to both arrangements."""

    facing: Facing
    maps: tuple[FacingMap, ...]
    rows: tuple[FacingRow, ...]
    is_swiped: bool
    beside_query: str
    over_query: str


def facing_editions(answer: Answer) -> tuple[str, ...]:
    """Return the boundary versions that both maps need over all periods."""
    return tuple(dict.fromkeys(side.edition for facing in answer.facings for side in facing.sides or ()))


def facing_of_page(found: Settled, answer: Answer, sheets: Mapping[str, Sheet]) -> FacingPanel | None:
    """Return two maps of the period shown; None where the panel is closed."""
    facing, panels = answer.facing, found.state.panels
    if facing is None or FACING not in panels.tafeln:
        return None
    queries = [replace(found.state, panels=replace(panels, anordnung=each)).query() for each in ("", SWIPED)]
    return FacingPanel(
        facing=facing,
        maps=tuple(each for at in (0, 1) for each in _maps(found, answer, at, sheets)),
        rows=_rows(found, answer, facing.sides) if facing.sides else (),
        is_swiped=panels.anordnung == SWIPED,
        beside_query=queries[0],
        over_query=queries[1],
    )


def _maps(found: Settled, answer: Answer, at: int, sheets: Mapping[str, Sheet]) -> list[FacingMap]:
    """Return the map of one side, on every boundary version that some period needs there."""
    editions = dict.fromkeys(each.sides[at].edition for each in answer.facings if each.sides)
    shown = answer.facing.sides[at] if answer.facing and answer.facing.sides else None
    made = []
    for edition in editions:
        sheet = sheets.get(edition)
        if sheet is None:
            continue
        is_shown = shown is not None and shown.edition == edition
        styles = _styles(found, shown) if shown is not None and is_shown else [""] * len(sheet.paths)
        made.append(FacingMap(at, sheet, fills_of(styles), is_shown))
    return made


def _styles(found: Settled, side: Side) -> list[str]:
    """Return what fills each area; outside a filter it is grey or gone, as in the period shown."""
    facts, ref = found.facts, found.facts.choice.ref
    if facts.filtering is None:
        return [each.style for each in side.fills]
    judged = ref if ref.edition == side.edition else facts.choice.series[side.position]
    sieve = facts.filtering.sieves[judged.id]
    return [sieve.style_of(place) or each.style for place, each in enumerate(side.fills)]


def _rows(found: Settled, answer: Answer, sides: tuple[Side, Side]) -> tuple[FacingRow, ...]:
    """Return the figures of both maps by the names of the areas; of an area that one of both lacks a dash."""
    numbers = {area.number: place for place, area in enumerate(_ground(answer, sides[0]).areas)}
    ground = _ground(answer, sides[1])
    filtering, ref = found.facts.filtering, found.facts.choice.ref
    sieve = None if filtering is None else filtering.sieves[ref.id]
    rows = []
    for place in ground.by_name:
        if sieve is not None and ref.edition == sides[1].edition and sieve.is_gone(place):
            continue
        other = numbers.get(ground.areas[place].number)
        first = "–" if other is None else _text(found, sides[0], other)
        rows.append(FacingRow(ground.areas[place].name, first, _text(found, sides[1], place)))
    return tuple(rows)


def _ground(answer: Answer, side: Side) -> AreaGround:
    return next(each for each in answer.grounds if each.edition == side.edition)


def _text(found: Settled, side: Side, place: int) -> str:
    facts = found.facts
    ref = facts.choice.series[side.position]
    if side.is_second:
        return facts.pairs[ref.id].second_text(place, facts.language) or side.fills[place].label
    content = facts.contents[ref.id]
    status = Status(int(content.status[place]))
    if status not in WITH_VALUE:
        return status_words(status, facts.language, facts.reasons_at(ref).get(place, ""))
    unit = facts.definition_of(ref).unit_of_measure
    told = with_unit(float(content.numbers["value"].values[place]), content.decimals, unit, facts.language)
    return as_estimate(told, facts.language, is_guess=facts.is_guess(ref, place))


def facing_script(answer: Answer, position: int) -> dict[str, Any] | None:
    """Return what one period says of both maps: words, and by area what fills it; None where nobody looks."""
    if not answer.facings:
        return None
    facing = answer.facings[position]
    words = {"words": render_to_string("indicators/workbench/_facing_words.html", {"facing": facing})}
    if facing.sides is None:
        return words
    return {
        **words,
        "palette": facing.palette,
        "colours": facing.colours,
        "canSwipe": facing.can_swipe,
        "styles": [key.style for key in facing.keys],
        "labels": [key.label for key in facing.keys],
        "sides": [_side_script(facing, at) for at in (0, 1)],
    }


def _side_script(facing: Facing, at: int) -> dict[str, Any]:
    side = (facing.sides or ())[at]
    return {
        "caption": render_to_string("indicators/workbench/_facing_caption.html", {"side": side}),
        "name": f"{side.name}, {side.label}",
        "edition": side.edition,
        "position": side.position,
        "isSecond": side.is_second,
        "codes": "".join(CODES[code] for code in facing.codes(at)),
    }
