# SPDX-License-Identifier: EUPL-1.2
"""What the page of a funnel shows, and the addresses of its choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from indicators.rendering import spread_words
from indicators.rendering.funnel_drawing import NARROW, WIDE, funnel_drawing
from indicators.rendering.funnel_figures import FunnelFigures, Limits
from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.spread_words import SpreadFigures, SpreadForm
from indicators.selectors.area_spread import AreaSpread
from indicators.selectors.area_unequal import may_be_unequal
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.search import folded
from indicators.selectors.sheets import ReleaseRef
from indicators.views.sourcelines import source_lines
from sozialplanung.common.periods import parse
from spatial.selectors.rows import UnitRow

LIMITS: Final[dict[str, Limits]] = {"gebiete": "areas", "zufall": "chance"}
SWITCHED_ON: Final = "ja"
PAGE_SIZE: Final = 50
MOST_PAGES: Final = 10_000

Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is asked for: `limits` is the word of the address."""

    publisher: NamedOrganisation
    spread: AreaSpread
    language: Language
    limits: str
    text: str

    @property
    def is_smoothed(self) -> bool:
        """Whether smoothed values stand beside the raw ones."""
        return self.spread.smoothed is not None

    @property
    def form(self) -> SpreadForm:
        """What the words need."""
        return SpreadForm(self.language, self.spread.version.level_name_plural, self.spread.series.content.decimals)

    @property
    def chosen(self) -> dict[str, str]:
        """Return the choices as the address writes them."""
        ref, own = self.spread.series.choice.ref, self.spread.own
        now = {
            "ebene": ref.level,
            "stand": ref.period,
            "gebietsstand": ref.edition,
            "gebiet": own.key if own else "",
            "grenzen": "" if self.limits == "gebiete" else self.limits,
            "geglaettet": SWITCHED_ON if self.is_smoothed else "",
        }
        return {name: value for name, value in now.items() if value}

    def address(self, **changes: str) -> str:
        """Return the address with some choices changed; an empty one leaves the choice to the page."""
        return f"?{urlencode({name: value for name, value in (self.chosen | changes).items() if value})}"


def spread_context(shown: Shown, page: int) -> dict[str, Any]:
    """Return everything that the template reads; `page` is that of the list of areas."""
    spread, publisher = shown.spread, shown.publisher
    series, definition = spread.series, spread.series.definition
    sheet = series.choice.sheet
    sheet_url = reverse("indicators:indicator", args=[publisher.slug, sheet.slug])
    common = {
        "organisation": publisher,
        "section": "indicators",
        "definition": definition,
        "version": spread.version,
        "as_of": period_words(parse(series.choice.ref.period), shown.language),
        "own": spread.own,
        "crumbs": [
            {"label": _("Indicators"), "url": reverse("indicators:catalogue", args=[publisher.slug])},
            {"label": definition.short_name, "url": sheet_url},
            {"label": _("Spread of the areas"), "url": ""},
        ],
        "choices": _choices(shown),
        "sources": source_lines([definition]),
        "sheet_url": sheet_url,
        "map_url": _map_url(shown),
        "unequal_url": _unequal_url(shown) if may_be_unequal(spread.series.choice.sheet, definition) else "",
        "profile_url": _profile_url(shown, spread.own.key) if spread.own else "",
    }
    if spread.funnel is None:
        return common | {"reason": spread_words.reason_words(spread.reason, shown.language)}
    return common | _figures(shown, spread.funnel) | _listed(shown, page)


def _figures(shown: Shown, figures: FunnelFigures) -> dict[str, Any]:
    spread, form = shown.spread, shown.form
    own = spread.own.position if spread.own else None
    since = spread.series.content.change.since
    return {
        "figures": figures,
        # A hidden area is not marked: it is not there.
        "marked": spread.own if own is not None and figures.is_drawn(own) else None,
        "sentence": spread_words.spread_sentence(figures, form),
        "target": spread_words.target_words(figures, form),
        "times": spread_words.times_words(figures, form),
        "by_chance": spread_words.by_chance(figures, form),
        "label": spread_words.drawing_label(figures, form, spread.series.definition.short_name),
        "drawings": [
            ("wide", funnel_drawing(figures, WIDE, own, shown.language)),
            ("narrow", funnel_drawing(figures, NARROW, own, shown.language)),
        ],
        "changed": spread_words.changes_sentence(spread.changes, period_words(parse(since), shown.language), form)
        if spread.changes and since
        else "",
        "since": period_words(parse(since), shown.language) if since else "",
        "has_changes": spread.changes is not None,
        "is_smoothed": spread.smoothed is not None,
        "is_flat": spread.smoothed is not None and spread_words.smoothing_is_flat(spread.smoothed),
        "is_by_chance": shown.limits == "zufall",
        "text": shown.text,
        "chosen": shown.chosen,
        "all_url": shown.address(),
    }


def _listed(shown: Shown, number: int) -> dict[str, Any]:
    """Return one page of the areas that hold every word, in the order of the alphabet: nothing is ranked.

    The area that the reader came from stands on top of each page.
    """
    spread, form = shown.spread, shown.form
    if spread.funnel is None:
        return {}
    figures = SpreadFigures(spread.series.content, spread.funnel, spread.changes, spread.smoothed)
    found = _found(shown, figures)
    page = Paginator(found, PAGE_SIZE).get_page(number)
    listed = [*([spread.own] if spread.own else []), *(unit for unit in page.object_list if unit != spread.own)]
    below = (
        f"{reverse('indicators:areas', args=[shown.publisher.slug])}{spread.version.edition}/{spread.version.level}/"
    )
    return {
        "rows": [
            {
                "unit": unit,
                "url": f"{below}{quote(unit.key)}/",
                "told": spread_words.spread_row(figures, unit.position, form),
                "is_own": unit == spread.own,
            }
            for unit in listed
        ],
        "found": len(found),
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number)),
        "query": f"{urlencode(shown.chosen | ({'q': shown.text} if shown.text else {}))}&",
    }


def _found(shown: Shown, figures: SpreadFigures) -> list[UnitRow]:
    """Return the areas whose name or place in the funnel holds every word."""
    words = folded(shown.text).split()

    def holds(unit: UnitRow) -> bool:
        held = folded(f"{unit.name} {spread_words.place_words(figures, unit.position, shown.form)}")
        return all(word in held for word in words)

    by_name = sorted(shown.spread.units, key=lambda unit: folded(unit.name))
    return [unit for unit in by_name if not words or holds(unit)]


def _choices(shown: Shown) -> list[dict[str, Any]]:
    """Return level, boundaries, date, limits and smoothing as lines of links; a single way is no choice."""
    choice = shown.spread.series.choice
    ref = choice.ref
    levels = {each.level: each for each in sorted(choice.releases, key=lambda each: each.level_position)}
    at_level = [each for each in choice.releases if each.level == ref.level]
    lines = [
        (_("Level"), [_level(shown, each) for each in levels.values()]),
        (_("As of"), [_period(shown, each) for each in sorted(at_level, key=lambda each: each.period_end)]),
    ]
    if shown.spread.funnel is not None:
        lines += [(_("Limits of the funnel"), _limits(shown)), (_("Smoothed values"), _smoothing(shown))]
    return [{"label": label, "items": items} for label, items in lines if len(items) > 1]


def _level(shown: Shown, ref: ReleaseRef) -> Link:
    names = shown.spread.level_names
    is_current = ref.level == shown.spread.version.level
    url = shown.address() if is_current else shown.address(ebene=ref.level, stand="", gebietsstand="", gebiet="")
    return {"label": names.get(ref.level, ref.level), "url": url, "is_current": is_current}


def _period(shown: Shown, ref: ReleaseRef) -> Link:
    now = shown.spread.series.choice.ref
    keeps = ref.boundary_version_id == now.boundary_version_id
    changes = {"stand": ref.period, "gebietsstand": ref.edition} | ({} if keeps else {"gebiet": ""})
    return {
        "label": period_words(parse(ref.period), shown.language),
        "url": shown.address(**changes),
        "is_current": ref.id == now.id,
    }


def _limits(shown: Shown) -> list[Link]:
    words = {"gebiete": _("what is usual between areas"), "zufall": _("chance alone")}
    return [
        {
            "label": label,
            "url": shown.address(grenzen="" if word == "gebiete" else word),
            "is_current": shown.limits == word,
        }
        for word, label in words.items()
    ]


def _smoothing(shown: Shown) -> list[Link]:
    ways: Iterable[tuple[str, str, bool]] = (
        (_("not shown"), "", not shown.is_smoothed),
        (_("beside the raw ones"), SWITCHED_ON, shown.is_smoothed),
    )
    return [{"label": label, "url": shown.address(geglaettet=word), "is_current": now} for label, word, now in ways]


def _map_url(shown: Shown) -> str:
    choice, own = shown.spread.series.choice, shown.spread.own
    wanted = {
        "indikator": choice.sheet.slug,
        "ebene": choice.ref.level,
        "stand": choice.ref.period,
        "gebietsstand": choice.ref.edition,
        "gebiet": own.key if own else "",
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse('indicators:map', args=[shown.publisher.slug])}?{query}"


def _unequal_url(shown: Shown) -> str:
    choice = shown.spread.series.choice
    wanted = {"ebene": choice.ref.level, "stand": choice.ref.period, "gebietsstand": choice.ref.edition}
    return f"{reverse('indicators:unequal', args=[shown.publisher.slug, choice.sheet.slug])}?{urlencode(wanted)}"


def _profile_url(shown: Shown, key: str) -> str:
    version = shown.spread.version
    return reverse("indicators:area", args=[shown.publisher.slug, version.edition, version.level, key])
