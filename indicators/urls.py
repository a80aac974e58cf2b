# SPDX-License-Identifier: EUPL-1.2
"""Addresses of maps, areas and indicators; the organisation's slug comes first."""

from django.urls import URLPattern, URLResolver, path

from indicators.views import (
    approvals,
    areatypes,
    asking,
    catalogue,
    computations,
    confirming,
    defining,
    downloads,
    following,
    organisation,
    profile,
    readership,
    releasechanges,
    secrecy,
    secrecyreport,
    selection,
    selectionrequests,
    similar,
    socialareas,
    spread,
    summing,
    topics,
    unequal,
    withdrawal,
)
from indicators.views import map as maps
from indicators.views.areafiles import ENDINGS
from indicators.views.deliveries import (
    board,
    checks,
    decisions,
    differences,
    drafts,
    effects,
    listing,
    plans,
    preview,
    profiles,
    reports,
    tables,
    takingback,
    templates,
)
from indicators.views.ownareas import changing, keeping, looking
from indicators.views.reach import coverage as reachcoverage
from indicators.views.reach import files as reachfiles
from indicators.views.reach import page as reach
from indicators.views.remarks import annotations, breaks, changes, known, questions, regional, wording
from indicators.views.ruling import pages as rulings
from indicators.views.ruling import securing
from indicators.views.scenarios import comparing as scenariocomparing
from indicators.views.scenarios import listing as scenariolisting
from indicators.views.scenarios import page as scenariopage
from indicators.views.scenarios import sitingpage, talking
from indicators.views.validation import listing as rulelisting
from indicators.views.validation import results as ruleresults
from indicators.views.validation import writing as rulewriting
from indicators.views.workbench import embed, picture, saving, shownfiles, viewing
from indicators.views.workbench import page as workbench
from indicators.views.workshop import comparing, deciding, editor, sheets
from indicators.views.workshop import listing as workshop

app_name = "indicators"

MAP_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/karte/", maps.map_page, name="map"),
    *(
        path(f"<slug:organisation>/karte/daten.{ending}", downloads.map_file, {"ending": ending}, name=f"map_{ending}")
        for ending in ENDINGS
    ),
    path("<slug:organisation>/analyse/", workbench.workbench_page, name="workbench"),
    path("<slug:organisation>/analyse/antwort.json", workbench.workbench_answer, name="workbench_answer"),
    *(
        path(
            f"<slug:organisation>/analyse/daten.{ending}",
            shownfiles.workbench_file,
            {"ending": ending},
            name=f"workbench_{ending}",
        )
        for ending in ENDINGS
    ),
    path("<slug:organisation>/analyse/auswahlen/", saving.saved_page, name="saved"),
    path("<slug:organisation>/analyse/auswahlen/neu/", saving.save_page, name="saved_new"),
    path("<slug:organisation>/analyse/auswahlen/<uuid:uuid>/", saving.change_saved, name="saved_change"),
    path("<slug:organisation>/analyse/ansichten/", viewing.views_page, name="views"),
    path("<slug:organisation>/analyse/ansichten/neu/", viewing.save_page, name="view_new"),
    path("<slug:organisation>/analyse/ansichten/<uuid:uuid>/", viewing.open_view, name="view"),
    path("<slug:organisation>/analyse/ansichten/<uuid:uuid>/aendern/", viewing.change_view, name="view_change"),
    path("<slug:organisation>/analyse/bild.svg", picture.picture_svg, name="workbench_picture"),
    path("<slug:organisation>/analyse/vergleichstafel.json", workbench.workbench_cross, name="workbench_cross"),
    path("<slug:organisation>/analyse/kennzahlen.json", workbench.workbench_keys, name="workbench_keys"),
    path("<slug:organisation>/analyse/gegenueber.json", workbench.workbench_versus, name="workbench_versus"),
    path("embed/<slug:organisation>/", embed.embed_page, name="embed"),
]
AREA = "<slug:organisation>/gebiete/<slug:edition>/<slug:level>/<str:key>/"
SIMILAR = f"{AREA}aehnlich/"
UNEQUAL = "<slug:organisation>/indikatoren/<slug:indicator>/ungleichheit/"
AREA_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/", organisation.start_page, name="organisation"),
    path("<slug:organisation>/fassung/", readership.switch_audience, name="audience"),
    path("<slug:organisation>/gebiete/", profile.areas_page, name="areas"),
    path(AREA, profile.profile_page, name="area"),
    path(f"{AREA}profil.csv", profile.profile_csv, name="area_csv"),
    path(f"{AREA}profil.xlsx", profile.profile_xlsx, name="area_xlsx"),
    path(SIMILAR, similar.similar_page, name="similar"),
    path(f"{SIMILAR}daten.csv", similar.similar_csv, name="similar_csv"),
    path("<slug:organisation>/rueckfrage/", asking.ask_page, name="ask_about_figure"),
    path("<slug:organisation>/rueckfrage/<uuid:uuid>/", asking.own_page, name="own_remark"),
    path("<slug:organisation>/themen/", topics.topics_page, name="topics"),
    path("<slug:organisation>/themen/<slug:topic>/folgen/", topics.follow, name="follow_topic"),
    path("<slug:organisation>/indikatoren/", catalogue.catalogue_page, name="catalogue"),
    path("<slug:organisation>/indikatoren/neu/", defining.new_page, name="indicator_new"),
    path("<slug:organisation>/indikatoren/bestaetigen/", confirming.confirm_page, name="confirm"),
    path("<slug:organisation>/indikatoren/bearbeiten/", defining.drafts_page, name="drafts"),
    path("<slug:organisation>/indikatoren/<slug:indicator>/", catalogue.sheet_page, name="indicator"),
    path("<slug:organisation>/indikatoren/<slug:indicator>/merken/", following.keep_indicator, name="keep_indicator"),
    path("<slug:organisation>/indikatoren/<slug:indicator>/streuung/", spread.spread_page, name="spread"),
    path(UNEQUAL, unequal.unequal_page, name="unequal"),
    path(f"{UNEQUAL}daten.csv", unequal.unequal_csv, name="unequal_csv"),
    path("<slug:organisation>/indikatoren/<slug:indicator>/bearbeiten/", defining.edit_page, name="indicator_edit"),
]

OWN = "<slug:organisation>/eigene-gebiete/"
OWN_URLS: list[URLPattern | URLResolver] = [
    path(OWN, keeping.list_page, name="own_areas"),
    path(f"{OWN}neu/", looking.new_page, name="own_new"),
    path(f"{OWN}ansehen/", looking.look_page, name="own_look"),
    path(f"{OWN}ansehen/daten.csv", looking.look_csv, name="own_look_csv"),
    path(f"{OWN}speichern/", keeping.save_page, name="own_save"),
    path(f"{OWN}datei/", changing.upload_page, name="own_upload"),
    path(f"{OWN}<uuid:uuid>/", keeping.area_page, name="own_area"),
    path(f"{OWN}<uuid:uuid>/daten.csv", keeping.area_csv, name="own_area_csv"),
    path(f"{OWN}<uuid:uuid>/aendern/", changing.change_page, name="own_change"),
]

REACH = "<slug:organisation>/erreichbarkeit/"
REACH_URLS: list[URLPattern | URLResolver] = [
    path(REACH, reach.reach_page, name="reach"),
    path(f"{REACH}zahlen.csv", reachfiles.rings_csv, name="reach_csv"),
    path(f"{REACH}orte.csv", reachfiles.places_csv, name="reach_places"),
    path(f"{REACH}ringe.geojson", reachfiles.rings_geojson, name="reach_geojson"),
    path(f"{REACH}behalten/", reach.keep_page, name="reach_keep"),
    path(f"{REACH}abdeckung/", reachcoverage.coverage_page, name="coverage"),
    path(f"{REACH}abdeckung/gebiete.csv", reachcoverage.coverage_csv, name="coverage_csv"),
]

SELECTION = "<slug:organisation>/auswahl/"
GROUP_URLS: list[URLPattern | URLResolver] = [
    path(SELECTION, selection.selection_page, name="selection"),
    path(f"{SELECTION}daten.csv", selection.selection_csv, name="selection_csv"),
    path(f"{SELECTION}anfordern/", selectionrequests.request_release, name="selection_request"),
    path(f"{SELECTION}gespeichert/", selectionrequests.selections_page, name="selections"),
    path(f"{SELECTION}gespeichert/<uuid:uuid>/entfernen/", selectionrequests.remove, name="selection_remove"),
    path("<slug:organisation>/gebietstypen/", areatypes.types_page, name="area_types"),
    path("<slug:organisation>/gebietstypen/daten.csv", areatypes.types_csv, name="area_types_csv"),
    path("<slug:organisation>/sozialraeume/", socialareas.social_areas_page, name="social_areas"),
    path("<slug:organisation>/sozialraeume/daten.csv", socialareas.social_areas_csv, name="social_areas_csv"),
    path(
        "<slug:organisation>/sozialraeume/grenzen.geojson",
        socialareas.social_areas_borders,
        name="social_areas_borders",
    ),
    path(
        "<slug:organisation>/sozialraeume/regionen.geojson",
        socialareas.social_areas_geojson,
        name="social_areas_geojson",
    ),
]

SCENARIOS = "<slug:organisation>/szenarien/"
ONE_SCENARIO = f"{SCENARIOS}<uuid:uuid>/"
SCENARIO_URLS: list[URLPattern | URLResolver] = [
    path(SCENARIOS, scenariolisting.scenarios_page, name="scenarios"),
    path(f"{SCENARIOS}vergleich/", scenariocomparing.compare_page, name="scenario_compare"),
    path(f"{SCENARIOS}neu/", scenariolisting.new_page, name="scenario_new"),
    path(ONE_SCENARIO, scenariopage.scenario_page, name="scenario"),
    path(f"{ONE_SCENARIO}zuruecknehmen/", scenariopage.undo, name="scenario_undo"),
    path(f"{ONE_SCENARIO}wege/", scenariopage.ask_for_ways, name="scenario_ways"),
    path(f"{ONE_SCENARIO}stand/", scenariopage.progress, name="scenario_progress"),
    path(f"{ONE_SCENARIO}aendern/", scenariolisting.change_kept, name="scenario_change"),
    path(f"{ONE_SCENARIO}kommentar/", talking.comment, name="scenario_comment"),
    path(f"{ONE_SCENARIO}standortsuche/", sitingpage.siting_page, name="scenario_siting"),
    path(f"{ONE_SCENARIO}standortsuche/uebernehmen/", sitingpage.adopt, name="scenario_adopt"),
    path(f"{ONE_SCENARIO}daten.csv", scenariopage.scenario_csv, name="scenario_csv"),
]

SUMS = "<slug:organisation>/summen/"
SUM_URLS: list[URLPattern | URLResolver] = [
    path(SUMS, summing.sums_page, name="sums"),
    path(f"{SUMS}gruppen/<slug:group>/", summing.group_page, name="sums_group"),
    path(f"{SUMS}merkmale/<slug:variable>/", summing.flow, name="sums_flow"),
    path(f"{SUMS}merkmale/<slug:variable>/dahinter/", summing.backing_page, name="sums_behind"),
]

COMPUTATIONS = "<slug:organisation>/berechnungen/"
COMPUTATION_URLS: list[URLPattern | URLResolver] = [
    path(COMPUTATIONS, computations.computations_page, name="computations"),
    path(f"{COMPUTATIONS}erneut/", computations.again, name="computations_again"),
    path(f"{COMPUTATIONS}alle/", computations.everything, name="computations_all"),
    path(f"{COMPUTATIONS}<uuid:job>/anhalten/", computations.stop, name="computation_stop"),
]

TEMPLATE = "<slug:organisation>/lieferungen/vorlagen/<slug:code>"
ONE = "<slug:organisation>/lieferungen/<uuid:uuid>/"
DELIVERY_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/lieferungen/", listing.deliveries_page, name="deliveries"),
    path("<slug:organisation>/lieferungen/neu/", listing.new_page, name="delivery_new"),
    path("<slug:organisation>/lieferungen/zuordnungen/", profiles.profiles_page, name="delivery_profiles"),
    path(
        "<slug:organisation>/lieferungen/zuordnungen/<int:number>.json",
        profiles.profile_file,
        name="delivery_profile_file",
    ),
    path("<slug:organisation>/lieferungen/uebersicht/", board.board_page, name="delivery_board"),
    path("<slug:organisation>/lieferungen/uebersicht/tafel.csv", board.board_csv, name="delivery_board_csv"),
    path("<slug:organisation>/lieferungen/monat/", board.month_page, name="delivery_month"),
    path("<slug:organisation>/lieferungen/termine/", plans.plans_page, name="delivery_plans"),
    path("<slug:organisation>/lieferungen/termine/neu/", plans.plan_page, name="delivery_plan_new"),
    path("<slug:organisation>/lieferungen/termine/<int:number>/", plans.plan_page, name="delivery_plan"),
    path("<slug:organisation>/lieferungen/termine/<int:number>/beenden/", plans.remove, name="delivery_plan_remove"),
    path("<slug:organisation>/lieferungen/vorlagen/", templates.templates_page, name="delivery_templates"),
    path("<slug:organisation>/lieferungen/vorlagen/neu/", templates.new_template_page, name="delivery_template_new"),
    path(f"{TEMPLATE}/", templates.template_page, name="delivery_template"),
    path(f"{TEMPLATE}/vorlage.xlsx", templates.template_xlsx, name="delivery_template_xlsx"),
    path(f"{TEMPLATE}/vorlage.csv", templates.template_csv, name="delivery_template_csv"),
    path(f"{TEMPLATE}/verwerfen/", templates.discard, name="delivery_template_discard"),
    path(ONE, drafts.delivery_page, name="delivery"),
    path(f"{ONE}fortschritt/", drafts.progress_part, name="delivery_progress"),
    path(f"{ONE}dateien/", drafts.files_page, name="delivery_files"),
    path(f"{ONE}dateien/<int:number>/entfernen/", drafts.remove_file, name="delivery_file_remove"),
    path(f"{ONE}anhalten/", drafts.stop_step, name="delivery_stop"),
    path(f"{ONE}zuruecknehmen/", drafts.withdraw, name="delivery_withdraw"),
    path(f"{ONE}antwort/", takingback.answer_page, name="delivery_answer"),
    path(f"{ONE}verwerfen/", drafts.discard_page, name="delivery_discard"),
    path(f"{ONE}erkennung/", tables.recognition_page, name="delivery_recognition"),
    path(f"{ONE}erkennung/wiederholen/", drafts.look_again, name="delivery_look_again"),
    path(f"{ONE}erkennung/<int:number>/", tables.shape_page, name="delivery_shape"),
    path(f"{ONE}zuordnung/", tables.mappings_page, name="delivery_mappings"),
    path(f"{ONE}zuordnung/<int:number>/", tables.mapping_page, name="delivery_mapping"),
    path(f"{ONE}zuordnung/<int:number>/weitere-ebene/", tables.add_level, name="delivery_add_level"),
    path(f"{ONE}zuordnung/<int:number>/von-hand/", tables.by_hand, name="delivery_by_hand"),
    path(f"{ONE}pruefung/", checks.findings_page, name="delivery_findings"),
    path(f"{ONE}pruefung/befunde.csv", reports.findings_csv, name="delivery_findings_csv"),
    path(f"{ONE}pruefung/befunde.xlsx", reports.findings_xlsx, name="delivery_findings_xlsx"),
    path(f"{ONE}pruefung/<int:finding>/begruendung/", checks.reason_page, name="delivery_reason"),
    path(f"{ONE}vorschau/", preview.preview_page, name="delivery_preview"),
    path(f"{ONE}vorschau/karte/", differences.difference_map, name="delivery_difference_map"),
    path(f"{ONE}vorschau/unterschiede.csv", differences.differences_csv, name="delivery_differences_csv"),
    path(f"{ONE}vorschau/unterschiede.xlsx", differences.differences_xlsx, name="delivery_differences_xlsx"),
    path(f"{ONE}auswirkungen/<int:number>/", effects.effect_page, name="delivery_effect"),
    path(f"{ONE}auswirkungen/<int:number>/daten.csv", effects.effect_csv, name="delivery_effect_csv"),
    path(f"{ONE}auswirkungen/<int:number>/daten.xlsx", effects.effect_xlsx, name="delivery_effect_xlsx"),
    path(f"{ONE}auswirkungen/", effects.effects_part, name="delivery_effects"),
    path(f"{ONE}auswirkungen/berechnen/", effects.effects_again, name="delivery_effects_again"),
    path(f"{ONE}auswirkungen/anhalten/", effects.effects_stop, name="delivery_effects_stop"),
    path(f"{ONE}einreichen/", decisions.submit_page, name="delivery_submit"),
    path(f"{ONE}ruecknahme/", takingback.take_back_page, name="delivery_take_back"),
    path(f"{ONE}erneut-versuchen/", takingback.retry, name="delivery_retry"),
    path(f"{ONE}freigabe/", decisions.approval_page, name="delivery_approval"),
]

SETTINGS_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/einstellungen/", approvals.settings_page, name="settings"),
    path(
        "<slug:organisation>/einstellungen/aenderungen/<int:number>/", approvals.decide_change, name="settings_change"
    ),
]

NOTES = "<slug:organisation>/hinweise/"
KNOWN = f"{NOTES}bekannte-brueche/<slug:known>/<slug:indicator>/"
NOTES_URLS: list[URLPattern | URLResolver] = [
    path(NOTES, breaks.breaks_page, name="breaks"),
    path(f"{NOTES}brueche/neu/", breaks.new_break_page, name="break_new"),
    path(f"{NOTES}brueche/<int:pk>/", breaks.break_page, name="break"),
    path(f"{NOTES}brueche/<int:pk>/aendern/", breaks.edit_break_page, name="break_edit"),
    path(f"{NOTES}brueche/<int:pk>/zurueckziehen/", breaks.withdraw_break_page, name="break_withdraw"),
    path(f"{NOTES}brueche/<int:pk>/wieder/", breaks.restore_break_view, name="break_restore"),
    path(f"{NOTES}anmerkungen/", annotations.annotations_page, name="annotations"),
    path(f"{NOTES}anmerkungen/neu/", annotations.new_annotation_page, name="annotation_new"),
    path(f"{NOTES}anmerkungen/<int:pk>/", annotations.annotation_page, name="annotation"),
    path(f"{NOTES}anmerkungen/<int:pk>/aendern/", annotations.edit_annotation_page, name="annotation_edit"),
    path(
        f"{NOTES}anmerkungen/<int:pk>/zurueckziehen/", annotations.withdraw_annotation_page, name="annotation_withdraw"
    ),
    path(f"{NOTES}anmerkungen/<int:pk>/wieder/", annotations.restore_annotation_view, name="annotation_restore"),
    path(f"{NOTES}bekannte-brueche/", known.known_page, name="known_breaks"),
    path(f"{KNOWN}betrifft-nicht/", known.refuse_page, name="known_break_refuse"),
    path(f"{KNOWN}wieder-vorschlagen/", known.propose_again_view, name="known_break_propose"),
    path(f"{NOTES}klassen/", regional.regional_list_page, name="regional_list"),
    path(f"{NOTES}klassen/<slug:indicator>/<slug:level>/", regional.regional_page, name="regional"),
    path(
        f"{NOTES}klassen/<slug:indicator>/<slug:level>/zurueckziehen/",
        regional.withdraw_regional_page,
        name="regional_withdraw",
    ),
    path(
        f"{NOTES}klassen/<slug:indicator>/<slug:level>/rueckgaengig/",
        regional.undo_regional_view,
        name="regional_undo",
    ),
    path(f"{NOTES}klassennamen/", wording.wording_list_page, name="wording_list"),
    path(f"{NOTES}klassennamen/<slug:indicator>/", wording.wording_page, name="wording"),
    path(
        f"{NOTES}klassennamen/<slug:indicator>/zurueckziehen/", wording.withdraw_wording_page, name="wording_withdraw"
    ),
    path(f"{NOTES}klassennamen/<slug:indicator>/rueckgaengig/", wording.undo_wording_view, name="wording_undo"),
    path(f"{NOTES}rueckfragen/", questions.questions_page, name="figure_remarks"),
    path(f"{NOTES}rueckfragen/<uuid:uuid>/", questions.question_page, name="figure_remark"),
    path(f"{NOTES}entscheidungen/", changes.changes_page, name="remark_changes"),
    path(f"{NOTES}entscheidungen/<int:pk>/", changes.change_page, name="remark_change"),
    path(f"{NOTES}entscheidungen/<int:pk>/zuruecknehmen/", changes.take_back_view, name="remark_take_back"),
    path(f"{NOTES}entscheidungen/<int:pk>/rueckgaengig/", changes.undo_view, name="remark_undo"),
]

WORKSHOP = "<slug:organisation>/indexwerkstatt/"
INDEX = f"{WORKSHOP}<uuid:uuid>/"
WORKSHOP_URLS: list[URLPattern | URLResolver] = [
    path(WORKSHOP, workshop.workshop_page, name="index_workshop"),
    path(f"{WORKSHOP}neu/", workshop.new_page, name="index_new"),
    path(f"{WORKSHOP}rezepte/<int:number>/kopieren/", workshop.copy_recipe, name="index_copy"),
    path(INDEX, editor.draft_page, name="index_draft"),
    path(f"{INDEX}vorschau/", editor.preview_part, name="index_preview"),
    path(f"{INDEX}verwerfen/", workshop.discard, name="index_discard"),
    path(f"{INDEX}wiederherstellen/", workshop.restore, name="index_restore"),
    path(f"{INDEX}zuruecknehmen/", workshop.withdraw, name="index_withdraw"),
    path(f"{INDEX}vergleich/", comparing.compare_page, name="index_compare"),
    path(f"{INDEX}methodenblatt/", sheets.sheet_page, name="index_sheet"),
    path(f"{INDEX}freigabe/", deciding.approval_page, name="index_approval"),
]

SECRECY = "<slug:organisation>/geheimhaltung/"
SECRECY_URLS: list[URLPattern | URLResolver] = [
    path(SECRECY, secrecy.secrecy_page, name="secrecy"),
    path(f"{SECRECY}pruefen/", secrecy.check, name="secrecy_check"),
    path(f"{SECRECY}<int:number>/", secrecyreport.report_page, name="secrecy_report"),
    path(f"{SECRECY}<int:number>/werte.csv", secrecyreport.report_csv, name="secrecy_report_csv"),
    path(f"{SECRECY}<int:number>/zuruecknehmen/", withdrawal.withdraw_page, name="secrecy_withdraw"),
]
RULINGS = "<slug:organisation>/geheimhaltung/regeln/"
RULING_URLS: list[URLPattern | URLResolver] = [
    path(RULINGS, rulings.rulings_page, name="rulings"),
    # Before the audiences: none is called so.
    path(f"{RULINGS}<slug:source>/gesichert/", securing.securing_page, name="source_securing"),
    path(f"{RULINGS}<slug:source>/<slug:audience>/", rulings.ruling_page, name="ruling"),
    path(f"{RULINGS}<slug:source>/<slug:audience>/aendern/", rulings.change_page, name="ruling_change"),
    path(f"{RULINGS}<slug:source>/<slug:audience>/zuruecknehmen/", rulings.take_back, name="ruling_take_back"),
    path(f"{RULINGS}<slug:source>/<slug:audience>/wirkung/", rulings.foresee, name="ruling_foresee"),
]
RULES = "<slug:organisation>/pruefregeln/"
RULES_URLS: list[URLPattern | URLResolver] = [
    path(RULES, rulelisting.rules_page, name="validation_rules"),
    path(f"{RULES}lauf/", rulelisting.run, name="validation_run"),
    path(f"{RULES}lauf/anhalten/", rulelisting.stop, name="validation_stop"),
    path(f"{RULES}lauf/fortschritt/", rulelisting.progress_part, name="validation_progress"),
    path(f"{RULES}neu/", rulewriting.new_page, name="validation_rule_new"),
    path(f"{RULES}erklaerung/", rulewriting.explain_part, name="validation_explain"),
    path(f"{RULES}<int:number>/", ruleresults.rule_page, name="validation_rule"),
    path(f"{RULES}<int:number>/verstoesse.csv", ruleresults.places_csv, name="validation_places"),
    path(f"{RULES}<int:number>/aendern/", rulewriting.edit_page, name="validation_rule_edit"),
    path(f"{RULES}<int:number>/archivieren/", ruleresults.archive_page, name="validation_rule_archive"),
    path(f"{RULES}<int:number>/wieder/", ruleresults.restore, name="validation_rule_restore"),
    path(f"{RULES}<int:number>/zuruecknehmen/", ruleresults.take_back, name="validation_rule_take_back"),
]

CHANGE = "<slug:organisation>/aenderungen/<slug:indicator>/<str:period>/<slug:level>/<slug:edition>/"
CHANGE_URLS: list[URLPattern | URLResolver] = [
    path("<slug:organisation>/aenderungen/", releasechanges.changes_page, name="changes"),
    path("<slug:organisation>/aenderungen.atom", releasechanges.changes_feed, name="changes_feed"),
    path(CHANGE, releasechanges.change_page, name="change"),
    path(f"{CHANGE}daten.csv", releasechanges.change_csv, name="change_csv"),
]

urlpatterns = [
    *SETTINGS_URLS,
    *COMPUTATION_URLS,
    *CHANGE_URLS,
    *MAP_URLS,
    *OWN_URLS,
    *REACH_URLS,
    *GROUP_URLS,
    *SCENARIO_URLS,
    *SUM_URLS,
    *DELIVERY_URLS,
    *NOTES_URLS,
    *RULING_URLS,
    *SECRECY_URLS,
    *RULES_URLS,
    *WORKSHOP_URLS,
    *AREA_URLS,
]
