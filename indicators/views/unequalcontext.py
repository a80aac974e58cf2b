# SPDX-License-Identifier: EUPL-1.2
"""What the page of inequality shows, and the addresses of its choices."""

from dataclasses import dataclass
from math import isnan
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from indicators.rendering import unequal_meaning, unequal_words
from indicators.rendering.profile_numbers import Language, number, period_words
from indicators.rendering.slice_trends import years_of
from indicators.rendering.unequal_figures import PartedReason
from indicators.rendering.unequal_words import UnequalWords, written
from indicators.selectors.area_unequal import AreaUnequal, UnequalPoint
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.sheets import ReleaseRef
from indicators.views.sourcelines import source_lines
from sozialplanung.common.periods import parse

Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is asked for, and what was found."""

    publisher: NamedOrganisation
    unequal: AreaUnequal
    language: Language

    @property
    def form(self) -> UnequalWords:
        """What the words need."""
        definition, point = self.unequal.definition, self.unequal.shown
        return UnequalWords(
            language=self.language,
            areas=point.version.level_name_plural,
            unit=definition.unit_of_measure,
            decimals=point.content.decimals,
            group=definition.numerator_text,
            persons=definition.denominator_text,
            weights=self.unequal.weights,
        )

    def address(self, **changes: str) -> str:
        """Return the address with some choices changed; an empty one leaves the choice to the page."""
        ref = self.unequal.choice.ref
        now = {"ebene": ref.level, "stand": ref.period, "gebietsstand": ref.edition}
        return f"?{urlencode({name: value for name, value in (now | changes).items() if value})}"


def unequal_context(shown: Shown) -> dict[str, Any]:
    """Return everything that the template reads."""
    unequal, publisher = shown.unequal, shown.publisher
    point, sheet = unequal.shown, unequal.choice.sheet
    sheet_url = reverse("indicators:indicator", args=[publisher.slug, sheet.slug])
    file = reverse("indicators:unequal_csv", args=[publisher.slug, sheet.slug])
    common = {
        "organisation": publisher,
        "section": "indicators",
        "definition": unequal.definition,
        "version": point.version,
        "as_of": period_words(point.period, shown.language),
        "crumbs": [
            {"label": _("Indicators"), "url": reverse("indicators:catalogue", args=[publisher.slug])},
            {"label": unequal.definition.short_name, "url": sheet_url},
            {"label": _("Inequality and segregation"), "url": ""},
        ],
        "choices": _choices(shown),
        "meaning": unequal_meaning.meaning_words(shown.language),
        "left_out": unequal_words.left_out_words(point.figures, shown.form),
        "guessed": unequal_words.guessed_words(point.figures, shown.form),
        "rows": _rows(shown),
        "has_apart": any(not isnan(each.figures.parted.dissimilarity) for each in unequal.points),
        "sources": source_lines([unequal.definition]),
        "sheet_url": sheet_url,
        "spread_url": f"{reverse('indicators:spread', args=[publisher.slug, sheet.slug])}{shown.address()}",
        "map_url": f"{reverse('indicators:map', args=[publisher.slug])}{shown.address(indikator=sheet.slug)}",
        "downloads": [{"label": _("Figures of this page"), "url": f"{file}{shown.address()}", "format": "CSV"}],
    }
    if not point.figures.is_there:
        return common | {"reason": unequal_meaning.reason_words(point.figures.reason, shown.language)}
    return common | _figures(shown) | _courses(shown)


def _figures(shown: Shown) -> dict[str, Any]:
    unequal, form = shown.unequal, shown.form
    figures = unequal.shown.figures
    levels = [each.level_name_plural for each in unequal.shown.levels]
    return {
        "sentence": unequal_words.unequal_sentence(figures, form),
        "cards": _cards(shown),
        "inequality": (
            *unequal_words.gini_words(figures, form),
            *unequal_words.between_words(levels, figures, form),
        ),
        "segregation": (*unequal_words.parted_words(figures.parted, form), *_several(shown)),
        "has_segregation": figures.parted.reason is PartedReason.OK,
        "changed": _changed(shown),
    }


def _several(shown: Shown) -> tuple[str, ...]:
    several = shown.unequal.several
    return (unequal_words.several_words(*several, shown.form),) if several else ()


def _cards(shown: Shown) -> list[dict[str, str]]:
    """Return the measures as cards; those that are not there have none."""
    figures, language = shown.unequal.shown.figures, shown.language
    told = (
        (_("Gini"), figures.gini, _("0: all areas alike")),
        (_("Theil"), figures.theil, _("0: all areas alike")),
        (_("Dissimilarity"), figures.parted.dissimilarity, _("0: evenly spread, 1: wholly apart")),
        (_("Dissimilarity beyond chance"), figures.parted.beyond, _("0: as chance alone would deal out")),
    )
    return [
        {"label": label, "value": written(value, language), "note": note}
        for label, value, note in told
        if not isnan(value)
    ]


def _changed(shown: Shown) -> str:
    unequal = shown.unequal
    if unequal.since is None or unequal.common is None:
        return ""
    since = period_words(unequal.since.period, shown.language)
    return unequal_words.common_words(unequal.common, since, shown.form, is_limited=unequal.is_limited)


def _courses(shown: Shown) -> dict[str, Any]:
    """Return the small charts: lines end where figures may not be compared."""
    points = shown.unequal.points
    drawn = [
        (_("Gini"), [point.figures.gini for point in points]),
        (_("Dissimilarity"), [point.figures.parted.dissimilarity for point in points]),
    ]
    return {"courses": [_course(shown, name, values) for name, values in drawn if _count(values) > 1]}


def _count(values: list[float]) -> int:
    return sum(not isnan(value) for value in values)


def _course(shown: Shown, name: str, values: list[float]) -> dict[str, Any]:
    points, language = shown.unequal.points, shown.language
    told = [
        (
            period_words(point.period, language),
            value,
            unequal_words.break_words(point.break_before, "", language) if point.is_apart else "",
        )
        for point, value in zip(points, values, strict=True)
    ]
    return {
        "name": name,
        "values": [None if isnan(value) else value for value in values],
        "times": years_of([point.period for point in points]).tolist(),
        "breaks": [place for place, point in enumerate(points) if place and point.is_apart],
        "label": unequal_words.course_label(name, told, language),
        "span": f"{period_words(points[0].period, language)} – {period_words(points[-1].period, language)}",
    }


def _rows(shown: Shown) -> list[dict[str, Any]]:
    """Return the periods; where none of them has a figure there is nothing to tell of each."""
    if not any(point.figures.is_there for point in shown.unequal.points):
        return []
    return [_row(shown, point) for point in shown.unequal.points]


def _row(shown: Shown, point: UnequalPoint) -> dict[str, Any]:
    figures, language = point.figures, shown.language
    between = next(
        (
            (level.level_name_plural, share)
            for level, share in zip(point.levels, figures.between, strict=True)
            if share is not None
        ),
        None,
    )
    return {
        "as_of": period_words(point.period, language),
        "url": shown.address(stand=point.ref.period, gebietsstand=point.ref.edition),
        "is_shown": point is shown.unequal.shown,
        "edition": point.version.name,
        "break": unequal_words.break_words(point.break_before, point.break_text, language),
        "is_apart": point.is_apart,
        "shown": number(figures.shown, 0, language),
        "left_out": number(figures.left_out, 0, language),
        "gini": written(figures.gini, language),
        "theil": written(figures.theil, language),
        "between": f"{unequal_words.of_hundred(between[1], language)} ({between[0]})" if between else "",
        "dissimilarity": written(figures.parted.dissimilarity, language),
        "by_chance": written(figures.parted.by_chance, language),
        "entropy": written(figures.parted.entropy, language),
        "reason": "" if figures.is_there else unequal_meaning.reason_words(figures.reason, language),
    }


def _choices(shown: Shown) -> list[dict[str, Any]]:
    """Return level and date as lines of links; a single way is no choice."""
    choice = shown.unequal.choice
    levels: dict[str, ReleaseRef] = {}
    for ref in sorted(choice.releases, key=lambda each: each.level_position):
        levels.setdefault(ref.level, ref)
    lines: list[tuple[str, list[Link]]] = [
        (_("Level"), [_level(shown, ref) for ref in levels.values()]),
        (_("As of"), [_period(shown, point.ref) for point in shown.unequal.points]),
    ]
    return [{"label": label, "items": items} for label, items in lines if len(items) > 1]


def _level(shown: Shown, ref: ReleaseRef) -> Link:
    is_current = ref.level == shown.unequal.choice.ref.level
    url = shown.address() if is_current else shown.address(ebene=ref.level, stand="", gebietsstand="")
    return {"label": shown.unequal.level_names.get(ref.level, ref.level), "url": url, "is_current": is_current}


def _period(shown: Shown, ref: ReleaseRef) -> Link:
    return {
        "label": period_words(parse(ref.period), shown.language),
        "url": shown.address(stand=ref.period, gebietsstand=ref.edition),
        "is_current": ref.id == shown.unequal.choice.ref.id,
    }
