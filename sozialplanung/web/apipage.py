# SPDX-License-Identifier: EUPL-1.2
"""The page about the API: read from its OpenAPI description, without scripts."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sozialplanung.web.apitexts import parameter_told, told
from sozialplanung.web.openapi import Operation, operations
from sozialplanung.web.query import refuse_unknown


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters."""
    refuse_unknown(request.GET, ())
    context = {"operations": [_in_words(operation) for operation in operations()], "public_url": settings.PUBLIC_URL}
    return render(request, "web/api.html", context)


def _in_words(operation: Operation) -> Operation:
    """Return an operation with its texts in the reader's language."""
    parameters = tuple(
        replace(each, description=str(parameter_told(each.name, each.description))) for each in operation.parameters
    )
    return replace(
        operation, summary=told(operation.summary), description=told(operation.description), parameters=parameters
    )
