# SPDX-License-Identifier: EUPL-1.2
"""Every address of boundary versions against everybody: who finds it, and what it takes from whom."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user
from spatial.models import Changeset, ChangesetFinding
from spatial.urls import urlpatterns
from tests.factories.desk import client_of
from tests.factories.standing import standing
from tests.factories.surveyor import build_ground, checked, submitted
from tests.factories.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C072", "C084")]

DESK: Final = frozenset({"steward", "author", "approver", "above"})
STEWARDS: Final = frozenset({"steward", "author"})
APPROVERS: Final = frozenset({"approver", "above"})
EVERYBODY: Final = ("steward", "author", "approver", "above", "viewer", "planner", "admin", "other", "other_approver")


@dataclass(frozen=True)
class Access:
    """Who reads an address and who writes at it; None where the method is not taken."""

    reads: frozenset[str] | None
    writes: frozenset[str] | None = None


LOOK, EDIT, ACT = Access(DESK), Access(STEWARDS, STEWARDS), Access(None, STEWARDS)
MATRIX: Final = {
    "versions": LOOK,
    "changeset_new": EDIT,
    "changeset": LOOK,
    "changeset_progress": LOOK,
    "changeset_files": EDIT,
    "changeset_file_remove": ACT,
    "changeset_look_again": ACT,
    "changeset_facts": EDIT,
    "changeset_stop": ACT,
    "changeset_withdraw": ACT,
    "changeset_discard": EDIT,
    "changeset_layers": LOOK,
    "changeset_layer": EDIT,
    "changeset_findings": Access(DESK, STEWARDS),
    "changeset_findings_csv": LOOK,
    "changeset_findings_geojson": LOOK,
    "changeset_rows": EDIT,
    "changeset_reason": EDIT,
    "changeset_succession": LOOK,
    "changeset_submit": EDIT,
    "changeset_approval": Access(APPROVERS, APPROVERS),
}


def _people(city: World) -> dict[str, User]:
    found = [city.emil, city.anna, city.frida]
    for name, organisation in (("karl", city.land), ("olga", city.other_city)):
        person = create_user(email=f"{name}@example.org", name=name.title(), password=PASSWORD, by=None)
        assign_role(user=person, organisation=organisation, role="approver", by=None)
        found.append(person)
    *first, above, other_approver = found
    return dict(
        zip(EVERYBODY, (*first, above, city.clara, city.bert, city.gero, city.dora, other_approver), strict=True)
    )


def _address(changeset: Changeset, name: str, *, uuid: Any = None, organisation: str = "musterstadt") -> str:  # noqa: ANN401 - an address takes any
    pattern = next(each for each in urlpatterns if getattr(each, "name", "") == name)
    finding = changeset.findings.filter(severity="warning").first()
    values: dict[str, object] = {
        "organisation": organisation,
        "uuid": uuid or changeset.uuid,
        "number": 1,
        "finding": finding.number if finding else 1,
    }
    return reverse(f"spatial:{name}", kwargs={key: values[key] for key in pattern.pattern.regex.groupindex})


def _outcome(answer: Any) -> str:  # noqa: ANN401 - the test client's answer
    status = answer.status_code
    if status == 302 and answer["Location"].startswith("/anmelden/"):
        return "sign in"
    assert status in {200, 302, 403, 404, 405, 409, 422}, status
    return {404: "nothing", 405: "not taken"}.get(status, "found")


def _expected(allowed: frozenset[str] | None, who: str) -> str:
    if allowed is None:
        return "not taken"
    return "found" if who in allowed else "nothing"


def _built(world: World) -> World:
    """Build a city with checked boundaries; a finding gives the address of a reason something to speak of."""
    city = build_ground(world)
    ChangesetFinding.objects.create(changeset=checked(city.anna), number=900, code="spatial.gap", severity="warning")
    return city


kept_city = standing(_built)


def test_every_address_stands_in_the_matrix() -> None:
    assert {getattr(each, "name", None) for each in urlpatterns} == set(MATRIX)


def test_reading_is_for_those_whom_the_matrix_names(city: World) -> None:
    changeset = Changeset.objects.get()
    clients = {who: client_of(person) for who, person in _people(city).items()}

    for name, access in MATRIX.items():
        path = _address(changeset, name)
        found = {who: _outcome(clients[who].get(path)) for who in EVERYBODY}
        assert found == {who: _expected(access.reads, who) for who in EVERYBODY}, name
        assert _outcome(Client().get(path)) == ("not taken" if access.reads is None else "sign in"), name


@pytest.mark.parametrize("who", EVERYBODY)
def test_writing_is_for_those_whom_the_matrix_names(city: World, who: str) -> None:
    changeset, person = Changeset.objects.get(), _people(city)[who]
    client, before = client_of(person), Changeset.objects.values().get()

    for name, access in MATRIX.items():
        path, expected = _address(changeset, name), _expected(access.writes, who)
        with transaction.atomic():
            assert _outcome(client.post(path)) == expected, name
            assert expected == "found" or Changeset.objects.values().get() == before, name
            transaction.set_rollback(True)
        assert _outcome(Client().post(path)) in {"sign in", "not taken"}, name


def test_boundaries_of_others_and_some_that_are_not_there_look_the_same(city: World) -> None:
    changeset, people = submitted(city), _people(city)
    assign_role(user=city.dora, organisation=city.other_city, role="approver", by=None)
    named = [name for name in MATRIX if name not in {"versions", "changeset_new"}]

    for person, organisation in ((city.dora, "nachbarstadt"), (people["other_approver"], "nachbarstadt")):
        client = client_of(person)
        for name in named:
            method = "get" if MATRIX[name].reads is not None else "post"
            there = getattr(client, method)(_address(changeset, name, organisation=organisation))
            absent = getattr(client, method)(_address(changeset, name, organisation=organisation, uuid=uuid4()))
            assert (there.status_code, absent.status_code) == (404, 404), name
            assert sorted(there.headers) == sorted(absent.headers), name
