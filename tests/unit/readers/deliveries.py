# SPDX-License-Identifier: EUPL-1.2
"""Deliveries of the kind that German offices send, made of parts, with what is in them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from hypothesis import strategies as st

from indicators.readers.proposals import AreaList, Known, KnownSeries

NAMES = {
    "01": "Mitte",
    "02": "Süd",
    "03": "Köln-Porz",
    "04": "Am Weiher",
    "05": "Große Straße",
    "06": "Nord",
    "07": "Öjendorf",
    "08": "Ost",
}
KNOWN = Known(
    (AreaList("district", "2020", NAMES), AreaList("city", "2020", {"stadt": "Stadt"})),
    (KnownSeries("inhabitants", "Einwohner"), KnownSeries("rate", "Quote", is_additive=False)),
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16")
SEPARATORS = (";", ",", "\t")


@dataclass(frozen=True)
class Delivery:
    """A file, and the figures in it by key and series."""

    content: bytes
    figures: dict[tuple[str, str], float]
    decimal: str


@dataclass(frozen=True)
class Parts:
    """What varies between files of the same figures."""

    encoding: str
    separator: str
    decimal: str
    titles: tuple[str, ...]
    has_two_header_rows: bool
    has_blank_column: bool
    has_thousands: bool
    has_total: bool
    notes: tuple[str, ...]
    key_place: int
    is_padded: bool


def parts() -> st.SearchStrategy[Parts]:
    """Return the parts of all kinds of files."""
    titles = st.sampled_from(
        [(), ("Einwohner am 31.12.2019",), ("Amt für Statistik", "", "Stand: 31.12.2019"), ("", "Übersicht")]
    )
    notes = st.sampled_from([(), ("Quelle: Amt für Statistik",), ("", "1) vorläufig", "Stand 2019")])
    flags = st.booleans()
    return st.builds(
        Parts,
        st.sampled_from(ENCODINGS),
        st.sampled_from(SEPARATORS),
        st.sampled_from(["comma", "point"]),
        titles,
        flags,
        flags,
        flags,
        flags,
        notes,
        st.integers(0, 2),
        flags,
    )


def figures() -> st.SearchStrategy[list[tuple[int, float]]]:
    """Return an absolute number and a rate for each area."""
    pair = st.tuples(st.integers(0, 2_000_000), st.integers(0, 100_000).map(lambda number: number / 100))
    return st.lists(pair, min_size=len(NAMES), max_size=len(NAMES))


def written(number: float, decimals: int, kind: Parts) -> str:
    """Return a number as the file writes it."""
    text = f"{number:,.{decimals}f}" if kind.has_thousands else f"{number:.{decimals}f}"
    return text if kind.decimal == "point" else text.translate(str.maketrans(",.", ".,"))


def delivery(kind: Parts, numbers: list[tuple[int, float]]) -> Delivery:
    """Return a file with these figures."""
    body = [
        [key, written(count, 0, kind), written(rate, 2, kind)]
        for key, (count, rate) in zip(NAMES, numbers, strict=True)
    ]
    if kind.has_total:
        body.append(["Insgesamt", written(sum(count for count, _ in numbers), 0, kind), written(50.5, 2, kind)])
    header = [["Schlüssel", "Einwohner", "Quote"]]
    if kind.has_two_header_rows:
        header = [["", "Einwohner", "Quote"], ["Schlüssel", "Anzahl", "Anzahl"]]
    rows = [_placed(row, kind) for row in (*header, *body)]
    width = len(rows[0])
    # Spreadsheet programs fill titles and notes up with blank cells, other programs do not.
    padding = [""] * (width - 1 if kind.is_padded else 0)
    beside = [[text, *padding] for text in kind.titles]
    below = [[text, *padding] for text in kind.notes]
    file = io.StringIO()
    csv.writer(file, delimiter=kind.separator, lineterminator="\r\n").writerows([*beside, *rows, *below])
    found = {
        (key, series): float(number)
        for key, pair in zip(NAMES, numbers, strict=True)
        for series, number in zip(("inhabitants", "rate"), pair, strict=True)
    }
    return Delivery(file.getvalue().encode(kind.encoding), found, kind.decimal)


def _placed(row: list[str], kind: Parts) -> list[str]:
    key, *rest = row
    rest.insert(kind.key_place, key)
    return [*rest[:2], "", *rest[2:]] if kind.has_blank_column else rest
