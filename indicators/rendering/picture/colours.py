# SPDX-License-Identifier: EUPL-1.2
"""What a picture is drawn with, as plain numbers: programs that open a file know no style sheet."""

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
        "pattern__wide": f'stroke="{PAPER}" stroke-width="4" stroke-linecap="round"',
        "pattern__unsure": f'stroke="{INK}" stroke-width="1.1"',
        "place-sign": f'fill="{INK}" stroke="{PAPER}" stroke-width="2"',
        "place-pattern": f'fill="none" stroke="{INK}" stroke-width="1.4"',
        "chance__paper": f'fill="{GRID}"',
        "chance__line": f'fill="none" stroke="{BAND}" stroke-width="2"',
    }
)
_CLASS: Final = re.compile(r"class-(\d+)")
_PATTERN: Final = re.compile(r"special-fill--([a-z-]+)")


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
