# SPDX-License-Identifier: EUPL-1.2
"""What allauth does in our house when somebody signs in: our own stages, our own session, no messages of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from sozialplanung.accounts import sessions


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # brings no types
    """Sign people in; nobody registers themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: accounts are made by administrators, or by a sign-in service whose claims give a role."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return what somebody has to pass after password or sign-in service."""
        return ["sozialplanung.accounts.signin.stages.SecondFactorStage"]

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - allauth's signature
        """Note in the new session how it began."""
        said = kwargs.get("signal_kwargs") or {}
        request.session.pop(sessions.SETTING_UP, None)
        sessions.begin(request, strength=said.get("strength", ""), provider=said.get("provider", ""))
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def add_message(self, *_args: object, **_kwargs: object) -> None:
        """Say nothing: the page that follows says it."""

    def send_notification_mail(self, *_args: object, **_kwargs: object) -> None:
        """Send nothing: our own mails go through the queue."""
