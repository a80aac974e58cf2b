# SPDX-License-Identifier: EUPL-1.2
"""Tells what the columns of a table hold, and which series their names come close to."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import Final

from indicators.readers.keys import normalise_key
from indicators.readers.layouts import is_figure
from indicators.readers.periodtexts import period_in
from indicators.readers.proposals import ColumnKind, ColumnReading, KeyProposal, KnownSeries
from indicators.readers.rawtable import cell_text
from indicators.readers.tables import Table, TableCell

_EXAMPLES: Final = 5
_MOSTLY: Final = 0.5
_NEARLY_ALL: Final = 0.95
_MOST_PERIODS: Final = 200
_SIMILAR: Final = 0.6
_PERIOD_NAMES: Final = re.compile(
    r"jahr|stichtag|datum|zeit|zeitraum|period\w*|quartal|monat|berichtszeit\w*|year|date|schuljahr", re.IGNORECASE
)
# Parts of a year stand beside the year in a column of their own: they are no figures.
_PART_NAMES: Final = re.compile(r"quartal|vierteljahr|halbjahr|monat|\bq\b|month|quarter", re.IGNORECASE)
_MOST_PARTS: Final = 12
_OF_NAMES: Final = re.compile(
    r"name|bez(eichnung)?|bezirk|stadtteil|raum|gebiet|bemerkung|kennziffer|schl(ü|ue)ssel|\bid\b|_id$|^id",
    re.IGNORECASE,
)


def read_columns(
    table: Table, keys: tuple[KeyProposal, ...], series: tuple[KnownSeries, ...]
) -> tuple[ColumnReading, ...]:
    """Say of each column what it holds.

    Parameters
    ----------
    table
        As its layout says.
    keys
        The proposals for the column of the areas, best first.
    series
        What the organisation has.

    Returns
    -------
    tuple of ColumnReading
        In the order of the table.
    """
    areas = {proposal.column: proposal.form for proposal in reversed(keys)}
    key = keys[0].column if keys else ""
    repeats = _repeats(table, key)
    readings = [_reading(table, name, key, areas.get(name), repeats=repeats) for name in table.header]
    return _with_series(readings, series)


def _repeats(table: Table, key: str) -> bool:
    """Say whether areas stand in several rows each: a long table."""
    if not key:
        return False
    counts = Counter(text for cell in table.column(key) if (text := normalise_key(cell_text(cell))))
    return sum(1 for count in counts.values() if count > 1) > len(counts) * _MOSTLY


def _reading(table: Table, name: str, key: str, form: str | None, *, repeats: bool) -> ColumnReading:
    cells = [cell for cell in table.column(name) if cell != ""]
    kind, share = _kind(name, cells, repeats=repeats)
    if name == key:
        kind = "key"
    elif form == "name" or (form and kind != "figures"):
        kind = "name"
    found = period_in(name)
    examples = tuple(dict.fromkeys(cell_text(cell) for cell in cells[:200]))[:_EXAMPLES]
    stem = found.rest if found else name
    reading = ColumnReading(name, kind, share, examples, stem, found.code if found else "")
    if kind != "period":
        return reading
    codes = {each.code for text in map(cell_text, set(cells)) if (each := period_in(text))}
    return replace(reading, periods=tuple(sorted(codes)))


def _kind(name: str, cells: list[TableCell], *, repeats: bool) -> tuple[ColumnKind, float]:
    distinct = Counter(cells)
    total = sum(distinct.values())
    if not total:
        return "text", 0.0
    texts = {cell_text(cell) for cell in distinct}
    if len(texts) <= _MOST_PERIODS and _are_periods(name, texts):
        return "period", 1.0
    share = sum(count for cell, count in distinct.items() if is_figure(cell)) / total
    if repeats and len(texts) <= _MOST_PARTS and _PART_NAMES.search(name):
        return "category", 1.0
    if share > _MOSTLY and not _is_identifier(name, texts):
        return "figures", share
    if repeats and len(distinct) < total * _MOSTLY:
        return "category", 1.0 - share
    return "text", 1.0 - share


def _are_periods(name: str, texts: set[str]) -> bool:
    codes = sum(1 for text in texts if (found := period_in(text)) and not found.rest)
    if codes < len(texts) * _NEARLY_ALL:
        return False
    # A year may be a figure: its column has to say that it is none.
    is_plain = all(text.isdecimal() for text in texts)
    return not is_plain or bool(_PERIOD_NAMES.search(name))


def _is_identifier(name: str, texts: set[str]) -> bool:
    """Say whether numbers with zeros in front, or a column that says so, are keys rather than figures."""
    return any(len(text) > 1 and text.isdecimal() and text[0] == "0" for text in texts) and bool(_OF_NAMES.search(name))


def _with_series(readings: list[ColumnReading], series: tuple[KnownSeries, ...]) -> tuple[ColumnReading, ...]:
    """Propose for each column of figures the series that comes closest; a series is proposed to one stem only."""
    best = {
        reading.stem: ranked[0]
        for reading in readings
        if reading.kind == "figures" and (ranked := rank_series(reading.stem, series)) and ranked[0][1] >= _SIMILAR
    }
    winners: dict[str, str] = {}
    for stem, (slug, similarity) in sorted(best.items(), key=lambda item: -item[1][1]):
        winners.setdefault(slug, stem)
        del similarity
    out = []
    for reading in readings:
        slug, similarity = best.get(reading.stem, ("", 0.0))
        if reading.kind != "figures" or winners.get(slug) != reading.stem:
            slug, similarity = "", 0.0
        out.append(replace(reading, series=slug, similarity=similarity))
    return tuple(out)


def rank_series(text: str, series: tuple[KnownSeries, ...]) -> list[tuple[str, float]]:
    """Rank series by how close their names come to a text.

    Parameters
    ----------
    text
        The name of a column without its period, or the categories of a row.
    series
        What the organisation has.

    Returns
    -------
    list of (str, float)
        Slug and similarity (Dice coefficient of groups of three letters, 0 to 1), closest first.

    References
    ----------
    Dice, L. R. (1945): Measures of the amount of ecologic association between species. Ecology 26, 297-302.
    """
    own = _groups(text)
    scored = [(each.slug, max(_dice(own, _groups(each.slug)), _dice(own, _groups(each.name)))) for each in series]
    return sorted(scored, key=lambda each: (-each[1], each[0]))


@lru_cache(maxsize=10_000)
def _groups(text: str) -> frozenset[str]:
    folded = text.casefold().replace("ß", "ss")
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        folded = folded.replace(umlaut, plain)
    letters = unicodedata.normalize("NFKD", folded)
    plain = " ".join(re.findall("[a-z0-9]+", letters))
    padded = f"  {plain} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2)) if plain else frozenset()


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
