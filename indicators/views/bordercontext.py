# SPDX-License-Identifier: EUPL-1.2
"""What the page and the files of proposed social areas tell about the borders between them."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Any

from django.utils.translation import gettext as _

from indicators.rendering import border_words, region_words
from indicators.rendering.border_words import Kind, Pairs
from indicators.selectors.groupfacts import GroupFacts
from indicators.selectors.socialareas import Regions
from indicators.views.groupcontext import AreaRow, page_address, sources_of
from indicators.views.groupfiles import FileColumn
from indicators.views.readership import audience_words
from sozialplanung.common.csvsafe import Cell


def pairs_of(regions: Regions) -> dict[Kind, Pairs]:
    """Return the pairs of areas with a border between them, by how firm it is."""
    if regions.borders is None:
        return {kind: [] for kind in border_words.KINDS}
    return border_words.by_kind(regions.found.regions, regions.borders)


def variants_of(facts: GroupFacts, regions: Regions) -> tuple[str, ...]:
    """Say in which variants borders were looked for."""
    if regions.borders is None:
        return ()
    return border_words.variants_words(regions.borders, len(facts.columns), facts.language)


def with_borders(context: dict[str, Any], facts: GroupFacts, regions: Regions) -> dict[str, Any]:
    """Add to what a result shows how firm its borders are, also in the table of areas."""
    pairs, language = pairs_of(regions), facts.language
    told = border_words.counted_words(pairs, language)
    if not told or regions.borders is None:
        return context
    weakest = border_words.by_area(regions.found.regions, regions.borders)
    names = facts.ground.area_names() if facts.ground else ()
    of_key = {name.key: float(weakest[place]) for place, name in enumerate(names)}
    return context | {
        "rows": [_bordered(row, of_key[row.key], facts) for row in context["rows"]],
        "borders": {
            "counted": told,
            "variants": variants_of(facts, regions),
            "legend": border_words.legend(pairs, language),
            "pairs": [
                {
                    "first": region_words.region_name(each.first, language),
                    "second": region_words.region_name(each.second, language),
                    "contacts": each.contacts,
                    "told": border_words.firmness_words(each.firmness, language),
                }
                for each in border_words.by_regions(regions.found.regions, regions.borders)
            ],
        },
    }


def _bordered(row: AreaRow, firmness: float, facts: GroupFacts) -> AreaRow:
    told = border_words.firmness_words(firmness, facts.language)
    return replace(row, border=told, border_sort=f"{firmness:.4f}" if told else "")


def border_columns(facts: GroupFacts, regions: Regions) -> list[FileColumn]:
    """Return for each area how firm the weakest of its borders is, in words and as a share."""
    if regions.borders is None:
        return []
    weakest = border_words.by_area(regions.found.regions, regions.borders).tolist()
    told: list[tuple[Cell, Cell]] = [
        (None, None)
        if isnan(firmness)
        else (border_words.kind_words(border_words.kind_of(firmness), facts.language), round(firmness, 3))
        for firmness in weakest
    ]
    words, shares = ([cells[place] for cells in told] for place in (0, 1))
    return [FileColumn(_("Weakest border"), words), FileColumn(_("Share of variants with it"), shares)]


def border_features(
    facts: GroupFacts, regions: Regions, lines: Sequence[dict[str, Any] | None]
) -> list[dict[str, Any]]:
    """Return a line feature for each kind of border that is there, and one around all regions."""
    counts = [len(pairs) for pairs in pairs_of(regions).values()]
    kinds = [
        {"border": kind, "words": border_words.kind_words(kind, facts.language), "pairs": count}
        for kind, count in zip(border_words.KINDS, counts, strict=True)
    ]
    properties = [*kinds, {"border": "edge", "words": _("around all regions"), "pairs": 0}]
    return [
        {"type": "Feature", "properties": told, "geometry": line}
        for told, line in zip(properties, lines, strict=True)
        if line is not None
    ]


def file_head(facts: GroupFacts) -> dict[str, Any]:
    """Return what every GeoJSON file of a proposal says of itself."""
    return {
        "type": "FeatureCollection",
        **({"version": words} if (words := audience_words(facts.organisation.audience)) else {}),
        "note": region_words.proposal_words(facts.language),
        "address": page_address(facts.organisation, facts.choice.fixed),
        "sources": [
            {"title": line.title, "attribution": line.attribution, "licence": line.licence, "url": line.licence_url}
            for line in sources_of(facts)
        ],
    }
