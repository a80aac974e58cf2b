# SPDX-License-Identifier: EUPL-1.2
"""The profile of an area as page and as file, and the list of areas."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.forms.selectionquery import address_of
from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_file import BookFacts, FileArea, profile_book, profile_cells
from indicators.rendering.profile_numbers import date_words, language_of
from indicators.selectors.areas import ORDERS, AreaIndex, AreaWish, area_index
from indicators.selectors.profile import NamedOrganisation, area_profile
from indicators.selectors.profile_sheets import Profile
from indicators.selectors.published import at_one_moment, is_public
from indicators.selectors.selection import SelectionWish
from indicators.views.files import CSV_TYPE, XLSX_TYPE, file_response
from indicators.views.profilelabels import profile_labels, spread_labels
from indicators.views.profilesentences import AreaNotFoundError, search_label
from indicators.views.readership import audience_line, marked_cells, marked_name, publisher_of
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.web.query import QueryReader, refuse_unknown
from spatial.selectors.levels import versions_of
from spatial.selectors.rows import BoundaryVersionRow, UnitPlace
from spatial.selectors.units import unit_by_key


@require_safe
@at_one_moment()
def profile_page(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponse:
    """Show the profile of an area."""
    is_smoothed = QueryReader(request.GET, allowed=("geglaettet",)).choice("geglaettet", ("ja",)) is not None
    publisher = publisher_of(request, organisation)
    profile = _profile(publisher, (edition, level, key), is_smoothed=is_smoothed)
    return render(request, "indicators/profile.html", _context(publisher, profile))


@require_safe
@at_one_moment()
def profile_csv(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponse:
    """Send the figures of a profile as CSV."""
    publisher, profile = _file_of(request, organisation, edition, level, key)
    body = to_csv(marked_cells(publisher, profile_cells(_file_area(profile), profile.rows)))
    return file_response(body, CSV_TYPE, marked_name(publisher, f"{_stem(publisher, profile)}.csv"))


@require_safe
@at_one_moment()
def profile_xlsx(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponse:
    """Send the figures of a profile as a workbook."""
    publisher, profile = _file_of(request, organisation, edition, level, key)
    body = profile_book(_file_area(profile), profile.rows, _book_facts(publisher, profile))
    return file_response(body, XLSX_TYPE, marked_name(publisher, f"{_stem(publisher, profile)}.xlsx"))


@require_safe
@at_one_moment()
def areas_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show how to find an area: by name, by the tree, by the alphabet."""
    publisher = publisher_of(request, organisation)
    index = area_index(publisher, _wish(QueryReader(request.GET, allowed=("q", "gebietsstand", "ebene", "ordnung"))))
    if index is None:
        raise AreaNotFoundError("areas.edition_unknown", "There is no such boundary version or level.")
    return render(request, "indicators/areas.html", _areas_context(publisher, index))


def _wish(query: QueryReader) -> AreaWish:
    return AreaWish(
        text=query.text("q", longest=100) or "",
        edition=query.text("gebietsstand"),
        level=query.text("ebene"),
        order="alphabet" if query.choice("ordnung", ORDERS) == "alphabet" else "baum",
    )


def place_at(publisher: NamedOrganisation, address: Sequence[str]) -> tuple[UnitPlace, Sequence[BoundaryVersionRow]]:
    """Return the area at an address (edition, level, key) and the boundary versions of its edition.

    Raises
    ------
    AreaNotFoundError
        There is none.
    """
    edition, level, key = address
    versions = versions_of(publisher, edition)
    version = next((each for each in versions if each.level == level), None)
    unit = unit_by_key(version.id, key) if version else None
    if version is None or unit is None:
        raise AreaNotFoundError("areas.unknown", "There is no such area.", key=key, edition=edition, level=level)
    return UnitPlace(version, unit), versions


def _profile(publisher: NamedOrganisation, address: tuple[str, str, str], *, is_smoothed: bool = False) -> Profile:
    """Read the profile of the area at an address: edition, level and key."""
    place, versions = place_at(publisher, address)
    return area_profile(publisher, place, language_of(get_language()), is_smoothed=is_smoothed, versions=versions)


def _file_of(
    request: HttpRequest, organisation: str, edition: str, level: str, key: str
) -> tuple[NamedOrganisation, Profile]:
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    return publisher, _profile(publisher, (edition, level, key))


def _file_area(profile: Profile) -> FileArea:
    version, unit = profile.place.version, profile.place.unit
    names = (unit.key, unit.name, version.level_name, version.name)
    return FileArea(*names, timezone.localdate(), profile.notes, profile.breaks_by_slug)


def _stem(publisher: NamedOrganisation, profile: Profile) -> str:
    version, unit = profile.place.version, profile.place.unit
    return f"{publisher.slug}_{version.edition}_{version.level}_{unit.key}"


def _book_facts(publisher: NamedOrganisation, profile: Profile) -> BookFacts:
    version, unit = profile.place.version, profile.place.unit
    address = reverse("indicators:area", args=[publisher.slug, version.edition, version.level, unit.key])
    sources = tuple(
        (each.names, f"{each.source} · {each.licence} {each.licence_url} · {_('As of')} {each.as_of}")
        for each in profile.sources
    )
    lines = (
        *audience_line(publisher),
        (_("Level"), version.level_name_plural),
        (_("Key"), unit.key),
        (_("Boundaries"), version.name),
        (_("Source of the boundaries"), version.attribution or version.publisher),
        *sources,
        (_("Retrieved on"), date_words(timezone.localdate(), language_of(get_language()))),
        (_("Address"), f"{settings.PUBLIC_URL}{address}"),
    )
    return BookFacts(f"{publisher.name}: {unit.name}", _("Figures"), _("Source and licence"), lines)


def _context(publisher: NamedOrganisation, profile: Profile) -> dict[str, Any]:
    version, unit = profile.place.version, profile.place.unit
    return {
        "organisation": publisher,
        "section": "areas",
        "profile": profile,
        "areas": version.level_name_plural,
        "labels": profile_labels(),
        "spread_labels": spread_labels(),
        "place_label": _("among all %(areas)s") % {"areas": dative_plural(version.level_name_plural)},
        "crumbs": _crumbs(publisher, profile),
        "here": urlencode({"ebene": version.level, "gebietsstand": version.edition, "gebiet": unit.key}),
        "map": map_link(publisher, profile),
        "selection_url": _selection_url(publisher, profile),
        "downloads": _downloads(publisher, profile),
        "ways": [{"label": _("All areas"), "url": reverse("indicators:areas", args=[publisher.slug])}],
    }


def _downloads(publisher: NamedOrganisation, profile: Profile) -> list[dict[str, str]]:
    version, unit = profile.place.version, profile.place.unit
    page = [publisher.slug, version.edition, version.level, unit.key]
    files = {"CSV": "indicators:area_csv", "XLSX": "indicators:area_xlsx"} if profile.rows else {}
    label = _("Figures of this area")
    return [{"label": label, "url": reverse(name, args=page), "format": form} for form, name in files.items()]


def map_link(publisher: NamedOrganisation, profile: Profile) -> dict[str, str] | None:
    """Return the way to the map that shows the area; where it has no figures, to the nearest one that holds it."""
    target = profile.on_map
    if target is None:
        return None
    name = target.place.unit.name
    label = _("Show on the map") if target.place == profile.place else _("Show the map with %(name)s") % {"name": name}
    return {"label": label, "url": map_address(publisher, target.place, target.indicator)}


def _selection_url(publisher: NamedOrganisation, profile: Profile) -> str:
    """Return where this area is put together with others."""
    version = profile.place.version
    wish = SelectionWish(version.level, version.edition, (profile.place.unit.key,))
    return f"{reverse('indicators:selection', args=[publisher.slug])}?{address_of(wish)}"


def _crumbs(publisher: NamedOrganisation, profile: Profile) -> list[dict[str, str]]:
    areas = {"label": _("Areas"), "url": reverse("indicators:areas", args=[publisher.slug])}
    parents = [
        {
            "label": link.name,
            "url": reverse("indicators:area", args=[publisher.slug, link.edition, link.level, link.key]),
        }
        for link in profile.surroundings.parents
    ]
    return [areas, *parents, {"label": profile.place.unit.name, "url": ""}]


def map_address(publisher: NamedOrganisation, place: UnitPlace, indicator: str) -> str:
    """Return the map with an area in focus."""
    wanted = {
        "indikator": indicator,
        "ebene": place.version.level,
        "gebietsstand": place.version.edition,
        "gebiet": place.unit.key,
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse('indicators:map', args=[publisher.slug])}?{query}"


def _areas_context(publisher: NamedOrganisation, index: AreaIndex) -> dict[str, Any]:
    chosen = {"gebietsstand": index.edition.slug, "ebene": index.version.level, "ordnung": index.order}

    def address(**changes: str) -> str:
        return f"?{urlencode({**chosen, **changes})}"

    return {
        "organisation": publisher,
        "section": "areas",
        "index": index,
        "has_figures": is_public(publisher, version_id=index.version.id),
        "search_label": search_label(version.level for version in index.versions),
        "editions": [
            # Another edition may lack the level: it opens with its own finest one.
            {"label": each.name, "url": f"?gebietsstand={each.slug}", "is_current": each.slug == index.edition.slug}
            for each in index.editions
        ],
        "tabs": [
            {
                "label": version.level_name_plural,
                "count": version.unit_count,
                "url": address(ebene=version.level),
                "is_current": version.id == index.version.id,
            }
            for version in index.versions
        ],
        "orders": [
            {"label": label, "url": address(ordnung=order), "is_current": order == index.order}
            for order, label in (("baum", _("By what they belong to")), ("alphabet", _("By the alphabet")))
        ],
    }
