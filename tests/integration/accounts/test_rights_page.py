# SPDX-License-Identifier: EUPL-1.2
"""„Warum sieht jemand das?“: what the page says is what happens, for every role and every door."""

from typing import Any
from urllib.parse import urlencode

import pytest

from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.rights.explaining import Verdict, explain_address, explain_permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.selectors import has_permission, hearing
from sozialplanung.accounts.services import assign_role
from sozialplanung.accounts.words import WORDS
from tests.authorization import matrix
from tests.factories.desk import client_of, german
from tests.factories.world import World

pytestmark = pytest.mark.django_db
RIGHTS = "/musterstadt/rechte/"
# The first page of each desk, as the matrix lists it; files beside a page are there where it has something to tell.
DOORS = sorted(
    line.route.replace("<organisation>", "musterstadt")
    for line in matrix()
    if line.route.count("/") == 3 and "GET" in line.methods and 302 in line.answers["anonymous"][:1]
    if line.route.startswith("/<organisation>/") and line.route.endswith("/")
)
# Open to whoever has an account, with no permission.
FOR_ACCOUNTS = {"/musterstadt/themen/"}


def read(person: User, /, **query: Any) -> str:  # noqa: ANN401 - whatever stands in an address
    answer = client_of(person).get(f"{RIGHTS}?{urlencode(query)}" if query else RIGHTS)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_every_door_is_explained_as_it_opens(world: World) -> None:
    people = (world.anna, world.bert, world.clara, world.dora, world.frida, world.gero)

    assert len(DOORS) > 8
    for door in DOORS:
        for person in people:
            told = explain_address(person, door, world.city)
            opens = client_of(person).get(door).status_code == 200
            assert (told.verdict == Verdict.YES) == opens, (door, person)
            assert (door in FOR_ACCOUNTS) == (opens and not told.answers)
            assert not opens or door in FOR_ACCOUNTS or any(answer.is_granted for answer in told.answers)


def test_page_for_whoever_has_an_account_says_so(world: World) -> None:
    page = read(world.gero, person=world.clara.pk, adresse="/musterstadt/themen/")

    assert german("Whoever has an account may open this page; it shows what they may read.") in page


def test_every_permission_is_explained_as_it_is_decided(world: World) -> None:
    for permission in Permission:
        for person in (world.anna, world.frida, world.dora):
            told = explain_permission(person, permission, world.city)
            is_granted = has_permission(person, permission, world.city)

            assert (told.verdict == Verdict.YES) == is_granted
            assert bool(told.answers[0].by) == is_granted


def test_answer_names_role_place_giver_time_and_reason(world: World) -> None:
    assign_role(user=world.bert, organisation=world.land, role="steward", by=world.gero, reason="Vertretung")

    page = read(world.gero, person=world.bert.pk, adresse="/musterstadt/lieferungen/")

    assert german("Yes") in page
    assert "Musterland" in page
    assert "Vertretung" in page
    assert "Gero" in page
    assert f"<strong>{german('Bring deliveries')}</strong>: {german('yes')}" in page
    assert f"<strong>{german('Approve')}</strong>: {german('no')}" in page


def test_refusal_names_the_roles_that_would_do(world: World) -> None:
    page = read(world.gero, person=world.clara.pk, recht="import_figures")

    assert german("The person gets the same answer as for a page that does not exist.") in page
    assert str(ROLES["steward"].display_name) in page


def test_role_from_above_that_does_not_count_here_is_told_as_such(world: World) -> None:
    assign_role(user=world.bert, organisation=world.land, role="approver", by=None)

    page = read(world.gero, person=world.bert.pk, adresse="/musterstadt/hinweise/")

    assert german("The role was given further up, and only roles of this organisation count here.") in page


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("/musterstadt/karte/", "Everybody may open this page"),
        ("http://testserver/musterstadt/karte/?ebene=viertel", "Everybody may open this page"),
        ("/konto/mitteilungen/", "Everybody who is signed in, for their own account"),
        ("/nachbarstadt/lieferungen/", "This page belongs to another organisation"),
        ("/musterstadt/gibt/es/nicht/", "There is no such page"),
        ("http://[", "There is no such page"),
    ],
)
def test_pages_without_a_door_are_told_apart(world: World, address: str, verdict: str) -> None:
    page = read(world.gero, person=world.anna.pk, adresse=address)

    assert german(verdict) in page


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/musterstadt/karte/", "https://example.org"])
def test_address_of_another_site_is_refused_with_a_sentence(world: World, address: str) -> None:
    answer = client_of(world.gero).get(f"{RIGHTS}?{urlencode({'person': world.anna.pk, 'adresse': address})}")

    assert answer.status_code == 400
    assert german("This address leads to another site. Enter one of this site.") in answer.content.decode()


def test_page_of_withdrawing_asks_for_more_than_its_desk(world: World) -> None:
    page = read(world.gero, person=world.anna.pk, adresse="/musterstadt/geheimhaltung/7/zuruecknehmen/")

    withdraw = str(WORDS[Permission.WITHDRAW_RELEASES][0])
    assert f"<strong>{german(withdraw)}</strong>: " in page


def test_somebody_who_is_not_signed_in_is_explained_too(world: World) -> None:
    assert german("Who is not signed in is led to the page for signing in.") in read(
        world.gero, person=0, adresse="/musterstadt/lieferungen/"
    )
    assert german("No") in read(world.gero, person=0, recht="view_raw_figures")


def test_other_way_round_names_everybody_who_may(world: World) -> None:
    page = read(world.gero, wer="approve_imports")

    assert "Frida" in page
    assert "Anna" not in page.partition('id="who-title"')[2].partition('id="matrix-title"')[0]
    assert german("Nobody may do this here") not in page


def test_table_says_of_each_permission_what_it_allows(world: World) -> None:
    page = read(world.gero)

    assert set(WORDS) == set(Permission)
    assert all(str(word) in page for name, text in WORDS.values() for word in (name, text))


@pytest.mark.parametrize(
    "query", ["person=99999999&recht=view_jobs", "person=0", "wer=alles", "mehr=1", "recht=a&recht=b"]
)
def test_question_that_is_none_is_a_400(world: World, query: str) -> None:
    assert client_of(world.gero).get(f"{RIGHTS}?{query}").status_code == 400


@pytest.mark.check("C084")
def test_people_of_other_organisations_are_not_asked_about(world: World) -> None:
    answer = client_of(world.gero).get(f"{RIGHTS}?person={world.dora.pk}&recht=view_jobs")

    assert answer.status_code == 400
    assert "Dora" not in answer.content.decode()


def test_what_is_asked_is_heard_in_one_place_alone(world: World) -> None:
    with hearing() as heard:
        has_permission(world.anna, Permission.VIEW_JOBS, world.city)
    has_permission(world.anna, Permission.MANAGE_USERS, world.city)

    assert [asked.permission for asked in heard] == [Permission.VIEW_JOBS]
