# SPDX-License-Identifier: EUPL-1.2
"""Errors as readers see them: one JSON shape (RFC 9457), one HTML page."""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import Error, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string, select_template
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from sozialplanung.common.errors import DomainError, Problem
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.methods import allowed_methods
from sozialplanung.web.middleware import request_id_of
from sozialplanung.web.shown import shown

logger = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
RETRY_AFTER_SECONDS: Final = 10
LONGEST_PLACE: Final = 400
PAGE_TEMPLATE: Final = "errors/problem.html"
PLAIN_TEMPLATE: Final = "errors/plain.html"

_NOT_ALLOWED: Final = 405
_SERVER_ERROR: Final = 500
_UNAVAILABLE: Final = 503

_TITLES: Final = {
    400: _("The request is not right"),
    401: _("Please sign in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    406: _("Form not available"),
    409: _("Not possible at the moment"),
    413: _("Too large"),
    415: _("Form not readable"),
    429: _("Too many requests"),
    500: _("An error on our side"),
    503: _("Not available at the moment"),
}


@dataclass(frozen=True)
class WayLink:
    """One way on as a link."""

    label: str
    url: str


@dataclass(frozen=True)
class ProblemText:
    """A problem in the reader's language; `request_id` is the number that finds it in the log, `ways` lead on."""

    status: int
    code: str
    title: str
    detail: str
    place: str
    way_out: str
    request_id: str
    ways: tuple[WayLink, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the members of application/problem+json."""
        return {
            "type": f"urn:sozialplanung:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "place": self.place,
            "way_out": self.way_out,
            "request_id": self.request_id,
        }


def problem_text(problem: Problem, *, request: HttpRequest | None = None) -> ProblemText:
    """Return the problem as the reader is told it."""
    detail, way_out = sentence_for(problem)
    return ProblemText(
        status=problem.status,
        code=problem.code,
        title=str(_TITLES.get(problem.status, _TITLES[_SERVER_ERROR])),
        detail=detail,
        place=shown(problem.place, LONGEST_PLACE),
        way_out=way_out,
        request_id=request_id_of(request) if request else "",
        ways=_links(problem, request) if request else (),
    )


def _links(problem: Problem, request: HttpRequest) -> tuple[WayLink, ...]:
    """Return the ways on as addresses; an address that does not name the place in its query has none to change."""
    if problem.place not in request.GET:
        return ()
    return tuple(WayLink(way.label, _changed(request, way.changes)) for way in problem.ways)


def _changed(request: HttpRequest, changes: Mapping[str, str]) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def http_problem(code: str, status: int, **params: object) -> Problem:
    """Return a problem whose sentence stands in the catalogue."""
    return Problem(code=code, message=code, place="", way_out="", status=status, params=params)


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the problem as JSON or as a page, whichever the client reads."""
    text = problem_text(problem, request=request)
    if wants_json(request):
        response = HttpResponse(
            json.dumps(text.as_json(), ensure_ascii=False), status=text.status, content_type=CONTENT_TYPE
        )
    else:
        response = HttpResponse(_page(request, text), status=text.status)
    response.headers["Cache-Control"] = "no-store"
    if problem.status == _UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def wants_json(request: HttpRequest) -> bool:
    """Say whether the client reads JSON rather than a page."""
    if request.path_info.startswith("/api/"):
        return True
    preferred = request.get_preferred_type(["text/html", CONTENT_TYPE, "application/json"])
    return preferred in {CONTENT_TYPE, "application/json"}


def _page(request: HttpRequest, text: ProblemText) -> str:
    context = {"problem": text}
    if text.status < _SERVER_ERROR:
        templates = (f"errors/{text.status}.html", "errors/problem.html")
        try:
            return str(select_template(templates).render(context, request))
        except Error:
            logger.exception("The full page about a problem cannot be shown")
    # The full page asks session and database, either of which may be what is broken.
    return render_to_string(PLAIN_TEMPLATE, context)


class ProblemMiddleware:
    """Turn typed errors and an absent database into problems, so that no view has to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; give a refused method the words that Django leaves out."""
        response = self.get_response(request)
        if response.status_code != _NOT_ALLOWED or getattr(response, "content", b"") != b"":
            return response
        told = problem_response(request, http_problem("http.method", _NOT_ALLOWED))
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the problem, or leave the exception to Django."""
        if isinstance(exception, DomainError):
            return problem_response(request, exception.to_problem())
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("The database cannot be reached", exc_info=exception)
            return problem_response(request, http_problem("http.unavailable", _UNAVAILABLE))
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a request that cannot be read."""
    return problem_response(request, http_problem("http.bad_request", 400))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a request for something that the user may see but not do."""
    return problem_response(request, http_problem("http.forbidden", 403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a request for something that is not there, or must not be known to be there."""
    return problem_response(request, http_problem("http.not_found", 404))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after an error of ours."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return problem_response(request, http_problem("http.unavailable", _UNAVAILABLE))
    return problem_response(request, http_problem("http.error", _SERVER_ERROR))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form without its token; what takes no form says so, token or not."""
    methods = allowed_methods(request.resolver_match.func) if request.resolver_match else None
    if methods is not None and request.method not in methods:
        told = problem_response(request, http_problem("http.method", _NOT_ALLOWED))
        told.headers["Allow"] = ", ".join(sorted(methods))
        return told
    return problem_response(request, http_problem("http.form_expired", 403))


_API_CODES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (exceptions.ParseError, "http.bad_request"),
    (exceptions.NotAuthenticated, "http.not_authenticated"),
    (exceptions.AuthenticationFailed, "http.not_authenticated"),
    (exceptions.PermissionDenied, "http.forbidden"),
    (exceptions.NotFound, "http.not_found"),
    (exceptions.MethodNotAllowed, "http.method"),
    (exceptions.NotAcceptable, "http.not_acceptable"),
    (exceptions.UnsupportedMediaType, "http.media_type"),
    (exceptions.Throttled, "http.throttled"),
)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of an API view into application/problem+json."""
    problem = _api_problem(error)
    if problem is None:
        return None
    request = context.get("request")
    text = problem_text(problem, request=getattr(request, "_request", None))
    response = Response(text.as_json(), status=problem.status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if problem.status == _UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    for name, value in _challenge(error):
        response.headers[name] = value
    return response


def _api_problem(error: Exception) -> Problem | None:
    if isinstance(error, DomainError):
        return error.to_problem()
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database cannot be reached", exc_info=error)
        return http_problem("http.unavailable", _UNAVAILABLE)
    if isinstance(error, exceptions.ValidationError):
        place, detail = _first_detail(error.detail)
        problem = http_problem("input.invalid", error.status_code, detail=detail)
        return Problem(**{**problem.__dict__, "place": place})
    for kind, code in _API_CODES:
        if isinstance(error, kind) and isinstance(error, exceptions.APIException):
            return http_problem(code, error.status_code)
    return None


def _first_detail(detail: object) -> tuple[str, str]:
    """Return the first field with an error, and its sentence."""
    if isinstance(detail, dict):
        field, inner = next(iter(detail.items()))
        place, sentence = _first_detail(inner)
        return ".".join(part for part in (str(field), place) if part), sentence
    if isinstance(detail, list) and detail:
        return _first_detail(detail[0])
    return "", str(detail)


def _challenge(error: Exception) -> list[tuple[str, str]]:
    headers = []
    if scheme := getattr(error, "auth_header", None):
        headers.append(("WWW-Authenticate", str(scheme)))
    if wait := getattr(error, "wait", None):
        headers.append(("Retry-After", str(int(wait))))
    return headers
