# SPDX-License-Identifier: EUPL-1.2
"""Points that a reader asked for: the area in focus and the chosen ones, named in a picture of all areas."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.rendering.maptable import TableRow
from indicators.selectors.workbench.settling import Settled


@dataclass(frozen=True, slots=True)
class NamedDot:
    """A point that a reader asked for: where it lies, whose it is, whether its name stands to its left."""

    key: str
    name: str
    x: str
    y: str
    is_focus: bool
    is_left: bool


def named_dots(
    found: Settled, dots: Iterable[tuple[int, str, str]], middle: float, rows: Iterable[TableRow]
) -> tuple[NamedDot, ...]:
    """Name the point in focus and the chosen ones; one on the right of the `middle` has its name to its left.

    `dots` are places with where they lie in the picture.
    """
    focus = found.facts.focus.position if found.facts.focus else None
    meant, by_place = {focus, *found.chosen}, {row.position: row for row in rows}
    return tuple(
        NamedDot(
            key=by_place[place].area.key,
            name=by_place[place].area.name,
            x=x,
            y=y,
            is_focus=place == focus,
            is_left=float(x) > middle,
        )
        for place, x, y in dots
        if place in meant
    )
