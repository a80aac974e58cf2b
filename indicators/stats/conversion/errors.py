# SPDX-License-Identifier: EUPL-1.2
"""How far an estimate may be off: learnt where the truth is known on both boundary versions.

An area of one version that consists of whole areas of the other one can be added up, taken apart again by the crosswalk
and compared with what was delivered. Errors are measured on the logit scale, so that a part of 5 % and one of 50 % say
the same thing about how wrong a share may be, and no part is ever estimated below 0 or above the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.conversion.links import Booleans, Floats, Links

# Below this a quantile of 95 % would rest on the one or two largest errors.
ENOUGH: Final = 20
LEVEL: Final = 0.95
# Up to this share of an area a piece that is cut off may hold nobody at all.
SLIVER: Final = 0.1
# Half a person more on each side keeps a part of nobody, or of everybody, on the scale.
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """How large errors are: the bound that 95 % of the known ones keep on the logit scale, and how many are known.

    ``of_parts`` is about which share of the people a whole area holds, ``of_ground`` about the same where only the
    ground was known, as within an area of which two others hold a piece; ``of_rates`` is about how the rate of a part
    differs from that of its whole. None where fewer than `ENOUGH` are known.
    """

    of_parts: float | None = None
    of_ground: float | None = None
    of_rates: float | None = None
    count: int = 0


NOTHING_KNOWN: Final = Known()


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is known on the finer side: the counts of m areas (``parts``), and of which number they are a part.

    ``whole`` is NaN where the figures are plain counts; ``years`` is how far the date lies from that of the base.
    """

    parts: Floats
    whole: Floats
    years: float


@dataclass(frozen=True, slots=True, eq=False)
class Experience:
    """A truth of m areas together with the links from n areas by which it would have been estimated."""

    links: Links
    truth: Truth


def learn(experiences: Sequence[Experience], *, years: float = 0.0) -> Known:
    """Learn how far estimates are off from areas that were taken apart into whole areas.

    Parameters
    ----------
    experiences : sequence of Experience
        What is known at several dates, on either side; used is the date nearest to `years` from the base at which
        enough is known.
    years : float
        How far the figures to be carried lie from the base. Errors grow with the root of the time: for figures that
        lie further away than any truth the bound is widened by the root of the ratio.

    Returns
    -------
    Known
        Nothing where there are fewer than `ENOUGH` independent parts at every date: k parts of one whole are k − 1 of
        them.
    """
    told = [each for each in experiences if _taken_apart(each.links).any()]
    dates = [[(each.links, _taken_apart(each.links), each.truth) for each in same] for same in _by_date(told, years)]
    counts = [sum(_freedom(*each) for each in same) for same in dates]
    at = next((place for place, count in enumerate(counts) if count >= ENOUGH), None)
    if at is None:
        return Known(count=max(counts, default=0))
    used, free = dates[at], counts[at]
    learnt_at = max(*(truth.years for *_, truth in used), 1.0)
    wider = float(np.sqrt(max(1.0, years / learnt_at)))
    shares = [(links.share, links.ground) for links, *_ in used]
    by_people = [_errors_of_parts(*each, share=share) for each, (share, _) in zip(used, shares, strict=True)]
    by_ground = [_errors_of_parts(*each, share=ground) for each, (_, ground) in zip(used, shares, strict=True)]
    rates = [_errors_of_rates(*each) for each in used]
    # Where people live has nothing to do with when it was counted.
    return Known(_bound(by_people, wider), _bound(by_ground, 1.0), _bound(rates, wider), free)


def range_of_counts(totals: Floats, links: Links, values: Floats, known: Known) -> tuple[Floats, Floats]:
    """Return between which counts the truth of each estimated target lies.

    Parameters
    ----------
    totals : ndarray, shape (n,), float
        Counts of the sources.
    links : Links
        From n to m areas.
    values : ndarray, shape (m,), float
        The estimates.
    known : Known
        What was learnt.

    Returns
    -------
    lower, upper : ndarray, shape (m,), float
        The errors of several cut pieces are added as independent ones (root of the sum of squares). NaN where nothing
        was learnt.
    """
    if known.of_parts is None or known.of_ground is None:
        return np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    low, high = _ends(links, known.of_parts, known.of_ground)
    people = np.where(links.is_cut[links.source], totals[links.source], 0.0)
    sides = [np.sqrt(_sum_of_squares(people * np.abs(end - links.share), links)) for end in (low, high)]
    return np.maximum(values - sides[0], 0.0), values + sides[1]


def range_of_rates(rates: Floats, links: Links, bottom: Floats, factor: float, known: Known) -> tuple[Floats, Floats]:
    """Return between which rates the truth of each estimated target lies.

    Parameters
    ----------
    rates : ndarray, shape (n,), float
        Rates of the sources, at most `factor`.
    links : Links
        From n to m areas.
    bottom : ndarray, shape (e,), float
        The apportioned denominators of the pieces.
    factor : float
        100 for percent.
    known : Known
        What was learnt.

    Returns
    -------
    lower, upper : ndarray, shape (m,), float
        NaN where nothing was learnt, and where rates pass the factor: they are no shares.
    """
    size = links.sizes[1]
    if known.of_rates is None or bool((rates > factor).any()):
        return np.full(size, np.nan), np.full(size, np.nan)
    share = rates[links.source] / factor
    bound = np.full(share.shape, known.of_rates)
    total = np.bincount(links.target, weights=np.where(np.isnan(bottom), 0.0, bottom), minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):  # an area without anybody has no rate, and no range
        part = np.where(total[links.target] > 0, bottom / total[links.target], np.nan)
    centre = np.bincount(links.target, weights=_zeroed(part * share), minlength=size)
    sides = []
    for sign in (-1.0, 1.0):
        off = np.where(links.is_cut[links.source], part * np.abs(_moved(share, sign * bound) - share), 0.0)
        sides.append(np.sqrt(_sum_of_squares(off, links)))
    return factor * np.maximum(centre - sides[0], 0.0), factor * np.minimum(centre + sides[1], 1.0)


def _ends(links: Links, of_parts: float, of_ground: float) -> tuple[Floats, Floats]:
    """Return between which shares the truth of each piece lies, shape (e,) each.

    A small piece that is no area of its own may be a park or a street where nobody lives: it may be empty, and what was
    cut off with it may belong to the others.
    """
    bound = np.where(links.is_whole, of_parts, max(of_parts, of_ground))
    low, high = _moved(links.share, -bound), _moved(links.share, bound)
    is_sliver = ~links.is_whole & (links.share <= SLIVER)
    slivers = np.bincount(links.source, weights=np.where(is_sliver, links.share, 0.0), minlength=links.sizes[0])
    others = slivers[links.source] - np.where(is_sliver, links.share, 0.0)
    return np.where(is_sliver, 0.0, low), np.minimum(np.maximum(high, links.share + others), 1.0)


def _taken_apart(links: Links) -> Booleans:
    """Tell which pieces belong to a source of several pieces that are whole targets, none of them on other ground."""
    pieces = np.bincount(links.source, minlength=links.sizes[0])
    foreign = np.bincount(links.source, weights=~links.is_whole, minlength=links.sizes[0]) > 0
    clean = (pieces > 1) & ~foreign & ~links.leaks
    gains = np.bincount(links.source, weights=links.gains[links.target], minlength=links.sizes[0]) > 0
    taken: Booleans = (clean & ~gains)[links.source]
    return taken


def _by_date(told: Sequence[Experience], years: float) -> list[list[Experience]]:
    """Return what is known date by date, first what lies about as far from the base as the figures do.

    Those are the farthest up to their distance, then nearer ones, and in the end those that lie beyond.
    """
    dates = sorted({each.truth.years for each in told}, key=lambda date: (date > years, abs(date - years)))
    return [[each for each in told if each.truth.years == date] for date in dates]


def _whole_of(parts: Floats, links: Links, taken: Booleans) -> tuple[Floats, Floats]:
    """Return for each piece its part, and the sum of the parts of its source; NaN where one of them is unknown."""
    own = np.where(taken, parts[links.target], 0.0)
    total = np.bincount(links.source, weights=own, minlength=links.sizes[0])
    whole: Floats = total[links.source].astype(np.float64)
    return own, whole


def _freedom(links: Links, taken: Booleans, truth: Truth) -> int:
    _, total = _whole_of(truth.parts, links, taken)
    usable = taken & ~np.isnan(total) & (total > 0)
    return int(usable.sum() - np.unique(links.source[usable]).size)


def _errors_of_parts(links: Links, taken: Booleans, truth: Truth, *, share: Floats) -> Floats:
    own, total = _whole_of(truth.parts, links, taken)
    usable = taken & ~np.isnan(total) & (total > 0) & (share > 0) & (share < 1)
    told = _logit(own[usable] + _HALF, total[usable] - own[usable] + _HALF)
    return told - _logit(share[usable], 1 - share[usable])


def _errors_of_rates(links: Links, taken: Booleans, truth: Truth) -> Floats:
    own, total = _whole_of(truth.parts, links, taken)
    people, everybody = _whole_of(truth.whole, links, taken)
    usable = taken & ~np.isnan(total) & ~np.isnan(everybody) & (everybody > 0) & (people > 0)
    usable &= (own <= people) & (total <= everybody)
    part = _logit(own[usable] + _HALF, people[usable] - own[usable] + _HALF)
    return part - _logit(total[usable] + _HALF, everybody[usable] - total[usable] + _HALF)


def _bound(found: Sequence[Floats], wider: float) -> float | None:
    errors = np.concatenate(found)
    if errors.size < ENOUGH:
        return None
    return wider * float(np.quantile(np.abs(errors), LEVEL, method="higher"))


def _logit(part: Floats, rest: Floats) -> Floats:
    return np.log(part) - np.log(rest)


def _moved(share: Floats, by: Floats) -> Floats:
    """Move shares on the logit scale; 0 and 1 stay: nothing is known that could be wrong by so much."""
    inner = (share > 0) & (share < 1)
    safe = np.where(inner, share, 0.5)
    return np.where(inner, 1.0 / (1.0 + np.exp(-(_logit(safe, 1 - safe) + by))), share)


def _sum_of_squares(off: Floats, links: Links) -> Floats:
    total = np.bincount(links.target, weights=_zeroed(off) ** 2, minlength=links.sizes[1])
    return total.astype(np.float64)


def _zeroed(values: Floats) -> Floats:
    return np.where(np.isnan(values), 0.0, values)
