# SPDX-License-Identifier: EUPL-1.2
"""Who signs deliveries: one or two signatures, named people, the house above, and nobody who loosens that alone."""

from dataclasses import dataclass, replace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.errors import FourEyesError, NotApproverError, StaleDeliveryError
from indicators.forms.approvals import seen_text
from indicators.models import ApprovalRule, ImportBatch, RuleChange, Signature, SignatureKind
from indicators.models.observations import Observation
from indicators.selectors.approvals import Rule, rule_in_force, signers_of
from indicators.services import reviewing
from indicators.services.approvals import change_rule, confirm_change, refuse_change
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role, create_user, set_password
from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.notifications.models import Notification
from tests.factories.desk import client_of, decide, german, post, submitted, url_of
from tests.factories.register import build_city
from tests.factories.standing import kept
from tests.factories.world import PASSWORD, World, build_world

pytestmark = pytest.mark.django_db

SETTINGS = "/musterstadt/einstellungen/"
TWO = Rule(needs_confidentiality=True)


@dataclass(frozen=True)
class House:
    """The city of the register, and people above it."""

    city: World
    karl: User
    """Approver of the Land above the city."""
    lena: User
    """Administrator of the Land."""


def _person(name: str, role: str, world: World) -> User:
    user = create_user(email=f"{name}@example.org", name=name.title(), password=PASSWORD, by=None)
    assign_role(user=user, organisation=world.land, role=role, by=None)
    return user


def _built() -> House:
    world = build_world()
    return House(build_city(world), _person("karl", "approver", world), _person("lena", "admin", world))


kept_city = kept(_built)


@pytest.fixture
def house(city: House) -> House:
    """Give the city and the people above."""
    return city


def _propose(house: House, rule: Rule, by: User | None = None) -> RuleChange:
    city = house.city
    before = rule_in_force(organisation_id=city.city.pk)
    return change_rule(organisation=city.city, rule=rule, before=before, reason="Weil", by=by or city.gero)


def _confirmed(house: House, rule: Rule) -> None:
    change = _propose(house, rule)
    if change.state == "proposed":
        confirm_change(change=change, by=house.city.frida)


def _waiting(person: User, slug: str = "musterstadt") -> str:
    return client_of(person).get(f"/{slug}/lieferungen/?liste=freigabe").content.decode()


def test_stricter_rule_holds_at_once_and_a_laxer_one_after_a_second_person(house: House) -> None:
    city = house.city

    assert _propose(house, TWO).state == "in_force"
    assert rule_in_force(organisation_id=city.city.pk) == TWO
    change = _propose(house, Rule())
    assert rule_in_force(organisation_id=city.city.pk) == TWO
    confirm_change(change=change, by=city.frida)

    assert rule_in_force(organisation_id=city.city.pk) == Rule()
    acts = list(Event.objects.filter(action__startswith="indicators.rule_").order_by("pk"))
    assert [event.action.partition("_")[2] for event in acts] == ["tightened", "proposed", "confirmed"]
    assert all("%" not in sentence(event) and "indicators." not in sentence(event) for event in acts)
    assert {event.reason for event in acts} == {"Weil"}


@pytest.mark.check("C050")
def test_laxer_rule_is_told_to_those_who_can_confirm_it_and_its_end_to_whoever_proposed_it(house: House) -> None:
    _propose(house, TWO)
    assert not Notification.objects.exists()

    change = _propose(house, Rule())
    told = Notification.objects.filter(kind="indicators.rule_proposed", read_at=None)
    assert set(told.values_list("recipient__name", flat=True)) == {house.city.frida.name, "Karl", "Lena"}
    confirm_change(change=change, by=house.city.frida)

    assert not told.exists()
    ended = Notification.objects.get(kind="indicators.rule_decided")
    assert (ended.recipient, ended.path) == (house.city.gero, SETTINGS)


def test_nobody_loosens_the_rule_alone_on_any_path(house: House) -> None:
    city = house.city
    _propose(house, TWO)
    for role in ("steward", "approver"):
        assign_role(user=city.gero, organisation=city.city, role=role, by=house.lena)
    change = _propose(house, Rule())

    page = client_of(city.gero).post(f"{SETTINGS}aenderungen/{change.pk}/", {"decision": "confirm"})
    with pytest.raises(FourEyesError):
        confirm_change(change=change, by=city.gero)
    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        ApprovalRule.objects.filter(organisation=city.city).update(needs_confidentiality=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRule.objects.filter(organisation=city.city).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(state="in_force", decided_by=city.gero)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(proposed_by=city.anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(house, change, state="in_force", decided_by=city.frida)

    assert page.status_code == 403
    assert rule_in_force(organisation_id=city.city.pk) == TWO


def _row(house: House, change: RuleChange, **fields: object) -> RuleChange:
    kept = {"organisation": house.city.city, "needs_confidentiality": False, "parent_approves": False}
    return RuleChange.objects.create(**kept, reason="x", proposed_by=change.proposed_by, **fields)


@pytest.mark.check("C050")
def test_change_confirmed_long_ago_cannot_be_used_again(house: House) -> None:
    _propose(house, TWO)
    _confirmed(house, Rule())
    _propose(house, TWO)

    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        ApprovalRule.objects.filter(organisation=house.city.city).update(needs_confidentiality=False)


@pytest.mark.check("C050")
def test_account_that_the_proposer_opened_since_confirms_nothing(house: House) -> None:
    city = house.city
    _propose(house, TWO)
    change = _propose(house, Rule())
    straw = create_user(email="straw@example.org", name="Straw", password=PASSWORD, by=city.gero)
    assign_role(user=straw, organisation=city.city, role="approver", by=city.gero)

    with pytest.raises(FourEyesError):
        confirm_change(change=change, by=straw)
    refuse_change(change=change, by=straw)

    change.refresh_from_db()
    assert change.state == "refused"


@pytest.mark.check("C050")
@pytest.mark.parametrize("trick", ["new account", "new role", "new password"])
def test_account_that_an_author_lent_signs_nothing(house: House, trick: str) -> None:
    city = house.city
    assign_role(user=city.anna, organisation=city.city, role="admin", by=house.lena)
    delivery = submitted(city)
    signer = city.frida
    if trick == "new account":
        signer = create_user(email="straw@example.org", name="Straw", password=PASSWORD, by=city.anna)
        assign_role(user=signer, organisation=city.city, role="approver", by=house.lena)
    elif trick == "new role":
        signer = city.bert
        assign_role(user=signer, organisation=city.city, role="approver", by=city.anna)
    else:
        set_password(user=signer, password="ganz anderes pferd hier", by=city.anna)

    answer = decide(signer, delivery, "approve")

    assert answer.status_code == 422
    assert german("Another approver has to sign this delivery. For later ones you are free.") in answer.content.decode()
    assert delivery.state == "submitted"
    assert not Observation.objects.exists()


def test_own_password_and_roles_given_before_the_delivery_do_not_matter(house: House) -> None:
    city = house.city
    assign_role(user=city.clara, organisation=city.city, role="approver", by=city.anna)
    delivery = submitted(city)
    set_password(user=city.clara, password="ganz anderes pferd hier", by=city.clara)

    decide(city.clara, delivery, "approve")

    assert delivery.state == "released"


def test_what_waits_keeps_the_rule_under_which_it_was_submitted(house: House) -> None:
    city = house.city
    delivery = submitted(city)
    _propose(house, TWO)

    decide(city.frida, delivery, "approve")

    assert delivery.state == "released"


@pytest.mark.check("C050")
def test_laxer_rule_does_not_reach_what_waits(house: House) -> None:
    city = house.city
    _propose(house, TWO)
    delivery = submitted(city)
    _confirmed(house, Rule())

    decide(city.frida, delivery, "approve")

    assert delivery.state == "submitted"
    assert delivery.batch is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=delivery.batch.pk).update(state="approved", approved_by=city.frida)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=delivery.batch.pk).update(rule={"kinds": ["content"]})


def test_only_those_who_were_named_give_their_signature(house: House) -> None:
    city = house.city
    assign_role(user=city.clara, organisation=city.city, role="approver", by=city.gero)
    rule = Rule(True, False, frozenset({city.clara.pk}), frozenset({city.frida.pk}))
    _propose(house, rule)
    delivery = submitted(city)
    assert delivery.batch is not None

    with pytest.raises(NotApproverError):
        reviewing.sign_batch(batch=delivery.batch, by=city.frida, kind=SignatureKind.CONTENT)
    with pytest.raises(IntegrityError, match="named"), transaction.atomic():
        Signature.objects.create(
            batch=delivery.batch, kind="content", person=city.frida, content_hash=delivery.batch.content_hash
        )
    assert signers_of(delivery.batch) == [city.clara, city.frida]
    decide(city.clara, delivery, "approve")
    assert "Register 2020" not in _waiting(city.clara)
    assert "Register 2020" in _waiting(city.frida)


@pytest.mark.check("C050")
def test_signature_that_is_not_wanted_cannot_be_given(house: House) -> None:
    delivery = submitted(house.city)
    assert delivery.batch is not None

    with pytest.raises(IntegrityError, match="not wanted"), transaction.atomic():
        Signature.objects.create(
            batch=delivery.batch,
            kind="confidentiality",
            person=house.city.frida,
            content_hash=delivery.batch.content_hash,
        )


def test_house_above_signs_only_where_the_organisation_opted_in(house: House) -> None:
    city = house.city
    delivery = submitted(city)
    assert delivery.batch is not None

    assert "Register 2020" not in _waiting(house.karl)
    with pytest.raises(NotApproverError):
        reviewing.sign_batch(batch=delivery.batch, by=house.karl, kind=SignatureKind.CONTENT)
    assert decide(house.karl, delivery, "approve").status_code == 422
    assert (
        german("You do not sign this delivery.")
        in client_of(house.karl).get(url_of(delivery, "freigabe/")).content.decode()
    )
    assert delivery.state == "submitted"

    post(city.anna, delivery, "zuruecknehmen/")
    _confirmed(house, Rule(parent_approves=True))
    post(city.anna, delivery, "pruefung/")
    post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    for slug in ("musterstadt", "musterland"):
        assert url_of(delivery) in _waiting(house.karl, slug)
    assert (
        german("Approvers of the organisation above may sign.")
        in client_of(city.anna).get(url_of(delivery)).content.decode()
    )
    decide(house.karl, delivery, "approve")

    assert delivery.state == "released"


def test_house_beside_sees_nothing_of_what_waits(house: House) -> None:
    city = house.city
    _confirmed(house, Rule(parent_approves=True))
    delivery = submitted(city)
    assign_role(user=city.dora, organisation=city.other_city, role="approver", by=house.lena)

    assert url_of(delivery) not in _waiting(city.dora, "nachbarstadt")
    assert client_of(city.dora).get("/musterland/lieferungen/?liste=freigabe").status_code == 404


def test_stale_page_and_a_change_that_waits_are_told(house: House) -> None:
    city = house.city
    _propose(house, TWO)

    with pytest.raises(StaleDeliveryError):
        change_rule(organisation=city.city, rule=Rule(), before=Rule(), reason="x", by=city.gero)
    _propose(house, Rule())
    with pytest.raises(StaleDeliveryError):
        _propose(house, replace(TWO, parent_approves=True))
    with pytest.raises(NotApproverError):
        _propose(house, Rule(), by=city.frida)


def test_only_approvers_can_be_named(house: House) -> None:
    city = house.city

    for person in (city.anna, house.karl, city.dora):
        with pytest.raises(InvalidInputError):
            _propose(house, Rule(content_signers=frozenset({person.pk})))
    with pytest.raises(InvalidInputError):
        _propose(house, Rule())


def _said(rule: Rule, **fields: object) -> dict[str, object]:
    return {"signatures": "1", "reason": "Neue Vereinbarung", "seen": seen_text(rule), **fields}


def test_page_changes_the_rule_and_the_second_person_confirms(house: House) -> None:
    city = house.city
    gero, frida = client_of(city.gero), client_of(city.frida)

    assert gero.post(SETTINGS, _said(Rule(), signatures="2")).status_code == 302
    assert gero.post(SETTINGS, _said(TWO, parent_approves="on")).status_code == 302
    page = gero.get(SETTINGS).content.decode()
    assert german("Take the change back") in page
    assert german("Confirm the change") not in page
    change = RuleChange.objects.get(state="proposed")
    assert german("Confirm the change") in frida.get(SETTINGS).content.decode()
    assert frida.post(f"{SETTINGS}aenderungen/{change.pk}/", {"decision": "confirm"}).status_code == 302

    assert rule_in_force(organisation_id=city.city.pk) == Rule(parent_approves=True)
    assert "Neue Vereinbarung" in gero.get(SETTINGS).content.decode()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"signatures": "3"}, 422),
        ({"reason": ""}, 422),
        ({"content_signers": ["999999"]}, 422),
        ({"content_signers": ["x"]}, 422),
        ({"seen": "00([], [7])"}, 409),
        ({}, 422),
    ],
)
def test_form_that_is_not_right_changes_nothing(house: House, fields: dict[str, object], status: int) -> None:
    answer = client_of(house.city.gero).post(SETTINGS, _said(Rule(), **fields))

    assert answer.status_code == status
    assert "<title>Fehler:" in answer.content.decode()
    assert not RuleChange.objects.exists()


def test_page_warns_where_nobody_can_sign(house: House) -> None:
    _propose(house, TWO)

    page = client_of(house.city.gero).get(SETTINGS).content.decode()

    assert german("Both signatures hang on one single person, but need two. Deliveries would wait without end.") in page


@pytest.mark.check("C084")
def test_approver_reads_who_changes_the_rule(house: House) -> None:
    page = client_of(house.city.frida).get(SETTINGS).content.decode()

    assert f"Die Regel ändert die Verwaltung: {house.city.gero.name}, Lena." in page
    assert "<textarea" not in page


def test_settings_are_not_there_for_others(house: House) -> None:
    city = house.city
    change = _propose(house, Rule(parent_approves=True))
    decide_at = f"aenderungen/{change.pk}/"

    for person in (city.anna, city.bert, city.clara, city.dora, city.emil):
        assert client_of(person).get(SETTINGS).status_code == 404
        assert client_of(person).post(SETTINGS, _said(Rule())).status_code == 404
        assert client_of(person).post(f"{SETTINGS}{decide_at}", {"decision": "confirm"}).status_code == 404
    assert client_of(city.frida).post(SETTINGS, _said(Rule())).status_code == 404
    assert client_of(house.lena).post(f"/nachbarstadt/einstellungen/{decide_at}").status_code == 404
    assert Client().get(SETTINGS).status_code == 302
    assert client_of(city.gero).get(SETTINGS)["Cache-Control"] == "private, no-store"
