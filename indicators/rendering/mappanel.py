# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a map about the area in focus, or about the whole while no area is chosen."""

from dataclasses import dataclass

from indicators.rendering.mapseries import SeriesChart
from indicators.rendering.profile_rows import ProfileRow


@dataclass(frozen=True, slots=True)
class Crumb:
    """One area above the one in focus."""

    level: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class NeighbourBar:
    """One area of the same surroundings: `share` is the length of its bar, 0 to 100, as written in a drawing."""

    key: str
    query: str
    name: str
    value: str
    share: str
    style: str
    is_focus: bool


@dataclass(frozen=True, slots=True)
class AreaPanel:
    """The area in focus; `sentence` is empty where too few persons stand behind a share.

    `unit` is a unit of measure that is a word of its own; `is_only` says that the level has no other area. `judgement`
    is the word for the comparison where a direction is declared, `lacks_interval` says that none can be computed,
    `is_estimated` that its range holds how far the estimate may be off, `unsure` over how many classes it reaches where
    they are more than two, else 0, `pattern` how it lies among its neighbours where the map shows that.
    """

    key: str
    name: str
    unit: str
    is_only: bool
    edition: str
    crumbs: tuple[Crumb, ...]
    row: ProfileRow
    sentence: str
    chart: SeriesChart | None
    chart_words: str
    surroundings: str
    neighbours: tuple[NeighbourBar, ...]
    judgement: str = ""
    lacks_interval: bool = False
    is_estimated: bool = False
    unsure: int = 0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class WholePanel:
    """The whole city: its value where one is delivered or can be computed, and its series.

    `origin` says where the value comes from, or why there is none.
    """

    name: str
    value: str
    unit: str
    origin: str
    chart: SeriesChart | None
    chart_words: str
