# SPDX-License-Identifier: EUPL-1.2
"""Somebody lost their second factor: an administrator of all their roles removes it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.factors.selectors import has_factor
from sozialplanung.accounts.factors.services import reset_factors
from sozialplanung.accounts.forms import ReasonForm
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.people.selectors import manages_account, person_at
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of


@dataclass(frozen=True, slots=True)
class Manager:
    """A person who manages the people of an organisation."""

    organisation: Organisation
    person: User


def _place(person: User, body: Organisation) -> Manager | None:
    return Manager(body, person) if has_permission(person, Permission.MANAGE_USERS, body) else None


def _found(manager: Manager, number: int) -> User:
    """Return a person whose account the manager answers for, everywhere where it holds a role; others are not there."""
    person = person_at(manager.organisation, number)
    if not (person.is_active and manages_account(manager.person, person)):
        raise nothing()
    return person


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom(_place)
def reset_factor(request: HttpRequest, manager: Manager, number: int) -> HttpResponse:
    """Remove the second factor of somebody who lost it, with a reason."""
    person = _found(manager, number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        reset_factors(person=person, organisation=manager.organisation, by=manager.person, reason=reason)
        messages.success(request, _("The second factor was removed, and the person was told by mail."))
        return redirect("accounts:person", manager.organisation.slug, number)
    context = {
        "organisation": manager.organisation,
        "person": person,
        "has_factor": has_factor(person),
        "form": form,
        "crumbs": [
            {"label": _("People"), "url": reverse("accounts:people", args=[manager.organisation.slug])},
            {"label": person.name, "url": reverse("accounts:person", args=[manager.organisation.slug, number])},
            {"label": _("Second factor"), "url": ""},
        ],
    }
    return render(request, "accounts/factor_reset.html", context, status=status_of(form))
