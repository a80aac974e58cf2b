# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of published indicators by topic, and the sheet of one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators import formulas
from indicators.rendering.profile_numbers import Language, date_words, period_words
from indicators.rendering.recipe_sheet import SheetWords, sheet_words
from indicators.rendering.remarks import note_words
from indicators.selectors import published
from indicators.selectors.area_unequal import may_be_unequal
from indicators.selectors.classwording import label_of
from indicators.selectors.completeness import Completeness, completeness
from indicators.selectors.layerlines import LayerLine, layer_lines
from indicators.selectors.mapchoice import best
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.search import holds
from indicators.selectors.sheets import (
    BreakNote,
    DefinitionSheet,
    IndicatorSheet,
    Note,
    OrganisationRef,
    RecipeSheet,
    ReleaseRef,
)
from indicators.selectors.spreads import has_spread, may_have_spread
from indicators.selectors.stability import Firmness, firmness
from indicators.stats.composite.reading import recipe_from_content
from sozialplanung.common.periods import parse
from spatial.selectors.levels import boundary_versions_of, levels_of


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One indicator in the list: its newest definition, for which levels and times it is published."""

    sheet: IndicatorSheet
    definition: DefinitionSheet
    levels: tuple[str, ...]
    years: str
    newest: str


@dataclass(frozen=True, slots=True)
class CatalogueTopic:
    """The indicators of one topic."""

    slug: str
    name: str
    entries: tuple[CatalogueEntry, ...]


@dataclass(frozen=True, slots=True)
class BreakLine:
    """One break of the series, in words; `comparable` as in the catalogue: yes, limited, no."""

    since: str
    until: str
    comparable: str
    text: str
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class RecipeVersion:
    """A recipe in words and the first day whose figures follow it."""

    valid_from: str
    version: int
    words: SheetWords


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """One of several definitions; the first day of the oldest one is empty: it holds for all that came before."""

    definition: DefinitionSheet
    valid_from: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Everything that the sheet of one indicator shows.

    `has_spread`: its page of spread has something to say; `has_unequal`: measures of inequality can be made of it.
    """

    sheet: IndicatorSheet
    definition: DefinitionSheet
    entry: CatalogueEntry
    versions: tuple[DefinitionVersion, ...]
    denominator: str
    formula_words: str
    breaks: tuple[BreakLine, ...]
    notes: tuple[str, ...]
    recipes: tuple[RecipeVersion, ...]
    firmness: Firmness | None
    completeness: Completeness
    related: tuple[IndicatorSheet, ...]
    has_spread: bool
    has_unequal: bool
    layers: tuple[LayerLine, ...] = ()

    @property
    def is_within_reach(self) -> bool:
        """Whether it tells who lives within reach of places."""
        return any(function == "reached" for line in self.layers for function, _said in line.around)


def catalogue(organisation: OrganisationRef, language: Language, text: str = "") -> tuple[CatalogueTopic, ...]:
    """Return all published indicators, or those that hold every word of a text, topic by topic."""
    releases = _by_indicator(published.releases_of(organisation))
    names = _level_names(organisation)
    grouped: dict[tuple[str, str], list[CatalogueEntry]] = {}
    for sheet in published.indicators_of(organisation):
        if not holds(sheet, text):
            continue
        entry = _entry(sheet, releases.get(sheet.slug, []), names, language)
        grouped.setdefault((sheet.topic, sheet.topic_name), []).append(entry)
    return tuple(CatalogueTopic(slug, name, tuple(entries)) for (slug, name), entries in grouped.items())


def indicator_page(organisation: OrganisationRef, slug: str, language: Language) -> IndicatorPage | None:
    """Return the sheet of one indicator; None when none of this name is published."""
    sheets = published.indicators_of(organisation)
    sheet = next((each for each in sheets if each.slug == slug), None)
    if sheet is None:
        return None
    releases = published.releases_of(organisation, indicator=slug)
    names = {each.slug: each.definition.short_name for each in sheets}
    recipes = published.recipes_of(organisation, slug) if sheet.kind == "index" else ()
    lines = layer_lines(organisation, sheet, sheets, _newest(releases), language)
    return IndicatorPage(
        sheet=sheet,
        definition=sheet.definition,
        entry=_entry(sheet, releases, _level_names(organisation), language),
        versions=_versions(sheet, language),
        denominator=names.get(sheet.definition.denominator_indicator or "", ""),
        formula_words=_formula_words(sheet, sheets, lines, language),
        breaks=_breaks(published.breaks_of(organisation, slug), language),
        notes=_general_notes(published.annotations_of(organisation, indicator=slug), language),
        recipes=tuple(_recipe(each, names, language) for each in recipes),
        firmness=firmness(organisation, slug, language) if sheet.kind == "index" else None,
        completeness=completeness(releases, boundary_versions_of(organisation), language),
        related=_related(sheet, sheets, recipes),
        has_spread=_has_spread(sheet, releases),
        has_unequal=may_be_unequal(sheet, sheet.definition),
        layers=lines,
    )


def _newest(releases: Sequence[ReleaseRef]) -> str:
    newest = max(releases, key=lambda ref: (ref.period_end, ref.period_start), default=None)
    return newest.period if newest else ""


def _has_spread(sheet: IndicatorSheet, releases: Sequence[ReleaseRef]) -> bool:
    """Say whether the page of spread has something to say of what it opens with."""
    if not releases or not may_have_spread(sheet.definition):
        return False
    ref = best(releases)
    definition = next((each for each in sheet.definitions if each.id == ref.definition_id), sheet.definition)
    content = slice_contents([ref]).get(ref.id)
    return content is not None and has_spread(definition, ref.content_hash, content)


def _formula_words(
    sheet: IndicatorSheet, sheets: Iterable[IndicatorSheet], lines: Iterable[LayerLine], language: Language
) -> str:
    """Say in a sentence how an indicator is computed; what is not published itself stands for itself."""
    if not sheet.definition.formula:
        return ""
    labels = {each.slug: each.definition.name for each in sheets}
    labels |= {formulas.layer_label(each.slug): each.name for each in lines}
    return formulas.explain(formulas.parse(sheet.definition.formula), labels, language=language)


def _versions(sheet: IndicatorSheet, language: Language) -> tuple[DefinitionVersion, ...]:
    """Return the definitions with their dates, the newest first; of a single one there is nothing to tell."""
    if len(sheet.definitions) == 1:
        return ()
    oldest = sheet.definitions[-1]
    return tuple(
        DefinitionVersion(
            each,
            "" if each is oldest else date_words(each.valid_from, language),
            date_words(each.valid_until, language) if each.valid_until else "",
        )
        for each in sheet.definitions
    )


def _by_indicator(releases: Iterable[ReleaseRef]) -> dict[str, list[ReleaseRef]]:
    grouped: dict[str, list[ReleaseRef]] = {}
    for ref in releases:
        grouped.setdefault(ref.indicator, []).append(ref)
    return grouped


def _level_names(organisation: OrganisationRef) -> dict[str, str]:
    return {row.slug: row.name_plural for row in levels_of(organisation)}


def _entry(
    sheet: IndicatorSheet, releases: Sequence[ReleaseRef], names: Mapping[str, str], language: Language
) -> CatalogueEntry:
    levels = dict.fromkeys(ref.level for ref in sorted(releases, key=lambda ref: ref.level_position))
    in_time = sorted(releases, key=lambda ref: (ref.period_end, ref.period_start))
    years = sorted({parse(ref.period).last_day.year for ref in in_time})
    return CatalogueEntry(
        sheet=sheet,
        definition=sheet.definition,
        levels=tuple(names.get(level, level) for level in levels),
        years="" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
        newest=period_words(parse(in_time[-1].period), language) if in_time else "",
    )


def _breaks(notes: Iterable[BreakNote], language: Language) -> tuple[BreakLine, ...]:
    return tuple(
        BreakLine(
            period_words(parse(note.from_period), language),
            period_words(parse(note.to_period), language),
            note.comparable,
            note.text,
            note.reference,
            note.url,
        )
        for note in notes
    )


def _general_notes(notes: Iterable[Note], language: Language) -> tuple[str, ...]:
    told = (note for note in notes if note.unit_id is None and note.indicator is not None)
    return tuple(dict.fromkeys(note_words(note, language) for note in told))


def _recipe(recipe: RecipeSheet, names: Mapping[str, str], language: Language) -> RecipeVersion:
    words = sheet_words(recipe_from_content(recipe.content), names, language)
    told = zip(words.classes, recipe.content.get("classes", []), strict=True)
    words = replace(words, classes=tuple(replace(own, label=label_of(recipe, each)) for own, each in told))
    return RecipeVersion(date_words(recipe.valid_from, language), recipe.version, words)


def _related(
    sheet: IndicatorSheet, sheets: Sequence[IndicatorSheet], recipes: Iterable[RecipeSheet]
) -> tuple[IndicatorSheet, ...]:
    """Name what an index is made of, the count behind a rate, and the rest of the topic."""
    parts = {part.indicator for each in recipes for part in recipe_from_content(each.content).index.leaves()}
    if sheet.definition.denominator_indicator:
        parts.add(sheet.definition.denominator_indicator)
    return tuple(
        each for each in sheets if each.slug != sheet.slug and (each.slug in parts or each.topic == sheet.topic)
    )
