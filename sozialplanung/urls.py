# SPDX-License-Identifier: EUPL-1.2
"""The composition root of all addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("indicators.api.urls")),
    path("api/v1/", include("spatial.api.urls")),
    path("", include("sozialplanung.web.urls")),
    path("", include("sozialplanung.accounts.urls")),
    path("", include("sozialplanung.notifications.urls")),
    path("", include("sozialplanung.portal.urls")),
    path("", include("spatial.urls")),
    path("", include("reports.urls")),
    path("", include("indicators.urls")),
]

handler400 = "sozialplanung.web.problems.bad_request"
handler403 = "sozialplanung.web.problems.permission_denied"
handler404 = "sozialplanung.web.problems.not_found"
handler500 = "sozialplanung.web.problems.server_error"
