# SPDX-License-Identifier: EUPL-1.2
"""Lets a confined child read a picture that somebody brought along."""

from typing import Final

from reports.readers.pixels import LONGEST_SIDE, PictureError, refuse_before_reading
from sozialplanung.common.foreignpicture import PictureRefusedError, Pixels, read_by

CHILD: Final = "reports.readers.child"
_CODES: Final = frozenset({"kind", "drawing", "moving", "pixels", "broken", "bytes"})


def read_picture(content: bytes, module: str = CHILD) -> Pixels:
    """Return what is kept of a picture that somebody brought along.

    Raises
    ------
    PictureError
        It is not taken; ``sandbox`` where the child was stopped: a picture that needs so much is none for a page.
    """
    refuse_before_reading(content)
    try:
        return read_by(module, content, codes=_CODES, longest_side=LONGEST_SIDE)
    except PictureRefusedError as error:
        raise PictureError(error.code) from error
