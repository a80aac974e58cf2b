# SPDX-License-Identifier: EUPL-1.2
"""The same state of the workbench at another period of its series: areas go along where the ground has them."""

from collections.abc import Iterable
from dataclasses import replace

from indicators.rendering.workbench import areasets
from indicators.rendering.workbench.state import State
from indicators.selectors.mapchoice import state_at
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.settling import Settled
from spatial.selectors import units


def moved(found: Settled, ref: ReleaseRef) -> State:
    """Return the state that shows another period; areas are found again by what they are, not by their keys."""
    facts, state = found.facts, found.state
    there = state_at(facts.choice, state.map_state(), ref)
    what = replace(state.what, stand=ref.period, gebietsstand=there.gebietsstand)
    ground = facts.ground.shown
    if ref.boundary_version_id == ground.id:
        return replace(state, what=what)
    focus = units.unit_by_key(ground.id, state.areas.gebiet) if state.areas.gebiet else None
    follower = units.unit_by_id(ref.boundary_version_id, focus.unit_id) if focus else None
    target = facts.ground.versions[ref.boundary_version_id]
    areas = replace(
        state.areas,
        gebiet=follower.key if follower else "",
        auswahl=areasets.written(_followers(found.chosen, ground.id, target.id), target.order_hash),
    )
    return replace(state, what=what, areas=areas)


def _followers(chosen: Iterable[int], from_id: int, to_id: int) -> list[int]:
    rows = units.unit_rows(from_id)
    found = (units.unit_by_id(to_id, rows[place].unit_id) for place in chosen)
    return [row.position for row in found if row is not None]
