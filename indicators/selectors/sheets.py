# SPDX-License-Identifier: EUPL-1.2
"""What the public selectors return: frozen rows without any tie to the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from indicators.formulas import is_over_time
from indicators.stats.striking import MINIMUM_DENOMINATOR
from sozialplanung.common.fairwords import Words

# What a higher index means unless its recipe says otherwise.
MORE_NEED: Final = "more_need"


class OrganisationRef(Protocol):
    """Whatever names an organisation."""

    @property
    def id(self) -> int:
        """Identity."""

    @property
    def slug(self) -> str:
        """Name in addresses."""

    @property
    def audience(self) -> str:
        """For whom its released figures are read (`indicators.selectors.readership`)."""


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """Where figures come from and what must be said when they are used."""

    slug: str
    title: str
    publisher: str
    attribution: str
    contact: str
    licence: str
    licence_name: str
    licence_url: str
    secured_by: str = ""

    @property
    def credit(self) -> str:
        """Whom to name: the attribution where the source asks for one, else its title; and who secured the figures."""
        named = self.attribution or self.title
        return f"{named}; {self.secured_words}" if self.secured_by else named

    @property
    def secured_words(self) -> str:
        """Say whose marks hide what is hidden; empty where nobody secured the figures before."""
        return _("secured by %(supplier)s") % {"supplier": self.secured_by} if self.secured_by else ""


@dataclass(frozen=True, slots=True)
class DefinitionSheet:
    """What an indicator means for a time; ``valid_until`` None: until further notice."""

    id: int
    valid_from: date
    valid_until: date | None
    name: str
    short_name: str
    subtitle: str
    unit_of_measure: str
    decimals: int
    direction: str
    basis: str
    comparability: str
    palette: str
    change_years: int
    formula: str
    denominator_indicator: str | None
    relevance_threshold: float | None
    default_breaks: tuple[float, ...]
    what_it_shows: str
    how_to_read: str
    limits: str
    numerator_text: str
    denominator_text: str
    sentence_noun: str
    next_review: date | None
    is_demographic: bool
    minimum_denominator: int | None
    source: SourceSheet

    @property
    def judged_direction(self) -> str:
        """Which end may be called better: none of who lives somewhere."""
        return "neutral" if self.is_demographic else self.direction

    @property
    def judged_from(self) -> int:
        """From how many persons on the change of an area is judged."""
        return self.minimum_denominator or MINIMUM_DENOMINATOR

    @property
    def looks_back(self) -> bool:
        """Whether its figures are computed from those of several periods: it has no change and no trend of its own."""
        return is_over_time(self.formula)


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """One published indicator with all its published definitions, newest first."""

    id: int
    slug: str
    kind: str
    topic: str
    topic_name: str
    is_key_figure: bool
    definitions: tuple[DefinitionSheet, ...]

    @property
    def definition(self) -> DefinitionSheet:
        """The newest definition."""
        return self.definitions[0]

    def definition_on(self, day: date) -> DefinitionSheet:
        """Return the definition in force on that day, else the nearest one."""
        for definition in self.definitions:
            if definition.valid_from <= day and (definition.valid_until is None or day < definition.valid_until):
                return definition
        return self.definitions[-1] if day < self.definitions[-1].valid_from else self.definitions[0]


@dataclass(frozen=True, slots=True)
class ReleaseRef:
    """One release in force: which slice it is, the hash of its content, for whom it is and for whom it was read.

    Who reads for the council finds the public's slice where there is none for the council. What was carried from
    another boundary version has the number of no release (below zero) and names its edition (`origin`). It rests on the
    release that was carried (`release_id`), and on those from which its errors were learnt (`taught_by`).
    """

    id: int
    indicator: str
    definition_id: int
    period: str
    period_kind: str
    period_start: date
    period_end: date
    level: str
    level_position: int
    edition: str
    boundary_version_id: int
    number: int
    content_hash: str
    published_at: datetime
    audience: str = "public"
    read_for: str = "public"
    origin: str = ""
    release_id: int = 0
    taught_by: tuple[int, ...] = ()

    @property
    def behind(self) -> frozenset[int]:
        """The ids of the releases that its figures rest on: its own, where nothing was carried."""
        return frozenset({self.release_id, *self.taught_by}) if self.is_converted else frozenset({self.id})

    @property
    def is_converted(self) -> bool:
        """Whether the figures were delivered for another boundary version."""
        return bool(self.origin)


@dataclass(frozen=True, slots=True)
class BreakNote:
    """One break of series between two neighbouring periods."""

    indicator: str
    from_period: str
    to_period: str
    from_start: date
    to_start: date
    kind: str
    comparable: str
    text: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote, event, special population or reason of exclusion; None means all of it.

    `valid_until` is exclusive; `population` is the kind of a special population.
    """

    kind: str
    indicator: str | None
    unit_id: int | None
    period: str | None
    text: str
    population: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    reference: str = ""
    url: str = ""


def wording_of(rows: Iterable[Mapping[str, str]] | None, content: Mapping[str, Any]) -> dict[str, Words]:
    """Return the words that somebody decided on for the classes of a recipe, by their codes; none that do not fit it.

    They hold where they name every class of this version, for a scale with words of two kinds would be read as two;
    and where a high index means what it meant when they were chosen.
    """
    own = [each for each in rows or () if each["higher_means"] == content.get("higher_means", MORE_NEED)]
    words = {each["code"]: Words(each["de"], each["en"]) for each in own}
    codes = {str(each["code"]) for each in content.get("classes", [])}
    return words if codes == words.keys() else {}


@dataclass(frozen=True, slots=True)
class RecipeSheet:
    """One version of the recipe of an index."""

    indicator: str
    version: int
    valid_from: date
    content: dict[str, Any]
    # What a municipality calls the classes, by code; empty where the recipe's own words hold.
    wording: Mapping[str, Words] = field(default_factory=dict)
