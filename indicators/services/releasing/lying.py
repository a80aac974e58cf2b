# SPDX-License-Identifier: EUPL-1.2
"""What formulas read of layers of places: which version counts for a period, and what lies in each area."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from indicators import formulas
from indicators.formulas import OfLayer, Operand
from indicators.formulas.operands import Floats
from indicators.services.releasing.places import Place
from sozialplanung.common.statuses import Flag, Status
from spatial.selectors import layerfigures, waysfromareas
from spatial.selectors.inhabited import inhabited_among, inhabited_slug
from spatial.selectors.layerfigures import LayerState, Lying
from spatial.selectors.networks import NetworkRow
from spatial.selectors.rows import OrganisationKey

Integers = npt.NDArray[np.intp]
Reason = Literal["", "absent", "not_valid", "no_capacity", "no_network"]
_CAPACITY, _NEAREST = "capacity", "nearest"


@dataclass(frozen=True, slots=True)
class LayerRead:
    """What the formula of a cell reads of a layer: the version that it is counted from, or why there is none."""

    each: OfLayer
    state: LayerState | None
    reason: Reason
    figures: Operand
    network: NetworkRow | None = None
    people_id: int | None = None
    lived: LayerState | None = None

    @property
    def as_input(self) -> list[Any]:
        """What a vintage keeps of it."""
        told = (self.state.version_id, self.state.content_hash) if self.state else (None, "")
        streets = [self.network.id, self.network.content_hash] if self.network else []
        people = [self.people_id] if self.people_id is not None or self.lived else []
        lived = [self.lived.version_id, self.lived.content_hash] if self.lived else []
        return [formulas.text(self.each), *told, self.reason, *streets, *people, *lived]


class Layers:
    """The layers of an organisation; what lies in areas is counted once in a pass."""

    def __init__(self, organisation: OrganisationKey) -> None:
        self._organisation = organisation
        self._counted: dict[tuple[int, int], Lying] = {}
        self._ways: dict[tuple[OfLayer, int, int], Operand] = {}

    @cached_property
    def states(self) -> tuple[LayerState, ...]:
        """All approved versions."""
        return layerfigures.layer_states(self._organisation.id)

    @cached_property
    def _lived(self) -> str:
        return inhabited_slug(self._organisation.id)

    def lived_on(self, day: date) -> LayerState | None:
        """Return the version of the layer that says for a day where people live; None where none was decided on."""
        return inhabited_among(self.states, self._lived, day) if self._lived else None

    def days(self, slugs: set[str]) -> tuple[date, ...]:
        """Return the days on which versions of these layers begin to count and on which all of them are there."""
        own = [each for each in self.states if each.slug in slugs]
        return tuple(
            day
            for day in layerfigures.days_of(own)
            if all(layerfigures.state_on(own, slug, day) is not None for slug in slugs)
        )

    def reads(self, node: formulas.Node, day: date, place: Place) -> tuple[LayerRead, ...]:
        """Return what a formula reads of layers alone on a day: what lies in areas, and ways to it."""
        return tuple(
            self._read(each, day, place) for each in formulas.layers(node) if each.function not in formulas.AROUND
        )

    def reason(self, slug: str, day: date) -> Reason:
        """Say why no version of a layer counts for a day: all came later, or none holds any more."""
        is_before = not any(one.slug == slug and one.valid_from <= day for one in self.states)
        return "absent" if is_before else "not_valid"

    def _read(self, each: OfLayer, day: date, place: Place) -> LayerRead:
        state = layerfigures.state_on(self.states, each.slug, day)
        if state is None:
            return LayerRead(each, None, self.reason(each.slug, day), formulas.no_figures(place.size))
        if each.function == _NEAREST:
            return self._nearest(each, state, place)
        lying = self._lying(state, place)
        if each.function != _CAPACITY:
            return LayerRead(each, state, "", _known(lying.amount))
        if lying.capacity is None or lying.unknown is None:
            return LayerRead(each, state, "no_capacity", formulas.no_figures(place.size))
        return LayerRead(each, state, "", _sum_of(lying.capacity, lying.unknown))

    def _nearest(self, each: OfLayer, state: LayerState, place: Place) -> LayerRead:
        network = waysfromareas.network_for(self._organisation, each.profile)
        if network is None:
            return LayerRead(each, state, "no_network", formulas.no_figures(place.size))
        key = (each, state.version_id, place.id)
        if key not in self._ways:
            found = waysfromareas.nearest_minutes(
                network=network,
                profile=each.profile,
                version_id=state.version_id,
                boundary_version_id=place.id,
                bound=each.minutes,
            )
            self._ways[key] = _minutes(found.minutes)
        return LayerRead(each, state, "", self._ways[key], network)

    def _lying(self, state: LayerState, place: Place) -> Lying:
        key = (state.version_id, place.id)
        if key not in self._counted:
            self._counted[key] = layerfigures.lying_in(version_id=state.version_id, boundary_version_id=place.id)
        return self._counted[key]


def _known(amount: Floats) -> Operand:
    nothing = np.zeros(amount.size, dtype=np.uint8)
    return Operand(amount, np.where(amount == 0, Status.TRUE_ZERO, Status.OK).astype(np.uint8), nothing)


def _minutes(minutes: Floats) -> Operand:
    """Return ways: off the network is unknown, none within the bound has no number that would apply."""
    status = np.select([np.isnan(minutes), np.isinf(minutes)], [Status.UNKNOWN, Status.NOT_APPLICABLE], Status.OK)
    value = np.where(np.isfinite(minutes), minutes, np.nan)
    return Operand(value, status.astype(np.uint8), np.zeros(minutes.size, dtype=np.uint8))


def _sum_of(capacity: Floats, unknown: Integers) -> Operand:
    """Return sums of capacity: a lower limit is marked as limited, and where nothing is known there is no number.

    A lower limit of nothing says nothing: it is no zero.
    """
    is_known = ~np.isnan(capacity) & ((unknown == 0) | (capacity > 0))
    status = np.where(is_known, np.where(capacity == 0, Status.TRUE_ZERO, Status.OK), Status.UNKNOWN)
    flags = np.where(is_known & (unknown > 0), Flag.LIMITED, 0)
    return Operand(np.where(is_known, capacity, np.nan), status.astype(np.uint8), flags.astype(np.uint8))
