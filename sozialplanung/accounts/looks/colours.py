# SPDX-License-Identifier: EUPL-1.2
"""The colour of an organisation: on which grounds it stands, whether it can be read there, and its style sheet."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.shades import TEXT, contrast, least_contrast, nearest_shade

# As in static/css/tokens.css and on paper; a test holds them together. The colour is that of text on all of them, so
# that the lower contrast that lines need holds as well.
LIGHT: Final = (
    ("#ffffff", _("the page, white paper")),
    ("#f1f1f6", _("tinted boxes of documents and slides")),
    ("#e8e9ef", _("the bar at the top of a page")),
)
DARK: Final = (("#131525", _("a dark page")), ("#1d2034", _("the bar at the top of a dark page")))
_LIGHT: Final = tuple(ground for ground, _words in LIGHT)
_DARK: Final = tuple(ground for ground, _words in DARK)


@dataclass(frozen=True, slots=True)
class GroundCheck:
    """How a colour stands on one ground: the contrast that it has there, and the one it needs."""

    ground: Promise
    contrast: float
    needed: float

    @property
    def holds(self) -> bool:
        """Whether it can be read there."""
        return self.contrast >= self.needed


@dataclass(frozen=True, slots=True)
class Shades:
    """A colour as it is used: on light grounds, and the shade of the same hue on dark ones; how each stands there.

    `on_dark_as_given` tells the least contrast that the colour itself has on dark grounds.
    """

    light: str
    dark: str
    checks: tuple[GroundCheck, ...]
    dark_checks: tuple[GroundCheck, ...]
    on_dark_as_given: float


def is_readable(colour: str) -> bool:
    """Say whether text in a colour can be read on all light grounds, as WCAG 2.2 asks of level AA."""
    return least_contrast(colour, _LIGHT) >= TEXT


def worst_ground(colour: str) -> GroundCheck:
    """Return the light ground on which a colour is read worst."""
    return min(_checks(colour, LIGHT), key=lambda each: each.contrast)


def readable_shade(colour: str) -> str:
    """Return the nearest shade of the same hue that can be read on all light grounds."""
    return nearest_shade(colour, _LIGHT, TEXT) or "#000000"


def shades_of(colour: str) -> Shades:
    """Return how a colour is used and how it stands out."""
    dark = nearest_shade(colour, _DARK, TEXT) or "#ffffff"
    return Shades(colour, dark, _checks(colour, LIGHT), _checks(dark, DARK), least_contrast(colour, _DARK))


def name_of(colour: str) -> str:
    """Return what a colour is called in addresses and classes: six hexadecimal digits."""
    return colour.removeprefix("#")


def style_of(colour: str) -> str:
    """Return the style sheet of a colour: nothing but what `--color-publisher` is for those who name it."""
    shades, own = shades_of(colour), f".publisher-{name_of(colour)}"
    return (
        f"{own},{own}.publisher--light{{--color-publisher:{shades.light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{own}{{--color-publisher:{shades.dark}}}}}\n"
        f"{own}.publisher--dark{{--color-publisher:{shades.dark}}}\n"
    )


def _checks(colour: str, grounds: tuple[tuple[str, Promise], ...]) -> tuple[GroundCheck, ...]:
    return tuple(GroundCheck(words, contrast(colour, ground), TEXT) for ground, words in grounds)
