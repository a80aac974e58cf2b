# SPDX-License-Identifier: EUPL-1.2
"""The composition root of all addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sozialplanung.portal.urls")),
]
