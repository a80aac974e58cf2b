# SPDX-License-Identifier: EUPL-1.2
"""Every palette offered can be told apart by all eyes; the style sheet has the same colours."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from indicators.stats.colour import distance, to_lab
from indicators.stats.palettes import KINDS, PALETTES, Kind, colours_of, offered, palette_gate

ROOT = Path(__file__).resolve().parents[3]
PAIRS = json.loads((ROOT / "tests/golden/ciede2000/pairs.json").read_text(encoding="utf-8"))
OFFERS = [(name, size) for name, sizes in PALETTES.items() for size in sizes]
TOKEN = re.compile(r"--(sequential|neutral|diverging|qualitative|bivariate)-(\d)-(\d): (#[0-9a-f]{6});")


def tokens() -> list[dict[tuple[str, int], list[str]]]:
    """Read the palettes of the style sheet: light ones first, then those of dark mode."""
    themes: list[dict[tuple[str, int], list[str]]] = []
    for name, size, place, colour in TOKEN.findall((ROOT / "static/css/tokens.css").read_text(encoding="utf-8")):
        if (name, size, place) == ("sequential", "3", "1"):
            themes.append({})
        themes[-1].setdefault((name, int(size)), []).append(colour)
        assert len(themes[-1][name, int(size)]) == int(place)
    return themes


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_colour_distance_equals_the_published_one(pair: list[float]) -> None:
    left, right, expected = np.array(pair[:3]), np.array(pair[3:6]), pair[6]

    assert distance(left, right) == pytest.approx(expected, abs=5e-5)
    assert distance(right, left) == pytest.approx(expected, abs=5e-5)


def test_white_is_light_black_is_dark_and_grey_has_no_hue() -> None:
    assert to_lab("#ffffff").tolist() == pytest.approx([100, 0, 0], abs=0.02)
    assert to_lab("#000000").tolist() == pytest.approx([0, 0, 0], abs=1e-9)
    assert distance(to_lab("#808080"), to_lab("#808080", "protan")) < 0.5


@pytest.mark.check("C007")
@pytest.mark.parametrize(("name", "size"), OFFERS)
def test_every_palette_offered_passes_the_gate(name: str, size: int) -> None:
    colours = PALETTES[name][size]

    result = palette_gate(colours, KINDS[name])

    assert len(colours) == len(set(colours)) == size
    assert result.has_passed, result
    assert size in offered(name)


@pytest.mark.check("C007")
@pytest.mark.parametrize(
    ("colours", "kind", "least"),
    [
        ("#eff3ff #c6dbef #9ecae1 #6baed6 #4292c6 #2171b5 #084594", "sequential", 5),
        ("#eff3ff #bdd7e7 #6baed6 #3182bd #08519c", "sequential", 7),
        ("#d7191c #fdae61 #ffffbf #a6d96a #1a9641", "diverging", 2),
    ],
    ids=["blues of seven", "blues of five", "red to green"],
)
def test_palette_that_some_eyes_cannot_read_is_refused(colours: str, kind: Kind, least: int) -> None:
    result = palette_gate(colours.split(), kind)

    assert not result.has_passed
    assert result.least_distance < 9
    assert result.least_distance == pytest.approx(least, abs=0.6)


@pytest.mark.check("C007")
@pytest.mark.parametrize(
    ("colours", "least"),
    [
        ("#fde725 #5dc863 #21908c #3b528b #440154", 13),
        ("#ffffcc #a1dab4 #41b6c4 #2c7fb8 #253494", 10),
    ],
    ids=["viridis", "yellow, green, blue"],
)
def test_palette_known_to_be_readable_passes(colours: str, least: int) -> None:
    result = palette_gate(colours.split(), "sequential")

    assert result.has_passed
    assert result.least_distance == pytest.approx(least, abs=1)


@pytest.mark.check("C007")
def test_distinct_colours_that_do_not_darken_are_refused() -> None:
    colours = PALETTES["sequential"][5]

    assert not palette_gate((colours[1], colours[0], *colours[2:]), "sequential").has_passed
    assert palette_gate((colours[1], colours[0], *colours[2:]), "sequential").least_step < 0
    assert not palette_gate(colours, "diverging").has_passed


@pytest.mark.check("C007")
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_palettes_of_the_style_sheet_pass_the_gate(theme: int) -> None:
    for (name, _), colours in tokens()[theme].items():
        assert palette_gate(colours, KINDS[name]).has_passed, (name, colours)


def test_style_sheet_has_the_same_light_colours() -> None:
    light = tokens()[0]

    ours = {
        (name, size): list(colours)
        for name, sizes in PALETTES.items()
        for size, colours in sizes.items()
        if name in ("sequential", "neutral", "diverging", "bivariate") or (name, size) == ("qualitative", 7)
    }
    assert light == ours


@pytest.mark.check("C007")
def test_groups_keep_their_colours_and_have_no_order() -> None:
    palettes = PALETTES["qualitative"]
    lightness = [float(to_lab(colour)[0]) for colour in palettes[7]]

    assert offered("qualitative") == (3, 4, 5, 6, 7)
    assert all(palettes[size] == palettes[7][:size] for size in palettes)
    assert lightness not in (sorted(lightness), sorted(lightness, reverse=True))
    assert not palette_gate((*palettes[7][:2], palettes[7][0]), "qualitative").has_passed


@pytest.mark.check("C007")
def test_nine_colours_of_two_measures_darken_along_both() -> None:
    colours = PALETTES["bivariate"][9]

    assert offered("bivariate") == (9,)
    assert palette_gate(colours, "bivariate").least_distance > 16
    assert palette_gate((*colours[3:6], *colours[:3], *colours[6:]), "bivariate").least_step < 0
    assert palette_gate((colours[1], colours[0], *colours[2:]), "bivariate").least_step < 0


def test_demographic_shares_are_never_as_dark_as_the_sequential_end() -> None:
    darkest = min(float(to_lab(colours[-1])[0]) for colours in PALETTES["neutral"].values())

    assert darkest > 30 > float(to_lab(PALETTES["sequential"][5][-1])[0])
    assert offered("neutral") == (3, 4, 5)
    assert offered("sequential") == offered("diverging") == (3, 4, 5, 6, 7)


@pytest.mark.parametrize("size", range(1, 8))
@pytest.mark.parametrize("name", PALETTES)
def test_any_number_of_classes_has_as_many_colours(name: str, size: int) -> None:
    assert len(set(colours_of(name, size))) == size


@pytest.mark.parametrize("size", [0, 8])
def test_other_numbers_of_classes_have_none(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        colours_of("sequential", size)


@pytest.mark.parametrize("colour", ["red", "e2e189#", "#fff"])
def test_text_that_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        to_lab(colour)


def test_single_colour_is_no_palette() -> None:
    with pytest.raises(ValueError, match="two colours"):
        palette_gate(("#ffffff",), "sequential")
