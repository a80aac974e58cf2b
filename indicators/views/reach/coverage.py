# SPDX-License-Identifier: EUPL-1.2
"""How much of the people of a city live within reach of a layer: the page, and its areas as a file."""

from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.forms.rings import CoverageForm
from indicators.rendering.profile_numbers import Language, language_of, number, period_words, with_unit
from indicators.selectors.layercoverage import (
    CoverageWish,
    GroupCoverage,
    LayerCoverage,
    beyond,
    layer_coverage,
    person_counts,
)
from indicators.selectors.published import at_one_moment
from indicators.stats.reach.demand import Floats
from indicators.stats.selections import PERCENT
from indicators.views.files import CSV_TYPE, file_response
from indicators.views.reach.asking import START, Place, asked_by, at_streets, limit_words, query_of
from indicators.views.readership import marked_cells, marked_name, publisher_of
from indicators.views.sourcelines import source_lines
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.csvsafe import Cell, to_csv
from sozialplanung.common.periods import parse
from sozialplanung.web.desks import status_of
from spatial.forms.reach import MODES
from spatial.selectors.networks import NetworkRow, networks_of
from spatial.selectors.reachrings import point_layers_of
from spatial.selectors.units import unit_rows

# More areas than these stand in the file alone.
MOST_SHOWN: Final = 50
_UNIT: Final = "%"
_TENS: Final = 10
_HEAD: Final = (
    "gebiet",
    "name",
    "gruppe",
    "stand",
    "personen",
    "bis",
    "einheit",
    "anteil_geschaetzt",
    "darueber_hinaus",
)


@dataclass(frozen=True, slots=True, eq=False)
class CoverageDesk:
    """What an address asks for; `found` is None where nothing can be answered."""

    publisher: Organisation
    networks: tuple[NetworkRow, ...]
    form: CoverageForm
    language: Language
    found: LayerCoverage | None

    def url(self, name: str) -> str:
        """Return the address of a page or file that shows the same."""
        return f"{reverse(name, args=[self.publisher.slug])}?{query_of(self.form.cleaned_data)}"

    def limit(self, limit: int) -> str:
        """Say how far one goes."""
        return limit_words(self.form.cleaned_data, limit, self.language)


def _desk(request: HttpRequest, place: Place) -> CoverageDesk:
    publisher = publisher_of(request, place.organisation.slug)
    networks = networks_of(publisher)
    layers = {each.layer.slug: each for each in point_layers_of(publisher.pk)}
    form = CoverageForm(
        request.GET or None,
        networks=networks,
        layers=[(slug, each.layer.name) for slug, each in layers.items()],
        indicators=[(each.slug, each.definition.short_name) for each in person_counts(publisher)],
        initial=START,
    )
    found = None
    if layers and form.is_bound and form.is_valid():
        said = form.cleaned_data
        wish = CoverageWish(asked_by(said), layers[said["orte"]], said["grenze"], said.get("indikator", ()))
        found = layer_coverage(publisher, wish)
    return CoverageDesk(publisher, networks, form, language_of(get_language()), found)


def covered(request: HttpRequest, place: Place) -> tuple[CoverageDesk, LayerCoverage]:
    """Read an address that has to have an answer; there is nothing at any other one."""
    desk = _desk(request, place)
    if desk.found is None:
        raise nothing()
    return desk, desk.found


@require_safe
@at_streets
@at_one_moment()
def coverage_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask for a layer, and show how much of the people live within reach of it."""
    desk = _desk(request, place)
    crumbs = [{"label": _("Reachability"), "url": reverse("indicators:reach", args=[desk.publisher.slug])}]
    context: dict[str, Any] = {
        "organisation": desk.publisher,
        "section": "reach",
        "crumbs": [*crumbs, {"label": _("Coverage by a layer"), "url": ""}],
        "form": desk.form,
        "networks": desk.networks,
        "plain": [field for field in desk.form.visible_fields() if field.name != "indikator"],
        "is_ready": "orte" in desk.form.fields and bool(desk.networks),
        "is_unknown": desk.form.is_bound and desk.form.is_valid() and desk.found is None,
        "found": None,
    }
    if desk.found is not None:
        context |= {"found": coverage_context(desk, desk.found), "downloads": _downloads(desk)}
    return render(request, "indicators/reach/coverage.html", context, status=status_of(desk.form))


def _downloads(desk: CoverageDesk) -> list[dict[str, str]]:
    files = (
        (_("This page on paper"), "reports:coverage_sheet", "PDF"),
        (_("All areas"), "indicators:coverage_csv", "CSV"),
    )
    return [{"label": label, "url": desk.url(name), "format": kind} for label, name, kind in files]


def coverage_context(desk: CoverageDesk, found: LayerCoverage) -> dict[str, Any]:
    """Return everything that a page or paper tells of an answer."""
    entry, first = found.wish.layer, found.groups[0]
    names = {"layer": entry.layer.name, "mode": dict(MODES)[desk.form.cleaned_data["profil"]]}
    areas = _areas(desk, found, first)
    return {
        "title": _("%(layer)s: who is reached %(mode)s") % names,
        "summary": _summary(desk, found, first),
        "layer": entry,
        "network": found.wish.asked.network,
        "limits": [desk.limit(limit) for limit in found.wish.limits],
        "groups": [_group_row(desk, found, each) for each in found.groups],
        "level": found.version,
        "lived": found.lived,
        "group": first.definition.short_name,
        "widest": desk.limit(found.wish.limits[-1]),
        "areas": areas[:MOST_SHOWN],
        "more": max(0, len(areas) - MOST_SHOWN),
        "sources": source_lines(each.definition for each in found.groups),
        "language": desk.language,
    }


def _summary(desk: CoverageDesk, found: LayerCoverage, group: GroupCoverage) -> str:
    if not group.reach or isnan(group.reach[-1].share):
        return _silence(group)
    words = {
        "group": group.definition.short_name,
        "limit": desk.limit(found.wish.limits[-1]),
        "share": _share(group.reach[-1].share, desk.language),
        "layer": found.wish.layer.layer.name,
    }
    return _("%(group)s: about %(share)s live within %(limit)s of the nearest place (%(layer)s).") % words


def _silence(group: GroupCoverage) -> str:
    if not group.reach:
        return _("Together with a total that is published, this sum would leave one area alone that is kept secret.")
    return _("%(group)s: nobody is known to live beside a street.") % {"group": group.definition.short_name}


def _share(share: float, language: Language) -> str:
    return with_unit(PERCENT * share, 1, _UNIT, language)


def _group_row(desk: CoverageDesk, found: LayerCoverage, group: GroupCoverage) -> dict[str, Any]:
    unknown = int(np.isnan(group.persons).sum())
    open_areas = int((np.isnan(found.shares[-1]) & (group.persons > 0)).sum())
    notes = [
        ngettext("not known in %(number)s area", "not known in %(number)s areas", unknown) % {"number": unknown}
        if unknown
        else "",
        ngettext("%(number)s area has no street", "%(number)s areas have no street", open_areas)
        % {"number": open_areas}
        if open_areas
        else "",
    ]
    return {
        "name": group.definition.short_name,
        "as_of": period_words(parse(group.ref.period), desk.language),
        "total": "" if not group.reach else number(group.total, 0, desk.language),
        "told": list(zip(_shares(desk, found, group), map(desk.limit, found.wish.limits), strict=True)),
        "silence": _silence(group) if not group.reach else "",
        "notes": "; ".join(filter(None, notes)),
    }


def _shares(desk: CoverageDesk, found: LayerCoverage, group: GroupCoverage) -> list[str]:
    """Return the share of a group within each limit in words; empty where nothing may be said."""
    if not group.reach:
        return [""] * len(found.wish.limits)
    return [_("n/a") if isnan(each.share) else _share(each.share, desk.language) for each in group.reach]


def _areas(desk: CoverageDesk, found: LayerCoverage, group: GroupCoverage) -> list[dict[str, str]]:
    """Return the areas by how many people live beyond the widest distance; those that are not known last, by name."""
    units, shares = unit_rows(found.version.id), found.shares[-1]
    out = beyond(group, shares)
    order = sorted(range(len(units)), key=lambda at: (isnan(out[at]), -np.nan_to_num(out[at]), units[at].name))
    return [
        {
            "name": units[at].name,
            "url": reverse(
                "indicators:area",
                args=[desk.publisher.slug, found.version.edition, found.version.level, units[at].key],
            ),
            "persons": _known(group.persons[at], desk.language),
            "share": _("n/a") if isnan(shares[at]) else _share(float(shares[at]), desk.language),
            "beyond": _tens(float(out[at]), desk.language),
        }
        for at in order
    ]


def _known(value: float, language: Language) -> str:
    return _("n/a") if isnan(value) else number(value, 0, language)


def _tens(value: float, language: Language) -> str:
    """Tell an estimate in tens: nobody knows it better."""
    if isnan(value):
        return _("n/a")
    if 0 < value < _TENS:
        return _("fewer than 10")
    return number(round(value, -1), 0, language)


@require_safe
@at_streets
@at_one_moment()
def coverage_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Send all areas with the people of each group and how many of them live within each distance."""
    desk, found = covered(request, place)
    address, today = f"{settings.PUBLIC_URL}{desk.url('indicators:coverage')}", timezone.localdate()
    cells: list[tuple[Cell, ...]] = [(*_HEAD, "quelle", "lizenz", "adresse", "abgerufen_am")]
    for group in found.groups:
        credit = group.definition.source
        end: tuple[Cell, ...] = (credit.credit, credit.licence_name, address, today)
        for limit, shares in zip(found.wish.limits, found.shares, strict=True):
            cells += [(*row, *end) for row in _cells(desk, found, group, limit, shares)]
    name = f"{desk.publisher.slug}_{_('coverage')}_{found.wish.layer.layer.slug}.csv"
    body = to_csv(marked_cells(desk.publisher, cells))
    return file_response(body, CSV_TYPE, marked_name(desk.publisher, name))


def _cells(
    desk: CoverageDesk, found: LayerCoverage, group: GroupCoverage, limit: int, shares: Floats
) -> list[tuple[Cell, ...]]:
    out, unit = beyond(group, shares), desk.form.cleaned_data["einheit"]
    return [
        (
            row.key,
            row.name,
            group.sheet.slug,
            group.ref.period,
            _plain(group.persons[at], 0),
            limit,
            unit,
            _plain(PERCENT * shares[at], 1),
            beyond_cell(float(out[at]), float(shares[at])),
        )
        for at, row in enumerate(unit_rows(found.version.id))
    ]


def beyond_cell(value: float, share: float) -> Cell:
    """Return how many live beyond: all or nobody as they are known, an estimate in tens as on the page."""
    if isnan(value):
        return None
    if share in {0.0, 1.0}:
        return round(value)
    return _("fewer than 10") if 0 < value < _TENS else int(round(value, -1))


def _plain(value: float, digits: int) -> Cell:
    """Return a number as far as it is known; an empty cell where it is not."""
    if isnan(value):
        return None
    return int(round(value, digits)) if digits <= 0 else Decimal(repr(float(value))).quantize(Decimal("0.1"))
