# SPDX-License-Identifier: EUPL-1.2
"""What the panels that compare areas show before, and without, a script."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from indicators.rendering.maptable import TableRow, name_order
from indicators.rendering.pairs import Measure
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.parts import SCATTER
from indicators.rendering.workbench.scatter import Scatter
from indicators.rendering.workbench.scatterdrawing import ScatterDrawing, scatter_drawing
from indicators.rendering.workbench.sieve import GONE
from indicators.selectors.workbench.settling import Settled
from indicators.views.workbench.crosspanel import cross_of_page
from indicators.views.workbench.distributionpanel import distribution_of_page
from indicators.views.workbench.filterpanel import remaining
from indicators.views.workbench.funnelpanel import funnel_of_page
from indicators.views.workbench.marks import NamedDot, named_dots
from indicators.views.workbench.panels import style_of


@dataclass(frozen=True, slots=True)
class ScatterRow:
    """One area of the table: both figures, or why there is none."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class ScatterPanel:
    """Two indicators of the period shown: points, the axes in words, the rows of the table."""

    first: str
    second: str
    scatter: Scatter
    drawing: ScatterDrawing
    across: str
    up: str
    named: tuple[NamedDot, ...]
    rows: tuple[ScatterRow, ...]


def compare_panels(found: Settled, answer: Answer, every: Iterable[TableRow]) -> dict[str, Any]:
    """Return what the open panels of comparison show, from the rows of all areas."""
    # Their tables go by name, whatever the order of the ranking.
    every = tuple(sorted(every, key=lambda row: name_order(row.area)))
    return {
        # Boxes and funnel are statistics: they are those of all areas, whatever a filter says.
        "distribution": distribution_of_page(found, answer, every),
        "funnel": funnel_of_page(found, answer, every),
        "crossed": cross_of_page(found, answer, every),
        "has_scatter": SCATTER in found.state.panels.tafeln,
        "scatter": scatter_of_page(found, answer, remaining(found.facts, every))
        if answer.scatters is not None
        else None,
    }


def scatter_of_page(found: Settled, answer: Answer, rows: tuple[TableRow, ...]) -> ScatterPanel | None:
    """Return the points of the period shown; None without a second indicator."""
    facts, ref = found.facts, found.facts.choice.ref
    pair, scatter, scatters = facts.pairs.get(ref.id), answer.scatter, answer.scatters
    if pair is None or scatter is None or scatters is None:
        return None
    styles = [style_of(facts, ref, place, int(number)) for place, number in enumerate(pair.classes)]
    drawing = scatter_drawing(scatters, scatter, (pair.first.bounds, pair.second_measure.bounds), styles)
    drawing = replace(drawing, dots=tuple(dot for dot in drawing.dots if dot.style != GONE))
    by_place = {row.position: _row(found, row) for row in rows}
    return ScatterPanel(
        first=pair.first.name,
        second=pair.second_measure.name,
        scatter=scatter,
        drawing=drawing,
        across=axis_words(pair.first),
        up=axis_words(pair.second_measure),
        named=named_dots(
            found, [(dot.place, dot.x, dot.y) for dot in drawing.dots], (drawing.left + drawing.right) / 2, rows
        ),
        rows=tuple(by_place[row.position] for row in rows),
    )


def axis_words(measure: Measure) -> str:
    """Name an axis with its unit."""
    return f"{measure.name} ({measure.unit})" if measure.unit else measure.name


def _row(found: Settled, row: TableRow) -> ScatterRow:
    facts, ref = found.facts, found.facts.choice.ref
    pair = facts.pairs[ref.id]
    first = next((cell.text for cell in row.cells if cell.column == "value"), "")
    half = pair.halves.get(row.position)
    second = pair.second_text(row.position, facts.language) or (half.words if half else "")
    return ScatterRow(row.area.name, first, second)
