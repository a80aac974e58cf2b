# SPDX-License-Identifier: EUPL-1.2
"""Contents of municipal tables: signs, units, hidden parts, second tables, misleading keys, periods beside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from openpyxl.styles import numbers

from tests.unit.readers.municipal import DAY, NAMES, Table, grid, text
from tests.unit.readers.workbooks import xlsx

if TYPE_CHECKING:
    from openpyxl import Workbook


def _percent(book: Workbook) -> None:
    for row in book.worksheets[0].iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = numbers.FORMAT_PERCENTAGE_00


def _hide(book: Workbook) -> None:
    book.worksheets[0].row_dimensions[4].hidden = True
    book.worksheets[0].column_dimensions["C"].hidden = True


def _two_sheets(book: Workbook) -> None:
    sheet = book.create_sheet("2021")
    for row in (["Nr.", "Einwohner"], *([key, 20 + place] for place, key in enumerate(NAMES))):
        sheet.append(row)
    book.worksheets[0].title = "Hinweise"


CONTENTS: dict[str, Table] = {
    "dash is nothing, point is secret": Table(
        text("Stand 31.12.2022", "key;Einwohner", "01;–", "02;.", "03;—", "04;-", "05;7"),
        grid("Einwohner", DAY, [0, "confidential", 0, 0, 7]),
        {"dot": "confidential"},
        open=("dot",),
    ),
    "percent signs in the cells": Table(
        text("Stand 31.12.2022", "key;Quote", "01;12,5 %", "02;8,0 %", "03;0,0 %", "04;*", "05;100,0 %"),
        grid("Quote", DAY, [12.5, 8.0, 0.0, "confidential", 100.0]),
    ),
    "percent signs in some cells only": Table(
        text("Stand 31.12.2022", "key;Quote", "01;12,5 %", "02;8,0", "03;0,1 %", "04;*", "05;100,0 %"),
        told=("number_unit", "number_unit", "number_unit"),
        figures={("02", "Quote", DAY): 8.0, ("04", "Quote", DAY): "confidential"},
    ),
    "per mille signs in the cells": Table(
        text("Stand 31.12.2022", "key;Quote", "01;12,5 ‰", "02;8,0 ‰", "03;1,0‰", "04;2‰", "05;100,0 ‰"),
        grid("Quote", DAY, [12.5, 8.0, 1.0, 2.0, 100.0]),
    ),
    "workbook that shows shares as percent": Table(
        xlsx([["key", "Quote"], *([key, n / 100] for n, key in enumerate(NAMES, start=10))], _percent),
        grid("Quote", DAY, [0.1, 0.11, 0.12, 0.13, 0.14]),
        {"period": DAY},
        told=("percent_format",),
        open=("period",),
    ),
    "Unicode text of Excel: UTF-16, tabs": Table(
        text(
            "Stand 31.12.2022\t\t",
            "Schlüssel\tStadtteil\tEinwohner",
            *(f"{key}\t{name}\t{n}.000" for n, (key, name) in enumerate(NAMES.items(), start=1)),
            "\t\t12,5",
            encoding="utf-16",
        ),
        grid("Einwohner", DAY, [1000, 2000, 3000, 4000, 5000]),
        {"unknown_row:": "leave"},
        told=("key_blank",),
        open=("unknown_row:",),
    ),
    "line breaks in quoted names": Table(
        text(
            'Schlüssel;"Einwohner\nam\n31.12.2022";"Quote\nin %"',
            *(f"{key};{n}0;{n},5" for n, key in enumerate(NAMES, start=1)),
        ),
        {
            **grid("Einwohner am", DAY, [10, 20, 30, 40, 50]),
            **grid("Quote in %", "2022", [1.5, 2.5, 3.5, 4.5, 5.5]),
        },
        {"period": "2022", "column_period": "{}"},
        open=("period", "column_period"),
    ),
    "two tables below one another": Table(
        text(
            "Stand 31.12.2022",
            "key;Einwohner",
            *(f"{key};{n}0" for n, key in enumerate(NAMES, start=1)),
            "",
            "key;Haushalte",
            *(f"{key};{n}" for n, key in enumerate(NAMES, start=1)),
        ),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
        {"unknown_row:key": "leave", "mark:Haushalte": "missing"},
        told=("duplicate",) * 5 + ("header_again", "key_unknown"),
        open=("unknown_row:key", "mark:Haushalte"),
    ),
    "two tables below one another with other areas": Table(
        text(
            "Stand 31.12.2022",
            "key;Einwohner",
            "01;10",
            "02;20",
            "",
            "key;Haushalte",
            "03;3",
            "04;4",
            "05;5",
        ),
        grid("Einwohner", DAY, [10, 20, 3, 4, 5]),
        {"unknown_row:key": "skip", "mark:Haushalte": "missing"},
        told=("header_again",),
        open=("unknown_row:key", "mark:Haushalte"),
    ),
    "two tables beside one another": Table(
        text(
            "key;Einwohner;;key;Haushalte",
            *(f"{key};{n}0;;{key};{n}" for n, key in enumerate(NAMES, start=1)),
        ),
        refusal="header_twice",
    ),
    "hidden row and column": Table(
        xlsx([["key", "Einwohner", "Quote"], *([key, n, n / 2] for n, key in enumerate(NAMES, start=1))], _hide),
        {
            **grid("Einwohner", DAY, [1, 2, 3, 4, 5]),
            **grid("Quote", DAY, [0.5, 1.0, 1.5, 2.0, 2.5]),
        },
        {"period": DAY},
        told=("rows_hidden", "column_hidden"),
        open=("period",),
    ),
    "days in a column of a workbook": Table(
        xlsx([["Stichtag", "key", "Einwohner"], *([date(2022, 12, 31), key, 5.0] for key in NAMES)]),
        grid("Einwohner", DAY, [5.0] * 5),
    ),
    "figures that a spreadsheet took for days": Table(
        xlsx(
            [["key", "Quote"], ["01", 1.2], ["02", date(2022, 5, 1)], ["03", 1.4], ["04", 1.5], ["05", 1.6]],
        ),
        {key: value for key, value in grid("Quote", DAY, [1.2, 0, 1.4, 1.5, 1.6]).items() if key[0] != "02"},
        {"period": DAY},
        told=("number_form",),
        open=("period",),
    ),
    "running numbers that look like keys": Table(
        text(
            "Stand 31.12.2022",
            "Lfd. Nr.;Stadtteil;Einwohner",
            "1;Altstadt;10",
            "2;Am Weiher;50",
            "3;Neustadt;20",
            "4;Süd-Nord;40",
            "5;Weststadt;30",
        ),
        {
            **grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
            **grid("Lfd. Nr.", DAY, [1, 3, 5, 4, 2]),
        },
        {"key_by_name": "yes"},
        open=("key_by_name",),
    ),
    "running numbers written like keys": Table(
        text(
            "Stand 31.12.2022",
            "Nr.;Stadtteil;Einwohner",
            "01;Altstadt;10",
            "02;Am Weiher;50",
            "03;Neustadt;20",
            "04;Süd-Nord;40",
            "05;Weststadt;30",
        ),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
        {"key_by_name": "yes"},
        open=("key_by_name",),
    ),
    "figures in thousands": Table(
        text("Angaben in 1 000", "Stand 31.12.2022", "key;Einwohner", *(f"{key};{n},5" for n, key in enumerate(NAMES))),
        grid("Einwohner", DAY, [0.5, 1.5, 2.5, 3.5, 4.5]),
        told=("scaled_figures",),
    ),
    "figures in thousands by the name of their column": Table(
        text("Stand 31.12.2022", "key;Einwohner in Tsd.", *(f"{key};{n},5" for n, key in enumerate(NAMES))),
        grid("Einwohner in Tsd.", DAY, [0.5, 1.5, 2.5, 3.5, 4.5]),
        told=("scaled_figures",),
    ),
    "years with signs of footnotes": Table(
        text(
            "key;2020;2021¹);2022*",
            *(f"{key};{n}1;{n}2;{n}3" for n, key in enumerate(NAMES, start=1)),
            "1) vorläufig",
        ),
        {
            **grid("", "2020", [11, 21, 31, 41, 51]),
            **grid("", "2021", [12, 22, 32, 42, 52]),
            **grid("", "2022", [13, 23, 33, 43, 53]),
        },
        {"period": "{}"},
        open=("period",),
    ),
    "figures with signs of footnotes": Table(
        text("Stand 31.12.2022", "key;Einwohner", "01;100", "02;200¹", "03;300 1)", "04;400", "05;500"),
        {key: value for key, value in grid("Einwohner", DAY, [100, 0, 0, 400, 500]).items() if value},
        told=("number_digits", "number_form"),
    ),
    "keys that a spreadsheet keeps as formulas of text": Table(
        text("Stand 31.12.2022", "key;Einwohner", *(f'"=""{key}""";{n}0' for n, key in enumerate(NAMES, start=1))),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
    ),
    "sheet named by its year behind a cover": Table(
        xlsx([["Bitte beachten Sie die Hinweise."], ["Quelle: Einwohnerregister"]], _two_sheets),
        grid("Einwohner", "2021", [20, 21, 22, 23, 24]),
        {"period": "2021"},
        open=("period",),
        sheet="2021",
    ),
    "units in a row below the names": Table(
        text(
            "Stand 31.12.2022",
            "Schlüssel;Einwohner;Quote",
            ";Anzahl;in %",
            *(f"{key};{n}0;{n},5" for n, key in enumerate(NAMES, start=1)),
        ),
        {
            **grid("Einwohner / Anzahl", DAY, [10, 20, 30, 40, 50]),
            **grid("Quote / in %", DAY, [1.5, 2.5, 3.5, 4.5, 5.5]),
        },
    ),
    "quarters in two columns of a long table": Table(
        text(
            "key;Jahr;Quartal;Einwohner",
            *(f"{key};2022;{quarter};{n}{quarter}" for n, key in enumerate(NAMES, start=1) for quarter in (1, 2)),
        ),
        refusal="",
        answers={"period": "{}"},
        figures={
            **grid("1", "2022", [11, 21, 31, 41, 51]),
            **grid("2", "2022", [12, 22, 32, 42, 52]),
        },
        open=("period",),
    ),
    "decimal comma in a file separated by commas": Table(
        text("key,Quote", "01,3,5", "02,4", "03,2", "04,1", "05,6,5"),
        answers={"period": DAY},
        refusal="row_width",
    ),
    "total below its parts on two levels": Table(
        text(
            "Stand 31.12.2022",
            "Schlüssel;Gebiet;Einwohner",
            "01;Altstadt;10",
            "02;Neustadt;20",
            ";Mitte zusammen;30",
            "03;Weststadt;30",
            "04;Süd-Nord;40",
            "05;Am Weiher;50",
            ";Außen zusammen;120",
            ";Stadt insgesamt;150",
        ),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
    ),
    "former key beside its successor": Table(
        text("Stand 31.12.2022", "Schlüssel;Einwohner", "01;10", "02;20", "03;30", "04;40", "06;50"),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
        {"repair:06": "05"},
        open=("repair:06",),
    ),
    "day in the name of the file, years first": Table(
        text("Schlüssel;Einwohner", *(f"{key};{n}0" for n, key in enumerate(NAMES, start=1))),
        grid("Einwohner", "2022-06-30", [10, 20, 30, 40, 50]),
        file_name="einwohner_2022_06_30.csv",
    ),
    "month in the name of the file, years first": Table(
        text("Schlüssel;Einwohner", *(f"{key};{n}0" for n, key in enumerate(NAMES, start=1))),
        grid("Einwohner", "2022-06", [10, 20, 30, 40, 50]),
        {"period": "2022-06"},
        file_name="einwohner_2022_06.csv",
        open=("period",),
    ),
    "day in the name of the file, closely written": Table(
        text("Schlüssel;Einwohner", *(f"{key};{n}0" for n, key in enumerate(NAMES, start=1))),
        grid("Einwohner", "2022-06-30", [10, 20, 30, 40, 50]),
        file_name="Einwohner20220630.csv",
    ),
    "day with a year of two digits in the title": Table(
        text("Stand: 31.12.22", "Schlüssel;Einwohner", *(f"{key};{n}0" for n, key in enumerate(NAMES, start=1))),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
    ),
    "points for thousands in one column, for decimals in another": Table(
        text(
            "Stand 31.12.2022",
            "Schlüssel;Einwohner;Anteil",
            *(f"{key};1.{n}00;{n}.5" for n, key in enumerate(NAMES, start=1)),
        ),
        {
            **grid("Einwohner", DAY, [1.1, 1.2, 1.3, 1.4, 1.5]),
            **grid("Anteil", DAY, [1.5, 2.5, 3.5, 4.5, 5.5]),
        },
        told=("decimals_doubtful",),
    ),
}
