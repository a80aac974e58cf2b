# SPDX-License-Identifier: EUPL-1.2
"""Pictures to take away: the classes, patterns and words of the page in a file that needs nothing else."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from indicators.stats.palettes import colours_of

pytestmark = pytest.mark.usefixtures("demo")

POVERTY = "?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"
PAIR = f"{POVERTY}&zweiter=anteil-unter-18"
PICTURE = "/berlin/analyse/bild.svg"
SVG = "{http://www.w3.org/2000/svg}"


def picture(query: str) -> ET.Element:
    answer = Client(headers={"accept-language": "de"}).get(f"{PICTURE}{query}")
    assert answer.status_code == 200, query
    assert answer.headers["Content-Type"] == "image/svg+xml"
    return ET.fromstring(answer.content)  # noqa: S314 - our own file


def words(file: ET.Element) -> str:
    return " ".join(text.text or "" for text in file.iter(f"{SVG}text"))


def test_map_has_title_legend_source_date_and_address() -> None:
    told = words(picture(f"{POVERTY}&gebiet=08010301&tafeln=tabelle"))

    assert told.startswith("In 48 von 436 Planungsräumen leben mindestens 50 von 100 Kindern")
    for part in (
        "Stand 31.12.2018",
        "LOR 2006",
        "ab 50\xa0% (48)",
        "Berlin 27,8\xa0%",
        "Quelle: Senatsverwaltung",
        "12 ohne Wert",
        "Veröffentlicht am",
    ):
        assert part in told
    assert "tafeln=tabelle" in told.replace(" ", "")


def test_every_area_has_the_colour_or_pattern_of_its_class() -> None:
    file = picture(POVERTY)

    fills = [path.get("fill") for path in file.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
    assert len(fills) == 448
    colours = colours_of("sequential", 5)
    assert {fill for fill in fills if fill and fill.startswith("#")} == set(colours)
    assert fills.count(colours[4]) == 48
    named = {found["id"] for found in (each.attrib for each in file.iter(f"{SVG}pattern"))}
    assert {re.sub(r"url\(#(.*)\)", r"\1", fill or "") for fill in fills if fill and fill.startswith("url")} <= named


@pytest.mark.parametrize("query", [POVERTY, f"{POVERTY}&bild=verlauf", f"{PAIR}&bild=zusammenhang", PAIR])
def test_file_needs_no_style_sheet_and_nothing_from_elsewhere(query: str) -> None:
    file = picture(query)

    for each in file.iter():
        assert not each.get("class"), each.attrib
        assert each.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
        assert not any("var(" in value or value.startswith("http") for value in each.attrib.values())
    assert "NaN" not in ET.tostring(file, encoding="unicode")


def test_points_are_those_of_the_panel_and_course_that_of_the_page() -> None:
    page = Client(headers={"accept-language": "de"}).get(f"/berlin/analyse/{PAIR}&tafeln=zusammenhang").content.decode()

    file = picture(f"{PAIR}&bild=zusammenhang")
    points = [(dot.get("cx"), dot.get("cy")) for dot in file.iter(f"{SVG}circle") if dot.get("r") == "4.5"]
    assert points == re.findall(r'<circle class="scatter__dot[^"]*" cx="([^"]*)" cy="([^"]*)"', page)
    assert "Zusammenhang von Gebieten" in words(file)
    course = picture(f"{POVERTY}&bild=verlauf&gebiet=08010301")
    assert "Reuterkiez" in words(course)
    assert "dort endet die Linie" in words(course)


@pytest.mark.parametrize("query", [f"{POVERTY}&bild=zusammenhang", f"{POVERTY}&bild=gibt-es-nicht"])
def test_what_cannot_be_drawn_is_not_there(query: str) -> None:
    assert Client().get(f"{PICTURE}{query}").status_code == 404


def test_words_of_others_stay_words() -> None:
    answer = Client().get(f"{PICTURE}?indikator=%3Cscript%3E&gebiet=%22%3E")

    ET.fromstring(answer.content)  # noqa: S314 - our own file
    assert b"<script" not in answer.content


def test_areas_outside_a_filter_are_quiet_or_gone_and_the_paper_says_so() -> None:
    asked = f"{POVERTY}&filter=wert:kinderarmut:50:"

    quiet, gone = picture(asked), picture(f"{asked}&ausserhalb=weg")

    counts = [
        [path.get("fill") for path in file.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
        for file in (quiet, gone)
    ]
    assert len(counts[0]) == 448
    assert counts[0].count("url(#pattern-outside)") == 400
    assert len(counts[1]) == 48
    assert "außerhalb des Filters" in words(quiet)
    assert "Filter: " in words(quiet)
    assert "Filter: " in words(gone)
