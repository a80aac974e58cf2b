# SPDX-License-Identifier: EUPL-1.2
"""A city that is built once for all tests of a file: each test finds it as it was built, and rolls back its own."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.factories.world import World, build_world


@contextmanager
def public_reads_along() -> Iterator[None]:
    """Let the aliases that read go through the connection that writes, so that they see what will be rolled back."""
    with _reads_along("public"), _reads_along("inside"):
        yield


@contextmanager
def _reads_along(alias: str) -> Iterator[None]:
    own, writing = connections[alias], connections["default"]
    reading = writing.copy(alias)
    reading.connection, reading.in_atomic_block = writing.connection, True
    connections[alias] = reading
    try:
        yield
    finally:
        connections[alias] = own
        # A check of the schema may have opened it before; no test database can be dropped under a connection.
        # Inside a standing city it is the connection that writes.
        if own.connection is not writing.connection:
            own.close()


def standing(build: Callable[[World], World]) -> Any:  # noqa: ANN401 - pytest does not name the type of its fixtures
    """Return a fixture of a file that builds a city of the world and keeps it; see `kept`."""
    return kept(lambda: build(build_world()))


def kept(build: Callable[[], object]) -> Any:  # noqa: ANN401 - pytest does not name the type of its fixtures
    """Return a fixture of a file that builds a city and keeps it until the last test of the file is done.

    A file names it `kept_city`; its tests take `city` (tests/integration/conftest.py). Only for files whose tests all
    roll back: one that commits would commit or empty the city of the others.
    """

    @pytest.fixture(scope="module")
    def kept_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[object]:
        with django_db_blocker.unblock(), transaction.atomic(), public_reads_along():
            yield build()
            transaction.set_rollback(True)

    return kept_city


def further(build: Callable[[World], object]) -> Any:  # noqa: ANN401 - pytest does not name the type of its fixtures
    """Return a fixture of a class that goes on from the kept city of its file, and keeps that for the class.

    A class names it `kept_city` as well; the tests beside it find the city of the file as it was built.
    """

    @pytest.fixture(scope="class")  # type: ignore[misc]  # a method of the class that names it
    @classmethod
    def kept_city(_cls: type[object], kept_city: World, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
        city = copy.deepcopy(kept_city)
        with django_db_blocker.unblock(), transaction.atomic():
            build(city)
            yield city
            transaction.set_rollback(True)

    return kept_city
