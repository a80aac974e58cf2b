# SPDX-License-Identifier: EUPL-1.2
"""Status and flags of a figure; their integers are stored in releases and never change."""

from enum import IntEnum, IntFlag
from typing import Any, Final

import numpy as np
import numpy.typing as npt


class Status(IntEnum):
    """Why a figure is there, or why it is not; missing is never zero."""

    OK = 0
    TRUE_ZERO = 1
    ROUNDED_ZERO = 2
    MISSING = 3
    UNKNOWN = 4
    CONFIDENTIAL = 5
    SUPPRESSED = 6
    EXCLUDED = 7
    UNRELIABLE = 8
    PENDING = 9
    NOT_APPLICABLE = 10
    NOT_COMPARABLE = 11

    @property
    def code(self) -> str:
        """The word in files and in the API."""
        return self.name.lower()

    @property
    def has_value(self) -> bool:
        """Whether a number stands beside this status."""
        return self in WITH_VALUE


WITH_VALUE: frozenset[Status] = frozenset({Status.OK, Status.TRUE_ZERO, Status.ROUNDED_ZERO})
_CODES: Final = np.array(sorted(WITH_VALUE), dtype=np.uint8)


# What is said of a result when its parts lack a value for different reasons: the first that occurs.
SEVERITY: Final = (
    Status.CONFIDENTIAL,
    Status.SUPPRESSED,
    Status.EXCLUDED,
    Status.NOT_COMPARABLE,
    Status.UNRELIABLE,
    Status.PENDING,
    Status.MISSING,
    Status.UNKNOWN,
    Status.NOT_APPLICABLE,
)


def have_value(statuses: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell beside which statuses a number stands.

    Parameters
    ----------
    statuses : ndarray, any shape, integer
        Codes of `Status`.

    Returns
    -------
    ndarray, same shape, bool
    """
    return np.isin(statuses, _CODES)


class Flag(IntFlag):
    """What has to be said about a figure that is there; several may hold at once."""

    NONE = 0
    LIMITED = 1
    PROVISIONAL = 2
    ESTIMATED = 4
    REAGGREGATED = 8
    SMOOTHED = 16
    REVISED = 32
    RECOMPUTED = 64

    @property
    def codes(self) -> tuple[str, ...]:
        """The words of all flags that are set, in the order of their integers."""
        return tuple((flag.name or "").lower() for flag in Flag if flag in self)


ALL_FLAGS = Flag(sum(Flag))


def status_from_code(code: str) -> Status:
    """Return the status with this word; ValueError when there is none."""
    return _STATUS_BY_CODE[code] if code in _STATUS_BY_CODE else _unknown(code)


_STATUS_BY_CODE: dict[str, Status] = {status.code: status for status in Status}


def _unknown(code: str) -> Status:
    raise ValueError(f"{code!r} is no status; allowed: {', '.join(_STATUS_BY_CODE)}")
