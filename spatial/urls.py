# SPDX-License-Identifier: EUPL-1.2
"""Addresses of boundary versions, layers of places and map services; the organisation's slug comes first."""

from django.urls import URLPattern, URLResolver, path, register_converter

from spatial.views import (
    addressopening,
    checks,
    crosswalks,
    crosswalktables,
    decisions,
    drafts,
    inhabited,
    layerdecisions,
    layerdesk,
    layerdrafts,
    layerfetching,
    layerpages,
    layerrows,
    layers,
    layerwithdrawals,
    listing,
    mappictures,
    mapservices,
    reports,
)

app_name = "spatial"
register_converter(mappictures.TileConverter, "tile")

ALL = "<slug:organisation>/gebietsstaende/"
ONE = f"{ALL}<uuid:uuid>/"
PAIRS = "<slug:organisation>/umschluesselung/"
PAIR = f"{PAIRS}<slug:level>/<slug:older>/<slug:newer>/"
TABLES = f"{PAIR}tabellen/"
NEW_TABLE = f"{PAIR}tabelle-bringen/"
PLACES = "<slug:organisation>/orte/"
SERVICES = "<slug:organisation>/kartendienste/"
SERVICE = f"{SERVICES}<slug:slug>/"
DRAFTS = f"{PLACES}entwuerfe/"
DRAFT = f"{DRAFTS}<uuid:uuid>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PAIRS, crosswalks.crosswalks_page, name="crosswalks"),
    path(f"{PAIRS}bewohnt/", inhabited.inhabited_page, name="inhabited"),
    path(f"{PAIRS}bewohnt/zuruecknehmen/", inhabited.back_page, name="inhabited_back"),
    path(PAIR, crosswalks.crosswalk_page, name="crosswalk"),
    path(f"{PAIR}tabelle.csv", crosswalks.crosswalk_csv, name="crosswalk_csv"),
    path(TABLES, crosswalktables.tables_page, name="crosswalk_tables"),
    path(NEW_TABLE, crosswalktables.new_page, name="crosswalk_table_new"),
    path(f"{NEW_TABLE}angaben/", crosswalktables.facts_page, name="crosswalk_table_facts"),
    path(f"{NEW_TABLE}vorlage.xlsx", crosswalktables.template, name="crosswalk_table_template"),
    path(f"{NEW_TABLE}verwerfen/", crosswalktables.discard, name="crosswalk_table_discard"),
    path(f"{TABLES}<int:number>/", crosswalktables.table_page, name="crosswalk_table"),
    path(f"{TABLES}<int:number>/zuruecknehmen/", crosswalktables.withdrawal_page, name="crosswalk_table_withdraw"),
    path(ALL, listing.versions_page, name="versions"),
    path(f"{ALL}neu/", listing.new_page, name="changeset_new"),
    path(ONE, drafts.changeset_page, name="changeset"),
    path(f"{ONE}fortschritt/", drafts.progress_part, name="changeset_progress"),
    path(f"{ONE}dateien/", drafts.files_page, name="changeset_files"),
    path(f"{ONE}dateien/<int:number>/entfernen/", drafts.remove_file, name="changeset_file_remove"),
    path(f"{ONE}dateien/erneut/", drafts.look_again, name="changeset_look_again"),
    path(f"{ONE}angaben/", drafts.facts_page, name="changeset_facts"),
    path(f"{ONE}anhalten/", drafts.stop_step, name="changeset_stop"),
    path(f"{ONE}zuruecknehmen/", decisions.withdraw, name="changeset_withdraw"),
    path(f"{ONE}verwerfen/", drafts.discard_page, name="changeset_discard"),
    path(f"{ONE}ebenen/", layers.layers_page, name="changeset_layers"),
    path(f"{ONE}ebenen/<int:number>/", layers.layer_page, name="changeset_layer"),
    path(f"{ONE}pruefung/", checks.findings_page, name="changeset_findings"),
    path(f"{ONE}pruefung/befunde.csv", reports.findings_csv, name="changeset_findings_csv"),
    path(f"{ONE}pruefung/befunde.geojson", reports.findings_geojson, name="changeset_findings_geojson"),
    path(f"{ONE}pruefung/ebene/<int:number>/", checks.rows_page, name="changeset_rows"),
    path(f"{ONE}pruefung/<int:finding>/begruendung/", checks.reason_page, name="changeset_reason"),
    path(f"{ONE}nachfolge/", checks.succession_page, name="changeset_succession"),
    path(f"{ONE}einreichen/", decisions.submit_page, name="changeset_submit"),
    path(f"{ONE}freigabe/", decisions.approval_page, name="changeset_approval"),
    path(PLACES, layerpages.layers_page, name="places"),
    path(f"{PLACES}adressen/", layerdesk.addresses_page, name="address_files"),
    path(f"{PLACES}adressen/suche/", addressopening.opening_page, name="address_opening"),
    path(DRAFTS, layerdesk.drafts_page, name="layer_drafts"),
    path(f"{DRAFTS}neu/", layerdesk.new_page, name="layer_draft_new"),
    path(f"{DRAFTS}neu/dienst/", layerfetching.service_page, name="layer_draft_service"),
    path(f"{DRAFTS}noch-einmal/<slug:slug>/", layerfetching.next_version, name="layer_draft_next"),
    path(f"{DRAFTS}fassung/<slug:slug>/<int:number>/", layerwithdrawals.withdrawal_page, name="layer_version_back"),
    path(DRAFT, layerdrafts.draft_page, name="layer_draft"),
    path(f"{DRAFT}fortschritt/", layerdrafts.progress_part, name="layer_draft_progress"),
    path(f"{DRAFT}holen/", layerfetching.fetch_again, name="layer_draft_fetch"),
    path(f"{DRAFT}datei/", layerdrafts.file_page, name="layer_draft_file"),
    path(f"{DRAFT}angaben/", layerdrafts.facts_page, name="layer_draft_facts"),
    path(f"{DRAFT}spalten/", layerdrafts.columns_page, name="layer_draft_columns"),
    path(f"{DRAFT}pruefen/", layerdrafts.check_again, name="layer_draft_check"),
    path(f"{DRAFT}anhalten/", layerdrafts.stop_step, name="layer_draft_stop"),
    path(f"{DRAFT}verwerfen/", layerdrafts.discard_page, name="layer_draft_discard"),
    path(f"{DRAFT}zeilen/", layerrows.rows_page, name="layer_draft_rows"),
    path(f"{DRAFT}zeilen/uebernehmen/", layerrows.take_candidates, name="layer_draft_candidates"),
    path(f"{DRAFT}zeilen/<int:number>/", layerrows.row_page, name="layer_draft_row"),
    path(f"{DRAFT}zeilen/<int:number>/zuruecknehmen/", layerrows.take_back, name="layer_draft_row_back"),
    path(f"{DRAFT}einreichen/", layerdecisions.submit_page, name="layer_draft_submit"),
    path(f"{DRAFT}freigabe/", layerdecisions.approval_page, name="layer_draft_approval"),
    path(f"{DRAFT}zuruecknehmen/", layerdecisions.withdraw, name="layer_draft_withdraw"),
    path(f"{PLACES}<slug:slug>/", layerpages.layer_page, name="layer"),
    path(f"{PLACES}<slug:slug>/orte.geojson", layerpages.layer_geojson, name="layer_geojson"),
    path(f"{PLACES}<slug:slug>/daten/<int:number>.<str:content_hash>.json", layerpages.layer_data, name="layer_data"),
    path(f"{PLACES}<slug:slug>/orte.csv", layerpages.layer_csv, name="layer_csv"),
    path(SERVICES, mapservices.services_page, name="map_services"),
    path(f"{SERVICES}neu/", mapservices.new_page, name="map_service_new"),
    path(SERVICE, mapservices.service_page, name="map_service"),
    path(f"{SERVICE}aendern/", mapservices.change_page, name="map_service_change"),
    path(f"{SERVICE}vorschau/<tile:tile>.png", mapservices.preview_picture, name="map_service_preview"),
    path(f"{SERVICE}<slug:mark>/<tile:tile>.png", mappictures.map_picture, name="map_picture"),
]
