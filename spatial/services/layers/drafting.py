# SPDX-License-Identifier: EUPL-1.2
"""The draft of a layer: started, given a file and answers, discarded; a change names its revision."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.web.shown import shown_name
from spatial.errors import LayerDraftClosedError, LayerDraftError, StaleLayerDraftError
from spatial.geometry.problems import Problem
from spatial.models import (
    Layer,
    LayerDraft,
    LayerDraftEditor,
    LayerDraftFile,
    LayerDraftSource,
    LayerDraftState,
    LayerKind,
)
from spatial.readers.packing import packed
from spatial.services.layers.answers import PlaceAnswers

LOOK: Final = "spatial.look_layer"
CHECK: Final = "spatial.check_layer"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came; its name is shown, and says which loose parts of a Shapefile belong together."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """What is said about a layer and this version of it; `valid_until` is exclusive."""

    slug: str
    name: str
    valid_from: date
    kind: str = LayerKind.POINT.value
    topic: str = ""
    description: str = ""
    valid_until: date | None = None
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    note: str = ""


@transaction.atomic
def create_draft(*, organisation: Organisation, facts: LayerFacts, files: Sequence[Upload], by: User) -> LayerDraft:
    """Start a layer, or the next version of the layer with that slug; a job looks what is in the file."""
    draft = started(organisation=organisation, facts=facts, by=by)
    _store_file(draft, files)
    let_run(LOOK, draft, by)
    return draft


def started(*, organisation: Organisation, facts: LayerFacts, by: User) -> LayerDraft:
    """Start a draft without a file, with what was said of the version before where there is one."""
    layer = Layer.objects.filter(organisation=organisation, slug=facts.slug).first()
    said = {**_as_before(layer), **{name: value for name, value in asdict(facts).items() if value}}
    if layer:
        said["kind"] = layer.kind
    draft = LayerDraft.objects.create(organisation=organisation, layer=layer, created_by=by, **said)
    LayerDraftEditor.objects.create(draft=draft, person=by)
    _record("spatial.layer_created", draft, by, {"layer_name": draft.name})
    return draft


@transaction.atomic
def replace_file(*, draft: LayerDraft, files: Sequence[Upload], by: User, revision: int) -> LayerDraft:
    """Let another file take the place of the present one; answers stay, corrections of single rows do not."""
    current = opened(draft=draft, by=by, revision=revision)
    current.corrections.all().delete()
    LayerDraftFile.objects.filter(draft=current).delete()
    _store_file(current, files)
    current.is_answered = False
    current.save(update_fields=["is_answered"])
    _record("spatial.layer_file", current, by, {})
    let_run(LOOK, current, by)
    return current


@transaction.atomic
def save_facts(*, draft: LayerDraft, facts: LayerFacts, by: User, revision: int) -> LayerDraft:
    """Keep what is said about the layer and this version of it; the kind of a layer that is there stays."""
    current = opened(draft=draft, by=by, revision=revision)
    layer = Layer.objects.filter(organisation=current.organisation, slug=facts.slug).first()
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.layer, current.kind = layer, layer.kind if layer else facts.kind
    current.save()
    _record("spatial.layer_facts", current, by, {"layer_name": current.name})
    return current


@transaction.atomic
def save_answers(*, draft: LayerDraft, answers: PlaceAnswers, by: User, revision: int) -> LayerDraft:
    """Keep what the columns mean and let a job check the rows; corrections of single rows are void."""
    current = opened(draft=draft, by=by, revision=revision)
    current.corrections.all().delete()
    current.answers, current.is_answered = answers.to_json(), True
    current.save(update_fields=["answers", "is_answered"])
    _record("spatial.layer_columns", current, by, {})
    let_run(CHECK, current, by)
    return current


@transaction.atomic
def request_check(*, draft: LayerDraft, by: User, revision: int) -> LayerDraft:
    """Let a job check the rows anew; what was decided on single rows stays."""
    current = opened(draft=draft, by=by, revision=revision)
    if not current.is_answered:
        raise LayerDraftError("spatial.layer_incomplete", "It is not said what the columns mean.")
    let_run(CHECK, current, by)
    return current


@transaction.atomic
def discard_draft(*, draft: LayerDraft, by: User, revision: int) -> LayerDraft:
    """End a draft that nobody needs; its file and its address are deleted, what was done stays in the log."""
    current = opened(draft=draft, by=by, revision=revision)
    LayerDraftFile.objects.filter(draft=current).delete()
    LayerDraftSource.objects.filter(draft=current).delete()
    current.state = LayerDraftState.DISCARDED
    current.save(update_fields=["state"])
    _record("spatial.layer_discarded", current, by, {})
    return current


@transaction.atomic
def cancel_job(*, draft: LayerDraft, by: User) -> None:
    """Stop the long step of a draft; what was said before stays."""
    current = locked(draft=draft)
    job = current.job
    if job and job.is_live and current.is_open:
        jobs.cancel(job=job)
        _record("spatial.layer_stopped", current, by, {"step": job.kind})


def opened(*, draft: LayerDraft, by: User, revision: int) -> LayerDraft:
    """Lock a draft for one change that voids what was checked; whoever changes it never approves it.

    Raises
    ------
    LayerDraftClosedError
        ``spatial.layer_closed`` when it is no draft any more.
    StaleLayerDraftError
        ``spatial.layer_stale`` when somebody changed it since that revision.
    """
    current = touched(draft=draft, by=by, revision=revision)
    job = current.job
    if job and job.is_live:
        jobs.cancel(job=job)
    current.rows.all().delete()
    current.findings.all().delete()
    current.summary = {}
    current.save(update_fields=["summary"])
    return current


def touched(*, draft: LayerDraft, by: User, revision: int) -> LayerDraft:
    """Lock a draft for one change and count it; raises as `opened`."""
    current = locked(draft=draft)
    if not current.is_open:
        raise closed(current)
    if current.revision != revision:
        raise stale()
    LayerDraftEditor.objects.get_or_create(draft=current, person=by)
    current.content_hash = ""
    current.revision += 1
    current.save(update_fields=["content_hash", "revision", "changed_at"])
    return current


def locked(*, draft: LayerDraft) -> LayerDraft:
    """Return the present state of a draft, locked until the end of the transaction."""
    return LayerDraft.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=draft.pk)


def closed(draft: LayerDraft) -> LayerDraftClosedError:
    """Return the refusal of a step that the state does not allow."""
    return LayerDraftClosedError(
        "spatial.layer_closed", "This step is not open any more.", state=draft.get_state_display()
    )


def stale() -> StaleLayerDraftError:
    """Return the refusal of a change that was made on an older state."""
    return StaleLayerDraftError("spatial.layer_stale", "The layer was changed in the meantime.")


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return what is kept of a problem, to be told in the reader's language."""
    return {"code": problem.code, "params": dict(problem.parameters), "place": str(problem.place)}


def let_run(kind: str, draft: LayerDraft, by: User) -> None:
    """Put a long step of a draft into the queue, in the transaction of the change that needs it."""
    payload = {"draft": draft.pk, "revision": draft.revision}
    job = jobs.enqueue(kind=kind, payload=payload, by=by, organisation=draft.organisation)
    draft.job_id = job.pk
    draft.save(update_fields=["job_id"])


def _store_file(draft: LayerDraft, files: Sequence[Upload]) -> None:
    """Keep the one file, or the parts of one Shapefile as one."""
    found = packed([(file.name, file.content) for file in files])
    if len(found) != 1:
        raise LayerDraftError("spatial.layer_one_file", "A layer comes in one file.", count=len(found))
    name, content = found[0]
    LayerDraftFile.objects.create(
        draft=draft,
        name=shown_name(name),
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _as_before(layer: Layer | None) -> dict[str, Any]:
    """Propose what was said of the version before."""
    if layer is None:
        return {}
    kept: dict[str, Any] = {"name": layer.name, "topic": layer.topic, "description": layer.description}
    last = layer.drafts.filter(state=LayerDraftState.ACTIVE).order_by("-changed_at").first()
    if last is None:
        return kept
    told = ("publisher", "licence", "attribution", "answers")
    return kept | {name: getattr(last, name) for name in told}


def _record(action: str, draft: LayerDraft, by: User, details: dict[str, Any]) -> None:
    record(action=action, by=by, organisation=draft.organisation, subject=draft, details=details)
