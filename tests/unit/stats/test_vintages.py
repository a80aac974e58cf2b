# SPDX-License-Identifier: EUPL-1.2
"""Vintages keep every digit, and equal ones have equal bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from indicators.stats.sharepairs import SharePair
from indicators.stats.vintages import RawSlice, VintageError, raw_slice, raw_slice_from_bytes

BANDS = ("value", "numerator", "denominator", "change", "classes")


@st.composite
def slices(draw: st.DrawFn) -> RawSlice:
    size = draw(st.integers(0, 6))
    floats = hnp.arrays(np.float64, size, elements=st.floats())
    codes = hnp.arrays(np.uint8, size)
    numerator, denominator, change, classes = (draw(floats) for _ in BANDS[1:])
    return raw_slice(
        draw(floats),
        draw(codes),
        flags=draw(codes),
        numerator=numerator,
        denominator=denominator,
        change=change,
        classes=classes,
        pair=SharePair(*(draw(floats) for _ in range(4))) if draw(st.booleans()) else None,
    )


@given(slices())
def test_bytes_give_back_every_digit(raw: RawSlice) -> None:
    again = raw_slice_from_bytes(raw.to_bytes())

    for name in (*BANDS, "status", "flags"):
        np.testing.assert_array_equal(getattr(again, name), getattr(raw, name))
    assert again.to_bytes() == raw.to_bytes()


def test_every_nan_is_written_alike() -> None:
    other = np.array([0x7FF8_0000_0000_0001], dtype=np.uint64).view(np.float64)
    status = np.zeros(1, dtype=np.uint8)

    assert raw_slice(other, status).to_bytes() == raw_slice(np.array([np.nan]), status).to_bytes()


def test_band_that_is_not_given_is_empty() -> None:
    raw = raw_slice(np.array([1.0, 2.0]), np.zeros(2), numerator=np.array([1, 2]))

    assert raw.size == 2
    assert raw.numerator.tolist() == [1.0, 2.0]
    assert np.isnan(raw.change).all()
    assert raw.flags.tolist() == [0, 0]


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(VintageError, match="different shapes"):
        raw_slice(np.array([1.0, 2.0]), np.zeros(3))


@pytest.mark.parametrize("kept", [slice(0), slice(4, None), slice(None, -1)], ids=["nothing", "no magic", "cut"])
def test_foreign_or_cut_bytes_are_refused(kept: slice) -> None:
    good = raw_slice(np.array([1.0]), np.zeros(1)).to_bytes()

    with pytest.raises(VintageError):
        raw_slice_from_bytes(good[kept])
