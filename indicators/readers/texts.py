# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the delivery readers, one explanation per stable code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong and what to do next, as English msgids with named parameters."""

    sentence: str
    way_out: str


def _(text: str) -> str:
    """Mark a text for the catalogue of translations."""
    return text


_CHECK_FILE = _("Check the file and upload it again.")
_SAVE_CSV = _("Save the table as CSV (UTF-8, separated by semicolons) and upload it again.")
_SPLIT = _("Split the file and upload the parts.")
_CORRECT_CELL = _("Correct the cell in the source and upload the file again.")
_CORRECT_ROW = _("Correct the row in the source and upload the file again.")
_CHECK_MAPPING = _("Correct the mapping of this source.")
_NOTHING_TO_DO = _("Nothing has to be done.")

_FILE: Final = {
    "empty": Explanation(_("The file is empty."), _CHECK_FILE),
    "too_large": Explanation(_("The file has %(size)s bytes; at most %(limit)s are allowed."), _SPLIT),
    "not_text": Explanation(_("The content of the file is %(found)s, not a table as text."), _SAVE_CSV),
    "encoding": Explanation(_("The characters of the file cannot be read as %(encoding)s (byte %(byte)s)."), _SAVE_CSV),
    "control_character": Explanation(
        _("The file holds the control character %(character)s, which no table needs."), _SAVE_CSV
    ),
    "separator": Explanation(
        _("No separator was found: allowed are semicolon, comma, tab and vertical bar."), _SAVE_CSV
    ),
    "separator_ambiguous": Explanation(
        _("The columns could be separated by “%(first)s” or by “%(second)s”."),
        _("State the separator in the mapping of this source."),
    ),
    "quoting": Explanation(_("A quotation mark is not closed or stands inside a cell."), _SAVE_CSV),
    "too_many_rows": Explanation(
        _("The table has more than %(limit)s rows, which is the most that is allowed."), _SPLIT
    ),
    "too_many_columns": Explanation(_("The table has %(count)s columns; at most %(limit)s are allowed."), _SPLIT),
    "too_many_cells": Explanation(_("The table has more than %(limit)s cells, blank ones included."), _SPLIT),
    "cell_too_long": Explanation(
        _("A cell has more than %(limit)s characters, which is the most that is allowed."),
        _CORRECT_CELL,
    ),
    "no_header": Explanation(
        _("No row was found that names the columns."),
        _("State the row of the column names in the mapping of this source."),
    ),
    "no_rows": Explanation(_("The table has column names but no rows."), _CHECK_FILE),
    "header_blank": Explanation(
        _("Column %(column)s holds figures but has no name."),
        _("Name the column in the source, or state the rows of the column names in the mapping."),
    ),
    "header_twice": Explanation(
        _("The column name “%(name)s” stands twice."), _("Give each column a name of its own.")
    ),
}

_SAVE_XLSX = _("Save the workbook anew as XLSX without a password, or the sheet as CSV, and upload that.")

_WORKBOOK: Final = {
    "workbook_format": Explanation(_("The content of the file is %(found)s, not a workbook with tables."), _SAVE_XLSX),
    "workbook_broken": Explanation(_("The workbook is damaged or incomplete."), _SAVE_XLSX),
    "workbook_password": Explanation(_("The workbook is encrypted or protected with a password."), _SAVE_XLSX),
    "workbook_doctype": Explanation(
        _("The workbook declares a document type, which no spreadsheet program writes."), _SAVE_XLSX
    ),
    "workbook_uncalculated": Explanation(
        _("The workbook holds a formula without a result."),
        _("Open the workbook in a spreadsheet program, let it calculate, save it and upload it again."),
    ),
    "workbook_sheets": Explanation(
        _("The workbook has %(count)s sheets; at most %(limit)s are allowed."),
        _("Delete the sheets that are not needed and upload it again."),
    ),
    "workbook_sheet_name": Explanation(
        _("The name of a sheet has more than %(limit)s characters."),
        _("Give the sheet a shorter name and upload it again."),
    ),
    "workbook_area": Explanation(
        _("The filled cells of the workbook span %(count)s cells; at most %(limit)s are allowed."),
        _("Delete what stands far away from the tables, or split the file."),
    ),
    "workbook_macros": Explanation(
        _("The workbook holds macros. They were neither run nor taken over."),
        _("Ask the source for a workbook without macros; their figures cannot be checked."),
    ),
    "workbook_links": Explanation(
        _("The workbook is linked to other files. The results that it held were taken, nothing was fetched."),
        _("Ask the source whether these results are up to date."),
    ),
    "sheet_hidden": Explanation(
        _("The sheet “%(sheet)s” is hidden in the workbook."),
        _("Ask the source whether it is meant to be delivered."),
    ),
    "container_entries": Explanation(_("The file is packed and holds more than %(limit)s parts."), _SAVE_XLSX),
    "container_nested": Explanation(_("The file is packed and holds another packed file."), _SAVE_XLSX),
    "container_size": Explanation(_("Unpacked, the file has %(size)s bytes; at most %(limit)s are allowed."), _SPLIT),
    "container_ratio": Explanation(
        _("The file is packed %(ratio)s to 1; at most %(limit)s to 1 is allowed."), _SAVE_XLSX
    ),
    "container_size_false": Explanation(_("A part of the packed file has another size than it says."), _SAVE_XLSX),
}

_SANDBOX: Final = {
    "sandbox_not_confined": Explanation(
        _("The file was not read because this server cannot shield the reading of files."),
        _("Tell the administration of the platform."),
    ),
    "sandbox_timeout": Explanation(_("Reading the file took longer than %(seconds)s seconds."), _SPLIT),
    "sandbox_cpu": Explanation(_("Reading the file took more than %(seconds)s seconds of computing."), _SPLIT),
    "sandbox_memory": Explanation(_("Reading the file needed more memory than is allowed."), _SPLIT),
    "sandbox_output": Explanation(_("The tables of the file are larger than is allowed."), _SPLIT),
    "sandbox_failed": Explanation(_("The program that reads the file gave up (%(reason)s)."), _SAVE_XLSX),
}

_RECOGNITION: Final = {
    "areas_none": Explanation(
        _("No column of the table holds areas of your levels."),
        _("Choose another sheet, or ask the source for a table by area."),
    ),
    "figures_none": Explanation(
        _("No column of the table holds figures."),
        _("Choose another sheet, or ask the source for figures instead of words."),
    ),
    "question_open": Explanation(
        _("A question about this table is still open (%(question)s)."), _("Answer it before you go on.")
    ),
    "answer_unknown": Explanation(
        _("“%(answer)s” is no answer to the question (%(question)s)."), _("Choose one of the answers offered.")
    ),
}

_TABLE: Final = {
    "text_removed": Explanation(_("Invisible characters were removed from the file (%(characters)s)."), _NOTHING_TO_DO),
    "bidi": Explanation(_("The cell holds characters that turn the direction of the text."), _CORRECT_CELL),
    "mojibake": Explanation(_("The cell looks wrongly decoded: two encodings are mixed in the file."), _SAVE_CSV),
    "row_width": Explanation(_("The row has %(found)s cells, the header has %(expected)s."), _CORRECT_ROW),
    "merged_figure": Explanation(
        _("A number stands in the merged cells of rows %(rows)s; which row it belongs to cannot be told."),
        _CORRECT_CELL,
    ),
    "header_again": Explanation(
        _("The names of the columns stand here again: another table begins."),
        _("Put each table on a sheet or into a file of its own and upload it again."),
    ),
    "scaled_figures": Explanation(
        _("The table says that its figures are in %(unit)s. They were taken over as they stand."),
        _("Say why that is right for the series, or let the source deliver whole figures."),
    ),
    "percent_format": Explanation(
        _("The workbook shows this column as percent: 0.123 looks like 12.3 % there. The figures were taken as 0.123."),
        _("Say why that is right for the series, or let the source deliver the percentages as plain numbers."),
    ),
    "column_hidden": Explanation(
        _("The column is hidden in the workbook."), _("Ask the source whether it is meant to be delivered.")
    ),
    "rows_hidden": Explanation(
        _("Rows of the table are hidden in the workbook (%(rows)s). They were read like the others."),
        _("Ask the source whether they are meant to be delivered."),
    ),
    "decimals_doubtful": Explanation(
        _("All figures of the column look like “%(value)s”, read as %(read)s; as thousands it would be %(other)s."),
        _("Say why the sign is a decimal sign here, or let the source write the column like the others."),
    ),
    "unit_left_out": Explanation(_("All figures of the column carry “%(unit)s”, which was left out."), _NOTHING_TO_DO),
    "row_beside_table": Explanation(_("The row stands outside the table and was left out."), _NOTHING_TO_DO),
}

_MAPPING: Final = {
    "mapping": Explanation(_("The mapping is not usable: %(reason)s."), _CHECK_MAPPING),
    "column_absent": Explanation(_("The column “%(name)s” of the mapping is not in the file."), _CHECK_MAPPING),
    "column_unmapped": Explanation(
        _("The mapping says nothing about the column “%(name)s”."),
        _("Map the column, or name it among those that are not taken over."),
    ),
    "locale_ambiguous": Explanation(
        _("“%(value)s” can be read as %(german)s or as %(english)s."),
        _("State in the mapping whether the decimal sign is a comma or a point."),
    ),
    "locale_mixed": Explanation(
        _("The file writes decimals with a comma (“%(german)s”) and with a point (“%(english)s”)."),
        _("Write all figures in one way and upload the file again."),
    ),
    "mark_undeclared": Explanation(
        _("The sign “%(mark)s” means “unknown” for some publishers and “confidential” for others."),
        _("State in the mapping what the sign means in this source."),
    ),
}

_CELLS: Final = {
    "key_blank": Explanation(_("The row has no area key."), _CORRECT_ROW),
    "key_unknown": Explanation(
        _("The area key “%(key)s” does not exist on this level and date."),
        _("Correct the key, or choose the level and the date of the areas that fit."),
    ),
    "key_name_differs": Explanation(
        _("The key “%(key)s” belongs to “%(known)s”, but the row says “%(name)s” (key %(other)s)."),
        _("Ask the source which of the two is right; figures follow the key."),
    ),
    "duplicate": Explanation(_("Area, series and period were already delivered in row %(first)s."), _CORRECT_ROW),
    "duplicate_elsewhere": Explanation(
        _("Row %(first)s of %(table)s has another figure for the same area, series and period."),
        _("Leave one of both tables out, or say in its mapping that it holds another series or period."),
    ),
    "value_absent": Explanation(
        _("%(count)s areas have parts of a share for %(series)s, %(period)s, but no value, the first being %(first)s."),
        _("Map the column that holds the values, too, or take numerator and denominator over as series of their own."),
    ),
    "more_alike": Explanation(
        _("%(count)s more findings of the kind %(kind)s are not listed one by one."),
        _("Correct what is listed above them; findings of one kind mostly have one cause."),
    ),
    "category_unknown": Explanation(
        _("The mapping says nothing about “%(category)s”."),
        _("Map the category, or name it among those that are not taken over."),
    ),
    "period": Explanation(_("“%(value)s” is no reporting period of this source."), _CORRECT_CELL),
    "area_missing": Explanation(
        _("%(count)s areas have no row for %(series)s, %(period)s, the first being %(first)s."),
        _("Ask the source whether the areas are missing on purpose."),
    ),
    "total_differs": Explanation(
        _("The total is %(total)s, its areas add up to %(parts)s (difference %(difference)s)."),
        _("Ask the source; a total may hold cases that belong to no area."),
    ),
    "total_row": Explanation(_("The row is a total and was used as a check, not as an area."), _NOTHING_TO_DO),
}

_FIGURES: Final = {
    "number_form": Explanation(_("“%(value)s” is no number."), _CORRECT_CELL),
    "number_digits": Explanation(_("“%(value)s” uses digits of another script."), _CORRECT_CELL),
    "number_scientific": Explanation(
        _("“%(value)s” is written with an exponent, digits may be lost."),
        _("Format the column as a number without exponent and upload the file again."),
    ),
    "number_leading_zero": Explanation(_("“%(value)s” starts with a zero and looks like a key."), _CHECK_MAPPING),
    "number_too_long": Explanation(_("“%(value)s” has more digits than a number may have."), _CORRECT_CELL),
    "number_other_locale": Explanation(
        _("“%(value)s” does not follow the number format of the mapping."),
        _("State in the mapping whether the decimal sign is a comma or a point."),
    ),
    "number_unit": Explanation(
        _("“%(value)s” carries a unit of measure; the unit belongs to the indicator."),
        _CORRECT_CELL,
    ),
    "mark_unknown": Explanation(
        _("The meaning of “%(value)s” is not known."),
        _("Correct the cell, or state in the mapping what the sign means."),
    ),
}

EXPLANATIONS: Final[Mapping[str, Explanation]] = MappingProxyType(
    _FILE | _WORKBOOK | _SANDBOX | _RECOGNITION | _TABLE | _MAPPING | _CELLS | _FIGURES
)
