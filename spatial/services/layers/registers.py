# SPDX-License-Identifier: EUPL-1.2
"""The address file of an organisation: brought, read by a job, in use until another one takes its place."""

import hashlib
from typing import Any, Final

from django.db import transaction

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.web.shown import shown_name
from spatial.geometry.problems import SpatialError
from spatial.models import Address, AddressRegister, RegisterState, Street
from spatial.readers.places.registerfile import RegisterFile, read_register
from spatial.services.layers.answers import PlaceAnswers, answers_of
from spatial.services.layers.drafting import Upload, problem_json
from spatial.services.layers.geocoding import address_row
from spatial.services.layers.streets import ask_to_link
from spatial.services.storing import known_outline

READ: Final = "spatial.read_addresses"
_BATCH: Final = 5000


@transaction.atomic
def bring_register(
    *, organisation: Organisation, file: Upload, answers: PlaceAnswers, source: tuple[str, str], by: User
) -> AddressRegister:
    """Keep an address file and let a job read it; `source` are its publisher and its licence."""
    publisher, licence = source
    register = AddressRegister.objects.create(
        organisation=organisation,
        name=shown_name(file.name),
        publisher=publisher,
        licence=licence,
        sha256=hashlib.sha256(file.content).hexdigest(),
        selection=answers.to_json(),
        content=file.content,
        created_by=by,
    )
    job = jobs.enqueue(kind=READ, payload={"register": register.pk}, by=by, organisation=organisation)
    register.job_id = job.pk
    register.save(update_fields=["job_id"])
    record(action="spatial.addresses_brought", by=by, organisation=organisation, subject=register, details={})
    return register


def read_addresses(*, register_id: int) -> None:
    """Read an address file and put it in use as a whole; one that cannot be read says why, the one before stays."""
    register = AddressRegister.objects.select_related("organisation").get(pk=register_id)
    if register.state != RegisterState.READING:
        return
    try:
        selection = answers_of(register.selection).selection
        found = read_register(bytes(register.content), selection, known_outline(register.organisation))
    except SpatialError as error:
        _end(register.pk, problem_json(error.problems[0]))
        return
    _put_in_use(register_id, found)


def end_unread() -> int:
    """Say of each address file whose job ended without reading it why; returns how many there were.

    Nobody would read it any more: its bytes are let go, and the page asks for the file once more.
    """
    ended = 0
    for register in AddressRegister.objects.filter(state=RegisterState.READING).defer("content"):
        job = register.job
        if register.job_id is None or (job is not None and job.is_live):
            continue
        code = (job.error_code if job is not None else "") or "jobs.unexpected"
        ended += _end(register.pk, {"code": code, "params": {}, "place": ""})
    return ended


def _end(register_id: int, problem: dict[str, Any]) -> int:
    """Let go of a file that cannot be read; of one that was read meanwhile nothing changes."""
    rows = AddressRegister.objects.filter(pk=register_id, state=RegisterState.READING)
    return rows.update(problem=problem, state=RegisterState.FAILED, content=b"")


@transaction.atomic
def _put_in_use(register_id: int, found: RegisterFile) -> None:
    register = (
        AddressRegister.objects.select_related("organisation").select_for_update(of=("self",)).get(pk=register_id)
    )
    if register.state != RegisterState.READING:
        # Another worker that took the same job was faster.
        return
    files = AddressRegister.objects.filter(organisation=register.organisation, state=RegisterState.CURRENT)
    if files.filter(pk__gt=register.pk).exists():
        # A file that was brought later was read before this one: it stays in use.
        AddressRegister.objects.filter(pk=register.pk).update(state=RegisterState.SUPERSEDED, content=b"")
        return
    before = files.select_for_update()
    Address.objects.filter(register__in=before).delete()
    Street.objects.filter(register__in=before).delete()
    before.update(state=RegisterState.SUPERSEDED)
    Address.objects.bulk_create((address_row(register, entry) for entry in found.entries), batch_size=_BATCH)
    register.state, register.content = RegisterState.CURRENT, b""
    register.address_count, register.rows_left_out = len(found.entries), len(found.problems)
    register.save(update_fields=["state", "content", "address_count", "rows_left_out"])
    ask_to_link(register)
    details = {"addresses": register.address_count, "left_out": register.rows_left_out}
    record(
        action="spatial.addresses_in_use",
        by=None,
        organisation=register.organisation,
        subject=register,
        details=details,
    )
