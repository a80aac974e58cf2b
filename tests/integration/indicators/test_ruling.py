# SPDX-License-Identifier: EUPL-1.2
"""Rules of disclosure by form: two people, from a day on, and never less for a narrower audience."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from indicators.errors import ChangeOverError, ChangeWaitsError, FourEyesError, NotApproverError, StaleRemarkError
from indicators.models import Audience, DisclosureRule, DisclosureVersion, Source, VersionState
from indicators.services.disclosure.rules import RuleContent, content_of
from indicators.services.ruling.content import asks_as_much
from indicators.services.ruling.telling import waiting_reminders
from indicators.services.ruling.writing import (
    HOLD,
    RulePlace,
    Ruling,
    confirm_rule,
    hold_rule,
    propose_rule,
    refuse_rule,
    take_back_rule,
)
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.jobs.models import Job
from sozialplanung.notifications.models import Notification
from tests.factories.releases import indicator
from tests.factories.standing import kept
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db

FIVE = RuleContent(is_published=True, minimum_count=5)
THREE = replace(FIVE, minimum_count=3)
URL = "/musterstadt/geheimhaltung/regeln/"
COUNCIL = f"{URL}statistik/rat/"
FORM = {
    "revision": 0,
    "is_published": "on",
    "preset": "",
    "minimum_count": 3,
    "legal_basis": "Ratsbeschluss vom 12.03.2026",
    "reason": "Der Ausschuss braucht die Zahlen der Quartiere.",
}


def _build() -> World:
    world = build_world()
    indicator(world.city)
    DisclosureRule.objects.create(
        organisation=world.city,
        source=Source.objects.get(organisation=world.city),
        audience=Audience.PUBLIC,
        legal_basis="§ 16 BStatG",
        **asdict(FIVE),
    )
    return world


kept_city = kept(_build)


def _council(city: World) -> RulePlace:
    return RulePlace(Source.objects.select_related("organisation").get(organisation=city.city), Audience.COUNCIL)


def _said(content: RuleContent = THREE, *, days: int = 0) -> Ruling:
    return Ruling(content, "Ratsbeschluss", timezone.localdate() + timedelta(days=days), "Der Ausschuss fragt.")


def _proposed(city: World, content: RuleContent = THREE, *, days: int = 0) -> DisclosureVersion:
    place = _council(city)
    return propose_rule(place=place, change=_said(content, days=days), by=city.anna, revision=place.newest)


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _form(**other: object) -> dict[str, object]:
    return {**FORM, "valid_from": timezone.localdate().isoformat(), **other}


def test_a_rule_holds_after_somebody_else_confirmed_it(city: World) -> None:
    version = _proposed(city)
    assert _council(city).rule is None

    confirm_rule(version=version, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)

    assert content_of(_council(city).rule) == THREE
    assert DisclosureVersion.objects.get(pk=version.pk).state == VersionState.IN_FORCE


def test_confirming_asks_for_the_job_of_its_day(city: World) -> None:
    now, later = _proposed(city), timezone.localdate() + timedelta(days=30)

    confirm_rule(version=now, by=city.frida)
    at_once = Job.objects.get(kind=HOLD)
    take_back_rule(version=now, by=city.anna)
    confirm_rule(version=_proposed(city, days=30), by=city.frida)
    on_its_day = Job.objects.filter(kind=HOLD).exclude(pk=at_once.pk).get()

    assert at_once.not_before is None
    assert on_its_day.not_before is not None
    assert timezone.localtime(on_its_day.not_before).date() == later


def test_what_was_taken_back_before_its_day_never_holds(city: World) -> None:
    version = _proposed(city, days=3)
    confirm_rule(version=version, by=city.frida)
    take_back_rule(version=version, by=city.anna)

    hold_rule(version_id=version.pk, by=city.frida)

    assert _council(city).rule is None


def test_a_rule_that_came_into_force_has_its_indicators_compiled_anew_once(city: World) -> None:
    version = _proposed(city)
    confirm_rule(version=version, by=city.frida)
    before = Job.objects.filter(kind="indicators.refresh").count()

    hold_rule(version_id=version.pk, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)

    assert Job.objects.filter(kind="indicators.refresh").count() == before + 1


def test_the_version_before_is_replaced(city: World) -> None:
    first = _proposed(city)
    confirm_rule(version=first, by=city.frida)
    hold_rule(version_id=first.pk, by=city.frida)
    second = _proposed(city, replace(THREE, minimum_count=4))
    confirm_rule(version=second, by=city.frida)
    hold_rule(version_id=second.pk, by=city.frida)

    states = DisclosureVersion.objects.order_by("number").values_list("state", flat=True)

    assert list(states) == [VersionState.REPLACED, VersionState.IN_FORCE]


@pytest.mark.check("C050")
@pytest.mark.parametrize("name", ["anna", "emil", "bert", "clara", "dora", "gero"])
def test_nobody_but_another_approver_confirms(city: World, name: str) -> None:
    version = _proposed(city)

    for decide in (confirm_rule, refuse_rule):
        with pytest.raises((FourEyesError, NotApproverError)):
            decide(version=version, by=getattr(city, name), comment="nein")

    assert DisclosureVersion.objects.get(pk=version.pk).state == VersionState.WAITING


@pytest.mark.check("C050")
def test_the_database_refuses_who_confirms_their_own(city: World) -> None:
    version = _proposed(city)

    with pytest.raises(IntegrityError, match="disclosure_version_four_eyes"), transaction.atomic():
        DisclosureVersion.objects.filter(pk=version.pk).update(state="confirmed", decided_by=city.anna)
    with pytest.raises(IntegrityError, match="disclosure_version_was_decided"), transaction.atomic():
        DisclosureVersion.objects.filter(pk=version.pk).update(state="in_force")


def test_what_was_decided_is_not_decided_again(city: World) -> None:
    version = _proposed(city)
    refuse_rule(version=version, by=city.frida, comment="Zu wenig Schutz.")

    with pytest.raises(ChangeOverError):
        confirm_rule(version=version, by=city.frida)
    with pytest.raises(ChangeOverError):
        refuse_rule(version=version, by=city.frida, comment="nein")
    with pytest.raises(ChangeOverError):
        take_back_rule(version=version, by=city.anna)


def test_one_change_waits_at_a_time(city: World) -> None:
    _proposed(city)

    with pytest.raises(ChangeWaitsError):
        _proposed(city, replace(THREE, minimum_count=4))


def test_who_looked_at_an_older_version_is_told(city: World) -> None:
    refuse_rule(version=_proposed(city), by=city.frida, comment="nein")

    with pytest.raises(StaleRemarkError):
        propose_rule(place=_council(city), change=_said(), by=city.anna, revision=0)


@pytest.mark.parametrize(
    ("ruling", "code"),
    [
        (_said(replace(FIVE, minimum_count=6)), "indicators.ruling_narrower"),
        (_said(replace(FIVE, hides_nobody=True)), "indicators.ruling_narrower"),
        (_said(RuleContent()), "indicators.ruling_same"),
        (_said(days=-1), "indicators.ruling_past"),
        (_said(replace(THREE, minimum_inhabitants=100)), "indicators.ruling_inhabitants"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(city: World, ruling: Ruling, code: str) -> None:
    if code == "indicators.ruling_same":
        ruling = replace(ruling, legal_basis="")

    with pytest.raises(InvalidInputError) as refused:
        propose_rule(place=_council(city), change=ruling, by=city.anna, revision=0)

    assert refused.value.code == code


def test_the_public_may_not_get_more_than_the_council_has(city: World) -> None:
    version = _proposed(city)
    confirm_rule(version=version, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)
    public = replace(_council(city), audience=Audience.PUBLIC)

    with pytest.raises(InvalidInputError) as refused:
        propose_rule(place=public, change=_said(replace(FIVE, minimum_count=2)), by=city.anna, revision=0)

    assert refused.value.code == "indicators.ruling_wider"


def test_an_audience_may_be_left_with_what_wider_ones_see(city: World) -> None:
    version = _proposed(city)
    confirm_rule(version=version, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)

    nothing = _proposed(city, RuleContent())

    assert nothing.state == VersionState.WAITING
    confirm_rule(version=nothing, by=city.frida)
    hold_rule(version_id=nothing.pk, by=city.frida)
    assert "Nichts Eigenes: sieht dasselbe wie" in _as(city.anna).get(URL).content.decode()


@pytest.mark.parametrize(
    ("one", "other", "is_enough"),
    [
        (FIVE, THREE, True),
        (THREE, FIVE, False),
        (RuleContent(), FIVE, True),
        (FIVE, RuleContent(), False),
        (FIVE, replace(FIVE, rounding=5), False),
        (replace(FIVE, rounding=5), FIVE, True),
        (replace(FIVE, dominance_n=2, dominance_k=80), replace(FIVE, dominance_n=1, dominance_k=90), True),
        (replace(FIVE, minimum_inhabitants=10), replace(FIVE, minimum_inhabitants=20), False),
    ],
)
def test_one_rule_asks_for_as_much_as_another(one: RuleContent, other: RuleContent, *, is_enough: bool) -> None:
    assert asks_as_much(one, other) is is_enough


def test_a_rule_is_proposed_confirmed_and_logged_by_pages(city: World) -> None:
    anna, frida = _as(city.anna), _as(city.frida)

    sent = anna.post(f"{COUNCIL}aendern/", _form())
    waiting = frida.get(COUNCIL).content.decode()
    decided = frida.post(COUNCIL, {"decision": "approve", "comment": "", "number": 1})

    assert (sent.status_code, decided.status_code) == (302, 302)
    assert "Weniger als 3 Fälle werden gesperrt." in waiting
    assert "Ratsbeschluss vom 12.03.2026" in waiting
    assert DisclosureVersion.objects.get().state == VersionState.CONFIRMED
    acts = Event.objects.filter(action__startswith="indicators.ruling_").order_by("pk")
    assert list(acts.values_list("action", "actor_label")) == [
        ("indicators.ruling_proposed", "Anna"),
        ("indicators.ruling_confirmed", "Frida"),
    ]


def test_a_starting_point_fills_in_what_is_open(city: World) -> None:
    _as(city.anna).post(f"{COUNCIL}aendern/", _form(preset="minimum-3", minimum_count=""))

    assert content_of(DisclosureVersion.objects.get().content) == replace(THREE, preset="minimum-3")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"legal_basis": ""}, "Nennen Sie die Rechtsgrundlage."),
        ({"reason": ""}, "Begründen Sie die Änderung der Regel."),
        ({"minimum_count": "drei"}, "Schreiben Sie eine ganze Zahl in Ziffern."),
        ({"minimum_count": 7}, "weniger sehen als ein weiterer"),
        ({"dominance_n": 2, "dominance_k": 0}, "wie viel Prozent"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_and_nothing_typed_is_lost(
    city: World, wrong: dict[str, object], sentence: str
) -> None:
    answer = _as(city.anna).post(f"{COUNCIL}aendern/", _form(**wrong))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not DisclosureVersion.objects.exists()


def test_the_writer_sees_no_buttons_to_decide_and_takes_back(city: World) -> None:
    version, anna = _proposed(city), _as(city.anna)

    page = anna.get(COUNCIL).content.decode()
    refused = anna.post(COUNCIL, {"decision": "approve", "comment": "", "number": version.number})
    anna.post(f"{COUNCIL}zuruecknehmen/", {"revision": version.number})

    assert 'name="decision"' not in page
    assert refused.status_code == 422
    assert DisclosureVersion.objects.get().state == VersionState.TAKEN_BACK


@pytest.mark.check("C072")
@pytest.mark.parametrize("address", [URL, COUNCIL, f"{COUNCIL}aendern/"])
def test_the_rules_are_not_there_for_others(city: World, address: str) -> None:
    found = {name: _as(getattr(city, name)).get(address).status_code for name in ("bert", "clara", "dora", "gero")}

    assert set(found.values()) == {404}
    assert Client().get(address).status_code == 302
    assert _as(city.anna).get(address).status_code == 200


@pytest.mark.parametrize("address", [f"{URL}fremd/rat/", f"{URL}statistik/alle/", f"{COUNCIL}?x=1"])
def test_an_address_of_no_rule_is_refused(city: World, address: str) -> None:
    assert _as(city.anna).get(address).status_code in {400, 404}


def test_an_approver_writes_no_rules(city: World) -> None:
    frida = _as(city.frida)

    assert frida.get(URL).status_code == 200
    assert frida.get(f"{COUNCIL}aendern/").status_code == 404
    assert frida.post(f"{COUNCIL}zuruecknehmen/", {"revision": 1}).status_code == 404


def _told(name: str) -> list[tuple[str, bool]]:
    rows = Notification.objects.filter(recipient__email=f"{name}@example.org", kind__startswith="indicators.ruling_")
    # One transaction has one time: their order is none.
    return sorted((row.kind.removeprefix("indicators.ruling_"), row.read_at is not None) for row in rows)


def test_a_waiting_rule_is_told_to_those_who_may_confirm_it_and_the_outcome_to_its_writer(city: World) -> None:
    version = _proposed(city)
    assert _told("frida") == [("waits", False)]
    assert [_told(name) for name in ("anna", "bert", "clara", "dora", "gero")] == [[]] * 5

    confirm_rule(version=version, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)

    assert _told("frida") == [("holds", False), ("waits", True)]
    assert _told("anna") == [("confirmed", False), ("holds", False)]
    sent = Notification.objects.filter(kind="indicators.ruling_holds")
    assert {each.path for each in sent} == {COUNCIL}
    page = _as(city.anna).get("/konto/mitteilungen/").content.decode()
    assert "Eine geänderte Geheimhaltungsregel ist in Kraft." in page


def test_a_refused_rule_is_told_to_its_writer_and_one_taken_back_asks_nobody_any_more(city: World) -> None:
    refuse_rule(version=_proposed(city), by=city.frida, comment="nein")
    take_back_rule(version=_proposed(city), by=city.anna)

    assert _told("anna") == [("refused", False)]
    assert _told("frida") == [("waits", True), ("waits", True)]


def test_who_may_confirm_is_reminded_while_a_rule_waits(city: World, settings: LazySettings) -> None:
    _proposed(city)
    later = timezone.localdate() + timedelta(days=2 * settings.REMIND_WAITING_DAYS)

    due = list(waiting_reminders(later))

    assert [each.recipients for each in due] == [(city.frida,)]
    assert list(waiting_reminders(timezone.localdate())) == []


def test_the_long_word_of_the_title_may_be_divided(city: World) -> None:
    assert "Geheim\N{SOFT HYPHEN}haltungs\N{SOFT HYPHEN}regeln</h1>" in _as(city.anna).get(URL).content.decode()
