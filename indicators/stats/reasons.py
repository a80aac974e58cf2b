# SPDX-License-Identifier: EUPL-1.2
"""Why a statistic of an area could be computed, or why it could not: one vocabulary for all methods."""

from enum import IntEnum


class Reason(IntEnum):
    """Zero is a result; every other code is the reason for its absence, which a page puts into words."""

    OK = 0
    MISSING = 1
    NO_PERSONS = 2
    TOO_FEW_CASES = 3
    NO_EXPECTATION = 4
    TOO_FEW_AREAS = 5
    NO_NEIGHBOURS = 6
    TOO_FEW_POINTS = 7
    GAP = 8
    CONSTANT = 9
    NO_SPREAD = 10
    NEGATIVE = 11

    @property
    def code(self) -> str:
        """The word in files and in the API."""
        return self.name.lower()
