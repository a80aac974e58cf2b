# SPDX-License-Identifier: EUPL-1.2
"""The sentences of files of places and addresses, one explanation per stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spatial.geometry.problems import Explanation
from spatial.geometry.problems import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

SAVE_AS_CSV = _("Save the table as CSV (UTF-8) and upload the file again.")
CORRECT_ROW = _("Correct the coordinates of the row, or leave the row out with a reason.")
OTHER_KIND = _("Leave the row out with a reason, or choose another kind of layer.")
CORRECT_CELL = _("Correct the value in the file and upload it again.")

PLACES: Final[Mapping[str, Explanation]] = {
    "table_encoding": Explanation(
        _("The text is not written in the character set %(encoding)s: byte %(byte)s cannot be read."),
        _("Allowed are UTF-8, UTF-16, Windows-1252 and ISO-8859-1."),
        SAVE_AS_CSV,
    ),
    "table_not_text": Explanation(
        _("The file is no text table: it holds the control character %(character)s in line %(line)s."),
        _("Allowed are CSV files, GeoJSON, GeoPackage and a zipped Shapefile."),
        SAVE_AS_CSV,
    ),
    "table_separator": Explanation(
        _("No separator divides the lines into columns."),
        _("Allowed are semicolon, comma, tab and vertical bar."),
        SAVE_AS_CSV,
    ),
    "table_separator_ambiguous": Explanation(
        _("The lines could be divided by %(first)s as well as by %(second)s."),
        _("One separator is allowed."),
        _("State the separator."),
    ),
    "table_quoting": Explanation(
        _("A quotation mark in line %(line)s is not closed, or a cell is too long."),
        _("A cell has at most %(limit)s characters."),
        SAVE_AS_CSV,
    ),
    "table_empty": Explanation(
        _("The table has no row below the names of its columns."),
        _("At least one row is needed."),
        _("Check the filter of the export and upload the file again."),
    ),
    "table_title": Explanation(
        _("A title stands above the names of the columns (“%(found)s”); the rows below it have %(count)s columns."),
        _("The first line names the columns."),
        _("Delete every line above the names of the columns and upload the file again."),
    ),
    "table_column_twice": Explanation(
        _("The column “%(column)s” stands twice."),
        _("Each column needs a name of its own."),
        _("Rename one of the columns and upload the file again."),
    ),
    "table_too_large": Explanation(
        _("The table has more rows or columns than allowed."),
        _("At most %(rows)s rows and %(columns)s columns are allowed."),
        _("Split the table."),
    ),
    "table_row_width": Explanation(
        _("The row has %(count)s cells."),
        _("The table has %(columns)s columns."),
        _("Put texts that hold the separator into quotation marks and upload the file again."),
    ),
    "no_position_columns": Explanation(
        _("It is not said where the places of the table lie."),
        _("Two columns with coordinates, or columns with an address, are needed."),
        _("Choose the columns."),
    ),
    "place_no_point": Explanation(
        _("The geometry is of the type “%(found)s”."), _("The layer holds points."), OTHER_KIND
    ),
    "place_no_line": Explanation(
        _("The geometry is of the type “%(found)s”."), _("The layer holds lines."), OTHER_KIND
    ),
    "place_no_area": Explanation(
        _("The geometry is of the type “%(found)s”."), _("The layer holds areas."), OTHER_KIND
    ),
    "own_one_file": Explanation(
        _("%(count)s files were sent."),
        _("One file is read at a time; the parts of a Shapefile count as one."),
        _("Choose one file."),
    ),
    "own_table": Explanation(
        _("A table holds no areas."),
        _("Allowed are GeoJSON, GeoPackage, and a zipped Shapefile with one layer."),
        _("Export the areas from your GIS in one of these formats."),
    ),
    "own_no_areas": Explanation(
        _("The file holds no areas: points and lines have no ground."),
        _("Each feature is a polygon, or several."),
        _("Export a layer of areas from your GIS."),
    ),
    "place_missing": Explanation(_("The place has no geometry."), _("Each place needs one."), CORRECT_ROW),
    "place_malformed": Explanation(
        _("The geometry cannot be read."),
        _("Coordinates are numbers, east before north, in the system that the file names."),
        CORRECT_ROW,
    ),
    "place_invalid": Explanation(
        _("The outline of the place crosses itself."),
        _("An outline encloses its ground once."),
        _("Repair the outline in your GIS and upload the file again, or leave the row out with a reason."),
    ),
    "coordinate_missing": Explanation(
        _("The column “%(column)s” is empty."), _("Each place needs east and north."), CORRECT_ROW
    ),
    "coordinate_no_number": Explanation(
        _("“%(found)s” in the column “%(column)s” is no coordinate."),
        _("A coordinate is a number with a decimal comma or a decimal point, such as 390387,4."),
        CORRECT_ROW,
    ),
    "place_outside": Explanation(
        _("The place (%(east)s, %(north)s) lies outside of the municipality."),
        _("Places lie in the area of the municipality, or at most 100 m beyond."),
        CORRECT_ROW,
    ),
    "place_axes_swapped": Explanation(
        _("The place (%(east)s, %(north)s) lies outside, and would lie inside with its two numbers exchanged."),
        _("East comes first, then north."),
        _("Exchange the two numbers of the row, or leave the row out with a reason."),
    ),
    "place_degrees_as_metres": Explanation(
        _("The place (%(east)s, %(north)s) holds degrees among places in metres."),
        _("All places of a file are in the system that is stated for it."),
        CORRECT_ROW,
    ),
    "place_metres_as_degrees": Explanation(
        _("The place (%(east)s, %(north)s) holds metres among places in degrees."),
        _("All places of a file are in the system that is stated for it."),
        CORRECT_ROW,
    ),
    "place_key_missing": Explanation(
        _("The column “%(column)s” is empty."), _("Each place needs a key of its own."), CORRECT_CELL
    ),
    "place_key_twice": Explanation(
        _("The key “%(found)s” stands in the rows %(first)s and %(second)s."),
        _("Each place needs a key of its own."),
        CORRECT_CELL,
    ),
    "place_key_too_long": Explanation(
        _("The key “%(found)s” has %(count)s characters."),
        _("At most %(limit)s characters are allowed."),
        CORRECT_CELL,
    ),
    "place_name_missing": Explanation(
        _("The column “%(column)s” is empty."), _("Each place needs a name."), CORRECT_CELL
    ),
    "place_name_too_long": Explanation(
        _("The name “%(found)s” has %(count)s characters."),
        _("At most %(limit)s characters are allowed."),
        CORRECT_CELL,
    ),
    "capacity_no_number": Explanation(
        _("“%(found)s” in the column “%(column)s” is no number of places."),
        _("A number of places is from 0 to 1,000,000,000; an empty cell says that it is not known."),
        CORRECT_CELL,
    ),
    "register_missing": Explanation(
        _("The places are told by addresses, and there is no address file to find them in."),
        _("An address file holds street, house number and coordinates of all addresses."),
        _("Bring the address file under “Address file”, then let the rows be checked again."),
    ),
    "register_row_no_address": Explanation(
        _("The row names no street with a house number."),
        _("An address needs street and house number."),
        _("Nothing needs to be done if the row is none; the other rows are taken."),
    ),
    "register_column_missing": Explanation(
        _("There is no column “%(column)s”."),
        _("The file has the columns %(columns)s."),
        _("Write one of these names."),
    ),
    "register_no_address": Explanation(
        _("No row of the file is an address with a place."),
        _("Street, house number, east and north are needed."),
        _("Choose the columns again."),
    ),
}
