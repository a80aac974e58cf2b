# SPDX-License-Identifier: EUPL-1.2
"""Recipes in the making: begun, changed, handed in, taken back, discarded and brought back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from indicators.errors import RecipeDraftError, RecipeDraftStateError
from indicators.models import (
    Comparability,
    Direction,
    DraftState,
    Indicator,
    IndicatorDefinition,
    Recipe,
    RecipeDraft,
    RecipeDraftEditor,
)
from indicators.rendering.recipe_drafts import Json, blank, owned
from indicators.selectors.workshop import counting_indicator, recipe_of
from indicators.services.indexing_workshop.freezing import with_frozen_scales
from indicators.services.indexing_workshop.gaps import gaps_of, refuse_gaps
from indicators.services.indexing_workshop.telling import tell_draft
from indicators.services.releasing import graph
from indicators.stats.composite.cuts import RecipeError
from indicators.stats.composite.nodes import Part
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.reading import recipe_to_content
from indicators.stats.composite.recipe import Recipe as RecipeValue
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import DomainError
from spatial.selectors.levels import levels_of

SLUG: Final = "index"


@dataclass(frozen=True, slots=True)
class Start:
    """What a draft begins with; `origin` is what it is compared with."""

    name: str
    level: str
    content: Json
    origin: Json | None = None
    origin_name: str = ""
    preset: str = ""
    indicator: Indicator | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft becomes."""

    name: str
    content: Json
    texts: Mapping[str, str]
    valid_from: date | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An indicator that takes a role of a preset."""

    indicator: str
    justification: str = ""


def start_from_nothing(*, name: str, level: str) -> Start:
    """Return a recipe without components."""
    return Start(name, level, blank(SLUG))


def start_from_preset(
    *, organisation: Organisation, code: str, chosen: Sequence[Chosen], name: str, level: str
) -> Start:
    """Return a preset over an organisation's own indicators, which is also what it is compared with.

    Raises
    ------
    RecipeDraftError
        ``recipe.`` and a code when number or justification do not fit.
    """
    preset, people = PRESETS[code], counting_indicator(organisation)
    parts = parts_of(organisation=organisation, chosen=chosen)
    sources = [
        Source(part.indicator, part.direction, is_demographic=part.is_demographic, justification=part.justification)
        for part in parts
    ]
    try:
        content = recipe_to_content(preset.recipe(sources, slug=SLUG, inhabitants=people))
    except RecipeError as error:
        raise RecipeDraftError(f"recipe.{error.code}", str(error)) from error
    return Start(name, level, content, content, str(preset.sheet.name), code)


def start_from_recipe(*, row: Recipe, name: str) -> Start:
    """Return a copy of a recipe in force, as the next version of the same index."""
    content = recipe_to_content(recipe_of(row.content))
    origin_name = f"{name} ({row.version})"
    return Start(name, row.level.slug, content, content, origin_name, indicator=row.indicator)


def parts_of(*, organisation: Organisation, chosen: Sequence[Chosen]) -> list[Part]:
    """Return indicators as components: what is better at its high end counts against need.

    What its definition marks as telling who lives somewhere needs a reason to count as a burden.
    """
    rows = IndicatorDefinition.objects.filter(
        organisation=organisation, indicator__slug__in=[each.indicator for each in chosen]
    )
    found = {row.indicator.slug: row for row in rows.select_related("indicator").order_by("valid_from")}
    return [
        Part(
            each.indicator,
            direction=-1 if found[each.indicator].direction == Direction.HIGHER_IS_BETTER else 1,
            is_demographic=found[each.indicator].is_demographic,
            justification=each.justification,
        )
        for each in chosen
        if each.indicator in found
    ]


@transaction.atomic
def create_draft(*, organisation: Organisation, start: Start, by: User) -> RecipeDraft:
    """Begin a recipe."""
    level = next((each for each in levels_of(organisation) if each.slug == start.level), None)
    if level is None:
        raise RecipeDraftError("workshop.level_unknown", "There is no such level.", level=start.level)
    draft = RecipeDraft.objects.create(
        organisation=organisation,
        owner=by,
        name=start.name,
        level_id=level.id,
        indicator=start.indicator,
        preset=start.preset,
        content=start.content,
        origin=start.origin,
        origin_name=start.origin_name[:200],
        texts=dict(start.texts),
        valid_from=start.valid_from,
    )
    RecipeDraftEditor.objects.create(draft=draft, person=by)
    _record("indicators.index_begun", draft, by)
    return draft


@transaction.atomic
def change_draft(*, draft: RecipeDraft, change: Change, by: User, revision: int) -> RecipeDraft:
    """Change a recipe in the making; it need not be complete. Frozen scales are measured anew at their base period."""
    current = opened(draft=draft, by=by, revision=revision)
    content = with_frozen_scales(organisation=current.organisation, content=change.content, level=current.level.slug)
    current.name, current.content = change.name, owned(content, current.origin)
    current.texts, current.valid_from = dict(change.texts), change.valid_from
    current.save(update_fields=["name", "content", "texts", "valid_from", "changed_at"])
    _record("indicators.index_changed", current, by)
    return current


@transaction.atomic
def submit_draft(*, draft: RecipeDraft, by: User, revision: int) -> RecipeDraft:
    """Hand a recipe in as it is.

    Raises
    ------
    RecipeDraftError
        When the recipe breaks a rule, or texts or the first day are missing; `RecipeGapsError` names all at once.
    CycleError
        ``indicators.cycle`` when the index would be computed from itself.
    """
    current = opened(draft=draft, by=by, revision=revision)
    refuse_gaps(_gaps(current))
    current.state, current.written_by = DraftState.SUBMITTED, by
    current.submitted_hash, current.submitted_at = draft_hash(current), timezone.now()
    current.comment, current.decided_by, current.decided_at = "", None, None
    current.save()
    _record("indicators.index_submitted", current, by, {"hash": current.submitted_hash})
    tell_draft(draft=current, by=by)
    return current


@transaction.atomic
def hand_in(*, draft: RecipeDraft, change: Change, by: User, revision: int) -> RecipeDraft:
    """Change a recipe and hand it in, or do neither: what is refused leaves the draft as it was."""
    current = change_draft(draft=draft, change=change, by=by, revision=revision)
    return submit_draft(draft=current, by=by, revision=current.revision)


@transaction.atomic
def withdraw_draft(*, draft: RecipeDraft, by: User) -> RecipeDraft:
    """Take back what waits, to work on it again."""
    current = locked(draft=draft)
    if current.state != DraftState.SUBMITTED:
        raise _closed(current)
    current.state = DraftState.DRAFT
    current.save(update_fields=["state", "changed_at"])
    _record("indicators.index_withdrawn", current, by)
    tell_draft(draft=current, by=by)
    return current


@transaction.atomic
def discard_draft(*, draft: RecipeDraft, by: User, revision: int) -> RecipeDraft:
    """Put a recipe away that nobody needs; it can be brought back."""
    current = opened(draft=draft, by=by, revision=revision)
    current.state = DraftState.DISCARDED
    current.save(update_fields=["state", "changed_at"])
    _record("indicators.index_discarded", current, by)
    return current


@transaction.atomic
def restore_draft(*, draft: RecipeDraft, by: User) -> RecipeDraft:
    """Bring a recipe back that was discarded."""
    current = locked(draft=draft)
    if current.state != DraftState.DISCARDED:
        raise _closed(current)
    current.state = DraftState.DRAFT
    current.save(update_fields=["state", "changed_at"])
    _record("indicators.index_restored", current, by)
    return current


def opened(*, draft: RecipeDraft, by: User, revision: int) -> RecipeDraft:
    """Lock a draft for one change; whoever changes it never approves it.

    Raises
    ------
    RecipeDraftStateError
        ``workshop.closed`` when it may not be changed, ``workshop.stale`` when somebody changed it since.
    """
    current = locked(draft=draft)
    if not current.is_open:
        raise _closed(current)
    if current.revision != revision:
        raise RecipeDraftStateError("workshop.stale", "The recipe was changed in the meantime.")
    RecipeDraftEditor.objects.get_or_create(draft=current, person=by)
    current.revision += 1
    current.save(update_fields=["revision"])
    return current


def locked(*, draft: RecipeDraft) -> RecipeDraft:
    """Return the present state of a draft, locked until the end of the transaction."""
    rows = RecipeDraft.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "level", "indicator", "owner").get(pk=draft.pk)


def draft_hash(draft: RecipeDraft) -> str:
    """Return the hash of everything that is signed."""
    seen = {
        "name": draft.name,
        "level": draft.level_id,
        "indicator": draft.indicator_id,
        "texts": draft.texts,
        "valid_from": draft.valid_from.isoformat() if draft.valid_from else "",
        "recipe": draft.content,
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _gaps(draft: RecipeDraft) -> list[DomainError]:
    """Return everything for which a draft cannot be handed in, each once."""
    found = gaps_of(draft=draft)
    for refuse in (_refuse_circle_of, refuse_broken_course):
        try:
            refuse(draft=draft)
        except DomainError as error:
            found += [error] if error.code not in {each.code for each in found} else []
    return found


def _refuse_circle_of(*, draft: RecipeDraft) -> None:
    refuse_circle(draft=draft, recipe=recipe_of(draft.content))


def refuse_broken_course(*, draft: RecipeDraft) -> None:
    """Refuse a new version of an index that is comparable over time: figures of two recipes are not."""
    index = draft.indicator
    if index is not None and index.definitions.filter(comparability=Comparability.ABSOLUTE).exists():
        raise RecipeDraftError("workshop.frozen_index", "A new version would break the course of the index.")


def refuse_circle(*, draft: RecipeDraft, recipe: RecipeValue) -> None:
    """Refuse a component that is unknown, or that is itself computed from the index; the way is named."""
    slugs = set(recipe.needs)
    found = dict(
        Indicator.objects.filter(organisation_id=draft.organisation_id, slug__in=slugs).values_list("slug", "pk")
    )
    if unknown := sorted(slugs - found.keys()):
        raise RecipeDraftError("workshop.component_unknown", "A component does not exist.", indicator=unknown[0])
    if draft.indicator is not None:
        graph.refuse_circle(downstream=draft.indicator, upstream_ids=found.values())


def _closed(draft: RecipeDraft) -> RecipeDraftStateError:
    return RecipeDraftStateError(
        "workshop.closed", "The recipe cannot be changed any more.", state=draft.get_state_display()
    )


def _record(action: str, draft: RecipeDraft, by: User, details: Mapping[str, Any] | None = None) -> None:
    record(action=action, by=by, organisation=draft.organisation, subject=draft, details=details or {})
