# SPDX-License-Identifier: EUPL-1.2
"""Who may search the address file in use: what holds and how it came about, another decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told
from spatial.forms.addressopening import OpeningForm
from spatial.models import AddressRegister, RegisterState
from spatial.selectors.addressbook import decisions_on
from spatial.selectors.layerdrafts import registers_of
from spatial.services.layers.opening import decide_on_addresses
from spatial.views.access import Desk, at_desk, page


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def opening_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show who may search the address file; an approver opens it to everybody, or closes it again."""
    register = registers_of(desk.organisation).filter(state=RegisterState.CURRENT).first()
    if register is None or (request.method == "POST" and not desk.can_approve):
        raise nothing()
    context = _context(desk, register)
    form = OpeningForm(posted(request), initial={"revision": context["revision"]}, is_open=context["is_open"])
    if request.method == "POST" and form.is_valid():
        said, is_open = form.cleaned_data, not context["is_open"]
        try:
            decide_on_addresses(
                register=register, is_open=is_open, reason=said["reason"], by=desk.person, revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("Everybody can search it now.") if is_open else _("It is for the house again."))
            return redirect(desk.url("address_opening"))
    return page(request, desk, "orte/address_opening", context, form=form)


def _context(desk: Desk, register: AddressRegister) -> dict[str, Any]:
    decisions = decisions_on(register)
    return {
        "register": register,
        "decisions": decisions,
        "revision": decisions[0].revision if decisions else 0,
        "is_open": bool(decisions and decisions[0].is_open),
        "crumbs": [
            {"label": _("Places and areas"), "url": desk.url("places")},
            {"label": _("Address file"), "url": desk.url("address_files")},
            {"label": _("Who may search addresses"), "url": ""},
        ],
    }
