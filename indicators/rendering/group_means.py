# SPDX-License-Identifier: EUPL-1.2
"""How groups of areas differ: means of the published figures, and how far they lie from the mean of all areas."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.kmeans import means_of
from indicators.stats.normalise import zscores

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Tone = Literal[1, 2, 3, 4, 5]

# In standard deviations of the areas: below the first a group is near the mean, from the second on it is far from it.
NEAR: Final = 0.5
FAR: Final = 1.0
MOST_TRAITS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class GroupMeans:
    """k groups by p indicators: unweighted means of the areas, and their distance from the mean of all areas.

    `overall` are the means of all areas that take part. `distances` are in standard deviations of these areas.
    """

    means: Floats
    distances: Floats
    overall: Floats

    def tone(self, group: int, column: int) -> Tone:
        """Return where a group lies, from 1 (far below the mean) over 3 (near it) to 5 (far above)."""
        distance = float(self.distances[group, column])
        size = (abs(distance) >= NEAR) + (abs(distance) >= FAR)
        return (3, 4, 5)[size] if distance > 0 else (3, 2, 1)[size]

    def traits(self, group: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the columns in which a group is most above and most below the mean, the strongest first."""
        row = self.distances[group]
        order = sorted(range(row.size), key=lambda column: (-abs(float(row[column])), column))
        strongest = [column for column in order if abs(float(row[column])) >= NEAR][:MOST_TRAITS]
        return (
            tuple(column for column in strongest if row[column] > 0),
            tuple(column for column in strongest if row[column] < 0),
        )


def group_means(values: Floats, groups: Integers) -> GroupMeans:
    """Compute the means of groups; an area in no group (0) lacks a figure and does not count."""
    counted = groups > 0
    shown, labels = values[counted], groups[counted] - 1
    k = int(labels.max()) + 1
    scores = np.column_stack([zscores(column, ddof=0).scores for column in shown.T])
    return GroupMeans(means_of(shown, labels, k), means_of(scores, labels, k), shown.mean(axis=0))
