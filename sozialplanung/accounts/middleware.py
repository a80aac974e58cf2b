# SPDX-License-Identifier: EUPL-1.2
"""A session gets another key when the roles of its person changed."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sozialplanung.accounts.models import User
from sozialplanung.accounts.sessions import is_outdated, rotate


class SessionRotationMiddleware:
    """Rotate after the answer, and only where it was asked who is there: nobody else pays for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then rotate if need be."""
        response = self.get_response(request)
        # What Django keeps of a question that was asked already; asking here would ask for everybody.
        person = getattr(request, "_cached_user", None)
        if isinstance(person, User) and _is_signed_in(request) and _is_page(request) and is_outdated(request, person):
            rotate(request)
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    """Say whether the session is still that of a person: after signing out there is nothing to rotate."""
    return SESSION_KEY in request.session


def _is_page(request: HttpRequest) -> bool:
    """Say whether a browser opens a page: what a page loads beside others still comes with the key from before."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
