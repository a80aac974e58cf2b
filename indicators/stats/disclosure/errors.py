# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong when figures are protected; nothing is ever left unprotected in silence."""

from collections.abc import Iterable
from typing import Final

from sozialplanung.common.errors import ConflictError, InvalidInputError

# So many cells are named in a sentence; all of them stand in the parameters.
_NAMED: Final = 5


class InconsistentSystemError(InvalidInputError):
    """Cells and equations contradict one another: no attacker could be told what they say."""


class UnprotectableError(ConflictError):
    """Some sensitive cell stays open to the attacker whatever may still be hidden."""


class SolverError(RuntimeError):
    """The solver ended without an answer that can be relied upon."""


def inconsistent(message: str, *, place: str) -> InconsistentSystemError:
    """Return the error that names where cells and equations contradict one another.

    Returns
    -------
    InconsistentSystemError
        With the code ``indicators.disclosure_inconsistent``.
    """
    return InconsistentSystemError("indicators.disclosure_inconsistent", message, place=place)


def unprotectable(keys: Iterable[str]) -> UnprotectableError:
    """Return the error that names the cells which nothing protects.

    Parameters
    ----------
    keys : iterable of str
        Keys of the sensitive cells.

    Returns
    -------
    UnprotectableError
        With the code ``indicators.disclosure_unprotectable``; ``cells`` holds all keys.
    """
    cells = tuple(sorted(set(keys)))
    more = f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
    return UnprotectableError(
        "indicators.disclosure_unprotectable",
        "These cells can be narrowed down whatever else is hidden: the figures around them have to be or are shown.",
        place=", ".join(cells[:_NAMED]) + more,
        way_out="Let a figure that has to be shown be hidden, or withdraw an earlier release that shows it.",
        cells=cells,
    )
