# SPDX-License-Identifier: EUPL-1.2
"""The funnel as a drawing: plain numbers in, SVG paths out; wide for screens and paper, narrow for phones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.funnel_figures import FunnelFigures
from indicators.rendering.profile_numbers import Language, number
from indicators.stats.funnel import Place

Floats = npt.NDArray[np.float64]

WIDE: Final = (760, 420)
NARROW: Final = (300, 320)
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 28
_MOST_TICKS: Final = 6
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
# Triangles point to where the area lies; a dot is drawn by the round cap of a line without length.
_MARKS: Final = {
    Place.INSIDE: ("inside", "h0"),
    Place.ABOVE_95: ("above-95", "m0-5l4 8h-8z"),
    Place.ABOVE_998: ("above-998", "m0-5l4 8h-8z"),
    Place.BELOW_95: ("below-95", "m0 5l4-8h-8z"),
    Place.BELOW_998: ("below-998", "m0 5l4-8h-8z"),
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its label."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """All areas of one kind as one path."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class OwnMark:
    """The area that the reader came from."""

    x: str
    y: str
    label_x: str
    label_y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """Paths in the coordinates of the plot, whose corner lies at `left`, `top`."""

    width: int
    height: int
    left: int
    top: int
    plot_width: int
    plot_height: int
    target_y: str
    band_95: str
    band_998: str
    marks: tuple[Mark, ...]
    own: OwnMark | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where persons and percent land in the plot."""

    width: int
    height: int
    most: float
    low: float
    high: float

    def x(self, persons: Floats) -> Floats:
        return persons / self.most * self.width

    def y(self, percent: Floats) -> Floats:
        # Limits of tiny areas reach far beyond: just outside of the plot is far enough.
        inside = np.clip(percent, self.low - 1e3, self.high + 1e3)
        return (self.high - inside) / (self.high - self.low) * self.height


def funnel_drawing(figures: FunnelFigures, size: tuple[int, int], own: int | None, language: Language) -> FunnelDrawing:
    """Draw the funnel; `own` is the position of the area to be marked, None without one."""
    width, height = size[0] - _LEFT - _RIGHT, size[1] - _TOP - _BOTTOM
    x_ticks = _ticks(0.0, float(np.nanmax(figures.persons)), 4 if width < 400 else _MOST_TICKS)  # noqa: PLR2004
    y_ticks = _ticks(*_reach(figures), _MOST_TICKS)
    plane = _Plane(width, height, x_ticks[-1], y_ticks[0], y_ticks[-1])
    return FunnelDrawing(
        width=size[0],
        height=size[1],
        left=_LEFT,
        top=_TOP,
        plot_width=width,
        plot_height=height,
        target_y=_text(float(plane.y(np.array([figures.target]))[0])),
        band_95=_band(figures, plane, "95"),
        band_998=_band(figures, plane, "998"),
        marks=tuple(_mark(figures, plane, place) for place in _MARKS if figures.count(place)),
        own=_own(figures, plane, own),
        x_ticks=tuple(Tick(_text(float(plane.x(np.array([each]))[0])), number(each, 0, language)) for each in x_ticks),
        y_ticks=tuple(
            Tick(_text(float(plane.y(np.array([each]))[0])), number(each, _places(y_ticks), language))
            for each in y_ticks
        ),
    )


def _reach(figures: FunnelFigures) -> tuple[float, float]:
    """Return what the upright axis has to hold: all areas and, of the larger half of them, the limits."""
    bend = figures.curve["persons"].size // 2
    bounds = np.concatenate([figures.curve["lower_998"][bend:], figures.curve["upper_998"][bend:], figures.share])
    return float(np.nanmin(bounds)), float(np.nanmax(bounds))


def _ticks(low: float, high: float, most: int) -> Sequence[float]:
    """Return round numbers that hold both ends between them."""
    rough = max(high - low, 1e-9) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in _STEPS if power * each >= rough - 1e-12)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * place, 9) for place in range(first, max(last, first + 1) + 1)]


def _places(ticks: Sequence[float]) -> int:
    return 0 if all(float(each).is_integer() for each in ticks) else 1


def _band(figures: FunnelFigures, plane: _Plane, level: str) -> str:
    x = plane.x(figures.curve["persons"])
    above, below = (plane.y(figures.curve[f"{side}_{level}"]) for side in ("upper", "lower"))
    out = [f"{_text(a)} {_text(b)}" for a, b in zip(x.tolist(), above.tolist(), strict=True)]
    back = [f"{_text(a)} {_text(b)}" for a, b in zip(x.tolist()[::-1], below.tolist()[::-1], strict=True)]
    return f"M{'L'.join([*out, *back])}z"


def _mark(figures: FunnelFigures, plane: _Plane, place: Place) -> Mark:
    kind, shape = _MARKS[place]
    chosen = figures.place == place
    x, y = plane.x(figures.persons[chosen]).tolist(), plane.y(figures.share[chosen]).tolist()
    return Mark(kind, "".join(f"M{_text(a)} {_text(b)}{shape}" for a, b in zip(x, y, strict=True)))


def _own(figures: FunnelFigures, plane: _Plane, own: int | None) -> OwnMark | None:
    if own is None or figures.place[own] == Place.NOT_COMPARABLE:
        return None
    x, y = float(plane.x(figures.persons[own])), float(plane.y(figures.share[own : own + 1])[0])
    is_right = x > plane.width / 2
    label_y = y - 12 if y > plane.height / 2 else y + 20
    return OwnMark(
        _text(x), _text(y), _text(x - 10 if is_right else x + 10), _text(label_y), "end" if is_right else "start"
    )


def _text(value: float) -> str:
    # SVG knows the point only, whatever the reader's language.
    return f"{value:.1f}".removesuffix(".0")
