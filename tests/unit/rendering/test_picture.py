# SPDX-License-Identifier: EUPL-1.2
"""Colours of pictures are those of the style sheets; on a sheet nothing leaves the paper."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.picture.colours import fill_of, plain_patterns
from indicators.rendering.picture.sheet import MARGIN, WIDTH, Key, PictureFacts, sheet_of
from indicators.stats.palettes import colours_of

ROOT = Path(__file__).parents[3]
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8").partition("@media")[0]
PALETTES = (ROOT / "static/css/components/palette.css").read_text(encoding="utf-8")
RULE = re.compile(r"((?:\[data-[^{]*)+)\{([^}]*)\}")
TEXT = st.text(alphabet="abc äöß-%", max_size=400)


def named_in(css: str) -> dict[tuple[str, int], list[str]]:
    values = dict(re.findall(r"--([a-z]+-\d-\d): (#[0-9a-f]{6});", TOKENS))
    found: dict[tuple[str, int], list[str]] = {}
    for selectors, body in RULE.findall(css):
        colours = [values[name] for name in re.findall(r"var\(--([a-z]+-\d-\d)\)", body)]
        for palette, count in re.findall(r'\[data-palette="(\w+)"\](?:\[data-classes="(\d)"\])?', selectors):
            if ":not(" not in selectors:
                found[palette, int(count or len(colours))] = colours
    return found


def test_colours_are_those_of_the_style_sheets() -> None:
    found = named_in(PALETTES)

    assert len(found) > 25
    for (palette, count), colours in found.items():
        assert list(colours_of(palette, count)) == colours, (palette, count)


def test_a_class_has_its_colour_a_reason_its_pattern() -> None:
    colours = colours_of("sequential", 3)

    assert fill_of("class-fill class-2", colours) == colours[1]
    assert fill_of("special-fill special-fill--suppressed", colours) == "url(#pattern-suppressed)"
    assert fill_of("special-fill special-fill--not-applicable", colours) == "none"


def test_patterns_of_a_file_name_no_style() -> None:
    markup = (ROOT / "templates/components/patterns.html").read_text(encoding="utf-8")

    found = plain_patterns(markup)

    assert 'id="pattern-suppressed"' in found
    assert "class=" not in found
    assert "stroke" in found


@given(title=TEXT, says=TEXT, keys=st.lists(st.tuples(st.booleans(), st.text("ab ", max_size=300)), max_size=20))
@pytest.mark.parametrize("size", [(480.0, 260.0), (100.0, 900.0)])
def test_nothing_leaves_the_paper(
    size: tuple[float, float], title: str, says: str, keys: list[tuple[bool, str]]
) -> None:
    rows = tuple(Key("#ffffff" if has_sign else "", words) for has_sign, words in keys)

    sheet = sheet_of(PictureFacts(title, "", *size, rows, says, (says, title)))

    bottom = float(sheet.height)
    assert all(float(line.x) >= MARGIN and float(line.y) < bottom for line in (*sheet.titles, *sheet.softs))
    assert float(sheet.drawing_x) >= MARGIN
    assert float(sheet.drawing_x) + float(sheet.drawing_width) <= WIDTH - MARGIN + 0.1
    assert float(sheet.drawing_y) + float(sheet.drawing_height) < bottom
    assert all(float(key.words_x) < WIDTH and float(key.words_y) < bottom for key in sheet.keys)
    assert [each.key.fill for each in sheet.keys if each.key.fill] == [key.fill for key in rows if key.fill]
    assert _letters(each.key for each in sheet.keys) == _letters(rows)


def _letters(keys: Iterable[Key]) -> str:
    return "".join("".join(key.words.split()) for key in keys)


def test_a_key_wider_than_the_sheet_goes_on_below_without_a_sign() -> None:
    words = " ".join(["Umgerechnet"] * 20)

    sheet = sheet_of(PictureFacts("", "", 480, 260, (Key("#ffffff", words), Key("#000000", "danach")), "", ()))

    first, second, third, after = sheet.keys
    assert [each.key.fill for each in sheet.keys] == ["#ffffff", "", "", "#000000"]
    assert " ".join(each.key.words for each in (first, second, third)) == words
    assert float(first.y) < float(second.y) < float(third.y) <= float(after.y)
    assert all(float(each.words_x) + len(each.key.words) * 15 * 0.54 <= WIDTH - MARGIN for each in sheet.keys)
