# SPDX-License-Identifier: EUPL-1.2
"""The whole API answers with the rights of the public role, over its own connection."""

import pytest
from django.db import ProgrammingError, connections
from django.test import Client

from tests.integration.api.addresses import JSON, SLICE
from tests.integration.api.conftest import build_published

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


def test_every_address_answers_with_the_rights_of_the_public_role(client: Client) -> None:
    build_published()
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]

    statuses = {address: client.get(address).status_code for address in [*JSON.values(), SLICE]}
    outline = client.get(JSON["boundary_versions"]).json()["results"][0]["outlines"][0]["url"]

    assert role == "sozialplanung_public"
    assert set(statuses.values()) == {200}, statuses
    assert client.get(outline).status_code == 200


@pytest.mark.parametrize(
    "table", ["indicators_release", "raw.indicators_observation", "raw.indicators_vintage", "accounts_user"]
)
def test_public_role_cannot_read_what_is_inside(table: str) -> None:
    with connections["public"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(f"SELECT 1 FROM {table}")  # noqa: S608 - a constant of this test
