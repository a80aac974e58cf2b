# SPDX-License-Identifier: EUPL-1.2
"""Taking a version of a layer back: a steward asks with a reason, an approver decides."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told
from spatial.forms.layerwithdrawals import AskBackForm, BackDecisionForm, CallOffForm
from spatial.models import LayerVersion, LayerWithdrawal, WithdrawalState
from spatial.selectors.layerwithdrawals import version_of
from spatial.services.layers import withdrawing
from spatial.views.access import Desk, at_desk, page
from spatial.views.layerdesk import start_crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def withdrawal_page(request: HttpRequest, desk: Desk, slug: str, number: int) -> HttpResponse:
    """Show a version that may be wrong, take the wish to take it back, and the decision on it."""
    version = version_of(desk.organisation, slug, number)
    wish = version.withdrawals.filter(state=WithdrawalState.WAITING).select_related("asked_by").first()
    form = _form(request, desk, wish)
    if request.method == "POST":
        if form is None:
            raise nothing()
        if form.is_valid() and _done(desk, version, wish, form):
            return redirect(desk.url("layer_version_back", slug, number))
    context = {
        "version": version,
        "earlier": withdrawing.earlier_of(version),
        "wish": wish,
        "is_decision": isinstance(form, BackDecisionForm),
        "past": version.withdrawals.exclude(state=WithdrawalState.WAITING).select_related("asked_by", "decided_by"),
        "crumbs": start_crumbs(desk, _("Take a version back")),
    }
    return page(request, desk, "orte/withdrawal", context, form=form)


def _form(request: HttpRequest, desk: Desk, wish: LayerWithdrawal | None) -> Form | None:
    """Return what somebody may send now: a wish, the decision on one, or its end; None for who may send nothing."""
    said = posted(request)
    if wish is None:
        return AskBackForm(said) if desk.can_import else None
    if desk.can_approve and withdrawing.objection_of(wish, desk.person) is None:
        return BackDecisionForm(said, wish=wish.pk)
    return CallOffForm(said, wish=wish.pk) if desk.can_import else None


def _done(desk: Desk, version: LayerVersion, wish: LayerWithdrawal | None, form: Form) -> bool:
    said, by = form.cleaned_data, desk.person
    try:
        if wish is None:
            withdrawing.ask_withdrawal(version=version, by=by, reason=said["reason"])
        elif "decision" not in said:
            withdrawing.call_off(withdrawal=wish, by=by)
        elif said["decision"] == "approve":
            withdrawing.take_back(withdrawal=wish, by=by, text=said["comment"])
        else:
            withdrawing.refuse_withdrawal(withdrawal=wish, by=by, text=said["comment"])
    except DomainError as error:
        told(form, error)
        return False
    return True
