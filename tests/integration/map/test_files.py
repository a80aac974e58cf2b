# SPDX-License-Identifier: EUPL-1.2
"""The files of a map over the demo: the same figures as on the page, typed, with source and licence."""

import csv
import io
import re

import pytest
from django.test import Client
from python_calamine import load_workbook

pytestmark = pytest.mark.usefixtures("demo")

QUERY = "indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"


def csv_rows(query: str = QUERY, organisation: str = "berlin") -> tuple[dict[str, str], list[dict[str, str]]]:
    answer = Client().get(f"/{organisation}/karte/daten.csv?{query}")
    assert answer.status_code == 200
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    gap = lines.index([])
    preface = {line[0]: line[1] for line in lines[1:gap]}
    head = lines[gap + 1]
    rows = lines[gap + 2 :]
    end = rows.index([]) if [] in rows else len(rows)
    return preface, [dict(zip(head, line, strict=True)) for line in rows[:end]]


@pytest.mark.check("C033")
def test_file_starts_with_what_is_shown_as_of_when_from_whom_under_which_licence() -> None:
    preface, _ = csv_rows()

    assert preface["Gezeigt"].startswith("Kinder unter 15 Jahren")
    assert preface["Stand"] == "31.12.2018"
    assert "Monitoring Soziale Stadtentwicklung" in preface["Quelle"]
    assert "creativecommons.org" in preface["Lizenz"]
    assert preface["Adresse"].endswith(f"/berlin/karte/?{QUERY}")


def test_file_holds_all_areas_with_status_words_and_codes() -> None:
    _, rows = csv_rows()

    assert len(rows) == 448
    by_key = {row["Schlüssel"]: row for row in rows}
    assert by_key["08010301"]["Kinderarmut (%)"] == "32,7"
    assert by_key["08010301"]["Statuscode"] == "ok"
    excluded = [row for row in rows if row["Statuscode"] == "excluded"]
    assert len(excluded) == 11
    assert {row["Kinderarmut (%)"] for row in excluded} == {""}
    assert by_key["01011102"]["Status"] == "nicht bewertet: unter 300 Einwohner"


@pytest.mark.check("C019")
def test_file_has_columns_for_the_interval_where_there_is_one() -> None:
    _, rows = csv_rows("indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31")

    low, high = "Zufallsschwankung (Modell), von (%)", "Zufallsschwankung (Modell), bis (%)"
    told = [row for row in rows if row["Statuscode"] == "ok"]
    assert all(_number(row[low]) <= _number(row["Unter 18 Jahre (%)"]) <= _number(row[high]) for row in told)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def test_file_and_page_hold_the_same_figures() -> None:
    page = Client().get(f"/berlin/karte/?{QUERY}").content.decode()
    shown = dict(re.findall(r'<tr data-key="(\d+)">.*?data-column="value"[^>]*>([^<]+)</td>', page))

    _, rows = csv_rows()

    for row in rows:
        assert shown[row["Schlüssel"]] == (row["Kinderarmut (%)"] or row["Status"])


@pytest.mark.check("C068")
def test_workbook_is_typed_and_brings_source_and_licence() -> None:
    answer = Client().get(f"/berlin/karte/daten.xlsx?{QUERY}")

    assert (
        answer.headers["Content-Disposition"]
        == 'attachment; filename="berlin_kinderarmut_planungsraum_2018-12-31.xlsx"'
    )
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheet_names == ["Zahlen", "Quelle und Lizenz", "Legende", "Anmerkungen", "Brüche der Zeitreihe"]
    head, *rows = book.get_sheet_by_index(0).to_python()
    place = head.index("Kinderarmut (%)")
    assert {type(row[place]) for row in rows} == {float, str}
    assert all(row[place] == "" for row in rows if isinstance(row[place], str))
    assert any("Creative Commons" in str(cell) for row in book.get_sheet_by_index(1).to_python() for cell in row)


def test_file_of_an_index_holds_the_official_class_and_no_empty_comparison() -> None:
    preface, rows = csv_rows("indikator=mss-status&ebene=planungsraum&stand=2018-12-31")

    assert {row["Amtliche Klasse: Status"] for row in rows} == {"hoch", "mittel", "niedrig", "sehr niedrig", ""}
    assert not any(head.startswith("Verglichen") for head in rows[0])
    assert not any("cc-by" in text for text in preface.values())


def test_file_compares_in_the_words_of_the_page() -> None:
    _, rows = csv_rows()

    assert {row["Verglichen mit Berlin"] for row in rows} == {
        "höher als Berlin", "ähnlich wie Berlin", "niedriger als Berlin", "",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_files_refuse_what_they_do_not_know(suffix: str) -> None:
    address = f"/berlin/karte/daten.{suffix}"

    assert Client().get(f"{address}?gebiet=08010301").status_code == 400
    assert Client().get(f"{address}?methode=natural").status_code == 400
    assert Client().get(f"{address}?klassen=8").status_code == 400
    assert Client().get(f"{address}?indikator=gibt-es-nicht").status_code == 404
    assert Client().post(f"{address}").status_code == 405


# Between these two the definition was changed; the publisher states a change of comparable figures all the same.
BROKEN = {
    ("kinderarmut", 2014),
    ("kinderarmut", 2016),
    ("arbeitslosigkeit", 2016),
    ("arbeitslosigkeit", 2018),
    ("transferbezug", 2016),
}


@pytest.mark.parametrize("year", [2014, 2016, 2018])
@pytest.mark.parametrize("indicator", ["kinderarmut", "arbeitslosigkeit", "transferbezug"])
def test_file_map_and_profile_call_a_change_by_one_name(indicator: str, year: int) -> None:
    query = f"indikator={indicator}&ebene=planungsraum&stand={year}-12-31"
    page = Client().get(f"/berlin/karte/?{query}&gebiet=08010301").content.decode()
    origin = "vom Herausgeber vergleichbar gerechnet" if (indicator, year) in BROKEN else "wie veröffentlicht"

    _, rows = csv_rows(query)

    heads = [head for head in rows[0] if head.startswith("Veränderung")]
    assert heads == [f"Veränderung seit 31.12.{year - 2}, {origin} (Prozentpunkte)"]
    head = re.search(r'<th scope="col" data-column="change".*?</th>', page, re.DOTALL)
    assert head is not None
    assert f"Prozentpunkte, {origin}" in head[0]
    # The panel holds the line of the profile.
    panel = page.partition('<aside class="map-panel"')[2].partition("</aside>")[0]
    others = {"vom Herausgeber vergleichbar gerechnet", "wie veröffentlicht"} - {origin}
    assert origin in panel
    assert not any(other in panel for other in others)


def legend_in(page: str) -> list[tuple[str, str]]:
    """Return span and number of areas of each class of the legend of a page."""
    legend = page.partition('<div class="legend"')[2].partition("</ol>")[0]
    labels = re.findall(r'<span class="visually-hidden">(.*?)</span>', legend)
    return [(span, count.partition(" ")[0]) for span, _, count in (label.rpartition(": ") for label in labels)]


def lists_in(query: str) -> dict[str, list[list[str]]]:
    """Return the lists at the end of a file by their title."""
    lines = list(csv.reader(io.StringIO(_body(query)), delimiter=";"))
    starts = [place + 1 for place, line in enumerate(lines) if not line][1:]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    return {lines[start][0]: lines[start + 1 : end] for start, end in zip(starts, ends, strict=True)}


def _body(query: str) -> str:
    return Client().get(f"/berlin/karte/daten.csv?{query}").content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("choice", "method", "number", "scope"),
    [
        ("", "Feste Grenzen: 10, 20, 35, 50 %", "5", None),
        ("&methode=fisher-jenks&klassen=7", "Natürliche Gruppen (Fisher-Jenks)", "7", "Für alle Stände gleich"),
        ("&methode=gleich&klassen=4&grenzen=stand", "Gleich breite Klassen", "4", "Nur für diesen Stand"),
    ],
)
def test_file_carries_the_classes_that_the_map_shows_and_says_which(
    choice: str, method: str, number: str, scope: str | None
) -> None:
    query = f"{QUERY}{choice}"
    page = Client().get(f"/berlin/karte/?{query}").content.decode()
    shown = dict(re.findall(r'<tr data-key="(\d+)">.*?data-column="class"[^>]*>([^<]*)</td>', page))

    preface, rows = csv_rows(query)

    assert "daten.csv?" + query.replace("&", "&amp;") in page
    column = f"Klasse: {method}" if choice else "Klasse"
    assert {row["Schlüssel"]: row[column] for row in rows} == shown
    assert (preface["Klassen"], preface["Anzahl der Klassen"], preface.get("Klassengrenzen")) == (method, number, scope)
    assert preface["Adresse"].endswith(f"?{query}")
    legend = lists_in(query)["Legende"]
    classes = [(span, count) for position, span, count in legend if position.isdigit()]
    assert classes == legend_in(page)
    assert len(classes) == int(number)
    assert sum(int(count) for _position, _span, count in legend[1:] if count.isdigit()) == len(rows)


def test_legend_of_a_file_marks_unsure_areas_apart_from_those_without_a_value() -> None:
    legend = lists_in("indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31")["Legende"]
    _, rows = csv_rows("indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31")

    unsure = [count for _position, words, count in legend if words.startswith("davon unsicher")]
    assert unsure == [str(sum(row["Klasse unsicher (mehr als zwei Klassen)"] == "ja" for row in rows))]
    assert any(words.startswith("Werte von ") for _position, words, _count in legend)


def test_legend_of_a_pattern_names_its_groups_and_no_classes_are_claimed() -> None:
    preface, _ = csv_rows(f"{QUERY}&ansicht=muster")

    assert "Klassen" not in preface
    assert any("hoch, umgeben von hoch" in line for line in lists_in(f"{QUERY}&ansicht=muster")["Legende"])


def test_file_of_a_pattern_holds_what_map_and_table_show() -> None:
    query = f"{QUERY}&ansicht=muster"
    page = Client().get(f"/berlin/karte/?{query}").content.decode()
    shown = dict(re.findall(r'<tr data-key="(\d+)">.*?data-column="class"[^>]*>([^<]*)</td>', page))

    preface, rows = csv_rows(query)

    assert {row["Schlüssel"]: row["Lage unter den Nachbarn"] for row in rows} == shown
    assert "häufen sich" in preface["Ansicht"]
    assert preface["Adresse"].endswith(f"?{query}")
    assert {row["Lage unter den Nachbarn (Code)"] for row in rows} >= {"high_among_high", "not_standing_out", ""}
    assert not any(row["p-Wert, angepasst"] for row in rows if row["Statuscode"] == "excluded")
    assert "daten.csv?" + query.replace("&", "&amp;") in page


def test_file_of_shares_alone_says_that_no_interval_can_be_computed() -> None:
    _, rows = csv_rows()

    told = {(row["Statuscode"] == "ok", row["Zufallsschwankung (Modell)"]) for row in rows}
    assert told == {(True, "nicht berechenbar"), (False, "")}


def test_file_marks_the_same_areas_as_unsure_as_the_table() -> None:
    query = "indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
    page = Client().get(f"/berlin/karte/?{query}").content.decode()
    shown = dict(re.findall(r'<tr data-key="(\d+)">.*?data-column="span"[^>]*>([^<]*)</td>', page))

    _, rows = csv_rows(query)

    unsure = {row["Schlüssel"] for row in rows if row["Klasse unsicher (mehr als zwei Klassen)"] == "ja"}
    assert unsure == {key for key, text in shown.items() if "unsicher" in text}
    assert unsure
