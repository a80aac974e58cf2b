# SPDX-License-Identifier: EUPL-1.2
"""The facts of sentences, read from released slices: of series in force, or of those that an edition pins."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, Literal, Protocol, cast

from django.utils.translation import gettext, override

from indicators.rendering.profile_chance import SeriesChance
from indicators.rendering.profile_charts import Break
from indicators.rendering.profile_readings import Reading
from indicators.rendering.sentences import persons_behind
from indicators.rendering.slice_trends import TrendReason
from indicators.selectors import published
from indicators.selectors.profile_figures import (
    AreaFigures,
    EditionFigures,
    IndicatorSeries,
    area_figures,
    remarks_on,
)
from indicators.selectors.series_chance import chance_of
from indicators.selectors.sheets import DefinitionSheet, Note, OrganisationRef, RecipeSheet
from reports.rendering.sentences.facts import (
    Change,
    Course,
    Direction,
    FigureFacts,
    GroupOf,
    Interval,
    Measure,
    Point,
    Standing,
    Trend,
    Whole,
)
from reports.rendering.sentences.grammar import AreaName, Grammar, grammar_of
from reports.rendering.sentences.labels import LabelPack
from sozialplanung.common.fairwords import Words
from sozialplanung.common.periods import parse
from spatial.selectors import units
from spatial.selectors.rows import UnitPlace

RELATIVE: Final = "relative"
RATE_WITH_DENOMINATOR: Final = "rate_denominator"
_TRENDS: Final[Mapping[int, Trend]] = {1: "rising", -1: "falling", 0: "unclear"}


class NamedOrganisation(OrganisationRef, Protocol):
    """An organisation with the name that readers see."""

    @property
    def name(self) -> str:
        """The name."""


@dataclass(frozen=True, slots=True)
class SpokenArea:
    """An area as sentences name it: its place among all, what it is compared with (None: it is the whole itself).

    `areas` is the plural of its level.
    """

    area: AreaName
    whole: AreaName | None
    areas: str
    position: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class SpokenSeries:
    """A series of which the newest figure is told.

    `counted` is the series that counts the persons behind a rate; `notes` hold the reasons of exclusions; `pack` are
    the words for the classes of an index.
    """

    series: IndicatorSeries
    breaks: tuple[Break, ...] = ()
    counted: IndicatorSeries | None = None
    notes: tuple[Note, ...] = ()
    pack: LabelPack | None = None


def spoken_area(organisation: NamedOrganisation, place: UnitPlace, grammar: Grammar | None = None) -> SpokenArea:
    """Name an area and its whole: the one area at the top of its edition, else the organisation."""
    name, version = place.unit.name, place.version
    parents = units.lineage(place.unit)
    whole: AreaName | None = AreaName(organisation.name)
    if version.unit_count == 1:
        whole = None
    elif parents and parents[-1].version.unit_count == 1:
        top = parents[-1]
        whole = AreaName(top.unit.name, grammar_of("", top.unit.name))
    own = grammar or grammar_of(version.level_name if whole else "", name)
    return SpokenArea(AreaName(name, own), whole, version.level_name_plural, place.unit.position, place.unit.unit_id)


def area_facts(
    organisation: NamedOrganisation, place: UnitPlace, grammar: Grammar | None = None
) -> dict[str, FigureFacts]:
    """Return the facts of the newest figure in force of each indicator of an area, by its slug."""
    return facts_of_area(organisation, area_figures(organisation, place), grammar)


def facts_of_area(
    organisation: NamedOrganisation,
    area: AreaFigures,
    grammar: Grammar | None = None,
    *,
    slugs: Collection[str] | None = None,
) -> dict[str, FigureFacts]:
    """Return the facts of an area from what was read of it, by the slug of each indicator (None: of all)."""
    where, figures = spoken_area(organisation, area.place, grammar), area.figures
    wanted = [each for each in figures.series if slugs is None or each.sheet.slug in slugs]
    packs = _packs(organisation, wanted)
    spoken = (_spoken(series, figures, area.notes, packs) for series in wanted)
    return {each.series.sheet.slug: figure_facts(each, where) for each in spoken}


def releases_told(figures: EditionFigures, slug: str) -> frozenset[int]:
    """Return the releases that the newest figure of an indicator is told from.

    These are its own, that of the period since which it changed (figure and change tell the earlier figure), and the
    one that counts the persons behind it.
    """
    series = figures.series_of(slug)
    if series is None:
        return frozenset()
    newest = series.releases[-1]
    told = {ref.id for ref in series.releases if ref.period in {newest.period, series.contents[-1].change.since}}
    denominator = series.definition.denominator_indicator
    counted = figures.series_of(denominator) if denominator else None
    if counted is not None:
        told |= {ref.id for ref in counted.releases if ref.period == newest.period}
    return frozenset(told)


def _spoken(
    series: IndicatorSeries, figures: EditionFigures, notes: tuple[Note, ...], packs: Mapping[str, LabelPack]
) -> SpokenSeries:
    slug, denominator = series.sheet.slug, series.definition.denominator_indicator
    counted = figures.series_of(denominator) if denominator else None
    return SpokenSeries(series, figures.breaks.get(slug, ()), counted, notes, packs.get(slug))


def _packs(organisation: OrganisationRef, series: Iterable[IndicatorSeries]) -> dict[str, LabelPack]:
    """Return the words for the classes of all indices, by the recipe that holds for the newest figure."""
    newest = {each.sheet.slug: each.releases[-1] for each in series if each.contents[-1].class_labels}
    recipes = published.recipes_of_all(organisation, list(newest)) if newest else {}
    found: dict[str, LabelPack] = {}
    for slug, ref in newest.items():
        valid = [recipe for recipe in recipes.get(slug, ()) if recipe.valid_from < ref.period_end]
        if valid:
            found[slug] = pack_of(valid[0])
    return found


def pack_of(recipe: RecipeSheet) -> LabelPack:
    """Return what the classes are called: the municipality's words, else the recipe's, translated where ours."""
    if recipe.wording:
        return LabelPack(recipe.indicator, recipe.wording)
    words: dict[str, Words] = {}
    for each in recipe.content.get("classes", []):
        label = str(each["label"])
        with override("de"):
            german = gettext(label) if label else ""
        if german:
            words[str(each["code"])] = Words(german, label)
    return LabelPack(recipe.indicator, words)


def figure_facts(spoken: SpokenSeries, where: SpokenArea) -> FigureFacts:
    """Return the facts of the newest figure of a series for one area."""
    series = spoken.series
    readings = series.readings(where.position)
    newest, measure = readings[-1], measure_of(series.definition)
    when = (newest.period, readings[-2].period if len(readings) > 1 else None)
    remarks = remarks_on(series.sheet.slug, when, where.unit_id, spoken.notes, "de")
    if newest.value is None:
        return FigureFacts(measure, where.area, newest.period, newest.status, newest.flags, reason=remarks.exclusion)
    chance = chance_of(series, spoken.breaks)
    return FigureFacts(
        measure,
        where.area,
        newest.period,
        newest.status,
        newest.flags,
        value=newest.value,
        numerator=newest.numerator,
        denominator=newest.denominator,
        is_rounded=bool(series.contents[-1].rounding) or series.definition.basis == RATE_WITH_DENOMINATOR,
        persons=_persons(spoken, newest, where.position),
        interval=_interval(newest),
        whole=_whole(newest, where),
        comparison=_comparison(newest, measure, where),
        change=_change(newest, chance, where.position),
        standing=_standing(newest, where, series.contents[-1].size),
        course=_course(series, readings, chance, where.position),
        breaks=spoken.breaks,
        group=_group(newest, spoken.pack),
    )


def measure_of(definition: DefinitionSheet) -> Measure:
    """Return what a definition says about its figures."""
    return Measure(
        definition.short_name,
        definition.unit_of_measure,
        definition.decimals,
        definition.sentence_noun,
        cast("Direction", definition.direction),
        definition.is_demographic,
        # What looks back shares periods with its neighbours: it has no course either.
        definition.comparability == RELATIVE or definition.looks_back,
        definition.relevance_threshold,
    )


def _persons(spoken: SpokenSeries, newest: Reading, position: int) -> float | None:
    """Return how many persons stand behind a share: those of the release, else of the indicator that counts them."""
    persons = persons_behind(newest.denominator, newest.numerator, newest.value)
    if persons is not None or spoken.counted is None:
        return persons
    counts = (each.value for each in spoken.counted.readings(position) if each.period == newest.period)
    return next(counts, None)


def _interval(newest: Reading) -> Interval | None:
    if newest.lower is None or newest.upper is None:
        return None
    return Interval(newest.lower, newest.upper)


def _whole(newest: Reading, where: SpokenArea) -> Whole | None:
    if where.whole is None:
        return None
    origin: Literal["delivered", "computed"] = "computed" if newest.city.kind == "computed" else "delivered"
    return Whole(where.whole, newest.city.value, origin)


def _comparison(newest: Reading, measure: Measure, where: SpokenArea) -> int | None:
    """Return the code of the release; a count, and a figure whose whole has none, were not compared at all."""
    if where.whole is None or measure.is_count or newest.city.value is None:
        return None
    return newest.comparison


def _change(newest: Reading, chance: SeriesChance, position: int) -> Change | None:
    note = newest.change_note
    if newest.change is None or note.since is None:
        return None
    is_published = note.kind == "published"
    limits = chance.changes.interval(position) if chance.changes and not is_published else None
    interval = Interval(*limits) if limits else None
    return Change(newest.change, newest.change_decimals, parse(note.since), is_published, interval)


def _standing(newest: Reading, where: SpokenArea, total: int) -> Standing | None:
    if newest.share_below is None:
        return None
    return Standing(newest.share_below, newest.summary.n, where.areas, total)


def _course(series: IndicatorSeries, readings: Sequence[Reading], chance: SeriesChance, position: int) -> Course:
    """Return the periods that follow the definition of the newest one, with the trend where one was tested."""
    newest = series.releases[-1].definition_id
    alike = takewhile(
        lambda pair: pair[0].definition_id == newest, reversed([*zip(series.releases, readings, strict=True)])
    )
    points = tuple(Point(reading.period, reading.value) for _, reading in alike)[::-1]
    trends = chance.trends
    if int(trends.reason[position]) != TrendReason.OK or not trends.periods:
        return Course(points)
    return Course(points, _TRENDS[trends.direction(position)], trends.periods[0])


def _group(newest: Reading, pack: LabelPack | None) -> GroupOf | None:
    """Return the class of an index; the labels of a slice are the codes of its classes."""
    return GroupOf(newest.class_label, "", pack) if newest.class_label else None
