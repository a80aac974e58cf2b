# SPDX-License-Identifier: EUPL-1.2
"""What a computation of one indicator needs to know, read once."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from indicators.formulas import Node, parse, resting_on_layers
from indicators.models import DisclosureRule, Indicator, IndicatorDefinition, Period, Recipe, Series, SeriesBreak
from indicators.selectors.course import Course
from indicators.services.disclosure.rules import cell_rule
from indicators.services.releasing.lying import Layers
from indicators.services.releasing.places import Place, edition_chain, places_of
from indicators.services.releasing.shelf import Shelf
from indicators.stats.disclosure.contributions import asks_for_contributions, asks_for_units
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.reach.areafigures import AreaFigures
from indicators.stats.seriesbreaks import is_crossed
from sozialplanung.accounts.models import Organisation
from spatial.selectors.waysfromareas import GroundWithin


@dataclass(frozen=True)
class Workplace:
    """The boundary versions and periods of an organisation, shared by all computations of one job."""

    organisation: Organisation
    places: dict[int, Place]
    periods: dict[int, Period]

    def chain(self, place: Place) -> tuple[Place, ...]:
        """Return the levels of the same hierarchy and edition, the finest first."""
        return edition_chain(self.places, place)

    @cached_property
    def shelf(self) -> Shelf:
        """The vintages that the job reads."""
        return Shelf({place_id: place.size for place_id, place in self.places.items()})

    @cached_property
    def subjects(self) -> "dict[str, Subject]":
        """All indicators of the organisation with their definitions, by slug."""
        rows = IndicatorDefinition.objects.filter(organisation_id=self.organisation.pk)
        related = ("indicator", "series__variable", "series__breakdown", "source")
        found: dict[str, list[IndicatorDefinition]] = {}
        for row in rows.select_related(*related).order_by("indicator__slug", "valid_from"):
            found.setdefault(row.indicator.slug, []).append(row)
        return {slug: Subject(told[0].indicator, tuple(told)) for slug, told in found.items()}

    @cached_property
    def asking(self) -> dict[tuple[int, str], CellRule]:
        """The rules that ask who stands behind figures, by source and audience."""
        rows = DisclosureRule.objects.filter(organisation_id=self.organisation.pk, is_published=True)
        rules = {(row.source_id, row.audience): cell_rule(row) for row in rows}
        return {place: rule for place, rule in rules.items() if asks_for_units(rule) or asks_for_contributions(rule)}

    @cached_property
    def backing(self) -> "dict[tuple[int, int, str], Series]":
        """The series that say who stands behind the figures of a variable and breakdown, by what they say."""
        rows = Series.objects.filter(organisation_id=self.organisation.pk, variable__backs__isnull=False)
        return {
            (row.variable.backs_id or 0, row.breakdown_id, row.variable.backing): row
            for row in rows.select_related("variable")
        }

    @cached_property
    def layers(self) -> Layers:
        """The layers of places that formulas read."""
        return Layers(self.organisation)

    @cached_property
    def reached(self) -> dict[tuple[str, int, int, int, int, int], AreaFigures]:
        """Figures that reach into other areas, by all that they follow from: made once in a pass."""
        return {}

    @cached_property
    def within(self) -> dict[tuple[int, int, str, int, int, int], GroundWithin]:
        """Ground within reach, by version of a layer, network, profile, minutes and boundary version."""
        return {}

    @cached_property
    def _written(self) -> dict[date, tuple[dict[str, Node], frozenset[str]]]:
        return {}

    def written_on(self, day: date) -> dict[str, Node]:
        """Return the formulas that hold on a day, by indicator."""
        return self._on(day)[0]

    def layered_on(self, day: date) -> frozenset[str]:
        """Return the indicators whose formulas of a day read layers of places, by themselves or in the end."""
        return self._on(day)[1]

    def _on(self, day: date) -> tuple[dict[str, Node], frozenset[str]]:
        if day not in self._written:
            rows = ((slug, each.definition_on(day).formula) for slug, each in self.subjects.items())
            written = {slug: parse(formula) for slug, formula in rows if formula}
            self._written[day] = written, resting_on_layers(written)
        return self._written[day]

    @cached_property
    def course(self) -> Course:
        """The periods by their place in time."""
        return Course(self.periods)


def workplace_of(organisation: Organisation) -> Workplace:
    """Read boundary versions and periods of an organisation."""
    return Workplace(organisation, places_of(organisation), {row.pk: row for row in Period.objects.all()})


@dataclass(frozen=True)
class Subject:
    """An indicator with its definitions and breaks."""

    indicator: Indicator
    definitions: tuple[IndicatorDefinition, ...] = field(default=())

    def definition_on(self, day: date) -> IndicatorDefinition:
        """Return the definition in force on that day, else the nearest one."""
        for definition in self.definitions:
            if definition.valid_from <= day and (definition.valid_until is None or day < definition.valid_until):
                return definition
        return self.definitions[0] if day < self.definitions[0].valid_from else self.definitions[-1]

    @cached_property
    def breaks(self) -> tuple[tuple[date, date], ...]:
        """Start dates on both sides of each break across which nothing may be compared."""
        rows = SeriesBreak.objects.filter(indicator=self.indicator, comparable="no")
        return tuple(rows.values_list("from_period__start", "to_period__start"))

    @cached_property
    def recipes(self) -> tuple[Recipe, ...]:
        """The versions of the recipe of an index, the newest last; none of another indicator."""
        rows = Recipe.objects.filter(indicator=self.indicator).select_related("level")
        return tuple(rows.order_by("valid_from", "version"))

    def is_broken_between(self, earlier: date, later: date) -> bool:
        """Say whether a break that forbids comparison lies between two period starts."""
        return is_crossed(self.breaks, earlier, later)


def subject_of(indicator: Indicator) -> Subject:
    """Read the definitions of an indicator, in the order of time."""
    rows = IndicatorDefinition.objects.filter(indicator=indicator).order_by("valid_from")
    related = ("series__variable", "series__breakdown", "denominator_indicator", "source")
    return Subject(indicator, tuple(rows.select_related(*related)))


def named(subject: Subject, slugs: tuple[str, ...]) -> dict[str, Indicator]:
    """Return by slug the indicators of the same organisation."""
    rows = Indicator.objects.filter(organisation_id=subject.indicator.organisation_id, slug__in=slugs)
    return {row.slug: row for row in rows}
