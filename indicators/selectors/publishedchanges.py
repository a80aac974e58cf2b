# SPDX-License-Identifier: EUPL-1.2
"""What releases in force changed for the audience that an organisation is read for."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from indicators.selectors.published import from_json
from indicators.selectors.released import released_rows as _rows
from indicators.selectors.sheets import OrganisationRef

_COLUMNS: Final = (
    "indicator, period, level, edition, boundary_version_id, number, published_at, before_published_at, kind, "
    "counts, decimals, city_before, city_after"
)
# The strongest word of a publication stands for all its releases.
_KINDS: Final = ("restored", "changed", "redefined", "first")
CORRECTIONS: Final = frozenset({"restored", "changed"})
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What one release in force changed, compared with the one that readers saw before."""

    indicator: str
    period: str
    level: str
    edition: str
    boundary_version_id: int
    number: int
    published_at: datetime
    before_published_at: datetime | None
    kind: str
    counts: dict[str, int]
    decimals: int
    city_before: float | None
    city_after: float | None
    rows: tuple[Row, ...] = field(default=())

    @property
    def is_correction(self) -> bool:
        """Whether figures that readers knew became others."""
        return self.kind in CORRECTIONS

    @property
    def figures(self) -> int:
        """In how many areas a figure became another one, appeared or went."""
        return sum(self.counts.get(name, 0) for name in ("values", "appeared", "gone"))


@dataclass(frozen=True, slots=True)
class Publication:
    """The releases of one indicator that came into force together."""

    indicator: str
    published_at: datetime
    changes: tuple[Change, ...]

    @property
    def kind(self) -> str:
        """The strongest word for what happened."""
        return min((each.kind for each in self.changes), key=_KINDS.index)

    @property
    def values(self) -> int:
        """In how many areas a figure became another one, appeared or went."""
        return sum(each.figures for each in self.changes)


def publications_of(organisation: OrganisationRef, *, indicator: str | None = None) -> tuple[Publication, ...]:
    """Return what came into force, the newest first; what changed nothing for readers is left out."""
    only, parameters = ("AND indicator = %s", [organisation.id, indicator]) if indicator else ("", [organisation.id])
    rows = _rows(
        organisation.audience,
        f"SELECT {_COLUMNS} FROM indicators_published_change WHERE organisation_id = %s AND kind <> 'same' {only} "  # noqa: S608 - constants only
        "ORDER BY published_at DESC, indicator, period_start DESC, level_position, edition DESC",
        parameters,
    )
    grouped = groupby(map(_change, rows), key=lambda change: (change.published_at, change.indicator))
    return tuple(Publication(slug, at, tuple(changes)) for (at, slug), changes in grouped)


def corrections_of(organisation: OrganisationRef, *, indicator: str) -> dict[tuple[str, str, str], Change]:
    """Return the releases in force that corrected figures which readers knew, by period, level and edition."""
    rows = _rows(
        organisation.audience,
        f"SELECT {_COLUMNS} FROM indicators_published_change WHERE organisation_id = %s AND indicator = %s "  # noqa: S608 - constants only
        "AND kind = ANY(%s)",
        [organisation.id, indicator, sorted(CORRECTIONS)],
    )
    return {(each.period, each.level, each.edition): each for each in map(_change, rows)}


def corrections_at(
    organisation: OrganisationRef, *, boundary_version_id: int, position: int
) -> dict[tuple[str, str], datetime]:
    """Return when the figure of one area was corrected by a release in force, by indicator and period.

    A rank or class alone that became another one is no correction of the area's figure, and a figure that holds again
    after a correction was taken back is what it was.
    """
    # Of each area a row keeps its position, the values and the statuses before and after.
    rows = _rows(
        organisation.audience,
        "SELECT indicator, period, published_at FROM indicators_published_change "
        "WHERE organisation_id = %s AND boundary_version_id = %s AND kind = 'changed' AND EXISTS ("
        "SELECT 1 FROM jsonb_array_elements(rows) one WHERE (one->>0)::int = %s "
        "AND (one->1 IS DISTINCT FROM one->2 OR one->4 IS DISTINCT FROM one->5))",
        [organisation.id, boundary_version_id, position],
    )
    return {(indicator, period): published_at for indicator, period, published_at in rows}


def change_at(organisation: OrganisationRef, *, indicator: str, period: str, level: str, edition: str) -> Change | None:
    """Return what the release in force at one place changed, with its areas; None where there is nothing to be seen."""
    rows = _rows(
        organisation.audience,
        f"SELECT {_COLUMNS}, rows FROM indicators_published_change WHERE organisation_id = %s AND indicator = %s "  # noqa: S608
        "AND period = %s AND level = %s AND edition = %s",
        [organisation.id, indicator, period, level, edition],
    )
    return _change(rows[0]) if rows else None


def _change(row: tuple[Any, ...]) -> Change:
    counts = from_json(row[9])
    kept = tuple(from_json(row[13])) if len(row) > len(_COLUMNS.split(",")) else ()
    return Change(*(*row[:9], counts, *row[10:13], kept))
