# SPDX-License-Identifier: EUPL-1.2
"""The profile of one area: who lives there, how it stands, what is around it; from released figures alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.profile_readings import Reading, reading_of
from indicators.rendering.profile_rows import ProfileRow, RowContext, profile_row, value_words
from indicators.rendering.sentences import (
    Frequency,
    frequency_sentence,
    population_sentence,
    status_words,
)
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.profile_drawings import Inset, inset_of
from indicators.selectors.profile_figures import (
    FOOTNOTE,
    EditionFigures,
    IndicatorSeries,
    breaks_by_indicator,
    edition_figures,
    facts_of,
    remarks_on,
)
from indicators.selectors.sheets import Note, OrganisationRef, RecipeSheet
from spatial.selectors import units
from spatial.selectors.counterparts import Counterpart, counterparts
from spatial.selectors.rows import UnitPlace

PERSONS: Final = frozenset({"Personen", "Einwohner", "Menschen"})


class NamedOrganisation(OrganisationRef, Protocol):
    """An organisation with the name that readers see."""

    @property
    def name(self) -> str:
        """The name."""


@dataclass(frozen=True, slots=True)
class AreaLink:
    """Another area with the value of the headline indicator, or why it has none."""

    edition: str
    level: str
    level_name: str
    key: str
    name: str
    value: str
    status: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One card: a figure (or, with `is_words`, the words for a class), its comparison and the small print."""

    slug: str
    label: str
    value: str
    status: str
    comparison: str
    reference: str
    note: str
    is_words: bool


@dataclass(frozen=True, slots=True)
class TopicRows:
    """The lines of one topic."""

    slug: str
    name: str
    rows: tuple[ProfileRow, ...]

    @property
    def has_counts(self) -> bool:
        """Whether any line tells a number of persons beside its share."""
        return any(row.count for row in self.rows)

    @property
    def has_city(self) -> bool:
        """Whether any line has a value of the whole city."""
        return any(row.city for row in self.rows)

    @property
    def has_comparisons(self) -> bool:
        """Whether any line is compared with the city."""
        return any(row.comparison for row in self.rows)

    @property
    def has_changes(self) -> bool:
        """Whether any line states a change, or why there is none."""
        return any(row.change.amount or row.change.reason for row in self.rows)

    @property
    def as_of(self) -> str:
        """The date of most lines: it is told once, above them."""
        return _commonest(row.as_of for row in self.rows)

    @property
    def city_origin(self) -> str:
        """How most values of the whole city came about."""
        return _commonest(row.city_origin for row in self.rows if row.city_origin)

    @property
    def change_basis(self) -> str:
        """Unit, base and origin of most changes."""
        return _commonest(row.change.basis for row in self.rows if row.change.amount)

    @property
    def without_interval(self) -> str:
        """Name the shares whose random variation cannot be computed."""
        return ", ".join(row.facts.short_name for row in self.rows if row.is_share and row.value and not row.interval)


def _commonest(texts: Iterable[str]) -> str:
    return next((text for text, _count in Counter(texts).most_common(1)), "")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Parents (the whole first), neighbours and parts of an area; each value is of the headline indicator."""

    headline: str
    as_of: str
    parents: tuple[AreaLink, ...]
    neighbours: tuple[AreaLink, ...]
    children: tuple[AreaLink, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The same ground in another edition; `is_same` when it is one and the same area."""

    edition_name: str
    is_same: bool
    areas: tuple[Counterpart, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Which figures of the page come from one source, and of when they are."""

    names: str
    source: str
    licence: str
    licence_url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that the page of one area shows."""

    place: UnitPlace
    city_name: str
    headline_slug: str
    population: str
    frequency: str
    key_figures: tuple[KeyFigure, ...]
    topics: tuple[TopicRows, ...]
    surroundings: Surroundings
    grounds: tuple[Ground, ...]
    notes: tuple[str, ...]
    inset: Inset | None

    @property
    def rows(self) -> tuple[ProfileRow, ...]:
        """All lines, topic by topic."""
        return tuple(row for topic in self.topics for row in topic.rows)

    @property
    def has_breaks(self) -> bool:
        """Whether a break of series is drawn anywhere."""
        return any(row.course and row.course.breaks for row in self.rows)

    @property
    def sources(self) -> tuple[SourceLine, ...]:
        """Every source and as-of date with the names of its figures."""
        grouped: dict[tuple[str, str, str, str], list[str]] = {}
        for row in self.rows:
            facts = row.facts
            key = (facts.source, facts.licence, facts.licence_url, row.as_of)
            grouped.setdefault(key, []).append(facts.short_name)
        return tuple(SourceLine(", ".join(names), *key) for key, names in grouped.items())


def area_profile(organisation: NamedOrganisation, place: UnitPlace, language: Language) -> Profile:
    """Put the profile of one area together."""
    parents = units.lineage(place.unit)
    city_name = _city_name(organisation, parents)
    figures = edition_figures(organisation, place.version.edition, place.version.id)
    notes = published.annotations_of(organisation, unit_id=place.unit.unit_id)
    context = RowContext(language, city_name, place.version.level_name_plural)
    rows = _rows(organisation, place, figures, notes, context)
    return Profile(
        place=place,
        city_name=city_name,
        headline_slug=figures.headline.sheet.slug if figures.headline else "",
        population=_population(rows, language),
        frequency=_frequency(rows, figures, place.unit.position, context),
        key_figures=_key_figures(rows, figures, city_name),
        topics=_topics(rows, figures),
        surroundings=_surroundings(place, parents, figures, language),
        grounds=_grounds(place),
        notes=tuple(note.text for note in notes if note.kind == FOOTNOTE and note.indicator is None),
        inset=inset_of(organisation, place, parents),
    )


def _city_name(organisation: NamedOrganisation, parents: Sequence[UnitPlace]) -> str:
    """Name the whole that areas are compared with: the one area at the top, else the organisation."""
    if parents and parents[-1].version.unit_count == 1:
        return parents[-1].unit.name
    return organisation.name


def _rows(
    organisation: OrganisationRef,
    place: UnitPlace,
    figures: EditionFigures,
    notes: Sequence[Note],
    context: RowContext,
) -> dict[str, ProfileRow]:
    breaks = breaks_by_indicator(organisation)
    found: dict[str, ProfileRow] = {}
    for series in figures.series:
        slug = series.sheet.slug
        readings = series.readings(place.unit.position)
        remarks = remarks_on(slug, series.releases[-1].period, place.unit.unit_id, notes)
        if readings[-1].class_number:
            words, official = class_words(published.recipes_of(organisation, slug), readings[-1])
            remarks = replace(remarks, class_words=words, class_official=official)
        found[slug] = profile_row(facts_of(series), readings, breaks.get(slug, ()), remarks, context)
    return found


def _topics(rows: dict[str, ProfileRow], figures: EditionFigures) -> tuple[TopicRows, ...]:
    names: dict[str, str] = {}
    grouped: dict[str, list[ProfileRow]] = {}
    for series in figures.series:
        names[series.sheet.topic] = series.sheet.topic_name
        grouped.setdefault(series.sheet.topic, []).append(rows[series.sheet.slug])
    return tuple(TopicRows(slug, names[slug], tuple(found)) for slug, found in grouped.items())


def population_row(rows: Iterable[ProfileRow]) -> ProfileRow | None:
    """Return the line that counts all persons: the first one that counts persons."""
    return next((row for row in rows if row.facts.unit in PERSONS), None)


def _population(rows: dict[str, ProfileRow], language: Language) -> str:
    row = population_row(rows.values())
    return population_sentence(row.reading.value, row.reading.period, language) if row else ""


def _frequency(rows: dict[str, ProfileRow], figures: EditionFigures, position: int, context: RowContext) -> str:
    """Tell the headline per hundred; its persons are those of the release, else of the indicator that counts them."""
    if figures.headline is None:
        return ""
    definition, row = figures.headline.definition, rows[figures.headline.sheet.slug]
    persons = row.reading.denominator
    if persons is None and definition.denominator_indicator:
        persons = _counted(figures.series_of(definition.denominator_indicator), row.reading, position)
    told = Frequency(
        name=definition.short_name,
        noun=definition.sentence_noun,
        unit=definition.unit_of_measure,
        percent=row.reading.value,
        persons=persons,
        city_percent=row.reading.city.value,
        city_name=context.city_name,
        as_of=row.reading.period,
    )
    return frequency_sentence(told, context.language)


def _counted(series: IndicatorSeries | None, reading: Reading, position: int) -> float | None:
    if series is None:
        return None
    counts = (each.value for each in series.readings(position) if each.period == reading.period)
    return next(counts, None)


def class_words(recipes: Sequence[RecipeSheet], reading: Reading) -> tuple[str, str]:
    """Return the respectful words for the class of an index, and its official name."""
    valid = [each for each in recipes if each.valid_from < reading.period.end]
    classes = valid[0].content.get("classes", []) if valid else []
    if not 1 <= reading.class_number <= len(classes):
        return reading.class_label, reading.class_label
    found = classes[reading.class_number - 1]
    return _(found["label"]), str(found["official"])


def _key_figures(rows: dict[str, ProfileRow], figures: EditionFigures, city_name: str) -> tuple[KeyFigure, ...]:
    """Choose the cards: how many people, the position by index, then what else is a key figure here."""
    people = population_row(rows.values())
    first = [people.facts.slug] if people else []
    indices = [series.sheet.slug for series in figures.series if rows[series.sheet.slug].class_words]
    others = [series.sheet.slug for series in figures.series if series.sheet.is_key_figure]
    return tuple(_key_figure(rows[slug], city_name) for slug in dict.fromkeys([*first, *indices, *others]))


def _key_figure(row: ProfileRow, city_name: str) -> KeyFigure:
    note = row.as_of
    if row.class_words:
        official = {"official": row.class_official, "as_of": row.as_of}
        note = _("Official class “%(official)s”, %(as_of)s") % official
    return KeyFigure(
        slug=row.facts.slug,
        label=row.facts.short_name,
        value=row.class_words or row.value,
        status=row.status,
        comparison=row.comparison,
        reference=f"{city_name} {row.city}" if row.comparison else "",
        note=note,
        is_words=bool(row.class_words),
    )


def _grounds(place: UnitPlace) -> tuple[Ground, ...]:
    grouped: dict[str, list[Counterpart]] = {}
    for each in counterparts(place.unit):
        grouped.setdefault(each.edition_name, []).append(each)
    return tuple(Ground(name, len(found) == 1 and found[0].is_same, tuple(found)) for name, found in grouped.items())


def _surroundings(
    place: UnitPlace, parents: Sequence[UnitPlace], figures: EditionFigures, language: Language
) -> Surroundings:
    around = [UnitPlace(place.version, row) for row in units.neighbours(place.unit)]
    headline = figures.headline
    links = _LinkMaker(figures, language)
    return Surroundings(
        headline=headline.definition.short_name if headline else "",
        as_of=period_words(reading_of(headline.contents[-1], 0).period, language) if headline else "",
        parents=tuple(links(each) for each in reversed(parents)),
        neighbours=tuple(links(each) for each in sorted(around, key=lambda each: each.unit.name)),
        children=tuple(links(each) for each in sorted(units.children(place.unit), key=_by_level_and_name)),
    )


def _by_level_and_name(place: UnitPlace) -> tuple[int, str]:
    return place.version.level_position, place.unit.name


@dataclass(frozen=True, slots=True)
class _LinkMaker:
    """Makes links to areas with the headline's value of the same period as shown for the area itself."""

    figures: EditionFigures
    language: Language

    def __call__(self, place: UnitPlace) -> AreaLink:
        content = self.figures.headline_at(place.version.id)
        value, status = self._told(content, place.unit.position)
        return AreaLink(
            edition=place.version.edition,
            level=place.version.level,
            level_name=place.version.level_name,
            key=place.unit.key,
            name=place.unit.name,
            value=value,
            status=status,
        )

    def _told(self, content: SliceContent | None, position: int) -> tuple[str, str]:
        if content is None or self.figures.headline is None:
            return "", ""
        reading = reading_of(content, position)
        unit = self.figures.headline.definition.unit_of_measure
        return (
            value_words(reading.value, reading.decimals, unit, self.language),
            status_words(reading.status, self.language),
        )
