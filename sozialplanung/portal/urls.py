# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the portal's own pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from sozialplanung.portal import districts, gallery, searching, views

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("suche/", searching.search, name="search"),
    path("suche/vorschlaege.json", searching.proposals, name="proposals"),
    path("<slug:organisation>/suche/", searching.search_in, name="search_in"),
    path("<slug:organisation>/suche/vorschlaege.json", searching.proposals_in, name="proposals_in"),
    path("<slug:organisation>/mein-stadtteil/", districts.districts_page, name="districts"),
    path("<slug:organisation>/mein-stadtteil/leichte-sprache/", districts.district_easy, name="district_easy"),
    path(
        "<slug:organisation>/mein-stadtteil/vorschlaege.json", searching.district_proposals, name="district_proposals"
    ),
    path("glossar/", views.glossary, name="glossary"),
    path("ueber-die-daten/", views.about, name="about"),
    path("hilfe/", views.help_page, name="help"),
    path("impressum/", views.imprint, name="imprint"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("leichte-sprache/", views.easy_language, name="easy_language"),
    path("gebaerdensprache/", views.sign_language, name="sign_language"),
    path("datenschutz/", views.privacy, name="privacy"),
]
if not settings.IS_PRODUCTION:
    urlpatterns.append(path("hilfe/bausteine/", gallery.gallery, name="gallery"))
