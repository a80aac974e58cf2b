# SPDX-License-Identifier: EUPL-1.2
"""What the page of a selection shows, and the addresses of its choices."""

from dataclasses import dataclass, replace
from math import isnan
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.forms.selectionquery import address_of, written_keys
from indicators.rendering.profile_numbers import Language, number, period_words, span_words, with_unit
from indicators.rendering.sentences import flag_words
from indicators.rendering.workbench.ownshapes import Union
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.selection import MOST_AREAS, Selection, SelectionWish
from indicators.selectors.selection_lines import SelectionLine
from indicators.stats.selections import Pooled
from indicators.views.selectionwords import refusal_words, rounding_words
from indicators.views.sourcelines import source_lines
from sozialplanung.common.periods import parse

Link = dict[str, Any]
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is asked for, and what was found; no selection where nothing is published."""

    publisher: NamedOrganisation
    selection: Selection | None
    wish: SelectionWish
    language: Language

    def address(self, **changes: Any) -> str:  # noqa: ANN401 - fields of the wish
        """Return the address with some choices changed."""
        query = address_of(replace(self.wish, **changes))
        return f"?{query}" if query else reverse("indicators:selection", args=[self.publisher.slug])


def selection_context(shown: Shown) -> dict[str, Any]:
    """Return everything that the template reads."""
    common: dict[str, Any] = {
        "organisation": shown.publisher,
        "section": "areas",
        "crumbs": [
            {"label": _("Areas"), "url": reverse("indicators:areas", args=[shown.publisher.slug])},
            {"label": _("Selection of areas"), "url": ""},
        ],
        "most": MOST_AREAS,
        "text": shown.wish.text,
    }
    return common if shown.selection is None else common | _chosen(shown, shown.selection)


def _chosen(shown: Shown, selection: Selection) -> dict[str, Any]:
    version = selection.version
    fixed = {"level": version.level, "edition": version.edition, "text": ""}
    file = reverse("indicators:selection_csv", args=[shown.publisher.slug])
    return {
        "version": version,
        "choices": _choices(shown, selection),
        "kept": _kept(shown, selection),
        "areas": [_area(shown, selection, place) for place in range(len(selection.areas))],
        "sentence": _sentence(selection),
        "own_url": _own(shown, selection),
        "nothing_url": shown.address(keys=(), **fixed),
        "hits": [hit for hit in selection.hits if hit.key not in set(selection.keys)],
        "above": _above(selection),
        "rows": [_row(shown, line, len(selection.areas)) for line in selection.lines],
        "counted": sum(line.pooled is not None for line in selection.lines),
        "sources": source_lines(line.definition for line in selection.lines),
        "downloads": [
            {"label": _("Figures of this selection"), "url": f"{file}{shown.address(**fixed)}", "format": "CSV"}
        ],
    }


def _own(shown: Shown, selection: Selection) -> str:
    """Return the page of the areas as one own area."""
    if not selection.areas:
        return ""
    union = Union(selection.version.level, selection.version.edition, selection.keys)
    return f"{reverse('indicators:own_look', args=[shown.publisher.slug])}?{urlencode({'form': str(union)}, safe=':,')}"


def _choices(shown: Shown, selection: Selection) -> list[Link]:
    here = selection.version
    levels = {row.level: row for row in reversed(selection.versions) if row.edition == here.edition}
    editions = {row.edition: row for row in selection.versions if row.level == here.level}
    periods = [("", _("newest figure of each indicator")), *_periods(shown, selection)]
    lines = [
        (
            _("Level"),
            [
                {
                    "label": row.level_name_plural,
                    "url": shown.address(level=slug, edition=here.edition, keys=(), period="", text=""),
                    "is_current": slug == here.level,
                }
                for slug, row in sorted(levels.items(), key=lambda item: item[1].level_position)
            ],
        ),
        (
            _("Boundary version"),
            [
                {
                    "label": row.name,
                    "url": shown.address(level=here.level, edition=slug, keys=(), period="", text=""),
                    "is_current": slug == here.edition,
                }
                for slug, row in editions.items()
            ],
        ),
        (
            _("As of"),
            [
                {
                    "label": label,
                    "url": shown.address(level=here.level, edition=here.edition, period=code, text=""),
                    "is_current": code == shown.wish.period,
                }
                for code, label in periods
            ],
        ),
    ]
    return [{"label": label, "items": items} for label, items in lines if len(items) > 1]


def _periods(shown: Shown, selection: Selection) -> list[tuple[str, str]]:
    return [(code, period_words(parse(code), shown.language)) for code in selection.periods]


def _kept(shown: Shown, selection: Selection) -> list[tuple[str, str]]:
    """Return what a form of the page keeps besides its own fields."""
    told = (
        ("ebene", selection.version.level),
        ("gebietsstand", selection.version.edition),
        ("gebiete", written_keys(selection.keys)),
        ("stand", shown.wish.period),
    )
    return [(name, value) for name, value in told if value]


def _area(shown: Shown, selection: Selection, place: int) -> dict[str, Any]:
    version, area = selection.version, selection.areas[place]
    rest = tuple(key for key in selection.keys if key != area.key)
    return {
        "name": area.name,
        "url": reverse("indicators:area", args=[shown.publisher.slug, version.edition, version.level, area.key]),
        "without": shown.address(level=version.level, edition=version.edition, keys=rest, text=""),
    }


def _sentence(selection: Selection) -> str:
    """Name the areas, a few of them."""
    names = [area.name for area in selection.areas]
    if not names:
        return ""
    told = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return ngettext("%(count)s area: %(names)s", "%(count)s areas together: %(names)s", len(names)) % {
            "count": len(names),
            "names": told,
        }
    return _("%(count)s areas together: %(names)s and %(more)s more") % {
        "count": len(names),
        "names": told,
        "more": len(names) - _NAMED,
    }


def _above(selection: Selection) -> list[dict[str, Any]]:
    """Return the larger areas by level, with those that still fit into the selection."""
    grouped: dict[str, list[dict[str, str]]] = {}
    chosen = set(selection.keys)
    for each in selection.above:
        if len(chosen | set(each.keys)) <= MOST_AREAS:
            label = f"{each.name} ({len(each.keys)})"
            grouped.setdefault(each.level_name, []).append({"value": f"{each.level}/{each.key}", "label": label})
    return [{"label": name, "items": items} for name, items in grouped.items()]


def _row(shown: Shown, line: SelectionLine, areas: int) -> dict[str, Any]:
    definition, language, pooled = line.definition, shown.language, line.pooled
    common = {
        "name": definition.short_name,
        "url": reverse("indicators:indicator", args=[shown.publisher.slug, line.sheet.slug]),
        "as_of": period_words(parse(line.ref.period), language),
        "unit": definition.unit_of_measure,
        "topic": line.sheet.topic_name,
    }
    if pooled is None:
        return common | {"reason": refusal_words(line, areas, language)}
    decimals = definition.decimals
    counts = [number(count, 0, language) for count in (pooled.numerator, pooled.denominator) if not isnan(count)]
    return common | {
        "value": with_unit(pooled.value, decimals, definition.unit_of_measure, language),
        "interval": _span(pooled, decimals, language),
        "numerator": counts[0] if counts else "",
        "denominator": counts[1] if counts else "",
        "remarks": _("released on its own, after an attack") if line.is_audited else _remarks(line, language),
    }


def _span(pooled: Pooled, decimals: int, language: Language) -> str:
    if isnan(pooled.lower):
        return ""
    lower, upper = (number(end, decimals, language) for end in (pooled.lower, pooled.upper))
    return span_words(lower, upper, language)


def _remarks(line: SelectionLine, language: Language) -> str:
    return ", ".join(filter(None, [rounding_words(line, language), *flag_words(line.flags, language)]))
