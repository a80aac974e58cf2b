# SPDX-License-Identifier: EUPL-1.2
"""Addresses of boundary versions; the organisation's slug comes first."""

from django.urls import URLPattern, URLResolver, path

from spatial.views import checks, crosswalks, decisions, drafts, layers, listing, reports

app_name = "spatial"

ALL = "<slug:organisation>/gebietsstaende/"
ONE = f"{ALL}<uuid:uuid>/"
PAIRS = "<slug:organisation>/umschluesselung/"
PAIR = f"{PAIRS}<slug:level>/<slug:older>/<slug:newer>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PAIRS, crosswalks.crosswalks_page, name="crosswalks"),
    path(PAIR, crosswalks.crosswalk_page, name="crosswalk"),
    path(f"{PAIR}tabelle.csv", crosswalks.crosswalk_csv, name="crosswalk_csv"),
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
]
