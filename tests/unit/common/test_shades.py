# SPDX-License-Identifier: EUPL-1.2
"""Contrast by WCAG 2.2 and shades by OKLCH, against printed values."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sozialplanung.common.shades import contrast, from_oklch, least_contrast, nearest_shade, oklch, written

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
LIGHT = ("#ffffff", "#e8e9ef")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    # W3C, "Understanding SC 1.4.3" names #777777 as just too light on white, #767676 as just dark enough.
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, told: float) -> None:
    assert contrast(one, other) == pytest.approx(told, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma", "degrees"),
    # CSS Color Module Level 4: examples of oklch(), and the red of sRGB.
    [("#7d2329", 0.401, 0.123, 21.57), ("#c65d07", 0.5969, 0.156, 49.77), ("#ff0000", 0.628, 0.2577, 29.23)],
)
def test_oklch_is_that_of_the_standard(colour: str, lightness: float, chroma: float, degrees: float) -> None:
    told = oklch(colour)

    assert told[0] == pytest.approx(lightness, abs=0.004)
    assert told[1] == pytest.approx(chroma, abs=0.004)
    assert math.degrees(told[2]) % 360 == pytest.approx(degrees, abs=2)


@given(COLOURS)
def test_colour_comes_back(colour: str) -> None:
    assert from_oklch(*oklch(colour)) == colour


@given(COLOURS)
# A neighbouring colour of the screen holds already, and lies between two coarser steps.
@example("#006eb0")
@example("#00785f")
def test_nearest_shade_holds_and_no_nearer_one_does(colour: str) -> None:
    shade = nearest_shade(colour, LIGHT, 4.5)

    assert shade is not None
    assert least_contrast(shade, LIGHT) >= 4.5
    if shade == colour:
        return
    lightness, chroma, hue = oklch(colour)
    step = (oklch(shade)[0] - lightness) / 20
    between = [from_oklch(lightness + step * at, chroma, hue) for at in range(1, 18)]
    # Colours of screens are whole numbers: two neighbours differ by a thousandth, and contrast jumps between them.
    nearer = [each for each in between if abs(oklch(each)[0] - oklch(shade)[0]) > 0.002]
    assert all(least_contrast(each, LIGHT) < 4.5 for each in nearer)


@given(COLOURS)
def test_nearest_shade_keeps_the_hue(colour: str) -> None:
    shade = nearest_shade(colour, LIGHT, 4.5)
    assert shade is not None
    one, other = oklch(colour), oklch(shade)
    if min(one[1], other[1]) < 0.03:
        return

    apart = math.degrees(abs(one[2] - other[2])) % 360

    assert min(apart, 360 - apart) < 6


def test_no_shade_stands_out_where_none_can() -> None:
    assert nearest_shade("#777777", ("#ffffff", "#000000"), 4.6) is None


@pytest.mark.parametrize(
    ("typed", "kept"), [("#0B5394", "#0b5394"), (" 0b5394 ", "#0b5394"), ("#aBc", "#aabbcc"), ("123", "#112233")]
)
def test_colour_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert written(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "#12", "#12345", "#1234567", "red", "#gggggg", "rgb(0,0,0)", "#0b5394;x", "#0b5394\n#"]
)
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"(?s).*"):
        written(typed)
    with pytest.raises(ValueError, match=r"(?s).*"):
        contrast(typed, "#ffffff")
