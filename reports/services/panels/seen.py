# SPDX-License-Identifier: EUPL-1.2
"""Panels that show one indicator as the workbench does: its map, its areas side by side, its course, its table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from indicators.rendering import maptable
from indicators.rendering.carried_words import as_estimate
from indicators.rendering.maptable import TableRow
from indicators.rendering.picture.sheet import Key, PictureFacts, sheet_of
from indicators.rendering.profile_numbers import number, period_words
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.ordering import ordered
from indicators.rendering.workbench.parts import LINE as COURSE
from indicators.rendering.workbench.reading import read_state
from indicators.selectors.maptables import map_table
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.settling import Settled, settled
from indicators.views.mapcolumns import ColumnHead
from indicators.views.workbench.filterpanel import remaining
from indicators.views.workbench.panels import courses_of
from indicators.views.workbench.picture import Drawn, line_drawn, map_drawn, ranking_drawn, source_words, svg_of
from indicators.views.workbench.script import heads
from reports.rendering.composition import Panel
from reports.rendering.document import Block, Cell, Column, Credit, Figure, FigureKey, Paragraph, Remark, Table
from reports.selectors.choices import is_plain_count
from reports.services.panels import carried
from reports.services.panels.content import PanelContent, Setting
from reports.services.panels.courses import told_courses
from sozialplanung.common.periods import PeriodError, parse
from spatial.selectors.levels import level

# Columns that say something to readers of a document; the others are for those who explore.
_TOLD: Final = (
    maptable.PARENT,
    maptable.VALUE,
    maptable.COUNT,
    maptable.DENOMINATOR,
    maptable.INTERVAL,
    maptable.COMPARISON,
    maptable.CHANGE,
)
_YEAR: Final = len("2018")
_HIDDEN: Final = frozenset({"suppressed", "confidential"})


def map_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return the map of an indicator with its sentence, legend and table."""
    found, problem = found_of(panel, setting)
    if found is None or (problem := unmappable(found)):
        return PanelContent(problem=problem)
    answer = answer_of(found.facts, found.state)
    drawn = map_drawn(found, answer)
    table = _area_table(found, answer, setting)
    period = answer.shown
    says = carried.said_of(found, answer)
    if drawn is None:
        shown: Block = table
    else:
        told = (_("Map of %(areas)s.") % {"areas": answer.view.areas}, *carried.sentences_of(found), period.sentence)
        explained = " ".join(filter(None, told))
        shown = _figure(panel, setting, (found, drawn), answer, (says, explained, table))
    remarks = carried.unsaid(found, remarks_on(answer))
    content = PanelContent((shown, *remarks), pins_of(found), credits_of(answer), answer.view.name)
    return replace(content, carried=carried.carried_of(found))


def unmappable(found: Settled) -> str:
    """Say why figures mislead on a map, and what to take instead; empty where they do not."""
    facts, ref = found.facts, found.facts.choice.ref
    definition = facts.definition_of(ref)
    if not (is_plain_count(definition) and facts.is_count(ref)):
        return ""
    told = _(
        "A map of numbers of persons or things shows above all which areas are large. Show “%(name)s” as “Areas side "
        "by side”, “Table” or “Key figures”, or choose a share for the map."
    )
    return told % {"name": definition.name}


def ranking_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return all areas side by side, in the order of their names unless the address says another one."""
    found, problem = found_of(panel, setting)
    if found is None:
        return PanelContent(problem=problem)
    answer, order = answer_of(found.facts, found.state), found.state.panels.reihenfolge
    rows = ordered(rows_of(found), order)
    if len(rows) == 1:
        return PanelContent(problem=_("There is one area alone: choose a level with several."))
    drawn = ranking_drawn(found, answer, rows)
    table = _area_table(found, answer, setting, rows=rows)
    told = _("%(areas)s side by side, each with its figure; the table names them in the same order.")
    explained = " ".join(filter(None, (told % {"areas": answer.view.areas}, answer.shown.sentence)))
    figure = _figure(panel, setting, (found, drawn), answer, (answer.view.period.headline, explained, table))
    title = _("%(name)s, all areas side by side") % {"name": answer.view.name}
    return PanelContent((figure, *remarks_on(answer)), pins_of(found), credits_of(answer), title)


def table_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return the figures of all areas of an indicator, in the order of their names."""
    found, problem = found_of(panel, setting)
    if found is None:
        return PanelContent(problem=problem)
    answer = answer_of(found.facts, found.state)
    blocks: tuple[Block, ...] = (
        Paragraph(carried.said_of(found, answer), is_lead=True),
        _area_table(found, answer, setting, panel.title),
        *carried.unsaid(found, remarks_on(answer)),
    )
    title = _("%(name)s as a table") % {"name": answer.view.name}
    content = PanelContent(blocks, pins_of(found), credits_of(answer), title)
    return replace(content, carried=carried.carried_of(found))


def line_content(panel: Panel, setting: Setting) -> PanelContent:
    """Return the course of an indicator: of the whole, and of the areas that its address names."""
    found, problem = found_of(panel, setting)
    if found is None:
        return PanelContent(problem=problem)
    answer = answer_of(found.facts, found.state)
    if answer.is_position:
        return PanelContent(problem=_("Positions among areas have no course over time: choose another indicator."))
    drawn = line_drawn(found, answer)
    if drawn is None or not courses_of(found, answer):
        return PanelContent(problem=_("There is no figure of the whole, and no area is chosen."))
    table = _course_table(found, answer, setting)
    told = told_courses(setting, found, courses_of(found, answer))
    # What is said of the whole as it was carried would be a claim of the panel alone.
    says = told.words or ("" if carried.course_of(found) else answer.course) or drawn.title
    drawn = replace(drawn, keys=(*drawn.keys, *map(_key, carried.course_sentences(found, answer))))
    figure = _figure(panel, setting, (found, drawn), answer, (says, _breaks(answer), table))
    remarks = _remarks(each.text for each in answer.view.breaks)
    pins = told.pins.union(*(ref.behind for ref in found.facts.choice.series))
    title = _("%(name)s over time") % {"name": answer.view.name}
    content = PanelContent((figure, *remarks), pins, credits_of(answer), title)
    return replace(content, carried=carried.course_of(found))


def _key(words: str) -> Key:
    return Key("", words)


def pins_of(found: Settled) -> frozenset[int]:
    """Return the releases that are shown, and those since which it changed: figure and change tell the earlier ones.

    What was carried rests on the release that was counted, and on all from which its errors were learnt.
    """
    ref, facts = found.facts.choice.ref, found.facts
    since = facts.contents[ref.id].change.since
    return ref.behind.union(*(each.behind for each in facts.choice.series if each.period == since))


def found_of(panel: Panel, setting: Setting) -> tuple[Settled | None, str]:
    """Read what the address of a panel means; where something of it is not published, say so."""
    reading = read_state(parse_qsl(panel.query), setting.language)
    ground = reading.state.what.umgerechnet
    if problem := carried.refused_ground(panel, ground, ground):
        return None, problem
    state = replace(reading.state, panels=replace(reading.state.panels, tafeln=(COURSE,)))
    found = settled(setting.organisation, replace(reading, state=state), setting.language)
    if found is not None and (day := _day_in(found, state.what.stand)):
        state = replace(state, what=replace(state.what, stand=day))
        found = settled(setting.organisation, replace(reading, state=state), setting.language)
    if found is None:
        return None, _("Nothing is published here yet.")
    asked = state.what
    there = found.state.what
    if problem := carried.refused_ground(panel, ground, there.umgerechnet):
        return None, problem
    pairs = (
        # An indicator that is not published has no name for these readers: it is told as it is written.
        (asked.indikator, there.indikator, lambda slug, _setting: slug),
        (asked.ebene, there.ebene, _level_called),
        (asked.stand, there.stand, _period_called),
    )
    missing = [called(wanted, setting) for wanted, got, called in pairs if wanted and wanted != got]
    if missing:
        return None, _("This is not published for these readers: %(what)s.") % {"what": ", ".join(missing)}
    if reading.state.filters.filter and not found.state.filters.filter:
        return None, _("No area of this level lies within the area that is shown: choose a finer level.")
    return found, ""


def _level_called(slug: str, setting: Setting) -> str:
    row = level(setting.organisation, slug)
    return row.name_plural if row else slug


def _period_called(code: str, setting: Setting) -> str:
    try:
        return period_words(parse(code), setting.language)
    except PeriodError:
        return code


def _day_in(found: Settled, year: str) -> str:
    """Return the one period of a year that a panel names alone; empty where it names a period, or there are several."""
    days = [ref.period for ref in found.facts.choice.series if ref.period.startswith(f"{year}-")]
    return days[0] if len(year) == _YEAR and len(days) == 1 else ""


def _figure(
    panel: Panel, setting: Setting, shown: tuple[Settled, Drawn], answer: Answer, words: tuple[str, str, Table]
) -> Figure:
    """Set a drawing with its legend as a picture; its words stand beside it, not in it."""
    (found, drawn), (says, alternative, table) = shown, words
    bare = PictureFacts("", "", *drawn.size, (*drawn.keys, *carried.keys_of(panel, found)), "", ())
    sheet, drawing = sheet_of(bare), sheet_of(replace(bare, keys=()))
    return Figure(
        name=f"{setting.name}bild",
        title=panel.title or answer.view.name,
        says=says,
        svg=str(svg_of(drawn, bare)),
        width=float(sheet.width),
        height=float(sheet.height),
        alternative=f"{says}. {alternative}".replace("..", "."),
        table=table,
        source=source_of(answer, carried.day_of(found, answer)),
        keys=tuple(FigureKey(key.fill, key.words, key.dashes) for key in bare.keys),
        legend_top=float(drawing.height),
        more=_more(found),
    )


def _more(found: Settled) -> str:
    """Return the query under which „Analyse“ shows the same and lets readers choose other periods and areas."""
    ref, focus = found.facts.choice.ref, found.facts.focus
    ground = found.state.what.umgerechnet
    asked = {
        "indikator": ref.indicator,
        "ebene": ref.level,
        "gebietsstand": "" if ground else ref.edition,
        "umgerechnet": ground,
        "stand": ref.period,
        "gebiet": focus.key if focus else "",
    }
    return urlencode({name: text for name, text in asked.items() if text})


def _area_table(
    found: Settled, answer: Answer, setting: Setting, title: str = "", *, rows: Sequence[TableRow] | None = None
) -> Table:
    period = answer.shown
    told = [head for head in heads(answer, period) if head.column in _TOLD]
    rows = rows_of(found) if rows is None else rows
    ref = found.facts.choice.ref
    decimals = found.facts.contents[ref.id].decimals
    cells = tuple(_row(row, told, decimals) for row in rows)
    if ref.is_converted:
        cells = carried.with_ranges(found, rows, [""] + [head.column for head in told], cells)
    marks = carried.marks_of(found, rows) if ref.is_converted else ()
    if marks:
        cells = tuple((*row, mark) for row, mark in zip(cells, marks, strict=True))
    return Table(
        name=f"{setting.name}werte",
        caption=carried.day_of(found, answer, title or answer.view.name),
        columns=(
            Column(answer.view.level_name),
            *(Column(head.label, head.unit, head.is_number) for head in told),
            *((Column(_("Conversion")),) if marks else ()),
        ),
        rows=cells,
        notes=(*carried.sentences_of(found), *notes_of(rows)),
        source=source_of(answer, carried.day_of(found, answer)),
    )


def rows_of(found: Settled) -> tuple[TableRow, ...]:
    """Return the areas that are shown, in the order of their names."""
    return remaining(found.facts, map_table(found.facts).rows)


def _row(row: TableRow, told: Iterable[ColumnHead], decimals: int) -> tuple[Cell, ...]:
    by_column = {cell.column: cell for cell in row.cells}
    return (Cell(row.area.name), *(cell_of(by_column[head.column], row.status, decimals) for head in told))


def cell_of(cell: maptable.Cell, status: str, decimals: int) -> Cell:
    """Return a cell as files have it: its number beside its words where it has one."""
    if cell.column == maptable.INTERVAL or not (cell.is_number and cell.sort):
        is_hidden = cell.column == maptable.VALUE and status in _HIDDEN
        return Cell(cell.text, is_hidden=is_hidden)
    whole = cell.column in {maptable.COUNT, maptable.DENOMINATOR}
    return Cell(cell.text, float(cell.sort), 0 if whole else decimals)


def notes_of(rows: Iterable[TableRow]) -> tuple[str, ...]:
    """Say what is meant where a figure is kept secret."""
    kinds = {row.status for row in rows}
    hidden = _("“Suppressed” means: the figure is known but not shown, so that nothing is told of single persons.")
    return (hidden,) if kinds & _HIDDEN else ()


def _course_table(found: Settled, answer: Answer, setting: Setting) -> Table:
    courses = courses_of(found, answer)
    view, language = answer.view, setting.language
    rows = []
    for place, period in enumerate(answer.periods):
        cells = [Cell(period.view.named)]
        for course in courses:
            value = course.values[place]
            told = _("no figure") if value is None else number(value, view.decimals, language)
            told = as_estimate(told, language, is_guess=place in course.guessed)
            cells.append(Cell(told, value, view.decimals))
        rows.append(tuple(cells))
    return Table(
        name=f"{setting.name}werte",
        caption=_("%(name)s over time") % {"name": view.name},
        columns=(Column(_("As of")), *(Column(course.name, view.unit, is_number=True) for course in courses)),
        rows=tuple(rows),
        notes=(*carried.course_sentences(found, answer), *(each.text for each in view.breaks)),
        source=source_of(answer),
    )


def _breaks(answer: Answer) -> str:
    return " ".join(f"{each.between}: {each.text}" for each in answer.view.breaks)


def remarks_on(answer: Answer) -> tuple[Remark, ...]:
    """Return what has to be known of the figures of the period shown."""
    return _remarks((*answer.shown.footnotes, *(each.text for each in answer.shown.remarks)))


def _remarks(texts: Iterable[str]) -> tuple[Remark, ...]:
    return tuple(Remark(text) for text in dict.fromkeys(texts) if text)


def source_of(answer: Answer, day: str = "") -> str:
    """Name the source of the figures shown, and their day, in other words where these are given."""
    told = {"source": source_words(answer.view), "day": day or answer.shown.view.label}
    return _("%(source)s. As of %(day)s.") % told


def credits_of(answer: Answer) -> tuple[Credit, ...]:
    """Return the sources of the figures with their licences."""
    return tuple(
        Credit(f"{source.attribution} ({source.title})", group.name, group.url)
        for group in answer.view.licences
        for source in group.sources
    )
