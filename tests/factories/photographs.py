# SPDX-License-Identifier: EUPL-1.2
"""Pictures as people bring them along: upright and turned, with a place in them, moving, broken, far too large."""

import io
import random
import struct
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PLACE = "52.5200N"
CAMERA = "Kamera der Familie"
_ORIENTATION, _MAKE, _GPS, _GPS_LATITUDE_REF = 0x0112, 0x010F, 0x8825, 1
_TURNED = 6


def drawing(kind: str = "PNG", size: tuple[int, int] = (120, 80)) -> bytes:
    """Return a drawing of two colours in a format."""
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((20, 60, 160), (0, 0, size[0] // 2, size[1]))
    return written(picture, kind)


def photograph(size: tuple[int, int] = (240, 160)) -> bytes:
    """Return a photograph in JPEG that lies on its side, and tells camera and place."""
    picture = Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1]))  # noqa: S311 - no secret
    noted = Image.Exif()
    noted[_ORIENTATION], noted[_MAKE] = _TURNED, CAMERA
    noted.get_ifd(_GPS)[_GPS_LATITUDE_REF] = PLACE
    sink = io.BytesIO()
    picture.save(sink, "JPEG", exif=noted, comment=CAMERA.encode())
    return sink.getvalue()


def noted() -> bytes:
    """Return a drawing in PNG beside whose pixels something is written."""
    text = PngInfo()
    text.add_text("Author", CAMERA)
    text.add_itxt("Comment", PLACE)
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), (1, 2, 3)).save(sink, "PNG", pnginfo=text)
    return sink.getvalue()


def moving(kind: str) -> bytes:
    """Return a moving picture in a format."""
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 120, 240)]
    sink = io.BytesIO()
    frames[0].save(sink, kind, save_all=True, append_images=frames[1:], duration=100)
    return sink.getvalue()


def bomb(width: int = 40_000, height: int = 40_000) -> bytes:
    """Return a PNG of some hundred bytes that says it unfolds to a thousand million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def written(picture: Image.Image, kind: str) -> bytes:
    """Return a picture as a file."""
    sink = io.BytesIO()
    picture.save(sink, kind)
    return sink.getvalue()
