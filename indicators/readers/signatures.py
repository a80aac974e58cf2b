# SPDX-License-Identifier: EUPL-1.2
"""By which bytes a workbook is told from a text, before anything is loaded that reads workbooks."""

from typing import Final

ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(payload: bytes) -> bool:
    """Say whether the content is that of a workbook, or of something packed like one.

    Parameters
    ----------
    payload
        The file; its name and extension are never asked.

    Returns
    -------
    bool
    """
    return payload.startswith((ZIP, COMPOUND, EMPTY_ZIP))
