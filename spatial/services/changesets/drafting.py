# SPDX-License-Identifier: EUPL-1.2
"""The draft of a boundary version: started, given files and answers, discarded; a change names its revision."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.web.shown import shown_name
from spatial.errors import ChangesetClosedError, StaleChangesetError
from spatial.models import BoundaryVersion, Changeset, ChangesetEditor, ChangesetFile, ChangesetLayer, ChangesetState
from spatial.readers.packing import packed
from spatial.services.changesets.answers import LayerAnswers

LOOK: Final = "spatial.look_changeset"
CHECK: Final = "spatial.check_changeset"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came; its name is shown, and says which loose parts of a Shapefile belong together."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """A WFS and which of its layers is wanted; it is asked by the job, not while somebody waits for a page."""

    address: str
    feature_type: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings at once: files, or the address of a service."""

    files: Sequence[Upload] = ()
    service: ServiceAddress | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about the edition as a whole; `valid_until` is exclusive."""

    name: str
    edition: str
    valid_from: date
    valid_until: date | None = None
    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    note: str = ""
    whole_key: str = ""
    whole_name: str = ""
    may_lie_elsewhere: bool = False


@transaction.atomic
def create_changeset(*, organisation: Organisation, facts: Facts, brought: Brought, by: User) -> Changeset:
    """Start an edition with its files; a job looks what is in them. Publisher and licence are proposed as before."""
    said = {**_as_before(organisation), **{name: value for name, value in asdict(facts).items() if value}}
    changeset = Changeset.objects.create(organisation=organisation, created_by=by, **said)
    ChangesetEditor.objects.create(changeset=changeset, person=by)
    _store_files(changeset, brought)
    _record("spatial.changeset_created", changeset, by, {"edition": changeset.edition})
    request_look(changeset=changeset, by=by)
    return changeset


@transaction.atomic
def add_files(*, changeset: Changeset, brought: Brought, by: User, revision: int) -> Changeset:
    """Add files to a draft; one of the same name takes the place of the earlier one and keeps its answers."""
    current = opened(changeset=changeset, by=by, revision=revision)
    count = _store_files(current, brought)
    _record("spatial.changeset_files", current, by, {"files": count})
    request_look(changeset=current, by=by)
    return current


@transaction.atomic
def remove_file(*, file: ChangesetFile, by: User, revision: int) -> Changeset:
    """Take a file and what was said about it out of a draft."""
    current = opened(changeset=file.changeset, by=by, revision=revision)
    file.delete()
    _record("spatial.changeset_files", current, by, {"files": -1})
    return current


@transaction.atomic
def save_facts(*, changeset: Changeset, facts: Facts, by: User, revision: int) -> Changeset:
    """Keep what is said about the edition as a whole."""
    current = opened(changeset=changeset, by=by, revision=revision)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    _record("spatial.changeset_facts", current, by, {"edition": current.edition})
    return current


@transaction.atomic
def save_layer(*, layer: ChangesetLayer, answers: LayerAnswers, is_taken: bool, by: User, revision: int) -> Changeset:
    """Confirm what a layer is; what was said about single areas of it stays."""
    current = opened(changeset=layer.changeset, by=by, revision=revision)
    layer.answers, layer.is_taken, layer.is_answered = answers.to_json(), is_taken, True
    layer.save(update_fields=["answers", "is_taken", "is_answered"])
    _record("spatial.changeset_layer", current, by, {"layer": layer.number, "level": answers.level})
    return current


@transaction.atomic
def discard_changeset(*, changeset: Changeset, by: User, revision: int) -> Changeset:
    """End a draft that nobody needs; its files are deleted, what was done stays in the log."""
    current = opened(changeset=changeset, by=by, revision=revision)
    current.files.all().delete()
    current.state = ChangesetState.DISCARDED
    current.save(update_fields=["state"])
    _record("spatial.changeset_discarded", current, by, {})
    return current


def opened(*, changeset: Changeset, by: User, revision: int) -> Changeset:
    """Lock a draft for one change: what was checked is void, and whoever changes it never approves it.

    Raises
    ------
    ChangesetClosedError
        ``spatial.changeset_closed`` when it is no draft any more.
    StaleChangesetError
        ``spatial.changeset_stale`` when somebody changed it since that revision.
    """
    current = locked(changeset=changeset)
    if not current.is_open:
        raise closed(current)
    if current.revision != revision:
        raise stale()
    ChangesetEditor.objects.get_or_create(changeset=current, person=by)
    job = current.job
    if job and job.is_live:
        jobs.cancel(job=job)
    void_check(changeset=current)
    return current


def void_check(*, changeset: Changeset) -> None:
    """Forget what was checked and count the change; runs on a locked draft."""
    changeset.staged.all().delete()
    changeset.findings.all().delete()
    changeset.content_hash, changeset.summary = "", {}
    changeset.revision += 1
    changeset.save(update_fields=["content_hash", "summary", "revision", "changed_at"])


def locked(*, changeset: Changeset) -> Changeset:
    """Return the present state of a changeset, locked until the end of the transaction."""
    return Changeset.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=changeset.pk)


def closed(changeset: Changeset) -> ChangesetClosedError:
    """Return the refusal of a step that the state does not allow."""
    return ChangesetClosedError(
        "spatial.changeset_closed", "This step is not open any more.", state=changeset.get_state_display()
    )


def stale() -> StaleChangesetError:
    """Return the refusal of a change that was made on an older state."""
    return StaleChangesetError("spatial.changeset_stale", "The boundary version was changed in the meantime.")


def request_look(*, changeset: Changeset, by: User) -> None:
    """Let a job look what is in the files."""
    _request(LOOK, changeset, by)


@transaction.atomic
def look_again(*, changeset: Changeset, by: User, revision: int) -> Changeset:
    """Let the files be looked into once more, for instance after a step was stopped."""
    current = opened(changeset=changeset, by=by, revision=revision)
    request_look(changeset=current, by=by)
    return current


@transaction.atomic
def request_check(*, changeset: Changeset, by: User, revision: int) -> Changeset:
    """Let a job read all areas and check them."""
    current = opened(changeset=changeset, by=by, revision=revision)
    _request(CHECK, current, by)
    return current


@transaction.atomic
def cancel_job(*, changeset: Changeset, by: User) -> None:
    """Stop the long step of a draft; what was said before stays."""
    current = locked(changeset=changeset)
    job = current.job
    if job and job.is_live and current.is_open:
        jobs.cancel(job=job)
        _record("spatial.changeset_stopped", current, by, {"step": job.kind})


def _request(kind: str, changeset: Changeset, by: User) -> None:
    job = jobs.enqueue(
        kind=kind,
        payload={"changeset": changeset.pk, "revision": changeset.revision},
        by=by,
        organisation=changeset.organisation,
    )
    changeset.job_id = job.pk
    changeset.save(update_fields=["job_id"])


def _store_files(changeset: Changeset, brought: Brought) -> int:
    loose = [(file.name, file.content) for file in brought.files]
    found = [(shown_name(name), content) for name, content in packed(loose)]
    for name, content in found:
        _store_file(changeset, name, content, ServiceAddress(""))
    service = brought.service
    if service:
        _store_file(changeset, shown_name(service.feature_type or service.address), b"", service)
    return len(found) + bool(service)


def _store_file(changeset: Changeset, name: str, content: bytes, service: ServiceAddress) -> None:
    last = changeset.files.aggregate(last=Max("number"))["last"] or 0
    same = changeset.files.filter(name=name).first()
    file = same or ChangesetFile(changeset=changeset, number=last + 1, name=name)
    file.content, file.size, file.problem = content, len(content), None
    file.address, file.feature_type = service.address, service.feature_type
    file.sha256 = hashlib.sha256(content).hexdigest()
    file.save()


def _as_before(organisation: Organisation) -> dict[str, Any]:
    last = BoundaryVersion.objects.filter(organisation=organisation).order_by("-valid_from", "-id").first()
    whole = {"whole_key": organisation.official_key, "whole_name": organisation.name}
    if last is None:
        return whole
    return whole | {"publisher": last.publisher, "licence": last.licence, "attribution": last.attribution}


def _record(action: str, changeset: Changeset, by: User, details: dict[str, Any]) -> None:
    record(action=action, by=by, organisation=changeset.organisation, subject=changeset, details=details)
