# SPDX-License-Identifier: EUPL-1.2
"""Selections that are released on their own: asked for, listed and removed by those who publish."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from indicators.errors import SelectionError
from indicators.forms.selectionquery import address_of, selection_wish
from indicators.forms.selectionrequest import SelectionRequestForm
from indicators.models import Selection
from indicators.selectors.readership import audiences_of
from indicators.selectors.selection import SelectionNotFoundError, SelectionWish, selection_of
from indicators.selectors.selection_figures import KeptSelection, kept_selections
from indicators.services.releasing import selecting
from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission


@dataclass(frozen=True, slots=True)
class ReleaseDesk:
    """A person who publishes for an organisation."""

    publisher: Organisation
    person: User


def _place(person: User, body: Organisation) -> ReleaseDesk | None:
    return ReleaseDesk(body, person) if may_release(person, body) else None


def may_release(person: object, body: Organisation) -> bool:
    """Say whether somebody may ask that a selection be released."""
    return isinstance(person, User) and has_permission(person, Permission.PUBLISH_RELEASES, body)


at_releases = for_whom(_place)


@require_safe
@at_releases
def selections_page(request: HttpRequest, desk: ReleaseDesk) -> HttpResponse:
    """List the selections that were asked for."""
    rows = [{"kept": each, "url": _address(desk.publisher, each)} for each in kept_selections(desk.publisher)]
    page = reverse("indicators:selection", args=[desk.publisher.slug])
    context = {
        "organisation": desk.publisher,
        "section": "areas",
        "crumbs": [
            {"label": gettext("Selection of areas"), "url": page},
            {"label": gettext("Released selections"), "url": ""},
        ],
        "rows": rows,
        "selection_url": page,
    }
    return render(request, "indicators/selections.html", context)


@require_POST
@at_releases
def request_release(request: HttpRequest, desk: ReleaseDesk) -> HttpResponse:
    """Ask that the sums of a selection be released."""
    form = SelectionRequestForm(request.POST)
    desk.publisher.audience = audiences_of(desk.person, desk.publisher)[0]
    if not form.is_valid():
        raise SelectionError("selection.nameless", "A selection that is released has a name.", place="name")
    wish = selection_wish(QueryDict(form.cleaned_data["query"]))
    selection = selection_of(desk.publisher, replace(wish, text=""))
    if selection is None:
        raise SelectionNotFoundError("selection.level_unpublished", "Nothing is published.", level="", edition="")
    selecting.request_selection(
        organisation=desk.publisher,
        version=selection.version,
        keys=selection.keys,
        name=form.cleaned_data["name"],
        by=desk.person,
    )
    return redirect(reverse("indicators:selections", args=[desk.publisher.slug]))


@require_POST
@at_releases
def remove(_: HttpRequest, desk: ReleaseDesk, uuid: UUID) -> HttpResponse:
    """Show a selection no more."""
    rows = Selection.objects.filter(organisation_id=desk.publisher.pk, removed_at__isnull=True)
    selection = get_object_or_404(rows.select_related("organisation"), uuid=uuid)
    selecting.remove_selection(selection=selection, by=desk.person)
    return redirect(reverse("indicators:selections", args=[desk.publisher.slug]))


def _address(publisher: Organisation, each: KeptSelection) -> str:
    version = each.selection.boundary_version
    wish = SelectionWish(version.level.slug, version.edition, tuple(each.selection.keys))
    return f"{reverse('indicators:selection', args=[publisher.slug])}?{address_of(wish)}"
