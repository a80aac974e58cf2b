# SPDX-License-Identifier: EUPL-1.2
"""Computations of an organisation: what runs, what failed, and the buttons to compute again or to stop."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.selectors.computations import computations
from indicators.services.releasing import recomputing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, organisation_by_slug
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.desks import private
from sozialplanung.web.query import refuse_unknown


def _for(permission: Permission) -> Callable[..., Any]:
    """Let in who holds a permission here: others sign in, or find nothing; no answer is stored anywhere."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
            publisher = organisation_by_slug(organisation)
            if not isinstance(request.user, User):
                return private(redirect_to_login(request.get_full_path()))
            if not has_permission(request.user, permission, publisher):
                raise NotFoundError("http.not_found", "There is nothing at this address.")
            return private(view(request, publisher, **kwargs))

        return guarded

    return guard


@require_safe
@_for(Permission.VIEW_JOBS)
def computations_page(request: HttpRequest, publisher: Organisation) -> HttpResponse:
    """Show the newest computation of every indicator."""
    refuse_unknown(request.GET, ())
    context = {
        "organisation": publisher,
        "section": "deliveries",
        "found": computations(publisher),
        "can_run": has_permission(request.user, Permission.RUN_CALCULATIONS, publisher),
        "crumbs": [{"label": _("Computations"), "url": ""}],
    }
    return render(request, "indicators/computations.html", context)


@require_POST
@_for(Permission.RUN_CALCULATIONS)
def again(request: HttpRequest, publisher: Organisation) -> HttpResponse:
    """Compute again what failed."""
    recomputing.compute_again(organisation=publisher, by=_person(request))
    return redirect("indicators:computations", publisher.slug)


@require_POST
@_for(Permission.RUN_CALCULATIONS)
def everything(request: HttpRequest, publisher: Organisation) -> HttpResponse:
    """Compute every indicator again."""
    recomputing.compute_everything(organisation=publisher, by=_person(request))
    return redirect("indicators:computations", publisher.slug)


@require_POST
@_for(Permission.RUN_CALCULATIONS)
def stop(request: HttpRequest, publisher: Organisation, job: UUID) -> HttpResponse:
    """Stop one computation."""
    recomputing.stop_computation(organisation=publisher, job_id=job, by=_person(request))
    return redirect("indicators:computations", publisher.slug)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return request.user
