# SPDX-License-Identifier: EUPL-1.2
"""A composition becomes a document: figures as released, with words, tables, sources; nothing of what is not there."""

import re
from datetime import date

import pytest

from reports.models import Publication
from reports.rendering import composition as kinds
from reports.rendering.composition import Composition, Interpretation, Panel, Part, to_json
from reports.rendering.document import AreaList, Credits, Figure, KeyFigures, Paragraph
from reports.rendering.document import Interpretation as Told
from reports.rendering.soundness import unsound
from reports.services.documents import Issue, Made, document_of
from sozialplanung.accounts.models import Organisation

pytestmark = pytest.mark.usefixtures("demo")
ISSUE = Issue("Ausgabe 2026/1", date(2026, 11, 27), "https://example.org/b/berlin-kinder/2026-1/")
POVERTY = "indikator=kinderarmut&ebene=bezirk"
AREA = "ebene=bezirk&gebietsstand=lor-2006&gebiet=01"


def made(*panels: Panel, language: str = "de") -> Made:
    """Return the document of some panels for the public of Berlin."""
    berlin = Organisation.objects.get(slug="berlin")
    content = Composition("Wie Kinder leben.", (Part("part1", "Überblick", panels),))
    row = Publication(organisation=berlin, slug="berlin-kinder", title="Kinder in Berlin", composition=to_json(content))
    return document_of(publication=row, issue=ISSUE, language=language)  # type: ignore[arg-type]


def blocks(found: Made) -> list[object]:
    return list(found.pinned.document.blocks())


def test_map_says_what_it_shows_and_has_its_table() -> None:
    found = made(Panel("panel1", kinds.MAP, query=POVERTY))

    (figure,) = found.pinned.document.figures()
    assert found.problems == {}
    assert figure.table is not None
    assert len(figure.table.rows) == 12
    assert figure.table.columns[1].unit == "%"
    assert figure.svg.startswith("<svg")
    assert figure.svg.count("<path") >= 12
    assert figure.says in figure.alternative
    assert "CC BY" in figure.source
    assert unsound(found.pinned.document) == ()


def test_table_holds_the_figures_of_the_map_page() -> None:
    found = made(Panel("panel1", kinds.TABLE, title="Werte", query=POVERTY))

    (table,) = found.pinned.document.tables()
    told = {row[0].text: row[1] for row in table.rows}
    assert told["Mitte"].number is not None
    assert told["Mitte"].text.startswith(f"{told['Mitte'].number:.1f}".replace(".", ","))


def test_table_does_not_say_again_what_the_map_above_says_and_has_a_heading_of_its_own() -> None:
    both = made(Panel("panel1", kinds.MAP, query=POVERTY), Panel("panel2", kinds.TABLE, query=POVERTY))
    alone = made(Panel("panel2", kinds.TABLE, query=POVERTY))

    (figure,) = both.pinned.document.figures()
    leads = [each.text for each in blocks(both) if isinstance(each, Paragraph)]
    assert leads == ["Wie Kinder leben."]
    assert figure.says in [each.text for each in blocks(alone) if isinstance(each, Paragraph)]
    titles = [section.title for section in both.pinned.document.sections]
    assert len(titles) == len(set(titles))
    assert any(title.endswith(" als Tabelle") for title in titles)
    assert unsound(both.pinned.document) == ()


def test_heading_of_a_part_stands_once_where_its_first_panel_has_the_same() -> None:
    first, second = (
        Panel("panel1", kinds.MAP, title="Überblick", query=POVERTY),
        Panel("panel2", kinds.TEXT, text="So."),
    )
    found = made(first, second)
    behind = made(second, first)

    told = [(section.name, section.title, section.level) for section in found.pinned.document.sections]
    assert told == [("lead", "Kurz gesagt", 2), ("panel1", "Überblick", 2), ("sources", "Quellen", 2)]
    assert unsound(found.pinned.document) == ()
    # Figures that are gone take neither the heading nor what rests on none of them along.
    left = found.pinned.without(found.pinned.releases(), "Fort.").sections[1]
    assert left.title == "Überblick"
    assert [type(each).__name__ for each in left.blocks] == ["Remark", "Paragraph"]
    # Below something else the picture keeps a heading of its own.
    assert [section.level for section in behind.pinned.document.sections] == [2, 2, 3, 2]


def test_list_tells_classes_of_an_index_and_marks_of_all_figures_in_words() -> None:
    index = Panel("panel1", kinds.AREAS, query="ebene=planungsraum&gebiete=01011101", indicators=("mss-status",))
    people = Panel("panel2", kinds.AREAS, query="ebene=bezirk", indicators=("kinderarmut", "einwohner"))

    found = made(index, people)

    assert found.problems == {}
    one, districts = (block for block in blocks(found) if isinstance(block, AreaList))
    assert one.table.rows[0][-1].number is None
    assert one.table.rows[0][-1].text.endswith("nterstützungsbedarf")
    assert [row[-1].text for row in districts.table.rows if "(" in row[-1].text] == []
    assert "Einwohner: aus kleineren Gebieten zusammengefasst." in districts.table.notes
    assert "Kinderarmut: " in districts.table.source
    assert "Einwohner: " in districts.table.source


def names(found: Made) -> list[str]:
    (figure,) = found.pinned.document.figures()
    assert figure.table is not None
    return [row[0].text for row in figure.table.rows]


def test_areas_stand_side_by_side_in_the_order_of_their_names() -> None:
    found = made(Panel("panel1", kinds.RANKING, query=POVERTY))

    (figure,) = found.pinned.document.figures()
    assert found.problems == {}
    assert names(found) == sorted(names(found))
    drawn = re.findall(r'text-anchor="end">([^<]+)</text>', figure.svg)
    assert drawn == names(found)
    assert figure.svg.count("<rect") > 12
    assert figure.says in figure.alternative
    assert unsound(found.pinned.document) == ()
    assert len(found.pinned.releases()) == 2


def test_other_order_is_one_that_was_chosen_and_the_table_follows_it() -> None:
    found = made(Panel("panel1", kinds.RANKING, query=f"{POVERTY}&reihenfolge=wert"))

    (figure,) = found.pinned.document.figures()
    assert figure.table is not None
    numbers = [row[1].number for row in figure.table.rows]
    assert numbers == sorted(number for number in numbers if number is not None)
    assert re.findall(r'text-anchor="end">([^<]+)</text>', figure.svg) == names(found)


def test_many_areas_are_a_strip_of_dots() -> None:
    found = made(Panel("panel1", kinds.RANKING, query="indikator=kinderarmut&ebene=planungsraum"))

    (figure,) = found.pinned.document.figures()
    assert figure.table is not None
    column = next(place for place, each in enumerate(figure.table.columns) if each.unit == "%")
    there = [row for row in figure.table.rows if row[column].number is not None]
    assert len(there) > 40
    assert len(re.findall(r'<circle [^>]*r="3.5"', figure.svg)) == len(there)
    assert unsound(found.pinned.document) == ()


def test_key_figures_are_those_of_the_whole_or_of_an_area() -> None:
    found = made(
        Panel("panel1", kinds.KEY, title="Berlin", indicators=("kinderarmut", "einwohner")),
    )

    assert found.problems == {}
    (cards,) = (each for each in blocks(found) if isinstance(each, KeyFigures))
    assert cards.figures[0].label == "Kinderarmut"
    assert cards.figures[0].value == "27,8\N{NO-BREAK SPACE}%"
    assert cards.figures[0].number == 27.8
    assert cards.figures[0].meaning


def test_key_figures_are_told_in_words_with_their_certainty() -> None:
    found = made(
        Panel("panel1", kinds.KEY, title="Mitte", query=AREA, indicators=("kinderarmut",)),
    )

    (cards,) = (each for each in blocks(found) if isinstance(each, KeyFigures))
    _lead, told = (each.text for each in blocks(found) if isinstance(each, Paragraph))
    assert cards.figures[0].value in told
    assert "Im Bezirk Mitte leben" in told
    assert "Zufallsschwankung" in told
    # The figure, and the one since which it changed.
    assert len(found.pinned.releases()) == 2


def test_course_is_told_by_its_figures() -> None:
    found = made(Panel("panel1", kinds.LINE, query="indikator=einwohner&ebene=bezirk&gebiet=02"))

    (figure,) = found.pinned.document.figures()
    assert figure.says.startswith("Friedrichshain-Kreuzberg: Zwischen Ende 2021 und Ende 2024 schwankte die Zahl")
    assert figure.table is not None
    drawn = [cell.text for row in figure.table.rows for cell in row[1:]]
    assert {"289.014", "293.454"} <= {text for text in drawn if text in figure.says}


def test_course_of_two_periods_is_told_by_its_change_for_the_whole_and_the_area() -> None:
    whole = made(Panel("panel1", kinds.LINE, query="indikator=kinderarmut&ebene=stadt"))
    area = made(Panel("panel1", kinds.LINE, query="indikator=kinderarmut&ebene=bezirk&gebiet=01"))

    (alone,) = whole.pinned.document.figures()
    (both,) = area.pinned.document.figures()
    assert alone.says.startswith(
        "Berlin: Gegenüber Ende 2016 ist der Anteil um 2,1\N{NO-BREAK SPACE}Prozentpunkte gesunken"
    )
    assert both.says.startswith(
        "Mitte: Gegenüber Ende 2016 ist der Anteil um 3,8\N{NO-BREAK SPACE}Prozentpunkte gesunken"
    )
    assert both.says.endswith(f" {alone.says}")
    # What is said of the whole rests on the releases of the whole.
    assert whole.pinned.releases() < area.pinned.releases()


def test_course_has_a_table_of_its_periods_and_says_its_breaks() -> None:
    found = made(Panel("panel1", kinds.LINE, query="indikator=kinderarmut&ebene=stadt"))

    (figure,) = found.pinned.document.figures()
    assert figure.table is not None
    assert [row[0].text for row in figure.table.rows] == sorted(
        (row[0].text for row in figure.table.rows), key=lambda text: text[-4:]
    )
    assert len(found.pinned.releases()) == len(figure.table.rows)


def test_words_of_planners_stand_where_they_were_written() -> None:
    panel = Panel("panel1", kinds.TEXT, text="Erster Absatz.\n\nZweiter.\n\n- eins\n- zwei")
    beside = Panel("panel2", kinds.MAP, query=POVERTY, interpretations=(Interpretation("need", "Mehr Plätze."),))

    found = made(panel, beside)

    texts = [each.text for each in blocks(found) if isinstance(each, Paragraph)]
    assert texts == ["Wie Kinder leben.", "Erster Absatz.", "Zweiter."]
    (told,) = (each for each in blocks(found) if isinstance(each, Told))
    assert (told.title, told.paragraphs) == ("Bedarf", ("Mehr Plätze.",))


def test_every_block_beside_a_figure_carries_its_releases() -> None:
    beside = Panel("panel2", kinds.MAP, query=POVERTY, interpretations=(Interpretation("need", "38,4 von 100."),))
    found = made(beside)
    pins = found.pinned.releases()

    # The figure of now and its change tell the one of then: each of both releases takes the panel along.
    assert len(pins) == 2
    for pin in pins:
        without = found.pinned.without({pin}, "Zurückgezogen.")
        assert not without.figures()
        assert not any(isinstance(each, Told) for each in without.blocks())


@pytest.mark.parametrize(
    ("panel", "problem"),
    [
        (Panel("panel1", kinds.MAP, query="indikator=gibtesnicht"), "gibtesnicht"),
        (Panel("panel1", kinds.MAP, query=f"{POVERTY}&stand=1999-12-31"), "31.12.1999"),
        (Panel("panel1", kinds.MAP, query="indikator=kinderarmut&ebene=prognoseraum"), ": Prognoseräume."),
        (Panel("panel1", kinds.KEY, indicators=("gibtesnicht",)), "gibtesnicht"),
        (Panel("panel1", kinds.RANKING, query="indikator=kinderarmut&ebene=stadt"), "nur ein Gebiet"),
        (Panel("panel1", kinds.KEY), "Kein Indikator"),
        (Panel("panel1", kinds.TEXT), "Noch kein Text"),
        (Panel("panel1", kinds.MEASURE), "keinen Namen"),
    ],
)
def test_panel_with_nothing_to_show_is_told_to_whoever_builds_and_left_out(panel: Panel, problem: str) -> None:
    found = made(panel)

    assert problem in found.problems["panel1"]
    assert not found.pinned.releases()
    assert not found.pinned.document.figures()


def test_sources_stand_once_at_the_end() -> None:
    found = made(Panel("panel1", kinds.MAP, query=POVERTY), Panel("panel2", kinds.TABLE, query=POVERTY))

    (sources,) = (each for each in blocks(found) if isinstance(each, Credits))
    assert len(sources.credits) == len(set(sources.credits))
    assert any("Monitoring" in each.text for each in sources.credits)


def test_document_speaks_english() -> None:
    found = made(Panel("panel1", kinds.MAP, query=POVERTY), language="en")

    (figure,) = found.pinned.document.figures()
    assert isinstance(figure, Figure)
    assert ". As of " in figure.source
    assert unsound(found.pinned.document) == ()
