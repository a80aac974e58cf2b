# SPDX-License-Identifier: EUPL-1.2
"""A document without headings in order, alternatives, captions or heads is refused before any format is written."""

from dataclasses import replace

import pytest

from reports.rendering.document import Block, Cell, Figure, Section, Table
from reports.rendering.soundness import unsound
from tests.factories.documents import document_of, figure, table


def with_block(block: Block) -> tuple[str, ...]:
    return unsound(document_of(Section("part", "Teil", 2, (block,))))


def test_sample_is_sound() -> None:
    assert unsound(document_of()) == ()


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ((2, 3, 4, 2), ()),
        ((3,), ("s0: level 3 below 1",)),
        ((2, 4), ("s1: level 4 below 2",)),
        ((1,), ("s0: level 1 below 1",)),
    ],
)
def test_headings_go_down_one_step_at_a_time(levels: tuple[int, ...], told: tuple[str, ...]) -> None:
    sections = (Section(f"s{place}", "Teil", level, ()) for place, level in enumerate(levels))

    assert unsound(document_of(*sections)) == told


def test_part_without_heading_is_told() -> None:
    assert unsound(document_of(Section("leer", " ", 2, ()))) == ("leer: no heading",)


@pytest.mark.check("C023")
@pytest.mark.parametrize(
    ("block", "told"),
    [
        (replace(figure(), alternative=" "), "karte: no alternative"),
        (replace(figure(), table=None), "karte: no table of its figures"),
        (replace(table(), caption=""), "tabelle: no caption"),
        (replace(table(), rows=((Cell("Mitte"),),)), "tabelle: a row of another length"),
        (replace(table(), rows=((Cell(""), Cell("1", 1.0)),)), "tabelle: a row without head"),
        (
            replace(table(), rows=((Cell("Mitte"), Cell("gesperrt", 3.0, is_hidden=True)),)),
            "tabelle: a hidden figure with its number",
        ),
    ],
)
def test_what_everyone_needs_is_told_when_it_is_missing(block: Figure | Table, told: str) -> None:
    assert with_block(block) == (told,)


def test_column_without_head_is_told() -> None:
    first, second = table().columns

    assert with_block(replace(table(), columns=(first, replace(second, head="")))) == (
        "tabelle: a column without head",
    )


def test_names_are_given_once() -> None:
    assert unsound(document_of(Section("karte", "Teil", 2, (figure(),)))) == ("karte: twice",)
