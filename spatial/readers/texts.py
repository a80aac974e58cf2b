# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the boundary readers, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.geometry.problems import Explanation, Place, Problem, SpatialError
from spatial.geometry.problems import gettext_noop as _
from spatial.geometry.texts import EXPLANATIONS as PROJECTIONS
from spatial.readers.crosswalk_texts import CROSSWALKS
from spatial.readers.fetch_texts import FETCHES
from spatial.readers.map_texts import MAPS
from spatial.readers.network_texts import NETWORKS
from spatial.readers.place_texts import PLACES
from spatial.readers.source_texts import SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spatial.geometry.problems import Parameter

FORMATS = _("Allowed are GeoJSON, GeoPackage, and a zipped Shapefile with one layer.")
LONGITUDE_LATITUDE = _("Coordinates are numbers, east before north, in the system that the file names.")
EXPORT_AGAIN = _("Export the layer again from your GIS and upload the new file.")
REPAIR_IN_GIS = _("Repair the area in your GIS and upload the file again.")
SPLIT_OR_SIMPLIFY = _("Upload a simplified version, or split the file by level.")
REMOVE_CRS = _("Export the layer as GeoJSON in EPSG:4326, which needs no crs member.")
ZIPPED = _("A zip file with .shp, .shx, .dbf and .prj of one Shapefile is allowed.")
ZIP_AGAIN = _("Zip the parts of the Shapefile again, without folders, and upload the file.")
CHOOSE_COLUMN = _("Choose a column that every area fills.")

EXPLANATIONS: Mapping[str, Explanation] = {
    "file_empty": Explanation(_("The file is empty."), FORMATS, _("Check the file and upload it again.")),
    "file_too_large": Explanation(
        _("The file has %(size)s bytes."),
        _("At most %(limit)s bytes are allowed."),
        SPLIT_OR_SIMPLIFY,
    ),
    "format_unknown": Explanation(
        _("The content has a format that is not read here: %(found)s."), FORMATS, EXPORT_AGAIN
    ),
    "json_not_utf8": Explanation(
        _("The text is not valid UTF-8: byte %(byte)s cannot be read."),
        _("GeoJSON is always UTF-8."),
        _("Save the file as UTF-8 and upload it again."),
    ),
    "json_broken": Explanation(
        _("The text is no valid JSON: line %(line)s, character %(column)s."),
        _("GeoJSON must be complete, valid JSON."),
        EXPORT_AGAIN,
    ),
    "json_too_deep": Explanation(
        _("The objects are nested too deeply."),
        _("A GeoJSON FeatureCollection of polygons is allowed."),
        EXPORT_AGAIN,
    ),
    "json_too_dense": Explanation(
        _("The file holds %(count)s of the character %(character)s."),
        _("At most %(limit)s are allowed."),
        SPLIT_OR_SIMPLIFY,
    ),
    "json_member_twice": Explanation(
        _("The member “%(member)s” stands twice in one object."),
        _("Each member may stand once."),
        EXPORT_AGAIN,
    ),
    "number_not_finite": Explanation(
        _("“%(number)s” stands where a number is expected."),
        _("Numbers must be finite: no NaN, no Infinity, nothing above 1e308."),
        _("Leave unknown values empty (null) and repair the coordinates in your GIS."),
    ),
    "not_a_feature_collection": Explanation(
        _("The file is JSON of the type “%(found)s”."),
        _("A GeoJSON FeatureCollection is allowed."),
        _("Export the layer as GeoJSON and upload the new file."),
    ),
    "no_features": Explanation(
        _("The file holds no areas."),
        _("At least one area is needed."),
        _("Check the filter of the export and upload the file again."),
    ),
    "too_many_features": Explanation(
        _("The file holds %(count)s areas."),
        _("At most %(limit)s areas are allowed."),
        _("Split the file by level."),
    ),
    "too_many_vertices": Explanation(
        _("The outlines have %(count)s points."),
        _("At most %(limit)s points are allowed."),
        SPLIT_OR_SIMPLIFY,
    ),
    "crs_link": Explanation(
        _("The file refers to a coordinate reference system at another place (“%(link)s”)."),
        _("References are never opened; only the name of an allowed system may stand there."),
        REMOVE_CRS,
    ),
    "crs_contradicts": Explanation(
        _("The area names another coordinate reference system (“%(crs)s”) than the file."),
        _("One system per file is allowed."),
        REMOVE_CRS,
    ),
    "feature_malformed": Explanation(
        _("The entry is no GeoJSON feature with properties and a geometry."),
        _("Each entry has the type Feature."),
        EXPORT_AGAIN,
    ),
    "geometry_missing": Explanation(_("The area has no outline."), _("Each area needs a polygon."), REPAIR_IN_GIS),
    "geometry_empty": Explanation(_("The outline is empty."), _("Each area needs a polygon."), REPAIR_IN_GIS),
    "geometry_type": Explanation(
        _("The geometry is of the type “%(found)s”."),
        _("Allowed are Polygon and MultiPolygon."),
        _("Choose the polygon layer in your GIS and export it again."),
    ),
    "geometry_nested": Explanation(
        _("The geometry is a collection of geometries."),
        _("Allowed are Polygon and MultiPolygon."),
        _("Convert the layer to multipolygons in your GIS and export it again."),
    ),
    "coordinates_malformed": Explanation(
        _("The coordinates are no lists of two or three numbers."),
        LONGITUDE_LATITUDE,
        EXPORT_AGAIN,
    ),
    "coordinates_out_of_range": Explanation(
        _("The coordinate %(value)s cannot be on earth."), LONGITUDE_LATITUDE, REPAIR_IN_GIS
    ),
    "ring_too_short": Explanation(
        _("A ring of the outline has only %(count)s points."),
        _("A ring has at least four points, the last equal to the first."),
        REPAIR_IN_GIS,
    ),
    "ring_open": Explanation(
        _("A ring of the outline is not closed: it starts at %(start)s and ends at %(end)s."),
        _("A ring has at least four points, the last equal to the first."),
        REPAIR_IN_GIS,
    ),
    "column_missing": Explanation(
        _("There is no column “%(column)s”."),
        _("The file has the columns %(columns)s."),
        _("Choose one of these columns."),
    ),
    "key_missing": Explanation(
        _("The area has no key in the column “%(column)s”."),
        _("Each area needs its own key."),
        CHOOSE_COLUMN,
    ),
    "key_no_text": Explanation(
        _("The key “%(found)s” is neither text nor a whole number."),
        _("A key is text such as 01100101."),
        _("Format the column as text, so that leading zeros remain, and export it again."),
    ),
    "key_characters": Explanation(
        _("The key “%(found)s” holds characters that cannot be seen."),
        _("A key has visible characters only."),
        _("Type the key anew and upload the file again."),
    ),
    "key_too_long": Explanation(
        _("The key “%(found)s” has %(count)s characters."),
        _("At most %(limit)s characters are allowed."),
        _("Choose the column with the official key."),
    ),
    "key_twice": Explanation(
        _("The key “%(found)s” stands in the areas %(first)s and %(second)s."),
        _("Each area needs its own key."),
        _("Join the parts of one area to a multipolygon, or correct the key."),
    ),
    "text_characters": Explanation(
        _("The column “%(column)s” holds control characters or broken text."),
        _("Texts have printable characters only."),
        _("Correct the text, or the character set of the export."),
    ),
    "name_too_long": Explanation(
        _("The name “%(found)s” has %(count)s characters."),
        _("At most %(limit)s characters are allowed."),
        _("Choose the column with the name."),
    ),
    "geometry_broken": Explanation(
        _("The outline cannot be read: a ring is not closed or has too few points."),
        _("A ring has at least four points, the last equal to the first."),
        REPAIR_IN_GIS,
    ),
    "text_not_decodable": Explanation(
        _("The attribute table is not written in the character set %(encoding)s."),
        _("The file .cpg must name the character set of the table."),
        _("Export the layer again as UTF-8."),
    ),
    "vector_broken": Explanation(_("The file cannot be read: it is damaged or incomplete."), FORMATS, EXPORT_AGAIN),
    "layer_none": Explanation(
        _("The file has no layer with geometries."), _("One layer of polygons is needed."), EXPORT_AGAIN
    ),
    "layer_several": Explanation(
        _("The file has several layers: %(layers)s."),
        _("One layer is read at a time."),
        _("State which layer is meant, or export it alone."),
    ),
    "layers_too_many": Explanation(
        _("The file has %(count)s layers."),
        _("At most %(limit)s are allowed."),
        _("Export the layers that are meant into a file of their own."),
    ),
    "layer_unknown": Explanation(
        _("There is no layer “%(layer)s”."),
        _("The file has the layers %(layers)s."),
        _("Choose one of these layers."),
    ),
    "archive_broken": Explanation(
        _("The zip file is damaged, or a part has another size than it says."), ZIPPED, ZIP_AGAIN
    ),
    "archive_entries": Explanation(
        _("The zip file has %(count)s entries."), _("At most %(limit)s are allowed."), ZIP_AGAIN
    ),
    "archive_size": Explanation(
        _("Unpacked the zip file has %(size)s bytes."),
        _("At most %(limit)s bytes are allowed."),
        SPLIT_OR_SIMPLIFY,
    ),
    "archive_ratio": Explanation(
        _("The content is %(ratio)s times as large as the zip file."),
        _("At most %(limit)s times is allowed."),
        ZIP_AGAIN,
    ),
    "archive_size_false": Explanation(_("The part has another size than the zip file says."), ZIPPED, ZIP_AGAIN),
    "archive_name": Explanation(
        _("The name leads out of the archive, or holds characters that are not allowed."),
        _("Names are plain: no “..”, no drive, no backslash, at most 255 visible characters."),
        ZIP_AGAIN,
    ),
    "archive_name_twice": Explanation(
        _("The name stands twice in the zip file."), _("Each name may stand once."), ZIP_AGAIN
    ),
    "archive_link": Explanation(_("The entry is a link or a device."), _("Plain files are allowed."), ZIP_AGAIN),
    "archive_encrypted": Explanation(
        _("The entry is encrypted."), _("Zip files without password are allowed."), ZIP_AGAIN
    ),
    "archive_nested": Explanation(
        _("The entry is an archive itself."), ZIPPED, _("Unpack it and zip the Shapefile alone.")
    ),
    "archive_compression": Explanation(
        _("The entry is packed by a rare method."),
        _("The methods “stored” and “deflate” are allowed."),
        ZIP_AGAIN,
    ),
    "shapefile_none": Explanation(_("The zip file holds no Shapefile (.shp)."), FORMATS, ZIP_AGAIN),
    "shapefile_several": Explanation(
        _("The zip file holds several Shapefiles: %(layers)s."),
        _("One Shapefile per zip file is allowed."),
        _("Zip each Shapefile alone."),
    ),
    "shapefile_shx_missing": Explanation(_("The position file (.shx) of the Shapefile is missing."), ZIPPED, ZIP_AGAIN),
    "shapefile_dbf_missing": Explanation(
        _("The attribute table (.dbf) of the Shapefile is missing."), ZIPPED, ZIP_AGAIN
    ),
    "shapefile_prj_missing": Explanation(
        _("The coordinate reference system (.prj) of the Shapefile is missing."),
        ZIPPED,
        _("Add the .prj file, or state the system; if you do not know it, ask the office that made the file."),
    ),
    "shapefile_part_broken": Explanation(
        _("The part %(part)s of the Shapefile is damaged or incomplete."), ZIPPED, EXPORT_AGAIN
    ),
    "shapefile_type": Explanation(
        _("The Shapefile holds shapes of the type “%(found)s”."),
        _("Polygons are allowed."),
        _("Choose the polygon layer in your GIS and export it again."),
    ),
    "shapefile_codepage_unknown": Explanation(
        _("The file .cpg names the unknown character set “%(found)s”."),
        _("Allowed are UTF-8, Windows-1252, ISO-8859-1, ISO-8859-15, 850 and 437."),
        _("Export the layer again as UTF-8."),
    ),
    "sandbox_not_confined": Explanation(
        _("This server cannot shut off the network for the program that reads the file."),
        _("GeoPackage and Shapefile are read without network only; GeoJSON can be read."),
        _("Upload GeoJSON, or ask the operator to allow network namespaces or seccomp."),
    ),
    "sandbox_drivers": Explanation(
        _("The program that reads the file knows more formats than it may (%(drivers)s)."),
        FORMATS,
        _("Upload GeoJSON, and tell the operator."),
    ),
    "sandbox_timeout": Explanation(
        _("Reading the file took more than %(seconds)s seconds and was stopped."), "", SPLIT_OR_SIMPLIFY
    ),
    "sandbox_cpu": Explanation(
        _("Reading the file took more than %(seconds)s seconds of computing and was stopped."),
        "",
        SPLIT_OR_SIMPLIFY,
    ),
    "sandbox_memory": Explanation(
        _("Reading the file needed more memory than allowed."),
        _("At most %(limit)s bytes are allowed."),
        SPLIT_OR_SIMPLIFY,
    ),
    "sandbox_output": Explanation(
        _("The content of the file is larger than allowed."),
        _("At most %(limit)s bytes are allowed."),
        SPLIT_OR_SIMPLIFY,
    ),
    "sandbox_killed": Explanation(
        _("The program that reads the file was ended (%(signal)s)."),
        "",
        _("Try again; if it happens again, the file is damaged: export it again."),
    ),
    "sandbox_failed": Explanation(_("The program that reads the file gave up (code %(exit_code)s)."), "", EXPORT_AGAIN),
    **SOURCES,
    **CROSSWALKS,
    **FETCHES,
    **MAPS,
    **PLACES,
    **NETWORKS,
}

REMARKS: Mapping[str, Explanation] = {
    "text_hidden": Explanation(
        _("The column “%(column)s” holds characters that cannot be seen (direction, zero width)."),
        _("They are kept and shown apart from the surrounding text."),
        _("Type the text anew if they are not meant."),
    ),
    "text_misdecoded": Explanation(
        _("“%(found)s” looks like text that was read in the wrong character set."),
        _("It is kept as it is."),
        _("Check the umlauts, and export the layer as UTF-8."),
    ),
    "key_was_number": Explanation(
        _("The keys are numbers in the file: leading zeros are lost, if there were any."),
        _("They are taken as the text of the whole number."),
        _("Format the column as text if keys begin with 0."),
    ),
    "name_blank": Explanation(_("The area has no name."), _("Its key stands in for the name."), _("Fill in the name.")),
    "height_dropped": Explanation(
        _("The outlines have heights or measures."),
        _("Only east and north are kept."),
        _("Nothing needs to be done."),
    ),
    "property_dropped": Explanation(
        _("The column “%(column)s” holds lists or objects."),
        _("It is left out: only text and numbers are kept."),
        _("Nothing needs to be done."),
    ),
    "encoding_assumed": Explanation(
        _("The Shapefile does not name its character set (.cpg)."),
        _("%(encoding)s was taken."),
        _("Check the umlauts."),
    ),
}


def problem(code: str, place: Place | None = None, **parameters: Parameter) -> Problem:
    """Return the problem or remark ``spatial.<code>`` with its explanation."""
    explanation = EXPLANATIONS.get(code) or REMARKS.get(code) or PROJECTIONS[code]
    return Problem(f"spatial.{code}", explanation, place or Place(), parameters)


class BoundaryFileError(SpatialError):
    """A boundary file that is refused: nothing of it is kept."""


def refusal(code: str, place: Place | None = None, **parameters: Parameter) -> BoundaryFileError:
    """Return the error with the one problem ``spatial.<code>``."""
    return BoundaryFileError([problem(code, place, **parameters)])
