# SPDX-License-Identifier: EUPL-1.2
"""The panel of the funnel: what it draws without a script, and what a script reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from indicators.rendering.maptable import DENOMINATOR, TableRow
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench.answer import Answer, PeriodAnswer
from indicators.rendering.workbench.funneldrawing import FunnelDrawing, funnel_drawing
from indicators.rendering.workbench.funnels import FunnelPoints, place_words
from indicators.selectors.workbench.settling import Settled
from indicators.stats.funnel import Place
from indicators.views.workbench.comparescript import axis_script
from indicators.views.workbench.marks import NamedDot, named_dots


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One area of the table: its denominator, its figure and its place in the funnel, or why it has none."""

    name: str
    persons: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class FunnelPanel:
    """The funnel of the period shown; `drawing` is None where there is none, `spread_url` leads to more of it."""

    points: FunnelPoints
    drawing: FunnelDrawing | None
    named: tuple[NamedDot, ...]
    rows: tuple[FunnelRow, ...]
    spread_url: str


def funnel_of_page(found: Settled, answer: Answer, rows: tuple[TableRow, ...]) -> FunnelPanel | None:
    """Return the funnel of the period shown; None where the panel is closed."""
    funnels, position = answer.funnels, answer.shown.view.position
    if funnels is None:
        return None
    points, drawing = funnels.periods[position], funnel_drawing(funnels, position)
    dots = () if drawing is None else [(dot.place, dot.x, dot.y) for dot in drawing.dots]
    middle = 0.0 if drawing is None else (drawing.left + drawing.right) / 2
    return FunnelPanel(
        points=points,
        drawing=drawing,
        named=named_dots(found, dots, middle, rows),
        rows=tuple(_rows(points, rows, found.facts.language)) if drawing else (),
        spread_url=_spread_url(found, answer) if drawing and answer.view.has_spread else "",
    )


def _spread_url(found: Settled, answer: Answer) -> str:
    page = reverse("indicators:spread", args=[found.facts.organisation.slug, answer.view.slug])
    return f"{page}?{answer.shown.view.query}"


def _rows(points: FunnelPoints, rows: Iterable[TableRow], language: Language) -> Iterable[FunnelRow]:
    for row in rows:
        cells = {cell.column: cell.text for cell in row.cells}
        words = place_words(Place(int(points.places[row.position])), language)
        yield FunnelRow(row.area.name, cells.get(DENOMINATOR, ""), cells.get("value", ""), words)


def funnel_axes(answer: Answer) -> dict[str, Any] | None:
    """Return what all periods share: both axes, and the sizes along which limits are drawn."""
    funnels = answer.funnels
    if funnels is None:
        return None
    return {
        "x": axis_script(funnels.x),
        "y": axis_script(funnels.y),
        "sizes": funnels.sizes.tolist(),
    }


def funnel_script(answer: Answer, period: PeriodAnswer) -> dict[str, Any] | None:
    """Return what one period says of its funnel; `limits` is None where there is none."""
    funnels = answer.funnels
    if funnels is None:
        return None
    points, curves = funnels.periods[period.view.position], funnels.curves[period.view.position]
    return {
        "words": render_to_string("indicators/workbench/_funnel_words.html", {"points": points}),
        "target": points.target,
        "places": "".join(str(code) for code in points.places.tolist()),
        "limits": None if curves is None else {name: limits.tolist() for name, limits in curves.limits.items()},
    }
