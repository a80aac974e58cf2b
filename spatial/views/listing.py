# SPDX-License-Identifier: EUPL-1.2
"""The levels with their boundary versions, the drafts of new ones, and the start of one."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.web.query import QueryReader
from sozialplanung.web.uploads import takes_files
from spatial.forms.changesets import NewChangesetForm
from spatial.selectors.changesets import Scope, changesets_of, levels_with_versions
from spatial.services.changesets.drafting import Brought, Facts, ServiceAddress, Upload, create_changeset
from spatial.services.changesets.planning import slug_of
from spatial.views.access import Desk, at_desk, page

PAGE_SIZE: Final = 25
SCOPES: Final[tuple[Scope, ...]] = ("gueltig", "eigene", "freigabe", "alle")


@require_safe
@at_desk
def versions_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the boundary versions by level, or the drafts: own ones, those that wait for my approval, all."""
    query = QueryReader(request.GET, allowed=("liste", "seite"))
    chosen = query.choice("liste", SCOPES, default="gueltig")
    scope = next(scope for scope in SCOPES if scope == chosen)
    context = {
        "tabs": [_tab(desk, key, is_current=key == scope) for key in SCOPES if key in (scope, *_lists_of(desk))],
        "scope": scope,
        "crumbs": [{"label": _("Boundary versions"), "url": ""}],
    }
    if scope == "gueltig":
        return page(request, desk, "versions", context | {"levels": levels_with_versions(desk.organisation)})
    rows = Paginator(changesets_of(desk.organisation, scope=scope, person=desk.person), PAGE_SIZE)
    shown = rows.get_page(query.integer("seite", minimum=1, maximum=100_000, default=1))
    pages = list(rows.get_elided_page_range(shown.number))
    return page(request, desk, "versions", context | {"page": shown, "pages": pages, "query": f"liste={scope}&"})


def _lists_of(desk: Desk) -> tuple[Scope, ...]:
    """Return the lists that somebody can have something in; an address that somebody sent opens the others as well."""
    mine: tuple[Scope, ...] = ("eigene",) if desk.can_import else ()
    waiting: tuple[Scope, ...] = ("freigabe",) if desk.can_approve else ()
    return ("gueltig", *mine, *waiting, "alle")


def _tab(desk: Desk, key: Scope, *, is_current: bool) -> dict[str, object]:
    labels = {
        "gueltig": _("Boundary versions"),
        "eigene": _("My drafts"),
        "freigabe": _("Waiting for my approval"),
        "alle": _("All drafts"),
    }
    count = None
    if key != "gueltig":
        count = changesets_of(desk.organisation, scope=key, person=desk.person).count()
    return {"label": labels[key], "url": f"?liste={key}", "count": count, "is_current": is_current}


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Start a boundary version with its files."""
    if not desk.can_import:
        raise nothing()
    form = NewChangesetForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        changeset = create_changeset(
            organisation=desk.organisation,
            facts=Facts(said["name"], slug_of(said["name"]) or "stand", said["valid_from"]),
            brought=brought(said),
            by=desk.person,
        )
        return redirect(desk.url("changeset", changeset.uuid))
    crumbs = [
        {"label": _("Boundary versions"), "url": desk.url("versions")},
        {"label": _("New boundary version"), "url": ""},
    ]
    return page(request, desk, "new", {"crumbs": crumbs}, form=form)


def brought(said: dict[str, Any]) -> Brought:
    """Return what a form brought as the service takes it."""
    files: list[UploadedFile[Any]] = said.get("uploads") or []
    address = said.get("address") or ""
    service = ServiceAddress(address, said.get("feature_type") or "") if address else None
    return Brought([Upload(file.name or "", file.read()) for file in files], service)
