# SPDX-License-Identifier: EUPL-1.2
"""The list of deliveries, and the start of one."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.deliveries import NewDeliveryForm
from indicators.models import Source
from indicators.selectors.deliveries import Scope, deliveries_of, sources_of
from indicators.selectors.parts import sources_in, topic_names
from indicators.selectors.workshop import waiting_drafts
from indicators.services.deliveries.drafting import create_delivery
from indicators.views.deliveries.access import Desk, at_part, page
from indicators.views.deliveries.uploading import uploads
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.query import QueryReader
from sozialplanung.web.uploads import takes_files

PAGE_SIZE: Final = 25


@require_safe
@at_part
def deliveries_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List own deliveries, those that wait for my approval, or all."""
    query = QueryReader(request.GET, allowed=("liste", "seite"))
    chosen = query.text("liste", longest=10) or ("eigene" if desk.can_import else "freigabe")
    scope: Scope = next((scope for scope, _label in _scopes() if scope == chosen), "alle")
    among = desk.within()
    rows = Paginator(deliveries_of(desk.organisation, scope=scope, person=desk.person, among=among), PAGE_SIZE)
    shown = rows.get_page(request.GET.get("seite"))
    # Who never approves has no such list; an address that somebody sent opens it all the same.
    shown_scopes = [each for each in _scopes() if each[0] in (scope, *_lists_of(desk))]
    tabs = [_tab(desk, key, label, among, is_current=key == scope) for key, label in shown_scopes]
    approves_all = desk.can_approve and desk.signs is None
    context = {
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"liste={scope}&",
        "tabs": tabs,
        "scope": scope,
        "crumbs": [{"label": _("Deliveries"), "url": ""}],
        "part_names": topic_names(*filter(None, (desk.brings, desk.signs))) if desk.is_narrowed else (),
        "indices": waiting_drafts(desk.organisation) if scope == "freigabe" and approves_all else (),
    }
    return page(request, desk, "list", context)


def _scopes() -> tuple[tuple[Scope, str], ...]:
    return (
        ("eigene", _("My deliveries")),
        ("freigabe", _("Waiting for my approval")),
        ("alle", _("All deliveries")),
    )


def _lists_of(desk: Desk) -> tuple[Scope, ...]:
    mine: tuple[Scope, ...] = ("eigene",) if desk.can_import else ()
    waiting: tuple[Scope, ...] = ("freigabe",) if desk.can_approve else ()
    return (*mine, *waiting, "alle")


def _tab(desk: Desk, key: Scope, label: str, among: list[int] | None, *, is_current: bool) -> dict[str, object]:
    count = deliveries_of(desk.organisation, scope=key, person=desk.person, among=among).count()
    return {"label": label, "url": f"?liste={key}", "count": count, "is_current": is_current}


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def new_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Start a delivery with its files."""
    if not desk.can_import:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    among = None if desk.brings is None else sources_in(desk.brings)
    sources = {str(source.pk): source for source in sources_of(desk.organisation, among=among)}
    choices = [(key, source.title) for key, source in sources.items()]
    initial = _prefilled(QueryReader(request.GET, allowed=("quelle", "zeitraum")), sources)
    form = NewDeliveryForm(posted(request), request.FILES or None, sources=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        delivery = create_delivery(
            source=sources[said["source"]], title=said["title"], files=uploads(said["uploads"]), by=desk.person
        )
        return redirect(desk.url("delivery", delivery.uuid))
    crumbs = [{"label": _("Deliveries"), "url": desk.url("deliveries")}, {"label": _("New delivery"), "url": ""}]
    return page(request, desk, "new", {"crumbs": crumbs, "has_sources": bool(sources)}, form=form)


def _prefilled(query: QueryReader, sources: dict[str, Source]) -> dict[str, str]:
    """Return what the completeness board knows of a delivery that is awaited."""
    slug, period = query.text("quelle"), query.period("zeitraum")
    key, source = next(((key, each) for key, each in sources.items() if each.slug == slug), ("", None))
    if source is None:
        return {}
    return {"source": key, "title": f"{source.title}, {period.label()}"[:200] if period else source.title[:200]}
