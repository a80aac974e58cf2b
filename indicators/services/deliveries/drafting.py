# SPDX-License-Identifier: EUPL-1.2
"""The draft of a delivery: started, given files and answers, discarded; a change names the revision it was made on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from indicators.errors import DeliveryClosedError, StaleDeliveryError
from indicators.models import Delivery, DeliveryEditor, DeliveryFile, DeliveryState, DeliveryTable, Source
from indicators.readers.mapping import Mapping
from indicators.selectors.parts import begun_within
from indicators.services import reviewing
from indicators.services.deliveries.bounding import refuse_foreign
from indicators.services.deliveries.storing import Upload, store_content
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.web.shown import shown_name

RECOGNISE: Final = "indicators.recognise_delivery"
VERIFY: Final = "indicators.verify_delivery"


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What a person said about one table: where its areas are, how it is read, and the answers in their own form."""

    level: str
    edition: str
    mapping: Mapping
    answers: dict[str, Any]


@transaction.atomic
def create_delivery(*, source: Source, title: str, files: Sequence[Upload], by: User) -> Delivery:
    """Start a delivery with its files; a job looks what is in them.

    What somebody with a narrowed role starts is bound to the topics of that role, whoever works on it later.
    """
    organisation = source.organisation
    delivery = Delivery.objects.create(
        organisation=organisation, source=source, title=title, created_by=by, within=begun_within(by, organisation)
    )
    DeliveryEditor.objects.create(delivery=delivery, person=by)
    for number, file in enumerate(files, start=1):
        _store_file(delivery, DeliveryFile(delivery=delivery, number=number), file)
    _record("indicators.delivery_created", delivery, by, {"files": len(files)})
    request_recognition(delivery=delivery, by=by)
    return delivery


@transaction.atomic
def add_files(*, delivery: Delivery, files: Sequence[Upload], by: User, revision: int) -> Delivery:
    """Add files to a draft."""
    current = opened(delivery=delivery, by=by, revision=revision)
    last = current.files.aggregate(last=Max("number"))["last"] or 0
    for number, file in enumerate(files, start=last + 1):
        _store_file(current, DeliveryFile(delivery=current, number=number), file)
    _record("indicators.delivery_files", current, by, {"files": len(files)})
    request_recognition(delivery=current, by=by)
    return current


@transaction.atomic
def replace_file(*, file: DeliveryFile, upload: Upload, by: User, revision: int) -> Delivery:
    """Put a corrected file in the place of one that was uploaded; what was said about its tables is kept."""
    current = opened(delivery=file.delivery, by=by, revision=revision)
    _store_file(current, file, upload)
    _record("indicators.delivery_files", current, by, {"files": 1})
    request_recognition(delivery=current, by=by)
    return current


@transaction.atomic
def remove_file(*, file: DeliveryFile, by: User, revision: int) -> Delivery:
    """Take a file and what was said about it out of a draft."""
    current = opened(delivery=file.delivery, by=by, revision=revision)
    file.delete()
    _record("indicators.delivery_files", current, by, {"files": -1})
    return current


@transaction.atomic
def save_shape(*, table: DeliveryTable, answers: dict[str, Any], is_taken: bool, by: User, revision: int) -> Delivery:
    """Keep what a person said about the build of a table; it is then looked at again."""
    current = opened(delivery=table.delivery, by=by, revision=revision)
    table.is_taken = is_taken
    if {**table.answers, **answers} != table.answers:
        table.answers, table.mapping, table.profile = {**table.answers, **answers}, None, None
    table.save(update_fields=["is_taken", "answers", "mapping", "profile"])
    request_recognition(delivery=current, by=by)
    return current


@transaction.atomic
def save_answers(*, table: DeliveryTable, answers: dict[str, Any], by: User, revision: int) -> Delivery:
    """Keep answers that do not make a mapping yet, so that nothing is lost."""
    current = opened(delivery=table.delivery, by=by, revision=revision)
    table.answers, table.mapping = {**table.answers, "mapping": answers}, None
    table.save(update_fields=["answers", "mapping"])
    return current


@transaction.atomic
def save_mapping(*, table: DeliveryTable, said: TableMapping, by: User, revision: int) -> Delivery:
    """Confirm what the columns of a table mean.

    Raises
    ------
    DeliveryError
        ``indicators.series_unknown`` for a series beyond the topics to which the delivery is bound.
    """
    current = opened(delivery=table.delivery, by=by, revision=revision)
    table.level, table.edition, table.mapping = said.level, said.edition, said.mapping.to_json()
    refuse_foreign(delivery=current, mappings=[table.mapping])
    table.answers = {**table.answers, "mapping": said.answers}
    table.save(update_fields=["level", "edition", "mapping", "answers"])
    _record("indicators.delivery_mapped", current, by, {"table": table.number})
    return current


@transaction.atomic
def add_level(*, table: DeliveryTable, by: User, revision: int) -> DeliveryTable:
    """Read the same table once more, for areas of another level."""
    current = opened(delivery=table.delivery, by=by, revision=revision)
    last = current.tables.aggregate(last=Max("number"))["last"] or 0
    return DeliveryTable.objects.create(
        delivery=current,
        file=table.file,
        number=last + 1,
        name=table.name,
        fingerprint=table.fingerprint,
        recognition=table.recognition,
        answers=table.answers,
    )


@transaction.atomic
def discard_delivery(*, delivery: Delivery, by: User, revision: int) -> Delivery:
    """End a draft that nobody needs; its files are deleted, what was done stays in the log."""
    current = opened(delivery=delivery, by=by, revision=revision)
    current.files.all().delete()
    current.state = DeliveryState.DISCARDED
    current.save(update_fields=["state"])
    _record("indicators.delivery_discarded", current, by, {})
    return current


def opened(*, delivery: Delivery, by: User, revision: int) -> Delivery:
    """Lock a draft for one change: every batch made from it is void, and whoever changes it never approves it.

    Raises
    ------
    DeliveryClosedError
        ``indicators.delivery_closed`` when it is no draft any more.
    StaleDeliveryError
        ``indicators.delivery_stale`` when somebody changed it since that revision.
    """
    current = locked(delivery=delivery)
    if not current.is_open:
        raise DeliveryClosedError(
            "indicators.delivery_closed",
            "The delivery cannot be changed any more.",
            state=current.get_state_display(),
        )
    if current.revision != revision:
        raise StaleDeliveryError("indicators.delivery_stale", "The delivery was changed in the meantime.")
    DeliveryEditor.objects.get_or_create(delivery=current, person=by)
    void_batch(delivery=current, by=by)
    job = current.job
    if job and job.is_live:
        jobs.cancel(job=job)
    current.revision += 1
    current.save(update_fields=["revision", "batch", "changed_at"])
    return current


def locked(*, delivery: Delivery) -> Delivery:
    """Return the present state of a delivery, locked until the end of the transaction."""
    query = Delivery.objects.select_for_update(of=("self",)).select_related("organisation", "source", "batch")
    return query.get(pk=delivery.pk)


def void_batch(*, delivery: Delivery, by: User) -> None:
    """Withdraw what was checked: it is not what will be delivered."""
    if delivery.batch is not None:
        reviewing.withdraw_batch(batch=delivery.batch, by=by)
        delivery.batch = None


def request_recognition(*, delivery: Delivery, by: User) -> None:
    """Let a job look what is in the files."""
    _request(RECOGNISE, delivery, by)


@transaction.atomic
def recognise_again(*, delivery: Delivery, by: User, revision: int) -> Delivery:
    """Let the files be looked into once more."""
    current = opened(delivery=delivery, by=by, revision=revision)
    request_recognition(delivery=current, by=by)
    return current


@transaction.atomic
def request_verification(*, delivery: Delivery, by: User, revision: int) -> Delivery:
    """Let a job read all figures and check them."""
    current = opened(delivery=delivery, by=by, revision=revision)
    _request(VERIFY, current, by)
    return current


@transaction.atomic
def cancel_job(*, delivery: Delivery, by: User) -> None:
    """Stop the long step of a draft; what was said before stays."""
    current = locked(delivery=delivery)
    job = current.job
    if job and job.is_live and current.is_open:
        jobs.cancel(job=job)
        _record("indicators.delivery_stopped", current, by, {"step": job.kind})


def _request(kind: str, delivery: Delivery, by: User) -> None:
    job = jobs.enqueue(
        kind=kind,
        payload={"delivery": delivery.pk, "revision": delivery.revision},
        by=by,
        organisation=delivery.organisation,
    )
    delivery.job_id = job.pk
    delivery.save(update_fields=["job_id"])


def _store_file(delivery: Delivery, file: DeliveryFile, upload: Upload) -> None:
    file.delivery, file.name = delivery, _own_name(delivery, file, shown_name(upload.name))
    file.content, file.size, file.problem = b"", upload.size, None
    file.save()
    file.sha256 = store_content(file_id=file.pk, upload=upload)


def _own_name(delivery: Delivery, file: DeliveryFile, name: str) -> str:
    """Tell two files of the same name apart: findings name their file."""
    taken = set(delivery.files.exclude(number=file.number).values_list("name", flat=True))
    if name not in taken:
        return name
    return next(found for found in (f"{name} ({number})" for number in count(2)) if found not in taken)


def _record(action: str, delivery: Delivery, by: User, details: dict[str, Any]) -> None:
    record(action=action, by=by, organisation=delivery.organisation, subject=delivery, details=details)
