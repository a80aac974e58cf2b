# SPDX-License-Identifier: EUPL-1.2
"""Draws findings on outlines: one SVG with numbers, patterns, enlarged details and a text alternative."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.rendering.defects import Ground, Mark
from spatial.rendering.window import Window, window_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spatial.geometry.hierarchy import Areas

WIDTH, TALLEST, LOWEST = 400.0, 420.0, 140.0
DETAIL, SPACE, COLUMNS = (193.0, 130.0), 12.0, 2
MOST_MARKS, MOST_DETAILS, MOST_OUTLINES = 60, 12, 2_000
SMALL = 12.0  # units below which a finding is shown enlarged as well
KILOMETRE = 1000
RADIUS, LINE = 9.0, 16.0
NARROWEST_VIEW_M, WIDTHS_IN_VIEW = 8.0, 40.0
CROSSING_VIEW_M, CROSSING_SHARE = (30.0, 300.0), 0.05
PATTERNS = {
    "gap": "dots",
    "sliver_gap": "dots",
    "overlap": "cross",
    "sliver_overlap": "cross",
    "invalid": "slope",
    "duplicate_key": "bars",
    "total": "frame",
}
_FILLS = {
    "dots": '<circle cx="3" cy="3" r="1.4" fill="currentColor"/>',
    "cross": '<path d="M0 0L6 6M6 0L0 6" stroke="currentColor"/>',
    "slope": '<path d="M-1 5L1 7M0 0L6 6M5 -1L7 1" stroke="currentColor"/>',
    "bars": '<path d="M0 3L6 3" stroke="currentColor" stroke-width="1.5"/>',
    "frame": "",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences in the reader's language: title, description, and the name of each kind for the legend."""

    title: str
    description: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG, the numbers that are on it, and those of findings without a place or beyond `MOST_MARKS`."""

    svg: str
    drawn: tuple[int, ...]
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A mark with its ground and its point in metres."""

    mark: Mark
    shape: shapely.Geometry
    point: shapely.Geometry

    @property
    def pattern(self) -> str:
        return PATTERNS.get(self.mark.kind, "")

    @property
    def width(self) -> float:
        """The mean width 2A/P in metres, 0 for a point."""
        return float(2 * shapely.area(self.shape) / max(shapely.length(self.shape), 1e-9))

    def is_small(self, window: Window) -> bool:
        """Whether it cannot be made out on the window."""
        west, south, east, north = shapely.bounds(self.shape)
        is_tiny = max(east - west, north - south) * window.scale < SMALL
        return bool(is_tiny or 0 < self.width * window.scale < 1 or self.pattern == "slope")

    def view(self) -> np.ndarray:
        """Return what a detail shows: the finding with its surroundings, or where it is long and thin, its middle."""
        west, south, east, north = shapely.bounds(self.shape)
        longest = max(east - west, north - south)
        is_crossing = self.pattern == "slope"
        if is_crossing:
            side = float(np.clip(CROSSING_SHARE * longest, *CROSSING_VIEW_M))
        else:
            side = max(NARROWEST_VIEW_M, min(1.6 * longest, WIDTHS_IN_VIEW * self.width))
        is_whole = side >= longest and not is_crossing
        x, y = ((west + east) / 2, (south + north) / 2) if is_whole else shapely.get_coordinates(self.point)[0]
        return np.array([x - side / 2, y - side / 2, x + side / 2, y + side / 2])


def draw_findings(areas: Areas, marks: Sequence[Mark], words: Words, name: str = "findings") -> Drawing:
    """Draw the outlines of areas in grey with findings marked by number and pattern.

    Parameters
    ----------
    areas : Areas
        Keys and geometries (shape (n,), EPSG:4326), invalid ones included; None and empty ones are not
        drawn. Beyond `MOST_OUTLINES` areas the outline of all and the areas of findings are drawn.
    marks : sequence of Mark
        The most important first. The first `MOST_MARKS` with a place are drawn, the first
        `MOST_DETAILS` of those that are too small to be made out are shown enlarged as well.
    words : Words
        Title, description and names of kinds; the labels of the marks are added to the description.
    name : str
        Begins the ids in the SVG: unique on its page, letters, digits and hyphens.

    Returns
    -------
    Drawing
        The SVG scales to the width it is given, is drawn in the colour of the text around it, and holds
        no style, script or link. All foreign text in it is escaped.

    Raises
    ------
    ValueError
        If no area has ground, or the name has other characters.
    """
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise ValueError("The name of a drawing has letters, digits and hyphens only.")
    ground = Ground.of(areas)
    if not len(ground.valid) or shapely.is_empty(ground.valid).all():
        raise ValueError("There is no outline to draw.")
    placed = list(_placed(ground, marks))[:MOST_MARKS]
    sheet = _Sheet(ground, placed, words, name)
    drawn = tuple(one.mark.number for one in placed)
    left_out = tuple(mark.number for mark in marks if mark.number not in set(drawn))
    return Drawing(sheet.svg(), drawn, left_out)


def _placed(ground: Ground, marks: Sequence[Mark]) -> Iterator[_Placed]:
    for mark in marks:
        point = ground.point(mark.place)
        if point is not None:
            yield _Placed(mark, ground.shape(mark, point), point)


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """Puts the parts of a drawing below each other."""

    ground: Ground
    placed: Sequence[_Placed]
    words: Words
    name: str

    def svg(self) -> str:
        """Return the whole drawing."""
        main = self._main()
        details = [one for one in self.placed if one.is_small(main)][:MOST_DETAILS]
        below = replace(main, height=main.height + LINE)  # the scale stands under the map, not on it
        body = [_bar(below), self._outlines(main), *self._marks(main, self.placed)]
        top = below.height + SPACE
        for order, one in enumerate(details):
            row, column = divmod(order, COLUMNS)
            left = column * (DETAIL[0] + SPACE)
            body.append(self._detail(one, left, top + row * (DETAIL[1] + SPACE)))
        top += -(-len(details) // COLUMNS) * (DETAIL[1] + SPACE)
        body.append(self._legend(top))
        height = top + LINE * len(self._kinds())
        return f"{self._head(height)}{''.join(body)}</svg>"

    def _main(self) -> Window:
        bounds = shapely.total_bounds(self.ground.valid)
        aspect = (bounds[3] - bounds[1]) / max(bounds[2] - bounds[0], 1.0)
        return window_over(bounds, 0, 0, (WIDTH, min(TALLEST, max(LOWEST, WIDTH * aspect))))

    def _head(self, height: float) -> str:
        told = [self.words.description, *(f"{one.mark.number}: {one.mark.label}" for one in self.placed)]
        used = sorted({one.pattern for one in self.placed if _FILLS.get(one.pattern)})
        patterns = "".join(
            f'<pattern id="{self.name}-{one}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f"{_FILLS[one]}</pattern>"
            for one in used
        )
        return (
            f'<svg class="findings-drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}"'
            f' role="img" aria-labelledby="{self.name}-title" aria-describedby="{self.name}-text" font-size="12">'
            f'<title id="{self.name}-title">{escape(self.words.title)}</title>'
            f'<desc id="{self.name}-text">{escape(" ".join(filter(None, told)))}</desc><defs>{patterns}</defs>'
        )

    def _outlines(self, main: Window) -> str:
        shapes = self.ground.drawn
        if len(shapes) > MOST_OUTLINES:
            own = {
                place for one in self.placed for key in one.mark.keys for place in self.ground.positions.get(key, ())
            }
            shapes = as_geometries([shapely.union_all(self.ground.valid), *shapes[sorted(own)]])
        path = "".join(main.path(shape) for shape in shapes if shape is not None)
        return (
            f'<path class="findings-drawing__areas" d="{path}" fill="none" stroke="currentColor"'
            ' stroke-width="0.5" stroke-opacity="0.7"/>'
        )

    def _marks(self, window: Window, placed: Sequence[_Placed]) -> Iterator[str]:
        for one in placed:
            yield self._pattern(window, one)
        taken: list[tuple[float, float]] = []
        for one in placed:
            x, y = window.at(*shapely.get_coordinates(one.point)[0])
            taken.append(_free(x, y, taken, window))
            yield _leader((x, y), taken[-1])
        for one, spot in zip(placed, taken, strict=True):
            yield _number(one.mark, spot)

    def _pattern(self, window: Window, one: _Placed) -> str:
        path = window.clipped(one.shape)
        if not path or not one.pattern:
            return ""
        fill = f"url(#{self.name}-{one.pattern})" if _FILLS[one.pattern] else "none"
        dashes = "" if _FILLS[one.pattern] else ' stroke-dasharray="6 3"'
        return (
            f'<path class="findings-drawing__ground" d="{path}" fill="{fill}" stroke="currentColor"'
            f' stroke-width="1.2" fill-rule="evenodd"{dashes}/>'
        )

    def _detail(self, one: _Placed, left: float, top: float) -> str:
        window = window_over(one.view(), left, top, DETAIL, margin=0.0)
        box = shapely.box(*window.ground)
        near = shapely.STRtree(self.ground.valid).query(box, predicate="intersects")
        borders = shapely.boundary(self.ground.drawn[near])
        path = "".join(window.clipped(border) for border in borders)
        x, y = left + RADIUS + 3, top + RADIUS + 3
        return (
            f'<rect class="findings-drawing__frame" x="{left:g}" y="{top:g}" width="{DETAIL[0]:g}"'
            f' height="{DETAIL[1]:g}" fill="none" stroke="currentColor"/>'
            f'<path class="findings-drawing__areas" d="{path}" fill="none" stroke="currentColor"/>'
            f"{self._pattern(window, one)}{_cross(window, one)}{_number(one.mark, (x, y))}{_bar(window)}"
        )

    def _kinds(self) -> list[str]:
        return list(dict.fromkeys(one.mark.kind for one in self.placed if one.mark.kind in self.words.kinds))

    def _legend(self, top: float) -> str:
        rows = []
        for order, kind in enumerate(self._kinds()):
            y = top + order * LINE
            pattern = PATTERNS.get(kind, "")
            fill = f"url(#{self.name}-{pattern})" if _FILLS.get(pattern) else "none"
            dashes = ' stroke-dasharray="6 3"' if pattern == "frame" else ""
            rows.append(
                f'<rect x="1" y="{y + 1:g}" width="20" height="11" fill="{fill}" stroke="currentColor"{dashes}/>'
                f'<text x="28" y="{y + 11:g}" fill="currentColor">{escape(self.words.kinds[kind])}</text>'
            )
        return "".join(rows)


def _free(x: float, y: float, taken: Sequence[tuple[float, float]], window: Window) -> tuple[float, float]:
    """Return where a number can stand near its place without covering another or leaving the window."""
    for turn in range(120):
        distance, angle = RADIUS * turn / 6, turn * 2.4
        spot = x + distance * np.cos(angle), y + distance * np.sin(angle)
        inside = (
            window.left + RADIUS <= spot[0] <= window.left + window.width - RADIUS
            and window.top + RADIUS <= spot[1] <= window.top + window.height - RADIUS
        )
        if inside and all(np.hypot(spot[0] - a, spot[1] - b) >= 2 * RADIUS for a, b in taken):
            return float(spot[0]), float(spot[1])
    return x, y


def _leader(place: tuple[float, float], spot: tuple[float, float]) -> str:
    (x, y), (a, b) = place, spot
    if np.hypot(a - x, b - y) <= RADIUS:
        return ""
    return f'<path class="findings-drawing__leader" d="M{x:.1f} {y:.1f}L{a:.1f} {b:.1f}" stroke="currentColor"/>'


def _number(mark: Mark, spot: tuple[float, float]) -> str:
    x, y = spot
    return (
        f'<circle class="findings-drawing__paper" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS:g}" fill="#fff"'
        f' stroke="currentColor"/><text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11"'
        f' font-weight="700" fill="currentColor">{mark.number}</text>'
    )


def _cross(window: Window, one: _Placed) -> str:
    """Return a ring around the place of a finding that has no ground of its own to be filled, such as a crossing."""
    if shapely.area(one.shape) > 0 and one.pattern != "slope":
        return ""
    x, y = window.at(*shapely.get_coordinates(one.point)[0])
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="none" stroke="currentColor" stroke-width="2"/>'


def _bar(window: Window) -> str:
    length, metres = window.scale_bar()
    told = f"{metres // KILOMETRE} km" if metres >= KILOMETRE else f"{metres} m"
    right, bottom = window.left + window.width - 4, window.top + window.height - 5
    room = max(length, 6.5 * len(told)) + 6
    return (
        f'<rect class="findings-drawing__paper" x="{right - room + 3:.1f}" y="{bottom - 15:.1f}"'
        f' width="{room:.1f}" height="18" fill="#fff"/>'
        f'<path class="findings-drawing__scale" d="M{right - length:.1f} {bottom:.1f}h{length:.1f}"'
        ' stroke="currentColor" stroke-width="2"/>'
        f'<text x="{right:.1f}" y="{bottom - 4:.1f}" text-anchor="end" font-size="10" fill="currentColor">'
        f"{told}</text>"
    )
