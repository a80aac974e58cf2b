# SPDX-License-Identifier: EUPL-1.2
"""Long tables stand at the end of what is read page by page, and nothing of them is lost."""

from dataclasses import replace

from reports.rendering.annexing import ANNEX, LONGEST, with_annex
from reports.rendering.document import Cell, Credit, Credits, Document, Figure, Remark, Section, Table
from reports.rendering.soundness import unsound
from tests.factories.documents import document_of, figure, table


def long_table(name: str, rows: int = LONGEST + 1) -> Table:
    one = table(name)
    return replace(one, rows=tuple((Cell(f"Gebiet {place}"), Cell("1,0", 1.0, 1)) for place in range(rows)))


def of_blocks(*blocks: Figure | Table) -> Document:
    sources = Section("sources", "Quellen", 2, (Credits((Credit("Amt"),)),))
    return document_of(Section("teil", "Teil", 2, blocks), sources)


def test_long_table_of_a_map_goes_before_the_sources_and_a_line_leads_there() -> None:
    drawing = replace(figure(), table=long_table("karte-werte"))

    found = with_annex(of_blocks(drawing))

    assert [section.name for section in found.sections] == ["teil", ANNEX, "sources"]
    shown, told = found.sections[0].blocks
    assert isinstance(shown, Figure)
    assert (shown.table, shown.annex) == (None, "karte-werte")
    assert told == Remark("Alle Werte stehen im Anhang: „Kinderarmut nach Bezirken, 31.12.2018“.")
    assert found.sections[1].blocks == (drawing.table,)
    assert found.sections[1].begins_page
    assert unsound(found) == ()


def test_all_tables_are_there_as_before() -> None:
    before = of_blocks(replace(figure(), table=long_table("a")), table("b"), long_table("c"))

    after = with_annex(before)

    assert {each.name: each for each in after.tables()} == {each.name: each for each in before.tables()}
    assert [each.name for each in after.tables()] == ["b", "a", "c"]


def test_document_without_long_tables_stays_as_it_is() -> None:
    before = of_blocks(replace(figure(), table=long_table("a", LONGEST)), table("b"))

    assert with_annex(before) is before


def test_table_that_is_nowhere_makes_a_map_unsound() -> None:
    lost = replace(figure(), table=None, annex="nirgends")

    assert unsound(of_blocks(lost)) == ("karte: no table of its figures",)


def test_english_document_says_it_in_english() -> None:
    before = replace(of_blocks(long_table("a")), language="en")

    after = with_annex(before)

    assert after.sections[1].title == "Annex: tables"
    assert after.sections[0].blocks == (
        Remark("All figures stand in the annex: “Kinderarmut nach Bezirken, 31.12.2018”."),
    )
