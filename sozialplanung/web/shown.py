# SPDX-License-Identifier: EUPL-1.2
"""Foreign words inside our sentences: short, visible, and unable to turn the sentence around."""

import unicodedata
from typing import Final

LONGEST_WORD: Final = 80
LONGEST_LIST: Final = 2000
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# Controls, formats (the bidirectional ones among them), surrogates, line and paragraph separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FROM_RIGHT: Final = frozenset({"R", "AL", "AN"})
_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
_END: Final = "\N{POP DIRECTIONAL ISOLATE}"
# German words are hyphenated by it, and it is no danger.
_KEPT: Final = frozenset({"\N{SOFT HYPHEN}", "\n"})


def shown(value: str, longest: int = LONGEST_WORD) -> str:
    """Return a word of somebody else as it may stand in a sentence of ours."""
    head = value[: longest + 1]
    text = "".join(REPLACEMENT if _is_unseen(sign) else sign for sign in head)
    if len(text) > longest:
        text = text[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
    if any(unicodedata.bidirectional(sign) in _FROM_RIGHT for sign in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def _is_unseen(sign: str) -> bool:
    return sign not in _KEPT and unicodedata.category(sign) in _UNSEEN


def shown_name(name: str) -> str:
    """Return a file name that is fit to be shown: one line, no path, no signs that turn the text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable())
    return kept.strip()[:200] or "-"
