# SPDX-License-Identifier: EUPL-1.2
"""What a release changed compared with the one before it, told from published numbers alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.maptable import AreaName
from indicators.rendering.slice_content import SliceContent, SliceError
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import Status

Cell = str | int | float | None
Direction = int  # -1 falling, 0 unchanged, 1 rising

# A figure that is hidden now is not told again from the release before.
_HIDDEN: Final = frozenset({Status.CONFIDENTIAL, Status.SUPPRESSED, Status.EXCLUDED})
# The numbers that a release tells of an area. Whoever reads value and interval works the counts out.
_TELLING: Final = ("value", "lower", "upper", "numerator", "denominator")
COLUMNS: Final = (
    "key",
    "name",
    "value_before",
    "value",
    "difference",
    "status_before",
    "status",
    "class_before",
    "class",
    "rank_before",
    "rank",
    "direction_before",
    "direction",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a release says of one area; None where it says nothing. `direction` is the sign of its change in time."""

    value: float | None
    status: Status
    class_number: int | None
    rank: int | None
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One area of which two releases say different things; `before` is None where there was no release before."""

    position: int
    before: Reading | None
    after: Reading
    difference: float | None


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """In how many of `areas` areas something changed.

    `values` counts other numbers where both releases have one, `appeared` and `gone` where only one of them has.
    """

    areas: int
    values: int = 0
    appeared: int = 0
    gone: int = 0
    statuses: int = 0
    classes: int = 0
    ranks: int = 0
    directions: int = 0


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """What a release changed: counts, the areas concerned in frozen order, and the value of the whole city."""

    counts: ChangeCounts
    rows: tuple[AreaChange, ...]
    decimals: int
    city_before: float | None
    city_after: float | None

    @property
    def is_empty(self) -> bool:
        """Whether readers see nothing new."""
        return not self.rows and self.city_before == self.city_after


def release_changes(before: SliceContent | None, after: SliceContent) -> ReleaseChanges:
    """Compare two releases of the same slice, area by area; without one before everything is new.

    A value that the later release hides is not told from the earlier one either. Directions are compared only where
    both count from the same period: a break that was named in between is no turn of a trend.

    Raises
    ------
    SliceError
        `comparison` when both speak of different indicators, periods, areas or audiences.
    """
    if before is not None and (before.key, before.unit_order_hash) != (after.key, after.unit_order_hash):
        raise SliceError("comparison", "These releases do not speak of the same indicator, period and areas.")
    has_directions = before is None or before.change.since == after.change.since
    new = _readings(after, has_directions=has_directions)
    old: Sequence[Reading | None] = [None] * after.size
    if before is not None:
        old = _readings(before, has_directions=has_directions)
    decimals = after.decimals if before is None else min(before.decimals, after.decimals)
    rows = tuple(
        _change(position, was, now, decimals)
        for position, (was, now) in enumerate(zip(old, new, strict=True))
        if was != now
    )
    return ReleaseChanges(
        counts=_counts(after.size, old, new),
        rows=rows,
        decimals=decimals,
        city_before=before.city.value if before is not None else None,
        city_after=after.city.value,
    )


def figures_lost(before: SliceContent, after: SliceContent) -> int:
    """Count the areas of which a release tells less than the one before it, and the city where its value went.

    Less is a number of `_TELLING` that is not there any more, whatever took it away, or counts that are told rounded
    and were finer. That may be asked of releases of two definitions, too. Where areas stand in another order nothing
    can be compared: all figures are lost.
    """
    if before.unit_order_hash != after.unit_order_hash or after.rounding > before.rounding:
        lost = _is_told(before, "value")
    else:
        lost = np.zeros(before.size, dtype=np.bool_)
        for name in _TELLING:
            lost |= _is_told(before, name) & ~_is_told(after, name)
    return int(lost.sum()) + int(before.city.value is not None and after.city.value is None)


def _is_told(content: SliceContent, name: str) -> npt.NDArray[np.bool_]:
    if name not in content.numbers:
        return np.zeros(content.size, dtype=np.bool_)
    return ~np.isnan(content.numbers[name].values)


def change_cells(changes: ReleaseChanges, areas: Sequence[AreaName]) -> list[tuple[Cell, ...]]:
    """Return one row of typed cells per changed area under `COLUMNS`; what is not there is None, never zero.

    `areas` is in the frozen order of the slice.
    """
    return [_cells(row, areas[row.position]) for row in changes.rows]


def change_rows(changes: ReleaseChanges) -> list[list[Cell]]:
    """Return what is kept of each changed area: its position, then the cells under `COLUMNS` after key and name."""
    return [[row.position, *_readings_of(row)] for row in changes.rows]


def _cells(row: AreaChange, area: AreaName) -> tuple[Cell, ...]:
    return (area.key, area.name, *_readings_of(row))


def _readings_of(row: AreaChange) -> tuple[Cell, ...]:
    old, new = row.before, row.after
    return (
        old.value if old else None,
        new.value,
        row.difference,
        old.status.code if old else None,
        new.status.code,
        old.class_number if old else None,
        new.class_number,
        old.rank if old else None,
        new.rank,
        old.direction if old else None,
        new.direction,
    )


def _readings(content: SliceContent, *, has_directions: bool) -> list[Reading]:
    values = content.numbers["value"].values
    changes = content.numbers["change"].values if "change" in content.numbers else np.full(content.size, np.nan)
    classes, ranks = (_codes(content, name) for name in ("class", "rank"))
    return [
        Reading(
            _number(values[position]),
            Status(int(content.status[position])),
            int(classes[position]) or None,
            int(ranks[position]) or None,
            _direction(changes[position]) if has_directions else None,
        )
        for position in range(content.size)
    ]


def _codes(content: SliceContent, name: str) -> npt.NDArray[np.int64]:
    return content.codes[name] if name in content.codes else np.zeros(content.size, dtype=np.int64)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _direction(change: float) -> Direction | None:
    return None if math.isnan(change) else int(np.sign(change))


def _change(position: int, before: Reading | None, after: Reading, decimals: int) -> AreaChange:
    if before is not None and after.status in _HIDDEN:
        before = Reading(None, before.status, None, None, None)
    if before is None or before.value is None or after.value is None:
        return AreaChange(position, before, after, None)
    return AreaChange(position, before, after, round_half_up(after.value - before.value, decimals))


def _counts(areas: int, old: Sequence[Reading | None], new: Sequence[Reading]) -> ChangeCounts:
    tally = dict.fromkeys(("values", "appeared", "gone", "statuses", "classes", "ranks", "directions"), 0)
    for was, now in zip(old, new, strict=True):
        has_old, has_new = was is not None and was.value is not None, now.value is not None
        tally["appeared"] += has_new and not has_old
        tally["gone"] += has_old and not has_new
        if was is not None:
            tally["values"] += has_old and has_new and was.value != now.value
            tally["statuses"] += was.status != now.status
            tally["classes"] += was.class_number != now.class_number
            tally["ranks"] += was.rank != now.rank
            tally["directions"] += was.direction != now.direction
    return ChangeCounts(areas, **tally)
