# SPDX-License-Identifier: EUPL-1.2
"""Logos that were uploaded, made anew: nothing but their pixels stays."""

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from sozialplanung.common.foreignpicture import PictureRefusedError, read_by

CHILD: Final = "sozialplanung.accounts.looks.logochild"
MOST_BYTES: Final = 2_000_000
MOST_PIXELS: Final = 16_000_000
# As large as paper needs it: 18 mm high at 400 dots an inch.
BOX: Final = (1200, 300)
LEAST_HEIGHT: Final = 48
WIDEST: Final = 8
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_ENDS: Final = {"PNG": b"IEND", "JPEG": b"\xff\xd9", "MPO": b"\xff\xd9"}
# Some programs leave a few bytes behind the end.
_LATE: Final = 64
_MOST_KEPT_BYTES: Final = 150_000
# The largest box in four channels without any packing.
_MOST_BYTES_KEPT: Final = 2_000_000
_SEEN_BELOW: Final = 225
_SEEN_FROM: Final = 64
_SEEN_SHARE: Final = 0.002


class LogoFault(StrEnum):
    """Why a file becomes no logo."""

    SVG = "svg"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    STOPPED = "sandbox"
    MOVING = "moving"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    TOO_WIDE = "too_wide"
    UNSEEN = "unseen"


class LogoError(ValueError):
    """A file becomes no logo; `fault` says why."""

    def __init__(self, fault: LogoFault) -> None:
        """Name the fault."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class LogoPicture:
    """A logo as it is kept: PNG without anything that is no pixel; width and height in pixels."""

    content: bytes
    width: int
    height: int


def read_logo(content: bytes, module: str = CHILD) -> LogoPicture:
    """Return a picture as a logo, as `logo_of` does it in a confined process: nobody knows what a file holds.

    Raises
    ------
    LogoError
        As `logo_of`; ``STOPPED`` where it needs more than a logo may.
    """
    try:
        found = read_by(module, content, codes=frozenset(LogoFault), longest_side=max(BOX), most_bytes=_MOST_BYTES_KEPT)
    except PictureRefusedError as error:
        raise LogoError(LogoFault(error.code)) from error
    return LogoPicture(found.content, found.width, found.height)


def logo_of(content: bytes) -> LogoPicture:
    """Return a picture as a logo: upright, still, at most as large as paper needs it; the same bytes every time.

    PNG, JPEG and WebP are read, whatever the file is called.

    Raises
    ------
    LogoError
        It is none of these, broken, moves, has too many pixels or too few, is a line, or cannot be seen on white.
    """
    if _is_drawing(content):
        raise LogoError(LogoFault.SVG)
    try:
        with warnings.catch_warnings():
            # What Pillow warns of as a bomb is over our own limit already.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as found:
                _refuse_size(found)
                _refuse_half(content, found.format or "")
                picture = _upright(found)
    except UnidentifiedImageError as error:
        raise LogoError(LogoFault.UNKNOWN) from error
    except Image.DecompressionBombError as error:
        raise LogoError(LogoFault.TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as error:
        if isinstance(error, LogoError):
            raise
        raise LogoError(LogoFault.BROKEN) from error
    _refuse_shape(picture)
    return _kept(picture)


def _is_drawing(content: bytes) -> bool:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!doctype", b"<!--")) or content[:3] == b"\x1f\x8b\x08"


def _refuse_size(found: Image.Image) -> None:
    # A photograph may bear small copies of itself behind it.
    if getattr(found, "n_frames", 1) > 1 and found.format != "MPO":
        raise LogoError(LogoFault.MOVING)
    if found.width * found.height > MOST_PIXELS:
        raise LogoError(LogoFault.TOO_LARGE)


def _refuse_half(content: bytes, kind: str) -> None:
    """Refuse a file that ends too early: Pillow says so only where no other part of the program told it not to."""
    if kind == "WEBP":
        is_whole = len(content) >= int.from_bytes(content[4:8], "little") + 8
    else:
        is_whole = _ENDS[kind] in content[-_LATE:]
    if not is_whole:
        raise LogoError(LogoFault.BROKEN)


def _upright(found: Image.Image) -> Image.Image:
    """Return the pixels alone: no profile, no place, no date, no comment, nothing that a program left."""
    turned = ImageOps.exif_transpose(found).convert("RGBA")
    turned.thumbnail(BOX, Image.Resampling.LANCZOS)
    bare = Image.new("RGBA", turned.size)
    bare.paste(turned)
    return bare


def _refuse_shape(picture: Image.Image) -> None:
    if picture.width > WIDEST * picture.height:
        raise LogoError(LogoFault.TOO_WIDE)
    if picture.height < LEAST_HEIGHT:
        raise LogoError(LogoFault.TOO_SMALL)
    grey, cover = picture.convert("RGB").convert("L"), picture.getchannel("A")
    dark = grey.point(lambda value: 255 if value < _SEEN_BELOW else 0)
    there = cover.point(lambda value: 255 if value >= _SEEN_FROM else 0)
    seen = Image.new("L", picture.size)
    seen.paste(dark, mask=there)
    if seen.histogram()[255] < _SEEN_SHARE * picture.width * picture.height:
        raise LogoError(LogoFault.UNSEEN)


def _kept(picture: Image.Image) -> LogoPicture:
    content = _png(picture)
    if len(content) > _MOST_KEPT_BYTES:
        content = _png(picture.quantize(256, Image.Quantize.FASTOCTREE))
    return LogoPicture(content, picture.width, picture.height)


def _png(picture: Image.Image) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, "PNG", optimize=True)
    return sink.getvalue()
