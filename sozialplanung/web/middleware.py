# SPDX-License-Identifier: EUPL-1.2
"""What happens to every request: an id, one log line, headers that protect, nothing kept of signed-in people."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_REQUEST_ID = re.compile(r"[0-9a-fA-F-]{8,64}")
_FIRST_ERROR = 400
_FIRST_FAULT = 500
_QUIET_ROUTES = frozenset({"healthz", "readyz"})

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class RequestLogMiddleware:
    """Give each request an id and write one line about it: method, route, status, time; never who."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and log its outcome."""
        started = time.perf_counter()
        request_id = _request_id(request)
        request.META["sozialplanung.request_id"] = request_id
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        self._log(request, response, request_id, started)
        return response

    @staticmethod
    def _log(request: HttpRequest, response: HttpResponseBase, request_id: str, started: float) -> None:
        match = request.resolver_match
        # The route holds no value that a visitor chose; the path might.
        route = match.route if match else "unknown or static"
        if route in _QUIET_ROUTES and response.status_code < _FIRST_ERROR:
            return
        logger.info(
            "%s /%s %s",
            request.method,
            route,
            response.status_code,
            extra={
                "request_id": request_id,
                "method": request.method,
                "route": route,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            },
        )


_PROTECTING = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
}


class ProtectingHeadersMiddleware:
    """Put the headers that protect on every answer, those included that an outer layer gives instead of a page.

    Stands outside of Django's own: what that answers itself (a host that is not ours, the way to https) would bear
    only half of them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to the answer."""
        response = self.get_response(request)
        for name, value in _PROTECTING.items():
            response.headers.setdefault(name, value)
        return response


class SignedInMiddleware:
    """Let no browser and no proxy keep a page that was made for somebody who is signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and forbid keeping what may depend on who asked."""
        response = self.get_response(request)
        if response.status_code < _FIRST_FAULT and not _is_immutable(response) and _asked_who(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_immutable(response: HttpResponseBase) -> bool:
    return "immutable" in response.headers.get("Cache-Control", "")


def _asked_who(request: HttpRequest) -> bool:
    """Say whether the answer was made with a look at a session, and the session belongs to somebody.

    What never looked at it is the same for everybody, and stays cacheable.
    """
    session = request.session
    return session.accessed and SESSION_KEY in session


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())


def request_id_of(request: HttpRequest) -> str:
    """Return the id of the request, as logged and as sent to the client."""
    return str(request.META.get("sozialplanung.request_id", ""))
