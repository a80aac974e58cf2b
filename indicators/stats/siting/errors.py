# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong when sites are looked for; nothing is ever proposed on a guess."""

from sozialplanung.common.errors import InvalidInputError


class SitingTooLargeError(InvalidInputError):
    """There are more ways between areas and sites than a search may weigh."""


class SitingSolverError(RuntimeError):
    """The solver ended without an answer that can be relied upon."""


def too_large(pairs: int, limit: int) -> SitingTooLargeError:
    """Return the error that says how large a search would be and how large it may be.

    Parameters
    ----------
    pairs, limit : int
        Ways between areas and sites that would be weighed, and how many may be.

    Returns
    -------
    SitingTooLargeError
        With the code ``indicators.siting_too_large``.
    """
    return SitingTooLargeError(
        "indicators.siting_too_large",
        f"{pairs} ways between areas and sites would have to be weighed; {limit} are allowed.",
        way_out="Choose fewer candidates, a coarser level or a shorter way.",
        pairs=pairs,
        limit=limit,
    )
