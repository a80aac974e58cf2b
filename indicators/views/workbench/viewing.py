# SPDX-License-Identifier: EUPL-1.2
"""Saved views: listed, saved from the workbench, opened, copied, and changed by their owners."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.errors import KeepsakeError
from indicators.forms.keepsake import NameForm
from indicators.forms.savedview import SavedViewForm, SharingForm
from indicators.models import SavedView, Sharing
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.mapchoice import period_of
from indicators.selectors.readership import audiences_of
from indicators.selectors.savedviews import (
    linked_view,
    own_view,
    readable_view,
    readable_views,
    removed_views,
    state_of,
)
from indicators.selectors.workbench.settling import Settled
from indicators.services import savedviews
from indicators.views.readership import publisher_of
from indicators.views.workbench.asked import asked_by
from indicators.views.workbench.saving import SavingDesk, address_at, asked_query, at_saving, crumbs_to, settled_for
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.models import Organisation
from sozialplanung.web.desks import private
from sozialplanung.web.messages import sentence_for


@require_safe
@at_saving
def views_page(request: HttpRequest, desk: SavingDesk) -> HttpResponse:
    """List the own views, those of the house, and what can be brought back."""
    language = language_of(get_language())
    desk.publisher.audience = audiences_of(desk.person, desk.publisher)[0]
    rows = readable_views(desk.person, desk.publisher, language)
    context = {
        "own": [row for row in rows if row.is_own],
        "shared": [row for row in rows if not row.is_own],
        "removed": removed_views(desk.person, desk.publisher),
        "sharings": Sharing.choices,
        "public_url": settings.PUBLIC_URL,
        "workbench": address_at(desk, "workbench"),
        "query": asked_by(request, language).state.query(),
        **crumbs_to(desk, _("Saved views")),
    }
    return render(request, "indicators/workbench/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_saving
def save_page(request: HttpRequest, desk: SavingDesk) -> HttpResponse:
    """Save what an address says under a name."""
    query = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    found = settled_for(desk, query)
    if found is None:
        raise nothing()
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial={"query": found.state.query()})
    row = _saved(form, desk, found) if form.is_valid() else None
    if row is not None:
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return HttpResponseRedirect(f"{address_at(desk, 'views')}?{found.state.query()}")
    choice = found.facts.choice
    context = {
        "form": form,
        "indicator": choice.sheet.definition.name,
        "period": period_words(period_of(choice.ref), language_of(get_language())),
        "level": found.facts.ground.shown.level_name_plural,
        "remarks": found.remarks,
        "back": f"{address_at(desk, 'workbench')}?{found.state.query()}",
        **crumbs_to(desk, _("Save the view")),
    }
    return render(request, "indicators/workbench/view_save.html", context, status=422 if form.errors else 200)


@require_safe
def open_view(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponseBase:
    """Lead to the workbench as it was saved: whoever has the address of a linked view, the house to all others."""
    publisher = publisher_of(request, organisation)
    row = linked_view(publisher, uuid)
    if row is None:
        return _open_inside(request, organisation=organisation, uuid=uuid)
    return private(_led(publisher, row))


@at_saving
def _open_inside(_request: HttpRequest, desk: SavingDesk, uuid: UUID) -> HttpResponse:
    row = readable_view(desk.person, desk.publisher, uuid)
    if row is None:
        raise nothing()
    return _led(desk.publisher, row)


def _led(publisher: Organisation, row: SavedView) -> HttpResponse:
    query = state_of(row, language_of(get_language())).query()
    return HttpResponseRedirect(f"{address_at(publisher, 'workbench')}?{query}")


@require_POST
@at_saving
def change_view(request: HttpRequest, desk: SavingDesk, uuid: UUID) -> HttpResponse:
    """Rename, share, remove or bring back a view of one's own; copy one that somebody may open."""
    action = request.POST.get("action", "")
    row = _meant(desk, action, uuid)
    if row is None:
        raise nothing()
    try:
        if action in _ACTS:
            messages.success(request, _ACTS[action](request, desk, row))
    except KeepsakeError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
    return HttpResponseRedirect(f"{address_at(desk, 'views')}?{asked_query(request)}")


def _meant(desk: SavingDesk, action: str, uuid: UUID) -> SavedView | None:
    if action == "restore":
        return removed_views(desk.person, desk.publisher).filter(uuid=uuid).first()
    find = readable_view if action == "copy" else own_view
    return find(desk.person, desk.publisher, uuid)


def _rename(request: HttpRequest, desk: SavingDesk, row: SavedView) -> str:
    form = NameForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    before = row.name
    row = savedviews.rename_view(view=row, name=name, by=desk.person)
    return _("“%(before)s” is called “%(name)s” now.") % {"before": before, "name": row.name}


def _share(request: HttpRequest, desk: SavingDesk, row: SavedView) -> str:
    form = SharingForm(request.POST)
    if not form.is_valid():
        raise KeepsakeError("kept.unshared", "There is no such choice.", place="sharing")
    sharing = Sharing(form.cleaned_data["sharing"])
    savedviews.share_view(view=row, sharing=sharing, by=desk.person)
    words = {
        Sharing.NOBODY: _("“%(name)s” is yours alone again."),
        Sharing.HOUSE: _("Whoever signs in here can open “%(name)s” now."),
        Sharing.LINK: _("Whoever has its address can open “%(name)s” now, and see of it what they may see."),
    }
    return words[sharing] % {"name": row.name}


def _remove(_request: HttpRequest, desk: SavingDesk, row: SavedView) -> str:
    savedviews.remove_view(view=row, by=desk.person)
    return _("“%(name)s” is removed. You can bring it back below.") % {"name": row.name}


def _restore(_request: HttpRequest, desk: SavingDesk, row: SavedView) -> str:
    savedviews.restore_view(view=row, by=desk.person)
    return _("“%(name)s” is back.") % {"name": row.name}


def _copy(_request: HttpRequest, desk: SavingDesk, row: SavedView) -> str:
    return _("“%(name)s” is among your views now.") % {"name": savedviews.copy_view(view=row, by=desk.person).name}


_ACTS: Final[Mapping[str, Callable[[HttpRequest, SavingDesk, SavedView], str]]] = MappingProxyType(
    {"rename": _rename, "share": _share, "remove": _remove, "restore": _restore, "copy": _copy}
)


def _saved(form: SavedViewForm, desk: SavingDesk, found: Settled) -> SavedView | None:
    try:
        return savedviews.save_view(
            organisation=desk.publisher,
            state=found.state,
            name=form.cleaned_data["name"],
            sharing=Sharing(form.cleaned_data["sharing"]),
            by=desk.person,
        )
    except KeepsakeError as error:
        form.add_error("name", " ".join(sentence_for(error.to_problem())))
        return None
