# SPDX-License-Identifier: EUPL-1.2
"""An area of one's own beside the areas of a level: which one is meant, and what is told of it at a period.

It is one of none of them: no order, statistic, class, fit or test knows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import shapely

from indicators.errors import SelectionError
from indicators.models import OwnArea
from indicators.rendering.workbench.ownarea import SavedOwn, read_own
from indicators.rendering.workbench.ownshapes import Shape, Union
from indicators.rendering.workbench.state import State
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.ownareas import ground_of_edition, union_of_edition
from indicators.selectors.ownfigures import OwnLine
from indicators.selectors.ownprofile import OwnWish, ground_of_shape, own_profile
from indicators.selectors.selection import SelectionNotFoundError
from indicators.selectors.sheets import OrganisationRef

# How a saved own area is opened for a reader; None for one that is not open to them.
OpenSaved = Callable[[UUID], OwnArea | None]
_UNKNOWN: Final = (SelectionError, SelectionNotFoundError)


@dataclass(frozen=True, slots=True, eq=False)
class OwnChoice:
    """An own area that is meant: its ground in EPSG:4326; a saved one has a name, any other says its `shape`."""

    text: str
    ground: shapely.Geometry
    union: Union | None = None
    shape: Shape | None = None
    name: str = ""


def own_choice(organisation: OrganisationRef, text: str, open_saved: OpenSaved) -> OwnChoice | None:
    """Return the own area that an address names; None for one that the reader may not open, or that is not there."""
    found = read_own(text)
    if isinstance(found, SavedOwn):
        row = open_saved(found.uuid)
        return None if row is None else _saved(str(found), row)
    if found is None:
        return None
    union = found if isinstance(found, Union) else None
    try:
        ground = ground_of_shape(organisation, found)
    except _UNKNOWN:
        return None
    return OwnChoice(text, ground, union, found) if shapely.area(ground) > 0 else None


def _saved(text: str, row: OwnArea) -> OwnChoice:
    edition = row.current
    return OwnChoice(text, ground_of_edition(edition), union_of_edition(edition), name=row.name)


def own_line(facts: MapFacts, own: OwnChoice) -> OwnLine | None:
    """Return what is released of an own area at the period shown, from the areas of whichever level tells it best.

    None where it lies outside, and of a period that was carried here: estimates are not added up.
    """
    ref = facts.choice.ref
    if ref.is_converted:
        return None
    wish = OwnWish(ref.edition, ref.period, frozenset({ref.indicator}))
    found = own_profile(facts.organisation, own.ground, wish, own.union)
    lines: Sequence[OwnLine] = found.lines if found else ()
    return lines[0] if lines else None


def without_own(state: State) -> State:
    """Return a state that names no own area."""
    return replace(state, areas=replace(state.areas, eigenes=""))
