# SPDX-License-Identifier: EUPL-1.2
"""Signing in at a sign-in service: whole sign-ins against a real provider process, and every way in which they end."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from django.conf import settings as all_settings
from django.test import Client

from sozialplanung.accounts.models import Assignment, User
from sozialplanung.accounts.oidc.tokens import TokenError, verified_claims
from sozialplanung.accounts.services import assign_role, create_user, deactivate_user, withdraw_role
from sozialplanung.audit.models import Event
from sozialplanung.common.openid import RoleRule
from tests.demofixtures import free_port
from tests.factories import openidprovider
from tests.factories.openidprovider import KEY, RunningProvider
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.django_db(databases=["default", "public"])

START = f"/anmelden/dienst/{KEY}/"
STEWARD = RoleRule(("groups",), "pflege", "musterstadt", "steward")
PLANNER = RoleRule(("groups",), "planung", "musterstadt", "planner")
RUTH = {"email": "Ruth@example.org", "email_verified": True, "name": "Ruth Beispiel", "groups": ["pflege"]}


@pytest.fixture(scope="module")
def running() -> Iterator[RunningProvider]:
    with openidprovider.running(f"{all_settings.PUBLIC_URL}{START}zurueck/") as provider:
        yield provider


@pytest.fixture
def service(running: RunningProvider, settings: LazySettings) -> RunningProvider:
    settings.OIDC_PROVIDERS = running.settings(STEWARD, PLANNER)
    return running


def _client() -> Client:
    return Client(headers={"accept-language": "de"})


def _came_back(client: Client, service: RunningProvider, subject: str, *, change: str = "", next_page: str = "") -> str:
    """Begin here, sign in there, and return the address to come back to; `change` spoils a part of the request."""
    begun = client.post(START, {"next": next_page})
    assert begun.status_code == 302, begun.content.decode()
    address = begun.headers["Location"]
    if change:
        parts = urlsplit(address)
        query = {**dict(parse_qsl(parts.query)), change: "verfaelscht"}
        address = urlunsplit(parts._replace(query=urlencode(query)))
    back = urlsplit(service.sign_in(address, subject))
    return f"{back.path}?{back.query}"


def _sign_in(client: Client, service: RunningProvider, subject: str = "ruth", *, next_page: str = "") -> Any:  # noqa: ANN401 - what a client of tests returns
    return client.get(_came_back(client, service, subject, next_page=next_page))


def _person(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


@pytest.mark.check("C102")
def test_a_whole_sign_in_makes_the_person_with_the_role_of_the_claims(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    client = _client()

    answer = _sign_in(client, service, next_page="/musterstadt/lieferungen/")

    person = User.objects.get(email="ruth@example.org")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/musterstadt/lieferungen/")
    assert _person(client) == str(person.pk)
    assert (person.name, person.has_usable_password()) == ("Ruth Beispiel", False)
    assert client.get("/musterstadt/lieferungen/").status_code == 200
    assert SocialAccount.objects.get(user=person).extra_data == {}


def test_request_carries_state_nonce_and_the_challenge_of_a_secret(world: World, service: RunningProvider) -> None:
    asked = {
        name: values[0] for name, values in parse_qs(urlsplit(_client().post(START).headers["Location"]).query).items()
    }

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{all_settings.PUBLIC_URL}{START}zurueck/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert min(len(asked["state"]), len(asked["nonce"]), len(asked["code_challenge"])) >= 16
    assert "code_verifier" not in asked


@pytest.mark.check("C108")
def test_roles_of_the_claims_are_given_and_taken_at_each_sign_in_and_those_by_hand_stay(
    world: World, service: RunningProvider
) -> None:
    service.know("ruth", **RUTH)
    first = _client()
    _sign_in(first, service)
    person = User.objects.get(email="ruth@example.org")
    assign_role(user=person, organisation=world.city, role="viewer", by=world.gero)

    service.know("ruth", **{**RUTH, "groups": ["planung"]})
    second = _client()
    _sign_in(second, service)

    assert set(Assignment.objects.filter(user=person).values_list("role", flat=True)) == {"viewer", "planner"}
    assert second.get("/musterstadt/lieferungen/").status_code == 404
    assert first.get("/musterstadt/lieferungen/").status_code == 404
    acts = Event.objects.filter(subject_id=str(person.pk), details__source="oidc").order_by("pk")
    assert [(each.action, each.details.get("role")) for each in acts] == [
        ("accounts.identity_linked", None),
        ("accounts.role_assigned", "steward"),
        ("accounts.role_withdrawn", "steward"),
        ("accounts.role_assigned", "planner"),
    ]


def test_a_role_that_somebody_gave_by_hand_is_not_taken_by_claims(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    _sign_in(_client(), service)
    person = User.objects.get(email="ruth@example.org")
    withdraw_role(assignment=Assignment.objects.get(user=person), by=world.gero)
    assign_role(user=person, organisation=world.city, role="steward", by=world.gero)
    service.know("ruth", **{**RUTH, "groups": []})

    _sign_in(_client(), service)

    assert Assignment.objects.filter(user=person, role="steward").exists()


def test_who_has_no_role_any_more_is_refused_and_has_lost_it(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    _sign_in(_client(), service)
    service.know("ruth", **{**RUTH, "groups": []})
    client = _client()

    answer = _sign_in(client, service)

    _refused(client, answer, 403, "in keiner der Gruppen, die hier eine Rolle haben")
    assert not Assignment.objects.filter(user__email="ruth@example.org").exists()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"groups": ["sonst"]}, "in keiner der Gruppen, die hier eine Rolle haben"),
        ({"email_verified": False}, "keine bestätigte E-Mail-Adresse"),
        ({"email_verified": None}, "keine bestätigte E-Mail-Adresse"),
        ({"email": "keine Adresse"}, "keine bestätigte E-Mail-Adresse"),
        ({"email": "anna@example.org"}, "schon ein Konto mit Ihrer E-Mail-Adresse"),
    ],
)
@pytest.mark.check("C108")
def test_who_may_not_enter_reads_why_and_no_account_is_made(
    world: World, service: RunningProvider, claims: dict[str, object], words: str
) -> None:
    service.know("ruth", **{**RUTH, **claims})
    people, client = User.objects.count(), _client()

    answer = _sign_in(client, service)

    _refused(client, answer, 403, words)
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()
    assert Event.objects.get(action="accounts.oidc_refused").details["provider"] == "Rathaus-Login"


def test_many_refusals_of_one_network_are_one_row_a_minute(world: World, service: RunningProvider) -> None:
    service.know("ruth", **{**RUTH, "groups": []})
    for _ in range(3):
        _sign_in(_client(), service)

    assert Event.objects.filter(action="accounts.oidc_refused").count() == 1


def test_an_account_is_linked_by_its_verified_address_only_where_the_operator_says_so(
    world: World, running: RunningProvider, settings: LazySettings
) -> None:
    settings.OIDC_PROVIDERS = running.settings(STEWARD, PLANNER, links_by_email=True)
    running.know("anna-dort", **{**RUTH, "email": "anna@example.org"})
    running.know("anna-falsch", **{**RUTH, "email": "anna@example.org"})
    client, other = _client(), _client()

    _sign_in(client, running, "anna-dort")
    second = _sign_in(other, running, "anna-falsch")

    assert _person(client) == str(world.anna.pk)
    # A second account there with the same address is somebody else.
    _refused(other, second, 403, "schon ein Konto mit Ihrer E-Mail-Adresse")


def test_a_deactivated_person_stays_outside(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    _sign_in(_client(), service)
    deactivate_user(user=User.objects.get(email="ruth@example.org"), by=world.gero, reason="")
    client = _client()

    _refused(client, _sign_in(client, service), 403, "deaktiviert")


def test_a_token_with_another_nonce_is_refused(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    client = _client()

    answer = client.get(_came_back(client, service, "ruth", change="nonce"))

    _refused(client, answer, 400, "ließ sich nicht prüfen")
    assert not User.objects.filter(email="ruth@example.org").exists()


def test_an_answer_to_another_browser_is_refused(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    victim = _client()

    stolen = _came_back(_client(), service, "ruth")

    _refused(victim, victim.get(stolen), 400, "nicht in diesem Browser begonnen")


def test_a_changed_state_is_refused(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    client = _client()

    _refused(client, client.get(_came_back(client, service, "ruth", change="state")), 400, "nicht in diesem Browser")


def test_an_answer_is_taken_once(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    client = _client()
    back = _came_back(client, service, "ruth")
    client.get(back)
    client.post("/abmelden/")

    _refused(client, client.get(back), 400, "nicht in diesem Browser begonnen")


def test_a_code_without_its_secret_is_worth_nothing(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)
    client = _client()

    answer = client.get(_came_back(client, service, "ruth", change="code_challenge"))

    _refused(client, answer, 400, "ließ sich nicht prüfen")


def test_who_cancels_is_led_back(world: World, service: RunningProvider) -> None:
    client = _client()
    back = urlsplit(service.sign_in(client.post(START).headers["Location"], "", action="deny"))
    state = dict(parse_qsl(urlsplit(client.post(START).headers["Location"]).query))["state"]

    answer = client.get(f"{START}zurueck/?{urlencode({**dict(parse_qsl(back.query)), 'state': state})}")

    _refused(client, answer, 400, "abgebrochen")


def test_a_service_that_is_down_has_a_page_with_a_way_out(
    world: World, running: RunningProvider, settings: LazySettings
) -> None:
    (said,) = running.settings(STEWARD)
    down = RunningProvider(f"http://127.0.0.1:{free_port()}", said.client_id, said.secret)
    settings.OIDC_PROVIDERS = down.settings(STEWARD)

    answer = _client().post(START)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "„Rathaus-Login“ antwortet im Moment nicht" in page
    assert "Wer hier ein Passwort hat" in page


def test_a_service_that_calls_itself_by_another_name_is_not_ours(
    world: World, running: RunningProvider, settings: LazySettings
) -> None:
    port = urlsplit(running.address).port
    other = RunningProvider(f"http://localhost:{port}/anders", running.client_id, running.secret)
    settings.OIDC_PROVIDERS = other.settings(STEWARD)

    assert _client().post(START).status_code == 503


def test_a_sign_in_begins_by_a_form_alone_and_for_known_services(world: World, service: RunningProvider) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert _client().get(START).status_code == 405
    assert strict.post(START).status_code == 403
    assert _client().post("/anmelden/dienst/fremd/").status_code == 404
    assert _client().get("/anmelden/dienst/fremd/zurueck/?code=1&state=2").status_code == 404


def test_next_page_is_one_of_ours(world: World, service: RunningProvider) -> None:
    service.know("ruth", **RUTH)

    assert _sign_in(_client(), service, next_page="https://boese.example/").headers["Location"] == "/"


def test_nobody_signs_up(world: World, client: Client) -> None:
    for address in ("/accounts/signup/", "/accounts/login/", "/anmelden/registrieren/", "/konto/neu/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_sign_in_page_offers_the_service_and_lets_its_form_lead_there(world: World, service: RunningProvider) -> None:
    answer = _client().get("/anmelden/?next=/hilfe/")

    assert "Mit Rathaus-Login anmelden" in answer.content.decode()
    assert f"form-action 'self' {service.address}" in answer.headers["Content-Security-Policy"]
    assert service.address not in _client().get("/hilfe/").headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def keys() -> tuple[rsa.RSAPrivateKey, dict[str, object]]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return private, {"keys": [{**public, "kid": "eins", "use": "sig", "alg": "RS256"}]}


CLAIMS = {"iss": "https://login.example.de", "aud": "wir", "sub": "ruth", "iat": 1_700_000_000, "exp": 4_000_000_000}


def test_a_signed_token_is_read(keys: tuple[rsa.RSAPrivateKey, dict[str, object]]) -> None:
    token = jwt.encode(CLAIMS, keys[0], algorithm="RS256", headers={"kid": "eins"})

    claims = verified_claims(token, keys[1], issuer="https://login.example.de", client_id="wir")

    assert claims["sub"] == "ruth"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://anders.example.de"},
        {"aud": "andere"},
        {"exp": 1_700_000_001},
        {"azp": "andere"},
        {"sub": None},
    ],
)
def test_a_token_for_others_or_over_proves_nothing(
    keys: tuple[rsa.RSAPrivateKey, dict[str, object]], change: dict[str, object]
) -> None:
    claims = {name: value for name, value in {**CLAIMS, **change}.items() if value is not None}
    token = jwt.encode(claims, keys[0], algorithm="RS256", headers={"kid": "eins"})

    with pytest.raises(TokenError):
        verified_claims(token, keys[1], issuer="https://login.example.de", client_id="wir")


@pytest.mark.parametrize("kind", ["other key", "none", "public key as a secret", "unknown kid", "no token"])
def test_a_token_that_the_service_did_not_sign_proves_nothing(
    keys: tuple[rsa.RSAPrivateKey, dict[str, object]], kind: str
) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    tokens: dict[str, Callable[[], str]] = {
        "other key": lambda: jwt.encode(CLAIMS, stranger, algorithm="RS256", headers={"kid": "eins"}),
        "none": lambda: jwt.encode(CLAIMS, "", algorithm="none", headers={"kid": "eins"}),
        "public key as a secret": lambda: jwt.encode(CLAIMS, "x" * 64, algorithm="HS256", headers={"kid": "eins"}),
        "unknown kid": lambda: jwt.encode(CLAIMS, keys[0], algorithm="RS256", headers={"kid": "zwei"}),
        "no token": lambda: "kein.token",
    }

    with pytest.raises(TokenError):
        verified_claims(tokens[kind](), keys[1], issuer="https://login.example.de", client_id="wir")


def _refused(client: Client, answer: Any, status: int, words: str) -> None:  # noqa: ANN401 - what a client of tests returns
    page = answer.content.decode()
    assert answer.status_code == status, page
    assert words in page
    assert _person(client) == ""
    assert "no-store" in answer.headers["Cache-Control"]


def test_local_sign_in_is_as_before_beside_a_service(world: World, service: RunningProvider) -> None:
    create_user(email="neu@example.org", name="Neu", password=PASSWORD, by=None)
    client = _client()

    answer = client.post("/anmelden/", {"username": "neu@example.org", "password": PASSWORD, "next": "/hilfe/"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/hilfe/")
    assert _person(client)
