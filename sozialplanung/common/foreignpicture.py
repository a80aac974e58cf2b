# SPDX-License-Identifier: EUPL-1.2
"""Foreign pictures are read by a confined child; its parent waits within bounds, and believes nothing unseen.

The child confines itself, reads ``picture`` and writes ``result``: a line of JSON, behind it the file that is kept.
"""

import errno
import json
import logging
import stat
import struct
import subprocess
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sozialplanung.common import childprocess
from sozialplanung.common.confinement import Bounds, NotConfinedError, confine

logger = logging.getLogger(__name__)

Kind = Literal["png", "jpeg"]

STOPPED: Final = "sandbox"
BOUNDS: Final = Bounds(memory_bytes=1_500_000_000, cpu_seconds=20, file_bytes=20_000_000)
_PICTURE: Final = "picture"
_RESULT: Final = "result"
_SECONDS: Final = 60.0
_STARTS: Final[Mapping[Kind, bytes]] = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


class PictureRefusedError(Exception):
    """A file is no picture that is taken: `code` says why; ``sandbox`` where the child was stopped."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Pixels:
    """What is kept of a picture: a file that holds nothing but pixels, and its size in pixels."""

    kind: Kind
    width: int
    height: int
    content: bytes


def read_by(
    module: str, content: bytes, *, codes: Collection[str], longest_side: int, most_bytes: int = BOUNDS.file_bytes
) -> Pixels:
    """Let a module of ours read a picture as a confined process; it ends with `serve`.

    Parameters
    ----------
    module
        The program.
    content
        The file, of bounded size.
    codes
        Why the program may refuse a picture.
    longest_side
        How many pixels it keeps at most on either side.
    most_bytes
        How many bytes it keeps at most.

    Raises
    ------
    PictureRefusedError
        With one of the codes, or ``sandbox``: a picture that needs so much is none for a page.
    """
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        place = Path(folder)
        (place / _PICTURE).write_bytes(content)
        process = childprocess.start(module, place, childprocess.environment(place))
        try:
            code = childprocess.wait(process, _SECONDS)
        except subprocess.TimeoutExpired as error:
            raise PictureRefusedError(STOPPED) from error
        if code != childprocess.DONE:
            # Whoever runs the site has to know of a host that confines nothing; nothing of the picture is told.
            logger.error("A picture was not read: %s ended as %s", module, childprocess.ending(code))
            raise PictureRefusedError(STOPPED)
        result = _result(place / _RESULT)
        if len(result) > most_bytes:
            raise PictureRefusedError(STOPPED)
        return _checked(result, codes, longest_side)


def _result(path: Path) -> bytes:
    try:
        # A link or a pipe would make this process read elsewhere, or wait for ever.
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
    except OSError as error:
        raise PictureRefusedError(STOPPED) from error


def _checked(result: bytes, codes: Collection[str], longest_side: int) -> Pixels:
    """Return the answer of the child; whatever took the child over may have written anything there."""
    line, _end, content = result.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError as error:
        raise PictureRefusedError(STOPPED) from error
    if not isinstance(told, dict):
        raise PictureRefusedError(STOPPED)
    if "refusal" in told:
        refusal = told["refusal"]
        raise PictureRefusedError(refusal if isinstance(refusal, str) and refusal in codes else STOPPED)
    width, height = _side(told.get("width"), longest_side), _side(told.get("height"), longest_side)
    kind = _kind(told.get("kind"))
    if kind is None or not content.startswith(_STARTS[kind]) or not (width and height):
        raise PictureRefusedError(STOPPED)
    # The file itself says how large it is.
    if kind == "png" and content[16:24] != struct.pack(">II", width, height):
        raise PictureRefusedError(STOPPED)
    return Pixels(kind, width, height, content)


def _kind(told: object) -> Kind | None:
    return next((kind for kind in _STARTS if kind == told), None)


def _side(told: object, longest: int) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told <= longest else 0


def serve(read: Callable[[bytes], Pixels]) -> int:
    """Confine this process, read the picture of its folder and return the exit code.

    `read` raises PictureRefusedError. Whatever it needs is loaded before, for nothing more can be opened then.
    """
    try:
        confine(BOUNDS)
        written = answer(read, Path(_PICTURE).read_bytes())
    except NotConfinedError:
        return childprocess.NOT_CONFINED
    except MemoryError:
        return childprocess.NO_MEMORY
    try:
        Path(_RESULT).write_bytes(written)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return childprocess.TOO_LARGE
    return childprocess.DONE


def answer(read: Callable[[bytes], Pixels], content: bytes) -> bytes:
    """Return what is kept of a picture, or the code of why it is not taken."""
    try:
        kept = read(content)
    except PictureRefusedError as error:
        return json.dumps({"refusal": error.code}).encode() + b"\n"
    header = {"kind": kept.kind, "width": kept.width, "height": kept.height}
    return json.dumps(header).encode() + b"\n" + kept.content
