# SPDX-License-Identifier: EUPL-1.2
"""Old workbooks (XLS) are looked through record by record before they are read."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.readers.compound import survey_compound
from indicators.readers.findings import DeliveryError
from indicators.readers.limits import DEFAULT_LIMITS
from indicators.readers.reading import read_tables
from indicators.readers.tables import table_of
from tests.unit.readers.workbooks import compound, error_cell, error_formula, label, number, record, xls

PASSWORD, BOOK_LINK, MULTIPLE = 0x002F, 0x01AE, 0x00BD
PLAIN = label(0, 0, "key") + label(0, 1, "zahl") + label(1, 0, "01") + number(1, 1, 2.5)


def refused(content: bytes, **limits: int) -> str:
    with pytest.raises(DeliveryError) as caught:
        read_tables(content, limits=replace(DEFAULT_LIMITS, **limits))
    return caught.value.code.removeprefix("readers.")


def test_an_old_workbook_is_read() -> None:
    (raw,) = read_tables(xls(PLAIN))

    assert (raw.format, raw.sheet, raw.rows) == ("xls", "Blatt", (("key", "zahl"), ("01", 2.5)))
    assert table_of(raw).rows == (("01", 2.5),)


def test_errors_of_an_old_workbook_are_not_empty() -> None:
    cells = PLAIN + label(2, 0, "02") + error_cell(2, 1, 0x07) + label(3, 0, "03") + error_formula(3, 1, 0x2A)

    (raw,) = read_tables(xls(cells))

    assert raw.rows[2:] == (("02", "#DIV/0!"), ("03", "#N/A"))


@pytest.mark.check("C055")
def test_a_password_is_named_and_links_and_macros_are_told() -> None:
    own, other = struct.pack("<H", 1) + b"\x01\x04", struct.pack("<H", 1) + b"\x05\x00"

    links = record(BOOK_LINK, own) + record(BOOK_LINK, other) * 2
    (raw,) = read_tables(xls(PLAIN, links, {"_VBA_PROJECT_CUR": b""}))

    assert [each.code for each in raw.findings] == ["workbook_links", "workbook_macros"]
    assert refused(xls(PLAIN, record(PASSWORD, bytes(6)))) == "workbook_password"
    assert refused(compound({"EncryptedPackage": b""})) == "workbook_password"


@pytest.mark.parametrize(
    ("name", "told"), [("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"), ("Other", "Office 97")]
)
def test_other_documents_are_named(name: str, told: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        read_tables(compound({name: b""}))

    assert (caught.value.code, caught.value.params) == ("readers.workbook_format", {"found": told})


@pytest.mark.check("C055")
def test_far_cells_of_an_old_workbook_are_refused_before_they_are_laid_out() -> None:
    multiple = record(MULTIPLE, struct.pack("<HH", 0, 0) + bytes(6) * 256 + struct.pack("<H", 255))

    assert refused(xls(PLAIN + number(65_535, 255, 1.0))) == "workbook_area"
    assert refused(xls(PLAIN + number(65_535, 0, 1.0)), rows=10_000) == "too_many_rows"
    assert refused(xls(multiple), columns=200) == "too_many_columns"


def test_a_chain_of_sectors_that_bites_its_tail_is_refused() -> None:
    content = bytearray(xls(PLAIN))
    table = len(content) - 512
    struct.pack_into("<I", content, table, 0)

    assert refused(bytes(content)) == "workbook_broken"


def test_a_file_that_ends_in_its_header_is_refused() -> None:
    assert refused(xls(PLAIN)[:20]) == "workbook_broken"


def test_a_table_of_sectors_may_go_on_elsewhere() -> None:
    content = bytearray(xls(PLAIN))
    whole = survey_compound(bytes(content), DEFAULT_LIMITS)
    # The one sector of the table is now named by a further list of sectors instead of the header.
    table, further = struct.unpack_from("<I", content, 76)[0], (len(content) - 512) // 512
    struct.pack_into("<II", content, 68, further, 1)
    struct.pack_into("<I", content, 76, 0xFFFFFFFF)
    content += struct.pack("<128I", table, *[0xFFFFFFFF] * 126, 0xFFFFFFFE)

    assert survey_compound(bytes(content), DEFAULT_LIMITS) == whole


def test_sectors_of_another_size_are_refused() -> None:
    content = bytearray(xls(PLAIN))
    struct.pack_into("<H", content, 30, 3)

    assert refused(bytes(content)) == "workbook_broken"


def test_a_small_stream_stands_among_the_small_sectors() -> None:
    content = bytearray(xls(PLAIN))
    whole = survey_compound(bytes(content), DEFAULT_LIMITS)
    directory = content.index("Root Entry".encode("utf-16-le"))
    # The same sectors, now as the root's, which holds the small streams: a table of small sectors in their place.
    struct.pack_into("<I", content, directory + 116, 0)
    struct.pack_into("<I", content, directory + 128 + 120, 640)
    small = len(content)
    table_at = small - 512
    sector = (small - 512) // 512
    struct.pack_into("<II", content, 60, sector, 1)
    struct.pack_into("<I", content, table_at + 4 * sector, 0xFFFFFFFE)
    content += struct.pack("<128I", *range(1, 10), 0xFFFFFFFE, *[0xFFFFFFFF] * 118)

    assert survey_compound(bytes(content), DEFAULT_LIMITS) == whole


@settings(max_examples=60)
@given(place=st.integers(0, 6_000), byte=st.integers(0, 255))
def test_an_old_workbook_with_a_changed_byte_is_looked_through_or_refused(place: int, byte: int) -> None:
    content = bytearray(xls(PLAIN))
    content[place % len(content)] = byte

    try:
        survey = survey_compound(bytes(content), DEFAULT_LIMITS)
    except DeliveryError as error:
        assert error.code.startswith("readers.")  # noqa: PT017
    else:
        assert survey.reaches is not None
