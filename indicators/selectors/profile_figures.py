# SPDX-License-Identifier: EUPL-1.2
"""Released figures of one area: every series of its boundary version, and the newest headline of its relatives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.rendering.profile_charts import Break
from indicators.rendering.profile_numbers import Language
from indicators.rendering.profile_readings import Reading, reading_of
from indicators.rendering.profile_rows import IndicatorFacts, Remarks
from indicators.rendering.remarks import EXCLUSION, concerns, note_words
from indicators.rendering.sentences import PLACEHOLDER
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.conversions import conversions_of
from indicators.selectors.profile_slices import company_in, slice_contents
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, Note, OrganisationRef, ReleaseRef
from sozialplanung.common.periods import Period, parse
from spatial.selectors.rows import UnitPlace


@dataclass(frozen=True, slots=True)
class CarriedSlice:
    """One slice that was carried from other boundaries."""

    ref: ReleaseRef
    content: SliceContent


@dataclass(frozen=True, slots=True)
class CarriedSeries:
    """An indicator of which nothing was delivered for a boundary version: what was carried to it, in order of time."""

    sheet: IndicatorSheet
    slices: tuple[CarriedSlice, ...]

    def readings(self, position: int) -> tuple[Reading, ...]:
        """Read one area, in the order of time."""
        return carried_readings(self.slices, position)


def carried_readings(slices: Iterable[CarriedSlice], position: int) -> tuple[Reading, ...]:
    """Read one area out of carried slices, each with the boundaries that it was counted on."""
    return tuple(
        replace(reading_of(each.content, position, has_share=False), origin=each.ref.origin) for each in slices
    )


@dataclass(frozen=True, slots=True)
class IndicatorSeries:
    """One indicator at one boundary version: its releases in the order of time, decoded.

    `carried` is what was counted on other boundaries, read only where somebody asks for it: it is drawn and told with
    its mark, and no figure of the series.
    """

    sheet: IndicatorSheet
    releases: tuple[ReleaseRef, ...]
    contents: tuple[SliceContent, ...]
    carried: tuple[CarriedSlice, ...] = ()

    @property
    def definition(self) -> DefinitionSheet:
        """The definition of the newest figure."""
        wanted = self.releases[-1].definition_id
        return next((each for each in self.sheet.definitions if each.id == wanted), self.sheet.definition)

    def readings(self, position: int) -> tuple[Reading, ...]:
        """Read one area, in the order of time."""
        earlier = (reading_of(content, position, has_share=False) for content in self.contents[:-1])
        newest = self.contents[-1]
        company = company_in(self.releases[-1].content_hash, newest)
        return (*earlier, reading_of(newest, position, company=company))

    def course(self, position: int) -> tuple[Reading, ...]:
        """Read one area in the order of time, with what was carried to it."""
        return tuple(
            sorted(
                (*self.readings(position), *carried_readings(self.carried, position)),
                key=lambda reading: reading.period.end,
            )
        )

    def until_newest(self) -> tuple[SliceContent, ...]:
        """Return all slices up to the newest release in the order of time, carried ones with them."""
        newest = self.releases[-1]
        before = [(each.ref, each.content) for each in self.carried if each.ref.period_end < newest.period_end]
        dated = [*before, *zip(self.releases, self.contents, strict=True)]
        return tuple(content for _, content in sorted(dated, key=lambda each: each[0].period_end))


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """What is released in one edition: full series at one boundary version, the headline elsewhere.

    `on_map` names the indicator that a map of a boundary version opens with; where nothing is released there is none.
    """

    series: tuple[IndicatorSeries, ...]
    headline: IndicatorSeries | None
    headline_elsewhere: dict[int, SliceContent]
    on_map: dict[int, str]
    breaks: dict[str, tuple[Break, ...]]
    sheets: tuple[IndicatorSheet, ...] = ()

    def series_of(self, slug: str) -> IndicatorSeries | None:
        """Return the series of one indicator, None when it has no figure here."""
        return next((each for each in self.series if each.sheet.slug == slug), None)

    def headline_at(self, boundary_version_id: int) -> SliceContent | None:
        """Return the headline's slice of the shown period at a boundary version of the edition."""
        if self.headline and self.headline.releases[-1].boundary_version_id == boundary_version_id:
            return self.headline.contents[-1]
        return self.headline_elsewhere.get(boundary_version_id)


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """What is read of one area before anything is said of it: the figures of its edition, and what is noted of it.

    `beside` are indicators of which nothing was delivered for its boundaries but something was carried there.
    """

    place: UnitPlace
    figures: EditionFigures
    notes: tuple[Note, ...]
    beside: tuple[CarriedSeries, ...] = ()


def area_figures(organisation: OrganisationRef, place: UnitPlace, *, with_carried: bool = False) -> AreaFigures:
    """Read all that is said of one area, once for whoever says it in several ways.

    With what was carried from other boundaries only for who asks for it and tells it apart.
    """
    figures = edition_figures(organisation, place.version.edition, place.version.id)
    area = AreaFigures(place, figures, published.annotations_of(organisation, unit_id=place.unit.unit_id))
    if not with_carried:
        return area
    refs = conversions_of(organisation, edition=place.version.edition, level=place.version.level)
    return _with_carried(area, _by_indicator(refs))


def _with_carried(area: AreaFigures, carried: Mapping[str, tuple[CarriedSlice, ...]]) -> AreaFigures:
    figures = area.figures
    series = tuple(replace(each, carried=carried.get(each.sheet.slug, ())) for each in figures.series)
    delivered = {each.sheet.slug for each in series}
    beside = tuple(
        CarriedSeries(sheet, carried[sheet.slug])
        for sheet in figures.sheets
        if sheet.slug in carried and sheet.slug not in delivered
    )
    return replace(area, figures=replace(figures, series=series), beside=beside)


def _by_indicator(refs: Sequence[ReleaseRef]) -> dict[str, tuple[CarriedSlice, ...]]:
    contents = slice_contents(refs)
    found: dict[str, tuple[CarriedSlice, ...]] = {}
    for ref in refs:
        # What was withdrawn since they were listed is not there.
        if ref.id in contents:
            found[ref.indicator] = (*found.get(ref.indicator, ()), CarriedSlice(ref, contents[ref.id]))
    return found


def edition_figures(organisation: OrganisationRef, edition: str, boundary_version_id: int) -> EditionFigures:
    """Read everything that profiles of one boundary version need, in four queries."""
    sheets = published.indicators_of(organisation)
    releases = published.releases_of(organisation, edition=edition)
    here = [ref for ref in releases if ref.boundary_version_id == boundary_version_id]
    headline = _headline(sheets, here)
    elsewhere = _newest_elsewhere(releases, headline, boundary_version_id)
    contents = slice_contents([*here, *elsewhere])
    series = tuple(each for sheet in sheets if (each := _series(sheet, here, contents)) is not None)
    return EditionFigures(
        series,
        next((each for each in series if headline and each.sheet.slug == headline.slug), None),
        {ref.boundary_version_id: contents[ref.id] for ref in elsewhere},
        _on_map(sheets, releases),
        breaks_by_indicator(organisation),
        sheets,
    )


def _series(
    sheet: IndicatorSheet, here: Iterable[ReleaseRef], contents: dict[int, SliceContent]
) -> IndicatorSeries | None:
    own = tuple(ref for ref in here if ref.indicator == sheet.slug)
    return IndicatorSeries(sheet, own, tuple(contents[ref.id] for ref in own)) if own else None


def _headline(sheets: Sequence[IndicatorSheet], here: Sequence[ReleaseRef]) -> IndicatorSheet | None:
    """Choose the indicator that stands for an area in lists: a key figure told per hundred, else any key figure."""
    slugs = {ref.indicator for ref in here}
    there = [sheet for sheet in sheets if sheet.slug in slugs]
    told = (sheet for sheet in there if sheet.is_key_figure and PLACEHOLDER in sheet.definition.sentence_noun)
    return next(told, next((sheet for sheet in there if sheet.is_key_figure), next(iter(there), None)))


def _on_map(sheets: Sequence[IndicatorSheet], releases: Iterable[ReleaseRef]) -> dict[int, str]:
    by_version: dict[int, list[ReleaseRef]] = {}
    for ref in releases:
        by_version.setdefault(ref.boundary_version_id, []).append(ref)
    chosen = ((version, _headline(sheets, refs)) for version, refs in by_version.items())
    return {version: sheet.slug for version, sheet in chosen if sheet is not None}


def _newest_elsewhere(
    releases: Iterable[ReleaseRef], headline: IndicatorSheet | None, boundary_version_id: int
) -> tuple[ReleaseRef, ...]:
    """Return the headline's slices of the other levels that speak of the same period as the newest one here."""
    own = [ref for ref in releases if headline and ref.indicator == headline.slug]
    periods = [ref.period for ref in own if ref.boundary_version_id == boundary_version_id]
    return tuple(ref for ref in own if ref.boundary_version_id != boundary_version_id and ref.period == periods[-1])


def facts_of(series: IndicatorSeries) -> IndicatorFacts:
    """Return what the lines of a profile know of an indicator."""
    definition = series.definition
    return IndicatorFacts(
        slug=series.sheet.slug,
        name=definition.name,
        short_name=definition.short_name,
        subtitle=definition.subtitle,
        kind=series.sheet.kind,
        unit=definition.unit_of_measure,
        basis=definition.basis,
        comparability=definition.comparability,
        source=definition.source.credit,
        licence=definition.source.licence_name,
        licence_url=definition.source.licence_url,
        palette=definition.palette,
        direction=definition.judged_direction,
    )


def breaks_by_indicator(organisation: OrganisationRef) -> dict[str, tuple[Break, ...]]:
    """Return all breaks of series by the indicator's slug."""
    found: dict[str, list[Break]] = {}
    for note in published.breaks_of(organisation):
        between = (parse(note.from_period), parse(note.to_period))
        one = Break(*between, note.comparable, note.text, note.reference, note.url)
        found.setdefault(note.indicator, []).append(one)
    return {slug: tuple(breaks) for slug, breaks in found.items()}


def remarks_on(
    slug: str, when: tuple[Period, Period | None], unit_id: int, notes: Iterable[Note], language: Language
) -> Remarks:
    """Return the reason of an exclusion and what else stands beside one indicator of one area.

    `when` is the period of the figure and the one before it in its series.
    """
    fitting = [
        note
        for note in notes
        if note.indicator in {slug, None} and note.unit_id in {unit_id, None} and concerns(note, *when)
    ]
    reasons = [note.text for note in fitting if note.kind == EXCLUSION and note.unit_id == unit_id]
    footnotes = [note_words(note, language) for note in fitting if note.kind != EXCLUSION and note.indicator == slug]
    return Remarks(exclusion=reasons[0] if reasons else "", footnotes=tuple(dict.fromkeys(footnotes)))
