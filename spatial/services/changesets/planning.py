# SPDX-License-Identifier: EUPL-1.2
"""Which levels an edition will have, coarsest first: those brought, those kept as they were, and the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from spatial.errors import ChangesetError
from spatial.models import BoundaryVersion, Changeset, ChangesetLayer, Level
from spatial.services.changesets.answers import LayerAnswers, answers_of
from spatial.services.plans import EditionPlan, LevelPlan

Kind = Literal["brought", "kept", "there", "whole"]
WHOLE = LevelPlan("gesamt", "Gesamt", "Gesamt", 0)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class PlannedLevel:
    """One level of the edition.

    It is `brought` by a layer, `kept` from the version before, `there` already in this edition, or the `whole`, which
    is dissolved from the coarsest level that is brought. `before` is the version that it follows (or is).
    """

    plan: LevelPlan
    kind: Kind
    layer: ChangesetLayer | None = None
    before: BoundaryVersion | None = None

    @property
    def answers(self) -> LayerAnswers:
        """What was said about its layer."""
        return answers_of(self.layer.answers if self.layer else {})

    def to_json(self) -> dict[str, Any]:
        """Return what the summary of a changeset keeps, and its hash with it."""
        plan = self.plan
        return {
            "slug": plan.slug,
            "name": plan.name,
            "name_plural": plan.name_plural,
            "position": plan.position,
            "parent": plan.parent,
            "hierarchy": plan.hierarchy,
            "kind": self.kind,
            "before": self.before.pk if self.before else None,
            "before_name": self.before.name if self.before else "",
            "before_until": self.before.valid_until.isoformat() if self.before and self.before.valid_until else None,
        }


def slug_of(name: str) -> str:
    """Return a name as it stands in an address."""
    return slugify(name.translate(_UMLAUTS))[:60]


def edition_plan(changeset: Changeset) -> EditionPlan:
    """Return what the levels of the edition have in common."""
    return EditionPlan(
        edition=changeset.edition,
        name=changeset.name,
        valid_from=changeset.valid_from,
        valid_until=changeset.valid_until,
        publisher=changeset.publisher,
        licence=changeset.licence,
        attribution=changeset.attribution,
        note=changeset.note,
    )


def planned_levels(changeset: Changeset, layers: Sequence[ChangesetLayer]) -> tuple[PlannedLevel, ...]:
    """Return the levels of the edition: those of the layers, and all that stand above them.

    Raises
    ------
    ChangesetError
        When a level is meant twice, has no place, or contradicts what is stored.
    """
    brought = _brought(layers)
    known = {level.slug: level for level in Level.objects.filter(organisation_id=changeset.organisation_id)}
    plans = _plans(brought, known)
    wanted: dict[str, LevelPlan] = {}
    for slug in brought:
        place: str | None = slug
        while place is not None:
            wanted[place] = plans[place]
            place = plans[place].parent
    ordered = sorted(wanted.values(), key=lambda plan: (plan.position, plan.hierarchy))
    return tuple(_planned(changeset, plan, brought.get(plan.slug), known) for plan in ordered)


def _brought(layers: Sequence[ChangesetLayer]) -> dict[str, ChangesetLayer]:
    brought: dict[str, ChangesetLayer] = {}
    for layer in layers:
        slug = answers_of(layer.answers).level
        if slug in brought:
            raise ChangesetError("spatial.level_twice", "Two layers are the same level.", level=slug)
        brought[slug] = layer
    return brought


def _plans(brought: Mapping[str, ChangesetLayer], known: Mapping[str, Level]) -> dict[str, LevelPlan]:
    plans = {slug: _stored_plan(level) for slug, level in known.items()}
    if not plans:
        plans[WHOLE.slug] = WHOLE
    top = min(plans.values(), key=lambda plan: plan.position).slug
    waiting = {slug: answers_of(layer.answers) for slug, layer in brought.items() if slug not in plans}
    while waiting:
        ready = [slug for slug, said in waiting.items() if (said.level_parent or top) in plans]
        if not ready:
            raise ChangesetError(
                "spatial.level_without_place", "A level stands below one that is not there.", level=next(iter(waiting))
            )
        for slug in ready:
            said = waiting.pop(slug)
            plans[slug] = _new_plan(slug, said, plans[said.level_parent or top], list(plans.values()))
    return plans


def _stored_plan(level: Level) -> LevelPlan:
    parent = level.parent.slug if level.parent else None
    return LevelPlan(
        level.slug, level.name, level.name_plural, level.position, parent, level.hierarchy, level.key_pattern
    )


def _new_plan(slug: str, said: LayerAnswers, parent: LevelPlan, others: Sequence[LevelPlan]) -> LevelPlan:
    """Put a level below its parent; where another stands there already, it begins a hierarchy of its own."""
    position = parent.position + 1
    is_taken = any((plan.hierarchy, plan.position) == (parent.hierarchy, position) for plan in others)
    hierarchy = slug if is_taken else parent.hierarchy
    return LevelPlan(slug, said.level_name, said.level_plural or said.level_name, position, parent.slug, hierarchy)


def _planned(
    changeset: Changeset, plan: LevelPlan, layer: ChangesetLayer | None, known: Mapping[str, Level]
) -> PlannedLevel:
    level = known.get(plan.slug)
    versions = BoundaryVersion.objects.filter(level=level) if level else BoundaryVersion.objects.none()
    same = versions.filter(edition=changeset.edition).first()
    if same is not None:
        return _there(changeset, plan, layer, same)
    before = versions.filter(valid_from__lt=changeset.valid_from).order_by("-valid_from").first()
    _refuse_other_editions(changeset, plan, before, versions)
    if layer is not None:
        return PlannedLevel(plan, "brought", layer, before)
    if before is None and plan.parent is None:
        return PlannedLevel(plan, "whole")
    if before is None:
        raise ChangesetError(
            "spatial.level_without_version", "A level above has no boundaries at that time.", level=plan.name
        )
    return PlannedLevel(plan, "kept", None, before)


def _there(changeset: Changeset, plan: LevelPlan, layer: ChangesetLayer | None, same: BoundaryVersion) -> PlannedLevel:
    if layer is not None:
        raise ChangesetError(
            "spatial.edition_has_level", "The edition has this level already.", edition=same.name, level=plan.name
        )
    if (same.valid_from, same.valid_until) != (changeset.valid_from, changeset.valid_until):
        raise ChangesetError(
            "spatial.edition_other_dates",
            "The edition is there already with other dates.",
            edition=same.name,
            since=same.valid_from.isoformat(),
            until=same.valid_until.isoformat() if same.valid_until else "…",
        )
    return PlannedLevel(plan, "there", None, same)


def _refuse_other_editions(
    changeset: Changeset, plan: LevelPlan, before: BoundaryVersion | None, versions: QuerySet[BoundaryVersion]
) -> None:
    """Refuse dates on which another edition holds; the one before without an end is closed by this one."""
    overlapping = versions.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=changeset.valid_from))
    if changeset.valid_until is not None:
        overlapping = overlapping.filter(valid_from__lt=changeset.valid_until)
    if before is not None and before.valid_until is None:
        overlapping = overlapping.exclude(pk=before.pk)
    other = overlapping.order_by("valid_from").first()
    if other is not None:
        raise ChangesetError(
            "spatial.edition_overlaps",
            "The level has another edition at the same time.",
            level=plan.name,
            other=other.edition,
            since=other.valid_from.isoformat(),
            until=other.valid_until.isoformat() if other.valid_until else "…",
        )
