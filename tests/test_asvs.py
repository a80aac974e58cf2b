# SPDX-License-Identifier: EUPL-1.2
"""The sheet of the ASVS: every requirement of levels 1 and 2 stands there once, and what shows it is there."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from scripts.layout import ROOT

pytestmark = pytest.mark.check("C109")
SHEET: Final = ROOT / "docs" / "asvs.md"
# Sections of ASVS 5.0.0 with their requirements of levels 1 and 2.
ASKED: Final = (
    "1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2 2.1.1-3 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2 "
    "4.1.1-3 4.2.1 4.3.1-2 4.4.1-4 5.1.1 5.2.1-3 5.3.1-2 5.4.1-3 6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 "
    "6.8.1-4 7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2 8.1.1-2 8.2.1-3 8.3.1 8.4.1 9.1.1-3 9.2.1-4 10.1.1-2 "
    "10.2.1-2 10.3.1-4 10.4.1-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1 11.6.1 12.1.1-3 "
    "12.2.1-2 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.1-5 14.1.1-2 14.2.1-4 14.3.1-3 15.1.1-3 15.2.1-3 15.3.1-7 16.1.1 "
    "16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2"
)
FIRST_LEVEL: Final = (
    "1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2 5.3.1-2 6.1.1 6.2.1-8 "
    "6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 "
    "14.2.1 14.3.1 15.1.1 15.2.1 15.3.1"
)
STANDS: Final = frozenset({"met", "partly", "not met", "n/a"})
OPEN: Final = frozenset({"partly", "not met"})
_DAY: Final = re.compile(r"20\d\d-\d\d-\d\d|with 7\.3\.1")


@dataclass(frozen=True)
class Row:
    """One row of the sheet."""

    numbers: tuple[str, ...]
    stands: str
    text: str
    evidence: tuple[str, ...]


def _numbers(ranges: str) -> list[str]:
    found = []
    for each in ranges.split():
        section, _, span = each.rpartition(".")
        first, _, last = span.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def _rows(sheet: str) -> list[Row]:
    lines = re.findall(r"^\| \d+\..*\|$", sheet, re.MULTILINE)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [Row(tuple(row[0].split(", ")), row[1], row[2], tuple(re.findall("`([^`]+)`", row[3]))) for row in cells]


def _missing(evidence: str, root: Path = ROOT) -> bool:
    """Whether what is to show something is not there: a file or folder, or a function of a file."""
    path, _, name = evidence.partition("::")
    if not (root / path).exists():
        return True
    return bool(name) and name not in _functions(root / path)


@cache
def _functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


ROWS: Final = _rows(SHEET.read_text(encoding="utf-8"))


def test_every_requirement_stands_there_once() -> None:
    named = [number for row in ROWS for number in row.numbers]

    assert sorted(named) == sorted(_numbers(ASKED))
    assert (len(named), len(_numbers(FIRST_LEVEL))) == (253, 70)
    assert {row.stands for row in ROWS} == STANDS


def test_what_is_met_or_open_has_evidence_that_is_there() -> None:
    assert [each for row in ROWS for each in row.evidence if _missing(each)] == []
    assert [row.numbers for row in ROWS if row.stands != "n/a" and not row.evidence] == []
    assert [row.numbers for row in ROWS if not row.text] == []


def test_what_is_open_is_dated_said_again_and_not_of_the_first_level() -> None:
    open_rows = [row for row in ROWS if row.stands in OPEN]
    summary = SHEET.read_text(encoding="utf-8").partition("## What is open")[2]

    assert [row.numbers for row in open_rows if not _DAY.search(row.text)] == []
    assert not {number for row in open_rows for number in row.numbers} & set(_numbers(FIRST_LEVEL))
    for stands, part in zip(("not met", "partly"), summary.split("partly:"), strict=True):
        said = set(re.findall(r"\d+\.\d+\.\d+", part))
        assert said == {number for row in open_rows if row.stands == stands for number in row.numbers}


@pytest.mark.parametrize(
    "evidence",
    ["tests/test_nothing.py", "tests/test_asvs.py::test_that_is_not_there", "docs/nothing.md", "tests/nothing::x"],
)
def test_evidence_that_is_not_there_would_be_missed(evidence: str) -> None:
    assert _missing(evidence)
    assert not _missing("tests/test_asvs.py::test_every_requirement_stands_there_once")


def test_row_that_is_lost_would_be_missed() -> None:
    sheet = re.sub(r"^\| 1\.2\.5 .*$", "", SHEET.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert set(_numbers(ASKED)) - {number for row in _rows(sheet) for number in row.numbers} == {"1.2.5"}
