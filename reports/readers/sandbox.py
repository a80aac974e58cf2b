# SPDX-License-Identifier: EUPL-1.2
"""Lets a confined child read a picture, waits for it within bounds, and believes nothing that it says unseen."""

import json
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from reports.readers import child
from reports.readers.pixels import LONGEST_SIDE, PictureError, Pixels, refuse_before_reading
from sozialplanung.common import childprocess

CHILD: Final = "reports.readers.child"
_SECONDS: Final = 60.0
_CODES: Final = frozenset({"kind", "drawing", "moving", "pixels", "broken", "bytes"})
_STARTS: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


def read_picture(content: bytes, module: str = CHILD) -> Pixels:
    """Return what is kept of a picture that somebody brought along.

    Raises
    ------
    PictureError
        It is not taken; ``sandbox`` where the child was stopped: a picture that needs so much is none for a page.
    """
    refuse_before_reading(content)
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        place = Path(folder)
        (place / child.PICTURE).write_bytes(content)
        process = childprocess.start(module, place, childprocess.environment(place))
        try:
            code = childprocess.wait(process, _SECONDS)
        except subprocess.TimeoutExpired as error:
            raise PictureError("sandbox") from error
        if code != childprocess.DONE:
            raise PictureError("sandbox")
        return _checked(_result(place / child.RESULT))


def _result(path: Path) -> bytes:
    try:
        # A link or a pipe would make this process read elsewhere, or wait for ever.
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
    except OSError as error:
        raise PictureError("sandbox") from error


def _checked(result: bytes) -> Pixels:
    """Return the answer of the child; whatever took the child over may have written anything there."""
    line, _end, content = result.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError as error:
        raise PictureError("sandbox") from error
    if not isinstance(told, dict):
        raise PictureError("sandbox")
    if "refusal" in told:
        raise PictureError(told["refusal"] if told["refusal"] in _CODES else "sandbox")
    kind, width, height = told.get("kind"), _side(told.get("width")), _side(told.get("height"))
    if kind not in _STARTS or not content.startswith(_STARTS[kind]) or not (width and height):
        raise PictureError("sandbox")
    return Pixels(kind, width, height, content)


def _side(told: object) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told <= LONGEST_SIDE else 0
