# SPDX-License-Identifier: EUPL-1.2
"""What a region of the demo consists of: boundaries, catalogue, deliveries and remarks, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from indicators.readers.mapping import Mapping as TableMapping
from indicators.services.catalogue import IndicatorSpec, SeriesName
from indicators.services.sources import SourceSpec
from sozialplanung.accounts.services import NewOrganisation
from spatial.services.plans import EditionPlan, LevelFile, Whole

FOLDER = Path(__file__).resolve().parents[2] / "demo"


@dataclass(frozen=True)
class SeriesPlan:
    """A series to be created: names of variable and breakdown, unit of measure, whether areas may be summed."""

    name: SeriesName
    variable: str
    unit_of_measure: str
    is_additive: bool
    breakdown: str = "Gesamt"
    dimension: str = "total"


@dataclass(frozen=True)
class PartPlan:
    """One file of a delivery for one level."""

    path: Path
    level: str
    mapping: TableMapping
    not_covered: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeliveryPlan:
    """One delivery: a source, a title, an edition of boundaries and its files."""

    source: str
    title: str
    edition: str
    parts: tuple[PartPlan, ...]


@dataclass(frozen=True)
class EditionFiles:
    """The boundaries of one edition."""

    plan: EditionPlan
    files: tuple[LevelFile | Whole, ...]


@dataclass(frozen=True)
class NotePlan:
    """A remark on an area at a period (None: always), for an indicator (None: all)."""

    kind: str
    text: str
    level: str = ""
    edition: str = ""
    key: str = ""
    period: str = ""
    indicator: str = ""


@dataclass(frozen=True)
class BreakPlan:
    """A break of one indicator between two periods."""

    indicator: str
    from_code: str
    to_code: str
    kind: str
    comparable: str
    text: str


@dataclass(frozen=True)
class RegionPlan:
    """Everything of one region; the indicators need the ids of levels, so they are made when those exist."""

    organisation: NewOrganisation
    editions: tuple[EditionFiles, ...]
    sources: tuple[SourceSpec, ...]
    topics: tuple[tuple[str, str], ...]
    series: tuple[SeriesPlan, ...]
    indicators: Callable[[Mapping[str, int]], tuple[IndicatorSpec, ...]]
    deliveries: tuple[DeliveryPlan, ...]
    breaks: tuple[BreakPlan, ...] = ()
    notes: tuple[NotePlan, ...] = ()
    first_review: date = field(default=date(2027, 6, 30))
    parent: str = ""
    # The same sources by the rules under which the council sees them.
    council: tuple[SourceSpec, ...] = ()
