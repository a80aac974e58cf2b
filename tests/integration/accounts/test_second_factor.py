# SPDX-License-Identifier: EUPL-1.2
"""The second factor: who needs one gets nowhere without it; codes count once, are throttled, and lie encrypted."""

import json
import re
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from sozialplanung.accounts import sessions, throttling
from sozialplanung.accounts.factors import services
from sozialplanung.accounts.factors.adapter import FactorAdapter
from sozialplanung.accounts.factors.errors import FactorConflictError
from sozialplanung.accounts.factors.selectors import STRONG_ROLES, codes_of, has_factor, is_needed
from sozialplanung.accounts.models import LoginThrottle, PersonSession, User
from sozialplanung.accounts.services import assign_role, deactivate_user
from sozialplanung.audit.models import Event
from tests.factories.desk import run_jobs
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "public"])

STEP = 60_000_000
PROOF, SET_UP, APP = "/anmelden/zweiter-faktor/", "/konto/zweiter-faktor/", "/konto/zweiter-faktor/app/"
FINISH, CODES = "/anmelden/zweiter-faktor/fertig/", "/konto/zweiter-faktor/codes/"


@pytest.fixture(autouse=True)
def _required_and_at_one_moment(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_FACTOR_IS_NEEDED = True
    # Between two steps of time a code would be another one than a moment before.
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: STEP * 30))


def _client() -> Client:
    return Client(headers={"accept-language": "de"})


def _code(secret: str, *, ago: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, STEP - ago)))


def _sign_in(client: Client, person: User, next_page: str = "/hilfe/") -> Any:  # noqa: ANN401 - what a client of tests returns
    return client.post("/anmelden/", {"username": person.email, "password": PASSWORD, "next": next_page})


def _with_app(person: User) -> str:
    secret = services.new_secret()
    assert services.add_app(person=person, secret=secret, code=_code(secret, ago=1))
    return secret


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_exactly_the_roles_that_import_approve_or_manage_need_a_second_factor(world: World) -> None:
    assert set(STRONG_ROLES) == {"steward", "approver", "admin"}
    assert [is_needed(person) for person in (world.anna, world.frida, world.gero, world.bert, world.clara)] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.check("C102")
@pytest.mark.parametrize("name", ["anna", "frida", "gero"])
def test_who_needs_a_second_factor_sets_it_up_before_anything_else(world: World, name: str) -> None:
    person, client = getattr(world, name), _client()

    answer = _sign_in(client, person, "/musterstadt/")

    assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)
    assert not _is_signed_in(client)
    assert client.get("/konto/passwort/").status_code == 302
    assert client.get("/musterstadt/lieferungen/").headers["Location"].startswith("/anmelden/")
    assert "Noch ein Schritt" in client.get(SET_UP).content.decode()
    assert client.post(FINISH).headers["Location"] == SET_UP
    assert not _is_signed_in(client)


@pytest.mark.check("C102")
def test_setting_up_an_app_leads_over_the_recovery_codes_to_the_page_one_wanted(world: World) -> None:
    client = _client()
    _sign_in(client, world.anna, "/musterstadt/lieferungen/")
    page = client.get(APP).content.decode()
    secret = re.findall(r"signin__secret\">([A-Z2-7 ]+)<", page)[0].replace(" ", "")

    set_up = client.post(APP, {"code": _code(secret)})
    codes = client.get(CODES).content.decode()
    done = client.post(FINISH)

    assert set_up.headers["Location"] == CODES
    assert [code for code in codes_of(world.anna) if code not in codes] == []
    assert done.headers["Location"] == "/musterstadt/lieferungen/"
    assert client.get("/musterstadt/lieferungen/").status_code == 200
    assert PersonSession.objects.get(person_id=world.anna.pk).is_strong
    assert Event.objects.get(action="accounts.factor_added").subject_label == "Anna"


def test_a_wrong_code_sets_nothing_up_and_keeps_the_picture(world: World) -> None:
    client = _client()
    _sign_in(client, world.anna)
    secret = re.findall(r"signin__secret\">([A-Z2-7 ]+)<", client.get(APP).content.decode())[0]

    answer = client.post(APP, {"code": "000000"})

    assert answer.status_code == 422
    assert "Dieser Code passt nicht." in answer.content.decode()
    assert secret in answer.content.decode()
    assert not has_factor(world.anna)


@pytest.mark.check("C102")
def test_password_and_code_sign_in_and_neither_alone(world: World) -> None:
    secret, client = _with_app(world.anna), _client()

    half = _sign_in(client, world.anna)
    wrong = client.post(PROOF, {"code": "123456"})

    assert half.headers["Location"] == PROOF
    assert wrong.status_code == 422
    assert "Dieser Code stimmt nicht" in wrong.content.decode()
    assert not _is_signed_in(client)
    right = client.post(PROOF, {"code": f" {_code(secret)[:3]} {_code(secret)[3:]} "})
    assert right.headers["Location"] == "/hilfe/"
    assert _is_signed_in(client)
    assert Event.objects.filter(action="accounts.factor_failed", subject_id=str(world.anna.pk)).count() == 1


@pytest.mark.check("C102")
def test_whoever_set_up_a_factor_voluntarily_is_asked_for_it(world: World) -> None:
    _with_app(world.clara)

    assert _sign_in(_client(), world.clara).headers["Location"] == PROOF
    assert _sign_in(_client(), world.bert).headers["Location"] == "/hilfe/"


@pytest.mark.check("C102")
def test_a_code_counts_once(world: World) -> None:
    secret, first, second = _with_app(world.anna), _client(), _client()
    code = _code(secret)
    _sign_in(first, world.anna)
    _sign_in(second, world.anna)

    first.post(PROOF, {"code": code})
    again = second.post(PROOF, {"code": code})
    earlier = second.post(PROOF, {"code": _code(secret, ago=1)})

    assert _is_signed_in(first)
    assert (again.status_code, earlier.status_code) == (422, 422)


@pytest.mark.check("C102")
def test_a_recovery_code_signs_in_once(world: World) -> None:
    _with_app(world.anna)
    code, first, second = codes_of(world.anna)[0], _client(), _client()
    _sign_in(first, world.anna)
    _sign_in(second, world.anna)

    assert first.post(PROOF, {"code": code}).status_code == 302
    assert second.post(PROOF, {"code": code}).status_code == 422
    assert code not in codes_of(world.anna)
    assert Event.objects.filter(action="accounts.recovery_code_used").count() == 1


@pytest.mark.check("C102")
def test_the_eleventh_code_within_a_minute_is_not_tried(world: World) -> None:
    secret, client = _with_app(world.anna), _client()
    _sign_in(client, world.anna)
    for _ in range(throttling.MOST_ATTEMPTS):
        client.post(PROOF, {"code": "000000"}, REMOTE_ADDR="198.51.100.7")

    answer = client.post(PROOF, {"code": _code(secret)}, REMOTE_ADDR="192.0.2.1")

    assert "zu viele Versuche" in answer.content.decode()
    assert not _is_signed_in(client)
    assert Event.objects.filter(action="accounts.factor_throttled").count() == 1
    LoginThrottle.objects.update(window_started_at=timezone.now() - timedelta(seconds=61))
    assert client.post(PROOF, {"code": _code(secret)}).status_code == 302


@pytest.mark.check("C102")
def test_a_day_has_a_limit_of_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "MOST_PROOFS_A_DAY", 3)
    secret, client = _with_app(world.anna), _client()
    _sign_in(client, world.anna)
    for _ in range(3):
        client.post(PROOF, {"code": "000000"})
    LoginThrottle.objects.update(window_started_at=timezone.now() - timedelta(minutes=5))

    assert client.post(PROOF, {"code": _code(secret)}).status_code == 422


@pytest.mark.check("C102")
def test_a_factor_set_up_by_one_person_does_not_let_another_in_from_the_same_browser(world: World) -> None:
    _with_app(world.frida)
    client = _client()
    _sign_in(client, world.anna)
    secret = re.findall(r"signin__secret\">([A-Z2-7 ]+)<", client.get(APP).content.decode())[0].replace(" ", "")
    client.post(APP, {"code": _code(secret)})

    _sign_in(client, world.frida)

    assert client.post(FINISH).headers["Location"].startswith("/anmelden/")
    assert client.get(SET_UP).headers["Location"].startswith("/anmelden/")
    assert client.get(CODES).headers["Location"].startswith("/anmelden/")
    assert not _is_signed_in(client)


@pytest.mark.check("C102")
def test_who_waits_to_set_up_is_stopped_once_the_person_set_one_up_elsewhere(world: World) -> None:
    thief, owner = _client(), _client()
    _sign_in(thief, world.anna)
    _sign_in(owner, world.anna)
    _with_app(world.anna)

    for address in (SET_UP, APP, "/konto/zweiter-faktor/schluessel/", CODES):
        assert thief.get(address).headers["Location"].startswith("/anmelden/"), address
    assert thief.get(PROOF).status_code == 200


def test_a_person_deactivated_between_the_steps_stays_outside(world: World) -> None:
    secret, client = _with_app(world.anna), _client()
    _sign_in(client, world.anna)
    deactivate_user(user=world.anna, by=world.gero, reason="")

    assert client.post(PROOF, {"code": _code(secret)}).headers["Location"].startswith("/anmelden/")
    assert not _is_signed_in(client)


def test_the_second_step_is_over_after_a_quarter_of_an_hour(world: World) -> None:
    secret, client = _with_app(world.anna), _client()
    _sign_in(client, world.anna)

    with patch("time.time", return_value=time.time() + 16 * 60):
        assert client.post(PROOF, {"code": _code(secret)}).headers["Location"].startswith("/anmelden/")


@pytest.mark.check("C102")
def test_secrets_lie_encrypted_and_open_with_an_older_key(world: World, settings: LazySettings) -> None:
    secret = _with_app(world.anna)
    stored = json.dumps(list(Authenticator.objects.filter(user=world.anna).values_list("data", flat=True)))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "ein ganz neuer langer schlüssel"

    assert secret not in stored
    assert all(code not in stored for code in codes_of(world.anna))
    assert services.pass_code(person=world.anna, code=_code(secret)) == "totp"
    assert FactorAdapter().encrypt(secret) != FactorAdapter().encrypt(secret)


def test_a_secret_being_set_up_lies_encrypted_too(world: World) -> None:
    client = _client()
    _sign_in(client, world.anna)

    secret = re.findall(r"signin__secret\">([A-Z2-7 ]+)<", client.get(APP).content.decode())[0].replace(" ", "")

    assert secret not in json.dumps(dict(client.session.items()))


def test_the_last_factor_stays_where_one_is_needed_and_goes_where_none_is(world: World) -> None:
    for person in (world.anna, world.clara):
        _with_app(person)
    needed, voluntary = (Authenticator.objects.get(user=person, type="totp") for person in (world.anna, world.clara))

    with pytest.raises(FactorConflictError):
        services.remove_factor(person=world.anna, pk=needed.pk)
    services.remove_factor(person=world.clara, pk=voluntary.pk)

    assert has_factor(world.anna)
    assert not Authenticator.objects.filter(user=world.clara).exists()
    with pytest.raises(FactorConflictError):
        services.remove_factor(person=world.clara, pk=needed.pk)


def test_pages_of_factors_want_a_fresh_proof(world: World, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_IS_NEEDED = False
    client = _client()
    _sign_in(client, world.anna)
    assert client.get(SET_UP).status_code == 200
    session = client.session
    session[sessions.PROVED] -= 16 * 60
    session.save()

    assert client.get(SET_UP).headers["Location"].startswith("/konto/bestaetigen/")
    assert client.post("/konto/bestaetigen/", {"password": "falsch", "next": SET_UP}).status_code == 422
    assert client.get(SET_UP).status_code == 302
    taken = Client()
    taken.cookies.load({settings.SESSION_COOKIE_NAME: client.session.session_key or ""})
    assert taken.get("/konto/sitzungen/").status_code == 200
    assert client.post("/konto/bestaetigen/", {"password": PASSWORD, "next": SET_UP}).headers["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    # A key that somebody else came by proves nothing with it.
    assert [taken.get(page).status_code for page in ("/konto/sitzungen/", SET_UP)] == [302, 302]


def test_proving_again_is_throttled_like_a_sign_in_and_leads_to_pages_of_ours_alone(world: World) -> None:
    client = _client()
    client.force_login(world.bert)
    away = client.post("/konto/bestaetigen/", {"password": PASSWORD, "next": "https://boese.example/"})
    for _ in range(throttling.MOST_ATTEMPTS):
        client.post("/konto/bestaetigen/", {"password": "falsch"})

    assert away.headers["Location"] == SET_UP
    assert client.post("/konto/bestaetigen/", {"password": PASSWORD}).status_code == 422


def test_without_a_password_a_code_proves_again(world: World) -> None:
    secret = _with_app(world.bert)
    world.bert.set_unusable_password()
    world.bert.save()
    client = _client()
    client.force_login(world.bert)

    assert client.get("/konto/bestaetigen/").status_code == 200
    assert client.post("/konto/bestaetigen/", {"code": _code(secret)}).headers["Location"] == SET_UP


def test_new_codes_end_the_earlier_ones(world: World) -> None:
    secret = _with_app(world.anna)
    client = _client()
    _sign_in(client, world.anna)
    client.post(PROOF, {"code": _code(secret)})
    earlier = codes_of(world.anna)

    client.post(f"{CODES}neu/")

    assert not set(earlier) & set(codes_of(world.anna))
    assert services.pass_code(person=world.anna, code=earlier[0]) == ""


@pytest.mark.check("C108")
def test_setting_up_and_removing_are_mailed_to_the_person_without_details(world: World) -> None:
    _with_app(world.clara)
    services.remove_factor(person=world.clara, pk=Authenticator.objects.get(user=world.clara, type="totp").pk)
    run_jobs()

    assert [message.to for message in mail.outbox] == [["clara@example.org"]] * 2
    assert [message.subject for message in mail.outbox] == [
        "Sozialplanung: Ein zweiter Faktor wurde eingerichtet",
        "Sozialplanung: Ein zweiter Faktor wurde entfernt",
    ]


@pytest.mark.check("C079")
def test_a_new_strong_role_ends_sessions_without_a_second_factor(world: World) -> None:
    weak = _client()
    _sign_in(weak, world.bert)
    assert _is_signed_in(weak)

    assign_role(user=world.bert, organisation=world.city, role="approver", by=world.gero)

    assert weak.get("/konto/passwort/").status_code == 302
    assert _sign_in(weak, world.bert).headers["Location"] == SET_UP


def test_where_the_settings_say_optional_nobody_is_forced_and_the_page_says_why(
    world: World, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_IS_NEEDED = False
    client = _client()

    assert _sign_in(client, world.anna).headers["Location"] == "/hilfe/"
    assert "SOZIALPLANUNG_SECOND_FACTOR=optional" in client.get(SET_UP).content.decode()


@pytest.mark.parametrize("credential", ["{}", "[]", '"x"', '{"id": 1}', '{"response": {}, "rawId": "AA", "id": "AA"}'])
def test_what_no_key_says_is_refused_and_breaks_nothing(world: World, credential: str) -> None:
    _with_app(world.anna)
    client = _client()
    _sign_in(client, world.anna)

    assert client.post(PROOF, {"credential": credential}).status_code == 422
    assert not _is_signed_in(client)


def test_strangers_find_no_page_of_factors(world: World, client: Client) -> None:
    for address in (SET_UP, APP, CODES, PROOF, "/konto/bestaetigen/", "/konto/zweiter-faktor/1/entfernen/"):
        assert client.get(address).headers["Location"].startswith("/anmelden/"), address
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
