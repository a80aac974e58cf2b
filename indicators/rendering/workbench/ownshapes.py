# SPDX-License-Identifier: EUPL-1.2
"""Areas of one's own as they stand in an address: a circle, a drawn shape, whole areas together."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from indicators.rendering.workbench import rings
from indicators.rendering.workbench.conditions import CHOICE, Around, Drawn, read_condition

# More areas do not fit into an address.
MOST_AREAS: Final = 250
LONGEST: Final = 3_500
_UNION: Final = "gebiete"
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
_LONGEST_KEY: Final = 40


@dataclass(frozen=True, slots=True)
class Union:
    """Whole areas of one level and boundary version, by their keys."""

    level: str
    edition: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        keys = ",".join(quote(key, safe="") for key in self.keys)
        return f"{_UNION}:{self.level}:{self.edition}:{keys}"


Shape = Around | Drawn | Union


def read_shape(text: str) -> Shape | None:
    """Read what an address says of an own area; None for anything else."""
    kind, _, rest = text.partition(":")
    if kind == _UNION:
        return _union(rest)
    found = read_condition(text)
    if isinstance(found, Around) and found.centre is not None:
        return found
    return found if isinstance(found, Drawn) and found.ring != CHOICE else None


def drawn(corners: str) -> Drawn | None:
    """Read corners as they are typed, latitude first; None for what bounds no area."""
    points = rings.typed_points(corners)
    return Drawn(rings.written(points)) if points and rings.is_simple(points) else None


def typed_corners(shape: Drawn) -> str:
    """Write the corners of a shape as somebody would type them, latitude first."""
    return "; ".join(f"{latitude:.5f} {longitude:.5f}" for longitude, latitude in rings.read(shape.ring) or ())


def _union(rest: str) -> Union | None:
    level, _, rest = rest.partition(":")
    edition, _, written = rest.partition(":")
    keys = tuple(dict.fromkeys(unquote(word) for word in written.split(",") if word))
    if not (_SLUG.fullmatch(level) and _SLUG.fullmatch(edition) and 1 <= len(keys) <= MOST_AREAS):
        return None
    if any(len(key) > _LONGEST_KEY or not key.isprintable() for key in keys):
        return None
    return Union(level, edition, keys)
