# SPDX-License-Identifier: EUPL-1.2
"""What allauth asks us about sign-in services, and what we check beyond it: signature, nonce, issuer.

allauth carries the redirect, PKCE, the state and the exchange of the code; who comes back is decided in `services`.
"""

import secrets
from typing import Any, Final, NoReturn

import requests
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from sozialplanung.accounts.oidc import services
from sozialplanung.accounts.oidc.errors import ServiceAnswerError, ServiceUnavailableError
from sozialplanung.accounts.oidc.tokens import TokenError, verified_claims
from sozialplanung.common.openid import Provider

_NEEDED: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class ServiceAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # brings no types
    """Talk to one sign-in service."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the service says about itself; it has to be the one that we asked."""
        try:
            said: Any = super().openid_config
        except ValueError as error:
            raise requests.RequestException("The service does not describe itself.") from error
        if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in _NEEDED):
            raise requests.RequestException("The service does not say where to go.")
        if said["issuer"].rstrip("/") != provider_of(self.provider_id).issuer:
            raise requests.RequestException("The service calls itself by another name.")
        return dict(said)

    def get_provider(self) -> "ServiceProvider":
        """Return the service."""
        return ServiceProvider(self.request, app=app_of(provider_of(self.provider_id)))

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - allauth's signature
        """Return the address to come back to: the public one, whatever a header says."""
        return f"{settings.PUBLIC_URL}{reverse('accounts:oidc_return', args=[self.provider_id])}"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:  # noqa: ANN401 - allauth's signature
        """Read the verified claims; what the service adds on request counts for the same person alone."""
        try:
            claims = self._claims(app, token.token, str(kwargs["response"].get("id_token", "")))
        except (TokenError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise OAuth2Error(str(error)) from error
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _claims(self, app: SocialApp, access_token: str, id_token: str) -> dict[str, Any]:
        said = self.openid_config
        with SocialAccountAdapter(self.request).get_requests_session() as session:
            keys = session.get(said["jwks_uri"])
        keys.raise_for_status()
        claims = verified_claims(id_token, keys.json(), issuer=said["issuer"], client_id=app.client_id)
        if not said.get("userinfo_endpoint"):
            return claims
        more = self._fetch_user_info(access_token)
        if more.get("sub") != claims["sub"]:
            raise TokenError("sub")
        return {**more, **claims}


class ServiceProvider(OpenIDConnectProvider):  # type: ignore[misc]  # brings no types
    """One sign-in service, as allauth sees it."""

    oauth2_adapter_class = ServiceAdapter
    pkce_enabled_default = True

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: object = None,
        **_kwargs: object,
    ) -> HttpResponse:
        """Lead to the service, with a number that its token has to bring back."""
        nonce = secrets.token_urlsafe(24)
        params = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, auth_params=params, nonce=nonce)
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - allauth's signature
        """Keep nothing of what the service says about people."""
        return {}


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # brings no types
    """Sign in who comes back from a sign-in service, or say why not."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the services of the settings; rows in the database make none."""
        del request, client_id
        return [app_of(each) for each in services.providers() if provider in {None, each.key, "openid_connect"}]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> ServiceProvider:
        """Return one service."""
        del client_id
        return ServiceProvider(request, app=app_of(provider_of(provider)))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Decide who this is, and go on with their sign-in; allauth's own ways of making accounts are never reached."""
        provider = provider_of(sociallogin.account.provider)
        claims = sociallogin.claims
        if not constant_time_compare(str(claims.get("nonce", "")), str(sociallogin.state.get("nonce", None))):
            raise services.refused(request, provider, ServiceAnswerError, "accounts.oidc_answer")
        person = services.person_for(request=request, provider=provider, claims=claims)
        strength = "oidc" if provider.is_strong(claims) else ""
        answer = perform_login(
            request,
            person,
            redirect_url=sociallogin.get_redirect_url(request),
            signal_kwargs={"strength": strength, "provider": provider.key},
        )
        raise ImmediateHttpResponse(answer)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: ServiceProvider,
        error: AuthError | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Say in our own words what went wrong."""
        said = provider_of(provider.app.provider_id)
        if isinstance(exception, requests.RequestException):
            raise unavailable(said) from exception
        if error == AuthError.CANCELLED:
            raise ServiceAnswerError("accounts.oidc_cancelled", "The sign-in was cancelled.", name=said.name)
        # Where allauth knows no state, it hands over the one that was sent.
        code = "accounts.oidc_state" if "state_id" in (extra_context or {}) else "accounts.oidc_answer"
        raise services.refused(request, said, ServiceAnswerError, code) from exception


def unavailable(provider: Provider) -> ServiceUnavailableError:
    """Return the error that says that a service does not answer."""
    return ServiceUnavailableError("accounts.oidc_unavailable", "The service does not answer.", name=provider.name)


def provider_of(key: str) -> Provider:
    """Return one configured service."""
    for each in services.providers():
        if each.key == key:
            return each
    raise SocialApp.DoesNotExist


def app_of(provider: Provider) -> SocialApp:
    """Return a service in the form that allauth wants; it is never stored."""
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.key,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.secret,
        settings={"server_url": provider.issuer, "scope": list(provider.scopes), "oauth_pkce_enabled": True},
    )
