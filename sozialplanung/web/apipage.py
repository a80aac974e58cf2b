# SPDX-License-Identifier: EUPL-1.2
"""The page about the API: read from its OpenAPI description, without scripts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sozialplanung.web.openapi import operations
from sozialplanung.web.query import refuse_unknown


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """Show every operation with its parameters."""
    refuse_unknown(request.GET, ())
    context = {"operations": operations(), "public_url": settings.PUBLIC_URL}
    return render(request, "web/api.html", context)
