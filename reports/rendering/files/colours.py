# SPDX-License-Identifier: EUPL-1.2
"""The colour of a publisher, as dark as text on white has to be."""

import re
from typing import Final

HOUSE: Final = "#171a87"
INK: Final = "#1d1d1f"
QUIET: Final = "#4a4a4f"
RULE: Final = "#c4c4cc"
TINT: Final = "#f1f1f6"
ALARM: Final = "#8a3b00"
_LEAST: Final = 4.5
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")
_STEP: Final = 0.9
_LINEAR_BELOW: Final = 0.04045


def readable(colour: str) -> str:
    """Return a colour on which white text, and which on white paper, can be read (contrast of at least 4.5)."""
    if not _HEX.match(colour):
        return HOUSE
    parts = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    while contrast_with_white(parts) < _LEAST:
        parts = tuple(int(part * _STEP) for part in parts)
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast_with_white(parts: tuple[int, ...]) -> float:
    """Return the contrast of red, green and blue (0 to 255) with white, 1 to 21 (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else float(((part + 0.055) / 1.055) ** 2.4)
