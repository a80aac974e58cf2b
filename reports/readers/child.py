# SPDX-License-Identifier: EUPL-1.2
"""The confined process that reads one picture: `python -m reports.readers.child` in a folder of its own.

It confines itself, reads ``picture`` and writes ``result``: a line of JSON, and behind it the file that is kept.
"""

import errno
import json
import sys
from pathlib import Path
from typing import Final

from reports.readers.pixels import PictureError, pixels_of
from sozialplanung.common import childprocess
from sozialplanung.common.confinement import Bounds, NotConfinedError, confine

PICTURE: Final = "picture"
RESULT: Final = "result"
BOUNDS: Final = Bounds(memory_bytes=1_500_000_000, cpu_seconds=20, file_bytes=20_000_000)


def main() -> int:
    """Read the picture and return the exit code."""
    try:
        # What reads pictures is loaded before nothing more can be opened.
        from PIL import ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

        del ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
        confine(BOUNDS)
        written = answer(Path(PICTURE).read_bytes())
    except NotConfinedError:
        return childprocess.NOT_CONFINED
    except MemoryError:
        return childprocess.NO_MEMORY
    try:
        Path(RESULT).write_bytes(written)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return childprocess.TOO_LARGE
    return childprocess.DONE


def answer(content: bytes) -> bytes:
    """Return what is kept of a picture, or the code of why it is not taken."""
    try:
        kept = pixels_of(content)
    except PictureError as error:
        return json.dumps({"refusal": error.code}).encode() + b"\n"
    header = {"kind": kept.kind, "width": kept.width, "height": kept.height}
    return json.dumps(header).encode() + b"\n" + kept.content


if __name__ == "__main__":
    sys.exit(main())
