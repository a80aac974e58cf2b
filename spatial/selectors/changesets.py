# SPDX-License-Identifier: EUPL-1.2
"""Boundary versions on their way, for those who bring and approve them: lists, steps, findings, levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import Job
from sozialplanung.web.steps import Step, StepState
from spatial.models import BoundaryVersion, Changeset, ChangesetFinding, ChangesetLayer, ChangesetState, Level

Scope = Literal["gueltig", "eigene", "freigabe", "alle"]
_RUNNING = {"spatial.look_changeset": "dateien", "spatial.check_changeset": "pruefung"}


@dataclass(frozen=True, slots=True)
class Weights:
    """How many findings of each weight a changeset has, and how many warnings still need a reason."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    unreasoned: int = 0


@dataclass(frozen=True, slots=True)
class LevelVersions:
    """A level of an organisation with its boundary versions, the newest first."""

    level: Level
    versions: tuple[BoundaryVersion, ...]


def levels_with_versions(organisation: Organisation) -> tuple[LevelVersions, ...]:
    """Return the levels, hierarchy by hierarchy, the whole first, each with its versions."""
    levels = Level.objects.filter(organisation_id=organisation.pk).select_related("parent")
    versions = BoundaryVersion.objects.filter(organisation_id=organisation.pk).order_by("-valid_from")
    rows = list(versions.defer("coverage_report", "neighbours"))
    return tuple(
        LevelVersions(level, tuple(row for row in rows if row.level_id == level.pk))
        for level in levels.order_by("hierarchy", "position")
    )


def changesets_of(organisation: Organisation, *, scope: Scope, person: User) -> QuerySet[Changeset]:
    """Return the drafts that somebody brought, may approve, or all of an organisation, the newest first."""
    found = Changeset.objects.filter(organisation_id=organisation.pk).select_related("created_by")
    if scope == "eigene":
        mine = Q(editors__person=person) | Q(created_by=person)
        return found.filter(mine).exclude(state=ChangesetState.DISCARDED).distinct()
    if scope == "freigabe":
        return found.filter(state=ChangesetState.SUBMITTED).exclude(editors__person=person)
    return found


def changeset_at(organisation: Organisation, uuid: UUID) -> Changeset:
    """Return a changeset of an organisation; NotFoundError where there is none."""
    query = Changeset.objects.select_related("organisation", "created_by", "approved_by")
    found = query.filter(organisation_id=organisation.pk, uuid=uuid).first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def weights_of(changeset: Changeset) -> Weights:
    """Count the findings of a changeset."""
    counts = changeset.findings.aggregate(
        errors=Count("pk", filter=Q(severity="error")),
        warnings=Count("pk", filter=Q(severity="warning")),
        notes=Count("pk", filter=Q(severity="note")),
        unreasoned=Count("pk", filter=Q(severity="warning", reason="")),
    )
    return Weights(**counts)


def findings_of(changeset: Changeset, *, severity: str) -> QuerySet[ChangesetFinding]:
    """Return the findings of one weight, level by level."""
    return changeset.findings.filter(severity=severity).select_related("layer").order_by("number")


def layers_of(changeset: Changeset) -> QuerySet[ChangesetLayer]:
    """Return the layers of a changeset without the bytes of their files."""
    return changeset.layers.select_related("file").defer("file__content")


def drawings_of(changeset: Changeset) -> list[str]:
    """Return the drawings of the layers with their findings, as SVG of ours in the reader's language."""
    stored = [layer.outcome.get("drawings") or {} for layer in layers_of(changeset)]
    return [drawn[get_language() or ""] for drawn in stored if (get_language() or "") in drawn]


def succession_of(changeset: Changeset) -> list[dict[str, Any]]:
    """Return what became of the areas before, level by level."""
    layers = {layer.number: layer for layer in layers_of(changeset)}
    return [
        {**level, "rows": layers[level["layer"]].outcome.get("succession", [])}
        for level in changeset.summary.get("levels", ())
        if level["layer"] in layers
    ]


def steps_of(changeset: Changeset, weights: Weights, job: Job | None) -> tuple[Step, ...]:
    """Return the way of a changeset with the state of each step; exactly one comes next while it is a draft.

    `job` is its long step as the page shows it: read twice, it may end in between, and a page would wait for nothing.
    """
    running = _RUNNING.get(job.kind, "") if job and job.is_live and changeset.is_open else ""
    layers = [layer for layer in layers_of(changeset) if layer.is_taken]
    problems = changeset.files.filter(problem__isnull=False).count()
    answered = sum(1 for layer in layers if layer.is_answered)
    is_over = not changeset.is_open
    is_checked = bool(changeset.summary)
    is_clean = bool(changeset.content_hash) and not weights.unreasoned
    has_facts = bool(changeset.publisher and changeset.licence and changeset.attribution)
    facts = (
        ("dateien", _("Files"), bool(layers) and not problems, _file_note(changeset, problems)),
        ("angaben", _("Validity and origin"), has_facts, _dates(changeset)),
        ("ebenen", _("Levels and columns"), bool(layers) and answered == len(layers), _layer_note(answered, layers)),
        ("pruefung", _("Check"), is_clean, _check_note(weights) if is_checked else ""),
        ("nachfolge", _("What became of the areas"), is_clean, ""),
        ("einreichen", _("Submit"), False, ""),
    )
    told = [(key, label, is_done or is_over, note) for key, label, is_done, note in facts]
    has_problem = {"dateien": bool(problems), "pruefung": is_checked and weights.errors > 0}
    return _with_states(told, running, has_problem)


def _with_states(
    facts: Sequence[tuple[str, str, bool, str]], running: str, has_problem: dict[str, bool]
) -> tuple[Step, ...]:
    steps, is_waiting = [], False
    for key, label, is_done, note in facts:
        state: StepState = "done"
        if key == running:
            state, is_waiting = "running", True
        elif is_waiting:
            state = "open"
        elif not is_done:
            state, is_waiting = "problem" if has_problem.get(key) else "next", True
        steps.append(Step(key, label, state, note))
    return tuple(steps)


def _file_note(changeset: Changeset, problems: int) -> str:
    if problems:
        return ngettext("%(count)s file cannot be read.", "%(count)s files cannot be read.", problems) % {
            "count": problems
        }
    return ", ".join(changeset.files.values_list("name", flat=True)[:5])


def _dates(changeset: Changeset) -> str:
    start = f"{changeset.valid_from:%d.%m.%Y}"
    if changeset.valid_until is None:
        return _("from %(start)s") % {"start": start}
    return _("from %(start)s until before %(end)s") % {"start": start, "end": f"{changeset.valid_until:%d.%m.%Y}"}


def _layer_note(answered: int, layers: Sequence[ChangesetLayer]) -> str:
    return _("%(answered)s of %(count)s layers") % {"answered": answered, "count": len(layers)} if layers else ""


def _check_note(weights: Weights) -> str:
    told = {"errors": weights.errors, "open": weights.unreasoned}
    return _("must be corrected: %(errors)s; need a reason: %(open)s") % told
