# SPDX-License-Identifier: EUPL-1.2
"""How well a colour stands out, and which shade of it does: contrast by WCAG 2.2, lightness by OKLCH.

Colours are written ``#rrggbb`` (sRGB). References: WCAG 2.2, "relative luminance" and "contrast ratio"; B. Ottosson,
"A perceptual color space for image processing" (2020), for OKLab.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

TEXT: Final = 4.5
COMPONENT: Final = 3.0
_HEX: Final = re.compile(r"#[0-9a-f]{6}\Z")
_WRITTEN: Final = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
_LINEAR_BELOW: Final = 0.04045
_CURVED_FROM: Final = 0.0031308
# Coarse steps find about where; between two neighbouring colours of a screen lie several fine ones.
_COARSE: Final = 500
_FINE: Final = 4000
_OUTSIDE: Final = 1e-4

Channels = tuple[float, float, float]


def written(text: str) -> str:
    """Return a colour as it is kept, of what somebody typed (``#0B5394``, ``0b5394``, ``#abc``).

    Raises
    ------
    ValueError
        It is no colour.
    """
    found = _WRITTEN.match(text.strip())
    if found is None:
        raise ValueError(text)
    digits = found[1].lower()
    return "#" + (digits if len(digits) > len("abc") else "".join(2 * digit for digit in digits))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: 1 (none) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: Iterable[str]) -> float:
    """Return the contrast with the ground on which a colour stands out least."""
    return min(contrast(colour, ground) for ground in grounds)


def nearest_shade(colour: str, grounds: Sequence[str], least: float) -> str | None:
    """Return the shade of a colour that stands out on all grounds and is nearest to it; None where there is none.

    The hue stays, and the chroma as far as the screen shows it: lightness alone moves. A colour that stands out already
    is its own nearest shade.
    """
    if least_contrast(colour, grounds) >= least:
        return colour
    lightness, chroma, hue = oklch(colour)

    def first(count: int, beyond: float) -> tuple[float, str] | None:
        """Return the nearest step that holds, with its shade; none nearer than `beyond` is looked at."""
        away = sorted((abs(step / count - lightness), step / count) for step in range(count + 1))
        shades = ((each, from_oklch(step, chroma, hue)) for each, step in away if each >= beyond)
        return next(((each, shade) for each, shade in shades if least_contrast(shade, grounds) >= least), None)

    about = first(_COARSE, 0.0)
    found = about and first(_FINE, about[0] - 1 / _COARSE)
    return found[1] if found else None


def oklch(colour: str) -> Channels:
    """Return lightness (0 to 1), chroma (0 for greys) and hue (radians) of a colour."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    reddish = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    yellowish = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(reddish, yellowish), math.atan2(yellowish, reddish)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return a colour of this lightness, chroma and hue; where no screen shows it, of the largest chroma shown."""
    if _is_shown(_channels(lightness, chroma, hue)):
        return _hex(_channels(lightness, chroma, hue))
    low, high = 0.0, chroma
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _is_shown(_channels(lightness, middle, hue)) else (low, middle)
    return _hex(_channels(lightness, low, hue))


def _channels(lightness: float, chroma: float, hue: float) -> Channels:
    """Return linear red, green and blue; outside 0 to 1 where no screen shows it."""
    reddish, yellowish = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * reddish + 0.2158037573 * yellowish) ** 3
    middle = (lightness - 0.1055613458 * reddish - 0.0638541728 * yellowish) ** 3
    short = (lightness - 0.0894841775 * reddish - 1.2914855480 * yellowish) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _is_shown(channels: Channels) -> bool:
    return all(-_OUTSIDE <= each <= 1 + _OUTSIDE for each in channels)


def _hex(channels: Channels) -> str:
    return "#" + "".join(f"{round(255 * _curved(min(1.0, max(0.0, each)))):02x}" for each in channels)


def _curved(part: float) -> float:
    return 12.92 * part if part <= _CURVED_FROM else float(1.055 * part ** (1 / 2.4) - 0.055)


def _linear(colour: str) -> Channels:
    if not _HEX.match(colour):
        raise ValueError(colour)
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _uncurved(red), _uncurved(green), _uncurved(blue)


def _uncurved(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else float(((part + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
