# SPDX-License-Identifier: EUPL-1.2
"""Crosswalks for everybody: between which boundary versions there are some, and what became of each area."""

from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.periods import parse
from sozialplanung.web.attachments import attachment
from sozialplanung.web.query import QueryReader, refuse_unknown
from spatial.errors import BoundaryVersionUnknownError
from spatial.geometry.succession import Fate
from spatial.rendering.becoming import HEAD, Became, Named, becoming, table_of
from spatial.selectors import units
from spatial.selectors.crosswalks import CrosswalkContent, CrosswalkRow, crosswalk_content, crosswalks_of
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow, OrganisationKey
from spatial.services.changesets.texts import FATES, fate_label
from spatial.views.access import Desk, desk_at

PAGE_SIZE: Final = 100
# Seen from the newer areas the same words mean where they came from.
DIRECTIONS: Final = ("nachfolge", "herkunft")


@require_safe
def crosswalks_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the pairs of boundary versions between which figures are carried."""
    refuse_unknown(request.GET, allowed=())
    body = organisation_by_slug(organisation)
    versions = {version.id: version for version in boundary_versions_of(body)}
    rows = [_told(row, versions) for row in crosswalks_of(body)]
    desk = _desk_of(request, body)
    crumbs = [{"label": _("Crosswalks"), "url": ""}]
    context = {"organisation": body, "rows": rows, "desk": desk, "crumbs": crumbs}
    return render(request, "spatial/crosswalks.html", context)


def _told(row: CrosswalkRow, versions: dict[int, BoundaryVersionRow]) -> dict[str, Any]:
    content = crosswalk_content(row.id)
    gone_on = {Fate.UNCHANGED, Fate.RENAMED, Fate.KEY_CHANGED}
    return {
        "row": row,
        "older": versions[row.older_id],
        "newer": versions[row.newer_id],
        "same": sum(fate in gone_on for fate in content.fates),
        "base": base_words(row),
    }


def base_words(row: CrosswalkRow) -> str:
    """Say by what areas were cut: by which published table, whose people of when, by inhabited ground, or by ground."""
    if table := row.described.get("table"):
        words: str = _("by an official table: %(title)s, %(publisher)s") % table
        return words
    sides = [row.described[side] for side in ("older", "newer") if side in row.described]
    layer = row.described.get("inhabited")
    if not sides:
        return (
            _("by where people live: %(name)s") % layer if layer else _("by ground: no figures on people are published")
        )
    told = dict.fromkeys(f"{each['name']}, {parse(each['period']).label()}" for each in sides)
    people: str = _("by people: %(figures)s") % {"figures": "; ".join(told)}
    if layer is None:
        return people
    within: str = _("within areas by where people live: %(name)s") % layer
    return f"{people}; {within}"


@require_safe
def crosswalk_page(request: HttpRequest, organisation: str, **pair: str) -> HttpResponse:
    """Show what became of each area of a level between two boundary versions, or where each came from."""
    query = QueryReader(request.GET, allowed=("richtung", "art", "gebiet", "seite"))
    direction = query.choice("richtung", DIRECTIONS, default=DIRECTIONS[0]) or DIRECTIONS[0]
    kind = query.choice("art", [fate.value for fate in Fate])
    wanted = (query.text("gebiet", longest=60) or "").strip()
    number = query.integer("seite", minimum=1, maximum=100_000, default=1)
    body = organisation_by_slug(organisation)
    row, older, newer = pair_of(body, **pair)
    all_rows = _rows(crosswalk_content(row.id), (older, newer), direction)
    rows = [each for each in all_rows if kind in {None, each.fate} and _is_meant(each, wanted)]
    pages = Paginator(rows, PAGE_SIZE)
    shown = pages.get_page(number)
    kept = {"richtung": direction, "art": kind or "", "gebiet": wanted}
    context = {
        "organisation": body,
        "older": older,
        "newer": newer,
        "own": older if direction == DIRECTIONS[0] else newer,
        "beside": newer if direction == DIRECTIONS[0] else older,
        "row": row,
        "base": base_words(row),
        "table": _table_of(row),
        "layer": _layer_of(row),
        "tables_url": _tables_url(request, body, pair),
        "direction": direction,
        "tabs": _tabs(direction),
        "kinds": _kinds(all_rows, direction, kind),
        "kept": kept,
        "rows": [(each, fate_label(each.fate)) for each in shown],
        "page": shown,
        "pages": list(pages.get_elided_page_range(shown.number)),
        "query": "".join(f"{name}={value}&" for name, value in kept.items() if value),
        "crumbs": [
            {"label": _("Crosswalks"), "url": reverse("spatial:crosswalks", args=[body.slug])},
            {"label": f"{older.level_name_plural}, {older.name} → {newer.name}", "url": ""},
        ],
    }
    return render(request, "spatial/crosswalk.html", context)


def _table_of(row: CrosswalkRow) -> dict[str, Any] | None:
    """Return what is told of the published table that a crosswalk was made of."""
    table = row.described.get("table")
    return None if table is None else {**table, "day": date.fromisoformat(table["counted_on"])}


def _layer_of(row: CrosswalkRow) -> dict[str, Any] | None:
    """Return what is told of the layer of where people live, where a crosswalk was made of one."""
    layer = row.described.get("inhabited")
    return None if layer is None else {**layer, "day": date.fromisoformat(layer["day"])}


def _desk_of(request: HttpRequest, body: Organisation) -> Desk | None:
    """Return the desk of who brings or approves boundaries here; None for everybody else."""
    return desk_at(request.user, body) if isinstance(request.user, User) else None


def _tables_url(request: HttpRequest, body: Organisation, pair: dict[str, str]) -> str:
    """Return where tables of a pair are brought and decided on, for those who may."""
    desk = _desk_of(request, body)
    return desk.url("crosswalk_tables", *(pair[name] for name in ("level", "older", "newer"))) if desk else ""


@require_safe
def crosswalk_csv(request: HttpRequest, organisation: str, **pair: str) -> HttpResponse:
    """Send the pieces of a crosswalk, with their shares, as a table to convert figures of one's own."""
    refuse_unknown(request.GET, allowed=())
    body = organisation_by_slug(organisation)
    row, older, newer = pair_of(body, **pair)
    content = crosswalk_content(row.id)
    body_rows = table_of(content.pieces, _named(older), _named(newer))
    name = f"{body.slug}_umschluesselung_{row.level}_{older.edition}_{newer.edition}.csv"
    return attachment(to_csv([HEAD, *body_rows]), name, "text/csv; charset=utf-8")


def pair_of(
    body: OrganisationKey, *, level: str, older: str, newer: str
) -> tuple[CrosswalkRow, BoundaryVersionRow, BoundaryVersionRow]:
    """Return the crosswalk in force between two boundary versions of a level, and both of them."""
    versions = {version.id: version for version in boundary_versions_of(body, level)}
    for row in crosswalks_of(body):
        if (row.level, row.older_edition, row.newer_edition) == (level, older, newer):
            return row, versions[row.older_id], versions[row.newer_id]
    raise BoundaryVersionUnknownError(
        "spatial.crosswalk_unknown", "There is no crosswalk between these boundary versions.", name=f"{older} → {newer}"
    )


def _named(version: BoundaryVersionRow) -> list[Named]:
    return [Named(row.key, row.name) for row in units.unit_rows(version.id)]


def _rows(
    content: CrosswalkContent, versions: tuple[BoundaryVersionRow, BoundaryVersionRow], direction: str
) -> tuple[Became, ...]:
    older, newer = (_named(version) for version in versions)
    if direction == DIRECTIONS[0]:
        return becoming(content.pieces, content.fates, older, newer)
    back = content.backwards()
    return becoming(back.pieces, back.fates, newer, older)


def _is_meant(each: Became, wanted: str) -> bool:
    sought = wanted.casefold()
    names = (each.area, *(part.area for part in each.parts))
    return any(sought in name.name.casefold() or name.key.startswith(wanted) for name in names)


def _tabs(direction: str) -> list[dict[str, object]]:
    labels = {"nachfolge": _("What became of areas"), "herkunft": _("Where areas came from")}
    return [
        {"label": label, "url": f"?richtung={key}", "is_current": key == direction} for key, label in labels.items()
    ]


def _kinds(rows: tuple[Became, ...], direction: str, kind: str | None) -> list[dict[str, object]]:
    counts = {fate: sum(each.fate == fate for each in rows) for fate in FATES}
    return [
        {
            "label": fate_label(fate),
            "count": count,
            "url": f"?richtung={direction}&art={fate.value}",
            "is_current": fate == kind,
        }
        for fate, count in counts.items()
        if count
    ]
