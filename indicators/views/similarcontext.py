# SPDX-License-Identifier: EUPL-1.2
"""What the page of similar areas shows, and the addresses of its choices."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.rendering import similar_words
from indicators.rendering.profile_numbers import Language, period_words
from indicators.selectors.area_similar import COUNTS, USUAL_COUNT, AreaSimilar, Offer, SimilarWish, similar_map
from indicators.selectors.profile import NamedOrganisation
from indicators.stats.similar import SimilarAreas
from indicators.views.sourcelines import source_lines
from sozialplanung.common.periods import parse
from spatial.selectors.levels import versions_of_edition
from spatial.selectors.rows import UnitRow
from spatial.selectors.units import unit_by_id, unit_rows

Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is asked for, and what was found."""

    publisher: NamedOrganisation
    similar: AreaSimilar
    wish: SimilarWish
    language: Language

    @property
    def profile_url(self) -> str:
        """The profile of the area."""
        version, unit = self.similar.place.version, self.similar.place.unit
        return reverse("indicators:area", args=[self.publisher.slug, version.edition, version.level, unit.key])

    def address(self, **changes: str) -> str:
        """Return the address with some choices changed; an empty one leaves the choice to the page."""
        now = {
            "indikatoren": ",".join(self.wish.slugs),
            "stand": self.wish.period,
            "anzahl": "" if self.wish.count == USUAL_COUNT else str(self.wish.count),
        }
        return f"?{urlencode({name: value for name, value in (now | changes).items() if value}, safe=',')}"


def similar_context(shown: Shown) -> dict[str, Any]:
    """Return everything that the template reads."""
    similar = shown.similar
    version, unit = similar.place.version, similar.place.unit
    common = {
        "organisation": shown.publisher,
        "section": "areas",
        "unit": unit,
        "version": version,
        "as_of": period_words(parse(similar.period), shown.language) if similar.period else "",
        "crumbs": [
            {"label": _("Areas"), "url": reverse("indicators:areas", args=[shown.publisher.slug])},
            {"label": unit.name, "url": shown.profile_url},
            {"label": _("Similar areas"), "url": ""},
        ],
        "choices": _choices(shown),
        "topics": _topics(similar.offers),
        "kept": {"stand": shown.wish.period, "anzahl": str(shown.wish.count)},
        "lacking": ", ".join(sheet.definition.short_name for sheet in similar.lacking),
        "is_own_choice": bool(shown.wish.slugs),
        "described": ", ".join(offer.definition.short_name for offer in similar.described),
        "is_nothing_else": not shown.wish.slugs and bool(similar.chosen) and similar.described == similar.chosen,
        "usual_url": shown.address(indikatoren=""),
        "profile_url": shown.profile_url,
        "meaning": similar_words.meaning_words(shown.language),
    }
    if similar.problem or similar.found is None:
        problem = similar.problem or "nothing_published"
        return common | {"reason": similar_words.problem_words(problem, shown.language)}
    return common | _found(shown, similar.found)


def _found(shown: Shown, found: SimilarAreas) -> dict[str, Any]:
    similar, language = shown.similar, shown.language
    version, own = similar.place.version, similar.place.unit
    units = unit_rows(version.id)
    names = [units[position].name for position in found.positions.tolist()]
    constant = [similar.columns[place].name for place in found.constant]
    told = similar_words.similar_rows(found, similar.columns, own.position, language)
    above = _parents(shown)
    measured = len(similar.columns) - len(constant)
    areas = version.level_name_plural
    return {
        "is_similar": similar_words.is_any_similar(found),
        "sentence": similar_words.similar_sentence(names, found, measured, areas, language),
        "columns": similar.columns,
        "own_cells": similar_words.own_cells(similar.columns, own.position, language),
        "own_parent": above.get(own.unit_id, ""),
        "rows": [_row(shown, units[row.position], row, above) for row in told],
        "left_out": similar_words.left_out_words(similar.left_out, areas, language),
        "constant": similar_words.constant_words(constant, language),
        "map": similar_map(shown.publisher, similar),
        "names": ", ".join(names),
        "sources": source_lines(offer.definition for offer in similar.chosen),
        "downloads": [{"label": _("Figures of this page"), "url": _file_url(shown), "format": "CSV"}],
    }


def _row(shown: Shown, unit: UnitRow, row: similar_words.SimilarRow, above: dict[int, str]) -> dict[str, Any]:
    version = shown.similar.place.version
    listed = reverse("indicators:areas", args=[shown.publisher.slug])
    url = f"{listed}{version.edition}/{version.level}/{quote(unit.key)}/"
    return {"unit": unit, "url": url, "parent": above.get(unit.unit_id, ""), "told": row}


def _parents(shown: Shown) -> dict[int, str]:
    """Return by area the name of what it belongs to; of a level below the whole there is nothing to tell."""
    version = shown.similar.place.version
    coarser = [each for each in versions_of_edition(version.id) if each.level_position < version.level_position]
    found: dict[int, str] = {}
    for unit in unit_rows(version.id):
        parents = (unit_by_id(each.id, unit.parent_id) for each in coarser if unit.parent_id is not None)
        parent = next((each for each in parents if each is not None), None)
        if parent is not None:
            found[unit.unit_id] = parent.name
    return found if len(set(found.values())) > 1 else {}


def _choices(shown: Shown) -> list[dict[str, Any]]:
    similar = shown.similar
    periods = [
        {
            "label": period_words(parse(code), shown.language),
            "url": shown.address(stand=code),
            "is_current": code == similar.period,
        }
        for code in similar.periods
    ]
    counts = [
        {"label": str(each), "url": shown.address(anzahl=str(each)), "is_current": each == shown.wish.count}
        for each in COUNTS
    ]
    lines: list[tuple[str, list[Link]]] = [(_("As of"), periods)]
    if similar.found is not None and similar.found.positions.size >= COUNTS[0]:
        lines.append((_("Areas shown"), counts))
    return [{"label": label, "items": items} for label, items in lines if len(items) > 1]


def _topics(offers: tuple[Offer, ...]) -> list[dict[str, Any]]:
    grouped: dict[str, list[Offer]] = {}
    for offer in offers:
        grouped.setdefault(offer.sheet.topic_name, []).append(offer)
    return [{"name": name, "offers": found} for name, found in grouped.items()]


def _file_url(shown: Shown) -> str:
    version, unit = shown.similar.place.version, shown.similar.place.unit
    file = reverse("indicators:similar_csv", args=[shown.publisher.slug, version.edition, version.level, unit.key])
    return f"{file}{shown.address(stand=shown.similar.period)}"
