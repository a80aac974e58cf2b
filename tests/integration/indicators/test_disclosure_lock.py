# SPDX-License-Identifier: EUPL-1.2
"""Figures of one organisation are compiled one after the other: two releases beside one another know of each other."""

import pytest
from django.db import connection

from indicators.services.disclosure.gate import LOCK
from tests.factories.desk import decide, submitted
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_city)


def test_release_holds_the_lock_of_its_organisation_until_it_is_in_force(city: World) -> None:
    assert _held() == set()

    decide(city.frida, submitted(city), "approve")

    # The test's own transaction is not over yet, and only its end lets another one compile.
    assert _held() == {city.city.pk}


def _held() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCK],
        )
        return {row[0] for row in cursor.fetchall()}
