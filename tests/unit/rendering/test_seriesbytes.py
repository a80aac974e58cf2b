# SPDX-License-Identifier: EUPL-1.2
"""Slices one after the other: taken apart as they were put together, and nothing else is taken for a series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.seriesbytes import joined, parted


@given(st.lists(st.binary(max_size=40)))
def test_slices_are_given_back_as_they_were(slices: list[bytes]) -> None:
    body = joined(slices)

    assert list(parted(body)) == slices
    assert len(body) % 8 == 0


@pytest.mark.parametrize("body", [b"", b"SPS1\0\0\0\0", joined([b"abc"])[:-8], joined([b"abc", b"d"])[:20]])
def test_other_bytes_are_no_series(body: bytes) -> None:
    with pytest.raises(ValueError, match="series"):
        list(parted(body))
