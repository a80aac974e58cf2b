# SPDX-License-Identifier: EUPL-1.2
"""Small maps: outlines are written once for a page, and every map says which of them it fills with what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.tableparts import MOST_ROWS
from indicators.selectors.profile_drawings import drawing_of
from indicators.selectors.workbench.settling import Settled
from spatial.selectors.rows import BoundaryVersionRow

WIDTH, TALLEST = 420, 420
_PREFIX: Final = "outline"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The outlines of one boundary version, by place; `prefix` and a place are the name of an outline."""

    edition: str
    prefix: str
    view_box: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills some areas, and their places."""

    style: str
    places: tuple[int, ...]


def sheets_of(found: Settled, editions: Iterable[str]) -> dict[str, Sheet]:
    """Draw the boundary versions that small maps need; one without outlines, or with too many, is left out."""
    sheets: dict[str, Sheet] = {}
    for number, edition in enumerate(dict.fromkeys(editions)):
        version = _version(found, edition)
        is_small = version.unit_count <= MOST_ROWS
        drawing = drawing_of(found.facts.organisation, version, WIDTH, TALLEST) if is_small else None
        if drawing is not None:
            sheets[edition] = Sheet(edition, f"{_PREFIX}-{number}-", drawing.view_box, drawing.paths)
    return sheets


def _version(found: Settled, edition: str) -> BoundaryVersionRow:
    ref = next(ref for ref in found.facts.choice.series if ref.edition == edition)
    return found.facts.ground.version_of(ref)


def fills_of(styles: Sequence[str]) -> tuple[Fill, ...]:
    """Return which areas have the same fill, from the fill of each."""
    places: dict[str, list[int]] = {}
    for place, style in enumerate(styles):
        places.setdefault(style, []).append(place)
    return tuple(Fill(style, tuple(places[style])) for style in sorted(places))
