# SPDX-License-Identifier: EUPL-1.2
"""To a sign-in service and back."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.oidc.adapter import ServiceAdapter, provider_of, unavailable
from sozialplanung.web.desks import private

View = Callable[[HttpRequest, str], HttpResponse]


def at_service(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Answer for a configured service alone; one that does not answer is told as such, and nobody keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, provider: str) -> HttpResponseBase:
        try:
            return private(view(request, provider))
        except SocialApp.DoesNotExist:
            raise nothing() from None
        except requests.RequestException as error:
            raise unavailable(provider_of(provider)) from error

    return guarded


@require_POST
@at_service
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Lead to the service; only by a form of ours, so that no foreign page begins a sign-in."""
    service = ServiceAdapter(request, provider).get_provider()
    return service.redirect(request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request))


@require_safe
@at_service
def sign_out_there(request: HttpRequest, provider: str) -> HttpResponse:
    """Lead to the page of the service that ends the session there, too."""
    said = provider_of(provider)
    address = ServiceAdapter(request, provider).openid_config.get("end_session_endpoint")
    if not said.ends_session or not address:
        raise nothing()
    back = {"client_id": said.client_id, "post_logout_redirect_uri": f"{settings.PUBLIC_URL}/"}
    return redirect(f"{address}?{urlencode(back)}")


@require_safe
@at_service
def came_back(request: HttpRequest, provider: str) -> HttpResponse:
    """Take who comes back from the service."""
    provider_of(provider)
    if request.user.is_authenticated:
        # Pressed „back“: the sign-in is over, and nobody else's begins by a link.
        return redirect("/")
    answer: HttpResponse = OAuth2CallbackView.adapter_view(ServiceAdapter(request, provider))(request)
    return answer
