# SPDX-License-Identifier: EUPL-1.2
"""Breaks and annotations as readers meet them: map, files, profile, catalogue sheet and API."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from python_calamine import load_workbook

from indicators.models import Indicator
from indicators.services.remarks.annotations import AnnotationSpec, add_annotation
from indicators.services.remarks.breaks import BreakSpec, mark_break
from spatial.selectors import units
from tests.factories.notedcity import NEW, OLD, build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
MAP = "/musterstadt/karte/?indikator=kinder&ebene=viertel"
REASON, LAW = "Gezählt wird nach neuem Gesetz.", "BGBl. I S. 1"
HOME, OPENED, COUNTED = "Haus am Park mit 80 Plätzen.", "Unterkunft eröffnet.", "Ohne Zweitwohnsitz."


def _built(world: World) -> World:
    build_noted_city(world)
    indicator = Indicator.objects.select_related("organisation").get(slug="kinder")
    spec = BreakSpec(OLD, NEW, "law", "no", REASON, LAW, "https://example.org/gesetz")
    mark_break(indicator=indicator, spec=spec, by=world.anna)
    unit = units.unit_row(world.city, "viertel", "stand-2020", "21")
    assert unit is not None
    for each in (
        AnnotationSpec("population", HOME, unit_id=unit.unit_id, population="home", valid_from=date(2021, 3, 1)),
        AnnotationSpec("event", OPENED, unit_id=unit.unit_id, valid_from=date(2021, 5, 1), indicator="kinder"),
        AnnotationSpec("footnote", COUNTED, indicator="kinder"),
    ):
        add_annotation(organisation=world.city, spec=each, by=world.anna)
    return world


kept_city = standing(_built)


def page(address: str) -> str:
    answer = Client(headers={"accept-language": "de"}).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_map_tells_the_break_in_title_slider_legend_and_list(city: World) -> None:
    html = page(MAP)

    assert f"Mit 31.12.2020 nicht vergleichbar: {REASON}" in " ".join(html.split())
    assert f'data-timeline-tick="31.12.2021, {REASON}"' in html
    assert "Zeitreihenbruch zwischen 31.12.2020 und 31.12.2021" in html
    assert '<a href="https://example.org/gesetz" rel="external noopener">BGBl. I S. 1</a>' in html
    assert 'data-column="change"' not in html


def test_map_marks_areas_with_remarks_in_table_tooltip_and_legend(city: World) -> None:
    html = page(MAP)

    assert html.count('class="map-table__mark"') == 2
    assert "1 Gebiet mit Anmerkung" in html
    assert "Besondere Bevölkerung (Pflege- oder Wohnheim, seit 01.03.2021): Haus am Park mit 80 Plätzen." in html
    assert "Ereignis 01.05.2021: Unterkunft eröffnet." in html
    assert COUNTED in html
    assert HOME not in page(f"{MAP}&stand={OLD}").split('<template data-map-period="1">')[0]


def test_panel_and_profile_tell_what_has_to_be_known_of_the_area(city: World) -> None:
    panel = page(f"{MAP}&gebiet=21")
    profile = page("/musterstadt/gebiete/stand-2020/viertel/21/")

    for html in (panel, profile):
        assert HOME in html
        assert OPENED in html
        assert "Definition geändert, nicht vergleichbar" in html
    assert f"nicht vergleichbar. {REASON}" in profile
    assert HOME not in page("/musterstadt/gebiete/stand-2020/viertel/11/")


def test_files_hold_marks_remarks_and_breaks_and_no_change_across(city: World) -> None:
    client = Client(headers={"accept-language": "de"})
    query = f"indikator=kinder&ebene=viertel&stand={NEW}"
    body = client.get(f"/musterstadt/karte/daten.csv?{query}").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(body), delimiter=";"))
    start = next(place for place, line in enumerate(lines) if line[:1] == ["Schlüssel"])
    head, rows = lines[start], {line[0]: line for line in lines[start + 1 : start + 5]}

    assert not any("Veränderung" in name for name in head)
    assert {key: row[head.index("Anmerkungen (Nummern)")] for key, row in rows.items()} == {
        "11": "", "12": "", "21": "1, 2", "22": "",
    }  # fmt: skip
    assert ["Anmerkungen"] in lines
    assert ["alle Gebiete", COUNTED] in lines
    assert ["zwischen 31.12.2020 und 31.12.2021", "nicht vergleichbar", REASON, LAW] in lines
    book = load_workbook(io.BytesIO(client.get(f"/musterstadt/karte/daten.xlsx?{query}").content))
    assert book.sheet_names[2:] == ["Legende", "Anmerkungen", "Brüche der Zeitreihe"]

    profile = client.get("/musterstadt/gebiete/stand-2020/viertel/21/profil.csv").content.decode("utf-8-sig")
    own = next(row for row in csv.DictReader(io.StringIO(profile), delimiter=";") if row["indikator"] == "kinder")
    assert REASON in own["zeitreihenbrueche"]
    assert HOME in own["bemerkung"]
    assert own["veraenderung"] == ""


def test_api_answers_carry_breaks_and_annotations(city: World) -> None:
    sheet = Client().get("/api/v1/musterstadt/indicators/kinder/").json()
    values = Client().get(f"/api/v1/musterstadt/indicators/kinder/values/{NEW}/?level=viertel").json()
    before = Client().get(f"/api/v1/musterstadt/indicators/kinder/values/{OLD}/?level=viertel").json()

    assert [(each["text"], each["reference"]) for each in sheet["breaks"]] == [(REASON, LAW)]
    assert [each["text"] for each in sheet["annotations"]] == [COUNTED]
    assert {(each["kind"], each["key"]) for each in values["annotations"]} == {
        ("population", "21"), ("event", "21"), ("footnote", None),
    }  # fmt: skip
    assert values["breaks"] == sheet["breaks"]
    assert values["change"]["kind"] == "none"
    assert [each["text"] for each in before["annotations"]] == [COUNTED]


def test_catalogue_sheet_names_the_break_with_its_source(city: World) -> None:
    html = page("/musterstadt/indikatoren/kinder/")

    assert REASON in html
    assert 'href="https://example.org/gesetz"' in html
    assert COUNTED in html
