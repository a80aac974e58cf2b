# SPDX-License-Identifier: EUPL-1.2
"""Figures of who reaches what: places for people within reach, people within reach, and on whose numbers they rest.

They are made of the smallest areas of which the numbers of people are known. An audience is shown a figure where it is
shown all of these numbers as they are: so it is told nothing that it could not work out itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from indicators import formulas
from indicators.formulas import Name, OfLayer, Operand
from indicators.models import Release, ReleaseState
from indicators.models.disclosure import read_by
from indicators.rendering.slices import decode
from indicators.selectors.areaways import WaysAsked
from indicators.selectors.scenarios.ground import sites_of
from indicators.services import areaways
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Frozen, frozen_of, inputs_of
from indicators.services.releasing.lying import LayerRead
from indicators.services.releasing.masking import Mask
from indicators.services.releasing.places import positions_in
from indicators.services.releasing.scenes import Scene
from indicators.stats.reach.areafigures import (
    AreaFigures,
    Counted,
    access_figures,
    decay_of,
    put_together,
    reached_figures,
)
from sozialplanung.common.statuses import have_value
from spatial.selectors import layerfigures, waysfromareas
from spatial.selectors.layerfigures import LayerState
from spatial.selectors.layers import features_of, layer_version
from spatial.selectors.networks import NetworkRow, stored_network
from spatial.selectors.waysfromareas import GroundWithin

Report = Callable[[int, int], None]
_ACCESS, _REACHED = "access", "reached"
# How many entries the input of a figure has that reaches into other areas: with network and number of people.
_ENTRIES = 7


def silent(_done: int, _total: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a figure is made of: places of a version of a layer, ways on a network, smallest areas, numbers of people.

    Without people it is of everybody, by the ground that is lived on; `lived` is the layer that says where that is.
    """

    each: OfLayer
    version_id: int
    network: NetworkRow
    smallest_id: int
    people: Frozen | None
    lived: LayerState | None = None

    @property
    def key(self) -> tuple[str, int, int, int, int]:
        """All that it follows from, beside the areas."""
        numbers = (self.people.id if self.people else 0, self.lived.version_id if self.lived else 0)
        return (formulas.text(self.each), self.version_id, self.network.id, *numbers)


def reach_reads(
    work: Workplace, node: formulas.Node, cell: tuple[int, int], report: Report = silent
) -> tuple[LayerRead, ...]:
    """Return what the formula of a cell reads of who reaches what."""
    read = (each for each in formulas.layers(node) if each.function in formulas.AROUND)
    return tuple(_read(work, each, cell, report) for each in read)


def _read(work: Workplace, each: OfLayer, cell: tuple[int, int], report: Report) -> LayerRead:
    period_id, place = cell[0], work.places[cell[1]]
    day, nothing = work.periods[period_id].as_value.last_day, formulas.no_figures(place.size)
    state = layerfigures.state_on(work.layers.states, each.slug, day)
    if state is None:
        return LayerRead(each, None, work.layers.reason(each.slug, day), nothing)
    if each.function == _ACCESS and not state.capacity_label:
        return LayerRead(each, state, "no_capacity", nothing)
    network = waysfromareas.network_for(work.organisation, each.profile)
    if network is None:
        return LayerRead(each, state, "no_network", nothing)
    people = _finest(work, each, cell)
    if each.people is not None and people is None:
        return LayerRead(each, state, "absent", nothing)
    smallest_id = people.cell.boundary_version_id if people else work.chain(place)[0].id
    lived = work.layers.lived_on(day) if each.function == _REACHED else None
    found = reached_from(work, Ground(each, state.version_id, network, smallest_id, people, lived), place.id, report)
    figures = Operand(found.value, found.status, found.flags)
    return LayerRead(each, state, "", figures, network, people.id if people else None, lived)


def _finest(work: Workplace, each: OfLayer, cell: tuple[int, int]) -> Frozen | None:
    """Return the numbers of people of a period in the smallest areas of which they are known."""
    subject = work.subjects.get(each.people.slug) if isinstance(each.people, Name) else None
    if subject is None:
        return None
    cells = (Cell(subject.indicator.pk, cell[0], place.id) for place in work.chain(work.places[cell[1]]))
    found = map(work.shelf.current, cells)
    return next((frozen for frozen in found if frozen is not None), None)


def reached_from(work: Workplace, ground: Ground, place_id: int, report: Report = silent) -> AreaFigures:
    """Return the figures of a boundary version, resting on the numbers of its smallest areas; ways are kept."""
    key, smallest = ground.key, ground.smallest_id
    if (*key, place_id) not in work.reached:
        if (*key, smallest) not in work.reached:
            make = _access if ground.each.function == _ACCESS else _within_reach
            work.reached[(*key, smallest)] = make(work, ground, report)
        work.reached[(*key, place_id)] = _put_up(work, ground, work.reached[(*key, smallest)], place_id)
    return work.reached[(*key, place_id)]


def _within_reach(work: Workplace, ground: Ground, report: Report) -> AreaFigures:
    report(0, 1)
    return reached_figures(_ground_within(work, ground).shares)


def _ground_within(work: Workplace, ground: Ground) -> GroundWithin:
    each = ground.each
    lived = ground.lived.version_id if ground.lived else 0
    key = (ground.version_id, ground.network.id, each.profile, each.minutes, ground.smallest_id, lived)
    if key not in work.within:
        work.within[key] = waysfromareas.ground_within(
            waysfromareas.asked_on(ground.network, each.profile),
            version_id=ground.version_id,
            boundary_version_id=ground.smallest_id,
            bound=each.minutes,
            lived=ground.lived,
        )
    return work.within[key]


def _access(work: Workplace, ground: Ground, report: Report) -> AreaFigures:
    entry, place = layer_version(work.organisation.pk, ground.version_id), work.places[ground.smallest_id]
    if entry is None:
        raise LookupError(ground.version_id)
    sites = sites_of(entry, features_of(entry.version))
    version, points = place.version, [site.point for site in sites]
    asked = WaysAsked(ground.network, ground.each.profile, version.id, version.order_hash, place.size)
    minutes = areaways.work_out(asked, points, organisation_id=work.organisation.pk, report=report).minutes
    supply = np.array([site.places for site in sites], dtype=np.float64)
    decay = decay_of(ground.each.decay, float(ground.each.minutes))
    return access_figures(_counted(work, ground), supply, minutes, decay)


def _put_up(work: Workplace, ground: Ground, found: AreaFigures, place_id: int) -> AreaFigures:
    """Return figures of the smallest areas put together to those of a larger level of the same edition."""
    chain = work.chain(work.places[ground.smallest_id])
    ids = [place.id for place in chain]
    steps = chain[ids.index(ground.smallest_id) : ids.index(place_id) + 1]
    if len(steps) == 1:
        return found
    parents = np.arange(steps[0].size)
    for child, parent in pairwise(steps):
        above = np.append(positions_in(child, parent), -1)
        parents = above[parents]
    made = put_together(found, _counted(work, ground), parents, work.places[place_id].size)
    # Ground is nobody's number.
    return made if ground.people is not None else replace(made, behind=replace(made.behind, ways=()))


def _counted(work: Workplace, ground: Ground) -> Counted:
    """Return the people of the smallest areas, or the ground that is lived on."""
    if ground.people is not None:
        raw = ground.people.raw
        return Counted(raw.value, raw.status, raw.flags)
    lived_on = _ground_within(work, ground).amounts
    nothing = np.zeros(lived_on.size, dtype=np.uint8)
    return Counted(lived_on, nothing, nothing)


def masks_of_reach(scene: Scene, subject: Subject, frozen: Mapping[int, Frozen]) -> dict[int, Mask]:
    """Return by boundary version which figures rest on numbers of people that the audience is not shown.

    Those of indicators are counted in that figures are made of, so that no status tells of them either.
    """
    masks = {pk: np.zeros(each.raw.size, dtype=bool) for pk, each in frozen.items()}
    written = scene.work.written_on(scene.day)
    own = written.get(subject.indicator.slug)
    if own is None or not formulas.reaching(formulas.expanded(own, written)):
        return masks
    for row_pk, rows in inputs_of(each.id for each in frozen.values()).items():
        pk = next(pk for pk, each in frozen.items() if each.id == row_pk)
        for row in rows.get("layers", ()):
            masks[pk] |= _mask(scene, row, pk)
    for slug in formulas.in_place(own):
        part = scene.work.subjects[slug]
        inner = masks_of_reach(scene, part, scene.vintages(part))
        masks = {pk: mask | inner[pk] if pk in inner else mask for pk, mask in masks.items()}
    return masks


def _mask(scene: Scene, row: Sequence[Any], place_id: int) -> Mask:
    """Return what of one input of a vintage rests on numbers that are not shown; all where it is not there any more."""
    nobody = np.zeros(scene.work.places[place_id].size, dtype=bool)
    if len(row) < _ENTRIES:
        return nobody
    text, version_id, _, _, network_id, _, people_id, *_ = row
    if people_id is None:
        return nobody
    each, network = formulas.parse(text), stored_network(scene.work.organisation, network_id)
    people = frozen_of(people_id)
    if network is None or people is None or not isinstance(each, OfLayer):
        return ~nobody
    ground = Ground(each, version_id, network, people.cell.boundary_version_id, people)
    if each.function == _ACCESS:
        found = reached_from(scene.work, ground, place_id)
    else:
        # On whose numbers a share rests follows from the areas alone: nothing has to be searched again.
        found = _put_up(scene.work, ground, reached_figures(np.zeros(people.raw.size)), place_id)
    return found.resting_on(~_shown(people, scene))


def _shown(people: Frozen, scene: Scene) -> Mask:
    """Return which numbers of people an audience reads by now as they were counted in: unrounded, and unchanged."""
    rows = Release.objects.filter(
        indicator_id=people.cell.indicator_id,
        period_id=people.cell.period_id,
        boundary_version_id=people.cell.boundary_version_id,
        audience__in=read_by(scene.rule.audience),
        state=ReleaseState.PUBLISHED,
    )
    raw, shown = people.raw, np.zeros(people.raw.size, dtype=bool)
    valued = have_value(raw.status)
    for payload in rows.values_list("payload", flat=True):
        content = decode(bytes(payload))
        if content.rounding:
            continue
        is_same = have_value(content.status) & np.isclose(content.numbers["value"].values, raw.value, rtol=0, atol=1e-9)
        shown |= np.where(valued, is_same, content.status == raw.status)
    return shown
