# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors about outlines and their projection, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation, Place, Problem, SpatialError
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spatial.geometry.problems import Parameter

STATE_THE_SYSTEM = _("Correct the system in your GIS and export the layer again.")

EXPLANATIONS: Mapping[str, Explanation] = {
    "crs_unknown": Explanation(
        _("The coordinate reference system “%(crs)s” is not known here."),
        _("Allowed are %(allowed)s."),
        _("Transform the layer to one of them in your GIS, for example to EPSG:25832."),
    ),
    "crs_missing": Explanation(
        _("The file does not say in which coordinate reference system it is."),
        _("Allowed are %(allowed)s."),
        _("Ask the office that made the file and state the system at the upload."),
    ),
    "metres_as_degrees": Explanation(
        _("The file says %(crs)s (degrees), but holds metres, for example %(value)s."),
        _("The coordinates would fit %(candidates)s."),
        STATE_THE_SYSTEM,
    ),
    "degrees_as_metres": Explanation(
        _("The file says %(crs)s (metres), but holds degrees, for example %(value)s."),
        _("The coordinates would fit %(candidates)s."),
        STATE_THE_SYSTEM,
    ),
    "axes_swapped": Explanation(
        _("North stands before east, for example %(value)s."),
        _("East comes first, then north."),
        _("Say in the form that north stands first, or export the layer again with east first."),
    ),
    "no_system_fits": Explanation(
        _("The coordinates, for example %(value)s, lie where the municipality is expected in no known system."),
        _("Known are %(allowed)s."),
        _("Check whether it is the right file, and ask the office that made it for its system."),
    ),
    "outside_extent": Explanation(
        _("Only %(share)s %% of the areas lie where the municipality is expected."),
        _("At least %(limit)s %% must; the coordinates would fit %(candidates)s."),
        _("Check whether it is the right file and the right coordinate reference system."),
    ),
    "places_elsewhere": Explanation(
        _("In the system %(crs)s most places, for example %(value)s, do not lie where the municipality is expected."),
        _("The coordinates would fit %(candidates)s."),
        _("Choose the system that the office which made the file names."),
    ),
    "not_projectable": Explanation(
        _("The coordinates cannot be transformed from %(crs)s to longitude and latitude."),
        _("The coordinates would fit %(candidates)s."),
        STATE_THE_SYSTEM,
    ),
    "tangled": Explanation(
        _("The outline crosses itself too often."),
        _("At most %(limit)s crossings are allowed."),
        _("Repair this area in your GIS and export the layer again."),
    ),
}


class ProjectionError(SpatialError):
    """Coordinates that cannot be where the file says."""


def projection_error(code: str, **parameters: Parameter) -> ProjectionError:
    """Return the error ``spatial.<code>`` with its explanation."""
    return ProjectionError([Problem(f"spatial.{code}", EXPLANATIONS[code], Place(), parameters)])


class TangleError(SpatialError):
    """An outline that crosses itself too often to be mended."""


def tangle_error(feature: int, limit: int) -> TangleError:
    """Return the error ``spatial.tangled`` for one area, counted from 1."""
    return TangleError([Problem("spatial.tangled", EXPLANATIONS["tangled"], Place(feature=feature), {"limit": limit})])
