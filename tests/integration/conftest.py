# SPDX-License-Identifier: EUPL-1.2
"""The two database roles in tests: rights as in production, and one transaction for both where a test rolls back."""

import copy
from collections.abc import Iterator
from typing import Any
from unittest import TestCase
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.signals import connection_created
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from reports.selectors import papers
from scripts.programs import wait_until
from spatial.selectors import units
from tests import demodatabase
from tests.factories.auditlog import allow_emptying
from tests.factories.standing import public_reads_along
from tests.factories.world import world
from tests.loginrights import hold_to_login

__all__ = ["world"]

LONGEST_LEAVING = 10.0


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let each process of the tests copy its database; migrations that are newer than the copied one still run."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = demodatabase.empty()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give the roles their rights in the test database, as every migration does; let others leave it at the end."""
    with django_db_blocker.unblock():
        call_command("grant_roles", verbosity=0)
        allow_emptying()
    connection_created.connect(hold_to_login)
    for connection in connections.all(initialized_only=True):
        hold_to_login(connection)
    yield
    with django_db_blocker.unblock():
        wait_until(_is_alone, LONGEST_LEAVING)


def _is_alone() -> bool:
    """Say whether no process that a test started still holds the database, which would keep it from being dropped."""
    _leave()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])


def _leave() -> None:
    for alias in ("public", "inside"):
        connections[alias].close()


@pytest.fixture(autouse=True)
def _one_transaction(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the alias `public` see what the test wrote and will roll back.

    A test that commits (`transaction=True`) keeps the real connection with the rights of the public role.
    """
    marker = request.node.get_closest_marker("django_db")
    is_committing = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    is_rolled_back = (marker is not None or "db" in request.fixturenames) and not is_committing
    if not is_rolled_back:
        yield
        _leave()
        return
    if request.cls is None or not issubclass(request.cls, TestCase):
        request.getfixturevalue("db")
    with public_reads_along():
        yield


@pytest.fixture
def city(kept_city: Any, db: None) -> Any:  # noqa: ANN401 - each file knows the type of its city
    """Give the standing city of a file, with people and organisations that a test may change."""
    return copy.deepcopy(kept_city)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Start every test with empty memories of the process."""
    units.forget()
    # What a page answered in another language leaves that language to the thread.
    translation.activate(settings.LANGUAGE_CODE)
    with pytest.MonkeyPatch.context() as patched:
        # Redis does not roll back: the newest editions would be those of another test, or of one beside it.
        room = uuid4()
        patched.setattr(papers, "_key", lambda organisation_id: f"reports.newest.{room}.{organisation_id}")
        yield
    units.forget()
