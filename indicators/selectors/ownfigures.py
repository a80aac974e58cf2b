# SPDX-License-Identifier: EUPL-1.2
"""What released slices tell of an own area: sums where whole areas make it up, marked estimates where some are cut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan, nan
from typing import Final

import numpy as np

from indicators.rendering.profile_numbers import is_share
from indicators.rendering.slices import SliceContent
from indicators.selectors.mapclasses import COUNTS, INDEX
from indicators.selectors.ownground import LevelParts, OwnGround
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.selection_figures import released_sums
from indicators.selectors.selection_lines import Refusal, SelectionLine, lines_of, with_released
from indicators.selectors.sheets import IndicatorSheet, OrganisationRef, ReleaseRef
from indicators.stats.ownareas import (
    FEWEST_PEOPLE,
    LEAST_INSIDE,
    Estimate,
    Integers,
    estimated_count,
    estimated_mean,
    estimated_rate,
    leaves_one,
)
from indicators.stats.selections import PERCENT, Pooled, factor_of
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status, have_value
from spatial.selectors import units
from spatial.selectors.rows import BoundaryVersionRow
from spatial.selectors.within import places_above

HIDDEN: Final = (Status.SUPPRESSED, Status.CONFIDENTIAL, Status.UNKNOWN)
Wanted = Sequence[tuple[IndicatorSheet, ReleaseRef]]
# By coarser boundary version the positions that lie in each of its areas.
Groups = Sequence[tuple[int, Sequence[Integers]]]


class Silence(StrEnum):
    """Why nothing is said of an own area beside what `Refusal` knows."""

    NONE = ""
    TOO_FEW = "too_few"
    """An area is cut, and fewer people live there than anything is told of."""
    PEOPLE_UNKNOWN = "people_unknown"
    """All areas are cut, and how many people live there is not known."""
    LEAVES_ONE = "leaves_one"
    """With a total that is published it would leave one hidden area alone."""
    COARSE = "coarse"
    """Areas are cut of which little lies inside."""
    CUT = "cut"
    """A share without counts, and an area is cut: how it differs within, nobody knows."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One indicator of an own area, from the areas of one level.

    ``line`` is the figure or why there is none; ``span`` holds between which ends the truth lies (None: nobody can
    say), ``whole`` what it is in the whole city.
    """

    line: SelectionLine
    version: BoundaryVersionRow
    areas: int
    cut: int
    silence: Silence = Silence.NONE
    is_estimate: bool = False
    is_mean: bool = False
    is_by_people: bool = False
    span: tuple[float, float] | None = None
    whole: float | None = None

    @property
    def has_figure(self) -> bool:
        """Whether something is said."""
        return self.line.pooled is not None


def own_lines(
    organisation: OrganisationRef, ground: OwnGround, wanted: Wanted, versions: Sequence[BoundaryVersionRow]
) -> tuple[OwnLine, ...]:
    """Return one line for each indicator, in the order of `wanted`, which holds releases of one edition.

    Of several levels the coarsest counts whose whole areas make the own area up and that has a figure; else the finest
    that there are releases of. What the finest hides is not made up from a coarser one that is cut.
    """
    contents = slice_contents([ref for _, ref in wanted])
    told = _Told(organisation, ground, versions, contents, {(ref.indicator, ref.period): {} for _, ref in wanted})
    for _, ref in wanted:
        told.refs[ref.indicator, ref.period][ref.boundary_version_id] = ref
    found: dict[str, list[OwnLine]] = {}
    for level in ground.levels:
        here = [each for each in wanted if each[1].boundary_version_id == level.version.id]
        if level.places.size and here:
            for line in told.lines(level, here):
                found.setdefault(line.line.sheet.slug, []).append(line)
    slugs = dict.fromkeys(sheet.slug for sheet, _ in wanted)
    return tuple(_best(found[slug]) for slug in slugs if slug in found)


def _best(lines: Sequence[OwnLine]) -> OwnLine:
    """Choose among the levels, the whole first."""
    exact = [line for line in lines if line.has_figure and not line.is_estimate]
    if exact:
        newest = max(line.line.ref.period_end for line in exact)
        return next(line for line in exact if line.line.ref.period_end == newest)
    return lines[-1]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is released of an edition, by indicator and period and then by boundary version."""

    organisation: OrganisationRef
    ground: OwnGround
    versions: Sequence[BoundaryVersionRow]
    contents: Mapping[int, SliceContent]
    refs: dict[tuple[str, str], dict[int, ReleaseRef]]

    def lines(self, level: LevelParts, wanted: Wanted) -> Iterable[OwnLine]:
        """Return a line for each release of a level."""
        plain = lines_of(self.organisation, wanted, level.places.tolist())
        if level.is_exact:
            keys = [units.unit_rows(level.version.id)[place].key for place in level.places.tolist()]
            plain = with_released(plain, released_sums(self.organisation, level.version.id, keys))
        groups = coarser_groups(level.version, self.versions)
        for line in plain:
            made = self._line(line, level)
            if made.has_figure and self._leaves_one(line.ref, level, groups) and not line.is_audited:
                yield replace(_silent(made, Silence.LEAVES_ONE), span=None)
            else:
                yield made

    def _line(self, line: SelectionLine, level: LevelParts) -> OwnLine:
        content = self.contents.get(line.ref.id)
        whole = None if content is None else content.city.value
        cut = int(np.count_nonzero(~level.is_whole))
        plain = OwnLine(line, level.version, level.places.size, cut, whole=whole, span=line.span)
        if content is None:
            return plain
        if level.is_exact and level.places.size == 1 and _is_told_again(line):
            return _told_again(plain, content, int(level.places[0]))
        if line.refusal == Refusal.NO_COUNTS and _is_bare_share(line):
            return _mean(plain, content, level, self.ground)
        return _estimate(plain, content, level, self.ground) if cut else plain

    def _leaves_one(self, ref: ReleaseRef, level: LevelParts, groups: Groups) -> bool:
        content = self.contents.get(ref.id)
        if content is None:
            return False
        refs = self.refs[ref.indicator, ref.period]
        shown = {pk: self.contents[each.id] for pk, each in refs.items() if each.id in self.contents}
        return leaves_hidden_alone(content, level.places, groups, shown)


def coarser_groups(version: BoundaryVersionRow, versions: Sequence[BoundaryVersionRow]) -> Groups:
    """Return by coarser level which areas of a version lie in each of its areas."""
    found = []
    for other in versions:
        if other.hierarchy == version.hierarchy and other.level_position < version.level_position:
            above = np.array(places_above(version, versions, other), dtype=np.intp)
            found.append((other.id, [np.flatnonzero(above == place) for place in range(other.unit_count)]))
    return found


def leaves_hidden_alone(
    content: SliceContent, places: Integers, groups: Groups, shown: Mapping[int, SliceContent]
) -> bool:
    """Say whether a sum over some areas would leave one hidden area alone with a total that is published.

    `shown` are the slices of the same indicator and period by boundary version.
    """
    is_hidden = np.isin(content.status, HIDDEN)
    is_inside = np.zeros(content.size, dtype=np.bool_)
    is_inside[places] = True
    totals = [] if content.city.value is None else [np.arange(content.size)]
    for version_id, members in groups:
        other = shown.get(version_id)
        if other is not None:
            is_told = have_value(other.status)
            totals += [group for group, told in zip(members, is_told, strict=True) if told and group.size]
    return leaves_one(is_hidden, is_inside, totals)


def _is_told_again(line: SelectionLine) -> bool:
    """Say whether what cannot be added up is told of one area as it was released; an index is not."""
    return line.refusal in {Refusal.NO_COUNTS, Refusal.LOOKS_BACK} and line.sheet.kind != INDEX


def _told_again(plain: OwnLine, content: SliceContent, place: int) -> OwnLine:
    status = Status(int(content.status[place]))
    if status not in WITH_VALUE:
        refusal = Refusal.BREAK if status == Status.NOT_COMPARABLE else Refusal.NO_FIGURE
        return replace(plain, line=replace(plain.line, refusal=refusal, marks={status: 1}))
    value = float(content.numbers["value"].values[place])
    flags = Flag(int(content.flags[place]))
    return replace(plain, line=replace(plain.line, refusal=Refusal.NONE, pooled=Pooled(value), flags=flags))


def _is_bare_share(line: SelectionLine) -> bool:
    definition = line.definition
    is_bare = definition.basis != COUNTS and line.sheet.kind != INDEX
    return is_bare and is_share(definition.unit_of_measure) and not definition.looks_back


def _silent(line: OwnLine, silence: Silence) -> OwnLine:
    return replace(line, line=replace(line.line, pooled=None, span=None), silence=silence, is_estimate=False)


def silence_of(level: LevelParts, ground: OwnGround) -> Silence:
    """Say what forbids an estimate: too few people, nobody knows how many, or areas that are far larger."""
    if level.is_exact:
        return Silence.NONE
    if ground.people < FEWEST_PEOPLE:
        return Silence.TOO_FEW
    if isnan(ground.people) and not level.is_whole.any():
        return Silence.PEOPLE_UNKNOWN
    is_coarse = level.version.unit_count == 1 or level.inside < LEAST_INSIDE
    return Silence.COARSE if is_coarse else Silence.NONE


def _estimate(plain: OwnLine, content: SliceContent, level: LevelParts, ground: OwnGround) -> OwnLine:
    """Return an estimate where an area is cut; what refuses the sum of the areas refuses it too."""
    if plain.line.refusal != Refusal.NONE:
        return plain
    silence = silence_of(level, ground)
    if silence:
        return _silent(plain, silence)
    found = _estimated(plain.line, content, level)
    if isnan(found.value):
        return replace(plain, line=replace(plain.line, refusal=Refusal.NOBODY, pooled=None, span=None), span=None)
    return _told(plain, found, content.decimals, is_by_people=level.is_by_people)


def _estimated(line: SelectionLine, content: SliceContent, level: LevelParts) -> Estimate:
    places, numbers = level.places, content.numbers
    if "denominator" not in numbers:
        return estimated_count(numbers["value"].values[places], level.share, base=content.rounding)
    values, tops, bottoms = (numbers[name].values for name in ("value", "numerator", "denominator"))
    factor = PERCENT
    if not is_share(line.definition.unit_of_measure):
        factor = factor_of(values, tops, bottoms, content.decimals) or nan
    return estimated_rate(tops[places], bottoms[places], level.share, factor=factor, base=content.rounding)


def _told(plain: OwnLine, found: Estimate, decimals: int, *, is_by_people: bool) -> OwnLine:
    value = float(round_half_up(found.value, decimals))
    step = 10.0**-decimals
    span = None
    if not isnan(found.low + found.high):
        ends = np.floor(found.low / step + 1e-9) * step, np.ceil(found.high / step - 1e-9) * step
        low, high = (float(round_half_up(end, decimals)) for end in ends)
        span = (min(low, value), max(high, value))
    line = replace(
        plain.line,
        refusal=Refusal.NONE,
        pooled=Pooled(value, found.numerator, found.denominator),
        flags=plain.line.flags | Flag.ESTIMATED,
        span=None,
    )
    return replace(plain, line=line, span=span, is_estimate=True, is_by_people=is_by_people)


def _mean(plain: OwnLine, content: SliceContent, level: LevelParts, ground: OwnGround) -> OwnLine:
    """Return a share without counts: the mean of the areas by their people, as an estimate."""
    statuses = [Status(int(code)) for code in content.status[level.places]]
    lacking = [status for status in statuses if status not in WITH_VALUE]
    if lacking:
        marks = {status: lacking.count(status) for status in Status if status in lacking}
        refusal = Refusal.BREAK if Status.NOT_COMPARABLE in lacking else Refusal.NO_FIGURE
        return replace(plain, line=replace(plain.line, refusal=refusal, marks=marks))
    values = content.numbers["value"].values[level.places]
    silence = silence_of(level, ground)
    if silence:
        return _silent(plain, silence)
    if np.isnan(level.people).any():
        return plain
    found = estimated_mean(values, level.people, level.share)
    if isnan(found.value):
        return _silent(plain, Silence.CUT)
    return replace(_told(plain, found, content.decimals, is_by_people=level.is_by_people), is_mean=True)
