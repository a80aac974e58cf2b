# SPDX-License-Identifier: EUPL-1.2
"""Texts that XML can hold: office files are XML, and one sign that it cannot hold breaks the whole file."""

import re
from typing import Final

# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACED: Final = "\ufffd"


def xml_text(text: str) -> str:
    """Return a text in which U+FFFD takes the place of each sign that XML cannot hold."""
    return _ILLEGAL.sub(_REPLACED, text)
