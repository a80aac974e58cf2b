# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the portal's own pages."""

from django.urls import URLPattern, URLResolver

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = []
