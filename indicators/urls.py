# SPDX-License-Identifier: EUPL-1.2
"""Addresses of maps, areas and indicators; the organisation's slug comes first."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import catalogue, downloads, map, organisation, profile  # noqa: A004 - the page is called so

app_name = "indicators"

MAP_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/karte/", map.map_page, name="map"),
    path("<slug:organisation>/karte/daten.csv", downloads.map_csv, name="map_csv"),
    path("<slug:organisation>/karte/daten.xlsx", downloads.map_xlsx, name="map_xlsx"),
]
AREA_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/", organisation.start_page, name="organisation"),
    path("<slug:organisation>/gebiete/", profile.areas_page, name="areas"),
    path("<slug:organisation>/gebiete/<slug:edition>/<slug:level>/<str:key>/", profile.profile_page, name="area"),
    path(
        "<slug:organisation>/gebiete/<slug:edition>/<slug:level>/<str:key>/profil.csv",
        profile.profile_csv,
        name="area_csv",
    ),
    path("<slug:organisation>/indikatoren/", catalogue.catalogue_page, name="catalogue"),
    path("<slug:organisation>/indikatoren/<slug:indicator>/", catalogue.sheet_page, name="indicator"),
]

urlpatterns = [*MAP_URLS, *AREA_URLS]
