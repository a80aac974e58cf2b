# SPDX-License-Identifier: EUPL-1.2
"""Words as they are compared and put in order, however they are written."""

import unicodedata
from typing import Final

_LONG_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def folded(text: str) -> str:
    """Return the text in lower case with umlauts spelled out and without accents."""
    spelled = unicodedata.normalize("NFC", text).lower().translate(_LONG_UMLAUTS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
