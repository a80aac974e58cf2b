# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the read API on organisations and areas, below /api/v1/."""

from django.urls import path

from spatial.api.geometry import GeometryView
from spatial.api.tiles import PlacesView, TileView
from spatial.api.views import BoundaryVersionsView, LevelsView, OrganisationsView, UnitsView

app_name = "spatial-api"

urlpatterns = [
    path(
        "<slug:organisation>/geometry/<slug:level>/<slug:edition>/<slug:detail>.<slug:content_hash>.json",
        GeometryView.as_view(),
        name="geometry",
    ),
    path(
        "<slug:organisation>/geometry/<slug:level>/<slug:edition>/tiles/<slug:content_hash>/"
        "<int:zoom>/<int:column>/<int:row>.mvt",
        TileView.as_view(),
        name="tile",
    ),
    path(
        "<slug:organisation>/geometry/<slug:level>/<slug:edition>/places/<slug:content_hash>.json",
        PlacesView.as_view(),
        name="places",
    ),
    path("organisations/", OrganisationsView.as_view(), name="organisations"),
    path("<slug:organisation>/levels/", LevelsView.as_view(), name="levels"),
    path("<slug:organisation>/boundary-versions/", BoundaryVersionsView.as_view(), name="boundary-versions"),
    path("<slug:organisation>/units/", UnitsView.as_view(), name="units"),
]
