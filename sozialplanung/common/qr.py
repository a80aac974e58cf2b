# SPDX-License-Identifier: EUPL-1.2
"""A QR code as one path: no image from elsewhere, no style in the page."""

from typing import Final

import qrcode

_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
    '<rect width="{size}" height="{size}" fill="#ffffff"/><path d="{path}" fill="#000000"/></svg>'
)


def modules_path(text: str) -> tuple[int, str]:
    """Return how many modules a side has, quiet zone included, and the path of the dark ones."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    steps = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(steps)


def qr_svg(text: str) -> str:
    """Return a QR code as a whole SVG file, black on white; the same text gives the same file."""
    size, path = modules_path(text)
    return _SVG.format(size=size, path=path)
