# SPDX-License-Identifier: EUPL-1.2
"""The panel of several indicators: table and lines as they stand without a script, and what a script reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.template.loader import render_to_string
from django.urls import reverse

from indicators.rendering.maptable import TableRow
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.crossdrawing import ParallelDrawing, Subject, parallel_drawing
from indicators.rendering.workbench.crosstable import FEWEST_DRAWN, MOST_DRAWN, Column, Cross, fifth_words
from indicators.rendering.workbench.further import MOST
from indicators.rendering.workbench.parts import RADAR
from indicators.rendering.workbench.radardrawing import RadarDrawing, radar_drawing, radar_warning
from indicators.selectors.workbench.settling import Settled
from indicators.views.workbench.controls import focused
from indicators.views.workbench.filterpanel import remaining


@dataclass(frozen=True, slots=True)
class CrossCell:
    """One figure, or why there is none: what fills its mark, and in which fifth it lies in words (empty for none)."""

    text: str
    style: str
    fifth: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One area over all indicators."""

    key: str
    name: str
    query: str
    is_focus: bool
    cells: tuple[CrossCell, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An indicator that may be put beside the first one."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """The indicators of one topic."""

    label: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class CrossPanel:
    """Several indicators of the period shown; drawings are None with fewer than three, `hidden` go with the form."""

    cross: Cross
    rows: tuple[CrossRow, ...]
    is_all: bool
    drawing: ParallelDrawing | None
    radar: RadarDrawing | None
    warning: str
    is_radar: bool
    lines_query: str
    radar_query: str
    can_draw: bool
    offers: tuple[OfferGroup, ...]
    chosen_offers: int
    most: int
    hidden: tuple[tuple[str, str], ...]
    address: str
    fifths: tuple[str, ...]


def cross_of_page(found: Settled, answer: Answer, rows: Sequence[TableRow]) -> CrossPanel | None:
    """Return the indicators of the period shown for the areas that are meant, for all where none is chosen."""
    cross, facts = answer.cross, found.facts
    if cross is None:
        return None
    focus = facts.focus.position if facts.focus else None
    meant = {*found.chosen, *(() if focus is None else (focus,))}
    shown = [row for row in remaining(facts, rows) if not found.chosen or row.position in meant]
    can_draw = len(cross.columns) >= FEWEST_DRAWN
    subjects = _subjects(found, {row.position: row for row in rows})
    offers = _offers(found, answer)
    return CrossPanel(
        cross=cross,
        rows=tuple(_row(found, cross, row) for row in shown),
        is_all=not found.chosen,
        drawing=parallel_drawing(cross.columns, subjects) if can_draw else None,
        radar=radar_drawing(cross.columns, subjects) if can_draw else None,
        warning=radar_warning(facts.language),
        is_radar=found.state.more.form == RADAR,
        lines_query=_drawn_as(found, ""),
        radar_query=_drawn_as(found, RADAR),
        can_draw=can_draw,
        offers=offers,
        chosen_offers=len(found.state.more.weitere),
        most=MOST,
        hidden=_hidden(found),
        address=reverse("indicators:workbench_cross", args=[facts.organisation.slug]),
        fifths=fifth_words(facts.language),
    )


def _row(found: Settled, cross: Cross, row: TableRow) -> CrossRow:
    cells = tuple(_cell(column, row.position, found.facts.language) for column in cross.columns)
    is_focus = row.area.key == found.state.areas.gebiet
    return CrossRow(row.area.key, row.area.name, focused(found.state, row.area.key), is_focus, cells)


def _cell(column: Column, place: int, language: Language) -> CrossCell:
    fifth, has_value = int(column.fifths[place]), not np.isnan(column.values[place])
    if not has_value:
        style = f"special-fill special-fill--{column.lacks[place].pattern}"
        return CrossCell(column.text(place, language), style, "", is_number=False)
    words = fifth_words(language)[fifth - 1] if fifth else ""
    return CrossCell(column.text(place, language), f"class-fill class-{fifth}" if fifth else "", words, is_number=True)


def _subjects(found: Settled, rows: dict[int, TableRow]) -> tuple[Subject, ...]:
    """Return the areas to draw: the one in focus and the chosen ones, as many as can be told apart."""
    focus = found.facts.focus.position if found.facts.focus else None
    first = [] if focus is None else [Subject("focus", rows[focus].area.name, rows[focus].area.key, 0, focus)]
    chosen = [place for place in found.chosen if place != focus][: MOST_DRAWN - len(first)]
    return (
        *(
            Subject("chosen", rows[place].area.name, rows[place].area.key, number, place)
            for number, place in enumerate(chosen, start=1)
        ),
        *first,
    )


def _drawn_as(found: Settled, form: str) -> str:
    """Return the query that draws areas in one form."""
    return replace(found.state, more=replace(found.state.more, form=form)).query()


def _offers(found: Settled, answer: Answer) -> tuple[OfferGroup, ...]:
    taken, chosen = {found.state.what.indikator, found.state.more.zweiter}, set(found.state.more.weitere)
    groups = (
        OfferGroup(
            group.label,
            tuple(
                Offer(each.value, str(each.label), each.value in chosen)
                for each in group.choices
                if each.value not in taken
            ),
        )
        for group in answer.view.controls.topics
    )
    return tuple(group for group in groups if group.offers)


def _hidden(found: Settled) -> tuple[tuple[str, str], ...]:
    """Return what the form of the panel carries along: everything else that the address says."""
    rest = replace(found.state, more=replace(found.state.more, weitere=()))
    return rest.texts()


def cross_script(cross: Cross) -> dict[str, Any]:
    """Return what a script draws the table and the lines from: figures as whole numbers, fifths as digits."""
    return {
        "code": cross.code,
        "words": render_to_string("indicators/workbench/_cross_words.html", {"cross": cross}),
        "columns": [_column_script(column) for column in cross.columns],
    }


def _column_script(column: Column) -> dict[str, Any]:
    whole = np.rint(column.values * 10.0**column.decimals)
    absent = next(iter(column.lacks.values()), None) if not column.is_there else None
    return {
        "name": column.name,
        "unit": column.unit,
        "decimals": column.decimals,
        "whole": column.whole,
        "values": [None if np.isnan(value) else int(value) for value in whole] if column.is_there else None,
        "fifths": "".join(str(fifth) for fifth in column.fifths.tolist()),
        "below": column.below.tolist() if column.is_there else None,
        "guessed": sorted(column.guessed),
        "lacks": {str(place): [lack.pattern, lack.words] for place, lack in column.lacks.items()}
        if column.is_there
        else {},
        "absent": None if absent is None else [absent.pattern, absent.words],
    }
