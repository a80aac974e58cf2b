# SPDX-License-Identifier: EUPL-1.2
"""Archives that tell nothing of their writing: no time, no machine, the same bytes each time."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Final

_UNIX: Final = 3


def archive_of(members: Iterable[tuple[str, bytes]], *, stored: tuple[str, ...] = ()) -> bytes:
    """Pack members in the order given; those named in `stored` are not compressed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, body in members:
            # Without a time the archive says 1980, the first moment that it can name.
            member = zipfile.ZipInfo(name)
            member.create_system = _UNIX
            member.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            kept.writestr(member, body)
    return sink.getvalue()


def without_moment(content: bytes, changed: Callable[[str, bytes], bytes | None] = lambda _, body: body) -> bytes:
    """Pack an archive again without times; `changed` gives a member another body, or None to leave it out."""
    with zipfile.ZipFile(io.BytesIO(content)) as written:
        read = [(name, changed(name, written.read(name))) for name in written.namelist()]
    return archive_of((name, body) for name, body in read if body is not None)
