# SPDX-License-Identifier: EUPL-1.2
"""Sign in, sign out, change one's password."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView as DjangoLoginView
from django.contrib.auth.views import LogoutView as DjangoLogoutView
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from sozialplanung.accounts import sessions
from sozialplanung.accounts.forms import LoginForm, PasswordForm
from sozialplanung.accounts.keeping import is_from_us, keep, page_of, sign_in_first
from sozialplanung.accounts.models import KeptForm, User
from sozialplanung.accounts.services import set_password
from sozialplanung.web import problems
from sozialplanung.web.desks import private

__all__ = ["LoginView", "LogoutView", "PasswordView", "csrf_failure", "discard_kept"]


class LoginView(DjangoLoginView):
    """Let a user sign in."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's signature
        """Offer the sign-in services."""
        return super().get_context_data(**kwargs, **_told())

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on with what is asked of this person beyond the password."""
        answer: HttpResponse = perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())
        return answer

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - Django's signature
        """Let the forms of this page lead to the sign-in services, which the policy of all pages forbids."""
        answer = super().render_to_response(context, **kwargs)
        if settings.OIDC_PROVIDERS:
            allowed: Any = answer
            allowed._csp_update = {"form-action": [each.origin for each in settings.OIDC_PROVIDERS]}  # noqa: SLF001 - how the policy is widened
        return answer


def _told() -> dict[str, Any]:
    return {"providers": settings.OIDC_PROVIDERS, "second_factor_is_needed": settings.SECOND_FACTOR_IS_NEEDED}


class PasswordView(PasswordChangeView):
    """Let a signed-in user change their password."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:password")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Set the password through the service, so that the act is in the audit log."""
        set_password(user=form.user, password=form.cleaned_data["new_password1"], by=form.user)
        update_session_auth_hash(self.request, form.user)
        sessions.end_others(person=form.user, keep=self.request.session.session_key, by=form.user)
        return super(PasswordChangeView, self).form_valid(form)


class LogoutView(DjangoLogoutView):
    """Sign out here; where the sign-in service keeps a session of its own, say how to end that."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - Django's signature
        """End the session."""
        key = request.session.get(sessions.PROVIDER)
        service = next((each for each in settings.OIDC_PROVIDERS if each.key == key and each.ends_session), None)
        answer = super().post(request, *args, **kwargs)
        return render(request, "accounts/signed_out.html", {"service": service}) if service else answer


@require_POST
def discard_kept(request: HttpRequest, number: int) -> HttpResponse:
    """Throw away what was kept of oneself, and show the page as it is."""
    if not isinstance(request.user, User):
        return sign_in_first(request)
    kept = get_object_or_404(KeptForm, pk=number, person=request.user)
    kept.delete()
    return redirect(kept.path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is old or missing; what a page of ours sent to a desk is kept and offered there.

    The token changes with each sign-in: a form that stayed open in another tab has the one from before.
    """
    match = request.resolver_match
    if getattr(match.func if match else None, "keeps_forms", False) and is_from_us(request) and keep(request):
        page = page_of(request)
        return private_redirect(page) if request.user.is_authenticated else sign_in_first(request)
    return problems.csrf_failure(request, reason)


def private_redirect(path: str) -> HttpResponse:
    """Lead to a page of ours, and let nobody keep that."""
    answer = redirect(path)
    private(answer)
    return answer
