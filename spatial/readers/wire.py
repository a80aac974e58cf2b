# SPDX-License-Identifier: EUPL-1.2
"""What the confined child hands back: a length, a JSON header of that length, then outlines as WKB."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LENGTH = struct.Struct(">Q")
NO_OUTLINE = -1


@dataclass(frozen=True, slots=True)
class Message:
    """A header of plain JSON values and one WKB (or None) per area."""

    header: Mapping[str, Any]
    outlines: Sequence[bytes | None] = ()


class WireError(ValueError):
    """Bytes that no child of ours wrote."""


def encode(message: Message) -> bytes:
    """Return the message as bytes; a number that is not finite is refused by json."""
    lengths = [NO_OUTLINE if wkb is None else len(wkb) for wkb in message.outlines]
    header = json.dumps({**message.header, "lengths": lengths}, allow_nan=False).encode("utf-8")
    outlines = b"".join(wkb for wkb in message.outlines if wkb is not None)
    return _LENGTH.pack(len(header)) + header + outlines


def decode(content: bytes) -> Message:
    """Return the message that `encode` wrote, or raise `WireError`."""
    if len(content) < _LENGTH.size:
        raise WireError("too short")
    (length,) = _LENGTH.unpack_from(content)
    start = _LENGTH.size + length
    try:
        header = json.loads(content[_LENGTH.size : start])
        lengths = [int(length) for length in header.pop("lengths")]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WireError("no header") from error
    if any(length < NO_OUTLINE for length in lengths):
        raise WireError("negative length")
    if start + sum(max(length, 0) for length in lengths) != len(content):
        raise WireError("lengths do not add up")
    outlines: list[bytes | None] = []
    for length in lengths:
        outlines.append(None if length == NO_OUTLINE else content[start : start + length])
        start += max(length, 0)
    return Message(header, outlines)
