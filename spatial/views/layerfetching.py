# SPDX-License-Identifier: EUPL-1.2
"""Places from the address of a service: looked at, chosen, fetched by a worker, and once more for a later version."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of, told
from spatial.forms.layerfetching import FetchForm, ServiceForm, first_said
from spatial.models import LayerDraft
from spatial.readers.features import Offers
from spatial.selectors.layerdrafts import fetched_before
from spatial.selectors.mapservices import allowed_hosts
from spatial.services.layers import fetching
from spatial.views.access import Desk, at_desk, page
from spatial.views.layerdesk import draft_of, start_crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def service_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Look at a service, choose one of its collections, and start a layer that a worker fetches."""
    if not desk.can_import:
        raise nothing()
    look = ServiceForm(posted(request))
    offers = _offers(look) if request.method == "POST" and look.is_valid() else None
    context = {"crumbs": start_crumbs(desk, _("From a service")), "hosts": sorted(allowed_hosts())}
    if offers is None:
        return page(request, desk, "orte/service", context, form=look)
    is_chosen = "collection" in request.POST
    form = FetchForm(request.POST if is_chosen else None, initial=first_said(look, offers), offers=offers)
    draft = _started(desk, form) if is_chosen and form.is_valid() else None
    if draft is not None:
        return redirect(desk.url("layer_draft", draft.uuid))
    return page(request, desk, "orte/collection", context | {"offers": offers}, form=form)


def _offers(form: ServiceForm) -> Offers | None:
    try:
        return fetching.collections_of(kind=form.cleaned_data["service"], address=form.cleaned_data["address"])
    except DomainError as error:
        told(form, error)
        return None


def _started(desk: Desk, form: FetchForm) -> LayerDraft | None:
    try:
        return fetching.start_fetched(
            organisation=desk.organisation, facts=form.facts, source=form.source, by=desk.person
        )
    except DomainError as error:
        told(form, error)
        return None


@require_POST
@at_desk
def fetch_again(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Fetch the file of a draft once more."""
    fetching.fetch_again(draft=draft_of(desk, uuid), by=desk.person, revision=revision_of(request))
    return redirect(desk.url("layer_draft", uuid))


@require_POST
@at_desk
def next_version(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Start the next version of a layer from the service that an earlier one came from."""
    del request
    if not desk.can_import:
        raise nothing()
    before = next((each for each in fetched_before(desk.organisation) if each.slug == slug), None)
    if before is None or before.layer is None:
        raise nothing()
    day = timezone.localdate()
    draft = fetching.start_again(layer=before.layer, before=before.source, day=day, by=desk.person)
    return redirect(desk.url("layer_draft", draft.uuid))
