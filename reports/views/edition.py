# SPDX-License-Identifier: EUPL-1.2
"""The page of an edition: the same for as long as its figures stand, at one address, for everybody or the council."""

import hashlib
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import Language, language_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.errors import EditionNotFoundError
from reports.rendering.document import Document
from reports.selectors.editions import (
    COUNCIL,
    EditionRow,
    Standing,
    document_in,
    editions_at,
    editions_named,
    standing_of,
)
from reports.views.access import reads_council
from reports.views.blocks import picture_response, shown
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, organisation_by_id, organisation_by_slug
from sozialplanung.web.desks import private

# The words of an edition are set once for all who read them; so long they are kept.
_KEPT_SECONDS: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Found:
    """An edition at its address: the row, all editions beside it, whose it is, how its figures stand, what it says.

    `document` is None where it was taken back.
    """

    row: EditionRow
    all: tuple[EditionRow, ...]
    organisation: Organisation
    standing: Standing
    document: Document | None


@require_safe
@at_one_moment()
def editions_page(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """List what an organisation has let out, the latest first."""
    publisher = organisation_by_slug(organisation)
    audience = _audience(request, publisher)
    context = {
        "organisation": publisher,
        "section": "reports",
        "rows": editions_at(publisher.pk, audience),
        "may_work": _may_work(request, publisher),
        "crumbs": [{"label": _("Dashboards and reports"), "url": ""}],
    }
    answer = render(request, "reports/editions.html", context)
    return private(answer) if audience != PUBLIC else answer


@require_safe
@at_one_moment()
def newest_edition(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Lead to the newest edition that is out."""
    rows, _organisation = _named(request, slug)
    newest = next((row for row in rows if not row.is_withdrawn), rows[0])
    return private(HttpResponseRedirect(reverse("reports:edition", args=[slug, newest.year, newest.number])))


@require_safe
@at_one_moment()
def edition_page(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponseBase:
    """Show an edition."""
    language = language_of(get_language())
    found = _found(request, slug, (year, number), language)
    newer = next((row for row in found.all if not row.is_withdrawn), None)
    context = {
        "organisation": found.organisation,
        "section": "reports",
        "row": found.row,
        "document": found.document,
        "body": _body(found, language) if found.document else "",
        "standing": found.standing,
        "newer": newer if newer and newer.id != found.row.id else None,
        "others": [row for row in found.all if row.id != found.row.id],
        "crumbs": [
            {
                "label": _("Dashboards and reports"),
                "url": reverse("reports:editions", args=[found.organisation.slug]),
            },
            {"label": found.row.title, "url": ""},
        ],
    }
    answer = render(request, "reports/edition.html", context, status=410 if found.row.is_withdrawn else 200)
    return answer if found.row.read_for == PUBLIC else private(answer)


@require_safe
@at_one_moment()
def edition_picture(request: HttpRequest, slug: str, year: int, number: int, name: str) -> HttpResponseBase:
    """Send one map or chart of an edition."""
    found = _found(request, slug, (year, number), language_of(get_language()))
    figures = found.document.figures() if found.document else ()
    figure = next((each for each in figures if each.name == name), None)
    if figure is None:
        raise _nothing()
    answer = picture_response(figure)
    return answer if found.row.read_for == PUBLIC else private(answer)


def _named(request: HttpRequest, slug: str) -> tuple[tuple[EditionRow, ...], Organisation]:
    """Return the editions of a publication that the reader may see, and whose it is."""
    rows = editions_named(slug, PUBLIC)
    if not rows and isinstance(request.user, User):
        rows = editions_named(slug, COUNCIL)
        if rows and not reads_council(request.user, organisation_by_id(rows[0].organisation_id)):
            rows = ()
    if not rows:
        raise _nothing()
    return rows, organisation_by_id(rows[0].organisation_id)


def _found(request: HttpRequest, slug: str, path: tuple[int, int], language: Language) -> Found:
    rows, organisation = _named(request, slug)
    row = next((each for each in rows if (each.year, each.number) == path), None)
    if row is None:
        raise _nothing()
    standing = standing_of(row)
    pinned = document_in(row, language)
    lost = _("This part is not shown any more: figures behind it were taken back, or are kept secret now.")
    return Found(row, rows, organisation, standing, pinned.without(standing.gone, lost) if pinned else None)


def _body(found: Found, language: Language) -> str:
    """Set the words of an edition; for the public once for all who read the same."""
    told = f"{found.row.content_hash}{language}{sorted(found.standing.gone)}"
    key = f"reports.edition.{hashlib.sha256(told.encode()).hexdigest()}"
    kept = cache.get(key) if found.row.read_for == PUBLIC else None
    if isinstance(kept, str):
        # Made by the template below; what lies in the cache is sealed.
        return SafeString(kept)
    document = found.document
    sections = shown(document) if document else ()
    made = render_to_string("reports/page/_document.html", {"sections": sections, "row": found.row})
    if found.row.read_for == PUBLIC:
        cache.set(key, made, _KEPT_SECONDS)
    return made


def _audience(request: HttpRequest, organisation: Organisation) -> str:
    is_inside = isinstance(request.user, User) and reads_council(request.user, organisation)
    return COUNCIL if is_inside else PUBLIC


def _may_work(request: HttpRequest, organisation: Organisation) -> bool:
    person = request.user
    return isinstance(person, User) and any(
        has_permission(person, each, organisation) for each in (Permission.PREPARE_REPORTS, Permission.PUBLISH_RELEASES)
    )


def _nothing() -> EditionNotFoundError:
    return EditionNotFoundError("http.not_found", "There is nothing at this address.")
