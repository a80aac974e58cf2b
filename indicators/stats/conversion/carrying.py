# SPDX-License-Identifier: EUPL-1.2
"""Carries the figures of n areas to the m areas of another boundary version: counts, shares of counts, bare shares."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.conversion.apportioning import apportion
from indicators.stats.conversion.errors import NOTHING_KNOWN, Known, range_of_counts, range_of_rates
from indicators.stats.conversion.links import Booleans, Floats, Kind, Links
from sozialplanung.common.statuses import Flag, Status, have_value

Codes = npt.NDArray[np.uint8]
# A share without counts is carried on only where so much of an area comes from areas of which so much goes into it.
MOSTLY = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Figures of n areas as readers know them: ``value``, ``status`` and, where they are told, the counts behind.

    ``numerator`` and ``denominator`` are NaN where there are none; all of shape (n,).
    """

    value: Floats
    status: Codes
    numerator: Floats
    denominator: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Figures of m areas on another boundary version; all of shape (m,).

    ``flags`` say what each is worth; ``lower`` and ``upper`` hold how far an estimate may be off, NaN where nothing was
    estimated and where nobody can say.
    """

    value: Floats
    status: Codes
    flags: Codes
    numerator: Floats
    denominator: Floats
    lower: Floats
    upper: Floats


def carry_counts(figures: Figures, links: Links, *, step: float = 1.0, known: Known = NOTHING_KNOWN) -> Carried:
    """Apportion counts: each total of a source is kept to its last digit.

    Parameters
    ----------
    figures : Figures
        Counts of n areas, at least 0.
    links : Links
        From n to m areas.
    step : float
        Of which number the counts are told as multiples.
    known : Known
        What is known of errors of such counts.

    Returns
    -------
    Carried
        A target with a piece of a source without value has none: of the statuses of its pieces the gravest. A piece
        with the share 0 does not count.
    """
    status = _statuses(figures.status, links)
    parts = apportion(np.where(have_value(figures.status), figures.value, np.nan), links, step=step)
    value = np.where(have_value(status), _summed(parts, links), np.nan)
    status = np.where(have_value(status), np.where(value == 0, Status.TRUE_ZERO, Status.OK), status).astype(np.uint8)
    estimated = _flags(links, status)
    lower, upper = range_of_counts(figures.value, links, value, known)
    nothing = np.full(value.shape, np.nan)
    is_estimate = (estimated & Flag.ESTIMATED) > 0
    return Carried(value, status, estimated, nothing, nothing, _where(is_estimate, lower), _where(is_estimate, upper))


def carry_shares(
    figures: Figures, links: Links, *, factor: float = 100.0, step: float = 1.0, known: Known = NOTHING_KNOWN
) -> Carried:
    """Compute shares anew from apportioned numerators and denominators, which are whole numbers.

    Parameters
    ----------
    figures : Figures
        With numerators and denominators.
    links : Links
        From n to m areas.
    factor : float
        What a quotient is multiplied by: 100 for percent.
    step : float
        Of which number the counts are told as multiples.
    known : Known
        What is known of errors of such shares.

    Returns
    -------
    Carried
        With the apportioned counts. A target without anybody in its denominator has no value: not applicable.
    """
    usable = have_value(figures.status) & ~np.isnan(figures.numerator) & ~np.isnan(figures.denominator)
    told = np.where(have_value(figures.status) & ~usable, Status.MISSING, figures.status).astype(np.uint8)
    status = _statuses(told, links)
    bottom = apportion(np.where(usable, figures.denominator, np.nan), links, step=step)
    is_part = bool((figures.numerator <= figures.denominator)[usable].all())
    top = apportion(np.where(usable, figures.numerator, np.nan), links, step=step, caps=bottom if is_part else None)
    shown = have_value(status)
    numerator, denominator = (_where(shown, _summed(parts, links)) for parts in (top, bottom))
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody in the denominator: not applicable below
        value = np.where(denominator > 0, factor * numerator / denominator, np.nan)
    status = np.where(shown & np.isnan(value), Status.NOT_APPLICABLE, status)
    status = np.where(value == 0, Status.TRUE_ZERO, status).astype(np.uint8)
    flags = _flags(links, status)
    rates = np.where(usable, figures.value, np.nan)
    lower, upper = range_of_rates(rates, links, bottom, factor, known)
    is_estimate = (flags & Flag.ESTIMATED) > 0
    return Carried(value, status, flags, numerator, denominator, _where(is_estimate, lower), _where(is_estimate, upper))


def carry_bare_shares(figures: Figures, links: Links, *, weights: Floats | None = None) -> Carried:
    """Carry shares on of which nobody tells the counts.

    Parameters
    ----------
    figures : Figures
        Shares of n areas.
    links : Links
        From n to m areas.
    weights : ndarray, shape (n,), float, optional
        The denominators of the shares, where they are known from elsewhere; else the base of the pieces stands for
        them.

    Returns
    -------
    Carried
        Where an area went on its share is the one that was measured. Where whole areas were joined it is their mean,
        weighted by the denominators (re-aggregated) or by the base (estimated). Where an area was cut there is one
        only if at least `MOSTLY` of the target comes from areas of which at least `MOSTLY` goes into it; otherwise
        the figure is not comparable: how a share differs within an area, nobody knows.
    """
    status = _statuses(figures.status, links)
    weight = links.base if weights is None else weights[links.source] * links.share
    status = np.where(_has_unknown(weight, links) & have_value(status), Status.MISSING, status)
    total = _summed(weight, links)
    with np.errstate(invalid="ignore", divide="ignore"):  # without any weight there is no mean: not applicable below
        mean = _summed(np.where(weight == 0, 0.0, weight * figures.value[links.source]), links) / total
    kinds = links.kinds()
    value = np.where(kinds == Kind.MEASURED, _only_value(figures.value, links), mean)
    is_kept = (kinds != Kind.ESTIMATED) | _comes_mostly_from_whole(weight, links)
    shown = have_value(status.astype(np.uint8))
    status = np.where(shown & ~is_kept, Status.NOT_COMPARABLE, status)
    status = np.where(shown & is_kept & np.isnan(value), Status.NOT_APPLICABLE, status).astype(np.uint8)
    shown = have_value(status)
    value = _where(shown, value)
    status = np.where(shown, np.where(value == 0, Status.TRUE_ZERO, Status.OK), status).astype(np.uint8)
    flags = _flags(links, status)
    if weights is None:
        flags = np.where(flags == Flag.REAGGREGATED, Flag.ESTIMATED, flags).astype(np.uint8)
    nothing = np.full(value.shape, np.nan)
    return Carried(value, status, flags, nothing, nothing, nothing, nothing)


def _summed(parts: Floats, links: Links) -> Floats:
    """Sum pieces by target; unknown ones count as nothing here, the status says what is missing."""
    total = np.bincount(links.target, weights=np.where(np.isnan(parts), 0.0, parts), minlength=links.sizes[1])
    return total.astype(np.float64)


def _statuses(status: Codes, links: Links) -> Codes:
    """Return the status of each target: OK where every piece that counts has a value.

    Else the gravest of its pieces: what is hidden before what is secret, and that before what is missing, for the
    others would tell that only little was hidden.
    """
    counts = links.share > 0
    found = np.full(links.sizes[1], Status.OK, dtype=np.uint8)
    for code in _FROM_LIGHT_TO_GRAVE:
        found[links.target[counts & (status[links.source] == code)]] = code
    return np.where(links.kinds() == Kind.UNKNOWN, Status.NOT_COMPARABLE, found).astype(np.uint8)


_FROM_LIGHT_TO_GRAVE = (
    Status.NOT_APPLICABLE,
    Status.PENDING,
    Status.UNKNOWN,
    Status.EXCLUDED,
    Status.UNRELIABLE,
    Status.NOT_COMPARABLE,
    Status.MISSING,
    Status.CONFIDENTIAL,
    Status.SUPPRESSED,
)


def _flags(links: Links, status: Codes) -> Codes:
    marks = {Kind.REAGGREGATED: Flag.REAGGREGATED, Kind.ESTIMATED: Flag.ESTIMATED}
    flags = np.zeros(status.shape, dtype=np.uint8)
    for kind, flag in marks.items():
        flags[links.kinds() == kind] = flag
    return np.where(have_value(status), flags, 0).astype(np.uint8)


def _where(shown: Booleans, values: Floats) -> Floats:
    return np.where(shown, values, np.nan)


def _only_value(values: Floats, links: Links) -> Floats:
    """Return for each target the value of its last source: of one that went on, its only one."""
    found = np.full(links.sizes[1], np.nan)
    found[links.target] = values[links.source]
    return found


def _has_unknown(weight: Floats, links: Links) -> Booleans:
    """Tell which targets are a mean of several sources of which a weight is unknown."""
    unknown = np.bincount(links.target, weights=np.isnan(weight), minlength=links.sizes[1]) > 0
    has_unknown: Booleans = unknown & (links.kinds() != Kind.MEASURED)
    return has_unknown


def _comes_mostly_from_whole(weight: Floats, links: Links) -> Booleans:
    total = _summed(weight, links)
    whole = _summed(np.where(links.share >= MOSTLY, weight, 0.0), links)
    mostly: Booleans = (total > 0) & (whole >= MOSTLY * total)
    return mostly
