# SPDX-License-Identifier: EUPL-1.2
"""The pages of deliveries as their people use them, for tests."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from indicators.models import (
    Delivery,
    Source,
)
from sozialplanung.accounts.models import User
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from tests.factories.register import FILE
from tests.factories.world import World

SAID = {
    "ground": "viertel@stand-2020",
    "period_text": "31.12.2020",
    "period_form": "{}",
    "decimal": "comma",
    "dot": "",
    "totals": "",
    "skip_rows": "",
    "column_0": "key",
    "column_1": "einwohner|value",
    "column_2": "einwohner:kinder|value",
}


def german(text: str) -> str:
    """Return a sentence as German readers see it."""
    with translation.override("de"):
        return translation.gettext(text)


def client_of(person: User) -> Client:
    """Return the browser of somebody who signed in."""
    client = Client(headers={"accept-language": "de"})
    client.force_login(person)
    return client


def read(person: User, address: str) -> str:
    """Return a page that opens for somebody."""
    answer: Any = client_of(person).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def csv_file(text: str = FILE, name: str = "einwohner.csv") -> SimpleUploadedFile:
    """Return a file to upload."""
    return SimpleUploadedFile(name, text.encode())


def run_jobs() -> None:
    """Do what waits in the queue and what that puts there, as a worker would; what is not due goes on waiting."""
    waiting = Job.objects.filter(state=JobState.QUEUED).order_by("created_at")
    while any(run_inline(job=job).state != JobState.QUEUED for job in waiting.all()):
        pass


def new_delivery(city: World, person: User, file: SimpleUploadedFile | None = None) -> Delivery:
    """Start a delivery by its page."""
    fields = {"source": Source.objects.get(organisation=city.city).pk, "title": "Register 2020"}
    answer = client_of(person).post("/musterstadt/lieferungen/neu/", {**fields, "uploads": [file or csv_file()]})
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    return Delivery.objects.latest("pk")


def url_of(delivery: Delivery, step: str = "") -> str:
    """Return the address of a step."""
    return f"/musterstadt/lieferungen/{delivery.uuid}/{step}"


def post(person: User, delivery: Delivery, step: str, fields: Mapping[str, Any] | None = None) -> HttpResponse:
    """Send the form of a step, and do what it puts into the queue."""
    delivery.refresh_from_db()
    answer: Any = client_of(person).post(url_of(delivery, step), {"revision": delivery.revision, **(fields or {})})
    run_jobs()
    delivery.refresh_from_db()
    assert isinstance(answer, HttpResponse)
    return answer


def checked(city: World, person: User, file: SimpleUploadedFile | None = None) -> Delivery:
    """Bring a delivery up to its check."""
    delivery = new_delivery(city, person, file)
    if not delivery.tables.get().mapping:
        assert post(person, delivery, "zuordnung/1/", SAID).status_code == 302
    assert post(person, delivery, "pruefung/").status_code == 302
    return delivery


def submitted(city: World, file: SimpleUploadedFile | None = None) -> Delivery:
    """Bring a delivery of Anna up to its submission."""
    delivery = checked(city, city.anna, file)
    assert post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    return delivery


def decide(person: User, delivery: Delivery, decision: str, text: str = "") -> HttpResponse:
    """Send the decision of somebody."""
    assert delivery.batch is not None
    said = {"decision": decision, "kind": "content", "text": text, "content_hash": delivery.batch.content_hash}
    return post(person, delivery, "freigabe/", said)
