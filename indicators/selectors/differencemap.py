# SPDX-License-Identifier: EUPL-1.2
"""The cells of a map of differences: staged against current figures of one series, or a release as it would become.

For stewards and approvers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.models import ForeseenRelease, ImportBatch
from indicators.rendering.difference_map import Pair, pair_of
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slices import decode
from indicators.selectors.profile_drawings import Drawing, drawing_of
from indicators.selectors.review import CellPair, StagedSlice, cell_pairs, staged_levels
from indicators.selectors.sheets import OrganisationRef
from sozialplanung.common.statuses import Status
from spatial.selectors import levels, units
from spatial.selectors.rows import BoundaryVersionRow, UnitRow

WIDTH, TALLEST = 640, 560


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says of an area besides the number: class and rank where it is a release."""

    class_number: int | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The areas of a boundary version in frozen order, and their drawing where outlines are there."""

    version: BoundaryVersionRow
    units: Sequence[UnitRow]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class ReleaseCells:
    """A release before and after, area by area in frozen order."""

    pairs: tuple[Pair, ...]
    before: tuple[Side, ...]
    after: tuple[Side, ...]


def grounds_for(batch: ImportBatch, chosen: StagedSlice) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary versions of a batch for whose areas a slice holds figures, the finest first."""
    wanted = staged_levels(batch, chosen)
    by_slug = {row.slug for row in levels.levels_of(batch.organisation) if row.id in wanted}
    found = levels.boundary_versions_of(batch.organisation)
    rows = [row for row in found if row.edition == batch.boundary_edition and row.level in by_slug]
    return tuple(sorted(rows, key=lambda row: (-row.level_position, row.hierarchy)))


def ground_of(organisation: OrganisationRef, version: BoundaryVersionRow) -> Ground:
    """Return the areas of a boundary version and their drawing."""
    return Ground(version, units.unit_rows(version.id), drawing_of(organisation, version, WIDTH, TALLEST))


def version_of(organisation: OrganisationRef, version_id: int) -> BoundaryVersionRow | None:
    """Return a boundary version of an organisation by its id."""
    return next((row for row in levels.boundary_versions_of(organisation) if row.id == version_id), None)


def staged_cells(batch: ImportBatch, chosen: StagedSlice, version_id: int) -> tuple[CellPair, ...]:
    """Return current and delivered figures of a series, area by area in frozen order."""
    return cell_pairs(batch, chosen, version_id)


def numbers_of(cell: CellPair) -> Pair:
    """Return what is compared of a cell: its value and its status on both sides."""
    old, new = cell.old, cell.new
    return pair_of(
        None if old is None else old.value,
        None if old is None else int(old.status),
        None if new is None else new.value,
        None if new is None else int(new.status),
    )


def release_cells(row: ForeseenRelease) -> ReleaseCells:
    """Return what readers see of each area now, and would see."""
    before = decode(bytes(row.before.payload)) if row.before is not None else None
    after = decode(bytes(row.payload)) if row.payload else None
    size = next(content.size for content in (after, before) if content is not None)
    old, new = _readings(before, size), _readings(after, size)
    hidden = {int(Status.CONFIDENTIAL), int(Status.SUPPRESSED), int(Status.EXCLUDED)}
    pairs = tuple(
        # What is hidden from now on is not told from the release before either.
        pair_of(None if code in hidden else value, was, number, code)
        for (value, was), (number, code) in zip(old, new, strict=True)
    )
    return ReleaseCells(pairs, _sides(before, size), _sides(after, size))


def _readings(content: SliceContent | None, size: int) -> list[tuple[float | None, int | None]]:
    if content is None:
        return [(None, None)] * size
    values = content.numbers["value"].values
    return [
        (None if value != value else float(value), int(code))  # noqa: PLR0124 - NaN is unequal to itself
        for value, code in zip(values, content.status, strict=True)
    ]


def _sides(content: SliceContent | None, size: int) -> tuple[Side, ...]:
    if content is None:
        return (Side(),) * size
    classes, ranks = content.codes.get("class"), content.codes.get("rank")
    return tuple(
        Side(
            None if classes is None else int(classes[place]) or None,
            None if ranks is None else int(ranks[place]) or None,
        )
        for place in range(size)
    )
