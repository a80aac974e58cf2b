# SPDX-License-Identifier: EUPL-1.2
"""Names and headings that somebody wrote, as others may read them."""

import unicodedata
from collections.abc import Iterable
from typing import Final

# Signs that nobody sees: controls, and formats such as those that turn a line around.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def told_name(name: str) -> str:
    """Return a name as it may stand in a list that others read: without unseen signs and needless blanks."""
    return " ".join("".join(" " if sign.isspace() else sign for sign in name if _is_seen(sign)).split())


def first_named(names: Iterable[str], most: int, joint: str = ", ") -> str:
    """Join the first `most` of some names, each told once; “…” says that there are more.

    Examples
    --------
    >>> first_named(["Altstadt", "Tarup", "Altstadt", "Weiche"], 2)
    'Altstadt, Tarup, …'
    """
    unique = list(dict.fromkeys(names))
    return joint.join([*unique[:most], "…"] if len(unique) > most else unique)


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in _UNSEEN
