# SPDX-License-Identifier: EUPL-1.2
"""What readers know already: the figures of all releases that tell of the same quantities, whatever their state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicators.models import Audience, Release
from indicators.models.disclosure import read_by
from indicators.models.observations import Vintage
from indicators.models.patterns import DisclosurePattern
from indicators.services.disclosure.deciding import Decision
from indicators.services.disclosure.relations import Family, tied_to
from indicators.services.disclosure.tellings import Mask, Quantity, Role, Telling
from indicators.services.releasing.behind import Spot, behind_of, by_level, crowded_out
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Frozen
from indicators.services.releasing.layering import reads_layers
from indicators.services.releasing.masking import unsafe
from indicators.services.releasing.places import Place
from indicators.services.releasing.quantities import Counted, counted_by, quantities_of, raw_of, repeated_years
from indicators.services.releasing.rules import lineage_of
from indicators.services.releasing.seen import Slices, slices_seen
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.vintages import RawSlice, raw_slice_from_bytes


def told_apart(work: Workplace, audiences: Sequence[str]) -> list[str]:
    """Return those of some audiences that were ever told something of their own here."""
    rows = Release.objects.filter(organisation_id=work.organisation.pk, audience__in=audiences)
    known = set(rows.values_list("audience", flat=True).distinct())
    return [each for each in audiences if each in known]


@dataclass(frozen=True, slots=True)
class Stage:
    """One period on one edition of boundaries, where families are told."""

    period_id: int
    chain: tuple[Place, ...]

    @property
    def place_ids(self) -> tuple[int, ...]:
        """The boundary versions of the edition."""
        return tuple(place.id for place in self.chain)


@dataclass(frozen=True, slots=True)
class Teller:
    """An indicator and the period of the figures by which it tells some families: of that period, or of one before."""

    subject: Subject
    period_id: int

    @property
    def slug(self) -> str:
        """The slug of the indicator."""
        return self.subject.indicator.slug


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The families that hang together with some, where they are told, and by which indicators."""

    work: Workplace
    audience: str
    families: frozenset[Family]
    stages: Mapping[tuple[str, str], Stage]
    tellers: Mapping[tuple[str, str], tuple[Teller, ...]]

    @property
    def channels(self) -> tuple[str, ...]:
        """The indicators that tell them."""
        return tuple(sorted({each.slug for group in self.tellers.values() for each in group}))

    def where(self) -> list[tuple[int, int]]:
        """Return (indicator id, period id) of everything that tells them."""
        return [(each.subject.indicator.pk, each.period_id) for group in self.tellers.values() for each in group]

    def each_once(self) -> list[tuple[Stage, Teller]]:
        """Return what tells them, on each edition once: a share of counts of two years tells of both."""
        found: dict[tuple[str, str, int], tuple[Stage, Teller]] = {}
        for (_, edition), group in self.tellers.items():
            for each in group:
                chain = self.stages[next(key for key in self.stages if key[1] == edition)].chain
                found.setdefault((edition, each.slug, each.period_id), (Stage(each.period_id, chain), each))
        return list(found.values())

    def has_own_releases(self) -> bool:
        """Say whether the audience was ever told something of theirs that others were not."""
        pairs = self.where()
        return Release.objects.filter(
            audience=self.audience,
            indicator_id__in={indicator for indicator, _ in pairs},
            period_id__in={period for _, period in pairs},
        ).exists()

    def hides_something(self) -> bool:
        """Say whether a figure of theirs was ever hidden; releases without a pattern may hide some."""
        pairs = self.where()
        wanted = {
            "indicator_id__in": {indicator for indicator, _ in pairs},
            "period_id__in": {period for _, period in pairs},
            "audience__in": read_by(self.audience),
        }
        if Release.objects.filter(**wanted, pattern=None).exists():
            return True
        rows = DisclosurePattern.objects.filter(**wanted).values_list("indicator_id", "period_id", "counts")
        told = frozenset(pairs)
        hidden = [each.name.lower() for each in Decision if each != Decision.SHOWN]
        return any((row[0], row[1]) in told and any(row[2].get(name) for name in hidden) for row in rows)


def surroundings(work: Workplace, audience: str, start: Iterable[Family]) -> Surroundings:
    """Return everything that hangs together with some families, by the catalogue and by what ties families."""
    families, waiting = frozenset(start), frozenset(start)
    stages: dict[tuple[str, str], Stage] = {}
    while waiting:
        stages |= {key: stage for key, stage in _stages(work, waiting).items() if key not in stages}
        near = tied_to(organisation_id=work.organisation.pk, families=waiting)
        for key in {(family.period, family.edition) for family in waiting if (family.period, family.edition) in stages}:
            codes = {family.series for family in waiting if (family.period, family.edition) == key}
            for teller in tellers_of(work, stages[key].period_id, codes):
                near |= _families(work, teller, key[1])
        waiting = frozenset(near) - families
        families |= waiting
    # Where several tell of a family, the first one's values are taken: their order must be the same each time.
    ordered = {key: stages[key] for key in sorted(stages)}
    tellers = {
        key: tellers_of(
            work, stage.period_id, {family.series for family in families if (family.period, family.edition) == key}
        )
        for key, stage in ordered.items()
    }
    return Surroundings(work, audience, families, ordered, tellers)


def _stages(work: Workplace, families: Iterable[Family]) -> dict[tuple[str, str], Stage]:
    periods = {period.code: pk for pk, period in work.periods.items()}
    chains = {place.version.edition: work.chain(place) for place in work.places.values()}
    return {
        (each.period, each.edition): Stage(periods[each.period], chains[each.edition])
        for each in families
        if each.period in periods and each.edition in chains
    }


def _families(work: Workplace, teller: Teller, edition: str) -> set[Family]:
    """Return the families that the figures of an indicator may hold."""
    counted = counted_by(work, teller.subject, teller.period_id).values()
    return {Family(each.code, work.periods[each.period_id].code, edition) for each in counted}


def tellers_of(work: Workplace, period_id: int, codes: set[str]) -> tuple[Teller, ...]:
    """Return what tells some families of a period, also later figures that repeat it; building blocks tell nobody."""
    wanted, found = {Counted(code, period_id) for code in codes}, list[Teller]()
    for subject in work.subjects.values():
        if subject.indicator.is_building_block:
            continue
        repeated = sorted(repeated_years(subject))
        periods = {period_id, *(later for years in repeated for later in work.course.reading(period_id, years))}
        found += [
            Teller(subject, each)
            for each in sorted(periods)
            if not wanted.isdisjoint(counted_by(work, subject, each).values())
        ]
    return tuple(found)


def rules_of(around: Surroundings, known: dict[tuple[str, str, int], CellRule]) -> Mapping[str, CellRule]:
    """Return by indicator the rule that holds for its figures today."""
    found = {}
    for group in around.tellers.values():
        for each in group:
            key = (around.audience, each.slug, each.period_id)
            if key not in known:
                known[key] = _rule(around, each.subject, each.period_id)
            found[each.slug] = known[key]
    return found


def _rule(around: Surroundings, subject: Subject, period_id: int) -> CellRule:
    return _rule_before(around, subject, period_id) or CellRule()


def _rule_before(around: Surroundings, subject: Subject, period_id: int) -> CellRule | None:
    """Return the rule by which an audience reads: its own, or that of the next wider one, whose figures it is shown."""
    return _first_rule(around, subject, period_id, reversed(read_by(around.audience)))


def _rule_of_audience(around: Surroundings, subject: Subject, period_id: int) -> CellRule | None:
    return _first_rule(around, subject, period_id, (Audience(around.audience),))


def _first_rule(
    around: Surroundings, subject: Subject, period_id: int, audiences: Iterable[Audience]
) -> CellRule | None:
    lineage, day = lineage_of(subject), around.work.periods[period_id].start
    rules = (lineage.rule_on(day, audience=each) for each in audiences)
    return next((each.cell for each in rules if each is not None), None)


def tellings_of(around: Surroundings, rules: Mapping[str, CellRule]) -> list[Telling]:
    """Return all figures that readers saw of the surroundings, release by release, and what nobody is shown.

    ``rules`` hold by indicator in place of those that its patterns were made by; what others were told is judged by
    the rule of the audience.
    """
    found: list[Telling] = []
    for stage, teller in around.each_once():
        told = _told_by(around, teller.subject, stage)
        # What it may know itself is no secret before an audience, whatever others are told.
        is_apart = teller.slug not in rules and any(each.audience != around.audience for each in told)
        others = _rule_of_audience(around, teller.subject, teller.period_id) if is_apart else None
        for each in told:
            now = others if each.audience != around.audience else None
            found.append(_judged_by(each, rules.get(each.indicator, now)))
    families = {family for each in found for family in each.families}
    return found + [each for family in sorted(around.families - families) for each in _silent(around, family)]


def _judged_by(telling: Telling, rule: CellRule | None) -> Telling:
    """Judge earlier figures by another rule; what they told was rounded as it was rounded then."""
    if rule is None:
        return telling
    return replace(telling, rule=replace(rule, rounding=telling.rule.rounding))


def _told_by(around: Surroundings, subject: Subject, stage: Stage) -> list[Telling]:
    rows = Release.objects.filter(
        indicator=subject.indicator,
        period_id=stage.period_id,
        boundary_version_id__in=stage.place_ids,
        audience__in=read_by(around.audience),
    )
    made = ((_telling(around, subject, stage, slices), is_in_force) for slices, is_in_force in slices_seen(rows))
    return [replace(each, is_in_force=is_in_force) for each, is_in_force in made if each is not None]


def _telling(around: Surroundings, subject: Subject, stage: Stage, slices: Slices) -> Telling | None:
    work, whole = around.work, slices.whole
    own = [each for each in whole if each in slices.own]
    raw: dict[int, RawSlice] = {each.place_id: each.raw for each in whole if each.raw is not None}
    quantities = quantities_of(work, subject, stage.period_id, raw)
    if not quantities:
        return None
    rule = next((each.rule for each in own if each.rule is not None), CellRule())
    definition = subject.definition_on(work.periods[stage.period_id].start)
    behind = behind_of(Spot(work, stage.period_id, stage.chain, around.audience), subject)
    level = {each.place_id: work.places[each.place_id].version.level for each in whole}
    is_of_layers = reads_layers(work, subject, work.periods[stage.period_id].start)
    few = {
        level[each.place_id]: (each.codes == Decision.PRIMARY)
        & ~unsafe(rule, definition, raw[each.place_id])
        & ~crowded_out(rule, behind, each.place_id, raw[each.place_id])
        for each in own
        if each.codes is not None and not is_of_layers
    }
    # What other slices tell of their levels they tell themselves; here these add up.
    shown = {level[each.place_id]: each.shown & (each in slices.own) for each in whole}
    audience, who = slices.audience, by_level(behind, level)
    return Telling(subject.indicator.slug, quantities, rule, shown=shown, few=few, behind=who, audience=audience)


def waiting_of(around: Surroundings, telling: Telling) -> list[Telling]:
    """Return the corrected figures of others that wait for their release, as shown to nobody.

    A correction of several counts is released one by one. The first one must not tell what the next has to hide: with
    an unchanged count beside it, a corrected total would.
    """
    found: list[Telling] = []
    for stage, teller in around.each_once():
        each = _waiting(around, teller.subject, stage)
        if each is not None and not (each.indicator == telling.indicator and each.families & telling.families):
            found.append(each)
    return found


def _waiting(around: Surroundings, subject: Subject, stage: Stage) -> Telling | None:
    """Return what an indicator counts by now, where readers still see what it counted before."""
    there = _current(around, subject, stage)
    rows = Release.objects.filter(
        indicator=subject.indicator,
        period_id=stage.period_id,
        boundary_version_id__in=there,
        audience__in=read_by(around.audience),
    )
    told = set(rows.values_list("boundary_version_id", "vintage_id"))
    if not told or told >= {(pk, each.id) for pk, each in there.items()}:
        return None
    rule = _rule_before(around, subject, stage.period_id)
    quantities = quantities_of(around.work, subject, stage.period_id, raw_of(there))
    if rule is None or not quantities:
        return None
    return Telling(subject.indicator.slug, quantities, rule, shown=_nothing(quantities), is_in_force=True)


def _current(around: Surroundings, subject: Subject, stage: Stage) -> dict[int, Frozen]:
    """Return what an indicator counts by now, by boundary version."""
    found = [around.work.shelf.current(Cell(subject.indicator.pk, stage.period_id, pk)) for pk in stage.place_ids]
    return {each.cell.boundary_version_id: each for each in found if each is not None}


def _nothing(quantities: Mapping[Role, Quantity]) -> dict[str, Mask]:
    levels = next(iter(quantities.values())).values
    return {level: np.zeros(values.size, dtype=bool) for level, values in levels.items()}


def _silent(around: Surroundings, family: Family) -> list[Telling]:
    """Return the values of a family that nobody was shown, where some indicator counts it for others."""
    stage = around.stages.get((family.period, family.edition))
    if stage is None:
        return []
    wanted = Counted(family.series, stage.period_id)
    for subject in around.work.subjects.values():
        if counted_by(around.work, subject, stage.period_id).get(Role.COUNT) != wanted:
            continue
        quantities = quantities_of(around.work, subject, stage.period_id, raw_of(_current(around, subject, stage)))
        if set(quantities) != {Role.COUNT}:
            continue
        # Nobody took it back: what hangs together by it does so today, and it is as small as if it were to be told.
        now = Telling(
            subject.indicator.slug,
            quantities,
            _rule(around, subject, stage.period_id),
            shown=_nothing(quantities),
            is_in_force=True,
        )
        return [now, *_silent_before(around, now, subject, stage)]
    return []


def _silent_before(around: Surroundings, now: Telling, subject: Subject, stage: Stage) -> list[Telling]:
    """Return what nobody was shown before it was corrected: others were told sums of it then."""
    rows = Vintage.objects.filter(
        indicator=subject.indicator,
        period_id=stage.period_id,
        boundary_version_id__in=stage.place_ids,
        is_current=False,
    )
    found: dict[int, dict[int, RawSlice]] = {}
    for number, place_id, payload in rows.order_by("-number").values_list("number", "boundary_version_id", "payload"):
        if payload:
            found.setdefault(number, {})[place_id] = raw_slice_from_bytes(bytes(payload))
    then = (quantities_of(around.work, subject, stage.period_id, raw) for raw in found.values())
    return [
        replace(now, quantities=each, shown=_nothing(each), is_in_force=False)
        for each in then
        if set(each) == {Role.COUNT}
    ]
