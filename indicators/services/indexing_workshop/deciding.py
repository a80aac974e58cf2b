# SPDX-License-Identifier: EUPL-1.2
"""The second person of a recipe: approved, it is a version in force and computed; sent back, it is worked on again."""

from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from indicators.errors import FourEyesError, NotApproverError, RecipeDraftStateError
from indicators.models import DraftState, Indicator, IndicatorKind, Recipe, RecipeDraft
from indicators.selectors import graph as edges
from indicators.selectors.approvals import approves_at
from indicators.selectors.workshop import recipe_of
from indicators.services import catalogue
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec
from indicators.services.defining import slug_of
from indicators.services.indexing_workshop.drafting import locked, refuse_broken_course, refuse_circle
from indicators.services.indexing_workshop.telling import tell_draft
from indicators.services.releasing import graph
from indicators.services.releasing.refreshing import refresh_affected
from indicators.stats.composite.reading import recipe_to_content
from indicators.stats.composite.recipe import Recipe as RecipeValue
from sozialplanung.accounts.models import User
from sozialplanung.accounts.selectors import is_account_of
from sozialplanung.audit.services import record

INDEX_DECIMALS: Final = 2


@transaction.atomic
def approve_draft(*, draft: RecipeDraft, content_hash: str, by: User) -> Recipe:
    """Put a recipe in force as it was handed in, and let its index be computed.

    Raises
    ------
    FourEyesError
        ``workshop.four_eyes`` for whoever wrote at it.
    NotApproverError
        ``indicators.not_approver`` for somebody who approves nothing here.
    RecipeDraftStateError
        ``workshop.stale`` when something else was looked at than what waits.
    """
    current = _waiting(draft, by)
    if current.submitted_hash != content_hash:
        raise RecipeDraftStateError("workshop.stale", "The recipe was changed in the meantime.")
    value = recipe_of(current.content)
    refuse_circle(draft=current, recipe=value)
    refuse_broken_course(draft=current)
    indicator = current.indicator or _new_index(current, value, by)
    row = _next_version(current, indicator, value)
    graph.connect(downstream=indicator, upstream_slugs=value.needs)
    current.state, current.indicator, current.recipe = DraftState.APPROVED, indicator, row
    _decided(current, by, "")
    details = {"indicator": indicator.slug, "version": row.version, "hash": content_hash}
    record(
        action="indicators.index_approved", by=by, organisation=current.organisation, subject=current, details=details
    )
    touched = edges.downstream_of(organisation_id=current.organisation_id, indicator_ids=[indicator.pk])
    refresh_affected(organisation=current.organisation, indicator_ids=touched, by=by, after=(), key=f"recipe {row.pk}")
    return row


@transaction.atomic
def send_back(*, draft: RecipeDraft, text: str, by: User) -> RecipeDraft:
    """Give a recipe back to be worked on again, and say why."""
    current = _waiting(draft, by)
    current.state = DraftState.REJECTED
    _decided(current, by, text)
    record(action="indicators.index_sent_back", by=by, organisation=current.organisation, subject=current, reason=text)
    return current


def is_second_person(*, draft: RecipeDraft, by: User) -> bool:
    """Say whether somebody may decide: an approver who did not write at it, with no account of those who did."""
    return not _is_writer(draft, by) and approves_at(by, draft.organisation)


def _is_writer(draft: RecipeDraft, by: User) -> bool:
    writers = list(draft.editors.values_list("person_id", flat=True))
    return by.pk in {draft.owner_id, *writers} or is_account_of(by, others=writers, since=draft.created_at)


def _waiting(draft: RecipeDraft, by: User) -> RecipeDraft:
    current = locked(draft=draft)
    if not approves_at(by, current.organisation):
        raise NotApproverError("indicators.not_approver", "Only an approver of this organisation decides.")
    if _is_writer(current, by):
        raise FourEyesError("workshop.four_eyes", "Somebody else than who wrote a recipe signs it.")
    if current.state != DraftState.SUBMITTED:
        raise RecipeDraftStateError("workshop.closed", "It does not wait.", state=current.get_state_display())
    return current


def _decided(draft: RecipeDraft, by: User, text: str) -> None:
    draft.decided_by, draft.decided_at, draft.comment = by, timezone.now(), text
    draft.save()
    tell_draft(draft=draft, by=by)


def _new_index(draft: RecipeDraft, value: RecipeValue, by: User) -> Indicator:
    """Create the indicator of a new index with its texts, which the same signature confirms."""
    said = draft.texts
    slugs = Indicator.objects.filter(organisation=draft.organisation).values_list("slug", flat=True)
    definition = DefinitionSpec(
        **{name: said[name] for name in ("name", "short_name", "subtitle", "source", "limits")},
        what_it_shows=said["what_it_shows"],
        how_to_read=said["how_to_read"],
        basis="rate_only",
        decimals=INDEX_DECIMALS,
        direction="lower_is_better" if value.higher_means == "more_need" else "higher_is_better",
        # With frozen scales figures of two periods mean the same.
        comparability="absolute" if value.reference == "frozen" else "relative",
        palette="status" if value.classes else "sequential",
    )
    spec = IndicatorSpec(slug_of(said["name"], list(slugs)), said["topic"], IndicatorKind.INDEX, definition)
    indicator = catalogue.create_indicator(organisation=draft.organisation, spec=spec, by=by)
    indicator.definitions.update(written_by=draft.written_by, confirmed_by=by)
    return indicator


def _next_version(draft: RecipeDraft, indicator: Indicator, value: RecipeValue) -> Recipe:
    last = Recipe.objects.filter(indicator=indicator).aggregate(last=Max("version"))["last"] or 0
    classes = value.classes
    if draft.indicator_id is None and not value.authority:
        # Nobody's official names: the labels alone are shown.
        classes = tuple(replace(each, official="") for each in classes)
    named = replace(value, slug=indicator.slug, version=last + 1, classes=classes)
    return Recipe.objects.create(
        organisation=draft.organisation,
        indicator=indicator,
        version=named.version,
        # Nothing is handed in without its first day.
        valid_from=draft.valid_from or date.max,
        level=draft.level,
        content=recipe_to_content(named),
    )
