# SPDX-License-Identifier: EUPL-1.2
"""The pages of published crosswalk tables as their people use them, for tests."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from sozialplanung.accounts.models import User
from spatial.models import CrosswalkTable
from tests.factories.desk import client_of
from tests.factories.drawnanew import NEWER
from tests.factories.register import EDITION
from tests.factories.world import World

PAIR = f"/musterstadt/umschluesselung/viertel/{EDITION}/{NEWER}/"
TABLES = f"{PAIR}tabellen/"
BRING = f"{PAIR}tabelle-bringen/"
HEAD = "alt;neu;anteil\n"
# By people 80 % of the quarter 12 are in 13, by ground half of it.
ROWS = HEAD + "11;11;1\n12;13;0,6\n12;14;0,4\n21;21;1\n22;22;1\n"
FACTS = {
    "older": "alt",
    "newer": "neu",
    "weight": "anteil",
    "kind": "share",
    "title": "Umsteigetabelle 2020 auf 2021",
    "publisher": "Amt für Statistik",
    "licence": "dl-de/by-2-0",
    "attribution": "© Amt für Statistik",
    "counted_on": "2020-06-30",
    "note": "",
}


def uploaded(person: User, text: str = ROWS, name: str = "tabelle.csv") -> HttpResponse:
    """Upload the file of a table."""
    return _posted(person, BRING, {"upload": [SimpleUploadedFile(name, text.encode())]})


def said(person: User, step: str = "bring", **facts: str) -> HttpResponse:
    """Send what the columns mean and where the table comes from."""
    return _posted(person, f"{BRING}angaben/", {**FACTS, "step": step, **facts})


def brought(person: User, text: str = ROWS, **facts: str) -> CrosswalkTable:
    """Bring a table up to waiting for approval."""
    assert uploaded(person, text).status_code == 302
    answer = said(person, **facts)
    assert answer.status_code == 302, answer.content.decode()
    return CrosswalkTable.objects.latest("pk")


def decided(person: User, table: CrosswalkTable, decision: str = "approve", comment: str = "") -> HttpResponse:
    """Send the decision of somebody."""
    answer = _posted(person, f"{TABLES}{table.number}/", {"decision": decision, "comment": comment})
    table.refresh_from_db()
    return answer


def withdrawn(person: User, table: CrosswalkTable, reason: str = "") -> HttpResponse:
    """Take a table back, or withdraw it."""
    answer = _posted(person, f"{TABLES}{table.number}/zuruecknehmen/", {"reason": reason})
    table.refresh_from_db()
    return answer


def in_force(world: World, text: str = ROWS, **facts: str) -> CrosswalkTable:
    """Bring a table of Anna in force."""
    table = brought(world.anna, text, **facts)
    answer = decided(world.frida, table)
    assert answer.status_code == 302, answer.content.decode()
    return table


def _posted(person: User, address: str, fields: Mapping[str, Any]) -> HttpResponse:
    answer: Any = client_of(person).post(address, fields)
    assert isinstance(answer, HttpResponse)
    return answer
