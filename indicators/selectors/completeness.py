# SPDX-License-Identifier: EUPL-1.2
"""How many areas of each level and period have a value, and why the others have none; from the heads of slices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceHeader, read_header
from indicators.selectors.published import read_for
from indicators.selectors.released import released_rows
from indicators.selectors.sheets import ReleaseRef
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import WITH_VALUE, Status, status_from_code
from spatial.selectors.rows import BoundaryVersionRow

# The length of the header stands in bytes 5 to 8, lowest byte first (docs/adr/0002-release-slice.md).
_HEADS: Final = """
SELECT id, substring(payload FROM 1 FOR 8
    + get_byte(substring(payload FROM 5 FOR 1), 0)
    + get_byte(substring(payload FROM 6 FOR 1), 0) * 256
    + get_byte(substring(payload FROM 7 FOR 1), 0) * 65536)
FROM indicators_published_release WHERE id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class CompletenessRow:
    """One release: areas in all, areas with a value, and the others by reason in the order of the columns."""

    level: str
    edition: str
    as_of: str
    areas: int
    valued: int
    without: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Rows by level and period, and in words which reasons the columns stand for."""

    reasons: tuple[str, ...]
    rows: tuple[CompletenessRow, ...]


def slice_headers(releases: Iterable[ReleaseRef]) -> dict[int, SliceHeader]:
    """Return the heads of slices by release id, without their figures, in one query."""
    wanted = list(releases)
    if not wanted:
        return {}
    rows = released_rows(read_for(wanted), _HEADS, [[ref.id for ref in wanted]])
    return {row[0]: read_header(bytes(row[1])) for row in rows}


def completeness(
    releases: Sequence[ReleaseRef], versions: Iterable[BoundaryVersionRow], language: Language
) -> Completeness:
    """Count areas by status for each release of one indicator, the finest level and the newest period first."""
    headers = slice_headers(releases)
    names = {row.id: row for row in versions}
    shown = [ref for ref in releases if ref.id in headers and ref.boundary_version_id in names]
    shown.sort(key=lambda ref: (-ref.level_position, ref.level, -ref.period_end.toordinal()))
    counts = {ref.id: _counts(headers[ref.id]) for ref in shown}
    reasons = sorted({status for each in counts.values() for status in each if status not in WITH_VALUE})
    return Completeness(
        reasons=tuple(status_words(status, language) for status in reasons),
        rows=tuple(_row(ref, names[ref.boundary_version_id], counts[ref.id], reasons, language) for ref in shown),
    )


def _counts(header: SliceHeader) -> dict[Status, int]:
    return {status_from_code(code): count for code, count in header.statuses.items()}


def _row(
    ref: ReleaseRef,
    version: BoundaryVersionRow,
    counts: dict[Status, int],
    reasons: Sequence[Status],
    language: Language,
) -> CompletenessRow:
    return CompletenessRow(
        level=version.level_name_plural,
        edition=version.name,
        as_of=period_words(parse(ref.period), language),
        areas=sum(counts.values()),
        valued=sum(count for status, count in counts.items() if status in WITH_VALUE),
        without=tuple(counts.get(status, 0) for status in reasons),
    )
