# SPDX-License-Identifier: EUPL-1.2
"""Which layers of places and which map services of others an address shows: their slugs with commas, in order."""

import re
from collections.abc import Iterable
from typing import Final

# More signs, lines and patterns than these cannot be told apart.
MOST_LAYERS: Final = 5
# Of pictures that lie on one another nothing is seen.
MOST_SERVICES: Final = 3
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)


def read_layers(text: str) -> str | None:
    """Return what an address says of layers as it is written; None where it names none, one twice or too many.

    Parameters
    ----------
    text
        Slugs with commas between them; empty for none.

    Returns
    -------
    str or None
        The same text where it can be taken.
    """
    return _read(text, MOST_LAYERS)


def read_services(text: str) -> str | None:
    """Return what an address says of map services as it is written; None where it names none, one twice or too many.

    Parameters
    ----------
    text
        Slugs with commas between them; empty for none.

    Returns
    -------
    str or None
        The same text where it can be taken.
    """
    return _read(text, MOST_SERVICES)


def _read(text: str, most: int) -> str | None:
    slugs = layers_in(text)
    if len(set(slugs)) != len(slugs) or len(slugs) > most:
        return None
    return text if all(_SLUG.fullmatch(slug) for slug in slugs) else None


def layers_in(text: str) -> tuple[str, ...]:
    """Return the slugs that an address names."""
    return tuple(text.split(",")) if text else ()


def written_layers(slugs: Iterable[str]) -> str:
    """Return slugs as an address writes them."""
    return ",".join(slugs)
