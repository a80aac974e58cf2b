# SPDX-License-Identifier: EUPL-1.2
"""Who finds a vulnerability learns whom to tell."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db(databases=["default", "public"])
ADDRESS = "/.well-known/security.txt"


@pytest.mark.check("C110")
def test_the_file_names_the_operator_and_expires_within_a_year(client: Client, settings: LazySettings) -> None:
    settings.OPERATOR = {**settings.OPERATOR, "email": "sicherheit@stadt.example"}
    settings.PUBLIC_URL = "https://sozialplanung.example.de"

    answer = client.get(ADDRESS)

    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:sicherheit@stadt.example"
    assert fields["Canonical"] == "https://sozialplanung.example.de/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=120) < left < timedelta(days=366)


@pytest.mark.check("C110")
@pytest.mark.parametrize("email", ["", "a@b.example\nContact: mailto:c@d.example"])
def test_without_an_address_there_is_no_file(client: Client, settings: LazySettings, email: str) -> None:
    settings.OPERATOR = {**settings.OPERATOR, "email": email}

    assert client.get(ADDRESS).status_code == 404
