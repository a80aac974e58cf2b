# SPDX-License-Identifier: EUPL-1.2
"""The panel that shows how areas spread: what it draws without a script, and what a script reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.template.loader import render_to_string

from indicators.rendering.maptable import TableRow
from indicators.rendering.profile_numbers import Language, number
from indicators.rendering.workbench.answer import Answer, PeriodAnswer
from indicators.rendering.workbench.distribution import Distribution
from indicators.rendering.workbench.distributiondrawing import DistributionDrawing, distribution_drawing
from indicators.rendering.workbench.drawing import bar_of
from indicators.selectors.workbench.settling import Settled
from indicators.stats.boxes import Box
from indicators.views.workbench.panels import MOST_NAMED


@dataclass(frozen=True, slots=True)
class MeantRow:
    """An area that a reader asked for: its name, its figure or why there is none, its place on the axis."""

    name: str
    text: str
    x: str
    is_focus: bool


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A box in numbers: whose it is, of how many areas, its ends as they are written, how many lie beyond."""

    name: str
    count: str
    ends: tuple[str, ...]
    beyond: str


@dataclass(frozen=True, slots=True)
class DistributionPanel:
    """How areas spread in the period shown."""

    distribution: Distribution
    drawing: DistributionDrawing
    meant: tuple[MeantRow, ...]
    rows: tuple[BoxRow, ...]


def distribution_of_page(found: Settled, answer: Answer, rows: Iterable[TableRow]) -> DistributionPanel | None:
    """Return the boxes of the period shown; None where the panel is closed."""
    distribution, shown = answer.distribution, answer.shown
    if distribution is None:
        return None
    # An estimate is no stroke among the others, and is told in words where the area is meant.
    facts, values = found.facts, found.facts.counted(found.facts.choice.ref).numbers["value"].values
    by_place = {row.position: row for row in rows}
    focus = facts.focus.position if facts.focus else None
    named = [*([] if focus is None else [focus]), *(place for place in found.chosen if place != focus)]
    boxes = [(answer.view.areas, distribution.box), *((group.name, group.box) for group in distribution.groups)]
    return DistributionPanel(
        distribution=distribution,
        drawing=distribution_drawing(
            distribution,
            (values, {place: f"{row.area.name}: {_figure(row)}" for place, row in by_place.items()}),
            shown.histogram,
            (answer.axis, shown.view.inner, shown.city),
        ),
        meant=tuple(
            MeantRow(
                by_place[place].area.name,
                _figure(by_place[place]),
                "" if np.isnan(values[place]) else bar_of(float(values[place]), answer.axis).end,
                place == focus,
            )
            for place in named[:MOST_NAMED]
        ),
        rows=tuple(_row(name, box, answer.view.decimals, facts.language) for name, box in boxes),
    )


def _figure(row: TableRow) -> str:
    return next((cell.text for cell in row.cells if cell.column == "value"), "")


def _row(name: str, box: Box, decimals: int, language: Language) -> BoxRow:
    return BoxRow(
        name=name,
        count=number(box.n, 0, language),
        ends=tuple(number(end, decimals, language) for end in box.ends or ()),
        beyond=number(len(box.outliers), 0, language),
    )


def distribution_script(answer: Answer, period: PeriodAnswer) -> dict[str, Any] | None:
    """Return what one period says of the spread: boxes as numbers, the areas beyond by their places, words."""
    if not answer.distributions:
        return None
    distribution = answer.distributions[period.view.position]
    words = {"distribution": distribution}
    return {
        "words": render_to_string("indicators/workbench/_distribution_words.html", words),
        "all": _box_script(distribution.box),
        "groups": [{"name": group.name, **_box_script(group.box)} for group in distribution.groups],
    }


def _box_script(box: Box) -> dict[str, Any]:
    return {"n": box.n, "ends": box.ends, "beyond": box.outliers}
