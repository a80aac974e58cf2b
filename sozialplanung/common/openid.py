# SPDX-License-Identifier: EUPL-1.2
"""What an operator says about a sign-in service (OpenID Connect), and which roles its claims give."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from sozialplanung.common.env import Environment, SettingsError

_RULE_KEYS: Final = {"claim", "value", "organisation", "role"}
_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
_ROLES_EXAMPLE: Final = (
    '[{"claim": "groups", "value": "sozialplanung-pflege", "organisation": "musterstadt", "role": "steward"}]'
)
_STRONG_EXAMPLE: Final = '{"amr": ["mfa", "otp"]}'


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Who has `value` among the claim at `path` holds `role` at `organisation`."""

    path: tuple[str, ...]
    value: str
    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class Provider:
    """One sign-in service; `strong` names the claims and values that stand for a second factor given there."""

    key: str
    name: str
    issuer: str
    client_id: str
    secret: str
    rules: tuple[RoleRule, ...]
    strong: tuple[tuple[str, str], ...] = ()
    links_by_email: bool = False
    ends_session: bool = False
    scopes: tuple[str, ...] = ("openid", "profile", "email")

    @property
    def origin(self) -> str:
        """The scheme and host that a browser is sent to."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def roles_for(self, claims: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
        """Return the pairs of organisation and role that these claims give."""
        return frozenset(
            (rule.organisation, rule.role) for rule in self.rules if rule.value in values_at(claims, rule.path)
        )

    def is_strong(self, claims: Mapping[str, Any]) -> bool:
        """Say whether the claims tell of a second factor, as the operator wrote it down."""
        return any(value in values_at(claims, (claim,)) for claim, value in self.strong)


def values_at(claims: Mapping[str, Any], path: tuple[str, ...]) -> frozenset[str]:
    """Return the texts at a path of claims: one, those of a list, or none where the path leads nowhere."""
    found: Any = claims
    for step in path:
        if not isinstance(found, Mapping) or step not in found:
            return frozenset()
        found = found[step]
    listed = found if isinstance(found, list) else [found]
    return frozenset(str(each) for each in listed if isinstance(each, str | int) and not isinstance(each, bool))


def read_providers(env: Environment, keys: Sequence[str], *, needs_https: bool) -> tuple[Provider, ...]:
    """Return the sign-in services of the environment that have these keys."""
    for key in keys:
        if not (key.isascii() and key.isalnum() and key.islower() and key[0].isalpha()):
            raise SettingsError(
                f"{env.prefix}OIDC_PROVIDERS names {key!r}. Allowed: small letters and digits, a letter first."
            )
    if len(set(keys)) < len(keys):
        raise SettingsError(f"{env.prefix}OIDC_PROVIDERS names a sign-in service twice.")
    return tuple(_provider(env, key, needs_https=needs_https) for key in keys)


def _provider(env: Environment, key: str, *, needs_https: bool) -> Provider:
    prefix = f"OIDC_{key.upper()}"
    return Provider(
        key=key,
        name=env.text(f"{prefix}_NAME", hint="Write what people call the sign-in service, for instance Stadt-Login."),
        issuer=_issuer(env, f"{prefix}_ISSUER", needs_https=needs_https),
        client_id=env.text(f"{prefix}_CLIENT_ID", hint="Write the id under which the service knows this application."),
        secret=env.secret(f"{prefix}_CLIENT_SECRET"),
        rules=_rules(env, f"{prefix}_ROLES"),
        strong=_strong(env, f"{prefix}_STRONG"),
        links_by_email=env.flag(f"{prefix}_LINK_BY_EMAIL", default=False),
        ends_session=env.flag(f"{prefix}_LOGOUT", default=False),
        scopes=("openid", *(each for each in env.words(f"{prefix}_SCOPES", default=("profile", "email")))),
    )


def _issuer(env: Environment, name: str, *, needs_https: bool) -> str:
    issuer = env.text(name, hint="Write the issuer, for instance https://login.example.de/realms/stadt.").rstrip("/")
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and not needs_https)
    if not is_safe or not parts.netloc or parts.query or parts.fragment:
        ways = "https:// address" if needs_https else "http:// or https:// address"
        raise SettingsError(f"{env.prefix}{name} is {issuer!r}. Allowed: an {ways} without a query.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise SettingsError(f"{env.prefix}{name} is {issuer!r}. Without https: on this machine alone.")
    return issuer


def _rules(env: Environment, name: str) -> tuple[RoleRule, ...]:
    text = env.secret(name, hint=f"Say which claims give which role, for instance {_ROLES_EXAMPLE}")
    rules = _json(env, name, text, _ROLES_EXAMPLE)
    if not isinstance(rules, list) or not rules:
        raise _not_right(env, name, _ROLES_EXAMPLE)
    return tuple(_rule(env, name, rule) for rule in rules)


def _rule(env: Environment, name: str, rule: object) -> RoleRule:
    if not isinstance(rule, dict) or set(rule) != _RULE_KEYS:
        raise _not_right(env, name, _ROLES_EXAMPLE)
    # A list is a path whose steps may hold dots themselves.
    claim = rule["claim"]
    path = claim.split(".") if isinstance(claim, str) else claim
    texts = [rule["value"], rule["organisation"], rule["role"]]
    if not isinstance(path, list) or not _are_texts([*path, *texts]) or not path:
        raise _not_right(env, name, _ROLES_EXAMPLE)
    return RoleRule(tuple(path), *texts)


def _strong(env: Environment, name: str) -> tuple[tuple[str, str], ...]:
    text = env.text(name, default="{}")
    named = _json(env, name, text, _STRONG_EXAMPLE)
    if not isinstance(named, dict) or not all(
        isinstance(values, list) and _are_texts(values) for values in named.values()
    ):
        raise _not_right(env, name, _STRONG_EXAMPLE)
    return tuple((claim, value) for claim, values in named.items() for value in values)


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) and value for value in values)


def _json(env: Environment, name: str, text: str, example: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise _not_right(env, name, example) from error


def _not_right(env: Environment, name: str, example: str) -> SettingsError:
    return SettingsError(f"{env.prefix}{name} cannot be read. Write JSON of this form: {example}")
