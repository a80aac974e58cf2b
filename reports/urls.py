# SPDX-License-Identifier: EUPL-1.2
"""Addresses of dashboards, editions and documents; those of editions are short, for they are cited."""

from django.urls import URLPattern, URLResolver, path

from reports.views import building, deciding, district, edition, handing, prepared
from reports.views.districtembed import district_embed
from reports.views.easywords import easy_desk, edition_easy
from reports.views.embed import edition_embed
from reports.views.files import edition_file
from reports.views.indicatorsheet import indicator_sheet
from reports.views.picturing import edition_brought, edition_desk_brought, preview_brought
from reports.views.reachsheet import coverage_sheet, reach_sheet
from reports.views.subscribing import subscribe_to_area, subscribe_to_publication

DESK = "<slug:organisation>/berichte/werkstatt/"
ONE = f"{DESK}<uuid:uuid>/"
EDITION = "b/<slug:slug>/<int:year>-<int:number>/"
DISTRICT = "<slug:organisation>/mein-stadtteil/<slug:edition>/<slug:level>/<str:key>/"

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("b/<slug:slug>/", edition.newest_edition, name="newest_edition"),
    path("b/<slug:slug>/bescheid/", subscribe_to_publication, name="subscribe_to_publication"),
    path(EDITION, edition.edition_page, name="edition"),
    path(f"{EDITION}leichte-sprache/", edition_easy, name="edition_easy"),
    path(f"{EDITION}bild/<slug:name>.svg", edition.edition_picture, name="edition_picture"),
    path(f"{EDITION}bild/<slug:digest>.<slug:ending>", edition_brought, name="edition_brought"),
    path(f"{EDITION}dateien/<slug:language>.<slug:ending>", edition_file, name="edition_file"),
    path(f"embed/{EDITION}<slug:name>/", edition_embed, name="edition_embed"),
    path(f"embed/{DISTRICT}", district_embed, name="district_embed"),
    path("<slug:organisation>/berichte/", edition.editions_page, name="editions"),
    path(DISTRICT, district.district_page, name="district"),
    path(f"{DISTRICT}bescheid/", subscribe_to_area, name="subscribe_to_area"),
    path(DESK, building.desk_page, name="desk"),
    path(f"{DESK}neu/", building.begin_page, name="begin"),
    path(f"{DESK}ausgaben/<uuid:uuid>/", deciding.edition_desk, name="edition_desk"),
    path(f"{DESK}ausgaben/<uuid:uuid>/zuruecknehmen/", deciding.withdraw_edition, name="withdraw_edition"),
    path(
        f"{DESK}ausgaben/<uuid:uuid>/bild/<slug:name>.svg", deciding.edition_desk_picture, name="edition_desk_picture"
    ),
    path(
        f"{DESK}ausgaben/<uuid:uuid>/bild/<slug:digest>.<slug:ending>",
        edition_desk_brought,
        name="edition_desk_brought",
    ),
    path(ONE, building.publication_page, name="publication"),
    path(f"{ONE}aendern/", building.change_publication, name="change"),
    path(f"{ONE}feld/", building.panel_page, name="panel_new"),
    path(f"{ONE}feld/<slug:name>/", building.panel_page, name="panel"),
    path(f"{ONE}leichte-sprache/", easy_desk, name="easy"),
    path(f"{ONE}vorschau/", building.preview_page, name="preview"),
    path(f"{ONE}vorschau/rahmen.html", building.preview_frame, name="preview_frame"),
    path(f"{ONE}vorschau/bild/<slug:name>.svg", building.preview_picture, name="preview_picture"),
    path(f"{ONE}vorschau/bild/<slug:digest>.<slug:ending>", preview_brought, name="preview_brought"),
    path(f"{ONE}vorbereitet/", prepared.prepared_page, name="prepared"),
    path(f"{ONE}vorbereitet/bild/<slug:name>.svg", prepared.prepared_picture, name="prepared_picture"),
    path(f"{ONE}vorbereitet/bild/<slug:digest>.<slug:ending>", preview_brought, name="prepared_brought"),
    path(f"{ONE}einreichen/", handing.hand_in_page, name="submit"),
    path(f"{ONE}einreichen/fortschritt/", handing.handing_progress, name="handing_progress"),
    path("<slug:organisation>/indikatoren/<slug:indicator>/datenblatt.pdf", indicator_sheet, name="indicator_sheet"),
    path("<slug:organisation>/erreichbarkeit/blatt.pdf", reach_sheet, name="reach_sheet"),
    path("<slug:organisation>/erreichbarkeit/abdeckung/blatt.pdf", coverage_sheet, name="coverage_sheet"),
]
