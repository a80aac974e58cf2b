# SPDX-License-Identifier: EUPL-1.2
"""The lines of a profile: one per indicator, with its remarks, its class in words, its chance and its firmness."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.rendering.profile_chance import row_with_chance, row_with_smoothed
from indicators.rendering.profile_firmness import firmness_sentence
from indicators.rendering.profile_numbers import Language, date_words
from indicators.rendering.profile_readings import Reading
from indicators.rendering.profile_rows import ProfileRow, Remarks, RowContext, profile_row, with_course
from indicators.selectors import published
from indicators.selectors.classwording import label_of
from indicators.selectors.profile_figures import EditionFigures, IndicatorSeries, facts_of, remarks_on
from indicators.selectors.publishedchanges import corrections_at
from indicators.selectors.series_chance import chance_of, smoothed_series
from indicators.selectors.sheets import Note, OrganisationRef, RecipeSheet
from indicators.selectors.spreads import has_spread
from indicators.selectors.stability import area_firmness
from spatial.selectors.rows import UnitPlace

INDEX: Final = "index"
Corrections = Mapping[tuple[str, str], datetime]


def profile_lines(
    organisation: OrganisationRef,
    place: UnitPlace,
    figures: EditionFigures,
    notes: Sequence[Note],
    context: RowContext,
) -> dict[str, ProfileRow]:
    """Return the line of each indicator of an area by the indicator's slug."""
    unit, found = place.unit, dict[str, ProfileRow]()
    corrected = corrections_at(organisation, boundary_version_id=place.version.id, position=unit.position)
    readings = {series.sheet.slug: series.readings(unit.position) for series in figures.series}
    recipes = _recipes(organisation, readings)
    for series in figures.series:
        slug = series.sheet.slug
        own = readings[slug]
        when = (own[-1].period, own[-2].period if len(own) > 1 else None)
        remarks = remarks_on(slug, when, unit.unit_id, notes, context.language)
        remarks = _with_classes(remarks, recipes.get(slug, ()), own[-1])
        remarks = _with_correction(remarks, corrected.get((slug, own[-1].period.code)), context.language)
        breaks = figures.breaks.get(slug, ())
        row = replace(profile_row(facts_of(series), own, breaks, remarks, context), has_spread=_has_spread(series))
        if series.carried:
            row = with_course(row, series.course(unit.position), breaks, context.language)
        found[slug] = row_with_chance(row, chance_of(series, breaks), unit.position, context.language)
    return found | _with_firmness(found, figures.series, unit.position, context.language)


def _has_spread(series: IndicatorSeries) -> bool:
    return has_spread(series.definition, series.releases[-1].content_hash, series.contents[-1])


def smoothed_lines(
    rows: Mapping[str, ProfileRow], figures: EditionFigures, position: int, language: Language
) -> dict[str, ProfileRow]:
    """Return the lines with smoothed values beside the raw ones."""
    return {
        series.sheet.slug: row_with_smoothed(rows[series.sheet.slug], smoothed_series(series), position, language)
        for series in figures.series
    }


def _recipes(
    organisation: OrganisationRef, readings: Mapping[str, Sequence[Reading]]
) -> dict[str, tuple[RecipeSheet, ...]]:
    """Return the recipes of the indices whose newest figure has a class, in one query."""
    classed = [slug for slug, own in readings.items() if own[-1].class_number]
    return published.recipes_of_all(organisation, classed) if classed else {}


def _with_classes(remarks: Remarks, recipes: Sequence[RecipeSheet], reading: Reading) -> Remarks:
    if not reading.class_number:
        return remarks
    words, official = class_words(recipes, reading)
    return replace(remarks, class_words=words, class_official=official)


def class_words(recipes: Sequence[RecipeSheet], reading: Reading) -> tuple[str, str]:
    """Return the respectful words for the class of an index, and its official name."""
    valid = [each for each in recipes if each.valid_from < reading.period.end]
    classes = valid[0].content.get("classes", []) if valid else []
    if not 1 <= reading.class_number <= len(classes):
        return reading.class_label, reading.class_label
    found = classes[reading.class_number - 1]
    words = label_of(valid[0], found)
    return words[:1].upper() + words[1:], str(found["official"])


def _with_correction(remarks: Remarks, at: datetime | None, language: Language) -> Remarks:
    if at is None:
        return remarks
    told = _("corrected on %(day)s") % {"day": date_words(timezone.localdate(at), language)}
    return replace(remarks, footnotes=(*remarks.footnotes, told))


def _with_firmness(
    rows: Mapping[str, ProfileRow], series: Sequence[IndicatorSeries], position: int, language: Language
) -> dict[str, ProfileRow]:
    """Return the lines of indices with what is known of their rank; nothing of an area without a figure."""
    newest = {
        each.sheet.slug: each.releases[-1]
        for each in series
        if each.sheet.kind == INDEX and rows[each.sheet.slug].reading.value is not None
    }
    told = area_firmness(newest.values(), position) if newest else {}
    return {
        slug: replace(rows[slug], firmness=told[ref.id], firmness_words=firmness_sentence(told[ref.id], language))
        for slug, ref in newest.items()
        if ref.id in told
    }
