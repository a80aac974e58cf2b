# SPDX-License-Identifier: EUPL-1.2
"""Real files of cities are read as was written down from them by hand, or refused at the place written down."""

import json
import math
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indicators.readers.drafting import draft_mapping, proposed_answers
from indicators.readers.findings import DeliveryError
from indicators.readers.proposals import AreaList, Known, Recognition
from indicators.readers.rawtable import RawTable
from indicators.readers.reading import read_tables, read_tables_confined
from indicators.readers.recognition import recognise
from indicators.readers.staging import Staged, stage
from indicators.readers.tables import table_of
from sozialplanung.common.statuses import Status

ROOT = Path(__file__).resolve().parents[3]
ORACLES = sorted((ROOT / "tests" / "golden" / "messy").glob("*.json"))
READ = [path for path in ORACLES if "refusal" not in json.loads(path.read_text(encoding="utf-8"))]
REFUSED = [path for path in ORACLES if path not in READ]
BERLIN = {"lor-2006": ("planungsraum",), "lor-2021": ("planungsraum", "bezirksregion", "bezirk")}


def payload_of(oracle: Path) -> bytes:
    folder = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not folder:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    return (Path(folder) / "messy" / oracle.stem).read_bytes()


def expectation(oracle: Path) -> dict[str, Any]:
    return json.loads(oracle.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def berlin() -> tuple[AreaList, ...]:
    lists = []
    for edition, levels in BERLIN.items():
        for level in levels:
            path = ROOT / "demo" / "berlin" / f"gebiete_{edition.replace('-', '_')}" / f"{level}.geojson"
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            names = {each["properties"]["code"]: each["properties"]["name"] for each in features}
            lists.append(AreaList(level, edition, names))
    return tuple(lists)


def known_of(expected: dict[str, Any]) -> Known:
    areas = expected["areas"]
    if areas == "berlin":
        return Known(berlin())
    return Known((AreaList(areas["level"], areas["edition"], dict.fromkeys(areas["keys"], "")),))


def table_in(expected: dict[str, Any], tables: tuple[RawTable, ...]) -> RawTable:
    sheets = expected.get("sheets", {"": ""})
    assert [table.sheet for table in tables] == list(sheets)
    return next(table for table in tables if not sheets[table.sheet])


def answers_to(expected: dict[str, Any], recognition: Recognition) -> dict[str, str]:
    series = {each.id: each.id.replace(":", "=") for each in recognition.questions if each.id.startswith("series:")}
    return {**proposed_answers(recognition), **series, **expected["answers"]}


def staged(expected: dict[str, Any], raw: RawTable, recognition: Recognition) -> Staged:
    mapping = draft_mapping(recognition, answers_to(expected, recognition))
    areas = next(
        each
        for each in known_of(expected).areas
        if recognition.key and (each.level, each.edition) == (recognition.key.level, recognition.key.edition)
    )
    return stage(table_of(raw, mapping.layout), mapping, areas.names)


def test_every_real_delivery_has_its_expectation() -> None:
    assert len(ORACLES) == 11


@pytest.mark.check("C038")
@pytest.mark.parametrize("oracle", READ, ids=lambda path: path.stem)
def test_a_real_delivery_is_recognised_and_asked_about_as_written_down(oracle: Path) -> None:
    payload, expected = payload_of(oracle), expectation(oracle)
    raw = table_in(expected, read_tables(payload))

    recognition = recognise(raw, known_of(expected), file_name=oracle.stem)

    key, layout = recognition.key, recognition.layout
    assert key is not None
    periods = [option.value for each in recognition.questions if each.id == "period" for option in each.options]
    assert expected["recognised"] == {
        "level": key.level,
        "edition": key.edition,
        "column": key.column,
        "form": key.form,
        "matched": key.matched,
        "filled": key.filled,
        "header_row": layout.header_row,
        "header_rows": layout.header_rows,
        "last_row": layout.last_row,
        "rows": len(table_of(raw, layout).rows),
        "shape": recognition.shape,
        "decimal": recognition.decimal,
        "periods": periods,
        "label_column": recognition.label_column,
    }
    asked = [each for each in recognition.questions if not each.id.startswith("series:")]
    assert [each.id for each in asked] == expected["asked"]
    assert {each.id: each.proposal for each in asked if each.proposal} == expected["proposed"]


@pytest.mark.check("C041")
@pytest.mark.parametrize("oracle", READ, ids=lambda path: path.stem)
def test_a_real_delivery_is_staged_as_written_down(oracle: Path) -> None:
    payload, expected = payload_of(oracle), expectation(oracle)
    raw = table_in(expected, read_tables(payload))

    result = staged(expected, raw, recognise(raw, known_of(expected), file_name=oracle.stem))

    statuses = Counter(Status(status).code for status in result.status.tolist())
    totals = len(result.totals) if result.totals else 0
    assert expected["staged"] == {"figures": len(result), "totals": totals, "statuses": dict(statuses)}
    assert dict(Counter(each.code for each in result.findings)) == expected["findings"]
    places = list(zip(result.key, result.series, result.period, strict=True))
    for row, key, stem, period, value, status in expected["values"]:
        place = places.index((key, f"series={stem}", period))
        found = result.value[place].item()
        assert (result.row[place], Status(result.status[place]).code) == (row, status)
        assert math.isnan(found) if value is None else found == value
    told = [(each.code, each.row, each.value, dict(each.params)) for each in result.findings]
    for code, row, text, params in expected["details"]:
        assert any(found[:3] == (code, row, text) and found[3].items() >= params.items() for found in told)


@pytest.mark.check("C038")
@pytest.mark.parametrize("oracle", REFUSED, ids=lambda path: path.stem)
def test_a_real_delivery_without_areas_or_figures_is_refused_at_its_place(oracle: Path) -> None:
    payload, expected = payload_of(oracle), expectation(oracle)
    tables = read_tables(payload)

    with pytest.raises(DeliveryError) as caught:
        draft_mapping(recognise(tables[0], known_of(expected), file_name=oracle.stem), {})

    refusal = expected["refusal"]
    assert (caught.value.code, caught.value.place) == (f"readers.{refusal['code']}", refusal["place"])


@pytest.mark.parametrize("oracle", REFUSED, ids=lambda path: path.stem)
def test_the_cells_of_a_refused_delivery_are_read_all_the_same(oracle: Path) -> None:
    payload, expected = payload_of(oracle), expectation(oracle)

    tables = read_tables_confined(payload)

    raw = expected["raw"]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert len(tables) == raw["tables"]
    assert raw["rows"] in (None, len(tables[0].rows))
    assert sum(isinstance(cell, float) for cell in cells) == raw["numbers"]
    assert dict(Counter(each.code for each in tables[0].findings)) == expected["findings"]
    by_sheet = {table.sheet: dict(zip(table.numbers, table.rows, strict=True)) for table in tables}
    for sheet, row, column, value in expected["cells"]:
        assert by_sheet[sheet][row][column - 1] == value


@pytest.mark.parametrize("oracle", [path for path in READ if "sheets" in expectation(path)], ids=lambda path: path.stem)
def test_the_other_sheets_of_a_real_workbook_are_refused_as_written_down(oracle: Path) -> None:
    payload, expected = payload_of(oracle), expectation(oracle)
    codes = {}

    for table in read_tables(payload):
        try:
            recognise(table, known_of(expected))
        except DeliveryError as error:
            codes[table.sheet] = error.code.removeprefix("readers.")

    assert codes == {sheet: code for sheet, code in expected["sheets"].items() if code}
