# SPDX-License-Identifier: EUPL-1.2
"""Puts the loose parts of a Shapefile, as they lie in a folder, into the zip file that is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
# What GIS programs leave beside them; nothing in it is read.
COMPANIONS = frozenset({".sbn", ".sbx", ".qix", ".qmd", ".qpj", ".qgz", ".fix", ".idx", ".atx"})


def packed(files: Sequence[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """Join parts of the same name.

    Parameters
    ----------
    files : sequence of (name, content)
        Files as they came; names decide here, and only here, what belongs together.

    Returns
    -------
    tuple of (name, content)
        Files that are no part as they were; each Shapefile once, as a zip file with fixed names, which
        says the same for the same parts. Indexes and metadata that lie beside a part are left out.
    """
    shapes: dict[str, tuple[str, dict[str, bytes]]] = {}
    others: list[tuple[str, bytes]] = []
    for name, content in files:
        stem, suffix = _split(name)
        if suffix in PARTS:
            shapes.setdefault(stem.casefold(), (stem, {}))[1][suffix] = content
        elif not (suffix in COMPANIONS or name.lower().endswith(".shp.xml")):
            others.append((name, content))
    return (*others, *((f"{stem}.shp", _zipped(parts)) for stem, parts in shapes.values()))


def _split(name: str) -> tuple[str, str]:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.stem, path.suffix.lower()


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for suffix in sorted(parts):
            archive.writestr(zipfile.ZipInfo(f"layer{suffix}"), parts[suffix])
    return buffer.getvalue()
