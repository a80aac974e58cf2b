# SPDX-License-Identifier: EUPL-1.2
"""The plausibility checks of slices that belong together: levels, breakdowns, neighbouring columns, time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from indicators.services.checking.grounds import Ground
from indicators.services.checking.loading import TOTAL, Loaded, Slice
from indicators.services.checking.rules import Outcome, Told, area_label, named, pairs, step_of, told_at
from indicators.services.checking.secured import shown_small_counts
from indicators.services.checking.texts import Parameter, plain
from indicators.stats import plausibility_columns, plausibility_sums
from sozialplanung.common.statuses import Status

# Breakdowns that add up in four of five areas are meant to add up in all.
_MEANT: Final = 0.8
_FEWEST: Final = 4


def checked_groups(loaded: Loaded, slices: Sequence[Slice]) -> Outcome:
    """Run all checks that need more than one slice."""
    rules: tuple[tuple[str, Callable[[Loaded, Sequence[Slice]], Iterator[Told | None]]], ...] = (
        ("edition", _editions),
        ("gaps", _gaps),
        ("totals", _totals),
        ("parts", _parts),
        ("breakdowns", _breakdowns),
        ("columns", _exchanged),
        ("secured", shown_small_counts),
    )
    found: list[Told] = []
    ran: set[str] = set()
    for name, rule in rules:
        # A rule gives None for what it looked at and found in order.
        told = list(rule(loaded, slices))
        found += [each for each in told if each is not None]
        ran |= {name} if told else set()
    return Outcome(tuple(found), frozenset(ran))


def _editions(_: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    for group in _grouped(slices, lambda one: (one.period.pk,)):
        one, version = group[0], group[0].ground.version
        yield None
        if not version.is_valid_on(one.period.as_value.last_day):
            params = {"period": one.period.code, "edition": version.name}
            yield Told("checks.edition_date", "note", one, params=params)


def _gaps(loaded: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    said: set[tuple[int, int, int]] = set()
    for group in _grouped(slices, lambda one: (one.series.id, one.ground.version.id)):
        delivered = {_month(one.period.start.year, one.period.start.month): one for one in group}
        codes = {month: one.period.code for month, one in delivered.items()}
        for one in group:
            for pk in one.others:
                period = loaded.periods[pk]
                codes[_month(period.start.year, period.start.month)] = period.code
        yield None
        for gap in plausibility_columns.gaps(np.array(sorted(codes), dtype=np.int64)):
            one_beside = delivered.get(gap.before) or delivered.get(gap.after)
            key = (group[0].series.id, gap.after, gap.before)
            if one_beside is None or key in said:
                continue
            said.add(key)
            params: dict[str, Parameter] = {
                "series": one_beside.series.label,
                "missing": gap.missing,
                "after": codes[gap.after],
                "before": codes[gap.before],
            }
            yield Told("checks.gap", "note", one_beside, params=params)


def _month(year: int, month: int) -> int:
    return 12 * year + month


def _totals(loaded: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    additive = [one for one in slices if one.series.is_additive]
    for group in _grouped(additive, lambda one: (one.series.id, one.period.pk)):
        at = {one.ground.version.id: one for one in group}
        for child, parent in _nested(loaded.grounds):
            if child.version.id in at or parent.version.id in at:
                yield from _total(loaded, group[0], (child, parent), at)


def _total(loaded: Loaded, one: Slice, levels: tuple[Ground, Ground], at: dict[int, Slice]) -> Iterator[Told | None]:
    child, parent = levels
    parts, total = (loaded.values(one.series.id, one.period.pk, ground) for ground in levels)
    if np.isnan(parts).all() or np.isnan(total).all():
        return
    groups = _parents(child, parent)
    if child.version.id in at:
        # What the source does not count apart is in another area already.
        groups[at[child.version.id].status == Status.NOT_APPLICABLE] = -1
    sums = plausibility_sums.add_up(parts, groups, total.size)
    yield None
    for place, given, expected in pairs(plausibility_sums.sums_beside_totals(total, sums, step=step_of(parts))):
        params: dict[str, Parameter] = {
            "n": int(sums.parts[place]),
            "expected": plain(expected),
            "difference": plain(given - expected),
        }
        if parent.version.id in at:
            yield told_at(at[parent.version.id], "checks.total_differs", place, given, params)
        else:
            row = parent.rows[place]
            params |= {"area": area_label(row.name, row.key), "value": plain(given)}
            yield Told("checks.total_differs", "warning", at[child.version.id], value=given, params=params)


def _nested(grounds: Sequence[Ground]) -> Iterator[tuple[Ground, Ground]]:
    """Give each level with the next coarser one of its hierarchy."""
    for child in grounds:
        coarser = [
            each
            for each in grounds
            if each.version.hierarchy == child.version.hierarchy
            and each.version.level_position < child.version.level_position
        ]
        if coarser:
            yield child, max(coarser, key=lambda each: each.version.level_position)


def _parents(child: Ground, parent: Ground) -> plausibility_sums.Ints:
    place = {row.unit_id: position for position, row in enumerate(parent.rows)}
    return np.array([place.get(row.parent_id or 0, -1) for row in child.rows], dtype=np.int64)


def _parts(loaded: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    totals = _total_series(loaded)
    for one in slices:
        total_id = totals.get(one.series.variable_id)
        if not one.series.is_additive or total_id in {None, one.series.id}:
            continue
        whole = loaded.values(total_id or 0, one.period.pk, one.ground)
        if np.isnan(whole).all():
            continue
        yield None
        label = loaded.series[total_id or 0].label
        found = plausibility_sums.parts_beyond_wholes(one.value, whole, tolerance=step_of(whole))
        for place, given, expected in pairs(found):
            yield told_at(one, "checks.part_exceeds", place, given, {"whole": plain(expected), "total": label})


def _breakdowns(loaded: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    totals = _total_series(loaded)
    parts = [one for one in slices if one.series.is_additive and one.series.breakdown != TOTAL]
    of_whole = {(one.series.id, one.period.pk, one.ground.version.id): one for one in slices}
    keyed = _grouped(
        parts,
        lambda one: (one.series.variable_id, one.period.pk, one.ground.version.id, one.series.dimension),
    )
    for group in keyed:
        first, total_id = group[0], totals.get(group[0].series.variable_id)
        if total_id is None or len(group) < 2:  # noqa: PLR2004 - one part alone adds up to nothing
            continue
        whole = loaded.values(total_id, first.period.pk, first.ground)
        added = np.sum([one.value for one in group], axis=0)
        both = ~np.isnan(whole + added)
        tolerance = (len(group) + 1) * step_of(whole) / 2 + 1e-9 * np.abs(whole)
        with np.errstate(invalid="ignore"):
            is_off = np.abs(whole - added) > tolerance
        if both.sum() < _FEWEST or is_off[both].mean() > 1 - _MEANT:
            continue
        yield None
        target = of_whole.get((total_id, first.period.pk, first.ground.version.id), first)
        params: dict[str, Parameter] = {
            "series": loaded.series[total_id].label,
            "dimension": first.series.dimension,
        }
        if not is_off[both].any() and whole[both].any() and not all(one.series.is_part for one in group):
            # Readers see that it adds up in every area: disclosure control takes it so, a person should say it.
            yield Told("checks.breakdown_undeclared", "note", target, params=params)
        for place in np.flatnonzero(both & is_off):
            said = {**params, "expected": plain(float(added[place])), "value": plain(float(whole[place]))}
            yield told_at(target, "checks.breakdown_differs", int(place), float(whole[place]), said)


def _total_series(loaded: Loaded) -> dict[int, int]:
    return {facts.variable_id: facts.id for facts in loaded.series.values() if facts.breakdown == TOTAL}


def _exchanged(_: Loaded, slices: Sequence[Slice]) -> Iterator[Told | None]:
    known = [one for one in slices if one.before is not None]
    keyed = _grouped(known, lambda one: (one.period.pk, one.ground.version.id, one.before[0].pk if one.before else 0))
    for group in keyed:
        if len(group) < 2 or group[0].value.size < _FEWEST:  # noqa: PLR2004 - one column has no other to change with
            continue
        yield None
        values = np.stack([one.value for one in group])
        before = np.stack([one.before[1] for one in group if one.before])
        for pair in plausibility_columns.exchanged_columns(values, before):
            one, other = group[pair.first], group[pair.second]
            params: dict[str, Parameter] = {**named(one), "other": other.series.label}
            yield Told("checks.columns_exchanged", "warning", one, params=params)


def _grouped(slices: Sequence[Slice], key: Callable[[Slice], tuple[object, ...]]) -> list[list[Slice]]:
    groups: dict[tuple[object, ...], list[Slice]] = {}
    for one in slices:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())
