# SPDX-License-Identifier: EUPL-1.2
"""Signing in: throttled, silent about who exists, and in the audit log."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from sozialplanung.accounts import throttling
from sozialplanung.accounts.forms import LoginForm
from sozialplanung.accounts.models import LoginThrottle
from sozialplanung.accounts.services import create_user, deactivate_user
from sozialplanung.accounts.throttling import (
    MOST_ATTEMPTS,
    account_key,
    purge_attempts,
    reserve_attempt,
)
from sozialplanung.audit.models import Event
from sozialplanung.web.clients import network_of
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "public"])


HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def _form(email: str, password: str, address: str = HERE) -> LoginForm:
    request = RequestFactory().post("/anmelden/", REMOTE_ADDR=address)
    request.user = AnonymousUser()
    return LoginForm(request, data={"username": email, "password": password})


def _errors(email: str, password: str = "falsch", address: str = HERE) -> list[str]:
    return [str(error) for error in _form(email, password, address).non_field_errors()]


def test_the_right_password_opens_the_account(world: World) -> None:
    form = _form("ANNA@example.org", PASSWORD)

    assert form.is_valid()
    assert form.get_user() == world.anna
    assert not LoginThrottle.objects.exists()


@pytest.mark.check("C102")
def test_the_answer_does_not_tell_whether_an_account_exists(world: World) -> None:
    deactivate_user(user=world.emil, by=world.gero, reason="")

    answers = {
        tuple(_errors("anna@example.org")),
        tuple(_errors("niemand@example.org")),
        tuple(_errors("emil@example.org", PASSWORD)),
    }

    assert len(answers) == 1
    assert len(answers.pop()) == 1


@pytest.mark.check("C102")
@pytest.mark.parametrize("email", ["anna@example.org", "niemand@example.org"])
def test_the_eleventh_attempt_within_a_minute_is_not_made(world: World, email: str) -> None:
    refused = _errors(email)
    for _ in range(MOST_ATTEMPTS - 1):
        assert _errors(email) == refused

    assert _errors(email) != refused
    assert not _form(email, PASSWORD).is_valid()


@pytest.mark.check("C102")
def test_after_a_minute_the_right_password_opens_the_account_again(world: World) -> None:
    for _ in range(MOST_ATTEMPTS + 5):
        _errors("anna@example.org")
    LoginThrottle.objects.update(window_started_at=timezone.now() - timedelta(seconds=61))

    assert _form("anna@example.org", PASSWORD).is_valid()


def test_one_account_does_not_throttle_another(world: World) -> None:
    for _ in range(MOST_ATTEMPTS + 1):
        _errors("anna@example.org")

    assert _form("bert@example.org", PASSWORD).is_valid()


@pytest.mark.check("C102")
def test_a_stranger_cannot_keep_the_right_person_out(world: World) -> None:
    for _ in range(5 * MOST_ATTEMPTS):
        _errors("anna@example.org", address=ELSEWHERE)

    assert not _form("anna@example.org", PASSWORD, ELSEWHERE).is_valid()
    assert _form("anna@example.org", PASSWORD, HERE).is_valid()


@pytest.mark.check("C102")
def test_another_address_of_the_same_network_is_no_new_chance(world: World) -> None:
    for number in range(MOST_ATTEMPTS):
        _errors("anna@example.org", address=f"192.0.2.{number}")

    assert not _form("anna@example.org", PASSWORD, "192.0.2.200").is_valid()


@pytest.mark.check("C102")
def test_many_networks_together_have_a_limit_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "MOST_ATTEMPTS_OF_ALL", 3)
    for number in range(3):
        _errors("anna@example.org", address=f"10.0.{number}.1")

    assert not _form("anna@example.org", PASSWORD, "10.9.9.9").is_valid()
    assert _form("bert@example.org", PASSWORD, "10.9.9.9").is_valid()


@pytest.mark.check("C108")
def test_refusals_of_an_account_are_one_row_a_minute(world: World) -> None:
    for address in (HERE, ELSEWHERE):
        for _ in range(MOST_ATTEMPTS + 5):
            _errors("anna@example.org", address=address)

    assert Event.objects.filter(action="accounts.login_throttled").count() == 1
    LoginThrottle.objects.filter(failures=2 * 5).update(window_started_at=timezone.now() - timedelta(seconds=61))
    _errors("anna@example.org")
    assert Event.objects.filter(action="accounts.login_throttled").count() == 2


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.9", "192.0.2.0/24"),
        (1, "", "192.0.2.0/24"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.0/24"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.0/24"),
        (1, "2001:db8:1:2::3", "2001:db8:1::/48"),
        (1, "::ffff:198.51.100.7", "198.51.100.0/24"),
        (1, "nonsense", ""),
    ],
)
def test_the_network_is_read_where_our_own_proxies_write_it(
    settings: LazySettings, proxies: int, forwarded: str, network: str
) -> None:
    settings.PROXIES = proxies

    request = RequestFactory().get("/", REMOTE_ADDR=HERE, headers={"X-Forwarded-For": forwarded} if forwarded else {})

    assert network_of(request) == network


@pytest.mark.check("C108")
def test_no_address_is_kept(world: World) -> None:
    _errors("anna@example.org")

    hashes = list(LoginThrottle.objects.values_list("account_hash", flat=True))
    assert len(hashes) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)


@pytest.mark.check("C108")
def test_failed_attempts_are_in_the_log_without_the_address(world: World) -> None:
    _errors("anna@example.org")

    event = Event.objects.get(action="accounts.login_failed")
    assert event.subject_id == account_key("anna@example.org")[:16]
    assert "anna" not in repr(vars(event)).lower()


def test_old_counts_are_deleted(world: World) -> None:
    _errors("anna@example.org")
    assert purge_attempts() == 0
    LoginThrottle.objects.update(window_started_at=timezone.now() - timedelta(days=2))

    assert purge_attempts() == 2


@pytest.mark.check("C101")
def test_the_session_changes_its_name_with_the_login(world: World, client: Client) -> None:
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before or ""

    client.force_login(world.anna)

    assert client.session.session_key != before


def test_signing_out_takes_a_post(world: World, client: Client) -> None:
    client.force_login(world.anna)

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.check("C102")
@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_are_all_counted() -> None:
    def attempt(_: int) -> bool:
        try:
            return reserve_attempt("anna@example.org", "192.0.2.0/24").is_allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        allowed = list(pool.map(attempt, range(30)))

    assert allowed.count(True) == MOST_ATTEMPTS


@pytest.mark.check("C108")
def test_a_changed_password_is_in_the_log_and_keeps_this_session(world: World, client: Client) -> None:
    client.force_login(world.anna)
    new = "ganz neues langes kennwort"

    response = client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    world.anna.refresh_from_db()
    assert response.status_code == 302
    assert world.anna.check_password(new)
    assert Event.objects.filter(action="accounts.password_set", actor_id=world.anna.pk).count() == 1
    assert client.get(reverse("accounts:password")).status_code == 200


def test_a_new_password_needs_the_old_one_and_somebody_signed_in(world: World, client: Client) -> None:
    assert client.get(reverse("accounts:password")).status_code == 302
    client.force_login(world.anna)
    new = "ganz neues langes kennwort"

    response = client.post(
        reverse("accounts:password"), {"old_password": "falsch", "new_password1": new, "new_password2": new}
    )

    world.anna.refresh_from_db()
    assert response.status_code == 200
    assert world.anna.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("falsch", "vier Wörter ohne Sinn", "vier Wörter ohne Sinn", "Das ist nicht Ihr jetziges Passwort."),
        (PASSWORD, "vier Wörter ohne Sinn", "drei Wörter ohne Sinn", "Die beiden neuen Passwörter sind verschieden."),
        (PASSWORD, "kurz", "kurz", "Das neue Passwort ist zu kurz."),
        (PASSWORD, "anna@example.org", "anna@example.org", "Das neue Passwort ähnelt Ihrem Namen"),
        (PASSWORD, "1q2w3e4r5t6y", "1q2w3e4r5t6y", "Dieses Passwort verwenden viele."),
    ],
)
def test_form_of_the_password_speaks_in_our_own_sentences(
    world: World, client: Client, old: str, new: str, again: str, words: str
) -> None:
    client.force_login(world.anna)

    page = client.post(
        reverse("accounts:password"), {"old_password": old, "new_password1": new, "new_password2": again}
    ).content.decode()

    assert words in page
    assert "Mindestens 12 Zeichen" in page
    assert "das selbe" not in page
    assert "anderen persönlichen" not in page


def test_menu_says_which_role_one_holds_and_where(world: World, client: Client) -> None:
    client.force_login(world.anna)
    steward = client.get("/hilfe/").content.decode()
    client.force_login(create_user(email="neu@example.org", name="Neu", password=PASSWORD, by=None))

    assert "Ihre Rolle: Datenpflege (Musterstadt)" in steward
    assert "Sie haben noch keine Rolle." in client.get("/hilfe/").content.decode()
