# SPDX-License-Identifier: EUPL-1.2
"""The tests run against a real PostGIS and a real Redis of their own."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache as django_cache
from django.db import connection

from scripts import cache
from tests.redisprocess import RedisProcess


@pytest.mark.django_db
def test_database_is_a_test_database_with_postgis() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(), postgis_lib_version(), pgr_version(), rolsuper "
            "FROM pg_roles WHERE rolname = current_user"
        )
        name, version, routing, is_superuser = cursor.fetchone()

    assert name.startswith("test_sozialplanung_")
    assert version.startswith("3.")
    assert routing.startswith("3.")
    assert not is_superuser


def test_redis_is_not_the_one_of_the_running_demo() -> None:
    django_cache.set("greeting", "hello")

    assert django_cache.get("greeting") == "hello"
    assert str(cache.socket()) not in settings.REDIS_URL


def test_killed_redis_forgets_and_comes_back(own_redis: RedisProcess) -> None:
    assert cache.is_ready(own_redis.socket)

    own_redis.kill()
    assert not cache.is_ready(own_redis.socket)

    own_redis.start()
    assert cache.is_ready(own_redis.socket)


def test_settings_are_those_of_the_test_mode() -> None:
    assert settings.MODE == "test"
    assert os.environ["SOZIALPLANUNG_DATABASE_AS"] == "owner"
