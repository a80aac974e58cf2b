# SPDX-License-Identifier: EUPL-1.2
"""Addresses of documents; the organisation's slug comes first."""

from django.urls import URLPattern, URLResolver, path

from reports.views.indicatorsheet import indicator_sheet

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/indikatoren/<slug:indicator>/datenblatt.pdf", indicator_sheet, name="indicator_sheet"),
]
