# SPDX-License-Identifier: EUPL-1.2
"""Layouts of municipal tables: names in several rows, periods in the header, keys in labels, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.readers.municipal import DAY, NAMES, Table, grid, text
from tests.unit.readers.workbooks import ods, xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook


def _arbeitsmarkt(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.merge_cells("C4:D4")
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("B4:B5")


def _merged_years(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.merge_cells("C1:D1")
    sheet.merge_cells("E1:F1")


def _rows_of_ods(rows: Sequence[Sequence[str | float]]) -> str:
    def cell(value: str | float) -> str:
        if value == "":
            return "<table:table-cell/>"
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="Tabelle1">{lines}</table:table>'


LAYOUTS: dict[str, Table] = {
    "labour market report: two rows of names, merged, stars, footnotes": Table(
        xlsx(
            [
                ["Kreisreport Musterstadt", None, None, None],
                ["Bestand an Arbeitslosen, Stichtag 31.12.2022", None, None, None],
                [],
                ["Schlüssel", "Stadtteil", "Arbeitslose", None],
                [None, None, "insgesamt", "dar. SGB II"],
                ["01", "Altstadt", 120, 70],
                ["02", "Neustadt", 95, "*"],
                ["03", "Weststadt", "*", "*"],
                ["04", "Süd-Nord", 60, 31],
                ["05", "Am Weiher", 0, "-"],
                [],
                ["* Zahlenwerte unter 3 sind geheim.", None, None, None],
                ["© Statistik der Bundesagentur für Arbeit", None, None, None],
            ],
            _arbeitsmarkt,
        ),
        {
            **grid("Arbeitslose / insgesamt", DAY, [120, 95, "confidential", 60, 0]),
            **grid("Arbeitslose / dar. SGB II", DAY, [70, "confidential", "confidential", 31, 0]),
        },
    ),
    "GENESIS: title lines, units below the names, underscores and a stamp at the end": Table(
        text(
            "Bevölkerung nach Stadtteilen",
            "Fortschreibung des Bevölkerungsstandes",
            "Stichtag: 31.12.2022",
            ";;Bevölkerung;Bevölkerung;Ausländer",
            ";;insgesamt;weiblich;insgesamt",
            ";;Anzahl;Anzahl;Anzahl",
            "01;Altstadt;1000;510;100",
            "02;Neustadt;2000;990;.",
            "03;Weststadt;3000;1510;-",
            "04;Süd-Nord;400;200;20",
            "05;Am Weiher;50;25;...",
            "__________",
            "Werte gerundet.",
            "© Statistisches Amt, 2023 | Stand: 03.02.2023 / 10:11:12",
            encoding="cp1252",
        ),
        {
            **grid("Bevölkerung / insgesamt / Anzahl", DAY, [1000, 2000, 3000, 400, 50]),
            **grid("Bevölkerung / weiblich / Anzahl", DAY, [510, 990, 1510, 200, 25]),
            **grid("Ausländer / insgesamt / Anzahl", DAY, [100, "unknown", 0, 20, "pending"]),
        },
        {"dot": "unknown"},
        open=("dot",),
    ),
    "Regionalstatistik: day in a column, signs, thin blanks": Table(
        text(
            'Tabelle: "12411-01-01-5"',
            "Bevölkerung;;;;",
            "Stichtag;Schlüssel;Gebiet;Einwohner;Quote",
            "31.12.2022;01;Altstadt;1\u2009000;12,5",
            "31.12.2022;02;Neustadt;2\u202f000;.",
            "31.12.2022;03;Weststadt;12\u00a0000;–",
            "31.12.2022;04;Süd-Nord;400;x",
            "31.12.2022;05;Am Weiher;50;...",
        ),
        {
            **grid("Einwohner", DAY, [1000, 2000, 12000, 400, 50]),
            **grid("Quote", DAY, [12.5, "unknown", 0, "not_applicable", "pending"]),
        },
        {"dot": "unknown"},
        open=("dot",),
    ),
    "IT.NRW: quoted, Windows-1252, a separator at each end": Table(
        text(
            '"Kennziffer";"Bezeichnung";"Einwohner";',
            *(f'"{key}";"{name}";"1.{key}0";' for key, name in NAMES.items()),
            encoding="cp1252",
        ),
        grid("Einwohner", DAY, [1010, 1020, 1030, 1040, 1050]),
        {"period": DAY, "decimal": "comma"},
        open=("period", "decimal"),
    ),
    "Excel: merged years over women and men, a blank column": Table(
        xlsx(
            [
                ["Nr.", None, 2021, None, 2022, None],
                [None, None, "Frauen", "Männer", "Frauen", "Männer"],
                *([key, None, 10 + n, 20 + n, 30 + n, 40 + n] for n, key in enumerate(NAMES)),
            ],
            _merged_years,
        ),
        {
            **grid("Frauen", "2021", [10, 11, 12, 13, 14]),
            **grid("Männer", "2021", [20, 21, 22, 23, 24]),
            **grid("Frauen", "2022", [30, 31, 32, 33, 34]),
            **grid("Männer", "2022", [40, 41, 42, 43, 44]),
        },
        {"period": "{}"},
        open=("period",),
    ),
    "OpenDocument: keys as numbers that lost their zeros": Table(
        ods(
            _rows_of_ods(
                [
                    ["Stand 31.12.2022", "", ""],
                    ["Schlüssel", "Name", "Einwohner"],
                    *((float(key), name, float(key) * 100) for key, name in NAMES.items()),
                ]
            )
        ),
        grid("Einwohner", DAY, [100, 200, 300, 400, 500]),
        {"lost_zero": "yes"},
        open=("lost_zero",),
    ),
    "school years in the header": Table(
        text(
            "Grundschulkinder nach Schuljahr",
            "Schlüssel;2021/22;2022/23",
            *(f"{key};{100 + n};{200 + n}" for n, key in enumerate(NAMES)),
        ),
        {
            **grid("", "2021-22", [100, 101, 102, 103, 104]),
            **grid("", "2022-23", [200, 201, 202, 203, 204]),
        },
    ),
    "quarters with Roman numbers": Table(
        text(
            "Schlüssel;I/2022;II/2022;III/2022;IV/2022",
            *(f"{key};{n}1;{n}2;{n}3;{n}4" for n, key in enumerate(NAMES, start=1)),
        ),
        {
            **grid("", "2022-Q1", [11, 21, 31, 41, 51]),
            **grid("", "2022-Q2", [12, 22, 32, 42, 52]),
            **grid("", "2022-Q3", [13, 23, 33, 43, 53]),
            **grid("", "2022-Q4", [14, 24, 34, 44, 54]),
        },
    ),
    "months with years of two digits": Table(
        text(
            "Schlüssel;Jan 23;Feb 23;Mrz 23",
            *(f"{key};{n}1;{n}2;{n}3" for n, key in enumerate(NAMES, start=1)),
        ),
        {
            **grid("", "2023-01", [11, 21, 31, 41, 51]),
            **grid("", "2023-02", [12, 22, 32, 42, 52]),
            **grid("", "2023-03", [13, 23, 33, 43, 53]),
        },
    ),
    "key in the label, total on top": Table(
        text(
            "Einwohner am 31.12.2022",
            "Stadtteil;Einwohner",
            "Gesamtstadt;150",
            *(f"{key} {name};{n}0" for n, (key, name) in enumerate(NAMES.items(), start=1)),
        ),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
    ),
    "total that does not fit its areas": Table(
        text(
            "Einwohner am 31.12.2022",
            "Stadtteil;Einwohner",
            *(f"{key} {name};{n}0" for n, (key, name) in enumerate(NAMES.items(), start=1)),
            "Insgesamt;151",
        ),
        grid("Einwohner", DAY, [10, 20, 30, 40, 50]),
        told=("total_differs",),
    ),
    "rows of which each is followed by a part of it": Table(
        text(
            "Stand: 31.12.2022",
            "Schlüssel;Bezeichnung;Einwohner",
            "01;Altstadt;100",
            ";davon weiblich;60",
            "02;Neustadt;200",
            ";davon weiblich;110",
            "03;Weststadt;300",
            ";davon weiblich;140",
            "04;Süd-Nord;400",
            ";davon weiblich;210",
            "05;Am Weiher;500",
            ";davon weiblich;260",
        ),
        grid("Einwohner", DAY, [100, 200, 300, 400, 500]),
        {"unknown_row:davon weiblich": "skip"},
        open=("unknown_row:davon weiblich",),
    ),
}
