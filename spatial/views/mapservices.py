# SPDX-License-Identifier: EUPL-1.2
"""The desk of map services: looked at, registered, offered on maps, taken off, removed."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import status_of, told
from sozialplanung.web.query import refuse_unknown
from spatial.forms.mapservices import ChangeForm, FateForm, LookForm, RegisterForm, first_words
from spatial.models import MapService
from spatial.readers.maps import MapOffers, Tile, source_of
from spatial.selectors.mapservices import allowed_hosts, ground_extent, service_at, services_of
from spatial.services.mapservices import registering
from spatial.services.mapservices.pictures import offers_of, seen_picture
from spatial.views.mappictures import sent, without_picture


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """A person who says which map services an organisation offers."""

    organisation: Organisation
    person: User

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of map services."""
        return reverse(f"spatial:{name}", args=[self.organisation.slug, *arguments])


def _place(person: User, body: Organisation) -> ServiceDesk | None:
    """Give a place to who brings boundaries or manages the organisation."""
    rights = (Permission.IMPORT_BOUNDARIES, Permission.MANAGE_ORGANISATIONS)
    return ServiceDesk(body, person) if any(has_permission(person, right, body) for right in rights) else None


at_services = for_whom(_place)


@require_safe
@at_services
def services_page(request: HttpRequest, desk: ServiceDesk) -> HttpResponse:
    """List the map services of an organisation."""
    context = {"services": services_of(desk.organisation), "crumbs": _crumbs(desk)}
    return _page(request, desk, "list", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_services
def new_page(request: HttpRequest, desk: ServiceDesk) -> HttpResponse:
    """Look at a service, choose one of its layers, and register it once a picture came."""
    look = LookForm(posted(request))
    offers = _offers(look) if request.method == "POST" and look.is_valid() else None
    crumbs = _crumbs(desk, _("New map service"))
    if offers is None:
        return _page(request, desk, "new", {"crumbs": crumbs}, form=look)
    is_chosen = "layer" in request.POST
    form = RegisterForm(request.POST if is_chosen else None, initial=first_words(look, offers), offers=offers)
    service = _registered(desk, form, offers) if is_chosen and form.is_valid() else None
    if service is not None:
        return redirect(desk.url("map_service", service.slug))
    unfit = sum(each.source is None for each in offers.offers)
    return _page(request, desk, "choose", {"crumbs": crumbs, "offers": offers, "unfit": unfit}, form=form)


def _offers(form: LookForm) -> MapOffers | None:
    try:
        return offers_of(kind=form.cleaned_data["kind"], address=form.cleaned_data["address"])
    except DomainError as error:
        told(form, error)
        return None


def _registered(desk: ServiceDesk, form: RegisterForm, offers: MapOffers) -> MapService | None:
    try:
        source = offers.chosen(form.cleaned_data["layer"])
        return registering.register_service(
            organisation=desk.organisation, at=form.at, source=source, words=form.words, by=desk.person
        )
    except DomainError as error:
        told(form, error)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@at_services
def service_page(request: HttpRequest, desk: ServiceDesk, slug: str) -> HttpResponse:
    """Show a service with what it sends now, and offer it, take it off or remove it."""
    service = service_at(desk.organisation, slug)
    form = FateForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and _decided(desk, service, form):
        is_gone = form.cleaned_data["act"] == "remove"
        return redirect(desk.url("map_services") if is_gone else desk.url("map_service", slug))
    rows = registering.previewed(ground_extent(desk.organisation.pk), source_of(service.source))
    pictures = [[desk.url("map_service_preview", slug, tile) for tile in row] for row in rows]
    context = {"service": service, "pictures": pictures, "crumbs": _crumbs(desk, service.title)}
    return _page(request, desk, "service", context, form=form)


def _decided(desk: ServiceDesk, service: MapService, form: FateForm) -> bool:
    said = {"service": service, "by": desk.person, "revision": form.cleaned_data["revision"]}
    try:
        match form.cleaned_data["act"]:
            case "offer":
                registering.offer_service(**said)
            case "take_off":
                registering.take_off(**said)
            case _:
                registering.remove_service(**said)
    except DomainError as error:
        told(form, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@at_services
def change_page(request: HttpRequest, desk: ServiceDesk, slug: str) -> HttpResponse:
    """Say something else about a service."""
    service = service_at(desk.organisation, slug)
    names = ("title", "role", "opacity", "attribution", "licence", "revision")
    form = ChangeForm(posted(request), initial={name: getattr(service, name) for name in names})
    if request.method == "POST" and form.is_valid():
        said = {"words": form.words, "by": desk.person, "revision": form.cleaned_data["revision"]}
        try:
            registering.change_words(service=service, **said)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("map_service", slug))
    context = {"service": service, "crumbs": _crumbs(desk, service.title)}
    return _page(request, desk, "change", context, form=form)


@require_safe
@at_services
def preview_picture(request: HttpRequest, desk: ServiceDesk, slug: str, tile: Tile) -> HttpResponse:
    """Send one picture as the service gives it now, to who registers it."""
    refuse_unknown(request.GET, ())
    source = source_of(service_at(desk.organisation, slug).source)
    if not any(tile in each for each in registering.previewed(ground_extent(desk.organisation.pk), source)):
        raise nothing()
    try:
        return sent(seen_picture(source=source, tile=tile), "no-store")
    except DomainError:
        return without_picture()


def _crumbs(desk: ServiceDesk, label: str = "") -> list[dict[str, str]]:
    head = {"label": _("Map services"), "url": desk.url("map_services") if label else ""}
    return [head, {"label": label, "url": ""}] if label else [head]


def _page(
    request: HttpRequest, desk: ServiceDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    shared = {"organisation": desk.organisation, "section": "mapservices", "desk": desk, "form": form}
    hosts = sorted(allowed_hosts())
    told_context = {**shared, "hosts": hosts, **context}
    return render(request, f"spatial/kartendienste/{template}.html", told_context, status=status_of(form))
