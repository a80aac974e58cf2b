# SPDX-License-Identifier: EUPL-1.2
"""Draws an area of one's own over the areas it holds: whole ones filled, cut ones hatched, itself a thick line."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import shapely

from spatial.rendering.ownarea_paths import laid_out
from spatial.rendering.reach_drawing import LINE, SIDE, scale_bar

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Geometries
    from spatial.rendering.window import Window

_HATCH = (
    '<defs><pattern id="own-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V8" stroke="currentColor" stroke-opacity="0.45" stroke-width="2"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Title and description of the drawing, in the reader's language."""

    title: str
    description: str


def draw_own_area(shape: shapely.Geometry, areas: Geometries, is_whole: Booleans, words: OwnWords) -> str:
    """Draw an own area.

    Parameters
    ----------
    shape : shapely.Geometry
        Its ground in EPSG:4326, not empty.
    areas : ndarray of object, shape (p,)
        The areas of which it holds something, EPSG:4326; p may be 0.
    is_whole : ndarray of bool, shape (p,)
        Which of them lie inside as a whole.
    words : OwnWords
        Told to those who do not see the drawing; escaped here.

    Returns
    -------
    str
        An SVG without style, script or link, drawn in the colour of the text around it; true to scale, north up.

    Raises
    ------
    ValueError
        If the shape is empty.
    """
    own, parts, window = laid_out(shape, areas, (SIDE, SIDE))
    drawn = "".join(_area(window, part, fill) for part, fill in zip(parts, _fills(is_whole), strict=True))
    return (
        f'<svg class="own-drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {SIDE + LINE:g}"'
        ' role="img" aria-labelledby="own-title" aria-describedby="own-text" font-size="12">'
        f'<title id="own-title">{escape(words.title)}</title><desc id="own-text">{escape(words.description)}</desc>'
        f'{_HATCH}{drawn}<path class="own-drawing__shape" d="{window.path(own)}" fill="none" stroke="currentColor"'
        f' stroke-width="3" stroke-linejoin="round"/>{scale_bar(window, "own-drawing__scale")}</svg>'
    )


def _fills(is_whole: Booleans) -> list[str]:
    whole, cut = 'fill="currentColor" fill-opacity="0.3"', 'fill="url(#own-hatch)"'
    return [whole if each else cut for each in is_whole.tolist()]


def _area(window: Window, part: shapely.Geometry, fill: str) -> str:
    return (
        f'<path class="own-drawing__area" d="{window.path(part)}" {fill} fill-rule="evenodd" stroke="currentColor"'
        ' stroke-opacity="0.6" stroke-width="0.8"/>'
    )
