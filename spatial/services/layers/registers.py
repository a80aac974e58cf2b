# SPDX-License-Identifier: EUPL-1.2
"""The address file of an organisation: brought, read by a job, in use until another one takes its place."""

import hashlib
from typing import Final

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
        register.problem = problem_json(error.problems[0])
        register.state, register.content = RegisterState.FAILED, b""
        register.save(update_fields=["state", "problem", "content"])
        return
    _put_in_use(register, found)


@transaction.atomic
def _put_in_use(register: AddressRegister, found: RegisterFile) -> None:
    before = AddressRegister.objects.select_for_update().filter(
        organisation=register.organisation, state=RegisterState.CURRENT
    )
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
