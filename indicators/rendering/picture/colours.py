# SPDX-License-Identifier: EUPL-1.2
"""The colours of pictures as plain numbers: programs that open a file know no style sheet. A test holds both alike."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

INK: Final = "#131525"
SOFT_INK: Final = "#454b6b"
PAPER: Final = "#ffffff"
GRID: Final = "#cfd2e0"
BAND: Final = "#b2b6cc"
ACCENT: Final = "#03007f"
PATTERN_INK: Final = "#51577a"
# Blank areas, below and above usual values: as the style sheet names them.
OWN_LOW: Final = "#dfe1ea"
OWN_HIGH: Final = "#30344f"

_SEQUENTIAL: Final = MappingProxyType(
    {
        3: ("#e2e189", "#019dae", "#004492"),
        4: ("#e5e48c", "#40b6a4", "#01749d", "#003778"),
        5: ("#e8e78e", "#6bc19f", "#078e9e", "#01598b", "#002a5f"),
        6: ("#eeed94", "#84cd9d", "#00a5a3", "#017693", "#034b7a", "#002454"),
        7: ("#f4f299", "#97d69d", "#3eb4a3", "#078c9b", "#046487", "#003f6c", "#001e48"),
    }
)
_NEUTRAL: Final = MappingProxyType(
    {
        3: ("#e9e7f0", "#b9afca", "#8d79a2"),
        4: ("#e9e7f0", "#c2bbd0", "#9d90b0", "#7b6790"),
        5: ("#e9e7f0", "#c4bfd1", "#a298b2", "#817394", "#624f76"),
    }
)
_DIVERGING: Final = MappingProxyType(
    {
        3: ("#a383f0", "#efeeea", "#d6822e"),
        4: ("#8265ce", "#d3bff8", "#f2be95", "#b26309"),
        5: ("#7c60c8", "#baa2e8", "#efeeea", "#dda16f", "#ac5e01"),
        6: ("#6c51b8", "#a78edb", "#e0d0fe", "#facfad", "#cd8d55", "#965200"),
        7: ("#6147ad", "#937bcb", "#c4b0e8", "#efeeea", "#e2b087", "#ba793e", "#884900"),
    }
)
_QUALITATIVE: Final = ("#5d5fa3", "#bfdca0", "#c27f9f", "#7a5c3e", "#f6c3dc", "#9d9b45", "#93a0ee")
_BIVARIATE: Final = (
    "#e8e6e6", "#efc08d", "#cb8019", "#a3c6ee", "#9c9893", "#96572f", "#5d88d8", "#3f5c8d", "#3d1f33",
)  # fmt: skip
_SCALES: Final[Mapping[str, Mapping[int, tuple[str, ...]]]] = MappingProxyType(
    {
        "sequential": _SEQUENTIAL,
        "status": _SEQUENTIAL,
        # A neutral palette of more than five classes would be dark for many or too close.
        "neutral": MappingProxyType({**_SEQUENTIAL, **_NEUTRAL}),
        "diverging": _DIVERGING,
        "dynamics": _DIVERGING,
    }
)
# What the parts of patterns are drawn with, by the names that the style sheet gives them.
_PATTERN_PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pattern__paper": f'fill="{PAPER}"',
        "pattern__light": f'fill="{PAPER}"',
        "pattern__line": f'fill="none" stroke="{PATTERN_INK}" stroke-width="1"',
        "pattern__dot": f'fill="{PATTERN_INK}"',
        "pattern__tint": f'fill="{OWN_LOW}"',
        "pattern__shade": f'fill="{OWN_HIGH}"',
        "pattern__outside": f'fill="{OWN_LOW}"',
        "pattern__quiet": f'stroke="{GRID}" stroke-width="1"',
        "pattern__halo": f'stroke="{PAPER}" stroke-width="2.6"',
        "pattern__unsure": f'stroke="{INK}" stroke-width="1.1"',
        "chance__paper": f'fill="{GRID}"',
        "chance__line": f'fill="none" stroke="{BAND}" stroke-width="2"',
    }
)
_TWO: Final = 2
_CLASS: Final = re.compile(r"class-(\d+)")
_PATTERN: Final = re.compile(r"special-fill--([a-z-]+)")


def colours_of(palette: str, count: int) -> tuple[str, ...]:
    """Return the colours of so many classes, from low to high.

    Raises
    ------
    KeyError
        For a palette or a number of classes that there is not.
    """
    if palette == "qualitative":
        return _QUALITATIVE
    if palette == "bivariate":
        return _BIVARIATE
    if count <= _TWO:
        four = (_DIVERGING if palette in {"diverging", "dynamics"} else _SEQUENTIAL)[4]
        is_sided = palette in {"diverging", "dynamics"} and count == _TWO
        return (four[0], four[3]) if is_sided else (_SEQUENTIAL[4][1], _SEQUENTIAL[4][3])
    return _SCALES[palette][count]


def fill_of(style: str, colours: tuple[str, ...]) -> str:
    """Return what fills a class or a reason, from the names that pages give it: a colour, or a pattern of the file."""
    if found := _PATTERN.search(style):
        return "none" if found[1] == "not-applicable" else f"url(#pattern-{found[1]})"
    number = _CLASS.search(style)
    return colours[int(number[1]) - 1] if number else "none"


def plain_patterns(markup: str) -> str:
    """Return the definitions of patterns as a file holds them: colours instead of names of a style sheet."""
    found = re.search(r"<defs>.*</defs>", markup, re.DOTALL)
    definitions = found[0] if found else ""
    return re.sub(r'class="([a-z_-]+)"', lambda part: _PATTERN_PARTS.get(part[1], part[0]), definitions)
