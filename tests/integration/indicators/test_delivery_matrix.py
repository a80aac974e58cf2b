# SPDX-License-Identifier: EUPL-1.2
"""Every address of deliveries and settings against everybody: who finds it, and what it takes from whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from indicators.models import Delivery, DeliveryState, Finding, ForeseenRelease, MappingProfile
from indicators.urls import DELIVERY_URLS, SETTINGS_URLS
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user
from tests.conftest import IS_DEEP
from tests.factories.desk import checked, client_of, decide, submitted
from tests.factories.register import build_city
from tests.factories.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C072")]

# Who finds an address by GET, and whose POST reaches its service; an empty set of methods is a 405 for everybody.
DESK: Final = frozenset({"steward", "author", "approver", "above"})
STEWARDS: Final = frozenset({"steward", "author"})
APPROVERS: Final = frozenset({"approver", "above"})
OFFICE: Final = frozenset({"admin", "approver", "above"})
NOBODY: Final[frozenset[str]] = frozenset()
EVERYBODY: Final = ("steward", "author", "approver", "above", "viewer", "planner", "admin", "other", "other_approver")
# Fewer people in small samples, everybody in full counts.
ASKED: Final = EVERYBODY if IS_DEEP else ("steward", "approver", "above", "viewer", "other_approver")


@dataclass(frozen=True)
class Access:
    """Who reads an address and who writes at it; None where the method is not taken."""

    reads: frozenset[str] | None
    writes: frozenset[str] | None = None


LOOK, ACT = Access(DESK), Access(None, STEWARDS)
MATRIX: Final = {
    "deliveries": LOOK,
    "delivery_new": Access(STEWARDS, STEWARDS),
    "delivery_profiles": Access(DESK, STEWARDS),
    "delivery_profile_file": LOOK,
    "delivery_templates": LOOK,
    "delivery_template_new": Access(STEWARDS, STEWARDS),
    "delivery_template": LOOK,
    "delivery_template_xlsx": LOOK,
    "delivery_template_csv": LOOK,
    "delivery_template_discard": ACT,
    "delivery_board": LOOK,
    "delivery_board_csv": LOOK,
    "delivery_month": LOOK,
    "delivery_plans": LOOK,
    "delivery_plan_new": Access(STEWARDS, STEWARDS),
    "delivery_plan": Access(STEWARDS, STEWARDS),
    "delivery_plan_remove": ACT,
    "delivery": LOOK,
    "delivery_progress": LOOK,
    "delivery_files": Access(STEWARDS, STEWARDS),
    "delivery_file_remove": ACT,
    "delivery_stop": ACT,
    "delivery_withdraw": ACT,
    "delivery_discard": Access(STEWARDS, STEWARDS),
    "delivery_recognition": Access(STEWARDS),
    "delivery_look_again": ACT,
    "delivery_shape": Access(STEWARDS, STEWARDS),
    "delivery_mappings": Access(STEWARDS),
    "delivery_mapping": Access(STEWARDS, STEWARDS),
    "delivery_add_level": ACT,
    "delivery_by_hand": ACT,
    "delivery_findings": Access(DESK, STEWARDS),
    "delivery_findings_csv": LOOK,
    "delivery_findings_xlsx": LOOK,
    "delivery_reason": Access(STEWARDS, STEWARDS),
    "delivery_preview": LOOK,
    "delivery_difference_map": LOOK,
    "delivery_differences_csv": LOOK,
    "delivery_differences_xlsx": LOOK,
    "delivery_effect": LOOK,
    "delivery_effect_csv": LOOK,
    "delivery_effect_xlsx": LOOK,
    "delivery_effects": LOOK,
    # Computing changes no figure and asks nobody's rights: whoever looks may want to know.
    "delivery_effects_again": Access(None, DESK),
    "delivery_effects_stop": Access(None, DESK),
    # Asked for by either; the service asks for the other one, and for four eyes.
    "delivery_take_back": Access(DESK, DESK),
    "delivery_answer": Access(DESK, DESK),
    "delivery_retry": Access(None, DESK),
    "delivery_submit": Access(STEWARDS, STEWARDS),
    "delivery_approval": Access(APPROVERS, APPROVERS),
    "settings": Access(OFFICE, frozenset({"admin"})),
    "settings_change": Access(None, OFFICE),
}
# Where the thing named in the address does not exist in this world, nobody finds it, and nobody is told more.
ABSENT = {"delivery_template", "delivery_template_xlsx", "delivery_template_csv", "delivery_template_discard"}
ABSENT |= {"delivery_plan", "delivery_plan_remove"}
WHILE_WAITING: Final = {
    "delivery_effects",
    "delivery_difference_map",
    "delivery_differences_csv",
    "delivery_differences_xlsx",
}
ONE_EFFECT: Final = ("delivery_effect", "delivery_effect_csv", "delivery_effect_xlsx")
ABSENT_FOR_POST: Final = ABSENT | {"settings_change"}


@dataclass(frozen=True)
class Place:
    """The city with a delivery in some state, and everybody by what they are to it."""

    delivery: Delivery
    people: dict[str, User]
    numbers: dict[str, int]


def _people(city: World) -> dict[str, User]:
    above = create_user(email="karl@example.org", name="Karl", password=PASSWORD, by=None)
    assign_role(user=above, organisation=city.land, role="approver", by=None)
    other = create_user(email="olga@example.org", name="Olga", password=PASSWORD, by=None)
    assign_role(user=other, organisation=city.other_city, role="approver", by=None)
    named = (city.emil, city.anna, city.frida, above, city.clara, city.bert, city.gero, city.dora, other)
    return dict(zip(EVERYBODY, named, strict=True))


STATES: Final[dict[str, Callable[[World], Delivery]]] = {
    DeliveryState.DRAFT: lambda city: checked(city, city.anna),
    DeliveryState.SUBMITTED: submitted,
    DeliveryState.RELEASED: lambda city: _released(city),  # noqa: PLW0108 - stands below
}


def _released(city: World) -> Delivery:
    delivery = submitted(city)
    decide(city.frida, delivery, "approve")
    assert delivery.state == DeliveryState.RELEASED
    return delivery


@pytest.fixture(params=STATES)
def place(request: pytest.FixtureRequest, world: World) -> Place:
    """Give the city with a delivery in each state."""
    city = build_city(world)
    delivery = STATES[request.param](city)
    assert delivery.batch is not None
    finding = Finding.objects.create(batch=delivery.batch, code="x", severity="warning", message="Auffällig")
    profile = MappingProfile.objects.first()
    effect = ForeseenRelease.objects.filter(foresight__batch=delivery.batch).first()
    numbers = {"delivery_reason": finding.pk, "delivery_profile_file": profile.pk if profile else 0}
    numbers |= dict.fromkeys(ONE_EFFECT, effect.pk if effect else 0)
    return Place(delivery, _people(city), numbers)


def _address(place: Place, name: str, *, uuid: Any = None) -> str:  # noqa: ANN401 - an address takes any
    pattern = next(each for each in (*DELIVERY_URLS, *SETTINGS_URLS) if getattr(each, "name", "") == name)
    values: dict[str, object] = {
        "organisation": "musterstadt",
        "uuid": uuid or place.delivery.uuid,
        "number": place.numbers.get(name, 1),
        "finding": place.numbers.get(name, 1),
        "code": "nirgends",
    }
    wanted = pattern.pattern.regex.groupindex
    return reverse(f"indicators:{name}", kwargs={key: values[key] for key in wanted})


def _expected(name: str, who: str, method: str, place: Place) -> str:
    access = MATRIX[name].reads if method == "get" else MATRIX[name].writes
    if access is None:
        return "not taken"
    is_absent = name in (ABSENT if method == "get" else ABSENT_FOR_POST)
    is_absent = is_absent or (name in {"delivery_profile_file", *ONE_EFFECT} and not place.numbers[name])
    # What a delivery will change is told until it has changed it.
    is_absent = is_absent or (name in {*WHILE_WAITING, *ONE_EFFECT} and place.delivery.state == DeliveryState.RELEASED)
    return "found" if who in access and not is_absent else "nothing"


def _outcome(answer: Any) -> str:  # noqa: ANN401 - the test client's answer
    status = answer.status_code
    if status == 405:
        return "not taken"
    if status == 404:
        return "nothing"
    if status == 302 and answer["Location"].startswith("/anmelden/"):
        return "sign in"
    assert status in {200, 302, 403, 409, 422}, status
    return "found"


def test_every_address_stands_in_the_matrix() -> None:
    names = {getattr(each, "name", None) for each in (*DELIVERY_URLS, *SETTINGS_URLS)}

    assert names == set(MATRIX)


def test_reading_is_for_those_whom_the_matrix_names(place: Place) -> None:
    clients = {who: client_of(place.people[who]) for who in ASKED}

    for name, access in MATRIX.items():
        path = _address(place, name)
        found = {who: _outcome(client.get(path)) for who, client in clients.items()}
        assert found == {who: _expected(name, who, "get", place) for who in ASKED}, name
        assert _outcome(Client().get(path)) == ("not taken" if access.reads is None else "sign in"), name


@pytest.mark.parametrize("who", [who for who in ASKED if who != "above"] + ["admin"])
def test_writing_is_for_those_whom_the_matrix_names(world: World, who: str) -> None:
    city = build_city(world)
    delivery = submitted(city)
    place = Place(delivery, _people(city), {"delivery_profile_file": MappingProfile.objects.get().pk})
    client, before = client_of(place.people[who]), _content(delivery)

    for name in MATRIX:
        expected = _expected(name, who, "post", place)
        with transaction.atomic():
            outcome = _outcome(client.post(_address(place, name)))
            # The one finding of the address does not exist once nothing is wrong with the delivery.
            assert outcome == ("nothing" if name == "delivery_reason" and expected == "found" else expected), name
            assert expected == "found" or _content(delivery) == before, name
            transaction.set_rollback(True)
        assert _outcome(Client().post(_address(place, name))) in {"sign in", "not taken"}, name


def _content(delivery: Delivery) -> dict[str, object]:
    return dict(Delivery.objects.values("state", "revision", "batch_id", "changed_at").get(pk=delivery.pk))


def test_other_methods_are_taken_nowhere(world: World) -> None:
    city = build_city(world)
    place, client = Place(submitted(city), _people(city), {}), client_of(city.emil)

    for method in ("put", "patch", "delete", "options", "trace"):
        for name in MATRIX:
            assert getattr(client, method)(_address(place, name)).status_code == 405, (method, name)


@pytest.mark.check("C074", "C084")
def test_delivery_of_others_and_one_that_is_not_there_look_the_same(world: World) -> None:
    city = build_city(world)
    place = Place(submitted(city), _people(city), {})

    for who in ("viewer", "other_approver"):
        client = client_of(place.people[who])
        for name in (each for each in MATRIX if each.startswith("delivery") and MATRIX[each].reads is not None):
            there = client.get(_address(place, name))
            absent = client.get(_address(place, name, uuid=uuid4()))
            assert (there.status_code, sorted(there.headers)) == (404, sorted(absent.headers)), name
            assert _plain(there) == _plain(absent), name


def _plain(answer: Any) -> str:  # noqa: ANN401 - the test client's answer
    text = answer.content.decode()
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", text)
    return re.sub(r'value="\w{64}"', "…", text)
