# SPDX-License-Identifier: EUPL-1.2
"""What a release slice says about one area: the figure, its city, its company of areas."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.rendering.slice_content import ChangeNote, CityValue, Floats, SliceContent, SliceSummary
from indicators.stats.positions import shares_below
from sozialplanung.common.byname import ByName
from sozialplanung.common.periods import Period, parse
from sozialplanung.common.statuses import Flag, Status


@dataclass(frozen=True, slots=True)
class Reading(ByName):
    """One figure of one area as released; a number is None where the release holds none.

    `share_below` is the share of areas with a smaller value, ties counted by half: 0 to 1. `hidden` counts the areas
    whose value is kept secret, `unvalued` all others without one; both are worked out with `share_below` only.
    `origin` names the boundaries on which a figure was counted that was carried to those of the area.
    """

    period: Period
    status: Status
    flags: Flag
    decimals: int
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    change: float | None
    change_decimals: int
    comparison: int
    class_number: int
    class_label: str
    city: CityValue
    summary: SliceSummary
    change_note: ChangeNote
    share_below: float | None
    hidden: int = 0
    unvalued: int = 0
    origin: str = ""

    @property
    def is_guessed(self) -> bool:
        """Whether the figure was carried from other boundaries by an estimate."""
        return bool(self.origin) and Flag.ESTIMATED in self.flags and self.value is not None


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """What a slice says of each area among all: worked out once for all of them.

    `share_below` has the shape (n,), NaN where an area has no value.
    """

    share_below: Floats
    hidden: int


_SECRET: Final = np.array([int(Status.SUPPRESSED), int(Status.CONFIDENTIAL)], dtype=np.uint8)


def company_of(content: SliceContent) -> Company:
    """Place every area of a slice of n areas among all, and count those that are hidden."""
    return Company(shares_below(content.numbers["value"].values), hidden_in(content))


def reading_of(
    content: SliceContent, position: int, *, has_share: bool = True, company: Company | None = None
) -> Reading:
    """Read one area out of a slice.

    Parameters
    ----------
    content
        A decoded release slice of n areas.
    position
        Place of the area in the frozen order, 0 to n - 1.
    has_share
        Whether the company of areas (`share_below` and the counts) is worked out: only what is shown as the newest
        figure needs it.
    company
        The same of all areas of the slice, where it was worked out before.

    Returns
    -------
    Reading
        NaN becomes None; a band that the slice does not hold gives None, or 0 for codes.

    Raises
    ------
    IndexError
        There is no such place.
    """
    change = content.numbers.get("change")
    if has_share and company is None:
        company = company_of(content)
    hidden = company.hidden if company else 0
    class_number = _code(content, "class", position)
    return Reading(
        period=parse(content.key.period),
        status=Status(int(content.status[position])),
        flags=Flag(int(content.flags[position])),
        decimals=content.decimals,
        value=_number(content, "value", position),
        lower=_number(content, "lower", position),
        upper=_number(content, "upper", position),
        numerator=_number(content, "numerator", position),
        denominator=_number(content, "denominator", position),
        change=_number(content, "change", position),
        change_decimals=change.decimals if change else content.decimals,
        comparison=_code(content, "comparison", position),
        class_number=class_number,
        class_label=_label(content.class_labels, class_number),
        city=content.city,
        summary=content.summary,
        change_note=content.change,
        share_below=_known(company.share_below[position]) if company else None,
        hidden=hidden,
        unvalued=content.size - content.summary.n - hidden if company else 0,
    )


def hidden_in(content: SliceContent) -> int:
    """Count the areas of a slice whose value is kept secret, by us or by the source."""
    return int(np.isin(content.status, _SECRET).sum())


def _number(content: SliceContent, band: str, position: int) -> float | None:
    found = content.numbers.get(band)
    return None if found is None else _known(found.values[position])


def _known(value: float) -> float | None:
    number = float(value)
    return None if math.isnan(number) else number


def _code(content: SliceContent, band: str, position: int) -> int:
    return int(content.codes[band][position]) if band in content.codes else 0


def _label(labels: tuple[str, ...], number: int) -> str:
    return labels[number - 1] if 1 <= number <= len(labels) else ""
