# SPDX-License-Identifier: EUPL-1.2
"""The OpenID provider of the tests, seen from us: what an operator says of it, and how people sign in there."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import requests

from sozialplanung.common.openid import Provider, RoleRule
from tests import demodatabase
from tests.demofixtures import free_port, wait_for

KEY: Final = "rathaus"


@dataclass(frozen=True)
class RunningProvider:
    """The provider while it runs, with us as its only client."""

    address: str
    client_id: str
    secret: str

    def settings(self, *rules: RoleRule, **more: Any) -> tuple[Provider, ...]:  # noqa: ANN401 - what a Provider takes
        """Return how an operator would describe it."""
        said = {"strong": (("amr", "otp"),), **more}
        return (Provider(KEY, "Rathaus-Login", self.address, self.client_id, self.secret, rules, **said),)

    def know(self, subject: str, **claims: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Let somebody have an account there."""
        answer = requests.put(f"{self.address}/users/{quote(subject)}", json=claims, timeout=10)
        answer.raise_for_status()

    def sign_in(self, address: str, subject: str, *, action: str = "") -> str:
        """Sign in there as somebody, at the address that we sent the browser to; return where it sends it back to."""
        form = {"action": action} if action else {"sub": subject}
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@contextlib.contextmanager
def running(return_address: str) -> Iterator[RunningProvider]:
    """Run the provider, and register us with the address that people come back to."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tests.openidprocess", str(port)]
    env = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with demodatabase.running(command, env, f"openid-{port}.log", ending=signal.SIGKILL):
        wait_for(f"{address}/.well-known/openid-configuration")
        us = {"redirect_uris": [return_address], "token_endpoint_auth_method": "client_secret_post"}
        told = requests.post(f"{address}/oauth2/clients", json=us, timeout=10).json()
        yield RunningProvider(address, told["client_id"], told["client_secret"])
