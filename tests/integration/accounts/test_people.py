# SPDX-License-Identifier: EUPL-1.2
"""People and their roles by page: given, taken, given back; accounts opened and closed; never for oneself."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sozialplanung.accounts.errors import AccountConflictError, AccountRightsError
from sozialplanung.accounts.models import Assignment, PersonSession, User
from sozialplanung.accounts.people import services
from sozialplanung.accounts.people.invitations import invitation_for, invited
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, is_account_of
from sozialplanung.accounts.services import assign_role, create_user, withdraw_role
from sozialplanung.audit.models import Event
from tests.factories.desk import client_of, german
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db
PEOPLE = "/musterstadt/personen/"
NEW = {"email": "Hanna@example.org", "name": "Hanna", "role": "steward", "reason": "Neu im Team"}


def send(person: User, path: str, fields: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - the test client's answer
    return client_of(person).post(f"{PEOPLE}{path}", fields or {})


def read(person: User, path: str = "") -> str:
    answer = client_of(person).get(f"{PEOPLE}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def role_of(person: User, role: str) -> Assignment:
    return person.assignments.get(role=role)


def test_list_tells_who_holds_which_role_and_where_it_was_given(world: World) -> None:
    karl = create_user(email="karl@example.org", name="Karl", password=None, by=None)
    assign_role(user=karl, organisation=world.land, role="approver", by=None)

    page = read(world.gero)

    assert all(name in page for name in ("Anna", "Bert", "Clara", "Emil", "Frida", "Gero", "Karl"))
    assert "Dora" not in page
    assert "(Musterland)" in page
    assert german("never signed in") in page


def test_account_is_opened_with_a_role_and_its_owner_chooses_the_password(world: World) -> None:
    answer = send(world.gero, "neu/", NEW)
    hanna = User.objects.get(email="hanna@example.org")
    shown = send(world.gero, f"{hanna.pk}/einladung/").content.decode()
    (path,) = set(re.findall(r'href="http://[^/"]+(/konto/einladung/[^"]+)"', shown))
    browser = Client()

    assert answer["Location"] == f"{PEOPLE}{hanna.pk}/"
    assert has_permission(hanna, Permission.IMPORT_FIGURES, world.city)
    assert browser.get(path)["Referrer-Policy"] == "same-origin"
    assert browser.post(path, {"new_password1": "kurz", "new_password2": "kurz"}).status_code == 422
    assert browser.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    hanna.refresh_from_db()
    assert hanna.check_password(PASSWORD)
    assert browser.get(path).status_code == 404
    assert send(world.gero, f"{hanna.pk}/einladung/").status_code == 404
    events = Event.objects.filter(subject_id=str(hanna.pk)).order_by("pk").values_list("action", "actor_id", "reason")
    assert list(events) == [
        ("accounts.user_created", world.gero.pk, ""),
        ("accounts.role_assigned", world.gero.pk, "Neu im Team"),
        ("accounts.user_invited", world.gero.pk, ""),
        ("accounts.password_set", hanna.pk, ""),
    ]


def test_whoever_made_the_link_counts_as_one_who_may_act_as_that_person(world: World) -> None:
    hanna = create_user(email="hanna@example.org", name="Hanna", password=None, by=None)
    assign_role(user=hanna, organisation=world.city, role="approver", by=None)
    since = hanna.created_at

    assert not is_account_of(hanna, others=[world.gero.pk], since=since)
    services.invite(person=hanna, organisation=world.city, by=world.gero)

    assert is_account_of(hanna, others=[world.gero.pk], since=since)


@pytest.mark.parametrize("change", ["signs", "closed", "foreign", "password"])
def test_link_leads_nowhere_once_it_is_not_needed_or_not_whole(world: World, change: str) -> None:
    hanna = create_user(email="hanna@example.org", name="Hanna", password=None, by=None)
    secret = invitation_for(hanna)
    assert invited(secret) == hanna

    if change == "signs":
        secret = secret[:-1]
    if change == "closed":
        User.objects.filter(pk=hanna.pk).update(is_active=False)
    if change == "foreign":
        secret = invitation_for(create_user(email="x@example.org", name="X", password=PASSWORD, by=None))
    if change == "password":
        hanna.set_password(PASSWORD)
        hanna.save()

    assert invited(secret) is None
    assert Client().get(f"/konto/einladung/{secret}/").status_code == 404


def test_account_that_is_there_gets_the_role_and_keeps_its_name(world: World) -> None:
    assert send(world.gero, "neu/", NEW | {"email": "DORA@example.org", "name": "Ganz anders"}).status_code == 302

    world.dora.refresh_from_db()
    assert world.dora.name == "Dora"
    assert has_permission(world.dora, Permission.IMPORT_FIGURES, world.city)


@pytest.mark.check("C079")
def test_taken_role_ends_at_the_next_click_of_a_running_session_and_is_given_back(world: World) -> None:
    emil = client_of(world.emil)
    assert emil.get("/musterstadt/lieferungen/").status_code == 200
    path = f"{world.emil.pk}/rollen/{role_of(world.emil, 'steward').pk}/nehmen/"

    assert send(world.gero, path, {"reason": " "}).status_code == 422
    assert send(world.gero, path, {"reason": "Wechselt ins Jugendamt"}).status_code == 302

    assert emil.get("/musterstadt/lieferungen/").status_code == 404
    assert "Wechselt ins Jugendamt" in read(world.gero, f"{world.emil.pk}/")
    assert german("Had a role earlier") in read(world.gero)
    assert send(world.gero, f"{world.emil.pk}/", {"role": "steward"}).status_code == 302
    assert emil.get("/musterstadt/lieferungen/").status_code == 200
    assert german("Taken roles") not in read(world.gero, f"{world.emil.pk}/")


@pytest.mark.check("C079")
def test_closed_account_ends_its_sessions_and_comes_back_with_its_roles(world: World) -> None:
    emil = client_of(world.emil)
    assert emil.get("/musterstadt/lieferungen/").status_code == 200

    assert send(world.gero, f"{world.emil.pk}/sperren/", {"reason": ""}).status_code == 422
    assert send(world.gero, f"{world.emil.pk}/sperren/", {"reason": "Laptop verloren"}).status_code == 302

    assert emil.get("/musterstadt/lieferungen/")["Location"].startswith("/anmelden/")
    assert not PersonSession.objects.filter(person_id=world.emil.pk).exists()
    assert not Client().login(email="emil@example.org", password=PASSWORD)
    assert send(world.gero, f"{world.emil.pk}/", {"role": "viewer"}).status_code == 409
    assert send(world.gero, f"{world.emil.pk}/sperren/").status_code == 404
    assert send(world.gero, f"{world.emil.pk}/entsperren/").status_code == 302
    world.emil.refresh_from_db()
    assert has_permission(world.emil, Permission.IMPORT_FIGURES, world.city)
    assert send(world.gero, f"{world.emil.pk}/entsperren/").status_code == 404


@pytest.mark.check("C083")
def test_nobody_gives_themselves_a_role_by_any_way(world: World) -> None:
    own = {"role": "approver", "reason": ""}

    assert send(world.gero, f"{world.gero.pk}/", own).status_code == 422
    assert send(world.gero, "neu/", NEW | {"email": "gero@example.org", "role": "approver"}).status_code == 422
    assert send(world.gero, f"{world.gero.pk}/sperren/", {"reason": "x"}).status_code == 404
    with pytest.raises(AccountRightsError, match="themselves"):
        services.give_role(person=world.gero, organisation=world.city, role="approver", by=world.gero)

    assert list(world.gero.assignments.values_list("role", flat=True)) == ["admin"]
    assert german("These are your own roles. Another administrator gives you others.") in read(
        world.gero, f"{world.gero.pk}/"
    )


def test_last_administrator_stays(world: World) -> None:
    path = f"{world.gero.pk}/rollen/{role_of(world.gero, 'admin').pk}/nehmen/"

    assert send(world.gero, path, {"reason": "Genug"}).status_code == 409
    assert has_permission(world.gero, Permission.MANAGE_USERS, world.city)

    assign_role(user=world.bert, organisation=world.land, role="admin", by=None)
    assert send(world.gero, path, {"reason": "Genug"}).status_code == 302


def test_two_administrators_who_close_one_another_at_the_same_moment_leave_one(world: World) -> None:
    assign_role(user=world.bert, organisation=world.city, role="admin", by=None)
    # What Bert's request read of him before Gero's was through.
    bert = User.objects.get(pk=world.bert.pk)
    services.close_account(person=world.bert, by=world.gero, reason="x")

    with pytest.raises(AccountConflictError):
        services.close_account(person=world.gero, by=bert, reason="x")

    assert User.objects.get(pk=world.gero.pk).is_active


@pytest.mark.check("C084")
def test_people_and_roles_of_others_are_not_there(world: World) -> None:
    foreign = role_of(world.dora, "steward")
    above = assign_role(user=world.emil, organisation=world.land, role="approver", by=None)

    for path in (f"{world.dora.pk}/", f"{world.dora.pk}/sperren/", f"{world.emil.pk}/rollen/{foreign.pk}/nehmen/"):
        assert client_of(world.gero).get(f"{PEOPLE}{path}").status_code == 404
        assert send(world.gero, path, {"reason": "x", "role": "viewer"}).status_code == 404
    assert send(world.gero, f"{world.emil.pk}/rollen/{above.pk}/nehmen/", {"reason": "x"}).status_code == 404
    with pytest.raises(AccountRightsError):
        services.take_role(assignment=foreign, by=world.gero, reason="x")
    assert Assignment.objects.filter(pk__in=[foreign.pk, above.pk]).count() == 2


def test_account_with_roles_elsewhere_is_not_closed_from_here(world: World) -> None:
    assign_role(user=world.emil, organisation=world.other_city, role="viewer", by=None)

    assert german(
        "The person has roles at other organisations as well, so the account is not yours alone. "
        "You can take the roles given here."
    ) in read(world.gero, f"{world.emil.pk}/")
    assert send(world.gero, f"{world.emil.pk}/sperren/", {"reason": "x"}).status_code == 404
    with pytest.raises(AccountRightsError):
        services.close_account(person=world.emil, by=world.gero, reason="x")


@pytest.mark.check("C083")
def test_fields_that_a_form_does_not_have_change_nothing(world: World) -> None:
    said = NEW | {"password": PASSWORD, "is_active": "", "organisation": world.other_city.pk, "user": world.gero.pk}

    assert send(world.gero, "neu/", said).status_code == 302

    hanna = User.objects.get(email="hanna@example.org")
    assert (hanna.is_active, hanna.has_usable_password()) == (True, False)
    assert [each.organisation_id for each in hanna.assignments.all()] == [world.city.pk]
    assert send(world.gero, "neu/", NEW | {"role": "root"}).status_code == 422


def test_role_given_with_its_reason_names_who_gave_it(world: World) -> None:
    send(world.gero, f"{world.bert.pk}/", {"role": "viewer", "reason": "Sitzt im Ausschuss"})

    page = read(world.gero, f"{world.bert.pk}/")

    assert "Sitzt im Ausschuss" in page
    assert "von Gero" in page


def test_navigation_leads_administrators_there_alone(world: World) -> None:
    assert PEOPLE in client_of(world.gero).get("/musterstadt/").content.decode()
    assert PEOPLE not in client_of(world.emil).get("/musterstadt/").content.decode()
    withdraw_role(assignment=role_of(world.gero, "admin"), by=None)
    assert client_of(world.gero).get(PEOPLE).status_code == 404
    assert reverse("accounts:people", args=["musterstadt"]) == PEOPLE
