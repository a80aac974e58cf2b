# SPDX-License-Identifier: EUPL-1.2
"""Readers without an account who subscribe by e-mail, for tests."""

import re
from typing import Any, Final

from django.core import mail as outbox
from django.test import Client

from sozialplanung.accounts.models import LoginThrottle
from tests.factories.desk import run_jobs
from tests.factories.world import World

ADDRESS: Final = "lena@example.org"
PAGE: Final = "/b/musterstadt-kinder-in-der-stadt/"
FORM: Final = f"{PAGE}bescheid/"


def ask(client: Client, form: str = FORM, email: str = ADDRESS) -> Any:  # noqa: ANN401 - the test client's answer
    """Leave an address."""
    return client.post(form, {"email": email})


def latest_links() -> tuple[str, str]:
    """Return the links of the last mail: that which confirms (empty where there is none), and that which ends."""
    links = re.findall(r"https?://[^/\s]+(/bescheid/\S+/)", str(outbox.outbox[-1].body))
    ends = [each for each in links if each.endswith("/abbestellen/")]
    others = [each for each in links if each not in ends]
    return (others[0] if others else ""), ends[0]


def confirm() -> Any:  # noqa: ANN401 - the test client's answer
    """Press the button behind the link of the last mail."""
    return Client().post(latest_links()[0])


def subscribed(world: World, email: str, form: str = FORM, language: str = "de") -> None:
    """Subscribe an address to the end."""
    del world
    LoginThrottle.objects.all().delete()
    ask(Client(headers={"accept-language": language}), form, email)
    run_jobs()
    assert confirm().status_code == 200
