# SPDX-License-Identifier: EUPL-1.2
"""Places and shapes of an address: read back as they were written, short, and never crossing themselves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.workbench import rings
from indicators.rendering.workbench.conditions import Around, Drawn, read_condition

WHOLE = st.integers(-180_00000, 180_00000), st.integers(-90_00000, 90_00000)


def star(corners: int, middle: tuple[float, float] = (13.4, 52.5), radius: float = 0.2) -> tuple[rings.Point, ...]:
    """Return corners around a point, alternately far and near."""
    return tuple(
        (
            round(middle[0] + radius * (1 - 0.4 * (place % 2)) * math.cos(2 * math.pi * place / corners), 5),
            round(middle[1] + radius * (1 - 0.4 * (place % 2)) * math.sin(2 * math.pi * place / corners), 5),
        )
        for place in range(corners)
    )


@given(st.integers(3, rings.MOST), st.integers(-170, 170), st.integers(-80, 80), st.sampled_from([0.001, 0.2, 5.0]))
def test_shape_is_read_back_the_same(corners: int, east: int, north: int, radius: float) -> None:
    ring = star(corners, (east + 0.12345, north + 0.54321), radius)

    text = rings.written(ring)
    assert rings.read(text) == ring
    assert len(text) <= 600
    assert read_condition(f"flaeche:{text}") == Drawn(text)


@given(st.text(alphabet="ABCxyz019-_", max_size=40))
def test_shape_has_one_spelling(text: str) -> None:
    found = rings.read(text)

    assert found is None or rings.written(found) == text


@pytest.mark.parametrize(
    "ring",
    [
        ((0.0, 0.0), (1.0, 0.0)),
        ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)),
        ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0)),
        ((0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (0.0, 1.0)),
        ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 0.0), (0.0, 2.0)),
        star(rings.MOST + 2),
    ],
    ids=["line", "crossing", "flat", "twice", "touching", "too many"],
)
def test_what_bounds_no_single_area_is_no_shape(ring: tuple[rings.Point, ...]) -> None:
    assert not rings.is_simple(ring)
    assert rings.read(rings.written(ring)) is None


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("52,48 13,43", ((13.43, 52.48),)),
        ("52.48, 13.43", ((13.43, 52.48),)),
        ("52.48,13.43;52,5 13,5 ; -1 0", ((13.43, 52.48), (13.5, 52.5), (0.0, -1.0))),
    ],
)
def test_places_are_typed_with_latitude_first(typed: str, points: tuple[rings.Point, ...]) -> None:
    assert rings.typed_points(typed) == points


@pytest.mark.parametrize("typed", ["", "52,48,13,43", "91 0", "52 181", "Reuterkiez", "52;13", "nan 1"])
def test_what_is_no_place_is_not_read(typed: str) -> None:
    assert rings.typed_points(typed) is None


def test_circle_is_written_as_it_is_read() -> None:
    assert read_condition("umkreis:13.43,52.48,1500") == Around((13.43, 52.48), 1500)
    assert str(Around((13.43, 52.48), 1500)) == "umkreis:13.43,52.48,1500"
    assert read_condition("umkreis:gebiet,1500") == Around(None, 1500)
    for wrong in ("13.43,52.48", "13.43,52.48,0", "13.43,52.48,1e3", "200,52,10", "13.43,52.48,100001", "a,b,10"):
        assert read_condition(f"umkreis:{wrong}") is None
