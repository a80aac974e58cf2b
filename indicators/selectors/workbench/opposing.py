# SPDX-License-Identifier: EUPL-1.2
"""The areas that are meant against the whole, their larger area, similar areas, the own choice and the period before.

Every figure is one that readers see already, or the sum of counts that they see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from django.utils.translation import gettext as _

from indicators.rendering import similar_words
from indicators.rendering.carried_words import estimated_words, marked_name, no_peers_words, not_converted_words
from indicators.rendering.profile_numbers import is_share, period_words
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.axis import Axis, axis_over
from indicators.rendering.workbench.parts import VERSUS
from indicators.rendering.workbench.state import State
from indicators.selectors.area_similar import AreaSimilar, SimilarWish, ground_of, similar_on
from indicators.selectors.conversions import counted
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapclasses import city_value
from indicators.selectors.mapfacts import Compared, MapFacts
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.selection_figures import released_sums
from indicators.selectors.selection_lines import SelectionLine, lines_over, with_released
from indicators.selectors.sheets import DefinitionSheet, ReleaseRef
from indicators.selectors.workbench.balancing import told_between
from indicators.selectors.workbench.twoperiods import RELATIVE
from indicators.stats.compare import Outcome
from indicators.stats.references import PERCENT, Counted, Ends, interval_between, stands
from indicators.stats.selections import factor_of
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import WITH_VALUE, Status
from spatial.selectors import units
from spatial.selectors.rows import UnitPlace, UnitRow

# More areas than these cannot be read below one another.
MOST_SHOWN: Final = 6
FEWEST_CHOSEN: Final = 2
AMONG_MANY: Final = "among_many"


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What an area is held against: its figure with interval, and how the area stands to it.

    `kind` is one of `city`, `parent`, `peers`, `choice`, `before`. `distance` is area minus reference; `has_chance`
    says that chance was asked beside the threshold. Without a comparison `why` says why, or `line` does, which was
    asked over so many `areas`.
    """

    kind: str
    name: str
    value: float | None = None
    ends: Ends | None = None
    distance: float | None = None
    outcome: Outcome = Outcome.NOT_COMPARABLE
    has_chance: bool = False
    why: str = ""
    line: SelectionLine | None = None
    areas: int = 0


@dataclass(frozen=True, slots=True)
class Peers:
    """The areas similar to one: places of those that count, how many lack the figure, by which period they were found.

    What was estimated for these boundaries is no figure to be held against. `has_itself`: the indicator shown is one of
    those by which they were found.
    """

    places: tuple[int, ...]
    lacking: int
    period: str
    has_itself: bool


@dataclass(frozen=True, slots=True, eq=False)
class Opposed:
    """One area with all that it is held against; without a figure `why` says so, and nothing is compared."""

    place: int
    value: float | None
    ends: Ends | None
    why: str
    references: tuple[Reference, ...]
    peers: Peers | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Opposition:
    """The areas that are meant at the period shown, on the axis of all periods; `left_out` are too many."""

    code: str
    axis: Axis
    areas: tuple[Opposed, ...]
    left_out: int
    is_count: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """One area of a slice: its row, its figure and its exact counts (None without any)."""

    facts: MapFacts
    ref: ReleaseRef
    row: UnitRow
    content: SliceContent
    value: float
    counted: Counted | None
    factor: float

    @property
    def definition(self) -> DefinitionSheet:
        """What the indicator means."""
        return self.facts.definition_of(self.ref)

    def against(self, kind: str, name: str, value: float, ends: Ends | None, other: Counted | None) -> Reference:
        """Hold the area against a figure; `other` are the exact counts of those that it is compared with."""
        between = None if self.counted is None or other is None else (self.counted, other)
        chance = None if between is None else interval_between(*between, factor=self.factor)
        plain = Reference(kind, name, value, ends, self.distance(value))
        if between is not None and chance is None:
            return replace(plain, why=_("Nobody else lives there."))
        return self.judged(plain, chance)

    def distance(self, value: float) -> float:
        """Return by how much the area differs from a figure, as both are published."""
        return float(round_half_up(self.value - value, self.content.decimals))

    def judged(self, plain: Reference, chance: Ends | None) -> Reference:
        """Say how the area stands to a reference, by the interval of the difference and the threshold."""
        threshold = self.definition.relevance_threshold
        if threshold is None:
            return replace(plain, why=no_threshold())
        distance = float("nan") if plain.distance is None else plain.distance
        outcome = stands(distance, threshold=threshold, ends=chance)
        return replace(plain, outcome=outcome, has_chance=chance is not None)


def no_threshold() -> str:
    """Say why figures are not called higher or lower."""
    return _("No threshold is declared from which a difference counts.")


def with_compared(facts: MapFacts, state: State, chosen: Sequence[int]) -> MapFacts:
    """Find the areas similar to those that are meant, where the panel stands open."""
    if VERSUS not in state.panels.tafeln:
        return facts
    ref, version = facts.choice.ref, facts.ground.shown
    shown, _left_out = _meant(facts, chosen)
    content = facts.counted(ref)
    there = [place for place in shown if _has_value(content, place)]
    ground = ground_of(facts.organisation, facts.choice.indicators, version) if there else None
    rows, wish = units.unit_rows(version.id), SimilarWish(period=ref.period)
    # Of a period that was carried here there may be no delivered figures by which areas could be similar.
    has_any = ground is not None and any(each.period == ref.period for each in ground.here)
    found = {place: similar_on(ground, UnitPlace(version, rows[place]), wish) for place in there if ground and has_any}
    offers = [offer.ref.audience for similar in found.values() for offer in similar.chosen]
    beside = [each.audience for each in facts.choice.releases if each.period == ref.period]
    return replace(facts, compared=Compared(found, tuple(dict.fromkeys((*offers, *beside)))))


def _meant(facts: MapFacts, chosen: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """Return the area in focus and the chosen ones, as many as are shown, and how many are not."""
    focus = () if facts.focus is None else (facts.focus.position,)
    found = tuple(dict.fromkeys((*focus, *chosen)))
    return found[:MOST_SHOWN], max(len(found) - MOST_SHOWN, 0)


def opposition_of(facts: MapFacts, chosen: Sequence[int]) -> Opposition:
    """Hold the areas that are meant against everything that readers may hold them against."""
    ref = facts.choice.ref
    shown, left_out = _meant(facts, chosen)
    choice = _choice_line(facts, chosen) if len(chosen) >= FEWEST_CHOSEN else None
    areas = tuple(_opposed(facts, place, tuple(chosen), choice) for place in shown)
    return Opposition(ref.period, _axis(facts, shown), areas, left_out, facts.is_count(ref))


def _choice_line(facts: MapFacts, chosen: Sequence[int]) -> SelectionLine:
    """Return the figure of the chosen areas together, as the page of selections tells it."""
    lines = lines_over(facts.organisation, (facts.choice.sheet, facts.choice.ref), [chosen])
    rows = units.unit_rows(facts.ground.shown.id)
    sums = released_sums(facts.organisation, facts.ground.shown.id, [rows[place].key for place in chosen])
    return with_released(lines, sums)[0]


def _has_value(content: SliceContent, place: int) -> bool:
    return Status(int(content.status[place])) in WITH_VALUE


def _ends(content: SliceContent, place: int) -> Ends | None:
    """Return the interval of a figure, as it is published."""
    if "lower" not in content.numbers:
        return None
    lower, upper = (float(content.numbers[band].values[place]) for band in ("lower", "upper"))
    return None if np.isnan(lower) else (lower, upper)


def _counted(content: SliceContent, place: int) -> Counted | None:
    """Return cases and persons of an area; None where they are rounded or not told."""
    if content.rounding or not {"numerator", "denominator"} <= set(content.numbers):
        return None
    cases, persons = (float(content.numbers[band].values[place]) for band in ("numerator", "denominator"))
    return None if np.isnan(cases + persons) else Counted(cases, persons)


def _factor(definition: DefinitionSheet, content: SliceContent) -> float | None:
    """Return per how many persons the figures are told; None where their counts do not say."""
    if is_share(definition.unit_of_measure):
        return PERCENT
    if "denominator" not in content.numbers:
        return None
    values, cases, persons = (content.numbers[name].values for name in ("value", "numerator", "denominator"))
    return factor_of(values, cases, persons, content.decimals)


def _subject(facts: MapFacts, place: int) -> _Subject:
    ref = facts.choice.ref
    content = facts.counted(ref)
    factor = _factor(facts.definition_of(ref), content)
    counted = None if factor is None else _counted(content, place)
    row = units.unit_rows(facts.ground.shown.id)[place]
    return _Subject(facts, ref, row, content, float(content.numbers["value"].values[place]), counted, factor or PERCENT)


def _opposed(facts: MapFacts, place: int, chosen: tuple[int, ...], choice: SelectionLine | None) -> Opposed:
    ref = facts.choice.ref
    content = facts.contents[ref.id]
    if not _has_value(content, place):
        why = status_words(Status(int(content.status[place])), facts.language, facts.reasons_at(ref).get(place, ""))
        return Opposed(place, None, None, why, ())
    if facts.is_guess(ref, place):
        value = float(content.numbers["value"].values[place])
        return Opposed(place, value, _ends(content, place), _("The figure is estimated for these boundaries."), ())
    subject = _subject(facts, place)
    peers = None if facts.is_count(ref) else _peers(subject)
    found = [] if facts.is_count(ref) else [*_larger(subject), *_grouped(subject, peers)]
    if choice is not None and not facts.is_count(ref):
        found.append(_against_choice(subject, choice, chosen))
    references = (*found, *_before(subject))
    return Opposed(place, subject.value, _ends(content, place), "", references, peers)


def _larger(subject: _Subject) -> Iterator[Reference]:
    """Hold an area against the whole, as its release does, and against the larger area that it lies in."""
    facts, ref, content = subject.facts, subject.ref, subject.content
    city, name, place = city_value(facts.choice, ref, content), facts.city_name, subject.row.position
    if city is not None:
        codes = content.codes.get("comparison")
        outcome = Outcome.NOT_COMPARABLE if codes is None else Outcome(int(codes[place]))
        has_chance = facts.chance_at(ref).mode == AMONG_MANY
        plain = Reference("city", name, city, None, subject.distance(city), outcome, has_chance)
        lacks = outcome == Outcome.NOT_COMPARABLE
        threshold = subject.definition.relevance_threshold
        why = no_threshold() if threshold is None else _("The release does not compare it.")
        yield replace(plain, why=why) if lacks else plain
    elif content.size > 1:
        yield Reference("city", name, why=_("There is no value of the whole that areas could be held against."))
    yield from _parent(subject)


def _parent(subject: _Subject) -> Iterator[Reference]:
    """Hold an area against the nearest larger area of whose level something is published."""
    facts, ref = subject.facts, subject.ref
    refs = {each.boundary_version_id: each for each in facts.choice.releases if each.period == ref.period}
    above = [each for each in units.lineage(subject.row) if each.version.unit_count > 1]
    place = next((each for each in above if each.version.id in refs), None)
    if place is None:
        if above:
            yield Reference("parent", _named(above[0]), why=_("Nothing is published of its level for this period."))
        return
    name, found = _named(place), refs[place.version.id]
    read = slice_contents([found]).get(found.id)
    if read is None:
        return
    content, at = counted(found, read), place.unit.position
    if subject.definition.comparability == RELATIVE:
        yield Reference("parent", name, why=_("This measure is scaled for each level of its own."))
    elif not _has_value(content, at):
        left_out = estimated_words(facts.language) if _has_value(read, at) else not_converted_words(facts.language)
        reason = left_out if found.is_converted else ""
        yield Reference("parent", name, why=status_words(Status(int(content.status[at])), facts.language, reason))
    else:
        whole, part = _counted(content, at), subject.counted
        rest = None if whole is None or part is None else whole.without(part)
        value = float(content.numbers["value"].values[at])
        yield subject.against("parent", name, value, _ends(content, at), rest)


def _named(place: UnitPlace) -> str:
    return f"{place.unit.name} ({place.version.level_name})"


def _peers(subject: _Subject) -> Peers | None:
    """Return the similar areas that show the figure; None where nobody can be found."""
    similar = _similar(subject)
    if similar is None or similar.found is None or similar.problem:
        return None
    places = [int(place) for place in similar.found.positions]
    there = tuple(place for place in places if _has_value(subject.content, place))
    itself = subject.facts.choice.sheet.slug
    has_itself = any(offer.sheet.slug == itself for offer in similar.chosen)
    return Peers(there, len(places) - len(there), similar.period, has_itself)


def _similar(subject: _Subject) -> AreaSimilar | None:
    compared = subject.facts.compared
    return None if compared is None else compared.peers.get(subject.row.position)


def _grouped(subject: _Subject, peers: Peers | None) -> Iterator[Reference]:
    """Hold an area against those that are similar to it, together; it is none of them."""
    facts, similar = subject.facts, _similar(subject)
    if peers is None:
        problem = (similar and similar.problem) or "nothing_published"
        is_carried = similar is None and subject.ref.is_converted
        why = no_peers_words(facts.language) if is_carried else similar_words.problem_words(problem, facts.language)
        yield Reference("peers", _("Similar areas"), why=why)
        return
    name = _("Similar areas (%(count)s)") % {"count": len(peers.places)}
    if not peers.places:
        yield Reference("peers", name, why=_("None of them shows this figure."))
        return
    line = lines_over(facts.organisation, (facts.choice.sheet, subject.ref), [peers.places])[0]
    yield _pooled(subject, Reference("peers", name, line=line, areas=len(peers.places)), None)


def _against_choice(subject: _Subject, line: SelectionLine, chosen: tuple[int, ...]) -> Reference:
    """Hold an area against the chosen ones together: without itself where it is among them."""
    name = _("Own choice (%(count)s areas)") % {"count": len(chosen)}
    part = subject.counted if subject.row.position in chosen else None
    return _pooled(subject, Reference("choice", name, line=line, areas=len(chosen)), part)


def _pooled(subject: _Subject, plain: Reference, part: Counted | None) -> Reference:
    """Hold an area against a sum of counts, from which a `part` is taken that is the area itself."""
    line = plain.line
    if line is None or line.pooled is None:
        return plain
    pooled = line.pooled
    ends = None if np.isnan(pooled.lower) else (pooled.lower, pooled.upper)
    if line.is_audited:
        found = replace(plain, value=pooled.value, ends=ends, distance=subject.distance(pooled.value))
        return replace(found, why=_("Released on its own; single areas are not held against it."))
    whole = None if line.rounding or np.isnan(pooled.denominator) else Counted(pooled.numerator, pooled.denominator)
    other = whole if whole is None or part is None else whole.without(part)
    return subject.against(plain.kind, plain.name, pooled.value, ends, other)


def _before(subject: _Subject) -> Iterator[Reference]:
    """Hold an area against itself in the period before; nothing is held across a break."""
    facts, ref = subject.facts, subject.ref
    position = facts.choice.series.index(ref)
    if not position:
        return
    last = facts.choice.series[position - 1]
    label = marked_name(period_words(period_of(last), facts.language), facts.language, is_carried=last.is_converted)
    name = _("Period before (%(period)s)") % {"period": label}
    told, why_not = told_between(facts, last, ref)
    place = facts.ground.position_by_unit(last.boundary_version_id).get(subject.row.unit_id)
    content = facts.counted(last)
    if told is None or place is None:
        yield Reference("before", name, why=why_not or _("The area is not there in the period before."))
    elif not _has_value(content, place):
        reasons = facts.reasons_at(last) | facts.left_out_at(last)
        why = status_words(Status(int(content.status[place])), facts.language, reasons.get(place, ""))
        yield Reference("before", name, why=why)
    else:
        at = subject.row.position
        value, found = float(content.numbers["value"].values[place]), float(told.difference[at])
        distance = None if np.isnan(found) else found
        chance = None if np.isnan(told.lower[at]) else (float(told.lower[at]), float(told.upper[at]))
        plain = Reference("before", name, value, _ends(content, place), distance)
        yield subject.judged(plain, chance) if distance is not None else replace(plain, why=_("No change is told."))


def _axis(facts: MapFacts, shown: Sequence[int]) -> Axis:
    """Return the one axis of all periods: it holds every figure, and the intervals of the areas that are meant."""
    rows = [units.unit_rows(facts.ground.shown.id)[place].unit_id for place in shown]
    found = [np.empty(0)]
    for ref in facts.choice.series:
        content = facts.contents[ref.id]
        found += [content.numbers["value"].values]
        city = city_value(facts.choice, ref, content)
        found += [] if city is None else [np.array([city])]
        at = facts.ground.position_by_unit(ref.boundary_version_id)
        places = [at[unit_id] for unit_id in rows if unit_id in at]
        found += [content.numbers[band].values[places] for band in ("lower", "upper") if band in content.numbers]
    return axis_over(np.concatenate(found), facts.language)
