# SPDX-License-Identifier: EUPL-1.2
"""A workbook of 100,000 rows from its bytes to staged figures, beside a bare read of the same file."""

import io
import time
from collections.abc import Callable

import openpyxl
import pytest
import python_calamine

from indicators.readers.drafting import draft_mapping
from indicators.readers.proposals import AreaList, Known, KnownSeries
from indicators.readers.reading import read_tables
from indicators.readers.recognition import recognise
from indicators.readers.staging import stage
from indicators.readers.tables import table_of
from tests.bench.measuring import report

pytestmark = pytest.mark.bench
AREAS, YEARS = 5_000, 20
NAMES = {f"{number:06d}": f"Gebiet {number}" for number in range(AREAS)}
KNOWN = Known((AreaList("block", "2020", NAMES),), (KnownSeries("inhabitants", "Einwohner"),))
MOST_SECONDS = 20.0


def _workbook() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Schlüssel", "Name", "Jahr", "Merkmal", "Wert"])
    for year in range(YEARS):
        for number, (key, name) in enumerate(NAMES.items()):
            sheet.append([key, name, 2000 + year, "Einwohner", float(number * 7 + year)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _bare(payload: bytes) -> int:
    return len(python_calamine.load_workbook(io.BytesIO(payload)).get_sheet_by_index(0).to_python())


def _staged(payload: bytes) -> int:
    raw = read_tables(payload)[0]
    recognition = recognise(raw, KNOWN)
    answers = {each.id: each.proposal or "inhabitants" for each in recognition.questions}
    mapping = draft_mapping(recognition, {**answers, "period": "{}"})
    return len(stage(table_of(raw, mapping.layout), mapping, NAMES, NAMES))


def _seconds(work: Callable[[bytes], int], payload: bytes, expected: int) -> float:
    begun = time.process_time()
    found = work(payload)
    assert found == expected
    return time.process_time() - begun


def test_workbook_of_100_000_rows_is_read_recognised_and_staged_in_time() -> None:
    payload = _workbook()
    rows = AREAS * YEARS

    bare = _seconds(_bare, payload, rows + 1)
    whole = _seconds(_staged, payload, rows)

    report(
        f"Workbook of {rows} rows to staged figures",
        f"{whole:.1f} s",
        baseline=f"bare read: {bare:.1f} s",
        target=f"< {MOST_SECONDS:.0f} s",
    )
    assert whole < MOST_SECONDS
