# SPDX-License-Identifier: EUPL-1.2
"""Tables as municipal offices send them are read as was written down by hand, asked about, or refused by name."""

import math

import pytest

from indicators.readers.drafting import draft_mapping, open_questions, proposed_answers
from indicators.readers.findings import DeliveryError
from indicators.readers.proposals import Recognition
from indicators.readers.rawtable import RawTable
from indicators.readers.reading import read_tables
from indicators.readers.recognition import recognise
from indicators.readers.staging import Staged, stage
from indicators.readers.tables import table_of
from sozialplanung.common.statuses import Status
from tests.unit.readers.municipal import KNOWN, NAMES, Table
from tests.unit.readers.municipal_contents import CONTENTS
from tests.unit.readers.municipal_layouts import LAYOUTS

TABLES = LAYOUTS | CONTENTS
READ = {name: table for name, table in TABLES.items() if not table.refusal}
REFUSED = {name: table for name, table in TABLES.items() if table.refusal}


def opened(table: Table) -> tuple[RawTable, Recognition]:
    raw = next(each for each in read_tables(table.content) if table.sheet in {"", each.sheet})
    return raw, recognise(raw, KNOWN, file_name=table.file_name)


def staged(table: Table) -> Staged:
    raw, recognition = opened(table)
    series = {each.id: each.id for each in recognition.questions if each.id.startswith("series:")}
    answers = {**proposed_answers(recognition), **series, **table.answers}
    mapping = draft_mapping(recognition, answers, KNOWN.series)
    return stage(table_of(raw, mapping.layout), mapping, NAMES)


def figures(found: Staged) -> dict[tuple[str, str, str], float | str]:
    told = {}
    for key, series, period, value, status in zip(
        found.key, found.series, found.period, found.value.tolist(), found.status.tolist(), strict=True
    ):
        word = Status(status).code
        told[key, series.removeprefix("series:"), period] = word if math.isnan(value) else value
    return told


@pytest.mark.check("C038")
@pytest.mark.check("C040")
@pytest.mark.check("C041")
@pytest.mark.parametrize("name", READ)
def test_a_table_holds_what_was_written_down_and_nothing_else(name: str) -> None:
    found = staged(READ[name])

    assert figures(found) == READ[name].figures
    told = sorted(each.code for each in found.findings if each.severity != "note")
    assert told == sorted(READ[name].told)


@pytest.mark.check("C039")
@pytest.mark.check("C042")
@pytest.mark.parametrize("name", READ)
def test_what_two_readings_are_possible_for_is_asked(name: str) -> None:
    _, recognition = opened(READ[name])

    proposed = proposed_answers(recognition)

    asked = [each.id for each in open_questions(recognition, proposed) if not each.id.startswith("series:")]
    assert sorted(asked) == sorted(READ[name].open)


@pytest.mark.check("C038")
@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_no_one_reading_fits_is_refused_by_name(name: str) -> None:
    table = REFUSED[name]
    codes: set[str] = set()

    try:
        codes = {each.code for each in staged(table).findings if each.severity == "error"}
    except DeliveryError as error:
        codes = {error.code.removeprefix("readers.")}

    assert table.refusal in codes
