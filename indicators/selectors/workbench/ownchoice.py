# SPDX-License-Identifier: EUPL-1.2
"""An area of one's own beside the areas of a level: which one is meant, and what is told of it at a period.

It is one of none of them: no order, statistic, class, fit or test knows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import shapely

from indicators.errors import SelectionError
from indicators.rendering.ownshapes import Shape, Union
from indicators.rendering.workbench.ownarea import OWN, SavedOwn, read_own
from indicators.rendering.workbench.reading import Remark
from indicators.rendering.workbench.state import State
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.ownareas import ground_of_edition, linked_area, shared_area, union_of_edition
from indicators.selectors.ownfigures import OwnLine
from indicators.selectors.ownprofile import OwnWish, ground_of_shape, own_profile
from indicators.selectors.released import PUBLIC
from indicators.selectors.selection import SelectionNotFoundError
from indicators.selectors.sheets import OrganisationRef

_UNKNOWN: Final = (SelectionError, SelectionNotFoundError)


@dataclass(frozen=True, slots=True, eq=False)
class OwnChoice:
    """An own area that is meant: its ground in EPSG:4326; a saved one has a name, any other says its `shape`."""

    text: str
    ground: shapely.Geometry
    union: Union | None = None
    shape: Shape | None = None
    name: str = ""


def own_choice(organisation: OrganisationRef, text: str) -> OwnChoice | None:
    """Return the own area that an address names; None for none that readers may open, or that is not there.

    A saved one is open to everybody by its link, to who reads more than everybody where the house shares it.
    """
    found = read_own(text)
    if isinstance(found, SavedOwn):
        return _saved(organisation, found)
    if found is None:
        return None
    union = found if isinstance(found, Union) else None
    try:
        ground = ground_of_shape(organisation, found)
    except _UNKNOWN:
        return None
    return OwnChoice(text, ground, union, found) if shapely.area(ground) > 0 else None


def _saved(organisation: OrganisationRef, found: SavedOwn) -> OwnChoice | None:
    row = linked_area(organisation, found.uuid)
    if row is None and organisation.audience != PUBLIC:
        row = shared_area(organisation, found.uuid)
    if row is None:
        return None
    edition = row.current
    return OwnChoice(str(found), ground_of_edition(edition), union_of_edition(edition), name=row.name)


def with_own(facts: MapFacts, state: State) -> tuple[OwnChoice | None, State, tuple[Remark, ...]]:
    """Find the own area that an address names, or leave it out with a remark."""
    asked = state.areas.eigenes
    if not asked:
        return None, state, ()
    found = own_choice(facts.organisation, asked)
    if found is None:
        return None, state.without(OWN), (Remark(OWN, asked),)
    return found, state, ()


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
