# SPDX-License-Identifier: EUPL-1.2
"""One's own sessions: seen, ended at once, rotated when roles change; anonymous readers have none."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.conf import settings as all_settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sozialplanung.accounts import sessions
from sozialplanung.accounts.models import Assignment, PersonSession, User
from sozialplanung.accounts.services import assign_role, withdraw_role
from sozialplanung.audit.models import Event
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "public"])

LIST, END = "/konto/sitzungen/", "/konto/sitzungen/beenden/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def _signed_in(person: User, agent: str = FIREFOX) -> Client:
    client = Client(headers={"accept-language": "de", "user-agent": agent})
    client.post("/anmelden/", {"username": person.email, "password": PASSWORD})
    assert _is_in(client)
    return client


def _is_in(client: Client) -> bool:
    return client.get("/konto/passwort/").status_code == 200


@pytest.mark.check("C102")
def test_the_list_shows_browsers_and_marks_this_session(world: World) -> None:
    here = _signed_in(world.anna)
    _signed_in(world.anna, EDGE)
    _signed_in(world.bert, EDGE)

    page = here.get(LIST).content.decode()

    assert page.count('<th scope="row"') == 2
    assert page.index("Firefox, Linux") < page.index("diese Sitzung") < page.index("Edge, Windows")
    assert "2 Sitzungen" in page
    assert all(key not in page for key in PersonSession.objects.values_list("pk", flat=True))


@pytest.mark.check("C102", "C079", "C108")
def test_an_ended_session_is_over_with_its_next_request(world: World) -> None:
    here, there = _signed_in(world.anna), _signed_in(world.anna, EDGE)
    other = PersonSession.objects.get(person_id=world.anna.pk, browser="Edge, Windows")

    here.post(END, {"session": sessions.handle_of(other)})

    assert not _is_in(there)
    assert _is_in(here)
    event = Event.objects.get(action="accounts.sessions_ended")
    assert (event.actor_id, event.details) == (world.anna.pk, {"count": 1})


@pytest.mark.check("C102")
def test_all_others_end_together_and_those_of_other_people_go_on(world: World) -> None:
    here, *others = (_signed_in(world.anna) for _ in range(3))
    bert = _signed_in(world.bert)

    here.post(END)

    assert [_is_in(each) for each in (here, *others, bert)] == [True, False, False, True]


@pytest.mark.check("C102")
def test_nobody_ends_sessions_of_others(world: World) -> None:
    anna, bert = _signed_in(world.anna), _signed_in(world.bert)
    foreign = PersonSession.objects.get(person_id=world.bert.pk)

    for handle in (sessions.handle_of(foreign), foreign.session_key, "x"):
        anna.post(END, {"session": handle})

    assert _is_in(bert)
    assert not Event.objects.filter(action="accounts.sessions_ended").exists()


def test_a_session_that_is_over_is_not_listed_and_is_deleted(world: World) -> None:
    here = _signed_in(world.anna)
    _signed_in(world.anna, EDGE)
    PersonSession.objects.filter(browser="Edge, Windows").update(expire_date=timezone.now() - timedelta(seconds=1))

    assert "1 Sitzung" in here.get(LIST).content.decode()
    assert sessions.forget_sessions() == 1


def test_use_of_a_session_is_noted_to_five_minutes(world: World) -> None:
    here = _signed_in(world.anna)
    row = PersonSession.objects.filter(person_id=world.anna.pk)
    recently, long_ago = timezone.now() - timedelta(minutes=4), timezone.now() - timedelta(minutes=6)

    row.update(seen_at=recently)
    here.get("/hilfe/")
    kept = row.get().seen_at
    row.update(seen_at=long_ago)
    here.get("/hilfe/")

    assert kept == recently
    assert row.get().seen_at > recently


@pytest.mark.check("C101")
@pytest.mark.parametrize("change", ["given", "taken"])
def test_a_session_gets_another_key_when_the_roles_of_its_person_change(world: World, change: str) -> None:
    here = _signed_in(world.bert)
    before = here.cookies[all_settings.SESSION_COOKIE_NAME].value
    if change == "given":
        assign_role(user=world.bert, organisation=world.other_city, role="viewer", by=world.gero)
    else:
        withdraw_role(assignment=Assignment.objects.get(user=world.bert), by=world.gero)

    here.get("/api/v1/", headers={"sec-fetch-mode": "cors"})
    beside = here.cookies[all_settings.SESSION_COOKIE_NAME].value
    here.get("/konto/passwort/", headers={"sec-fetch-mode": "navigate"})
    after = here.cookies[all_settings.SESSION_COOKIE_NAME].value
    here.get("/konto/passwort/")

    assert before == beside != after
    assert here.cookies[all_settings.SESSION_COOKIE_NAME].value == after
    assert not PersonSession.objects.filter(pk=before).exists()
    assert _is_in(here)


@pytest.mark.check("C101")
def test_the_key_of_before_signing_in_opens_nothing(world: World) -> None:
    client = Client()
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key

    client.cookies[all_settings.SESSION_COOKIE_NAME] = before or ""
    client.post("/anmelden/", {"username": "anna@example.org", "password": PASSWORD})

    assert client.session.session_key != before
    assert not PersonSession.objects.filter(pk=before).exists()


@pytest.mark.check("C102", "C108")
def test_a_changed_password_ends_the_other_sessions(world: World) -> None:
    here, there = _signed_in(world.anna), _signed_in(world.anna, EDGE)
    new = "ganz neues langes kennwort"

    here.post("/konto/passwort/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert (_is_in(here), _is_in(there)) == (True, False)
    assert PersonSession.objects.filter(person_id=world.anna.pk).count() == 1


@pytest.mark.check("C029")
def test_anonymous_readers_get_no_session_and_cost_no_question(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/datenschutz/")

    with django_assert_num_queries(0):
        answer = client.get("/datenschutz/")

    assert not answer.cookies
    assert not PersonSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (EDGE, "Edge, Windows"),
        ("curl/8.0", ""),
        ("", ""),
        ("Safari/1 iPhone", "Safari, iPhone"),
    ],
)
def test_browsers_have_the_names_that_people_use(agent: str, name: str) -> None:
    assert sessions.browser_name(agent) == name


def test_strangers_are_asked_to_sign_in(client: Client, settings: LazySettings, db: None) -> None:
    assert client.get(LIST).headers["Location"].startswith("/anmelden/")
    assert client.post(END).headers["Location"].startswith("/anmelden/")
    assert client.get(END).status_code == 405
