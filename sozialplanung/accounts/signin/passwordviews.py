# SPDX-License-Identifier: EUPL-1.2
"""A forgotten password: a link by mail, the same answer for every address."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sozialplanung.accounts.forms import ForgottenForm, NewPasswordForm
from sozialplanung.accounts.mails import RESET, tell
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import set_password
from sozialplanung.accounts.sessions import end_others
from sozialplanung.accounts.throttling import is_mail_due, reserve_attempt
from sozialplanung.web.clients import network_of
from sozialplanung.web.desks import private, status_of

_NOT_FOUND = 404


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Let a link be mailed; the answer tells nothing of whether there is an account, and neither does its time."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent:
        _send(form.cleaned_data["email"].strip().lower(), network_of(request))
    context = {"form": form, "is_sent": is_sent, "mail_is_on": settings.MAIL_IS_ON}
    return private(render(request, "accounts/forgotten.html", context, status=status_of(form)))


def _send(email: str, network: str) -> None:
    if not reserve_attempt("accounts.reset", network).is_allowed:
        return
    person = User.objects.filter(email=email, is_active=True).first()
    is_meant = is_mail_due("accounts.reset", email) and person is not None and person.has_usable_password()
    # A job is written either way: a job for nobody takes as long.
    tell(person=person if is_meant else None, kind=RESET)


class NewPasswordView(PasswordResetConfirmView):
    """Let whoever got the link choose a password; all sessions of the account end."""

    template_name = "accounts/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Set the password through the service, so that the act is in the audit log."""
        person = self.user
        if not isinstance(person, User):
            return redirect("accounts:forgotten")
        set_password(user=person, password=form.cleaned_data["new_password1"], by=person)
        end_others(person=person, keep=None, by=person)
        self.request.session.pop("_password_reset_token", None)
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return redirect(self.get_success_url())

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - Django's signature
        """Say of a link that is over that there is nothing."""
        answer = super().render_to_response(context, **kwargs)
        if not self.validlink:
            answer.status_code = _NOT_FOUND
        return answer
