# SPDX-License-Identifier: EUPL-1.2
"""Small maps drawn on the server: an area within its surroundings, all areas of a city in their classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indicators.rendering.profile_inset import Frame, frame_of, path_of
from indicators.selectors.sheets import OrganisationRef
from spatial.selectors import units
from spatial.selectors.outlines import OutlinesMissingError, outline_hash, outlines
from spatial.selectors.rows import BoundaryVersionRow, UnitPlace, UnitRow

INSET_WIDTH, INSET_TALLEST = 340, 300
# With fewer areas than this the surroundings are not recognised.
FEWEST_AROUND = 10


@dataclass(frozen=True, slots=True)
class Inset:
    """An area within the areas around it; `within` names what is drawn, `others` and `focus` are path data."""

    view_box: str
    width: int
    height: int
    within: str
    others: str
    focus: str


def inset_of(organisation: OrganisationRef, place: UnitPlace, parents: Sequence[UnitPlace]) -> Inset | None:
    """Draw an area within the smallest of its parents that shows enough areas; None without outlines."""
    content_hash = outline_hash(place.version)
    if content_hash is None:
        return None
    try:
        sheet = _sheet(organisation.slug, place.version, tuple(parents), content_hash)
    except OutlinesMissingError:
        return None
    return None if sheet is None else sheet.inset(place.unit.position)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All areas that the insets of some neighbours show: path data by position."""

    frame: Frame
    within: str
    paths: dict[int, str]

    def inset(self, position: int) -> Inset:
        """Set one area apart from those around it."""
        return Inset(
            view_box=self.frame.view_box,
            width=self.frame.width,
            height=self.frame.height,
            within=self.within,
            others="".join(path for each, path in self.paths.items() if each != position),
            focus=self.paths[position],
        )


# Areas with the same parents stand on the same sheet.
@lru_cache(maxsize=256)
def _sheet(
    organisation: str, version: BoundaryVersionRow, parents: tuple[UnitPlace, ...], content_hash: str
) -> _Sheet | None:
    shapes = outlines(organisation, version, content_hash)
    within, around = _surroundings(version, parents)
    drawn = [shapes[row.position] for row in around]
    # A single area has nothing around it that would show where it lies.
    if len(around) == 1 or not any(len(shape) for shape in drawn):
        return None
    frame = frame_of(drawn, INSET_WIDTH, INSET_TALLEST)
    return _Sheet(frame, within, {row.position: path_of(shapes[row.position], frame) for row in around})


def _surroundings(version: BoundaryVersionRow, parents: Sequence[UnitPlace]) -> tuple[str, list[UnitRow]]:
    rows = units.unit_rows(version.id)
    within = {row.unit_id: row.parent_id for row in rows}
    for parent in parents:
        around = [row for row in rows if within[row.unit_id] == parent.unit.unit_id]
        if len(around) >= FEWEST_AROUND:
            return parent.unit.name, around
        # One step up: from here on every area stands below the parent of what it stood below.
        above = {row.unit_id: row.parent_id for row in units.unit_rows(parent.version.id)}
        within = {unit: above.get(parent_id) if parent_id else None for unit, parent_id in within.items()}
    return parents[-1].unit.name if parents else "", list(rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """All areas of a boundary version as path data in frozen order; empty where an area is too small to see.

    `frame` says where other places land in it.
    """

    view_box: str
    width: int
    height: int
    paths: tuple[str, ...]
    frame: Frame


def drawing_of(organisation: OrganisationRef, version: BoundaryVersionRow, width: int, tallest: int) -> Drawing | None:
    """Draw all areas of a boundary version; None without outlines."""
    content_hash = outline_hash(version)
    if content_hash is None:
        return None
    try:
        return _drawing(organisation.slug, version, content_hash, (width, tallest))
    except (OutlinesMissingError, ValueError):
        return None


@lru_cache(maxsize=12)
def _drawing(organisation: str, version: BoundaryVersionRow, content_hash: str, size: tuple[int, int]) -> Drawing:
    shapes = outlines(organisation, version, content_hash)
    frame = frame_of(shapes, *size)
    paths = tuple(path_of(shape, frame) for shape in shapes)
    return Drawing(frame.view_box, frame.width, frame.height, paths, frame)


def joined(drawing: Drawing, positions: Iterable[int]) -> str:
    """Return the path data of several areas as one path."""
    return "".join(drawing.paths[position] for position in positions)
