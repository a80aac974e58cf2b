# SPDX-License-Identifier: EUPL-1.2
"""What the panels show before, and without, a script: picture, ranking, course, table, the areas that are meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indicators.rendering.maplegend import PATTERNS
from indicators.rendering.maptable import Cell, TableRow
from indicators.rendering.pairs import Pair
from indicators.rendering.profile_inset import Frame
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.answer import Answer, Area
from indicators.rendering.workbench.drawing import Bar, Course, LineDrawing, bar_of, line_drawing
from indicators.rendering.workbench.fits import FitLine
from indicators.rendering.workbench.sieve import OUTSIDE
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.profile_drawings import drawing_of
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.settling import Settled
from indicators.views.mapcolumns import ColumnHead
from indicators.views.workbench.controls import focused, toggled_area
from indicators.views.workbench.filterpanel import outside_of, sieve_of
from indicators.views.workbench.ownoutline import own_path
from sozialplanung.common.statuses import WITH_VALUE, Status
from spatial.selectors import units

WIDTH, TALLEST = 760, 620
# More lines than these cannot be told apart; the others are drawn without a name.
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """One area of the picture: path data, what fills it, its name with its figure."""

    path: str
    style: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The map as the server draws it: areas in their classes, the one in focus and the chosen ones outlined.

    `own` is the outline of an area of one's own, `guessed` are those of the areas that show an estimate, as far as a
    filter leaves them in. `frame` says where other places land in it.
    """

    view_box: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    focus: str
    chosen: str
    frame: Frame
    own: str = ""
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One row of the ranking; `bar` is None where there is no figure, and `value` says why.

    The figure of an estimate, carried from other boundaries, stands beside a sign with its `note` for who sees none.
    """

    key: str
    query: str
    name: str
    value: str
    style: str
    bar: Bar | None
    is_focus: bool
    is_chosen: bool
    is_outside: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeantArea:
    """An area that is in focus or chosen: its name, its cells, and the address that lets it go or keeps it."""

    key: str
    name: str
    position: int
    cells: tuple[tuple[ColumnHead, Cell], ...]
    toggle: str
    is_chosen: bool
    leave: str = ""
    is_outside: bool = False


def style_of(facts: MapFacts, ref: ReleaseRef, position: int, number: int) -> str:
    """Return what fills an area: the colour or pattern of its class, why it has none, or that it is outside."""
    outside = facts.filtering.sieves[ref.id].style_of(position) if facts.filtering else ""
    if outside:
        return outside
    status = Status(int(facts.contents[ref.id].status[position]))
    if status in WITH_VALUE and number:
        return facts.schemes[ref.id].style_of(number)
    if status in WITH_VALUE and ref.id in facts.pairs:
        return f"special-fill special-fill--{facts.pairs[ref.id].halves[position].pattern}"
    return f"special-fill special-fill--{PATTERNS[status]}"


def picture_of(found: Settled, rows: Iterable[TableRow]) -> Picture | None:
    """Draw the map; None where there are no outlines."""
    facts, ref = found.facts, found.facts.choice.ref
    drawing = drawing_of(facts.organisation, facts.ground.shown, WIDTH, TALLEST)
    if drawing is None:
        return None
    content = facts.contents[ref.id]
    classes = facts.schemes[ref.id].classes_of(content)
    sieve = sieve_of(facts)

    def is_there(place: int) -> bool:
        return sieve is None or not sieve.is_gone(place)

    styles = {place: style_of(facts, ref, place, int(classes[place])) for place in range(content.size)}
    titles = {row.position: _title(facts.pairs.get(ref.id), row, facts.language) for row in rows}
    return Picture(
        view_box=drawing.view_box,
        width=drawing.width,
        height=drawing.height,
        shapes=tuple(
            Shape(path, styles[place], titles[place], facts_key)
            for place, (path, facts_key) in enumerate(zip(drawing.paths, _keys(facts), strict=True))
            if is_there(place)
        ),
        focus=drawing.paths[facts.focus.position] if facts.focus and is_there(facts.focus.position) else "",
        chosen="".join(drawing.paths[place] for place in found.chosen if is_there(place)),
        frame=drawing.frame,
        own=own_path(found.own, drawing.frame),
        guessed=tuple(
            drawing.paths[place] for place in facts.guessed_at(ref) if is_there(place) and styles[place] != OUTSIDE
        ),
    )


def _title(pair: Pair | None, row: TableRow, language: Language) -> str:
    """Name an area with its figure; of two indicators with both and what they come to."""
    title = f"{row.area.name}: {_cell(row, 'value')}"
    if pair is None:
        return title
    return "; ".join(filter(None, (title, pair.second_text(row.position, language), _cell(row, "class"))))


def _keys(facts: MapFacts) -> Iterator[str]:
    return (row.key for row in units.unit_rows(facts.ground.shown.id))


def ranking_of(found: Settled, answer: Answer, rows: Iterable[TableRow]) -> tuple[RankingRow, ...]:
    """Return the bars in the order of the rows."""
    facts, ref = found.facts, found.facts.choice.ref
    content = facts.contents[ref.id]
    values = content.numbers["value"].values
    classes = facts.schemes[ref.id].classes_of(content)
    rows, chosen = tuple(rows), set(found.chosen)
    outside = outside_of(facts, rows)
    return tuple(
        RankingRow(
            key=row.area.key,
            query=focused(found.state, row.area.key),
            name=row.area.name,
            value=told[0],
            style=style_of(facts, ref, row.position, int(classes[row.position])),
            bar=bar_of(float(values[row.position]), answer.axis) if _has_value(content, row.position) else None,
            is_focus=row.area.key == found.state.areas.gebiet,
            is_chosen=row.position in chosen,
            is_outside=row.position in outside,
            note=told[1],
        )
        for row in rows
        for told in [_told(facts, ref, row)]
    )


def _told(facts: MapFacts, ref: ReleaseRef, row: TableRow) -> tuple[str, str]:
    """Return the figure of an area and, of an estimate, apart from it what has to be known of it."""
    words = _cell(row, "value")
    if not facts.is_guess(ref, row.position):
        return words, ""
    figure, _between, note = words.partition(" ")
    return figure, note


def _has_value(content: SliceContent, position: int) -> bool:
    return Status(int(content.status[position])) in WITH_VALUE


def _cell(row: TableRow, column: str) -> str:
    return next((cell.text for cell in row.cells if cell.column == column), "")


def line_of(found: Settled, answer: Answer) -> LineDrawing:
    """Draw the course of the whole, of the area in focus and of the chosen ones, before the spread of all."""
    return line_drawing(answer.periods, answer.axis, courses_of(found, answer), has_bands=not answer.is_position)


def courses_of(found: Settled, answer: Answer) -> tuple[Course, ...]:
    """Return the lines: the whole where it has a value, the chosen areas, the one in focus above all."""
    whole = tuple(period.city for period in answer.periods)
    fits = tuple((run.first, run.last, run.whole) for run in answer.fits if run.whole is not None)
    courses = (
        [Course("city", found.facts.city_name, whole, fits=fits)] if any(each is not None for each in whole) else []
    )
    return (*courses, *_area_courses(found, answer))


def _area_courses(found: Settled, answer: Answer) -> Iterator[Course]:
    ground = answer.ground
    focus = found.facts.focus.position if found.facts.focus else None
    for number, place in enumerate((place for place in found.chosen if place != focus), start=1):
        yield _area_course(found, answer, ground.areas[place], number)
    if focus is not None:
        yield replace(_area_course(found, answer, ground.areas[focus], 0), kind="focus")


def _area_course(found: Settled, answer: Answer, area: Area, number: int) -> Course:
    return Course(
        "chosen",
        area.name,
        _values(found, answer, area.number),
        area.key,
        number,
        _fits(answer, area.number),
        _guessed(answer, area.number),
    )


def _guessed(answer: Answer, number: int) -> frozenset[int]:
    """Return the places of the periods in which an area shows an estimate."""
    at = _places(answer, number)
    return frozenset(
        place for place, period in enumerate(answer.periods) if at[period.view.edition] in set(period.guessed)
    )


def _fits(answer: Answer, number: int) -> tuple[tuple[int, int, FitLine], ...]:
    """Return the lines fitted to an area, wherever a ground has it."""
    found = []
    for run in answer.fits:
        ground = next(each for each in answer.grounds if each.edition == run.edition)
        place = next((place for place, area in enumerate(ground.areas) if area.number == number), None)
        line = run.areas[place] if place is not None else None
        if line is not None:
            found.append((run.first, run.last, line))
    return tuple(found)


def _values(found: Settled, answer: Answer, number: int) -> tuple[float | None, ...]:
    """Return the values of an area over all periods, wherever a ground has it."""
    places = _places(answer, number)
    values: list[float | None] = []
    for ref in found.facts.choice.series:
        content, place = found.facts.contents[ref.id], places[ref.edition]
        is_there = place is not None and _has_value(content, place)
        values.append(float(content.numbers["value"].values[place]) if is_there else None)
    return tuple(values)


def _places(answer: Answer, number: int) -> dict[str, int | None]:
    """Return the place of an area on each ground, None where it is not there."""
    return {
        ground.edition: next((place for place, area in enumerate(ground.areas) if area.number == number), None)
        for ground in answer.grounds
    }


def meant_areas(
    found: Settled, rows: Sequence[TableRow], heads: Sequence[ColumnHead]
) -> tuple[MeantArea | None, tuple[MeantArea, ...]]:
    """Return the area in focus, and the chosen ones in the order of their names."""
    by_place = {row.position: row for row in rows}
    focus = found.facts.focus
    meant = _meant(found, by_place[focus.position], heads) if focus else None
    chosen = tuple(_meant(found, row, heads) for row in rows if row.position in set(found.chosen))
    return meant, chosen


def _meant(found: Settled, row: TableRow, heads: Sequence[ColumnHead]) -> MeantArea:
    return MeantArea(
        key=row.area.key,
        name=row.area.name,
        position=row.position,
        cells=tuple(zip(heads, row.cells, strict=True)),
        toggle=toggled_area(found, row.position),
        is_chosen=row.position in found.chosen,
        leave=focused(found.state, ""),
        is_outside=(sieve := sieve_of(found.facts)) is not None and sieve.is_outside(row.position),
    )
