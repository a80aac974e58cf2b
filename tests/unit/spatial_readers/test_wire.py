# SPDX-License-Identifier: EUPL-1.2
"""What the child hands back survives the way, and anything else is noticed."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.wire import Message, WireError, decode, encode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
HEADERS = st.dictionaries(st.text().filter(lambda name: name != "lengths"), JSON, max_size=4)


def packed(header: object, rest: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return struct.pack(">Q", len(text)) + text + rest


@given(HEADERS, st.lists(st.none() | st.binary(max_size=20), max_size=5))
def test_header_and_outlines_survive(header: dict[str, object], outlines: list[bytes | None]) -> None:
    back = decode(encode(Message(header, outlines)))

    assert (back.header, list(back.outlines)) == (header, outlines)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 7,
        b"\x00" * 8,
        struct.pack(">Q", 2**63) + b"{}",
        packed([]),
        packed({}),
        packed({"lengths": 3}),
        packed({"lengths": ["x"]}),
        packed({"lengths": [-2]}),
        packed({"lengths": [5]}, b"1234"),
        packed({"lengths": [3]}, b"1234"),
        struct.pack(">Q", 100_000) + b"[" * 100_000,
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(WireError):
        decode(content)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        message = decode(content)
    except WireError:
        message = None

    assert message is None or "lengths" not in message.header


def test_numbers_that_are_not_finite_are_never_sent() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode(Message({"x": float("nan")}))
