# SPDX-License-Identifier: EUPL-1.2
"""What an operator says about a sign-in service is understood, or refused with the right form beside it."""

import json

import pytest

from sozialplanung.common.env import Environment, SettingsError
from sozialplanung.common.openid import read_providers, values_at

RULES = '[{"claim": "realm_access.roles", "value": "pflege", "organisation": "musterstadt", "role": "steward"}]'
RIGHT = {
    "P_OIDC_PROVIDERS": "rathaus",
    "P_OIDC_RATHAUS_NAME": "Rathaus-Login",
    "P_OIDC_RATHAUS_ISSUER": "https://login.example.de/realms/stadt/",
    "P_OIDC_RATHAUS_CLIENT_ID": "sozialplanung",
    "P_OIDC_RATHAUS_CLIENT_SECRET": "geheim",
    "P_OIDC_RATHAUS_ROLES": RULES,
}


def _read(changes: dict[str, str], *, needs_https: bool = True) -> object:
    env = Environment(source={**RIGHT, **changes}, prefix="P_")
    return read_providers(env, env.words("OIDC_PROVIDERS", default=()), needs_https=needs_https)


def test_without_a_name_there_is_no_service() -> None:
    assert read_providers(Environment(source={}, prefix="P_"), (), needs_https=True) == ()


def test_a_service_is_read_with_its_rules() -> None:
    (service,) = read_providers(
        Environment(source={**RIGHT, "P_OIDC_RATHAUS_STRONG": '{"amr": ["otp"]}'}, prefix="P_"),
        ["rathaus"],
        needs_https=True,
    )

    claims = {"realm_access": {"roles": ["pflege", "sonst"]}, "amr": ["pwd", "otp"]}
    assert (service.issuer, service.origin) == ("https://login.example.de/realms/stadt", "https://login.example.de")
    assert service.roles_for(claims) == {("musterstadt", "steward")}
    assert service.is_strong(claims)
    assert not service.is_strong({"amr": "pwd"})
    assert service.roles_for({"realm_access": ["pflege"], "roles": ["pflege"]}) == frozenset()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"P_OIDC_PROVIDERS": "Rat-Haus"}, "small letters"),
        ({"P_OIDC_PROVIDERS": "rathaus,rathaus"}, "twice"),
        ({"P_OIDC_RATHAUS_ISSUER": "http://login.example.de"}, "https"),
        ({"P_OIDC_RATHAUS_ISSUER": "https://login.example.de/?a=1"}, "without a query"),
        ({"P_OIDC_RATHAUS_CLIENT_SECRET": ""}, "P_OIDC_RATHAUS_CLIENT_SECRET_FILE"),
        ({"P_OIDC_RATHAUS_ROLES": "pflege"}, "JSON"),
        ({"P_OIDC_RATHAUS_ROLES": "[]"}, "JSON"),
        ({"P_OIDC_RATHAUS_ROLES": '[{"claim": "groups", "value": "a", "role": "steward"}]'}, "JSON"),
        ({"P_OIDC_RATHAUS_ROLES": RULES.replace('"pflege"', "1")}, "JSON"),
        ({"P_OIDC_RATHAUS_STRONG": '{"amr": "otp"}'}, "JSON"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_way_out(changes: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        _read(changes)


def test_without_https_a_service_is_allowed_on_this_machine_alone() -> None:
    assert _read({"P_OIDC_RATHAUS_ISSUER": "http://127.0.0.1:9400"}, needs_https=False)
    with pytest.raises(SettingsError, match="this machine"):
        _read({"P_OIDC_RATHAUS_ISSUER": "http://login.example.de"}, needs_https=False)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("groups",), {"a", "b"}),
        (("one",), {"a"}),
        (("https://x.de/roles", "list"), {"7"}),
        (("flag",), set()),
        (("groups", "a"), set()),
        (("nowhere",), set()),
    ],
)
def test_a_path_leads_to_texts_or_to_nothing(path: tuple[str, ...], found: set[str]) -> None:
    claims = {"groups": ["a", "b"], "one": "a", "https://x.de/roles": {"list": [7]}, "flag": True}

    assert values_at(json.loads(json.dumps(claims)), path) == found
