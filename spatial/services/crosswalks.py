# SPDX-License-Identifier: EUPL-1.2
"""Builds the crosswalks between two editions: ground once and for good, people whenever they are known better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

import numpy as np
from django.db import transaction

from sozialplanung.accounts.models import Organisation
from sozialplanung.audit.services import Subject, record
from spatial.geometry.arrays import Floats, Integers
from spatial.geometry.crosswalk import Pieces, gathered, kept_within, pieces_of, with_base
from spatial.geometry.crosswalktable import with_table
from spatial.geometry.hierarchy import NO_PARENT
from spatial.geometry.inhabited import seeded
from spatial.geometry.succession import NamedAreas, Succession, find_succession
from spatial.models import BoundaryVersion, Crosswalk, CrosswalkBase, CrosswalkTable, TableState
from spatial.selectors.crosswalks import stored_pieces
from spatial.selectors.crosswalktables import rows_of
from spatial.selectors.inhabited import amounts_on, inhabited_state
from spatial.selectors.layerfigures import LayerState
from spatial.selectors.rows import UnitRow
from spatial.selectors.units import unit_rows
from spatial.services.changesets.stored import stored_areas

Areas = Sequence[UnitRow]
# Under which names a crosswalk describes what it was made of, beside the sides of people.
TABLE: Final = "table"
INHABITED: Final = "inhabited"


@dataclass(frozen=True, slots=True, eq=False)
class Persons:
    """How many people live in the areas of a boundary version, in its order; NaN where unknown. `told` says which."""

    values: Floats
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """One level of both editions: its versions and areas, what became of them, and their pieces.

    ``seed`` (shape (e,)) is with what pieces begin before people are known, and ``told`` what that was made of.
    """

    older: BoundaryVersion
    newer: BoundaryVersion
    areas: tuple[Areas, Areas]
    outcome: Mapping[str, Any]
    pieces: Pieces
    seed: Floats | None = None
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Based:
    """A level with the pieces by which figures are carried, and what their base was made of."""

    level: _Level
    pieces: Pieces
    described: Mapping[str, Mapping[str, str]]


def build_crosswalks(
    *, organisation: Organisation, older: str, newer: str, persons: Mapping[int, Persons]
) -> tuple[Crosswalk, ...]:
    """Bring the crosswalks of all levels that two editions share up to date; returns those in force, the whole first.

    `persons` holds people by boundary version; the finest level of a hierarchy for which they are known on either side
    gives the base of all levels above it. Within areas people are where the layer says that the organisation decided
    on, else spread over the ground; where nobody knows of people that alone is the base. Where a published table is in
    force it goes before all, on its level and above. What says the same as the one in force stays.
    """
    built: list[Crosswalk] = []
    for chain in _chains(organisation, older, newer):
        state = inhabited_state(organisation.pk, chain[0][1].valid_from)
        levels = [_seeded(level, state) for level in _grounded(chain)]
        built += (_stored(organisation, based) for based in _based(levels, persons))
    return tuple(built)


def _chains(organisation: Organisation, older: str, newer: str) -> list[list[tuple[BoundaryVersion, BoundaryVersion]]]:
    """Return the pairs of versions of every hierarchy, the whole first."""
    rows = BoundaryVersion.objects.filter(organisation=organisation, edition__in=(older, newer))
    found: dict[str, dict[int, dict[str, BoundaryVersion]]] = {}
    for row in rows.select_related("level").order_by("level__hierarchy", "level__position"):
        found.setdefault(row.level.hierarchy, {}).setdefault(row.level_id, {})[row.edition] = row
    chains = [
        [(pair[older], pair[newer]) for pair in levels.values() if older in pair and newer in pair]
        for levels in found.values()
    ]
    return [chain for chain in chains if chain]


def _grounded(chain: Sequence[tuple[BoundaryVersion, BoundaryVersion]]) -> list[_Level]:
    """Return the pieces of ground of each level; a border that stands above is not crossed below."""
    levels: list[_Level] = []
    for older, newer in chain:
        outcome, pieces = _known_ground(older, newer) or _new_ground(older, newer)
        level = _Level(older, newer, (unit_rows(older.pk), unit_rows(newer.pk)), outcome, pieces)
        if levels:
            level = replace(level, pieces=kept_within(pieces, levels[-1].pieces, *_parents(level, levels[-1])))
        levels.append(level)
    return levels


def _seeded(level: _Level, state: LayerState | None) -> _Level:
    """Let the pieces of a level begin with what is inhabited on them, where a layer says so."""
    if state is None:
        return level
    amounts = amounts_on(state, level.pieces, level.older, level.newer)
    return replace(level, seed=seeded(level.pieces, amounts), told={INHABITED: _layer_told(state)})


def _layer_told(state: LayerState) -> dict[str, str]:
    """Return what everybody reads of the layer of where people live."""
    words = {each: getattr(state, each) for each in ("slug", "name", "kind", "capacity_label", "publisher", "licence")}
    numbers = {"number": str(state.number), "day": state.valid_from.isoformat()}
    return {**words, **numbers, "attribution": state.attribution, "content_hash": state.content_hash}


def _known_ground(older: BoundaryVersion, newer: BoundaryVersion) -> tuple[Mapping[str, Any], Pieces] | None:
    """Return what was cut before: boundary versions never change. Pieces of a published table are none of ground."""
    rows = Crosswalk.objects.filter(older=older, newer=newer).exclude(base=CrosswalkBase.TABLE)
    row = rows.order_by("-number").first()
    return None if row is None else (row.outcome, stored_pieces(row))


def _new_ground(older: BoundaryVersion, newer: BoundaryVersion) -> tuple[Mapping[str, Any], Pieces]:
    grounds = (stored_areas(version) for version in (older, newer))
    before, after = (NamedAreas(each.keys, each.names, each.geometries) for each in grounds)
    succession = find_succession(before, after)
    return _outcome(succession), pieces_of(succession)


def _outcome(succession: Succession) -> dict[str, Any]:
    lost, gained = np.flatnonzero(succession.is_lost), np.flatnonzero(succession.is_gained)
    shared = [
        np.bincount(places, weights=succession.area_m2, minlength=size).astype(np.float64)
        for places, size in ((succession.old, len(succession.fates)), (succession.new, len(succession.origins)))
    ]
    return {
        "fates": [fate.value for fate in succession.fates],
        "origins": [fate.value for fate in succession.origins],
        "lost": lost.tolist(),
        "lost_shares": _share_of(succession.lost_m2[lost], shared[0][lost]),
        "gained": gained.tolist(),
        "gained_shares": _share_of(succession.gained_m2[gained], shared[1][gained]),
    }


def _share_of(outside: Floats, shared: Floats) -> list[float]:
    shares: list[float] = (outside / (outside + shared)).tolist()
    return shares


def _parents(level: _Level, above: _Level) -> tuple[Integers, Integers]:
    return _places(level.areas[0], above.areas[0]), _places(level.areas[1], above.areas[1])


def _places(areas: Areas, above: Areas) -> Integers:
    places = {unit.unit_id: unit.position for unit in above}
    return np.array([places.get(unit.parent_id or 0, NO_PARENT) for unit in areas], dtype=np.intp)


def _based(levels: Sequence[_Level], persons: Mapping[int, Persons]) -> list[_Based]:
    """Return each level with its base and what that was made of, the whole first.

    A published table goes before people and ground on its level and on those above it.
    """
    found: list[_Based] = []
    for based in reversed(_by_people(levels, persons)):
        table = CrosswalkTable.objects.filter(
            older=based.level.older, newer=based.level.newer, state=TableState.IN_FORCE
        ).first()
        if table is not None:
            found.append(_by_table(based, table, persons))
        elif found and TABLE in found[-1].described:
            found.append(_summed(found[-1], based.level))
        else:
            found.append(based)
    found.reverse()
    return found


def _by_people(levels: Sequence[_Level], persons: Mapping[int, Persons]) -> list[_Based]:
    known = [index for index, level in enumerate(levels) if {level.older.pk, level.newer.pk} & persons.keys()]
    if not known:
        return [_unpeopled(level) for level in levels]
    finest = max(known)
    level = levels[finest]
    described = {**_described(level, persons), **level.told}
    pieces = with_base(level.pieces, ground=level.seed, **_margins(level, persons))
    found = [_Based(levels[finest], pieces, described)]
    for level in reversed(levels[:finest]):
        found.append(_summed(found[-1], level))
    found.reverse()
    return [*found, *(_unpeopled(level) for level in levels[finest + 1 :])]


def _unpeopled(level: _Level) -> _Based:
    return _Based(level, with_base(level.pieces, ground=level.seed), level.told)


def _summed(below: _Based, level: _Level) -> _Based:
    """Return the level above with the sums of the bases below."""
    return _Based(level, gathered(below.pieces, level.pieces, *_parents(below.level, level)), below.described)


def _by_table(based: _Based, table: CrosswalkTable, persons: Mapping[int, Persons]) -> _Based:
    """Return a level as its table tells it; shares are weighted by the people of the older areas."""
    level, rows = based.level, rows_of(table)
    told = {TABLE: _told(level, table)}
    older = persons.get(level.older.pk)
    if not rows.are_shares:
        return _Based(level, with_table(level.pieces, rows, np.zeros(len(level.areas[0]))), told)
    fitted = based.pieces if older is None else with_base(level.pieces, older=older.values, ground=level.seed)
    totals: Floats = np.bincount(fitted.older, weights=fitted.base, minlength=len(level.areas[0])).astype(np.float64)
    if older is None:
        return _Based(level, with_table(level.pieces, rows, totals), {**based.described, **told})
    totals = np.where(np.isnan(older.values), totals, older.values)
    return _Based(level, with_table(level.pieces, rows, totals), {"older": dict(older.told), **level.told, **told})


def _told(level: _Level, table: CrosswalkTable) -> dict[str, str]:
    """Return what everybody reads of a table."""
    words = {name: getattr(table, name) for name in ("title", "publisher", "licence", "attribution", "note", "weight")}
    numbers = {"number": str(table.number), "counted_on": table.counted_on.isoformat()}
    return {**words, **numbers, "level": level.older.level.slug, "content_hash": table.content_hash}


def _margins(level: _Level, persons: Mapping[int, Persons]) -> dict[str, Floats | None]:
    sides = {"older": level.older.pk, "newer": level.newer.pk}
    return {side: persons[pk].values if pk in persons else None for side, pk in sides.items()}


def _described(level: _Level, persons: Mapping[int, Persons]) -> dict[str, dict[str, str]]:
    sides = {"older": level.older.pk, "newer": level.newer.pk}
    return {side: dict(persons[pk].told) for side, pk in sides.items() if pk in persons}


@transaction.atomic
def _stored(organisation: Organisation, based: _Based) -> Crosswalk:
    level, pieces, described = based.level, based.pieces, based.described
    # Two jobs at once: the second one finds what the first one built.
    BoundaryVersion.objects.select_for_update(no_key=True).get(pk=level.older.pk)
    digest = _digest(pieces, described)
    rows = Crosswalk.objects.filter(older=level.older, newer=level.newer)
    current = rows.filter(is_current=True).first()
    if current is not None and current.content_hash == digest:
        return current
    rows.filter(is_current=True).update(is_current=False)
    built = Crosswalk.objects.create(
        organisation=organisation,
        older=level.older,
        newer=level.newer,
        number=rows.count() + 1,
        base=_base(described),
        described=described,
        older_places=pieces.older.tolist(),
        newer_places=pieces.newer.tolist(),
        ground_m2=pieces.area_m2.tolist(),
        bases=pieces.base.tolist(),
        outcome=level.outcome,
        content_hash=digest,
    )
    _record(organisation, level, built)
    return built


def _base(described: Mapping[str, Any]) -> CrosswalkBase:
    if TABLE in described:
        return CrosswalkBase.TABLE
    if {"older", "newer"} & described.keys():
        return CrosswalkBase.PERSONS
    return CrosswalkBase.INHABITED if INHABITED in described else CrosswalkBase.GROUND


def _digest(pieces: Pieces, described: Mapping[str, Any]) -> str:
    arrays = (pieces.older, pieces.newer, pieces.area_m2, pieces.base)
    content = b"".join(np.asarray(array, dtype="<f8").tobytes() for array in arrays)
    return sha256(content + repr(sorted(described.items())).encode()).hexdigest()


def _record(organisation: Organisation, level: _Level, built: Crosswalk) -> None:
    label = f"{level.older.level.slug}: {level.older.edition} → {level.newer.edition}"
    record(
        action="spatial.crosswalk_built",
        by=None,
        organisation=organisation,
        subject=Subject(type=Crosswalk._meta.label_lower, id=str(built.pk), label=label),  # noqa: SLF001 - Django's API
        details={
            "number": built.number,
            "base": built.base,
            "pieces": len(built.bases),
            "content_hash": built.content_hash,
        },
    )
