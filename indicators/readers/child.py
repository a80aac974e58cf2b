# SPDX-License-Identifier: EUPL-1.2
"""The confined process that reads one delivery: `python -m indicators.readers.child` in a folder of its own.

It finds ``request.json`` and ``payload`` there, confines itself, reads and writes ``result``.
"""

import errno
import json
import sys
from pathlib import Path

from sozialplanung.common.childprocess import DONE, NO_MEMORY, NOT_CONFINED, TOO_LARGE
from sozialplanung.common.confinement import Bounds, NotConfinedError, confine

REQUEST, PAYLOAD, RESULT = "request.json", "payload", "result"


def main() -> int:
    """Read the file and return the exit code."""
    request = json.loads(Path(REQUEST).read_text(encoding="utf-8"))
    limits = request["limits"]
    try:
        confine(Bounds(limits["memory"], limits["cpu_seconds"], limits["answer"]))
        return written(answer(Path(PAYLOAD).read_bytes(), request))
    except NotConfinedError:
        return NOT_CONFINED
    except MemoryError:
        return NO_MEMORY


def answer(payload: bytes, request: dict[str, dict[str, object]]) -> bytes:
    """Read within the limits of the request.

    Parameters
    ----------
    payload
        The file.
    request
        `layout` and `limits` as fields.

    Returns
    -------
    bytes
        Tables or a refusal, as `indicators.readers.wire` writes them.
    """
    # What parses, and what has threads of its own (NumPy), is loaded only now that this process is confined.
    from indicators.readers.findings import DeliveryError
    from indicators.readers.limits import Limits
    from indicators.readers.reading import read_tables
    from indicators.readers.tables import Layout
    from indicators.readers.wire import encode_refusal, encode_tables

    layout, limits = Layout(**request["layout"]), Limits(**request["limits"])  # type: ignore[arg-type]  # JSON
    try:
        return encode_tables(read_tables(payload, layout=layout, limits=limits))
    except DeliveryError as error:
        return encode_refusal(error)


def written(content: bytes) -> int:
    """Write the answer.

    Parameters
    ----------
    content
        For the parent.

    Returns
    -------
    int
        The exit code.
    """
    try:
        Path(RESULT).write_bytes(content)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return TOO_LARGE
    return DONE


if __name__ == "__main__":
    sys.exit(main())
