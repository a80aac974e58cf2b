# SPDX-License-Identifier: EUPL-1.2
"""Which quantities the figures of an indicator hold: its own series, or those that its formula names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from indicators import formulas
from indicators.formulas import Call, Name, Node, is_over_time
from indicators.models import Basis, IndicatorDefinition, IndicatorKind
from indicators.rendering.compiling import APPROXIMATE_STEP
from indicators.rendering.profile_numbers import is_relative_unit
from indicators.services.disclosure.relations import Family, series_code
from indicators.services.disclosure.tellings import Floats, Quantity, Role, Tier, Tiers
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Frozen
from indicators.services.releasing.layering import beside_layers, reads_layers
from indicators.services.releasing.places import Place, positions_in
from indicators.stats.disclosure.rounding import PERCENT
from indicators.stats.vintages import RawSlice
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import Status

# What the source keeps to itself is held like a small count of ours: shown sums would give it back.
SECRETS = (int(Status.CONFIDENTIAL), int(Status.SUPPRESSED), int(Status.UNKNOWN))
_OF_PARTS = ("share", "per")


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """What is counted and when: the code of a family and the id of its period."""

    code: str
    period_id: int


def counted_by(work: Workplace, subject: Subject, period_id: int) -> Mapping[Role, Counted]:
    """Return what the figures of an indicator at a period can count, by role; empty for nothing.

    What only repeats a count of an earlier year (``lag``) counts that one, then. What is made of a layer and a count
    tells that count.
    """
    if not subject.definitions or subject.indicator.kind == IndicatorKind.INDEX:
        return {}
    day = work.periods[period_id].start
    if not reads_layers(work, subject, day):
        return _counted_itself(work, subject, period_id)
    told = beside_layers(work, subject, day).told
    return {} if told is None else {Role.COUNT: _counted(work, told, period_id)}


def _counted_itself(work: Workplace, subject: Subject, period_id: int) -> Mapping[Role, Counted]:
    day = work.periods[period_id].start
    definition, own = subject.definition_on(day), f"={subject.indicator.slug}"
    if definition.basis == Basis.RATE_ONLY:
        return {}
    if definition.series is not None:
        own = series_code(definition.series.variable.slug, definition.series.breakdown.slug)
    names = {Role.COUNT: own, Role.NUMERATOR: f"{own}/numerator", Role.DENOMINATOR: f"{own}/denominator"}
    codes = {role: Counted(code, period_id) for role, code in names.items()}
    if definition.basis == Basis.RATE_DENOMINATOR:
        # What is delivered is the rate: it is no count itself.
        del codes[Role.COUNT]
    if not definition.formula:
        return codes
    node = formulas.parse(definition.formula)
    if isinstance(node, Call) and node.function in _OF_PARTS:
        top, bottom = (_counted(work, each, period_id) for each in node.arguments[:2])
        return {**codes, Role.NUMERATOR: top, Role.DENOMINATOR: bottom}
    if definition.basis == Basis.RATE_DENOMINATOR:
        return {}
    return {**codes, Role.COUNT: _counted(work, node, period_id)}


def _counted(work: Workplace, node: Node, period_id: int) -> Counted:
    """Return what a part of a formula counts: the same words in two formulas are the same quantity."""
    if isinstance(node, Name):
        named = work.subjects.get(node.slug)
        found = {} if named is None else counted_by(work, named, period_id)
        return found.get(Role.COUNT, Counted(f"={node.slug}", period_id))
    repeated = formulas.of_one_year(node)
    then = None if repeated is None else work.course.shifted(period_id, -repeated[1])
    if repeated is not None and then is not None:
        return _counted(work, repeated[0], then)
    return Counted(f"={formulas.text(node)}", period_id)


def repeated_years(subject: Subject) -> frozenset[int]:
    """Return how many years ago some version of an indicator counts what it repeats; empty where none does."""
    written = {each.formula for each in subject.definitions if is_over_time(each.formula)}
    return frozenset(years for formula in written for years in _repeated_years(formula))


@lru_cache(maxsize=2048)
def _repeated_years(formula: str) -> frozenset[int]:
    node = formulas.parse(formula)
    is_share = isinstance(node, Call) and node.function in _OF_PARTS
    parts = node.arguments[:2] if is_share and isinstance(node, Call) else (node,)
    found = [formulas.of_one_year(part) for part in parts]
    return frozenset(each[1] for each in found if each is not None)


def quantities_of(
    work: Workplace, subject: Subject, period_id: int, raw: Mapping[int, RawSlice]
) -> Mapping[Role, Quantity]:
    """Return what the figures of an indicator hold, by boundary version given; empty where nothing adds up."""
    codes = counted_by(work, subject, period_id)
    definition = subject.definition_on(work.periods[period_id].start)
    if codes and reads_layers(work, subject, work.periods[period_id].start):
        return _beside_layer(work, codes[Role.COUNT], raw)
    if not codes or not raw or is_beside_counts(definition, raw.values()):
        return {}
    has_parts = {pk: not bool(np.isnan(each.denominator).all()) for pk, each in raw.items()}
    roles = (Role.NUMERATOR, Role.DENOMINATOR) if any(has_parts.values()) else (Role.COUNT,)
    levels = {pk: work.places[pk].version for pk in raw if has_parts[pk] or roles == (Role.COUNT,)}
    edition = next(iter(levels.values())).edition
    found = {}
    for role in roles:
        bands = {version.level: _band(role, raw[pk]) for pk, version in levels.items()}
        status = {version.level: raw[pk].status for pk, version in levels.items()}
        found[role] = Quantity(
            Family(codes[role].code, work.periods[codes[role].period_id].code, edition),
            bands,
            {level: np.isin(each, SECRETS) for level, each in status.items()},
            {level: np.asarray(each == Status.NOT_APPLICABLE) for level, each in status.items()},
        )
    if definition.basis == Basis.RATE_DENOMINATOR:
        return _of_rate(definition, found, {version.level: raw[pk] for pk, version in levels.items()})
    return found


def _beside_layer(work: Workplace, counted: Counted, raw: Mapping[int, RawSlice]) -> dict[Role, Quantity]:
    """Return the count that figures tell to whoever knows the layer; nothing where it is none."""
    told = {work.places[pk].version: each for pk, each in raw.items() if not bool(np.isnan(each.denominator).all())}
    if not told:
        return {}
    family = Family(counted.code, work.periods[counted.period_id].code, next(iter(told)).edition)
    known = {version.level: ~np.isnan(each.denominator) for version, each in told.items()}
    status = {version.level: each.status for version, each in told.items()}
    return {
        Role.COUNT: Quantity(
            family,
            {version.level: each.denominator for version, each in told.items()},
            {level: np.isin(each, SECRETS) & ~known[level] for level, each in status.items()},
            {level: np.asarray(each == Status.NOT_APPLICABLE) & ~known[level] for level, each in status.items()},
        )
    }


def _of_rate(
    definition: IndicatorDefinition, found: Mapping[Role, Quantity], told: Mapping[str, RawSlice]
) -> dict[Role, Quantity]:
    """Return what a rate without its counts tells: between which ends the numerator lies.

    Of how many it is readers may find elsewhere. What a delivered rate is of is taken to be known to everybody; the
    denominator of a formula is a cell that others tell or do not.
    """
    top, bottom = found[Role.NUMERATOR], found[Role.DENOMINATOR]
    ends = {level: told_by_rates(each, definition.decimals) for level, each in told.items()}
    if definition.formula:
        nothing = {level: (np.full(each.size, -np.inf), np.full(each.size, np.inf)) for level, each in told.items()}
        return {Role.NUMERATOR: replace(top, ends=ends), Role.DENOMINATOR: replace(bottom, ends=nothing)}
    public = replace(
        bottom,
        secret={level: np.zeros(each.size, dtype=bool) for level, each in told.items()},
        absent={level: np.isnan(each.denominator) for level, each in told.items()},
        is_public=True,
    )
    return {Role.NUMERATOR: replace(top, ends=ends), Role.DENOMINATOR: public}


def told_by_rates(raw: RawSlice, decimals: int) -> tuple[Floats, Floats]:
    """Return between which ends the numerators lie that stand behind rates as they are shown.

    The last digit leaves half of it open on both sides, and the count that is shown beside it is rounded to the
    nearest five; a rate of nothing says that there is nobody (one rounded to nothing is marked as such).
    """
    top, step = raw.numerator, float(APPROXIMATE_STEP)
    with np.errstate(invalid="ignore", divide="ignore"):
        one = np.where(raw.value > 0, top / raw.value, raw.denominator / PERCENT)
        shift = (round_half_up(raw.value, decimals) - raw.value) * one
    half = 0.5 * 10.0**-decimals * one
    near = step * round_half_up(top / step, 0)
    low = np.fmax(np.fmax(top + shift - half, near - step / 2), 0.0)
    high = np.fmin(top + shift + half, near + step / 2)
    # A quotient may miss the end of its own interval by some units in the last place.
    return np.where(top == 0, 0.0, np.fmin(low, top)), np.where(top == 0, 0.0, np.fmax(high, top))


def is_beside_counts(definition: IndicatorDefinition, raw: Iterable[RawSlice]) -> bool:
    """Say whether figures are no counts nor shares: rates of nobody knows how many, indices, changes, differences."""
    kept = list(raw)
    if definition.basis == Basis.RATE_ONLY or any(each.pair is not None for each in kept):
        return True
    has_parts = any(not np.isnan(each.denominator).all() for each in kept)
    is_none = is_no_number(definition) or definition.basis == Basis.RATE_DENOMINATOR
    return is_none and not has_parts


def is_no_number(definition: IndicatorDefinition) -> bool:
    """Say whether a figure counts nobody: a change of one is no count of one person.

    What repeats the count of another year is a count.
    """
    formula = definition.formula
    is_of_years = is_over_time(formula) and formulas.of_one_year(formulas.parse(formula)) is None
    return definition.basis == Basis.COUNTS and (is_of_years or is_relative_unit(definition.unit_of_measure))


def _band(role: Role, raw: RawSlice) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if role == Role.COUNT:
        return raw.value
    return raw.numerator if role == Role.NUMERATOR else raw.denominator


def raw_of(frozen: Mapping[int, Frozen]) -> dict[int, RawSlice]:
    """Return the slices of some vintages."""
    return {pk: each.raw for pk, each in frozen.items()}


def tiers_of(chain: tuple[Place, ...]) -> Tiers:
    """Return the levels of an edition as the compiler reads them."""
    tiers = []
    for place, parent in zip(chain, (*chain[1:], None), strict=True):
        parents = np.full(place.size, -1, dtype=np.int64) if parent is None else positions_in(place, parent)
        tiers.append(Tier(place.version.level, place.keys, parents))
    return Tiers(tuple(tiers))
