# SPDX-License-Identifier: EUPL-1.2
"""Addresses at which things go wrong, beside those of the project."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import requires_csrf_token
from rest_framework import exceptions, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from sozialplanung.common.errors import ConflictError
from sozialplanung.web.query import QueryReader, StrictQueryMixin

ERRORS: dict[str, Exception] = {
    "typed": ConflictError("demo.taken", "It is taken.", place="row 3", way_out="Wait."),
    "denied": PermissionDenied(),
    "suspicious": SuspiciousOperation(),
    "database": OperationalError("connection to server at 10.1.2.3 failed for anna@example.org"),
    "bug": ZeroDivisionError("secret detail"),
    "parse": exceptions.ParseError(),
    "anonymous": exceptions.NotAuthenticated(),
    "missing": exceptions.NotFound(),
    "media": exceptions.UnsupportedMediaType("text/csv"),
    "throttled": exceptions.Throttled(wait=30),
    "invalid": serializers.ValidationError({"rows": [{"value": ["Not a number."]}]}),
}


def fail(request: HttpRequest, name: str) -> NoReturn:
    """Fail in the given way."""
    raise ERRORS[name]


@requires_csrf_token
def form(request: HttpRequest) -> HttpResponse:
    """Take a form."""
    return HttpResponse("taken")


def query(request: HttpRequest) -> HttpResponse:
    """Read one parameter."""
    reader = QueryReader(request.GET, allowed=("zeitraum",))
    return HttpResponse(str(reader.period("zeitraum")))


class FailingApi(StrictQueryMixin):
    """Fail in the given way."""

    query_parameters = frozenset({"known"})

    def get(self, _request: Request, name: str) -> Response:
        """Fail."""
        if name == "fine":
            return Response({"fine": True})
        raise ERRORS[name]


class MembersApi(StrictQueryMixin):
    """Answer whoever is signed in."""

    permission_classes = [IsAuthenticated]

    def get(self, _request: Request) -> Response:
        """Answer."""
        return Response({})


urlpatterns: list[URLPattern | URLResolver] = [
    path("fehler/<str:name>/", fail),
    path("formular/", form),
    path("abfrage/", query),
    path("api/v1/fehler/<str:name>/", FailingApi.as_view()),
    path("api/v1/intern/", MembersApi.as_view()),
    path("", include("sozialplanung.urls")),
]

handler400 = "sozialplanung.web.problems.bad_request"
handler403 = "sozialplanung.web.problems.permission_denied"
handler404 = "sozialplanung.web.problems.not_found"
handler500 = "sozialplanung.web.problems.server_error"
