# SPDX-License-Identifier: EUPL-1.2
"""A released slice on another boundary version: what readers know of one, carried by a crosswalk (docs/space.md)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np

from indicators.rendering.compiling import PERCENT, rounded_values, summary_of, zero_statuses
from indicators.rendering.slice_content import ChangeNote, NumberBand, SliceContent, SliceKey
from indicators.stats.conversion.carrying import Carried, Figures, carry_bare_shares, carry_counts, carry_shares
from indicators.stats.conversion.errors import Experience, Known, Truth
from indicators.stats.conversion.links import Booleans, Floats, Kind, Links
from indicators.stats.intervals import wilson
from indicators.stats.summary import ranks
from sozialplanung.common.statuses import Status, have_value


class Form(StrEnum):
    """What kind of figures a slice holds, and so how they are carried."""

    COUNTS = "counts"
    SHARES = "shares"
    BARE_SHARES = "bare_shares"


@dataclass(frozen=True, slots=True, eq=False)
class Carrying:
    """How a slice is carried: its form, by which links, what is known of errors, and what the result is called."""

    form: Form
    links: Links
    known: Known
    key: SliceKey
    unit_order_hash: str
    unit_of_measure: str


_COUNTS_BEHIND: Final = frozenset({"numerator", "denominator"})


def form_of(content: SliceContent, *, is_count: bool, is_rate_only: bool) -> Form | None:
    """Return how the figures of a slice can be carried; None where they cannot.

    An index is a position among the areas of its own version, and a difference of shares has four counts of which a
    slice tells none: both have to be computed anew from carried parts.
    """
    if "class" in content.codes:
        return None
    if content.numbers.keys() >= _COUNTS_BEHIND:
        return Form.SHARES
    if is_count:
        return Form.COUNTS
    return Form.BARE_SHARES if is_rate_only else None


def carried_slice(content: SliceContent, carrying: Carrying) -> SliceContent:
    """Carry a released slice to another boundary version.

    Where an area went on, everything that was told of it is told again, to the digit. The value of the whole stays what
    it was. A change since an earlier period is not carried.
    """
    links = carrying.links
    carried = _carried(content, carrying)
    decimals = content.decimals
    value = rounded_values(carried.value, decimals)
    numbers = {"value": NumberBand(value, decimals)}
    numbers |= _parts(content, carried)
    numbers |= _interval(content, carrying, carried, value)
    exact = np.where(_is_nobody_anywhere(content, links), carried.value, np.nan)
    status = zero_statuses(carried.status, exact, value)
    codes = {"comparison": _measured_codes(content, links, "comparison")} if "comparison" in content.codes else {}
    if "rank" in content.codes:
        codes["rank"] = ranks(value)
    return replace(
        content,
        key=carrying.key,
        unit_order_hash=carrying.unit_order_hash,
        status=status,
        flags=np.where(have_value(status), carried.flags | _kept_flags(content, links), 0).astype(np.uint8),
        numbers=MappingProxyType(numbers),
        codes=MappingProxyType(codes),
        summary=summary_of(value, decimals),
        change=ChangeNote(),
    )


def experience_of(content: SliceContent, links: Links, form: Form, years: float) -> Experience | None:
    """Return what a slice on the side of the targets teaches of errors; None where shares come without counts."""
    if form is Form.BARE_SHARES:
        return None
    nothing = np.full(content.size, np.nan)
    if form is Form.COUNTS:
        return Experience(links, Truth(content.numbers["value"].values, nothing, years))
    parts, whole = (content.numbers[name].values for name in ("numerator", "denominator"))
    return Experience(links, Truth(parts, whole, years))


def _carried(content: SliceContent, carrying: Carrying) -> Carried:
    figures, links = _figures(content), carrying.links
    if carrying.form is Form.SHARES:
        step = float(content.rounding or 1)
        return carry_shares(figures, links, factor=_factor(figures), step=step, known=carrying.known)
    if carrying.form is Form.COUNTS:
        step = float(content.rounding or 10.0**-content.decimals)
        return carry_counts(figures, links, step=step, known=carrying.known)
    return carry_bare_shares(figures, links)


def _figures(content: SliceContent) -> Figures:
    nothing = np.full(content.size, np.nan)
    bands = {name: band.values for name, band in content.numbers.items()}
    return Figures(bands["value"], content.status, bands.get("numerator", nothing), bands.get("denominator", nothing))


def _factor(figures: Figures) -> float:
    """Return what a quotient of counts was multiplied by: the power of ten next to what the figures say."""
    there = (figures.numerator > 0) & (figures.denominator > 0) & (figures.value > 0)
    if not there.any():
        return 100.0
    seen = np.median(figures.value[there] * figures.denominator[there] / figures.numerator[there])
    return float(10.0 ** np.rint(np.log10(seen)))


def _parts(content: SliceContent, carried: Carried) -> dict[str, NumberBand]:
    if not content.numbers.keys() >= _COUNTS_BEHIND:
        return {}
    shown = have_value(carried.status)
    bands = {"numerator": carried.numerator, "denominator": carried.denominator}
    return {name: NumberBand(rounded_values(np.where(shown, band, np.nan), 0), 0) for name, band in bands.items()}


def _interval(content: SliceContent, carrying: Carrying, carried: Carried, value: Floats) -> dict[str, NumberBand]:
    """Return between which ends the truth lies, by chance and by what the estimate does not know."""
    lower, upper = carried.lower.copy(), carried.upper.copy()
    if "lower" in content.numbers:
        if carrying.form is Form.SHARES and carrying.unit_of_measure == PERCENT:
            lower, upper = _with_chance(carried, lower, upper, carrying.links)
        lower, upper = _measured_limits(content, carrying.links, lower, upper)
    known = ~np.isnan(lower) & ~np.isnan(upper) & ~np.isnan(value)
    if not known.any():
        return {}
    decimals = content.decimals
    ends = (rounded_values(np.where(known, end, np.nan), decimals) for end in (lower, upper))
    low, high = (
        np.where(known, limit(end, value), np.nan) for limit, end in zip((np.fmin, np.fmax), ends, strict=True)
    )
    return {"lower": NumberBand(low, decimals), "upper": NumberBand(high, decimals)}


def _with_chance(carried: Carried, lower: Floats, upper: Floats, links: Links) -> tuple[Floats, Floats]:
    """Widen by chance, as independent of the estimate; where whole areas were joined there is chance alone."""
    ends = tuple(100.0 * end for end in wilson(carried.numerator, carried.denominator))
    is_estimate = links.kinds() == Kind.ESTIMATED
    found = []
    for end, own in zip(ends, (lower, upper), strict=True):
        off = np.hypot(end - carried.value, own - carried.value)
        sign = np.sign(end - carried.value)
        found.append(np.where(is_estimate, carried.value + sign * off, end))
    return np.clip(found[0], 0.0, 100.0), np.clip(found[1], 0.0, 100.0)


def _measured_limits(content: SliceContent, links: Links, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    measured, sources = _measured(links)
    for band, name in ((lower, "lower"), (upper, "upper")):
        band[measured] = content.numbers[name].values[sources]
    return lower, upper


def _measured(links: Links) -> tuple[Booleans, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return which targets went on, and their sources in the order of the targets."""
    measured: Booleans = links.kinds() == Kind.MEASURED
    source = np.zeros(links.sizes[1], dtype=np.intp)
    source[links.target] = links.source
    return measured, source[measured]


def _measured_codes(content: SliceContent, links: Links, name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    measured, sources = _measured(links)
    codes = np.zeros(links.sizes[1], dtype=np.int64)
    codes[measured] = content.codes[name][sources]
    return codes


def _is_nobody_anywhere(content: SliceContent, links: Links) -> Booleans:
    """Tell which targets are made of true zeros alone: a zero that came by rounding or by shares is none."""
    counts = (links.share > 0) & (content.status[links.source] != Status.TRUE_ZERO)
    nobody: Booleans = np.bincount(links.target, weights=counts, minlength=links.sizes[1]) == 0
    return nobody


def _kept_flags(content: SliceContent, links: Links) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return what was said of the figures that went into each target: a provisional part makes it provisional."""
    flags = np.zeros(links.sizes[1], dtype=np.uint8)
    np.bitwise_or.at(flags, links.target, content.flags[links.source])
    return flags
