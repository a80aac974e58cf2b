# SPDX-License-Identifier: EUPL-1.2
"""The profile of one area: who lives there, how it stands, what is around it; from released figures alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.translation import gettext as _

from indicators.rendering.profile_charts import COMPARABLE, Break
from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.profile_readings import Reading, reading_of
from indicators.rendering.profile_rows import ProfileRow, RowContext, carried_figures, value_words
from indicators.rendering.remarks import EXCLUSION, comparable_words, note_words
from indicators.rendering.sentences import (
    Frequency,
    frequency_sentence,
    hidden_sentence,
    persons_behind,
    population_sentence,
    position_sentence,
    status_words,
)
from indicators.rendering.slices import SliceContent
from indicators.selectors.profile_drawings import inset_of
from indicators.selectors.profile_figures import (
    AreaFigures,
    CarriedSeries,
    EditionFigures,
    IndicatorSeries,
    area_figures,
)
from indicators.selectors.profile_lines import profile_lines, smoothed_lines
from indicators.selectors.profile_sheets import (
    AreaLink,
    CarriedRow,
    Ground,
    KeyFigure,
    MapTarget,
    Profile,
    ProfileBreak,
    Surroundings,
    TopicRows,
)
from indicators.selectors.sheets import Note, OrganisationRef
from sozialplanung.common.periods import parse
from spatial.selectors import units
from spatial.selectors.counterparts import Counterpart, counterparts
from spatial.selectors.levels import versions_of_edition
from spatial.selectors.rows import BoundaryVersionRow, UnitPlace

PERSONS: Final = frozenset({"Personen", "Einwohner", "Menschen"})


class NamedOrganisation(OrganisationRef, Protocol):
    """An organisation with the name that readers see."""

    @property
    def name(self) -> str:
        """The name."""


def area_profile(
    organisation: NamedOrganisation,
    place: UnitPlace,
    language: Language,
    *,
    is_smoothed: bool = False,
    versions: Sequence[BoundaryVersionRow] = (),
) -> Profile:
    """Put the profile of one area together, on request with smoothed values beside the raw ones.

    `versions` are those of its edition, where they were read before.
    """
    area = area_figures(organisation, place, with_carried=True)
    return profile_of(organisation, area, language, is_smoothed=is_smoothed, versions=versions)


def profile_of(
    organisation: NamedOrganisation,
    area: AreaFigures,
    language: Language,
    *,
    is_smoothed: bool = False,
    versions: Sequence[BoundaryVersionRow] = (),
) -> Profile:
    """Put the profile of one area together from what was read of it."""
    place, figures, notes = area.place, area.figures, area.notes
    versions = versions or versions_of_edition(place.version.id)
    parents = _parents(place, versions)
    city_name = _city_name(organisation, parents)
    context = RowContext(language, city_name, place.version.level_name_plural)
    rows = profile_lines(organisation, place, figures, notes, context)
    if is_smoothed:
        rows |= smoothed_lines(rows, figures, place.unit.position, language)
    return Profile(
        place=place,
        city_name=city_name,
        on_map=_on_map((place, *parents), figures),
        population=_population(rows, language),
        frequency=_frequency(rows, figures, place.unit.position, context),
        key_figures=_key_figures(rows, figures, city_name),
        topics=_topics(rows, figures),
        surroundings=_surroundings(place, parents, versions, _LinkMaker(figures, language)),
        grounds=_grounds(place),
        notes=_notes(notes, rows.values(), language),
        breaks=_breaks(figures, language),
        inset=inset_of(organisation, place, parents),
        beside=tuple(_carried_row(each, place.unit.position, figures, language) for each in area.beside),
    )


def _carried_row(series: CarriedSeries, position: int, figures: EditionFigures, language: Language) -> CarriedRow:
    slug, definition = series.sheet.slug, series.sheet.definition
    breaks = figures.breaks.get(slug, ())
    told = carried_figures(series.readings(position), definition.unit_of_measure, language, breaks)
    return CarriedRow(slug, definition.short_name, told)


def _on_map(lineage: Sequence[UnitPlace], figures: EditionFigures) -> MapTarget | None:
    """Return the area that a map can show, the nearest first; None where not even the whole has figures."""
    there = (each for each in lineage if each.version.id in figures.on_map)
    return next((MapTarget(each, figures.on_map[each.version.id]) for each in there), None)


def _parents(place: UnitPlace, versions: Sequence[BoundaryVersionRow]) -> tuple[UnitPlace, ...]:
    """Return the parents of an area in its edition, the nearest first."""
    found: list[UnitPlace] = []
    wanted = place.unit.parent_id
    while wanted is not None:
        places = ((version, units.unit_by_id(version.id, wanted)) for version in versions)
        parent = next((UnitPlace(version, unit) for version, unit in places if unit is not None), None)
        if parent is None:
            break
        found.append(parent)
        wanted = parent.unit.parent_id
    return tuple(found)


def _children(place: UnitPlace, versions: Sequence[BoundaryVersionRow]) -> list[UnitPlace]:
    found = [
        UnitPlace(version, row)
        for version in versions
        if version.id != place.version.id
        for row in units.unit_rows(version.id)
        if row.parent_id == place.unit.unit_id
    ]
    return sorted(found, key=lambda each: (each.version.level_position, each.unit.name))


def _city_name(organisation: NamedOrganisation, parents: Sequence[UnitPlace]) -> str:
    """Name the whole that areas are compared with: the one area at the top, else the organisation."""
    if parents and parents[-1].version.unit_count == 1:
        return parents[-1].unit.name
    return organisation.name


def _notes(notes: Sequence[Note], rows: Iterable[ProfileRow], language: Language) -> tuple[str, ...]:
    """Return what has to be known of the whole area: footnotes, who lives there in homes, what happened, what hides."""
    told = (note_words(note, language) for note in notes if note.kind != EXCLUSION and note.indicator is None)
    hidden = hidden_sentence([row.reading.status for row in rows], language)
    return tuple(dict.fromkeys(filter(None, (*told, hidden))))


def _breaks(figures: EditionFigures, language: Language) -> tuple[ProfileBreak, ...]:
    """Return the breaks that lie inside the series of the profile, each reason once with the indicators it is of."""
    found: dict[Break, list[IndicatorSeries]] = {}
    for series in figures.series:
        first, last = (parse(series.releases[place].period) for place in (0, -1))
        for each in figures.breaks.get(series.sheet.slug, ()):
            if each.comparable != COMPARABLE and each.since < last and first < each.until:
                found.setdefault(each, []).append(series)
    return tuple(
        ProfileBreak(
            slugs=tuple(series.sheet.slug for series in told),
            names=", ".join(series.definition.short_name for series in told),
            between=_between(each, language),
            comparable_words=comparable_words(each.comparable, language),
            text=each.text,
            reference=each.reference,
            url=each.url,
        )
        for each, told in found.items()
    )


def _between(one: Break, language: Language) -> str:
    names = {"since": period_words(one.since, language), "until": period_words(one.until, language)}
    return _("between %(since)s and %(until)s") % names


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
    """Tell the headline per hundred, or by its place where nobody is counted.

    Its persons are those of the release, else of the indicator that counts them.
    """
    if figures.headline is None:
        return ""
    definition, row = figures.headline.definition, rows[figures.headline.sheet.slug]
    persons = persons_behind(row.reading.denominator, row.reading.numerator, row.reading.value)
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
    return frequency_sentence(told, context.language) or _place_told(row, context)


def _place_told(row: ProfileRow, context: RowContext) -> str:
    if row.is_share or row.facts.unit in PERSONS or row.reading.share_below is None:
        return ""
    name = f"{row.facts.short_name} {row.as_of}"
    return position_sentence((name, row.value), row.reading.share_below, context.areas, context.language)


def _counted(series: IndicatorSeries | None, reading: Reading, position: int) -> float | None:
    if series is None:
        return None
    counts = (each.value for each in series.readings(position) if each.period == reading.period)
    return next(counts, None)


def _key_figures(rows: dict[str, ProfileRow], figures: EditionFigures, city_name: str) -> tuple[KeyFigure, ...]:
    """Choose the cards: how many people, the position by index, then what else is a key figure here."""
    people = population_row(rows.values())
    first = [people.facts.slug] if people else []
    indices = [series.sheet.slug for series in figures.series if rows[series.sheet.slug].class_words]
    others = [series.sheet.slug for series in figures.series if series.sheet.is_key_figure]
    return tuple(_key_figure(rows[slug], city_name) for slug in dict.fromkeys([*first, *indices, *others]))


def _key_figure(row: ProfileRow, city_name: str) -> KeyFigure:
    note = f"{row.official}, {row.as_of}" if row.official else row.as_of
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
    place: UnitPlace, parents: Sequence[UnitPlace], versions: Sequence[BoundaryVersionRow], links: "_LinkMaker"
) -> Surroundings:
    around = [UnitPlace(place.version, row) for row in units.neighbours(place.unit)]
    headline = links.figures.headline
    newest = parse(headline.releases[-1].period) if headline else None
    return Surroundings(
        headline=headline.definition.short_name if headline else "",
        as_of=period_words(newest, links.language) if newest else "",
        parents=tuple(links(each) for each in reversed(parents)),
        neighbours=tuple(links(each) for each in sorted(around, key=lambda each: each.unit.name)),
        children=tuple(links(each) for each in _children(place, versions)),
    )


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
            # In the plural it names the level; in the singular “Kreis oder kreisfreie Stadt” would name the area.
            level_name=place.version.level_name_plural,
            key=place.unit.key,
            name=place.unit.name,
            value=value,
            status=status,
        )

    def _told(self, content: SliceContent | None, position: int) -> tuple[str, str]:
        if content is None or self.figures.headline is None:
            return "", ""
        reading = reading_of(content, position, has_share=False)
        unit = self.figures.headline.definition.unit_of_measure
        return (
            value_words(reading.value, reading.decimals, unit, self.language),
            status_words(reading.status, self.language),
        )
