# SPDX-License-Identifier: EUPL-1.2
"""Uploaded files on their way into the database: in pieces, so that the memory of the web process stays small."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.base import File
from django.db import connection

# The head of COPY in its binary form: signature, no flags, no extension; one field in the row; the end.
_HEAD: Final = b"PGCOPY\n\xff\r\n\x00" + struct.pack("!ii", 0, 0)
_ONE_FIELD: Final = struct.pack("!h", 1)
_END: Final = struct.pack("!h", -1)
_PIECE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came, in memory or on disk; its name is only ever shown."""

    name: str
    content: "bytes | File[Any]"

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else int(self.content.size)

    def pieces(self) -> Iterator[bytes]:
        """Give the content in pieces."""
        if isinstance(self.content, bytes):
            for start in range(0, len(self.content), _PIECE):
                yield self.content[start : start + _PIECE]
        else:
            yield from self.content.chunks(_PIECE)


def store_content(*, file_id: int, upload: Upload) -> str:
    """Write the content of a file into its row, piece by piece, in the caller's transaction; returns its hash."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS uploaded_content (content bytea) ON COMMIT DROP")
        cursor.execute("TRUNCATE uploaded_content")
        with cursor.copy("COPY uploaded_content FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(_HEAD + _ONE_FIELD + struct.pack("!i", upload.size))
            for piece in upload.pieces():
                digest.update(piece)
                copy.write(piece)
            copy.write(_END)
        cursor.execute(
            "UPDATE indicators_deliveryfile SET content = (SELECT content FROM uploaded_content), sha256 = %s "
            "WHERE id = %s",
            [digest.hexdigest(), file_id],
        )
    return digest.hexdigest()
