# SPDX-License-Identifier: EUPL-1.2
"""Half-open ranges of days: the first day belongs to the range, `valid_until` does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sozialplanung.common.errors import InvalidInputError


class ValidityError(InvalidInputError):
    """Two days do not make a range of validity."""


@dataclass(frozen=True)
class Validity:
    """The days from `valid_from` to before `valid_until`; without `valid_until` it has no end yet."""

    valid_from: date
    valid_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a range without a day."""
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValidityError(
                "validity.empty",
                "The end of validity has to lie after its start.",
                valid_from=self.valid_from.isoformat(),
                valid_until=self.valid_until.isoformat(),
            )

    def contains(self, day: date) -> bool:
        """Say whether the day belongs to the range."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def overlaps(self, other: "Validity") -> bool:
        """Say whether a day belongs to both ranges."""
        return _starts_before_end(self, other) and _starts_before_end(other, self)

    def intersection(self, other: "Validity") -> "Validity | None":
        """Return the days that belong to both ranges, or None when there is none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.valid_until, other.valid_until) if end is not None]
        return Validity(max(self.valid_from, other.valid_from), min(ends, default=None))


def gaps(ranges: Iterable[Validity]) -> list[Validity]:
    """Return the stretches between the first and the last day that no range covers."""
    found: list[Validity] = []
    covered_until: date | None = None
    for current in sorted(ranges, key=lambda item: item.valid_from):
        if covered_until is not None and covered_until < current.valid_from:
            found.append(Validity(covered_until, current.valid_from))
        if current.valid_until is None:
            return found
        covered_until = max(covered_until or current.valid_until, current.valid_until)
    return found


def overlapping_pairs(ranges: Iterable[Validity]) -> list[tuple[Validity, Validity]]:
    """Return the neighbours in time that share a day; an empty list means that no two ranges do."""
    ordered = sorted(ranges, key=lambda item: item.valid_from)
    return [(first, second) for first, second in pairwise(ordered) if first.overlaps(second)]


def _starts_before_end(one: Validity, other: Validity) -> bool:
    return other.valid_until is None or one.valid_from < other.valid_until
