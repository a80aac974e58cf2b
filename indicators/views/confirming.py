# SPDX-License-Identifier: EUPL-1.2
"""Approvers confirm computed indicators that stewards wrote; others find nothing here."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from indicators.forms.confirming import ConfirmationForm
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.approvals import approves_at
from indicators.selectors.confirming import waiting_formulas
from indicators.services.confirming import confirm_formula
from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import status_of, told


@dataclass(frozen=True, slots=True)
class ConfirmingDesk:
    """A person who confirms what others wrote at an organisation."""

    publisher: Organisation
    person: User


def _place(person: User, body: Organisation) -> ConfirmingDesk | None:
    return ConfirmingDesk(body, person) if approves_at(person, body) else None


at_confirming = for_whom(_place)


@require_http_methods(["GET", "HEAD", "POST"])
@at_confirming
def confirm_page(request: HttpRequest, desk: ConfirmingDesk) -> HttpResponse:
    """List the computed indicators that wait, and take the confirmation of one."""
    form = ConfirmationForm(posted(request))
    if request.method == "POST" and form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            confirm_formula(
                organisation=desk.publisher, definition_id=said["definition"], seen=said["seen"], by=desk.person
            )
        except DomainError as error:
            told(form, error)
        else:
            return redirect(reverse("indicators:confirm", args=[desk.publisher.slug]))
    rows = waiting_formulas(desk.publisher, desk.person, language_of(get_language()))
    context = {"organisation": desk.publisher, "section": "deliveries", "form": form, "rows": rows}
    return render(request, "indicators/confirm.html", context, status=status_of(form))
