# SPDX-License-Identifier: EUPL-1.2
"""Figures of several indicators side by side, area by area: which areas have them all, and what the others lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.slice_content import SliceContent
from sozialplanung.common.statuses import WITH_VALUE, Status, have_value

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
# Of several gaps of an area the one that a reader has to know first: what is kept secret, then what was left out.
_GRAVITY: Final = (
    Status.CONFIDENTIAL,
    Status.SUPPRESSED,
    Status.EXCLUDED,
    Status.UNRELIABLE,
    Status.PENDING,
    Status.MISSING,
    Status.UNKNOWN,
    Status.NOT_APPLICABLE,
)
# Where fewer areas than this share have all figures, groups would speak of a part of the city as if it were all.
LEAST_COMPLETE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Gap:
    """Why an area takes no part: the first of its indicators without a figure, and the status there."""

    indicator: int
    status: Status


@dataclass(frozen=True, slots=True, eq=False)
class AreaMatrix:
    """Figures of n areas in their frozen order, one column for each indicator, NaN where nothing is shown.

    `gaps` are by position of the areas that lack a figure.
    """

    values: Floats
    gaps: dict[int, Gap]

    @property
    def size(self) -> int:
        """The number of areas."""
        return int(self.values.shape[0])

    @property
    def is_complete(self) -> Mask:
        """Which areas have every figure."""
        return np.asarray(~np.isnan(self.values).any(axis=1), dtype=np.bool_)

    @property
    def complete(self) -> int:
        """How many areas have every figure."""
        return int(self.is_complete.sum())

    def lacking(self) -> int:
        """Return the place of the indicator that most areas lack."""
        return int(np.isnan(self.values).sum(axis=0).argmax())


def area_matrix(contents: Sequence[SliceContent]) -> AreaMatrix:
    """Put released slices of the same areas side by side; what a slice hides is not there."""
    columns = [_shown(content) for content in contents]
    values = np.column_stack(columns)
    gaps = {
        int(place): _gap(contents, int(place), np.flatnonzero(np.isnan(values[place])).tolist())
        for place in np.flatnonzero(np.isnan(values).any(axis=1))
    }
    return AreaMatrix(values, gaps)


def _shown(content: SliceContent) -> Floats:
    has_value = have_value(content.status)
    return np.where(has_value, content.numbers["value"].values, np.nan)


def _gap(contents: Sequence[SliceContent], place: int, lacking: list[int]) -> Gap:
    found = [Gap(column, _status(contents[column], place)) for column in lacking]
    return min(found, key=lambda gap: _GRAVITY.index(gap.status))


def _status(content: SliceContent, place: int) -> Status:
    status = Status(int(content.status[place]))
    return Status.MISSING if status in WITH_VALUE else status
