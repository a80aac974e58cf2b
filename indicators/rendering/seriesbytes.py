# SPDX-License-Identifier: EUPL-1.2
"""All slices of a series in one answer: each behind its length (docs/adr/0002-release-slice.md)."""

import struct
from collections.abc import Iterable, Iterator
from typing import Final

MAGIC: Final = b"SPT1"
_ALIGNMENT: Final = 8
_LENGTHS: Final = struct.Struct("<4sI")
_LENGTH: Final = struct.Struct("<Q")


def joined(slices: Iterable[bytes]) -> bytes:
    """Write slices one after the other: magic, their number, then for each its length, its bytes, zeros up to eight."""
    told = list(slices)
    parts = [_LENGTHS.pack(MAGIC, len(told))]
    for payload in told:
        parts += [_LENGTH.pack(len(payload)), payload, b"\0" * (-len(payload) % _ALIGNMENT)]
    return b"".join(parts)


def parted(body: bytes) -> Iterator[bytes]:
    """Give back the slices that `joined` put together.

    Raises
    ------
    ValueError
        The bytes are no series or end too early.
    """
    if len(body) < _LENGTHS.size or body[:4] != MAGIC:
        raise ValueError("These bytes are no series of slices.")
    (_magic, count), place = _LENGTHS.unpack_from(body), _LENGTHS.size
    for _ in range(count):
        if place + _LENGTH.size > len(body):
            raise ValueError("The series ends too early.")
        (length,) = _LENGTH.unpack_from(body, place)
        place += _LENGTH.size
        if place + length > len(body):
            raise ValueError("The series ends too early.")
        yield body[place : place + length]
        place += length + -length % _ALIGNMENT
