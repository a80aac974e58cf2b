# SPDX-License-Identifier: EUPL-1.2
"""Which area of one's own an address of the workbench names: a shape that it says, or one that somebody saved."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from indicators.rendering.workbench.ownshapes import Shape, read_shape

OWN: Final = "eigenes"
# An address has room for other things as well.
LONGEST_OWN: Final = 1_200
_SAVED: Final = "gespeichert:"


@dataclass(frozen=True, slots=True)
class SavedOwn:
    """An own area that somebody saved, as it is now."""

    uuid: UUID

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"{_SAVED}{self.uuid}"


def read_own(text: str) -> Shape | SavedOwn | None:
    """Read what an address names; None for anything else, and for what it has no room for."""
    if text.startswith(_SAVED):
        try:
            return SavedOwn(UUID(text.removeprefix(_SAVED)))
        except ValueError:
            return None
    found = read_shape(text)
    return found if found is not None and len(str(found)) <= LONGEST_OWN else None
