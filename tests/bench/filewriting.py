# SPDX-License-Identifier: EUPL-1.2
"""Writes one file of a document in a process of its own, so that its memory is its own, too."""

import resource
import sys
import time
from pathlib import Path

import django


def main(kind: str, place: str) -> None:
    """Write the document kept at a place as a kind of file; print seconds, megabytes at most, and bytes."""
    django.setup()
    from reports.rendering.annexing import with_annex
    from reports.rendering.files.formats import PDF, SESSION, WRITTEN
    from reports.rendering.files.raster import pictures_of
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
        paged = with_annex(document) if WRITTEN[kind].is_paged else document
        made = WRITTEN[kind].write(paged, pictures_of(document, drawing_fonts()))
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seconds:.2f} {peak:.0f} {len(made)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
