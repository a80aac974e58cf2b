# SPDX-License-Identifier: EUPL-1.2
"""The workshop of indices: drafts, recipes in force, and the indicators that a recipe can be made of."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from indicators.errors import RecipeDraftError
from indicators.models import (
    DisclosureRule,
    DraftState,
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    Recipe,
    RecipeDraft,
)
from indicators.rendering.recipe_drafts import Json
from indicators.selectors import published
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet
from indicators.stats.composite.cuts import RecipeError
from indicators.stats.composite.reading import recipe_from_content
from indicators.stats.composite.recipe import Recipe as RecipeValue
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from spatial.selectors.levels import boundary_versions_of, levels_of
from spatial.selectors.rows import LevelRow
from spatial.selectors.units import unit_rows


@dataclass(frozen=True, slots=True)
class Choice:
    """One released indicator that can become a component; `has_change` when its publisher states changes."""

    slug: str
    name: str
    topic: str
    is_demographic: bool
    has_change: bool
    direction: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of the recipe of an index."""

    row: Recipe
    name: str
    is_released: bool


def recipe_of(content: Json) -> RecipeValue:
    """Return the recipe that a content makes.

    Raises
    ------
    RecipeDraftError
        ``recipe.`` and the code of the rule that it breaks.
    """
    try:
        return recipe_from_content(content)
    except RecipeError as error:
        raise RecipeDraftError(f"recipe.{error.code}", str(error)) from error


def drafts_of(organisation: Organisation) -> QuerySet[RecipeDraft]:
    """Return all drafts of an organisation, the newest first."""
    rows = RecipeDraft.objects.filter(organisation_id=organisation.pk)
    definitions = IndicatorDefinition.objects.filter(indicator_id=OuterRef("indicator_id")).order_by("-valid_from")
    rows = rows.annotate(index_name=Subquery(definitions.values("name")[:1]))
    return rows.select_related("owner", "level", "indicator", "recipe", "decided_by", "written_by")


def draft_at(organisation: Organisation, uuid: UUID) -> RecipeDraft:
    """Return a draft by its address."""
    draft = drafts_of(organisation).select_related("organisation").filter(uuid=uuid).first()
    if draft is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return draft


def waiting_drafts(organisation: Organisation) -> QuerySet[RecipeDraft]:
    """Return the drafts that wait for a second person, the oldest first."""
    return drafts_of(organisation).filter(state=DraftState.SUBMITTED).order_by("submitted_at")


def recipes_in_force(organisation: Organisation) -> tuple[Standing, ...]:
    """Return the newest recipe of each index, in the order of their names."""
    rows = Recipe.objects.filter(organisation_id=organisation.pk).select_related("indicator", "level")
    newest = {row.indicator_id: row for row in rows.order_by("version")}
    names = _names(organisation)
    released = {sheet.slug for sheet in published.indicators_of(organisation)}
    found = [
        Standing(row, names.get(row.indicator.slug, row.indicator.slug), row.indicator.slug in released)
        for row in newest.values()
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def recipe_row(organisation: Organisation, number: int) -> Recipe:
    """Return a recipe of an organisation by its number."""
    rows = Recipe.objects.select_related("indicator", "level", "organisation")
    row = rows.filter(organisation_id=organisation.pk, pk=number).first()
    if row is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return row


def is_new_index_name(organisation: Organisation, name: str) -> bool:
    """Say whether no indicator has this name yet."""
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation.pk, name=name)
    return not rows.exists()


def indices_of(organisation: Organisation) -> QuerySet[Indicator]:
    """Return the indices of an organisation."""
    return Indicator.objects.filter(organisation_id=organisation.pk, kind=IndicatorKind.INDEX)


def _names(organisation: Organisation) -> dict[str, str]:
    rows = IndicatorDefinition.objects.filter(organisation_id=organisation.pk).order_by("valid_from")
    return dict(rows.values_list("indicator__slug", "name"))


def component_names(organisation: Organisation) -> dict[str, str]:
    """Return the names of all published indicators by slug."""
    return {sheet.slug: sheet.definition.name for sheet in published.indicators_of(organisation)}


def short_names(organisation: Organisation) -> dict[str, str]:
    """Return the short names of all published indicators by slug."""
    return {sheet.slug: sheet.definition.short_name for sheet in published.indicators_of(organisation)}


def counting_indicator(organisation: Organisation) -> str:
    """Return the indicator that counts the inhabitants: what is hidden hangs on it as well; empty without one."""
    rules = DisclosureRule.objects.filter(organisation_id=organisation.pk, inhabitants_indicator__isnull=False)
    found: str | None = rules.values_list("inhabitants_indicator__slug", flat=True).first()
    return found or ""


def choices_at(organisation: Organisation, level: str) -> tuple[Choice, ...]:
    """Return the indicators of which something is released at a level, in the order of the catalogue."""
    there = {ref.indicator for ref in published.releases_of(organisation, level=level)}
    return tuple(_choice(sheet) for sheet in published.indicators_of(organisation) if sheet.slug in there)


def _choice(sheet: IndicatorSheet) -> Choice:
    said: DefinitionSheet = sheet.definition
    return Choice(
        sheet.slug,
        said.name,
        sheet.topic_name,
        said.is_demographic,
        said.change_years > 0,
        -1 if said.direction == "higher_is_better" else 1,
    )


def keys_at(organisation: Organisation, level: str) -> frozenset[str]:
    """Return the keys of all areas of a level, whatever their boundary version."""
    versions = boundary_versions_of(organisation, level)
    return frozenset(row.key for version in versions for row in unit_rows(version.id))


def levels_with_figures(organisation: Organisation) -> tuple[LevelRow, ...]:
    """Return the levels at which two indicators or more are released, the finest first; the whole is none."""
    there: dict[str, set[str]] = defaultdict(set)
    for ref in published.releases_of(organisation):
        there[ref.level].add(ref.indicator)
    rows = [row for row in levels_of(organisation) if len(there[row.slug]) > 1 and row.position > 0]
    return tuple(sorted(rows, key=lambda row: -row.position))
