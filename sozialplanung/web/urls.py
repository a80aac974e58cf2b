# SPDX-License-Identifier: EUPL-1.2
"""Addresses which belong to no subject: health, language, the API's description."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from sozialplanung.web import health
from sozialplanung.web.apipage import api_page
from sozialplanung.web.openapi import OpenApiView
from sozialplanung.web.securitytxt import security_txt

app_name = "web"

urlpatterns = [
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    # Without a token: it would cost every visitor a cookie, and a language chosen by a stranger harms nobody.
    path("sprache/", csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(set_language)), name="set_language"),
    path("api/v1/", api_page, name="api"),
    path("api/v1/openapi.json", OpenApiView.as_view(), name="openapi"),
]
