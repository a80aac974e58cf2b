# SPDX-License-Identifier: EUPL-1.2
"""The sentences of errors of files with street networks, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

NETWORK_FORMATS = _(
    "Allowed are GeoJSON, GeoPackage, a zipped Shapefile with one layer, and extracts of OpenStreetMap (.osm.pbf)."
)
CHOOSE_LINES = _("Choose the layer of street lines in your GIS and export it again.")
REPAIR_LINE = _("Repair the line in your GIS and upload the file again.")
SMALLER_EXTRACT = _("Cut the network to the municipality and its surroundings, and upload it again.")

NETWORKS: Mapping[str, Explanation] = {
    "geometry_no_line": Explanation(
        _("The geometry is of the type “%(found)s”."), _("Allowed are LineString and MultiLineString."), CHOOSE_LINES
    ),
    "line_too_short": Explanation(
        _("The line has only %(count)s points."), _("A line has at least two points."), REPAIR_LINE
    ),
    "shapefile_no_lines": Explanation(
        _("The Shapefile holds shapes of the type “%(found)s”."), _("Lines are allowed."), CHOOSE_LINES
    ),
    "osm_broken": Explanation(
        _("The extract of OpenStreetMap cannot be read: it is damaged or incomplete."),
        NETWORK_FORMATS,
        _("Download the extract again and upload it."),
    ),
    "osm_no_driver": Explanation(
        _("This server cannot read extracts of OpenStreetMap (.osm.pbf)."),
        _("GeoJSON, GeoPackage and Shapefile can be read."),
        _("Export the streets as GeoPackage, or tell the operator."),
    ),
}

# What the readers of boundaries say of areas, said of streets.
REWORDED: Mapping[str, Explanation] = {
    "spatial.no_features": Explanation(
        _("The file holds no streets."),
        _("At least one line is needed."),
        _("Check the filter of the export and upload the file again."),
    ),
    "spatial.too_many_features": Explanation(
        _("The file holds %(count)s lines."), _("At most %(limit)s lines are allowed."), SMALLER_EXTRACT
    ),
    "spatial.too_many_vertices": Explanation(
        _("The lines have %(count)s points."), _("At most %(limit)s points are allowed."), SMALLER_EXTRACT
    ),
    "spatial.file_too_large": Explanation(
        _("The file has %(size)s bytes."), _("At most %(limit)s bytes are allowed."), SMALLER_EXTRACT
    ),
    "spatial.geometry_missing": Explanation(_("The street has no line."), _("Each street needs a line."), REPAIR_LINE),
    "spatial.geometry_empty": Explanation(_("The line is empty."), _("Each street needs a line."), REPAIR_LINE),
    "spatial.geometry_broken": Explanation(
        _("The line cannot be read."), _("A line has at least two points."), REPAIR_LINE
    ),
    "spatial.format_unknown": Explanation(
        _("The content has a format that is not read here: %(found)s."),
        NETWORK_FORMATS,
        _("Export the layer again from your GIS and upload the new file."),
    ),
    "spatial.layer_none": Explanation(
        _("The file has no layer with geometries."), _("One layer of lines is needed."), CHOOSE_LINES
    ),
}
