# SPDX-License-Identifier: EUPL-1.2
"""The plausibility checks of one slice and of slices that belong together; each tells what it found and that it ran."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.services.checking.loading import NOT_DELIVERED, Slice
from indicators.services.checking.texts import Parameter, about, plain
from indicators.stats import plausibility, plausibility_columns, plausibility_sums
from indicators.stats.plausibility import Limits, Outliers, Scale
from indicators.stats.plausibility_sums import Differing

Floats = npt.NDArray[np.float64]
Severity = Literal["error", "warning", "note"]
Role = Literal["value", "numerator", "denominator"]

PERCENT: Final = "%"
_BASES: Final = {PERCENT: 100.0, "‰": 1000.0}
# Rates of which nine in ten fit another base are written per that base; the rest may be mistakes of their own.
_MOST: Final = 0.9
# What is outside 0 to 100 that often was outside before, too: a change in percent, not a share.
_USUALLY_OUTSIDE: Final = 0.05
_QUARTER: Final = 0.25


@dataclass(frozen=True, slots=True)
class Told:
    """One thing found in a slice: at one area (`position`) or in the whole column (None)."""

    code: str
    severity: Severity
    slice: Slice
    position: int | None = None
    role: Role = "value"
    value: float | None = None
    params: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, and the names of the checks that had something to look at."""

    found: tuple[Told, ...]
    ran: frozenset[str]


def checked_slice(one: Slice) -> Outcome:
    """Run all checks that need one slice and its history."""
    found: list[Told] = []
    ran: set[str] = set()
    for rule in (_shares, _parts, _rates, _columns, _digits, _lost):
        name, told = rule(one)
        if told is not None:
            ran |= name
            found += told
    is_other = any(each.code in {"checks.unit_switch", "checks.parts_swapped"} for each in found)
    if not is_other:
        # Of a column in another unit every area would be told again.
        for jumps in (_history, _peers, _boundary):
            name, told = jumps(one)
            if told is not None:
                ran |= name
                found += told
    return Outcome(_once(found), frozenset(ran))


Ruled = tuple[set[str], list[Told] | None]


def _shares(one: Slice) -> Ruled:
    if one.series.unit_of_measure != PERCENT:
        return {"shares"}, None
    past = one.history[~np.isnan(one.history)]
    is_usual = past.size and plausibility_sums.outside(past, 0.0, 100.0).size > _USUALLY_OUTSIDE * past.size
    if is_usual:
        return {"shares"}, None
    positions = plausibility_sums.outside(one.value, 0.0, 100.0)
    return {"shares"}, [told_at(one, "checks.share_outside", int(place), one.value[place]) for place in positions]


def _parts(one: Slice) -> Ruled:
    numerator, denominator = one.numerator, one.denominator
    if np.isnan(numerator + denominator).all():
        return {"parts"}, None
    swapped = plausibility_columns.swapped_parts(numerator, denominator)
    if swapped is not None:
        params: dict[str, Parameter] = {**named(one), "n": swapped.n, "of": swapped.of}
        return {"parts", "columns"}, [Told("checks.parts_swapped", "warning", one, role="numerator", params=params)]
    return {"parts"}, [
        replace(
            told_at(one, "checks.numerator_exceeds", place, given, {"whole": plain(expected)}),
            role="numerator",
        )
        for place, given, expected in pairs(plausibility_sums.parts_beyond_wholes(numerator, denominator))
    ]


def _rates(one: Slice) -> Ruled:
    parts, rate = (one.numerator, one.denominator), one.value
    decimals = plausibility_sums.decimals_of(rate)
    found = plausibility_sums.base_of_rates(rate, parts, decimals=decimals)
    if found is None:
        return {"rates"}, None
    wanted = _BASES.get(one.series.unit_of_measure)
    if wanted is not None and found.base != wanted and found.share >= _MOST and found.n > 1:
        params: dict[str, Parameter] = {**named(one), "found": plain(found.base), "wanted": plain(wanted)}
        return {"rates", "unit"}, [Told("checks.rate_base", "warning", one, params=params)]
    if wanted is None and found.share < 1 / 2:
        return {"rates"}, None
    differing = plausibility_sums.rates_beside_parts(
        rate, parts, base=wanted or found.base, decimals=decimals, step=step_of(one.denominator)
    )
    return {"rates"}, [
        told_at(one, "checks.rate_differs", place, given, {"expected": plain(expected)})
        for place, given, expected in pairs(differing)
    ]


def _columns(one: Slice) -> Ruled:
    found: list[Told] = []
    ran = {"columns"}
    equal = plausibility_columns.all_equal(one.value)
    if equal is not None:
        params: dict[str, Parameter] = {**named(one), "n": equal.n, "value": plain(equal.value)}
        found.append(Told("checks.all_equal", "warning" if equal.value else "note", one, params=params))
    if one.before is not None:
        ran.add("unit")
        since, before = one.before
        switch = plausibility_columns.unit_switch(one.value, before)
        if switch is not None:
            params = {**named(one), "factor": plain(switch.factor), "n": switch.n, "of": switch.of}
            found.append(Told("checks.unit_switch", "warning", one, params={**params, "since": since.code}))
        count = plausibility_columns.repeated(one.value, before)
        if count:
            params = {**named(one), "n": count, "since": since.code}
            found.append(Told("checks.repeated", "warning", one, params=params))
    return ran, found


def _digits(one: Slice) -> Ruled:
    heaped = plausibility_columns.heaping(one.value)
    if heaped is None:
        return {"digits"}, []
    params = {**named(one), "share": plain(round(100 * heaped.share)), "n": heaped.n, "step": heaped.step}
    return {"digits"}, [Told("checks.digits_heaped", "note", one, params=params)]


def _lost(one: Slice) -> Ruled:
    if one.before is None:
        return {"lost"}, None
    since, before = one.before
    # A status that says why there is no value is an answer; only silence is a loss.
    is_silent = np.isnan(one.value) & ((one.status == NOT_DELIVERED) | (one.status == _MISSING))
    lost = np.flatnonzero(is_silent & ~np.isnan(before))
    if not lost.size:
        return {"lost"}, []
    first = min((one.ground.rows[place] for place in lost), key=lambda row: row.key)
    params: dict[str, Parameter] = {
        **named(one),
        "n": int(lost.size),
        "since": since.code,
        "area": area_label(first.name, first.key),
    }
    return {"lost"}, [Told("checks.areas_lost", "warning", one, params=params)]


_MISSING: Final = 3


def _history(one: Slice) -> Ruled:
    scale, unit = scale_of(one)
    limits = plausibility.IN_HISTORY[scale]
    history = one.history / unit
    if (~np.isnan(history)).sum(axis=1, initial=0).max(initial=0) < limits.points:
        return {"history"}, None
    floor: Floats | float = 0.0
    if scale == "log" and one.series.is_additive:
        floor = plausibility.chance_of_counts(plausibility.medians(history))
    if scale == "raw" and np.nanmin(history) < 0:
        # Changes of areas are nearly as different from year to year as from one area to the other.
        floor = float(plausibility.spreads(one.value[None, :])[0])
    found = plausibility.far_from_history(
        one.value / unit, history, scale=scale, limits=_limits(limits, scale, history), floor=floor
    )
    return {"history"}, [
        told_at(one, "checks.jump_history", place, value, {"usual": about(usual), "score": plain(round(score, 1))})
        for place, value, usual, score in _outlying(one, found, unit)
    ]


def _peers(one: Slice) -> Ruled:
    scale, unit = scale_of(one)
    if one.before is None:
        if one.moved is not None:
            return {"peers"}, None
        first = plausibility.far_from_peers(one.value / unit, scale=scale, limits=plausibility.FIRST_TIME[scale])
        return {"peers"}, [
            replace(told_at(one, "checks.outlier_first", place, value, {"usual": about(usual)}), severity="note")
            for place, value, usual, _ in _outlying(one, first, unit)
        ]
    before = one.before[1]
    limits = _limits(plausibility.AMONG_PEERS[scale], scale, before)
    chance = None
    if scale == "log" and one.series.is_additive:
        chance = np.hypot(plausibility.chance_of_counts(one.value), plausibility.chance_of_counts(before))
    found = plausibility.unlike_peers(one.value / unit, before / unit, scale=scale, limits=limits, chance=chance)
    return {"peers"}, [
        told_at(one, "checks.jump_peers", place, value, {"before": plain(before[place]), "usual": about(usual)})
        for place, value, usual, _ in _outlying(one, found, unit)
    ]


def _boundary(one: Slice) -> Ruled:
    if one.moved is None:
        return {"boundary"}, None
    since, before = one.moved
    scale, unit = scale_of(one)
    change = plausibility.on_scale(one.value / unit, scale) - plausibility.on_scale(before / unit, scale)
    least = _limits(plausibility.IN_HISTORY[scale], scale, before).least
    with np.errstate(invalid="ignore"):
        positions = np.flatnonzero(np.abs(change) >= least)
    return {"boundary"}, [
        told_at(
            one,
            "checks.jump_boundary",
            int(place),
            one.value[place],
            {"before": plain(before[place]), "since": since.code},
        )
        for place in positions
    ]


def scale_of(one: Slice) -> tuple[Scale, float]:
    """Return the scale on which a series is compared, and by what its values are divided first."""
    known = np.concatenate([one.value, one.history.ravel()])
    known = known[~np.isnan(known)]
    if not known.size or known.min() < 0:
        return "raw", 1.0
    if one.series.unit_of_measure == PERCENT and known.max() <= 100:  # noqa: PLR2004 - percent
        return "logit", 100.0
    # A half is no small start for fractions: they are compared as they are.
    return ("log", 1.0) if np.median(known) >= 1 else ("raw", 1.0)


def _limits(limits: Limits, scale: Scale, values: Floats) -> Limits:
    known = np.abs(values[~np.isnan(values)])
    return replace(limits, least=_QUARTER * float(np.median(known))) if scale == "raw" and known.size else limits


def step_of(values: Floats) -> float:
    """Return to what multiples values were rounded, 0 when they were not."""
    heaped = plausibility_columns.heaping(values)
    return float(heaped.step) if heaped else 0.0


def _once(found: Sequence[Told]) -> tuple[Told, ...]:
    """Keep one jump per area: its own history says it better than the other areas."""
    kept, jumped = [], set()
    for told in found:
        if told.code in {"checks.jump_history", "checks.jump_peers", "checks.jump_boundary"}:
            if told.position in jumped:
                continue
            jumped.add(told.position)
        kept.append(told)
    return tuple(kept)


def told_at(one: Slice, code: str, place: int, value: float, params: Mapping[str, Parameter] | None = None) -> Told:
    """Return a warning at one area, with its name, value, series and period among the parameters."""
    row = one.ground.rows[place]
    area = {"area": area_label(row.name, row.key), "value": plain(float(value))}
    said: dict[str, Parameter] = {**named(one), **area, **(params or {})}
    return Told(code, "warning", one, place, "value", float(value), said)


def area_label(name: str, key: str) -> str:
    """Return how sentences call an area."""
    return f"{name} ({key})"


def named(one: Slice) -> dict[str, Parameter]:
    """Return how sentences call a slice."""
    return {"series": one.series.label, "period": one.period.code}


def pairs(found: Differing) -> Iterator[tuple[int, float, float]]:
    """Give position, given and expected of each figure that does not fit."""
    for place, given, expected in zip(found.positions, found.given, found.expected, strict=True):
        yield int(place), float(given), float(expected)


def _outlying(one: Slice, found: Outliers, unit: float) -> Iterator[tuple[int, float, float, float]]:
    for place, usual, score in zip(found.positions, found.usual * unit, found.score, strict=True):
        yield int(place), float(one.value[place]), float(usual), float(score)
