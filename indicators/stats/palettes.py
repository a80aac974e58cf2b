# SPDX-License-Identifier: EUPL-1.2
"""The colours of classes, and the gate that each palette has to pass before it is offered."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Final, Literal

from indicators.stats.colour import VISIONS, distance, to_lab

Kind = Literal["sequential", "diverging", "qualitative", "bivariate"]

LEAST_DISTANCE: Final = 9.0
LEAST_STEP: Final = 10.0


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gate measured: the smallest colour distance, for which eyes, and the lightness steps.

    `least_step` is the smallest fall of lightness from a class to the next darker one; a step in the
    wrong direction is negative. Colours of groups have no order and no step: infinity.
    """

    least_distance: float
    vision: str
    least_step: float

    @property
    def has_passed(self) -> bool:
        """Whether the palette may be offered."""
        return self.least_distance >= LEAST_DISTANCE and self.least_step >= LEAST_STEP


# The same colours as static/css/tokens.css; a test holds both together.
_SEQUENTIAL: Final = {
    3: ("#e2e189", "#019dae", "#004492"),
    4: ("#e5e48c", "#40b6a4", "#01749d", "#003778"),
    5: ("#e8e78e", "#6bc19f", "#078e9e", "#01598b", "#002a5f"),
    6: ("#eeed94", "#84cd9d", "#00a5a3", "#017693", "#034b7a", "#002454"),
    7: ("#f4f299", "#97d69d", "#3eb4a3", "#078c9b", "#046487", "#003f6c", "#001e48"),
}
_NEUTRAL: Final = {
    3: ("#e9e7f0", "#b9afca", "#8d79a2"),
    4: ("#e9e7f0", "#c2bbd0", "#9d90b0", "#7b6790"),
    5: ("#e9e7f0", "#c4bfd1", "#a298b2", "#817394", "#624f76"),
}
_DIVERGING: Final = {
    3: ("#a383f0", "#efeeea", "#d6822e"),
    4: ("#8265ce", "#d3bff8", "#f2be95", "#b26309"),
    5: ("#7c60c8", "#baa2e8", "#efeeea", "#dda16f", "#ac5e01"),
    6: ("#6c51b8", "#a78edb", "#e0d0fe", "#facfad", "#cd8d55", "#965200"),
    7: ("#6147ad", "#937bcb", "#c4b0e8", "#efeeea", "#e2b087", "#ba793e", "#884900"),
}
# Groups that have no order. No red and no green of a traffic light, and no colour louder than the others.
_GROUPS: Final = ("#5d5fa3", "#bfdca0", "#c27f9f", "#7a5c3e", "#f6c3dc", "#9d9b45", "#93a0ee")
# Two measures in three classes each: the first grows to the right, the second downwards; row by row.
_BIVARIATE: Final = (
    "#e8e6e6", "#efc08d", "#cb8019",
    "#a3c6ee", "#9c9893", "#96572f",
    "#5d88d8", "#3f5c8d", "#3d1f33",
)  # fmt: skip
_SIDE: Final = 3
# Two sides with one class each keep the colours of their sides.
_SIDES: Final = (_DIVERGING[4][0], _DIVERGING[4][3])
# `neutral` ends at five classes: more would need colours so dark that many looks like bad.
PALETTES: Final[Mapping[str, Mapping[int, tuple[str, ...]]]] = MappingProxyType(
    {
        "sequential": _SEQUENTIAL,
        "neutral": _NEUTRAL,
        "diverging": _DIVERGING,
        "status": _SEQUENTIAL,
        "dynamics": _DIVERGING,
        # The colour of a group stays when there are more.
        "qualitative": {size: _GROUPS[:size] for size in range(3, len(_GROUPS) + 1)},
        "bivariate": {len(_BIVARIATE): _BIVARIATE},
    }
)
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "sequential": "sequential",
        "neutral": "sequential",
        "diverging": "diverging",
        "status": "sequential",
        "dynamics": "diverging",
        "qualitative": "qualitative",
        "bivariate": "bivariate",
    }
)


def palette_gate(colours: Sequence[str], kind: Kind) -> GateResult:
    """Measure whether classes can be told apart by all eyes, in colour and in grey.

    Parameters
    ----------
    colours : sequence of str
        sRGB as `#rrggbb`, from the first class to the last; at least two.
    kind : {'sequential', 'diverging', 'qualitative', 'bivariate'}
        A sequential palette gets darker from class to class, a diverging one from its middle to
        both ends; a qualitative one has no order and only has to keep its colours apart. A bivariate
        one has nine colours, row by row, and gets darker along each row and each column.

    Returns
    -------
    GateResult
        The smallest CIEDE2000 of any two classes under normal, protan, deutan and tritan vision,
        and the smallest step of lightness between neighbours. No NaN.

    Raises
    ------
    ValueError
        With fewer than two colours.

    References
    ----------
    Machado, Oliveira and Fernandes (2009); Sharma, Wu and Dalal (2005). The bounds 9 and 10 are
    this project's own.

    Examples
    --------
    >>> palette_gate(("#f4f299", "#001e48"), "sequential").has_passed
    True
    """
    if len(colours) < len(("light", "dark")):
        raise ValueError("A palette has at least two colours.")
    smallest = [
        (min(distance(*pair) for pair in combinations([to_lab(colour, vision) for colour in colours], 2)), vision)
        for vision in VISIONS
    ]
    return GateResult(*min(smallest), least_step=min(_steps(colours, kind)))


def _steps(colours: Sequence[str], kind: Kind) -> list[float]:
    if kind == "qualitative":
        return [math.inf]
    lightness = [float(to_lab(colour)[0]) for colour in colours]
    if kind == "sequential":
        return [left - right for left, right in pairwise(lightness)]
    if kind == "bivariate":
        rows = [lightness[start : start + _SIDE] for start in range(0, len(lightness), _SIDE)]
        lines = [*rows, *(list(column) for column in zip(*rows, strict=True))]
        return [left - right for line in lines for left, right in pairwise(line)]
    half = (len(lightness) + 1) // 2
    # With an even number of classes the two in the middle are equally light.
    left, right = lightness[:half][::-1], lightness[-half:]
    return [inner - outer for arm in (left, right) for inner, outer in pairwise(arm)]


def offered(name: str) -> tuple[int, ...]:
    """Return the numbers of classes for which a palette is offered, rising; only those that pass.

    Parameters
    ----------
    name : str
        A key of `PALETTES`.

    Returns
    -------
    tuple of int
        Empty when nothing passes.

    Raises
    ------
    KeyError
        When there is no such palette.

    References
    ----------
    As `palette_gate`.

    Examples
    --------
    >>> offered("neutral")
    (3, 4, 5)
    """
    return tuple(
        sorted(size for size, colours in PALETTES[name].items() if palette_gate(colours, KINDS[name]).has_passed)
    )


def colours_of(name: str, size: int) -> tuple[str, ...]:
    """Return the colours of a palette for a number of classes.

    Parameters
    ----------
    name : str
        A key of `PALETTES`.
    size : int
        Number of classes, 1 to 7, 9 of a bivariate one; one or two take a light and a dark colour of the sequential
        one, two of two sides the outer colours of both.

    Returns
    -------
    tuple of str
        `size` colours. A palette that is not offered for that many classes gives way to the
        sequential one, as on the map.

    Raises
    ------
    ValueError
        For fewer than one or more than seven classes, but for the nine of a bivariate one.

    References
    ----------
    As `palette_gate`.

    Examples
    --------
    >>> len(colours_of("neutral", 7))
    7
    """
    if size in PALETTES[name]:
        return PALETTES[name][size]
    if not 1 <= size <= max(_SEQUENTIAL):
        raise ValueError(f"There are 1 to {max(_SEQUENTIAL)} classes, not {size}.")
    if size == len(_SIDES) and KINDS[name] == "diverging":
        return _SIDES
    if size < min(_SEQUENTIAL):
        return (_SEQUENTIAL[4][1], _SEQUENTIAL[4][3])[:size]
    return _SEQUENTIAL[size]
