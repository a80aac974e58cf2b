# SPDX-License-Identifier: EUPL-1.2
"""Writes one file of a document in a process of its own, so that its memory is its own, too."""

import re
import sys
import time
from pathlib import Path

import django


def main(kind: str, place: str) -> None:
    """Write the document kept at a place as a kind of file; print seconds, megabytes at most, and bytes."""
    django.setup()
    from reports.rendering.annexing import with_annex
    from reports.rendering.files.formats import PDF, SESSION
    from reports.rendering.files.raster import pictures_of
    from reports.rendering.files.writers import WRITERS
    from reports.rendering.storing import restored
    from reports.services.paper import drawing_fonts, pdf_document
    from reports.services.session import session_document

    document = restored(Path(place).read_bytes()).document
    begin = time.perf_counter()
    if kind == PDF:
        made = pdf_document(with_annex(document))
    elif kind == SESSION:
        made = session_document(document)
    else:
        paged = with_annex(document) if WRITERS[kind].is_paged else document
        made = WRITERS[kind].write(paged, pictures_of(document, drawing_fonts()))
    seconds = time.perf_counter() - begin
    peak = _peak()
    sys.stdout.write(f"{seconds:.2f} {peak:.0f} {len(made)}\n")


def _peak() -> float:
    """Return megabytes at most since this program began: what the kernel tells of usage counts who started it, too."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main(*sys.argv[1:])
