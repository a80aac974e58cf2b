# SPDX-License-Identifier: EUPL-1.2
"""Which quantities the figures of an indicator hold: its own series, or those that its formula names."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from indicators import formulas
from indicators.formulas import Call, Name, Node, is_over_time
from indicators.models import Basis, IndicatorDefinition, IndicatorKind
from indicators.rendering.profile_numbers import is_relative_unit
from indicators.services.disclosure.relations import Family, series_code
from indicators.services.disclosure.tellings import Quantity, Role, Tier, Tiers
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Frozen
from indicators.services.releasing.places import Place, positions_in
from indicators.stats.vintages import RawSlice
from sozialplanung.common.statuses import Status

# What the source keeps to itself is held like a small count of ours: shown sums would give it back.
SECRETS = (int(Status.CONFIDENTIAL), int(Status.SUPPRESSED), int(Status.UNKNOWN))
_OF_PARTS = ("share", "per")


def series_codes(work: Workplace, subject: Subject, day: date) -> Mapping[Role, str]:
    """Return the code of the family behind each role that the figures of an indicator can have; empty for none."""
    if not subject.definitions or subject.indicator.kind == IndicatorKind.INDEX:
        return {}
    definition, own = subject.definition_on(day), f"={subject.indicator.slug}"
    if definition.basis != Basis.COUNTS:
        return {}
    if definition.series is not None:
        own = series_code(definition.series.variable.slug, definition.series.breakdown.slug)
    codes = {Role.COUNT: own, Role.NUMERATOR: f"{own}/numerator", Role.DENOMINATOR: f"{own}/denominator"}
    if not definition.formula:
        return codes
    node = formulas.parse(definition.formula)
    if isinstance(node, Call) and node.function in _OF_PARTS:
        top, bottom = (_code(work, each, day) for each in node.arguments[:2])
        return {**codes, Role.NUMERATOR: top, Role.DENOMINATOR: bottom}
    return {**codes, Role.COUNT: _code(work, node, day)}


def _code(work: Workplace, node: Node, day: date) -> str:
    """Return the code of what a part of a formula counts: the same words in two formulas are the same quantity."""
    if isinstance(node, Name):
        named = work.subjects.get(node.slug)
        codes = {} if named is None else series_codes(work, named, day)
        return codes.get(Role.COUNT, f"={node.slug}")
    return f"={formulas.text(node)}"


def quantities_of(
    work: Workplace, subject: Subject, period_id: int, raw: Mapping[int, RawSlice]
) -> Mapping[Role, Quantity]:
    """Return what the figures of an indicator hold, by boundary version given; empty where nothing adds up."""
    period = work.periods[period_id]
    codes, definition = series_codes(work, subject, period.start), subject.definition_on(period.start)
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
            Family(codes[role], period.code, edition),
            bands,
            {level: np.isin(each, SECRETS) for level, each in status.items()},
            {level: np.asarray(each == Status.NOT_APPLICABLE) for level, each in status.items()},
        )
    return found


def is_beside_counts(definition: IndicatorDefinition, raw: Iterable[RawSlice]) -> bool:
    """Say whether figures are no counts nor shares: rates, indices, changes, differences of shares."""
    kept = list(raw)
    if definition.basis != Basis.COUNTS or any(each.pair is not None for each in kept):
        return True
    has_parts = any(not np.isnan(each.denominator).all() for each in kept)
    return is_no_number(definition) and not has_parts


def is_no_number(definition: IndicatorDefinition) -> bool:
    """Say whether a figure counts nobody: a change of one is no count of one person."""
    is_made_of_others = is_over_time(definition.formula) or is_relative_unit(definition.unit_of_measure)
    return definition.basis == Basis.COUNTS and is_made_of_others


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
