# SPDX-License-Identifier: EUPL-1.2
"""Profiles, areas, catalogue and start pages over the demo set: what they say, refuse and cost."""

import csv
import html
import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from tests.factories.queries import questions

pytestmark = pytest.mark.usefixtures("demo")

RATED = "/berlin/gebiete/lor-2006/planungsraum/02010104/"
SPREAD = "/berlin/indikatoren/anteil-unter-18/streuung/"
EXCLUDED = "/berlin/gebiete/lor-2006/planungsraum/01011102/"
# The address and how many queries it takes once outlines and areas are in memory.
PAGES = {
    RATED: 12,
    EXCLUDED: 10,
    "/berlin/gebiete/lor-2006/bezirk/02/": 10,
    "/berlin/gebiete/lor-2021/stadt/11000000/": 10,
    "/nrw/gebiete/gemeinden-2021/gemeinde/05513000/": 10,
    "/nrw/gebiete/gemeinden-2021/kreis/05513/": 10,
    "/berlin/gebiete/": 3,
    "/berlin/gebiete/?q=reuter": 4,
    "/berlin/indikatoren/": 4,
    "/berlin/indikatoren/kinderarmut/": 9,
    "/berlin/indikatoren/mss-status/": 11,
    "/berlin/indikatoren/anteil-unter-18/streuung/": 6,
    "/berlin/indikatoren/kinderarmut/streuung/": 5,
    f"{RATED}aehnlich/": 6,
    "/nrw/gebiete/gemeinden-2021/gemeinde/05513000/aehnlich/": 6,
    "/berlin/indikatoren/anteil-unter-18/ungleichheit/": 7,
    "/berlin/indikatoren/transferbezug/ungleichheit/": 7,
    "/berlin/indikatoren/mss-status/ungleichheit/": 6,
    "/berlin/": 19,
    "/nrw/": 18,
}


def text_of(client: Client, address: str) -> str:
    """Return what a page says, without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_and_no_style_or_script_of_its_own(client: Client, address: str) -> None:
    answer = client.get(address)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.search(r"\sstyle=|<style|\son\w+=", text)


@pytest.mark.check("C116")
@pytest.mark.parametrize(("address", "expected"), PAGES.items())
def test_page_takes_few_queries_and_none_in_its_template(client: Client, address: str, expected: int) -> None:
    client.get(address)

    with CaptureQueriesContext(connections["public"]) as public, CaptureQueriesContext(connections["default"]) as own:
        client.get(address)

    assert (len(questions(public)), len(own)) == (expected, 0)


@pytest.mark.parametrize(
    "address",
    ["/berlin/", RATED, f"{RATED}profil.csv", f"{RATED}profil.xlsx", "/berlin/gebiete/", "/berlin/indikatoren/"],
)
def test_unknown_parameter_is_refused(client: Client, address: str) -> None:
    assert client.get(address, {"fremd": "1"}).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/berlin/gebiete/lor-2006/planungsraum/99999999/",
        "/berlin/gebiete/lor-1999/planungsraum/02010104/",
        "/berlin/gebiete/lor-2006/stadtteil/02010104/",
        "/nrw/gebiete/lor-2006/planungsraum/02010104/",
        "/gibtesnicht/gebiete/lor-2006/planungsraum/02010104/",
        "/berlin/gebiete/lor-2006/planungsraum/99999999/profil.csv",
        "/berlin/gebiete/?gebietsstand=lor-1999",
        "/berlin/gebiete/?ebene=stadtviertel",
        "/berlin/indikatoren/gibtesnicht/",
        "/nrw/indikatoren/kinderarmut/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.check("C074")
def test_building_block_that_is_not_published_answers_as_one_that_does_not_exist(client: Client) -> None:
    hidden = client.get("/berlin/indikatoren/kinder_unter_15/").content.decode()
    absent = client.get("/berlin/indikatoren/kinder_unter_99/").content.decode()

    def told(page: str) -> str:
        return re.sub(r"kinder_unter_\d\d|[0-9a-f-]{36}", "", page)

    assert told(hidden) == told(absent)


def test_missing_area_says_what_to_do_next(client: Client) -> None:
    answer = client.get("/berlin/gebiete/lor-2006/planungsraum/99999999/", headers={"Accept": "application/json"})

    assert answer.json()["code"] == "areas.unknown"
    assert "99999999" in answer.json()["detail"]
    assert answer.json()["way_out"]


def test_profile_opens_with_people_and_children(client: Client) -> None:
    assert (
        "5.095 Menschen lebten hier Ende 2019. Von 100 Kindern unter 15 Jahren leben 60 in Familien mit "
        "SGB-II-Bezug, in Berlin 28 (Stand 31.12.2018)."
    ) in text_of(client, RATED)


def test_excluded_area_tells_no_frequency_and_no_zero(client: Client) -> None:
    text = text_of(client, EXCLUDED)

    assert "Von 100" not in text
    assert text.count("nicht bewertet: unter 300 Einwohner") >= 4
    assert "0,0\u00a0%" not in text.partition("Bevölkerung")[0]


def test_file_tells_what_the_page_tells(client: Client) -> None:
    page = text_of(client, RATED)

    answer = client.get(f"{RATED}profil.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    shares = [row for row in rows if row["einheit"] == "%"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(shares) == 8
    assert all(f"{row['wert']}\u00a0%" in page for row in shares)
    assert all(row["quelle"] and row["lizenz"] and row["stand"] for row in rows)


@pytest.mark.check("C068")
def test_workbook_holds_the_cells_of_the_text_file_typed_with_source_and_licence(client: Client) -> None:
    text = client.get(f"{RATED}profil.csv").content.decode("utf-8-sig")
    answer = client.get(f"{RATED}profil.xlsx")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="berlin_lor-2006_planungsraum_02010104.xlsx"'
    with ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert not any(b"<f>" in archive.read(name) for name in names if name.startswith("xl/worksheets/"))
    assert not any("cache" in name.lower() or "external" in name.lower() for name in names)
    book = load_workbook(io.BytesIO(answer.content))
    head, *cells = book.get_sheet_by_index(0).to_python()
    rows = [dict(zip(head, row, strict=True)) for row in cells]
    written = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["indikator"] for row in rows] == [row["indikator"] for row in written]
    for row, plain in zip(rows, written, strict=True):
        number = plain["wert"].replace(",", ".")
        assert row["wert"] == (float(number) if number else "")
        assert isinstance(row["abgerufen_am"], date)
    about = [str(cell) for line in book.get_sheet_by_index(1).to_python() for cell in line]
    assert any("creativecommons.org" in cell for cell in about)
    assert any(cell.endswith("/planungsraum/02010104/") for cell in about)


def test_neighbours_stand_in_the_order_of_the_alphabet(client: Client) -> None:
    text = client.get(RATED).content.decode()

    section = text.partition('id="neighbours"')[2].partition("</section>")[0]
    names = re.findall(r'<a href="[^"]+">([^<]+)</a>', section)
    assert len(names) == 6
    assert names == sorted(names)


@pytest.mark.parametrize(
    "address", [RATED, "/nrw/gebiete/gemeinden-2021/gemeinde/05513000/", "/berlin/", f"{RATED}aehnlich/"]
)
def test_no_page_ranks_or_shames_an_area(client: Client, address: str) -> None:
    text = text_of(client, address).lower()

    assert not re.search(r"\brang\b|schlecht|brennpunkt|\bplatz \d|letzte[rs]? platz|problem", text)


def test_areas_are_grouped_by_what_they_belong_to(client: Client) -> None:
    text = client.get("/berlin/gebiete/?gebietsstand=lor-2006").content.decode()

    assert len(re.findall(r'<h3 id="group-\d+"', text)) == 12
    assert len(re.findall("data-filter-item", text)) == 448


def test_areas_are_listed_by_the_alphabet_with_umlauts_at_their_letter(client: Client) -> None:
    text = client.get("/berlin/gebiete/?gebietsstand=lor-2006&ordnung=alphabet").content.decode()

    letters = re.findall(r'<h3 id="group-\d+">([^<]+)</h3>', text)
    assert letters == sorted(letters)
    assert "Ö" not in letters


@pytest.mark.parametrize("text", ["müggel", "MUEGGEL", "02010104"])
def test_area_is_found_whatever_the_spelling(client: Client, text: str) -> None:
    assert 'class="result__title"' in client.get("/berlin/gebiete/", {"q": text}).content.decode()


def test_catalogue_holds_every_word_of_the_filter(client: Client) -> None:
    text = text_of(client, "/berlin/indikatoren/?q=kinder+armut")

    assert "Kinder unter 15 Jahren in Familien mit SGB-II-Bezug" in text
    assert "Menschen ab 65 Jahren" not in text


def test_sheet_tells_breaks_and_completeness(client: Client) -> None:
    text = text_of(client, "/berlin/indikatoren/kinderarmut/")

    assert "31.12.2012 – 31.12.2014 nein" in text
    assert "Planungsräume LOR 2006 31.12.2018 448 436 1 11" in text


def test_start_page_tells_the_whole_with_its_newest_date(client: Client) -> None:
    text = text_of(client, "/berlin/")

    assert "27,8\u00a0%" in text
    assert "−2,1 Prozentpunkte" in text
    assert "Stand 31.12.2018" in text


def test_english_reader_gets_english_words_and_numbers(client: Client) -> None:
    answer = client.get(RATED, headers={"Accept-Language": "en"})

    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert "5,095 people lived here at the end of 2019." in text
    assert "about 495" in text


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/berlin/indikatoren/kinderarmut/streuung/", "Geliefert werden nur Anteile ohne Fallzahlen"),
        ("/berlin/indikatoren/mss-status/streuung/", "Der Indikator ist ein Index"),
        ("/berlin/indikatoren/einwohner/streuung/", "Der Indikator ist kein Anteil"),
        ("/berlin/indikatoren/anteil-unter-18/streuung/?ebene=stadt", "weniger als drei Gebiete"),
    ],
)
def test_page_says_why_there_is_no_funnel(client: Client, address: str, reason: str) -> None:
    text = text_of(client, address)

    assert "Nicht berechenbar" in text
    assert reason in text


@pytest.mark.parametrize(
    ("slug", "has_spread"),
    [("kinderarmut", False), ("mss-status", False), ("einwohner", False), ("anteil-unter-18", True)],
)
def test_sheet_leads_to_the_spread_only_where_that_page_says_something(
    client: Client, slug: str, has_spread: bool
) -> None:
    page = client.get(f"/berlin/indikatoren/{slug}/").content.decode()

    assert page.count(f"/berlin/indikatoren/{slug}/streuung/") == has_spread


@pytest.mark.parametrize(
    ("address", "has_spread"), [(RATED, True), ("/berlin/gebiete/lor-2021/stadt/11000000/", False)]
)
def test_profile_leads_to_the_spread_only_where_that_page_says_something(
    client: Client, address: str, has_spread: bool
) -> None:
    page = client.get(address).content.decode()

    links = [html.unescape(link) for link in re.findall(r'href="([^"]*/streuung/[^"]*)"', page)]

    assert bool(links) == has_spread
    assert not any("Nicht berechenbar" in text_of(client, link) for link in links)


@pytest.mark.parametrize(
    ("slug", "reason"),
    [("mss-status", "Der Indikator ist ein Index"), ("einwohner", "Der Indikator ist eine Anzahl")],
)
def test_page_says_why_there_is_no_inequality(client: Client, slug: str, reason: str) -> None:
    text = text_of(client, f"/berlin/indikatoren/{slug}/ungleichheit/")

    assert "Nicht berechenbar" in text
    assert reason in text
    assert "Stand für Stand" not in text


def test_most_deprived_municipality_gets_no_ranking_of_the_others(client: Client) -> None:
    text = text_of(client, "/nrw/gebiete/gemeinden-2021/gemeinde/05513000/aehnlich/")

    assert "Keines von 395 verglichenen Gebieten (Gemeinden) ist ähnlich" in text
    assert "Duisburg" not in text


def test_inequality_of_rates_is_not_compared_across_their_break(client: Client) -> None:
    text = text_of(client, "/berlin/indikatoren/transferbezug/ungleichheit/")

    assert "Bruch der Zeitreihe: nicht vergleichbar." in text
    assert "Gegenüber 31.12.2016, über die 436 Gebiete" in text


def test_funnel_of_448_areas_lists_fifty_and_counts_those_that_are_hidden(client: Client) -> None:
    text = client.get("/berlin/indikatoren/anteil-unter-18/streuung/?gebietsstand=lor-2006&stand=2019-12-31").content

    page = text.decode()
    assert page.partition("<tbody>")[2].count("<tr") == 50
    assert "61 von 446 Planungsräumen liegen außerhalb" in page
    assert "2 Gebiete sind geheim gehalten" in page


@pytest.mark.parametrize("address", [f"{RATED}aehnlich/", "/berlin/indikatoren/anteil-unter-18/ungleichheit/", SPREAD])
def test_page_says_where_its_figures_come_from(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    sources = re.findall(r'<p class="source">(.*?)</p>', page, re.DOTALL)
    assert sources
    for source in sources:
        assert "Quelle:" in source
        assert "Amt für Statistik Berlin-Brandenburg" in source or "Senatsverwaltung" in source
        assert 'rel="license external"' in source
        assert "LOR 20" in source
