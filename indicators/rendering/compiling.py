# SPDX-License-Identifier: EUPL-1.2
"""Turn an unrounded slice into what is published: masked, rounded, with interval, comparison and rank."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.slice_content import (
    ChangeNote,
    CityValue,
    NumberBand,
    SliceContent,
    SliceKey,
    SliceSummary,
)
from indicators.stats.compare import with_city_value
from indicators.stats.disclosure.rounding import rounded_to
from indicators.stats.intervals import wilson
from indicators.stats.multiple import standing_out
from indicators.stats.sharepairs import interval_of_difference
from indicators.stats.summary import five_numbers, ranks
from indicators.stats.vintages import RawSlice
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import Status, have_value

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PERCENT: Final = "%"
# An absolute number worked out from a rounded rate is told to the nearest five, as "rund".
APPROXIMATE_STEP: Final = 5


@dataclass(frozen=True, slots=True)
class Presentation:
    """What a definition says about the form of its figures."""

    unit_of_measure: str
    decimals: int
    basis: str
    is_ranked: bool
    relevance_threshold: float | None
    rounding: int = 0
    """Counts are told as multiples of this, shares as quotients of such counts; 0: as they are."""
    class_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CityFigures:
    """The whole city: value, cases and persons; None where unknown."""

    value: float | None = None
    kind: str = "none"
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """Everything a release slice is compiled from."""

    key: SliceKey
    unit_order_hash: str
    raw: RawSlice
    hidden: Mask
    presentation: Presentation
    city: CityFigures
    change: ChangeNote


def compile_slice(draft: Draft) -> SliceContent:
    """Mask, compare and rank unrounded, then round to what is shown.

    A hidden area keeps its status ``suppressed`` and nothing else: no parts, no interval, no class, no rank.
    """
    draft = _with_rounded_counts(draft) if draft.presentation.rounding else draft
    raw, form = draft.raw, draft.presentation
    valued = have_value(raw.status)
    shown = valued & ~draft.hidden
    # What the source keeps secret and what we do look alike: the difference would tell which hides which.
    would_tell = valued | (told_beside_layers(raw) & (raw.status == Status.NOT_APPLICABLE))
    is_secret = (draft.hidden & would_tell) | (raw.status == Status.CONFIDENTIAL)
    status = np.where(is_secret, Status.SUPPRESSED, raw.status).astype(np.uint8)
    value = np.where(shown, raw.value, np.nan)
    rounded = rounded_values(value, form.decimals)
    numbers = {"value": NumberBand(rounded, form.decimals)}
    numbers |= _interval(draft, shown, rounded) | _parts(draft, shown) | _change(draft, shown)
    codes = {"comparison": _comparison(draft, shown)}
    if form.is_ranked:
        codes["rank"] = ranks(rounded)
    if form.class_labels:
        codes["class"] = np.where(shown & ~np.isnan(raw.classes), raw.classes, 0).astype(np.int64)
    return SliceContent(
        key=draft.key,
        unit_order_hash=draft.unit_order_hash,
        status=zero_statuses(status, np.full(raw.size, np.nan) if form.rounding else raw.value, rounded),
        flags=np.where(shown, raw.flags, 0).astype(np.uint8),
        numbers=MappingProxyType(numbers),
        codes=MappingProxyType(codes),
        city=_city(draft),
        summary=summary_of(rounded, form.decimals),
        change=draft.change if "change" in numbers else ChangeNote(),
        class_labels=form.class_labels,
        rounding=form.rounding,
    )


def told_beside_layers(raw: RawSlice) -> Mask:
    """Say which figures tell a count without being a share of it: those that are made of a layer of places."""
    return np.isnan(raw.numerator) & ~np.isnan(raw.denominator)


def _with_rounded_counts(draft: Draft) -> Draft:
    """Round the counts behind everything that is told; a change is not told, it would narrow both counts."""
    raw, base = draft.raw, draft.presentation.rounding
    nothing = np.full(raw.size, np.nan)
    if np.isnan(raw.denominator).all():
        rounded = replace(raw, value=rounded_to(raw.value, base), change=nothing)
        whole = draft.city.value
        city = draft.city if whole is None else replace(draft.city, value=_one(whole, base))
        return replace(draft, raw=rounded, city=city)
    top, bottom = rounded_to(raw.numerator, base), rounded_to(raw.denominator, base)
    factor = _factor(raw)
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody in the rounded denominator: nothing to divide by
        value = np.where(bottom > 0, factor * top / bottom, np.nan)
    status = np.where(np.isnan(value) & ~np.isnan(raw.value), Status.NOT_APPLICABLE, raw.status).astype(np.uint8)
    told = replace(raw, value=value, status=status, numerator=top, denominator=bottom, change=nothing)
    return replace(draft, raw=told, city=_rounded_city(draft.city, base, factor))


def _factor(raw: RawSlice) -> float:
    """Return what a quotient of counts is multiplied by: 100 for percent."""
    there = (raw.numerator > 0) & (raw.denominator > 0) & ~np.isnan(raw.value)
    return (
        float(np.median((raw.value * raw.denominator / np.where(there, raw.numerator, 1.0))[there]))
        if there.any()
        else 100.0
    )


def _rounded_city(city: CityFigures, base: int, factor: float) -> CityFigures:
    if city.numerator is None or city.denominator is None:
        return CityFigures()
    top, bottom = _one(city.numerator, base), _one(city.denominator, base)
    return replace(city, value=factor * top / bottom, numerator=top, denominator=bottom) if bottom else CityFigures()


def _one(count: float, base: int) -> float:
    return float(rounded_to(np.array([count]), base)[0])


def rounded_values(values: Floats, decimals: int) -> Floats:
    """Return values with so many decimals, halves away from zero; NaN stays NaN, and no zero has a sign."""
    result = np.full(values.shape, np.nan)
    there = ~np.isnan(values)
    result[there] = round_half_up(values[there], decimals)
    return result + 0.0  # no negative zero


def zero_statuses(status: npt.NDArray[np.uint8], exact: Floats, rounded: Floats) -> npt.NDArray[np.uint8]:
    """Say of each zero whether it was one before it was rounded; where `exact` is NaN, nobody says that it was.

    A zero that was a rounded one already stays so: nobody knows that it was exactly none.
    """
    valued = have_value(status)
    zero = np.where((exact == 0) & (status != Status.ROUNDED_ZERO), Status.TRUE_ZERO, Status.ROUNDED_ZERO)
    return np.where(valued, np.where(rounded == 0, zero, Status.OK), status).astype(np.uint8)


def _has_counts(draft: Draft) -> bool:
    return draft.presentation.basis == "counts" and draft.presentation.unit_of_measure == PERCENT


def _interval(draft: Draft, shown: Mask, rounded: Floats) -> dict[str, NumberBand]:
    limits = _limits(draft)
    if limits is None:
        return {}
    decimals = draft.presentation.decimals
    lower, upper = (rounded_values(np.where(shown, limit, np.nan), decimals) for limit in limits)
    is_known = ~np.isnan(lower)
    low, high = (np.where(is_known, limit, np.nan) for limit in (np.fmin(lower, rounded), np.fmax(upper, rounded)))
    return {"lower": NumberBand(low, decimals), "upper": NumberBand(high, decimals)}


def _limits(draft: Draft) -> tuple[Floats, Floats] | None:
    """Return both ends of the interval of chance in the unit of the figures; None where no counts are known."""
    if _has_counts(draft):
        lower, upper = wilson(draft.raw.numerator, draft.raw.denominator)
        return 100 * lower, 100 * upper
    if draft.presentation.basis == "counts" and draft.raw.pair is not None:
        return interval_of_difference(draft.raw.pair)
    return None


def _parts(draft: Draft, shown: Mask) -> dict[str, NumberBand]:
    raw = draft.raw
    if np.isnan(raw.denominator[shown]).all() or np.isnan(raw.numerator[shown]).all():
        return {}
    numerator = np.where(shown, raw.numerator, np.nan)
    if draft.presentation.basis == "rate_denominator":
        # The persons are a building block of ours: exact ones of several indicators would add up to hidden figures.
        numerator = APPROXIMATE_STEP * rounded_values(numerator / APPROXIMATE_STEP, 0)
        return {"numerator": NumberBand(rounded_values(numerator, 0), 0)}
    denominator = np.where(shown, raw.denominator, np.nan)
    return {
        "numerator": NumberBand(rounded_values(numerator, 0), 0),
        "denominator": NumberBand(rounded_values(denominator, 0), 0),
    }


def _change(draft: Draft, shown: Mask) -> dict[str, NumberBand]:
    if draft.change.kind == "none":
        return {}
    change = np.where(shown, draft.raw.change, np.nan)
    if np.isnan(change).all():
        return {}
    decimals = draft.presentation.decimals
    return {"change": NumberBand(rounded_values(change, decimals), decimals)}


def _comparison(draft: Draft, shown: Mask) -> npt.NDArray[np.int64]:
    raw, city, threshold = draft.raw, draft.city, draft.presentation.relevance_threshold
    if city.value is None or threshold is None or raw.size == 1:
        return np.zeros(raw.size, dtype=np.int64)
    if _has_counts(draft) and city.numerator is not None and city.denominator is not None:
        parts = (city.numerator, city.denominator)
        # What is hidden is no test either: it would speak through the adjustment of all others.
        areas = (np.where(shown, raw.numerator, np.nan), np.where(shown, raw.denominator, np.nan))
        outcome = standing_out(areas, parts, threshold=threshold)
    else:
        outcome = with_city_value(raw.value, city.value, threshold=threshold)
    return np.where(shown, outcome, 0)


def _city(draft: Draft) -> CityValue:
    if draft.city.value is None or draft.raw.size == 1:
        return CityValue()
    value = float(rounded_values(np.array([draft.city.value]), draft.presentation.decimals)[0])
    return CityValue(value, "delivered" if draft.city.kind == "delivered" else "computed")


def summary_of(rounded: Floats, decimals: int) -> SliceSummary:
    """Return the five numbers of published values, rounded as they are."""
    five = five_numbers(rounded)
    numbers = [five.minimum, five.q1, five.median, five.q3, five.maximum]
    shown = [None if each is None else float(rounded_values(np.array([each]), decimals)[0]) for each in numbers]
    return SliceSummary(five.n, *shown)
