# SPDX-License-Identifier: EUPL-1.2
"""Further indicators that an address asks for, to be held beside the first one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

FURTHER: Final = "weitere"
MOST: Final = 7
# So many characters leave room for everything else that an address says.
_LONGEST: Final = 400
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AskedFurther:
    """Slugs in the order in which they were named, each once; `impossible` are texts that are none or too many."""

    found: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()


def read_further(texts: Iterable[str]) -> AskedFurther:
    """Read slugs with commas between them; a form names the parameter once for each."""
    asked = dict.fromkeys(slug for text in texts for slug in text.split(",") if slug)
    slugs = [slug for slug in asked if _SLUG.fullmatch(slug)]
    kept: list[str] = []
    for slug in slugs[:MOST]:
        if len(written_further((*kept, slug))) <= _LONGEST:
            kept.append(slug)
    return AskedFurther(tuple(kept), tuple(slug for slug in asked if slug not in kept))


def written_further(slugs: Iterable[str]) -> str:
    """Write slugs as an address has them."""
    return ",".join(slugs)
