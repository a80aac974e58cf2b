# SPDX-License-Identifier: EUPL-1.2
"""What is read for one map: its choice, slices, ground, breaks, remarks and classes, from released figures alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from indicators.models import narrowest
from indicators.rendering.carried_words import estimated_words, not_converted_words
from indicators.rendering.counted import estimated
from indicators.rendering.mapchance import Chance, MeasureFacts, chance_of
from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.mapstate import PATTERN, MapState
from indicators.rendering.mapview import NumberedRemark
from indicators.rendering.pairs import Pair
from indicators.rendering.pattern_words import PatternText, pattern_text
from indicators.rendering.profile_numbers import Language
from indicators.rendering.remarks import concerns, note_words, without_broken_change
from indicators.rendering.slice_pattern import SpatialPattern
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.sieve import Filtering
from indicators.selectors import published
from indicators.selectors.area_similar import AreaSimilar
from indicators.selectors.conversions import contents_of, counted
from indicators.selectors.mapareas import Ground, area_with, ground_of
from indicators.selectors.mapchoice import MapChoice, map_choice, period_of
from indicators.selectors.mapclasses import definition_of, is_count, recipes_for, schemes_of
from indicators.selectors.mappattern import pattern_content, pattern_of, pattern_scheme
from indicators.selectors.publishedchanges import Change, corrections_of
from indicators.selectors.regional import RegionalDefault, regional_default
from indicators.selectors.sheets import BreakNote, DefinitionSheet, Note, OrganisationRef, ReleaseRef
from sozialplanung.common.periods import Period
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status
from spatial.selectors.rows import UnitRow

EXCLUSION: Final = "exclusion"


class NamedOrganisation(OrganisationRef, Protocol):
    """An organisation with the name that readers see."""

    @property
    def name(self) -> str:
        """The name."""


@dataclass(frozen=True, slots=True)
class Further:
    """An indicator beside the first one: what it means, and its releases by those that they lie beside."""

    slug: str
    definition: DefinitionSheet
    beside: Mapping[int, ReleaseRef]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The areas that stand against others: by place those similar to each, and for whom is what that was told by."""

    peers: Mapping[int, AreaSimilar]
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapFacts:
    """What was read for one map: the choice, its slices by release, the ground, breaks, remarks and classes.

    `pattern` is what the map shows in the place of figures where its address asks for that; it may have a reason why
    there is none, and the figures are shown then. `regional` are the classes that a steward decided on.
    `pairs` hold by release the classes of two indicators where a second one is asked for, `second` what that one means.
    `filtering` says which areas meet the conditions of a filter, `further` are the indicators of a table beside it,
    `compared` the areas that stand against others, None where nobody looks.
    """

    organisation: NamedOrganisation
    state: MapState
    language: Language
    choice: MapChoice
    contents: Mapping[int, SliceContent]
    schemes: Mapping[int, ClassScheme]
    ground: Ground
    break_notes: tuple[BreakNote, ...]
    notes: tuple[Note, ...]
    focus: UnitRow | None
    city_name: str
    corrections: Mapping[tuple[str, str, str], Change]
    pattern: SpatialPattern | None = None
    regional: RegionalDefault | None = None
    pairs: Mapping[int, Pair] = field(default_factory=lambda: MappingProxyType({}))
    second: DefinitionSheet | None = None
    filtering: Filtering | None = None
    further: tuple[Further, ...] = ()
    compared: Compared | None = None

    def definition_of(self, ref: ReleaseRef) -> DefinitionSheet:
        """Return what the indicator meant in a release."""
        return definition_of(self.choice, ref)

    def audience_at(self, ref: ReleaseRef) -> str:
        """Return for whom the figures of one period are: all that are shown, and those that a filter asks."""
        pair = self.pairs.get(ref.id)
        asked = () if self.filtering is None else self.filtering.sieves[ref.id].audiences
        beside = (each.beside[ref.id].audience for each in self.further if ref.id in each.beside)
        told = () if self.compared is None else self.compared.audiences
        return narrowest((ref.audience, *(() if pair is None else (pair.audience,)), *asked, *beside, *told)).value

    @property
    def audience(self) -> str:
        """For whom all of this is: periods share bounds and an axis, so that each tells something of the others."""
        return narrowest(self.audience_at(ref) for ref in self.choice.series).value

    def chance_at(self, ref: ReleaseRef) -> Chance:
        """Return what can be said about chance in a release."""
        definition = self.definition_of(ref)
        facts = MeasureFacts(
            basis=definition.basis,
            comparability=definition.comparability,
            unit=definition.unit_of_measure,
            decimals=definition.decimals,
            direction=definition.judged_direction,
            threshold=definition.relevance_threshold,
        )
        return chance_of(self.contents[ref.id], facts, self.language)

    def shows_pattern(self, ref: ReleaseRef) -> bool:
        """Whether a release is shown by its pattern in space."""
        return self.pattern is not None and self.pattern.is_there and ref.id == self.choice.ref.id

    def pattern_text(self) -> PatternText | None:
        """Put the pattern of the period shown into words; None where the figures themselves are asked for."""
        if self.pattern is None:
            return None
        name = self.definition_of(self.choice.ref).short_name
        return pattern_text(self.pattern, name, self.ground.shown.level_name_plural, self.language)

    def is_count(self, ref: ReleaseRef) -> bool:
        """Whether a release holds numbers of persons or things: the whole is their sum, and no measure for an area."""
        return is_count(self.definition_of(ref), self.contents[ref.id])

    def reasons_at(self, ref: ReleaseRef) -> dict[int, str]:
        """Return by position why areas were excluded in a release, or why a figure could not be carried there."""
        places, status = self.ground.position_by_unit(ref.boundary_version_id), self.contents[ref.id].status
        excluded = {
            places[note.unit_id]: note.text
            for note in self.notes
            if note.kind == EXCLUSION and note.unit_id in places and note.period in {ref.period, None}
        }
        told = {place: text for place, text in excluded.items() if status[place] == Status.EXCLUDED}
        return told | self._not_carried(ref)

    def _not_carried(self, ref: ReleaseRef) -> dict[int, str]:
        if not ref.is_converted:
            return {}
        left = np.flatnonzero(self.contents[ref.id].status == Status.NOT_COMPARABLE).tolist()
        return dict.fromkeys(left, not_converted_words(self.language))

    def counted(self, ref: ReleaseRef) -> SliceContent:
        """Return the slice of a release as whoever computes with it may read it: without estimates."""
        return counted(ref, self.contents[ref.id])

    def origin_of(self, ref: ReleaseRef) -> str:
        """Return the name of the boundary version on which carried figures were counted."""
        return next(
            version.name
            for version in self.ground.versions.values()
            if (version.level, version.edition) == (ref.level, ref.origin)
        )

    def guessed_at(self, ref: ReleaseRef) -> tuple[int, ...]:
        """Return the places of the areas that show an estimate, since they were carried from other boundaries."""
        return tuple(np.flatnonzero(estimated(self.contents[ref.id])).tolist()) if ref.is_converted else ()

    def is_guess(self, ref: ReleaseRef, place: int) -> bool:
        """Whether an area shows an estimate, since it was carried from other boundaries."""
        content = self.contents[ref.id]
        has_value = Status(int(content.status[place])) in WITH_VALUE
        return ref.is_converted and has_value and Flag.ESTIMATED in Flag(int(content.flags[place]))

    def left_out_at(self, ref: ReleaseRef) -> dict[int, str]:
        """Return by position why carried figures are none to compute with: estimated, or not to be carried at all."""
        return self._not_carried(ref) | dict.fromkeys(self.guessed_at(ref), estimated_words(self.language))

    def before(self, ref: ReleaseRef) -> Period | None:
        """Return the period before that of a release in the series of the map."""
        position = self.choice.series.index(ref)
        return period_of(self.choice.series[position - 1]) if position else None

    def notes_on(self, ref: ReleaseRef) -> tuple[Note, ...]:
        """Return what has to be known of the figures of a release, reasons of exclusion apart."""
        period, before = period_of(ref), self.before(ref)
        return tuple(note for note in self.notes if note.kind != EXCLUSION and concerns(note, period, before))

    def remarks_at(self, ref: ReleaseRef) -> dict[int, tuple[str, ...]]:
        """Return by position what has to be known of single areas in a release, each remark once."""
        places = self.ground.position_by_unit(ref.boundary_version_id)
        found: dict[int, dict[str, None]] = {}
        for note in self.notes_on(ref):
            if note.unit_id in places:
                found.setdefault(places[note.unit_id], {})[note_words(note, self.language)] = None
        return {place: tuple(found[place]) for place in sorted(found)}

    def numbered_remarks(self, ref: ReleaseRef) -> tuple[NumberedRemark, ...]:
        """Return the remarks on single areas with their numbers, in the order of the areas."""
        texts = dict.fromkeys(text for told in self.remarks_at(ref).values() for text in told)
        return tuple(NumberedRemark(number, text) for number, text in enumerate(texts, start=1))

    def marks_at(self, ref: ReleaseRef) -> dict[int, tuple[int, ...]]:
        """Return by position the numbers of the remarks on an area."""
        numbers = {remark.text: remark.number for remark in self.numbered_remarks(ref)}
        return {place: tuple(numbers[text] for text in told) for place, told in self.remarks_at(ref).items()}


def map_facts(organisation: NamedOrganisation, state: MapState, language: Language) -> MapFacts | None:
    """Read what one map needs; None when the organisation has published nothing yet.

    Raises
    ------
    MapNotFoundError
        The address names something that is not published or an area that is not there.
    """
    choice = map_choice(organisation, state)
    if choice is None:
        return None
    contents = contents_of(choice.series)
    ground = ground_of(organisation, choice)
    breaks = published.breaks_of(organisation, choice.sheet.slug)
    contents = {pk: without_broken_change(content, breaks) for pk, content in contents.items()}
    regional = regional_default(organisation, choice.sheet.slug, choice.ref.level)
    facts = MapFacts(
        organisation=organisation,
        state=state,
        language=language,
        choice=choice,
        contents=contents,
        schemes=schemes_of(choice, contents, state, recipes_for(organisation, choice), regional),
        regional=regional,
        ground=ground,
        break_notes=breaks,
        notes=published.annotations_of(organisation, indicator=choice.sheet.slug),
        focus=area_with(ground.shown, state.gebiet) or ground.only_area(),
        city_name=ground.name_of_whole() or organisation.name,
        corrections=corrections_of(organisation, indicator=choice.sheet.slug),
    )
    return _with_pattern(facts) if state.ansicht == PATTERN else facts


def _with_pattern(facts: MapFacts) -> MapFacts:
    """Put the pattern of the period shown in the place of its classes; without one the figures stay."""
    ref = facts.choice.ref
    pattern = pattern_of(ref, facts.contents[ref.id], is_count=facts.is_count(ref), is_converted=ref.is_converted)
    if not pattern.is_there:
        return replace(facts, pattern=pattern)
    return replace(
        facts,
        pattern=pattern,
        contents={**facts.contents, ref.id: pattern_content(facts.contents[ref.id], pattern)},
        schemes={**facts.schemes, ref.id: pattern_scheme(facts.language)},
    )
