# SPDX-License-Identifier: EUPL-1.2
"""What all read views share: no session, strict parameters, strong ETags, one shape of lists."""

import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.web.conditional import Representation, conditional_response, pack, private_response
from sozialplanung.web.pagination import StandardPagination
from sozialplanung.web.problems import http_problem, problem_response
from sozialplanung.web.query import QueryReader, StrictQueryMixin, refuse_unknown

METHODS = ("get", "head", "options")
ALLOW = ", ".join(method.upper() for method in METHODS)


class ReadPagination(StandardPagination):
    """Pages whose number and size are refused when malformed, with the sources of what they list."""

    def get_page_size(self, request: Request) -> int:
        """Return the rows on a page, 1 to 1,000."""
        asked = self._reader(request).integer("page_size", minimum=1, maximum=self.max_page_size or 1)
        return asked or self.page_size or 1

    def get_page_number(self, request: Request, _paginator: object) -> int:
        """Return the number of the page, from 1."""
        return self._reader(request).integer("page", minimum=1, maximum=10**9, default=1) or 1

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the list with its sources."""
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["properties"]["sources"] = {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Attribution"},
            "description": "who has to be named when this is used",
        }
        described["required"] = [*described.get("required", []), "sources"]
        return described

    @staticmethod
    def _reader(request: Request) -> QueryReader:
        # Unknown names were refused before, by the view that knows its own.
        return QueryReader(request.query_params, allowed=list(request.query_params))


class ReadView(StrictQueryMixin, GenericAPIView[Any]):
    """A public view: what it answers depends on its address alone, never on who asks."""

    authentication_classes = ()
    permission_classes = ()
    filter_backends = ()
    pagination_class: type[BasePagination] | None = None
    http_method_names = list(METHODS)
    # Set by a view whose answer is for its reader alone.
    is_private = False

    def options(self, request: Request, *_args: str, **_kwargs: str) -> Response:  # type: ignore[override] # noqa: ARG002
        """Name the methods, the same for what is there and what is not."""
        return Response(status=status.HTTP_204_NO_CONTENT, headers={"Allow": ALLOW})

    def finalize_response(  # type: ignore[override] # a 304 is a plain response
        self, request: Request, response: Response, *args: str, **kwargs: str
    ) -> HttpResponseBase:
        """Give every answer for everybody a strong ETag, and 304 to whoever has it already."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if final.status_code != status.HTTP_200_OK:
            return final
        body = final.render().content
        if self.is_private:
            return private_response(request._request, "application/json", pack(body))  # noqa: SLF001 (what Django sees)
        return json_answer(request, body)

    def organisation(self) -> Organisation:
        """Return the organisation at the head of the address."""
        return organisation_by_slug(self.kwargs["organisation"])

    def query(self) -> QueryReader:
        """Return the reader of this view's own parameters."""
        return QueryReader(self.request.query_params, allowed=list(self.request.query_params))


class ListReadView(ReadView):
    """A public view of many rows, page by page."""

    pagination_class = ReadPagination

    def listed(self, rows: Sequence[Any], sources: Sequence[dict[str, Any]] = ()) -> Response:
        """Return one page of rows, with their sources."""
        page = self.paginate_queryset(rows)
        answer = self.get_paginated_response(self.get_serializer(page, many=True).data)
        answer.data["sources"] = list(sources)
        return answer


class PlainReadView(APIView):
    """A read view for answers that are asked for all the time: APIView only describes it in the OpenAPI document."""

    authentication_classes = ()
    permission_classes = ()
    query_parameters: ClassVar[frozenset[str]] = frozenset()

    def dispatch(self, request: HttpRequest, *_args: str, **kwargs: str) -> HttpResponse:
        """Answer without content negotiation, sessions or serializers."""
        if request.method == "OPTIONS":
            return HttpResponse(status=status.HTTP_204_NO_CONTENT, headers={"Allow": ALLOW})
        if request.method not in {"GET", "HEAD"}:
            refused = problem_response(request, http_problem("http.method", status.HTTP_405_METHOD_NOT_ALLOWED))
            refused.headers["Allow"] = ALLOW
            return refused
        refuse_unknown(request.GET, self.query_parameters)
        return self.answer(request, **kwargs)

    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Return what is at the address."""
        raise NotImplementedError


def json_answer(request: HttpRequest | Request, body: bytes) -> HttpResponse:
    """Return JSON with the hash of its bytes as ETag."""
    plain = request._request if isinstance(request, Request) else request  # noqa: SLF001 (the request that Django sees)
    representation = Representation(hashlib.sha256(body).hexdigest(), "application/json")
    return conditional_response(plain, representation, lambda: pack(body))
