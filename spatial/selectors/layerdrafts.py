# SPDX-License-Identifier: EUPL-1.2
"""Layers on their way, for those who bring and approve them: lists, steps, rows, address files."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import Job
from sozialplanung.web.steps import Step, StepState
from spatial.models import AddressRegister, LayerDraft, LayerDraftFinding, LayerDraftRow, LayerDraftState, RowState

DraftScope = Literal["eigene", "freigabe", "alle"]
RowScope = Literal["offen", "ungenau", "fehlt", "falsch", "entschieden", "alle"]
_RUNNING = {"spatial.look_layer": "datei", "spatial.fetch_layer": "datei", "spatial.check_layer": "zeilen"}
_STATES: dict[str, tuple[str, ...]] = {
    "offen": (RowState.INEXACT, RowState.FAILED, RowState.WRONG),
    "ungenau": (RowState.INEXACT,),
    "fehlt": (RowState.FAILED,),
    "falsch": (RowState.WRONG,),
    "entschieden": (RowState.CORRECTED, RowState.LEFT_OUT),
    "alle": tuple(RowState.values),
}


def drafts_of(organisation: Organisation, *, scope: DraftScope, person: User) -> QuerySet[LayerDraft]:
    """Return the drafts that somebody brought, may approve, or all of an organisation, the newest first."""
    found = LayerDraft.objects.filter(organisation_id=organisation.pk).select_related("created_by")
    if scope == "eigene":
        mine = Q(editors__person=person) | Q(created_by=person)
        return found.filter(mine).exclude(state=LayerDraftState.DISCARDED).distinct()
    if scope == "freigabe":
        return found.filter(state=LayerDraftState.SUBMITTED).exclude(editors__person=person)
    return found


def draft_at(organisation: Organisation, uuid: UUID) -> LayerDraft:
    """Return a draft of an organisation; NotFoundError where there is none."""
    query = LayerDraft.objects.select_related(
        "organisation", "created_by", "approved_by", "layer", "file", "source", "version__layer"
    )
    # The bytes of the file are read by jobs alone.
    found = query.defer("file__content").filter(organisation_id=organisation.pk, uuid=uuid).first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def fetched_before(organisation: Organisation) -> tuple[LayerDraft, ...]:
    """Return of each layer the newest draft in force or superseded whose file a service sent, by name of the layer."""
    rows = LayerDraft.objects.filter(organisation_id=organisation.pk, state=LayerDraftState.ACTIVE)
    found = rows.filter(source__isnull=False, file__fetched_at__isnull=False).select_related("layer", "file", "source")
    newest: dict[str, LayerDraft] = {}
    for draft in found.defer("file__content").order_by("-version__number"):
        newest.setdefault(draft.slug, draft)
    return tuple(sorted(newest.values(), key=lambda draft: draft.name))


def rows_of(draft: LayerDraft, scope: RowScope) -> QuerySet[LayerDraftRow]:
    """Return the rows of a draft in some states, in the order of the file."""
    return draft.rows.filter(state__in=_STATES[scope]).defer("geometry").order_by("number")


def row_at(draft: LayerDraft, number: int) -> LayerDraftRow:
    """Return one row; NotFoundError where there is none."""
    found = draft.rows.filter(number=number).first()
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    found.draft = draft
    return found


def findings_of(draft: LayerDraft, rows: Sequence[int] | None = None) -> list[LayerDraftFinding]:
    """Return the findings of some rows, or without rows those of the file as a whole."""
    beside = Q(row__isnull=True) | ~Q(row__in=draft.rows.values("number"))
    return list(draft.findings.filter(beside if rows is None else Q(row__in=rows)))


def counts_by_scope(draft: LayerDraft) -> dict[str, int]:
    """Count the rows of each list."""
    told = draft.summary.get("counts", {})
    return {scope: sum(told.get(state, 0) for state in states) for scope, states in _STATES.items()}


def counts_in_force(draft: LayerDraft) -> tuple[int, int]:
    """Count the rows that come into force, and those that are left out."""
    left_out = draft.summary.get("counts", {}).get(RowState.LEFT_OUT, 0)
    return counts_by_scope(draft)["alle"] - left_out, left_out


def registers_of(organisation: Organisation) -> QuerySet[AddressRegister]:
    """Return the address files of an organisation, the newest first, without their bytes."""
    return AddressRegister.objects.filter(organisation_id=organisation.pk).defer("content").select_related("created_by")


def steps_of(draft: LayerDraft, job: Job | None) -> tuple[Step, ...]:
    """Return the way of a draft with the state of each step; exactly one comes next while it is a draft.

    `job` is its long step as the page shows it: read twice, it may end in between, and a page would wait for nothing.
    """
    running = _RUNNING.get(job.kind, "") if job and job.is_live and draft.is_open else ""
    file = getattr(draft, "file", None)
    is_read = bool(file and file.sketch) and not (file and file.problem)
    has_facts = bool(draft.publisher and draft.licence and draft.attribution)
    unsettled = counts_by_scope(draft)["offen"]
    is_checked, has_errors = bool(draft.summary), bool(draft.summary.get("errors"))
    facts = (
        ("datei", _("File"), is_read, file.name if file else ""),
        ("angaben", _("Layer and origin"), has_facts, draft.publisher),
        ("spalten", _("Columns"), draft.is_answered, ""),
        ("zeilen", _("Rows"), is_checked and not has_errors and not unsettled, _row_note(draft, unsettled)),
        ("einreichen", _("Submit"), False, ""),
    )
    has_problem = {"datei": bool(file and file.problem), "zeilen": is_checked and bool(has_errors or unsettled)}
    steps, is_waiting = [], False
    for key, label, is_done, note in facts:
        state: StepState = "done"
        if key == running:
            state, is_waiting = "running", True
        elif is_waiting:
            state = "open"
        elif not (is_done or not draft.is_open):
            state, is_waiting = "problem" if has_problem.get(key) else "next", True
        steps.append(Step(key, label, state, note))
    return tuple(steps)


def _row_note(draft: LayerDraft, unsettled: int) -> str:
    if not draft.summary:
        return ""
    return _("%(rows)s rows, %(open)s to be decided") % {"rows": draft.summary.get("rows", 0), "open": unsettled}
