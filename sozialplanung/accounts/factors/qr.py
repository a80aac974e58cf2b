# SPDX-License-Identifier: EUPL-1.2
"""A QR code as one path: no image from elsewhere, no style in the page."""

import qrcode


def modules_path(text: str) -> tuple[int, str]:
    """Return how many modules a side has, quiet zone included, and the path of the dark ones."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    steps = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(steps)
