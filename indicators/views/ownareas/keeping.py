# SPDX-License-Identifier: EUPL-1.2
"""Own areas that people keep: listed, saved from an address, opened by whoever may, as a page and as a file."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.errors import KeepsakeError, SelectionError
from indicators.forms.ownarea import OwnAreaForm
from indicators.models import OwnArea, OwnAreaKind, Sharing
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.workbench.conditions import Around
from indicators.rendering.workbench.ownarea import SavedOwn
from indicators.rendering.workbench.ownshapes import LONGEST, Shape, Union, read_shape
from indicators.selectors.ownareas import (
    ground_of_edition,
    linked_area,
    overlapping,
    readable_area,
    readable_areas,
    removed_areas,
    union_of_edition,
)
from indicators.selectors.ownprofile import OwnProfile, OwnWish, ground_of_shape, own_profile
from indicators.selectors.published import at_one_moment
from indicators.services.ownareas import OwnShape, save_own_area
from indicators.views.ownareas.context import COURSE, PERCENT, Shown, profile_context
from indicators.views.ownareas.course import course_context
from indicators.views.ownareas.looking import csv_of, downloads, frame, own_wish
from indicators.views.ownareawords import shape_words
from indicators.views.ownpace import is_hurried, told_to_wait
from indicators.views.readership import publisher_of
from indicators.views.workbench.saving import SavingDesk, at_saving, may_save
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.web.desks import private
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader, refuse_unknown


@require_safe
def list_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """List own areas to those who may keep some; tell everybody else what they are."""
    refuse_unknown(request.GET, ())
    publisher = publisher_of(request, organisation)
    context = {**frame(publisher, ""), "may_save": may_save(request.user, publisher)}
    if isinstance(request.user, User) and context["may_save"]:
        rows = readable_areas(request.user, publisher)
        context["own"] = [row for row in rows if row.owner_id == request.user.pk]
        context["shared"] = [row for row in rows if row.owner_id != request.user.pk]
        context["removed"] = removed_areas(request.user, publisher)
    return render(request, "indicators/ownareas/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_saving
def save_page(request: HttpRequest, desk: SavingDesk) -> HttpResponse:
    """Save the area of an address under a name."""
    given = request.POST if request.method == "POST" else request.GET
    shape = read_shape(given.get("form", "")[:LONGEST])
    if shape is None:
        raise SelectionError("own.shape_unknown", "There is no such shape.", place="form")
    form = OwnAreaForm(request.POST if request.method == "POST" else None, initial={"form": str(shape)})
    row = _saved(form, desk, shape) if form.is_valid() else None
    if row is not None:
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return HttpResponseRedirect(address_of(desk.publisher, row))
    look = reverse("indicators:own_look", args=[desk.publisher.slug])
    context = {
        **frame(desk.publisher, _("Save the area")),
        "form": form,
        "shape": shape_words(shape, language_of(get_language())),
        "back": f"{look}?{urlencode({'form': str(shape)}, safe=':,')}",
    }
    return render(request, "indicators/ownareas/save.html", context, status=422 if form.errors else 200)


def shape_of(publisher: Organisation, shape: Shape) -> OwnShape:
    """Return what is kept of a shape that an address says."""
    circle_or_drawn = OwnAreaKind.CIRCLE if isinstance(shape, Around) else OwnAreaKind.DRAWN
    kind = OwnAreaKind.UNION if isinstance(shape, Union) else circle_or_drawn
    return OwnShape(kind, ground_of_shape(publisher, shape), str(shape))


def _saved(form: OwnAreaForm, desk: SavingDesk, shape: Shape) -> OwnArea | None:
    said = form.cleaned_data
    try:
        return save_own_area(
            organisation=desk.publisher,
            shape=shape_of(desk.publisher, shape),
            name=said["name"],
            sharing=Sharing(said["sharing"]),
            by=desk.person,
        )
    except (KeepsakeError, SelectionError) as error:
        form.add_error("name", " ".join(sentence_for(error.to_problem())))
        return None


@require_safe
@at_one_moment()
def area_page(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponseBase:
    """Show a saved area: whoever has the address of a linked one, the house all others that are shared."""
    if is_hurried(request):
        return told_to_wait(request)
    publisher = publisher_of(request, organisation)
    row = linked_area(publisher, uuid)
    if row is None:
        return _page_inside(request, organisation=organisation, uuid=uuid)
    return private(_page(request, publisher, row))


@at_saving
def _page_inside(request: HttpRequest, desk: SavingDesk, uuid: UUID) -> HttpResponse:
    return _page(request, *_inside(request, desk, uuid))


def _inside(request: HttpRequest, desk: SavingDesk, uuid: UUID) -> tuple[Organisation, OwnArea]:
    """Return the organisation as the reader may see it, and an area that somebody of the house may open."""
    row = readable_area(desk.person, desk.publisher, uuid)
    if row is None:
        raise nothing()
    return publisher_of(request, desk.publisher.slug), row


def _page(request: HttpRequest, publisher: Organisation, row: OwnArea) -> HttpResponse:
    wish, profile = _profile(request, publisher, row)
    edition, language = row.current, language_of(get_language())
    is_own = isinstance(request.user, User) and row.owner_id == request.user.pk
    shape = read_shape(edition.query) if edition.query else None
    context: dict[str, Any] = {
        **frame(publisher, row.name),
        "row": row,
        "edition": edition,
        "title": row.name,
        "kind": shape_words(shape, language) if shape else edition.get_kind_display(),
        "is_own": is_own,
        "overlaps": _overlaps(publisher, row) if is_own else (),
    }
    if profile is not None:
        shown = Shown(publisher, profile, language, request.path, "", wish.period, own=_named(row))
        file = reverse("indicators:own_area_csv", args=[publisher.slug, row.uuid])
        context |= {**profile_context(shown), "downloads": downloads(f"{file}?{request.GET.urlencode()}".rstrip("?"))}
        union = union_of_edition(edition)
        context |= course_context(publisher, profile, request.GET.get(COURSE, ""), union, language)
    return render(request, "indicators/ownareas/look.html", context)


def _named(row: OwnArea) -> str:
    """Return how „Analyse“ names a saved area: by itself where others find it, else by its shape."""
    return str(SavedOwn(row.uuid)) if row.is_shared else row.current.query


def _overlaps(publisher: Organisation, row: OwnArea) -> list[tuple[OwnArea, float]]:
    """Return the areas of its set that an area overlaps with, in percent of the smaller one."""
    if not row.collection:
        return []
    return [(other, PERCENT * share) for other, share in overlapping(row, readable_areas(row.owner, publisher))]


def _profile(request: HttpRequest, publisher: Organisation, row: OwnArea) -> tuple[OwnWish, OwnProfile | None]:
    wish = own_wish(QueryReader(request.GET, allowed=("gebietsstand", "stand", COURSE)))
    edition = row.current
    return wish, own_profile(publisher, ground_of_edition(edition), wish, union_of_edition(edition))


@require_safe
@at_one_moment()
def area_csv(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponseBase:
    """Send what is released of a saved area as CSV."""
    if is_hurried(request):
        return told_to_wait(request)
    publisher = publisher_of(request, organisation)
    row = linked_area(publisher, uuid)
    if row is None:
        return _csv_inside(request, organisation=organisation, uuid=uuid)
    return private(_csv(request, publisher, row))


@at_saving
def _csv_inside(request: HttpRequest, desk: SavingDesk, uuid: UUID) -> HttpResponse:
    return _csv(request, *_inside(request, desk, uuid))


def _csv(request: HttpRequest, publisher: Organisation, row: OwnArea) -> HttpResponse:
    _, profile = _profile(request, publisher, row)
    return csv_of(publisher, profile, address_of(publisher, row))


def address_of(publisher: Organisation, row: OwnArea) -> str:
    """Return where a saved area is looked at."""
    return reverse("indicators:own_area", args=[publisher.slug, row.uuid])
