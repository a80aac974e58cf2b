# SPDX-License-Identifier: EUPL-1.2
"""Sign in, sign out, change one's password."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView as DjangoLoginView
from django.contrib.auth.views import LogoutView, PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy

from sozialplanung.accounts.forms import LoginForm, PasswordForm
from sozialplanung.accounts.services import set_password

__all__ = ["LoginView", "LogoutView", "PasswordView"]


class LoginView(DjangoLoginView):
    """Let a user sign in."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class PasswordView(PasswordChangeView):
    """Let a signed-in user change their password."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:password")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Set the password through the service, so that the act is in the audit log."""
        set_password(user=form.user, password=form.cleaned_data["new_password1"], by=form.user)
        update_session_auth_hash(self.request, form.user)
        return super(PasswordChangeView, self).form_valid(form)
