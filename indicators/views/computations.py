# SPDX-License-Identifier: EUPL-1.2
"""Computations of an organisation: what runs, what failed, and the buttons to compute again or to stop."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.selectors.computations import computations
from indicators.services.releasing import recomputing
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.query import refuse_unknown


@dataclass(frozen=True, slots=True)
class Watch:
    """A person who sees the computations of an organisation."""

    organisation: Organisation
    person: User
    can_run: bool

    def require_runner(self) -> None:
        """Let nobody start or stop anything here who may not."""
        if not self.can_run:
            raise nothing()

    def list(self) -> HttpResponse:
        """Lead back to the list."""
        return redirect("indicators:computations", self.organisation.slug)


def _place(person: User, body: Organisation) -> Watch | None:
    """Give a place to who may see jobs here."""
    if not has_permission(person, Permission.VIEW_JOBS, body):
        return None
    return Watch(body, person, has_permission(person, Permission.RUN_CALCULATIONS, body))


at_computations = for_whom(_place)


@require_safe
@at_computations
def computations_page(request: HttpRequest, watch: Watch) -> HttpResponse:
    """Show the newest computation of every indicator."""
    refuse_unknown(request.GET, ())
    context = {
        "organisation": watch.organisation,
        "section": "deliveries",
        "found": computations(watch.organisation),
        "can_run": watch.can_run,
        "crumbs": [{"label": _("Computations"), "url": ""}],
    }
    return render(request, "indicators/computations.html", context)


@require_POST
@at_computations
def again(request: HttpRequest, watch: Watch) -> HttpResponse:
    """Compute again what failed."""
    del request
    watch.require_runner()
    recomputing.compute_again(organisation=watch.organisation, by=watch.person)
    return watch.list()


@require_POST
@at_computations
def everything(request: HttpRequest, watch: Watch) -> HttpResponse:
    """Compute every indicator again."""
    del request
    watch.require_runner()
    recomputing.compute_everything(organisation=watch.organisation, by=watch.person)
    return watch.list()


@require_POST
@at_computations
def stop(request: HttpRequest, watch: Watch, job: UUID) -> HttpResponse:
    """Stop one computation."""
    del request
    watch.require_runner()
    recomputing.stop_computation(organisation=watch.organisation, job_id=job, by=watch.person)
    return watch.list()
