# SPDX-License-Identifier: EUPL-1.2
"""Addresses that the page of a map links to or that its script fetches."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from indicators.forms.selectionquery import written_keys
from indicators.rendering.mapview import MapView, Outlines, PeriodView
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.released import PUBLIC
from indicators.views.areafiles import ENDINGS, FORMATS
from sozialplanung.common.readings import kind_of


@dataclass(frozen=True, slots=True)
class MapAddresses:
    """Addresses for the template.

    `files` are formats with their addresses; `spread` is empty where that page has nothing to say of the slice shown.
    """

    page: str
    absolute: str
    files: tuple[tuple[str, str], ...]
    sheet: str
    profiles: str
    slice: str
    outlines: tuple[str, ...]
    without_area: str
    types: str
    social_areas: str
    selection: str
    spread: str


def map_addresses(organisation: NamedOrganisation, view: MapView) -> MapAddresses:
    """Return the addresses that a map links to."""
    slug, period = organisation.slug, view.period
    page = reverse("indicators:map", args=[slug])
    outlines = next(each for each in view.outlines if each.edition == period.edition)
    return MapAddresses(
        page=page,
        absolute=f"{settings.PUBLIC_URL}{page}",
        files=tuple((FORMATS[ending], reverse(f"indicators:map_{ending}", args=[slug])) for ending in ENDINGS),
        sheet=reverse("indicators:indicator", args=[slug, view.slug]),
        profiles=_before_key(slug, period),
        slice=slice_address(organisation, view.slug, period),
        outlines=_preloaded(outline_addresses(slug, outlines)),
        without_area=replace(view.state, gebiet="").query(),
        types=_groups("area_types", slug, view),
        social_areas=_groups("social_areas", slug, view),
        selection=_selection(slug, view),
        spread=_spread(slug, view) if view.has_spread else "",
    )


def _spread(slug: str, view: MapView) -> str:
    """Return where the areas shown are read by their size, the one in focus marked."""
    period = view.period
    wanted = {
        "ebene": period.level,
        "stand": period.code,
        "gebietsstand": period.edition,
        "gebiet": view.state.gebiet,
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse('indicators:spread', args=[slug, view.slug])}?{query}"


def _groups(name: str, slug: str, view: MapView) -> str:
    """Return where the indicator shown is read together with others, for the same areas and period."""
    period = view.period
    wanted = {"indikator": view.slug, "ebene": period.level, "gebietsstand": period.edition}
    if not period.carried:
        # Those pages read what was delivered: its newest period, where this one was not.
        wanted["stand"] = period.code
    return f"{reverse(f'indicators:{name}', args=[slug])}?{urlencode(wanted)}"


def _selection(slug: str, view: MapView) -> str:
    """Return where areas of the level shown are put together, the one in focus to begin with."""
    period = view.period
    wanted = {"ebene": period.level, "gebietsstand": period.edition, "gebiete": written_keys([view.state.gebiet])}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse('indicators:selection', args=[slug])}?{query}"


def _before_key(organisation: str, period: PeriodView) -> str:
    """Return what all profiles of a level have in common: one reverse instead of hundreds."""
    return reverse("indicators:area", args=[organisation, period.edition, period.level, "0"]).removesuffix("0/")


def slice_address(organisation: NamedOrganisation, indicator: str, period: PeriodView) -> str:
    """Return where the bytes of a slice are, for the audience that the page is read for."""
    wanted = {"level": period.level, "edition": period.edition}
    if period.carried:
        wanted["converted"] = "true"
    if organisation.audience != PUBLIC:
        wanted["audience"] = kind_of(organisation.audience)
    return f"{reverse('indicators-api:slice', args=[organisation.slug, indicator, period.code])}?{urlencode(wanted)}"


def geometry_address(organisation: str, level: str, edition: str, content_hash: str) -> str:
    """Return where outlines are; empty while they are not built."""
    if not content_hash:
        return ""
    return reverse("spatial-api:geometry", args=[organisation, level, edition, "map", content_hash])


def map_script(organisation: NamedOrganisation, view: MapView) -> dict[str, Any]:
    """Return what the script of the page reads."""
    slug = organisation.slug
    return {
        "position": view.period.position,
        "level": view.period.level,
        "areas": view.areas,
        "unit": view.unit,
        "interval": view.chance.interval,
        "judgements": {str(code): word for code, word in view.chance.judgements.items()},
        "showsUnsure": view.period.shows_unsure,
        "isPattern": view.pattern is not None,
        "decimals": view.decimals,
        "focus": view.state.gebiet,
        "profiles": _before_key(slug, view.period),
        "periods": [_period(organisation, view, period) for period in view.periods],
        "outlines": {each.edition: outline_addresses(slug, each) for each in view.outlines},
    }


def class_names(period: PeriodView) -> list[str]:
    """Return the names of the classes: of an index all, of a scale those of its own classes; else nothing."""
    legend = period.legend
    if legend.is_named:
        return [each.label for each in legend.classes]
    return [each.name for each in legend.classes] if legend.own else []


def own_classes(period: PeriodView) -> dict[str, Any]:
    """Return what fills the classes and how many colours there are, where that does not follow from their number."""
    legend = period.legend
    if not legend.own:
        return {}
    return {"fills": [each.style for each in legend.classes], "colours": legend.count}


def _period(organisation: NamedOrganisation, view: MapView, period: PeriodView) -> dict[str, Any]:
    return {
        "code": period.code,
        "label": period.label,
        "isCarried": bool(period.mark),
        "edition": period.edition,
        "query": period.query,
        "slice": slice_address(organisation, view.slug, period),
        "palette": period.legend.palette,
        "classes": len(period.legend.classes),
        "isNamed": period.legend.is_named,
        "names": class_names(period),
        **own_classes(period),
        "bounds": period.bounds,
        "given": list(period.given_classes),
        "reasons": {str(position): text for position, text in period.reasons},
        "remarks": {str(position): texts for position, texts in period.remarks},
        "announcement": period.announcement,
        "headline": period.headline,
    }


def outline_addresses(slug: str, outlines: Outlines) -> dict[str, str]:
    """Return where the areas of a boundary version are, in one file or in tiles, and what lies over them."""
    coarser = geometry_address(slug, outlines.coarser_level, outlines.edition, outlines.coarser_hash)
    if not outlines.tiles_hash:
        own = geometry_address(slug, outlines.level, outlines.edition, outlines.content_hash)
        return {"areas": own, "coarser": coarser}
    where = [slug, outlines.level, outlines.edition]
    # The script puts zoom, column and row in the place of those of the whole earth.
    whole = reverse("spatial-api:tile", args=[*where, outlines.tiles_hash, 0, 0, 0])
    return {
        "tiles": whole.replace("/0/0/0.mvt", "/{tile}.mvt"),
        "places": reverse("spatial-api:places", args=[*where, outlines.places_hash]),
        "coarser": coarser,
    }


def _preloaded(addresses: dict[str, str]) -> tuple[str, ...]:
    """Return what the script fetches in any case; which tiles it needs follows from the size of the map."""
    return tuple(address for name, address in addresses.items() if address and name != "tiles")
