# SPDX-License-Identifier: EUPL-1.2
"""Lines that are fitted to a series: between which periods, for the whole and for every area."""

from dataclasses import dataclass

from indicators.rendering.profile_numbers import Language, number
from sozialplanung.common.numbers import NBSP


@dataclass(frozen=True, slots=True)
class FitLine:
    """One line: its values at the first and the last period of its run, and what it changes by in a year."""

    start: float
    end: float
    slope: float


@dataclass(frozen=True, slots=True)
class FitRun:
    """The lines between two periods (places in the series) without a break; areas in the order of their ground.

    None where fewer than five periods have a value.
    """

    first: int
    last: int
    edition: str
    whole: FitLine | None
    areas: tuple[FitLine | None, ...]


def slope_text(line: FitLine, decimals: int, unit: str, language: Language) -> str:
    """Write by how much a line changes in a year, with one decimal more than the figures."""
    text = number(line.slope, decimals + 1, language, is_signed=True)
    return f"{text}{NBSP}{unit}" if unit else text
