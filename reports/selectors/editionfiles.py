# SPDX-License-Identifier: EUPL-1.2
"""Files of an edition as its readers find them: those alone that say what it says at this moment."""

from dataclasses import dataclass

from reports.rendering.document import Language
from reports.rendering.files.formats import MEDIA_TYPES, made_from
from reports.selectors.editions import EditionRow, Standing, rows_for


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: how its name ends, how many bytes it has, the hash of these."""

    ending: str
    size: int
    content_hash: str


def files_of(edition: EditionRow, standing: Standing, language: Language) -> tuple[FileRow, ...]:
    """Return the files of an edition in a language that are there, in the order in which they are offered."""
    rows = rows_for(
        edition.read_for,
        "SELECT format, size, content_hash FROM reports_public_file "
        "WHERE edition_id = %s AND language = %s AND made_from = %s",
        [edition.id, language, made_from(edition.content_hash, language, standing.gone)],
    )
    found = {row[0]: FileRow(*row) for row in rows}
    return tuple(found[ending] for ending in MEDIA_TYPES if ending in found)


def file_content(edition: EditionRow, file: FileRow, language: Language) -> bytes | None:
    """Return what a file holds; None where another one took its place meanwhile."""
    rows = rows_for(
        edition.read_for,
        "SELECT content FROM reports_public_file "
        "WHERE edition_id = %s AND language = %s AND format = %s AND content_hash = %s",
        [edition.id, language, file.ending, file.content_hash],
    )
    return bytes(rows[0][0]) if rows else None
