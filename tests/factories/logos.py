# SPDX-License-Identifier: EUPL-1.2
"""Logos as organisations have them, and files that are none."""

import io
from typing import Any

from PIL import Image, ImageDraw

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><script>alert(1)</script></svg>'


def drawn(size: tuple[int, int] = (240, 120), mode: str = "RGBA", ink: Any = "#b00020") -> Image.Image:  # noqa: ANN401 - whatever Pillow takes
    """Return a disc on a transparent ground, or on white where there is no such thing."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    width, height = size
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, 3 * width // 4, 3 * height // 4), fill=ink)
    return image


def saved(image: Image.Image, kind: str = "PNG", **told: Any) -> bytes:  # noqa: ANN401 - whatever Pillow takes
    """Return a picture as a file."""
    sink = io.BytesIO()
    image.save(sink, kind, **told)
    return sink.getvalue()


def png(size: tuple[int, int] = (240, 120), ink: str = "#b00020") -> bytes:
    """Return a logo as PNG."""
    return saved(drawn(size, ink=ink))
