# SPDX-License-Identifier: EUPL-1.2
"""In which character set a table of text is written, found without guessing at single characters."""

import codecs
import re
from typing import Final

# What no table of text holds: control characters other than tabulator and line ends.
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_C1: Final = re.compile(rb"[\x80-\x9f]")


def encoding_of(content: bytes) -> str:
    """Return the character set of a text.

    Parameters
    ----------
    content : bytes
        The text as it came.

    Returns
    -------
    str
        By its byte order mark; else UTF-8 where it is that strictly, Latin-1 where no byte lies in its control range,
        then Windows-1252.

    References
    ----------
    WHATWG Encoding Standard (windows-1252).
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if _C1.search(content) else "latin-1"
    return "utf-8"
