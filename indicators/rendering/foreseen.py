# SPDX-License-Identifier: EUPL-1.2
"""What readers will see changed by a release that is not in force yet: counts, the city, the largest changes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from indicators.rendering.maptable import AreaName
from indicators.rendering.release_changes import (
    AreaChange,
    ChangeCounts,
    Reading,
    ReleaseChanges,
    release_changes,
)
from indicators.rendering.slice_content import SliceContent
from sozialplanung.common.statuses import Status, have_value

Kind = Literal["first", "changed", "ended"]

MOST_SHOWN: Final = 10
# What we hide ourselves, or the source does; a reader sees hatching.
_HIDDEN: Final = (int(Status.CONFIDENTIAL), int(Status.SUPPRESSED))


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many of `areas` areas something becomes different.

    `different` counts areas with another number or another reason for none, the others as in `ChangeCounts`;
    `valued` areas have a number afterwards, `hidden` ones lose it or the reason for none to disclosure, `masked`
    are hidden afterwards.
    """

    areas: int
    different: int = 0
    values: int = 0
    appeared: int = 0
    gone: int = 0
    statuses: int = 0
    classes: int = 0
    ranks: int = 0
    directions: int = 0
    valued: int = 0
    hidden: int = 0
    masked: int = 0

    def as_json(self) -> dict[str, int]:
        """Return the counts to be stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one release becomes."""

    kind: Kind
    tally: Tally
    decimals: int
    city_before: float | None
    city_after: float | None
    largest: tuple[dict[str, Any], ...]


def outcome_of(before: SliceContent | None, after: SliceContent | None, areas: Sequence[AreaName]) -> Outcome:
    """Compare the release in force with the one in its place; without one after it nothing is shown any more.

    `areas` is in the frozen order of the slice.

    Raises
    ------
    ValueError
        There is neither of them.
    SliceError
        `comparison` when they speak of different cells.
    """
    if after is None:
        if before is None:
            raise ValueError("There is no release to compare.")
        return _ended(before)
    changes = release_changes(before, after)
    return Outcome(
        kind="first" if before is None else "changed",
        tally=_tally(changes, before, after),
        decimals=after.decimals,
        city_before=changes.city_before,
        city_after=changes.city_after,
        largest=() if before is None else tuple(_shown(row, areas[row.position]) for row in largest_first(changes)),
    )


def largest_first(changes: ReleaseChanges, most: int = MOST_SHOWN) -> tuple[AreaChange, ...]:
    """Return the areas that change most: numbers that come or go, then the largest differences, then other classes."""
    return tuple(sorted(changes.rows, key=_weight)[:most])


def _weight(row: AreaChange) -> tuple[int, float, int]:
    was, now = row.before, row.after
    appears_or_goes = was is not None and (was.value is None) != (now.value is None)
    return (not appears_or_goes, -abs(row.difference or 0.0), row.position)


def _ended(before: SliceContent) -> Outcome:
    valued = int(have_value(before.status).sum())
    tally = Tally(areas=before.size, different=before.size, gone=valued)
    return Outcome("ended", tally, before.decimals, before.city.value, None, ())


def _tally(changes: ReleaseChanges, before: SliceContent | None, after: SliceContent) -> Tally:
    counts: ChangeCounts = changes.counts
    is_masked = np.isin(after.status, _HIDDEN)
    was_masked = np.zeros(after.size, dtype=bool) if before is None else np.isin(before.status, _HIDDEN)
    different = sum(1 for row in changes.rows if _is_other(row))
    return Tally(
        **asdict(counts),
        different=different,
        valued=int(have_value(after.status).sum()),
        hidden=int((is_masked & ~was_masked).sum()),
        masked=int(is_masked.sum()),
    )


def _is_other(row: AreaChange) -> bool:
    was, now = row.before, row.after
    return was is None or (was.value, was.status) != (now.value, now.status)


def _shown(row: AreaChange, area: AreaName) -> dict[str, Any]:
    return {"key": area.key, "name": area.name, "before": _read(row.before), "after": _read(row.after)}


def _read(reading: Reading | None) -> list[float | int | None]:
    """Return value, status and class as they are stored."""
    if reading is None:
        return [None, int(Status.MISSING), None]
    return [reading.value, int(reading.status), reading.class_number]
