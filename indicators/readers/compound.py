# SPDX-License-Identifier: EUPL-1.2
"""Looks through the records of an old workbook (XLS) before it is read: reach, errors, password, links."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from indicators.readers.findings import delivery_error
from indicators.readers.limits import Limits
from indicators.readers.sheetscan import Reach

_HEADER: Final = 512
_ENTRY: Final = 128
_LARGEST_SECTOR: Final = 0xFFFFFFFA
_NAMES: Final = ("Workbook", "Book")
_FOREIGN: Final = {"EncryptedPackage": "", "WordDocument": "Word", "PowerPoint Document": "PowerPoint"}
_MACROS: Final = "_VBA_PROJECT_CUR"
_BOF, _EOF, _SHEET, _PASSWORD, _BOOK_LINK = 0x0809, 0x000A, 0x0085, 0x002F, 0x01AE
_OWN_BOOK: Final = (b"\x01\x04", b"\x01\x3a")
_BOOLERR, _FORMULA, _MULTIPLE = 0x0205, 0x0006, 0x00BD
_CELLS: Final = frozenset({0x0203, 0x027E, _MULTIPLE, 0x00FD, 0x0204, 0x00D6, _BOOLERR, _FORMULA})
_PLACE = struct.Struct("<HH")
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class Survey:
    """What was seen: the sheets in their order, and what has to be told."""

    reaches: list[Reach] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def survey_compound(payload: bytes, limits: Limits) -> Survey:
    """Look through an XLS file.

    Parameters
    ----------
    payload
        The file.
    limits
        For the reach of each sheet.

    Returns
    -------
    Survey
        One reach per sheet of the workbook.

    Raises
    ------
    DeliveryError
        `workbook_password`, `workbook_format`, `workbook_broken`, or a sheet that reaches too far.

    References
    ----------
    Microsoft, [MS-CFB] sections 2.2 to 2.6; [MS-XLS] section 2.4.
    """
    try:
        compound = _Compound(payload)
        name = next((each for each in _NAMES if each in compound.streams), "")
        for foreign, told in _FOREIGN.items():
            if foreign in compound.streams and not name:
                raise delivery_error("workbook_format" if told else "workbook_password", found=told)
        if not name:
            raise delivery_error("workbook_format", found="Office 97")
        survey = _survey(compound.content(name), limits)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise delivery_error("workbook_broken") from error
    if _MACROS in compound.streams:
        survey.codes.append("workbook_macros")
    return survey


class _Compound:
    """The streams of a compound file by name."""

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.shift, self.small_shift = struct.unpack_from("<HH", payload, 30)
        if self.shift not in (9, 12) or self.small_shift != 6:  # noqa: PLR2004 - the only sizes there are
            raise delivery_error("workbook_broken")
        directory, _, self.cutoff, small_table = struct.unpack_from("<IIII", payload, 48)
        self.table = self._table()
        self.small_table = self._numbers(self._chain(small_table))
        self.streams: dict[str, tuple[int, int]] = {}
        self.root = (0, 0)
        self._directory(self._chain(directory))

    def content(self, name: str) -> bytes:
        """Return a stream."""
        start, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        whole = self._chain(self.root[0])
        sectors = _followed(start, self.small_table)
        return b"".join(whole[sector << 6 : (sector + 1) << 6] for sector in sectors)[:size]

    def _table(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self.payload, 76))
        further, per_sector = struct.unpack_from("<I", self.payload, 68)[0], (1 << self.shift) // 4
        seen = 0
        while further < _LARGEST_SECTOR and seen <= len(self.payload) >> self.shift:
            numbers = self._numbers(self._sector(further))
            sectors += numbers[: per_sector - 1]
            further, seen = numbers[-1], seen + 1
        return self._numbers(b"".join(self._sector(each) for each in sectors if each < _LARGEST_SECTOR))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self.shift
        return self.payload[start : start + (1 << self.shift)]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(each) for each in _followed(start, self.table))

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        count = len(content) // 4
        return list(struct.unpack(f"<{count}I", content[: count * 4]))

    def _directory(self, content: bytes) -> None:
        for place in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", content, place + 64)
            start, size = struct.unpack_from("<II", content, place + 116)
            if not kind:
                continue
            name = content[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le")
            self.streams.setdefault(name, (start, size))
            if kind == 5:  # noqa: PLR2004 - the root entry, which holds the small streams
                self.root = (start, size)


def _followed(start: int, table: list[int]) -> Iterator[int]:
    steps = 0
    while start < _LARGEST_SECTOR:
        if start >= len(table) or steps > len(table):
            raise delivery_error("workbook_broken")
        yield start
        start, steps = table[start], steps + 1


def _survey(stream: bytes, limits: Limits) -> Survey:
    survey = Survey()
    sheets: list[int] = []
    for kind, record in _records(stream, 0):
        if kind == _PASSWORD:
            raise delivery_error("workbook_password")
        if kind == _SHEET:
            sheets.append(struct.unpack_from("<I", record)[0])
        elif kind == _BOOK_LINK and record[2:4] not in _OWN_BOOK and "workbook_links" not in survey.codes:
            survey.codes.append("workbook_links")
    for number, offset in enumerate(sheets, start=1):
        reach = Reach(f"sheet {number}")
        for kind, record in _records(stream, offset):
            if kind in _CELLS:
                _take(kind, record, reach)
        reach.check(limits)
        survey.reaches.append(reach)
    return survey


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    depth = 0
    while offset + _PLACE.size <= len(stream):
        kind, length = _PLACE.unpack_from(stream, offset)
        offset += _PLACE.size
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, stream[offset : offset + length]
        offset += length
        if depth <= 0:
            return


def _take(kind: int, record: bytes, reach: Reach) -> None:
    row, column = (number + 1 for number in _PLACE.unpack_from(record))
    reach.take(row, column)
    if kind == _MULTIPLE:
        reach.take(row, struct.unpack_from("<H", record, len(record) - 2)[0] + 1)
    code = None
    if kind == _BOOLERR and record[7]:
        code = record[6]
    elif kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:  # noqa: PLR2004 - 2: an error
        code = record[8]
    if code is not None:
        reach.errors[row, column] = _ERRORS.get(code, "#")
