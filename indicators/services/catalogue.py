# SPDX-License-Identifier: EUPL-1.2
"""Create what the catalogue is made of: topics, series, indicators with their definitions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from indicators import formulas
from indicators.errors import CatalogueError
from indicators.models import (
    Basis,
    Breakdown,
    Direction,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Recipe,
    Series,
    Source,
    Topic,
    Variable,
)
from indicators.selectors.definitions import check_formula
from indicators.selectors.layerformulas import reads_layers
from indicators.services.releasing import graph
from indicators.stats.composite.reading import recipe_to_content
from indicators.stats.composite.recipe import Recipe as IndexRecipe
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import ConflictError

TOTAL = "gesamt"


@dataclass(frozen=True, slots=True)
class SeriesName:
    """A series by the slugs of its variable and breakdown."""

    variable: str
    breakdown: str = TOTAL


@dataclass(frozen=True, slots=True)
class DefinitionSpec:
    """The fields of a definition, series and sources by name."""

    name: str
    short_name: str
    subtitle: str
    basis: str
    source: str
    what_it_shows: str
    how_to_read: str
    limits: str
    valid_from: date = date(1990, 1, 1)
    unit_of_measure: str = ""
    decimals: int = 1
    direction: str = "neutral"
    comparability: str = "absolute"
    palette: str = "sequential"
    is_demographic: bool = False
    series: SeriesName | None = None
    change_series: SeriesName | None = None
    change_years: int = 0
    denominator_indicator: str = ""
    formula: str = ""
    relevance_threshold: float | None = None
    minimum_denominator: int | None = None
    default_breaks: tuple[float, ...] = ()
    numerator_text: str = ""
    denominator_text: str = ""
    sentence_noun: str = ""
    author: str = ""
    checker: str = ""
    next_review: date | None = None


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """An indicator to be created with its first definition."""

    slug: str
    topic: str
    kind: str
    definition: DefinitionSpec
    position: int = 0
    is_key_figure: bool = False
    is_building_block: bool = False
    recipes: Mapping[date, IndexRecipe] = field(default_factory=dict)
    recipe_level_id: int = 0


def ensure_topic(*, organisation: Organisation, slug: str, name: str, position: int) -> Topic:
    """Return the topic, created when it is new."""
    topic, _ = Topic.objects.get_or_create(
        organisation=organisation, slug=slug, defaults={"name": name, "position": position}
    )
    return topic


def ensure_series(
    *, organisation: Organisation, name: SeriesName, variable: Mapping[str, Any], breakdown: Mapping[str, Any]
) -> Series:
    """Return the series of a variable and a breakdown, all three created when they are new."""
    variable_row, _ = Variable.objects.get_or_create(
        organisation=organisation, slug=name.variable, defaults=dict(variable)
    )
    breakdown_row, _ = Breakdown.objects.get_or_create(
        organisation=organisation, slug=name.breakdown, defaults=dict(breakdown)
    )
    series, _ = Series.objects.get_or_create(organisation=organisation, variable=variable_row, breakdown=breakdown_row)
    return series


@transaction.atomic
def create_indicator(*, organisation: Organisation, spec: IndicatorSpec, by: User) -> Indicator:
    """Create an indicator with its first definition, its recipes and its place in the derivation graph.

    Raises
    ------
    ConflictError
        ``indicators.slug_taken`` when the organisation has an indicator of that name.
    CatalogueError, CycleError
        When the definition names what does not exist, or the indicator would be computed from itself.
    """
    if Indicator.objects.filter(organisation=organisation, slug=spec.slug).exists():
        raise ConflictError(
            "indicators.slug_taken",
            f"There is an indicator called {spec.slug} already.",
            indicator=spec.slug,
            way_out="Choose another name, or add a definition to the existing indicator.",
        )
    indicator = Indicator.objects.create(
        organisation=organisation,
        slug=spec.slug,
        topic=Topic.objects.get(organisation=organisation, slug=spec.topic),
        kind=spec.kind,
        position=spec.position,
        is_key_figure=spec.is_key_figure,
        is_building_block=spec.is_building_block,
    )
    add_definition(indicator=indicator, spec=spec.definition)
    _add_recipes(indicator, spec)
    graph.connect(downstream=indicator, upstream_slugs=_upstream(spec))
    record(
        action="indicators.indicator_created",
        by=by,
        organisation=organisation,
        subject=indicator,
        details={"slug": spec.slug},
    )
    return indicator


def _upstream(spec: IndicatorSpec) -> set[str]:
    names = set(formulas.names(formulas.parse(spec.definition.formula))) if spec.definition.formula else set()
    names |= {slug for recipe in spec.recipes.values() for slug in recipe.needs}
    if spec.definition.denominator_indicator:
        names.add(spec.definition.denominator_indicator)
    return names


def add_definition(*, indicator: Indicator, spec: DefinitionSpec) -> IndicatorDefinition:
    """Add a dated definition; the database refuses two at a time."""
    fields = definition_fields(indicator=indicator, spec=spec)
    return IndicatorDefinition.objects.create(organisation=indicator.organisation, indicator=indicator, **fields)


def definition_fields(*, indicator: Indicator, spec: DefinitionSpec) -> dict[str, Any]:
    """Return the fields of a definition; one that contradicts itself is refused."""
    organisation = indicator.organisation
    fields = asdict(spec)
    fields |= {
        "source": Source.objects.get(organisation=organisation, slug=spec.source),
        "series": _series(organisation, spec.series),
        "change_series": _series(organisation, spec.change_series),
        "denominator_indicator": _indicator(organisation, spec.denominator_indicator),
        "default_breaks": list(spec.default_breaks),
    }
    _refuse_contradiction(indicator, spec)
    if reads_layers(organisation_id=organisation.pk, formula=spec.formula):
        # Places are no cases among persons: of their figures no chance is known.
        fields["basis"] = Basis.RATE_ONLY
    return fields


def _refuse_contradiction(indicator: Indicator, spec: DefinitionSpec) -> None:
    if spec.formula:
        unit = spec.unit_of_measure
        check_formula(organisation_id=indicator.organisation_id, formula=spec.formula, unit=unit)
    if spec.is_demographic and spec.direction != Direction.NEUTRAL:
        raise CatalogueError(
            "indicators.demographic_direction",
            f"The indicator {indicator.slug} tells who lives somewhere, and declares that one end of that is better.",
            indicator=indicator.slug,
            way_out="Leave the direction neutral, or take the mark off.",
        )
    needed = {
        IndicatorKind.DELIVERED: spec.series is not None,
        IndicatorKind.DERIVED: bool(spec.formula),
        IndicatorKind.INDEX: True,
    }[IndicatorKind(indicator.kind)]
    if not needed:
        raise CatalogueError(
            "indicators.definition_incomplete",
            f"The indicator {indicator.slug} says where its values come from, but not which.",
            indicator=indicator.slug,
            way_out="Name a series for a delivered indicator, or a formula for a derived one.",
        )
    if spec.basis == "rate_denominator" and not spec.denominator_indicator:
        raise CatalogueError(
            "indicators.denominator_missing",
            f"The indicator {indicator.slug} is a rate with a known denominator, but names none.",
            indicator=indicator.slug,
            way_out="Name the indicator that counts the denominator, or choose the basis 'rate only'.",
        )


def _series(organisation: Organisation, name: SeriesName | None) -> Series | None:
    if name is None:
        return None
    return Series.objects.get(organisation=organisation, variable__slug=name.variable, breakdown__slug=name.breakdown)


def _indicator(organisation: Organisation, slug: str) -> Indicator | None:
    return Indicator.objects.get(organisation=organisation, slug=slug) if slug else None


def _add_recipes(indicator: Indicator, spec: IndicatorSpec) -> None:
    Recipe.objects.bulk_create(
        Recipe(
            organisation=indicator.organisation,
            indicator=indicator,
            version=number,
            valid_from=valid_from,
            level_id=spec.recipe_level_id,
            content=recipe_to_content(recipe),
        )
        for number, (valid_from, recipe) in enumerate(sorted(spec.recipes.items()), start=1)
    )


def indicator_of(*, organisation: Organisation, slug: str) -> Indicator:
    """Return an indicator of an organisation by its name in addresses."""
    return Indicator.objects.select_related("organisation").get(organisation=organisation, slug=slug)


def has_catalogue(*, organisation: Organisation) -> bool:
    """Say whether the organisation has any indicator."""
    return Indicator.objects.filter(organisation=organisation).exists()
