# SPDX-License-Identifier: EUPL-1.2
"""Lines through the figures of a series, run by run: never across a break or over other boundaries."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.workbench.answer import PeriodAnswer
from indicators.rendering.workbench.drawing import runs_of
from indicators.rendering.workbench.fits import FitLine, FitRun
from indicators.rendering.workbench.parts import LINEAR, THEIL_SEN
from indicators.selectors.mapfacts import MapFacts
from indicators.stats.fits import Fits, linear_fit, theil_sen_fit
from indicators.stats.ranktrend import FEWEST
from sozialplanung.common.numbers import MAX_DECIMALS, round_half_up

Floats = npt.NDArray[np.float64]
METHODS: Final[Mapping[str, Callable[[Floats, Floats], Fits]]] = MappingProxyType(
    {LINEAR: linear_fit, THEIL_SEN: theil_sen_fit}
)
_DAYS: Final = 365.25
# Of a line more decimals are kept than of figures: its slope is told with one more.
_MORE: Final = 2


def fits_of(facts: MapFacts, periods: Sequence[PeriodAnswer], method: str) -> tuple[FitRun, ...]:
    """Fit lines to every run of comparable periods that is long enough; none where none is asked for."""
    if method not in METHODS:
        return ()
    runs = runs_of([True] * len(periods), [period.joins for period in periods])
    return tuple(_fitted(facts, periods, run, METHODS[method]) for run in runs if len(run) >= FEWEST)


def _fitted(
    facts: MapFacts, periods: Sequence[PeriodAnswer], run: Sequence[int], fit: Callable[[Floats, Floats], Fits]
) -> FitRun:
    refs = [facts.choice.series[place] for place in run]
    times = np.array([ref.period_start.toordinal() / _DAYS for ref in refs])
    # The newest year is time zero: intercepts stay numbers of the size of the figures.
    times -= times[-1]
    contents = [facts.counted(ref) for ref in refs]
    values = np.column_stack([content.numbers["value"].values for content in contents])
    whole = np.array([[np.nan if (city := periods[place].city) is None else city for place in run]])
    decimals = min(contents[-1].decimals + _MORE, MAX_DECIMALS)
    lines = _lines(fit(np.vstack([whole, values]), times), (float(times[0]), float(times[-1])), decimals)
    return FitRun(run[0], run[-1], refs[-1].edition, lines[0], tuple(lines[1:]))


def _lines(fits: Fits, ends: tuple[float, float], decimals: int) -> list[FitLine | None]:
    columns = (round_half_up(each, decimals).tolist() for each in (fits.at(ends[0]), fits.at(ends[1]), fits.slope))
    return [None if np.isnan(slope) else FitLine(start, end, slope) for start, end, slope in zip(*columns, strict=True)]
