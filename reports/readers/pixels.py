# SPDX-License-Identifier: EUPL-1.2
"""A picture that was brought along becomes pixels: upright, bounded, without what a camera or a program noted."""

from __future__ import annotations

import io
import struct
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sozialplanung.common.foreignpicture import PictureRefusedError, Pixels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

# Bytes of a file, pixels that it may unfold to, and of the longer side of what is kept.
MOST_BYTES: Final = 15 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2_000
# A drawing is kept without loss unless it is so large that it must be a photograph.
_LARGEST_PNG: Final = 1_500_000
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_MOVING: Final = frozenset({"PNG", "WEBP"})
_QUALITY: Final = 85
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, struct.error)


class PictureError(PictureRefusedError):
    """A file is no picture that is taken: `code` says why.

    Codes: ``kind``, ``drawing`` (SVG), ``moving``, ``pixels``, ``broken``, ``bytes``, ``sandbox``.
    """


def refuse_before_reading(content: bytes) -> None:
    """Raise PictureError for what is refused without reading pixels: too many bytes, drawings that hold programs."""
    if len(content) > MOST_BYTES:
        raise PictureError("bytes")
    start = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<svg", b"<!doctype svg")) or b"<svg" in start:
        raise PictureError("drawing")


def pixels_of(content: bytes) -> Pixels:
    """Read a picture and write its pixels anew.

    Parameters
    ----------
    content : bytes
        PNG, JPEG or WebP; its name is not asked.

    Returns
    -------
    Pixels
        At most `LONGEST_SIDE` pixels on the longer side, upright, in the colours of screens, on white where it was
        transparent. The same picture gives the same bytes.

    Raises
    ------
    PictureError
        It is none, it moves, it unfolds to too many pixels, or it is broken.
    """
    from PIL import Image, UnidentifiedImageError

    with _strictly(), warnings.catch_warnings():
        # Of what was noted beside the pixels nothing is kept: it may be as broken as it likes.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                return _written(_flat(_read(opened)), is_drawing=opened.format != "JPEG")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureError("pixels") from error
        except UnidentifiedImageError as error:
            raise PictureError("kind") from error
        except _BROKEN as error:
            raise PictureError("broken") from error


@contextmanager
def _strictly() -> Iterator[None]:
    """Let no more pixels be unfolded than are allowed, and no part of a file that has lost its end be read.

    Both stand once for a whole process, in which others may want something else.
    """
    from PIL import Image, ImageFile

    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = MOST_PIXELS, False
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before


def _read(opened: Image) -> Image:
    from PIL import ImageOps

    if opened.format in _MOVING and getattr(opened, "n_frames", 1) > 1:
        raise PictureError("moving")
    if opened.width * opened.height > MOST_PIXELS:
        raise PictureError("pixels")
    # Of a photograph no more is decoded than is kept.
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    opened.load()
    profile = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _in_screen_colours(upright, profile)


def _in_screen_colours(picture: Image, profile: object) -> Image:
    """Return the picture in the colours of screens; a profile that cannot be read is left out."""
    from PIL import ImageCms

    if not isinstance(profile, bytes) or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return picture if turned is None else turned


def _flat(picture: Image) -> Image:
    """Return the picture on white, its pixels alone."""
    from PIL import Image

    if picture.mode in {"P", "LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        white = Image.new("RGBA", shown.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(white, shown)
    plain = picture.convert("RGB")
    # What was noted beside the pixels stays behind with the picture that was opened.
    return Image.frombytes("RGB", plain.size, plain.tobytes())


def _written(picture: Image, *, is_drawing: bool) -> Pixels:
    if is_drawing:
        sink = io.BytesIO()
        picture.save(sink, "PNG", optimize=True)
        if sink.tell() <= _LARGEST_PNG:
            return Pixels("png", picture.width, picture.height, sink.getvalue())
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=_QUALITY, optimize=True)
    return Pixels("jpeg", picture.width, picture.height, sink.getvalue())
