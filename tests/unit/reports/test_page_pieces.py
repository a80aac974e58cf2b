# SPDX-License-Identifier: EUPL-1.2
"""Pieces of the page of an edition: ways to its parts, and tables that paper keeps together."""

import pytest
from django.template.loader import render_to_string

from reports.rendering.document import Cell, Column, Section, Table
from reports.views.blocks import contents_of, shown
from tests.factories.documents import document_of

PARTS = tuple(Section(f"part{number}", f"Teil {number}", 2, ()) for number in range(1, 5))
LEAD, SOURCES = Section("lead", "Kurz gesagt", 2, ()), Section("sources", "Quellen", 2, ())
PANEL = Section("panel1", "Karte", 3, ())


def led_to(*sections: Section, is_report: bool = False) -> list[str]:
    return [part.title for part in contents_of(shown(document_of(*sections)), is_report=is_report)]


def test_report_leads_to_all_of_its_parts_and_to_nothing_below_them() -> None:
    assert led_to(LEAD, PARTS[0], PANEL, SOURCES, is_report=True) == ["Kurz gesagt", "Teil 1", "Quellen"]


def test_dashboard_does_so_from_four_parts_of_its_own_on() -> None:
    assert led_to(LEAD, *PARTS[:3], SOURCES) == []
    assert led_to(LEAD, *PARTS, SOURCES) == ["Kurz gesagt", *(part.title for part in PARTS), "Quellen"]


def test_page_of_one_part_leads_nowhere() -> None:
    assert led_to(PARTS[0], is_report=True) == []
    assert render_to_string("reports/page/_contents.html", {"contents": ()}).strip() == ""


def test_ways_are_links_in_a_landmark_that_is_left_out_on_paper() -> None:
    page = render_to_string("reports/page/_contents.html", {"contents": PARTS[:2]})

    assert page.count("<nav") == 1
    assert "no-print" in page
    # Once in sight, once to be unfolded: a style shows one of both.
    assert page.count('<a href="#part1">Teil 1</a>') == 2
    assert page.count("<details") == 1


@pytest.mark.parametrize("kind", ["page", "paper"])
@pytest.mark.parametrize(("rows", "is_short"), [(8, True), (9, False)])
def test_short_table_is_kept_together_on_paper(kind: str, rows: int, *, is_short: bool) -> None:
    row = (Cell("Mitte"), Cell("38,4", 38.4, 1))
    table = Table("werte", "Werte", (Column("Bezirk"), Column("Anteil", "%", is_number=True)), (row,) * rows)

    page = render_to_string(f"reports/{kind}/_table.html", {"block": table})

    assert ("table--short" in page) is is_short
