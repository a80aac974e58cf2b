# SPDX-License-Identifier: EUPL-1.2
"""What follows from a state of the workbench: for every period of a series its figures, words and bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.mapchance import Chance
from indicators.rendering.mapview import MapView, NumberedRemark, PeriodView
from indicators.rendering.pairs import Grid, Pair
from indicators.rendering.workbench.axis import Axis
from indicators.rendering.workbench.balance import Balance
from indicators.rendering.workbench.crosstable import Cross
from indicators.rendering.workbench.distribution import Distribution
from indicators.rendering.workbench.facing import Facing
from indicators.rendering.workbench.fits import FitRun
from indicators.rendering.workbench.funnels import Funnels
from indicators.rendering.workbench.scatter import Scatter, Scatters
from indicators.rendering.workbench.striking import Striking, Strikings
from indicators.stats.overall import Overall

Floats = npt.NDArray[np.float64]
# Parts of the axis in which a histogram counts areas.
BINS: Final = 40
_PLACES: Final = 4
_MIDDLE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Heading:
    """What the change of a period counts from, in short, and who made it; both empty without one."""

    since: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class PeriodAnswer:
    """One period: what the map shows of it, its statistics, and the same in sentences.

    `time` is its place in the series, 0 to 1. `joins`: a line may lead to it from the period before. `has_new_ground`:
    boundaries are others than in the period before, `lacking` periods are missing between the two. `city` is the
    value of the whole by its own denominator, None without one. `columns` are those of its table, `marks` by place the
    numbers of the `remarks` on an area, `footnotes` what has to be known of all of them, `histogram` the
    number of areas in each part of the axis. `classes` tells both sides of a middle and the classes of their own;
    `middle` is None where the scale has one side. `pair` are the classes of two indicators, `grid` their legend.
    `guessed` are the places of the areas that show an estimate: statistics and histogram are those of the others.
    """

    view: PeriodView
    time: float
    joins: bool
    overall: Overall
    city: float | None
    city_text: str
    sentence: str
    columns: tuple[str, ...]
    change: Heading
    chance: Chance
    histogram: tuple[int, ...]
    marks: Mapping[int, tuple[int, ...]]
    remarks: tuple[NumberedRemark, ...]
    footnotes: tuple[str, ...]
    classes: str = ""
    middle: float | None = None
    has_new_ground: bool = False
    lacking: int = 0
    grid: Grid | None = None
    pair: Pair | None = None
    guessed: tuple[int, ...] = ()

    @property
    def carried(self) -> tuple[str, ...]:
        """What has to be known of figures that were counted on other boundaries, those of the second one with them."""
        second = "" if self.pair is None else self.pair.carried
        return (*self.view.carried, *([second] if second else []))


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the ground shown: its number is the same in all boundary versions that hold it."""

    key: str
    name: str
    parent: str
    number: int


@dataclass(frozen=True, slots=True)
class AreaGround:
    """The areas of one boundary version in frozen order, and their places in the order of their names."""

    edition: str
    order_hash: str
    areas: tuple[Area, ...]
    by_name: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for all periods of a series.

    `is_position`: figures are re-scaled for every period, so that no line joins them; `starts_at_zero`: a bar may
    stand for a figure. `course` tells the series in a sentence. `balances` hold each period against another one,
    `fits` are the lines that were asked for; both empty where nobody looks at them. `scatters` hold two indicators
    against each other, None where nobody looks or there is one alone; `distributions` are how areas spread,
    `funnels` which of them lie beyond chance, `strikings` which changed otherwise than the rest of their city; None
    where nobody looks. `cross` holds several indicators beside each other, for the period shown alone; `facings` lay
    two maps beside each other.
    """

    view: MapView
    axis: Axis
    periods: tuple[PeriodAnswer, ...]
    grounds: tuple[AreaGround, ...]
    is_position: bool
    starts_at_zero: bool
    course: str
    balances: tuple[Balance, ...] = ()
    fits: tuple[FitRun, ...] = ()
    scatters: Scatters | None = None
    distributions: tuple[Distribution, ...] = ()
    funnels: Funnels | None = None
    strikings: Strikings | None = None
    cross: Cross | None = None
    facings: tuple[Facing, ...] = ()

    @property
    def facing(self) -> Facing | None:
        """Two maps beside each other; None where nobody looks."""
        return self.facings[self.shown.view.position] if self.facings else None

    @property
    def distribution(self) -> Distribution | None:
        """How areas spread in the period shown; None where nobody looks."""
        return self.distributions[self.shown.view.position] if self.distributions else None

    @property
    def striking(self) -> Striking | None:
        """The areas that stand out in the period shown; None where nobody looks."""
        return None if self.strikings is None else self.strikings.periods[self.shown.view.position]

    @property
    def scatter(self) -> Scatter | None:
        """Both indicators of the period shown; None where none are asked for."""
        return None if self.scatters is None else self.scatters.periods[self.shown.view.position]

    @property
    def balance(self) -> Balance | None:
        """The balance of the period shown; None where none is asked for."""
        return self.balances[self.shown.view.position] if self.balances else None

    @property
    def shown(self) -> PeriodAnswer:
        """The period shown."""
        return next(period for period in self.periods if period.view.is_current)

    @property
    def ground(self) -> AreaGround:
        """The areas of the period shown."""
        return next(each for each in self.grounds if each.edition == self.shown.view.edition)


def histogram_of(values: Floats, axis: Axis) -> tuple[int, ...]:
    """Count the areas in `BINS` equal parts of the axis; one without a value is in none."""
    counts, _ = np.histogram(values[~np.isnan(values)], bins=BINS, range=(axis.low, axis.high))
    return tuple(int(count) for count in counts)


def times_of(days: Sequence[int]) -> tuple[float, ...]:
    """Return the places of periods along their series, 0 to 1, from numbers that grow with time."""
    if not days or days[0] == days[-1]:
        return (_MIDDLE,) * len(days)
    span = days[-1] - days[0]
    return tuple(round((day - days[0]) / span, _PLACES) for day in days)


def lacking_before(days: Sequence[int]) -> tuple[int, ...]:
    """Return how many periods are missing before each one of a series, from numbers that grow with time.

    The usual distance is the shortest one: in 2015, 2017, 2019 nothing is missing, in 2015, 2016, 2019 two are.
    """
    steps = [later - before for before, later in pairwise(days)]
    usual = min(steps, default=1)
    return (0, *(max(round(step / usual) - 1, 0) for step in steps)) if days else ()
