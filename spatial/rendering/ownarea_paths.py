# SPDX-License-Identifier: EUPL-1.2
"""An area of one's own and the areas it holds as path data, for pictures that are files of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from spatial.geometry.projections import metric_crs, to_metric
from spatial.rendering.reach_drawing import told_bar
from spatial.rendering.window import window_over

if TYPE_CHECKING:
    from spatial.geometry.arrays import Geometries
    from spatial.rendering.window import Window

_FOOT: Final = 26.0


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """The bar that says how long a distance is drawn: its path data, where its words end, its words."""

    path: str
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class OwnPaths:
    """Path data in units of the sheet: the own area, the areas by their order, the scale; `view_box` holds all."""

    view_box: str
    own: str
    areas: tuple[str, ...]
    bar: ScaleBar


def own_paths(shape: shapely.Geometry, areas: Geometries, size: tuple[float, float]) -> OwnPaths:
    """Draw an own area and the areas it holds, true to scale and north up.

    Parameters
    ----------
    shape : shapely.Geometry
        Its ground in EPSG:4326, not empty.
    areas : ndarray of object, shape (p,)
        The areas of which it holds something, EPSG:4326; p may be 0.
    size : tuple of float
        Width and height of the drawing in units, above 0; the scale stands below.

    Returns
    -------
    OwnPaths
        As many areas as were given; the path of one that is too small to be seen is empty.

    Raises
    ------
    ValueError
        If the shape is empty.
    """
    own, parts, window = laid_out(shape, areas, size)
    width, height = size
    return OwnPaths(
        view_box=f"0 0 {width:g} {height + _FOOT:g}",
        own=window.path(own),
        areas=tuple(window.path(part) for part in parts),
        bar=_bar(window, width, height),
    )


def laid_out(
    shape: shapely.Geometry, areas: Geometries, size: tuple[float, float]
) -> tuple[shapely.Geometry, list[shapely.Geometry], Window]:
    """Return an own area and its areas in metres, and a window of a size that shows all of them.

    Raises
    ------
    ValueError
        If the shape is empty.
    """
    if shapely.is_empty(shape):
        raise ValueError("There is nothing to draw.")
    members = np.array([shape, *areas], dtype=object)
    own, *parts = to_metric(members, metric_crs(members))
    return own, parts, window_over(shapely.total_bounds(np.array([own, *parts], dtype=object)), 0, 0, size)


def _bar(window: Window, width: float, height: float) -> ScaleBar:
    length, words = told_bar(window)
    right, bottom = width - 4, height + _FOOT - 5
    return ScaleBar(f"M{right - length:.1f} {bottom:.1f}h{length:.1f}", right, bottom - 5, words)
