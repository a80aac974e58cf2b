# SPDX-License-Identifier: EUPL-1.2
"""Whether bytes are a picture that a map shows: by what they hold, whatever whoever sent them calls them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
PNG_END: Final = b"IEND\xaeB`\x82"
JPEG_START, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
# A tile has 256 or 512 pixels; what is much larger is no tile, and a few bytes may unfold to millions of them.
LONGEST_SIDE: Final = 1024
# Frames of JPEG that say how large a picture is (ITU T.81, table B.1): all of C0 to CF but tables and arithmetic.
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WEBP_HEAD: Final = 30


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is: its type, its width and height in pixels."""

    kind: str
    width: int
    height: int


def picture_in(content: bytes) -> Picture | None:
    """Return what picture bytes are.

    Parameters
    ----------
    content : bytes
        What a server sent, of bounded size.

    Returns
    -------
    Picture or None
        PNG, JPEG or WebP from its first to its last byte, of 1 to `LONGEST_SIDE` pixels on each side; None for
        anything else: XML, HTML, SVG, half a picture, a picture with something behind it.
    """
    found = _png(content) or _jpeg(content) or _webp(content)
    if found is None or not (0 < found.width <= LONGEST_SIDE and 0 < found.height <= LONGEST_SIDE):
        return None
    return found


def clear_picture() -> bytes:
    """Return a picture through which everything is seen: one pixel of PNG.

    Returns
    -------
    bytes
        The same every time.
    """
    rows = zlib.compress(bytes(5), 9)
    head = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    return PNG_START + b"".join(_chunk(name, told) for name, told in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")))


def _chunk(name: bytes, told: bytes) -> bytes:
    return struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))


def _png(content: bytes) -> Picture | None:
    if not content.startswith(PNG_START) or content[12:16] != b"IHDR" or not content.endswith(PNG_END):
        return None
    width, height = struct.unpack(">II", content[16:24])
    return Picture("image/png", width, height)


def _jpeg(content: bytes) -> Picture | None:
    if not content.startswith(JPEG_START) or not content.endswith(JPEG_END):
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:  # noqa: PLR2004 - how each part begins
        part, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if part in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Picture("image/jpeg", width, height)
        place += 2 + length
    return None


def _webp(content: bytes) -> Picture | None:
    size = int.from_bytes(content[4:8], "little") + 8
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) != size or size < _WEBP_HEAD:
        return None
    form, told = content[12:16], content[20:30]
    if form == b"VP8X":
        sides = int.from_bytes(told[4:7], "little") + 1, int.from_bytes(told[7:10], "little") + 1
    elif form == b"VP8L":
        bits = int.from_bytes(told[1:5], "little")
        sides = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif form == b"VP8 ":
        sides = int.from_bytes(told[6:8], "little") & 0x3FFF, int.from_bytes(told[8:10], "little") & 0x3FFF
    else:
        return None
    return Picture("image/webp", *sides)
