# SPDX-License-Identifier: EUPL-1.2
"""Compositions: read strictly, put together and moved by pure functions, told what they lack."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.composition import (
    KEY,
    MAP,
    MOST_PANELS,
    TEXT,
    Composition,
    CompositionError,
    Interpretation,
    Panel,
    Part,
    described,
    free_name,
    lacking,
    moved,
    read_composition,
    to_json,
    with_panel,
    with_part,
    without,
)
from reports.rendering.document import EasyWords

SAMPLE = Composition(
    lead="Wie Kinder in der Stadt leben.",
    parts=(
        Part(
            "part1",
            "Überblick",
            (
                Panel("panel1", KEY, indicators=("kinderarmut", "einwohner")),
                Panel("panel2", MAP, query="indikator=anteil", interpretations=(Interpretation("need", "Bedarf"),)),
            ),
        ),
        Part("part2", "Was zu tun ist", (Panel("panel3", TEXT, text="Familienzentren."),)),
    ),
)


def names(composition: Composition) -> list[list[str]]:
    return [[part.name, *(panel.name for panel in part.panels)] for part in composition.parts]


def test_composition_is_found_again_as_it_was() -> None:
    assert read_composition(to_json(SAMPLE)) == SAMPLE


def test_words_in_leichte_sprache_are_found_again_and_nothing_is_stored_without_them() -> None:
    easy = replace(SAMPLE, easy=EasyWords("Viele Kinder.", "Gruppe", "https://stadt.example/dgs.mp4"))

    assert read_composition(to_json(easy)) == easy
    assert "easy" not in to_json(SAMPLE)


def test_headings_keep_no_signs_that_nobody_sees() -> None:
    turned = read_composition(changed("parts.0.title", "Über\u202eblick\u200b \t neu"))
    panel = read_composition(changed("parts.1.panels.0.title", "\u2066Kinder\u2069"))

    assert turned.parts[0].title == "Überblick neu"
    assert panel.parts[1].panels[0].title == "Kinder"
    with pytest.raises(CompositionError) as caught:
        read_composition(changed("parts.0.title", "\u200b\u202e"))
    assert caught.value.code == "empty"


def changed(path: str, value: object) -> object:
    """Return the stored sample with one thing in another way."""
    stored: Any = json.loads(json.dumps(to_json(SAMPLE)))
    told = stored
    *way, last = path.split(".")
    for step in way:
        told = told[int(step)] if step.isdigit() else told[step]
    told[last] = value
    return stored


@pytest.mark.parametrize(
    ("path", "value", "place", "code"),
    [
        ("lead", 1, "lead", "shape"),
        ("lead", "x" * 5_001, "lead", "too_long"),
        ("lead", "a\0b", "lead", "shape"),
        ("easy", [], "easy", "shape"),
        ("easy", {"text": "x" * 6_001}, "easy.text", "too_long"),
        ("easy", {"video": "javascript:alert(1)"}, "easy.video", "shape"),
        ("easy", {"more": ""}, "easy.more", "unknown"),
        ("parts", {}, "parts", "shape"),
        ("parts", None, "parts", "shape"),
        ("more", 1, "more", "unknown"),
        ("parts.0.title", "", "parts[0].title", "empty"),
        ("parts.0.name", "a b", "parts[0].name", "shape"),
        ("parts.1.name", "part1", "parts", "twice"),
        ("parts.0.panels", [1], "parts[0].panels[0]", "shape"),
        ("parts.0.panels.1.kind", "film", "parts[0].panels[1].kind", "unknown"),
        ("parts.0.panels.1.query", "x" * 2_001, "parts[0].panels[1].query", "too_long"),
        ("parts.0.panels.0.indicators", ["a"] * 13, "parts[0].panels[0].indicators", "too_many"),
        ("parts.0.panels.0.colour", "red", "parts[0].panels[0].colour", "unknown"),
        ("parts.0.panels.0.width", "third", "parts[0].panels[0].width", "unknown"),
        ("parts.1.panels.0.interpretations", [{"kind": "a"}], "parts[1].panels[0].interpretations[0].kind", "unknown"),
    ],
)
def test_what_is_none_is_told_with_its_place(path: str, value: object, place: str, code: str) -> None:
    with pytest.raises(CompositionError) as caught:
        read_composition(changed(path, value))

    assert (caught.value.place, caught.value.code) == (place, code)


def test_there_is_room_for_so_many_panels_and_no_more() -> None:
    panels = tuple(Panel(f"panel{number}", TEXT, text="Text") for number in range(MOST_PANELS))
    full = Composition(parts=(Part("part1", "Viel", panels),))
    assert read_composition(to_json(full)) == full

    with pytest.raises(CompositionError) as caught:
        read_composition(to_json(with_panel(full, "part1", Panel("more", TEXT))))
    assert caught.value.code == "too_many"


def test_parts_and_panels_are_added_replaced_renamed_and_taken_out() -> None:
    more = with_part(SAMPLE, "Anhang")
    assert names(more)[-1] == ["part3"]
    added = with_panel(more, "part3", Panel(free_name(more, "panel"), TEXT, text="Neu"))
    assert names(added)[-1] == ["part3", "panel4"]
    other = with_panel(added, "part1", Panel("panel4", TEXT, text="Anders"))
    assert names(other) == names(added)
    assert (panel := other.panel("panel4")) is not None
    assert panel.text == "Anders"
    assert (part := described(other, "part3", "Quellen", "").part("part3")) is not None
    assert part.title == "Quellen"
    assert names(without(without(other, "part3"), "panel1")) == [["part1", "panel2"], ["part2", "panel3"]]
    assert without(SAMPLE, "nothing") == SAMPLE


def test_panel_moves_within_its_part_and_on_into_the_next() -> None:
    down = moved(SAMPLE, "panel1", is_up=False)
    assert names(down) == [["part1", "panel2", "panel1"], ["part2", "panel3"]]
    over = moved(down, "panel1", is_up=False)
    assert names(over) == [["part1", "panel2"], ["part2", "panel1", "panel3"]]
    assert moved(over, "panel1", is_up=True) == down
    assert moved(SAMPLE, "panel1", is_up=True) == SAMPLE
    assert moved(SAMPLE, "panel3", is_up=False) == SAMPLE
    assert names(moved(SAMPLE, "part2", is_up=True))[0][0] == "part2"
    assert moved(SAMPLE, "nothing", is_up=True) == SAMPLE


NAMES = st.sampled_from(["panel1", "panel2", "panel3", "part1", "part2"])


@given(st.lists(st.tuples(NAMES, st.booleans()), max_size=12))
def test_moving_loses_and_doubles_nothing(steps: list[tuple[str, bool]]) -> None:
    found = SAMPLE
    for name, is_up in steps:
        found = moved(found, name, is_up=is_up)

    assert sorted(panel.name for panel in found.panels()) == ["panel1", "panel2", "panel3"]
    assert read_composition(to_json(found)) == found


def test_what_says_nothing_yet_is_named() -> None:
    assert lacking(SAMPLE) == ()
    empty = with_part(with_panel(SAMPLE, "part2", Panel("panel9", MAP)), "Leer")
    assert lacking(empty) == ("part3", "panel9")
