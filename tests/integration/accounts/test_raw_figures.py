# SPDX-License-Identifier: EUPL-1.2
"""Raw figures are out of reach of the web process, but for the pages of who may read them."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction

from indicators.models import RAW_TABLES
from sozialplanung.web.rawfigures import ROLE, Process, raw_figures

pytestmark = [pytest.mark.django_db, pytest.mark.check("C108")]


@pytest.fixture
def _narrowed(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this test's connection be as those of the web process are."""
    monkeypatch.setattr(Process, "is_narrowed", True)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    yield
    # What failed took the transaction with it, and the role with that.
    if not connection.needs_rollback and connection.is_usable():
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("table", RAW_TABLES)
@pytest.mark.parametrize("statement", ["SELECT 1 FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"])
def test_the_role_of_pages_reaches_no_raw_figures(table: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement.format(table))
        transaction.set_rollback(True)


def test_the_role_of_pages_has_the_rights_of_the_application_otherwise() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, privilege, has_table_privilege('sozialplanung_app', c.oid, privilege), "
            "has_table_privilege(%s, c.oid, privilege) "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, "
            "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege "
            "WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v') AND pg_get_userbyid(relowner) = current_user",
            [ROLE],
        )
        rows = cursor.fetchall()

    differing = {name for name, _, app, web in rows if app != web}
    assert differing == set(RAW_TABLES)
    assert not any(web for name, _, _, web in rows if name in RAW_TABLES)


@pytest.mark.usefixtures("_narrowed")
def test_raw_figures_are_within_reach_only_where_they_are_allowed() -> None:
    seen = [_role()]
    with raw_figures(lambda: True):
        seen.append(_role())
    seen.append(_role())
    with raw_figures(lambda: False):
        seen.append(_role())

    assert seen[0] == seen[2] == seen[3] == ROLE
    assert seen[1] != ROLE


@pytest.mark.usefixtures("_narrowed")
def test_the_role_is_put_on_again_when_a_page_fails() -> None:
    with pytest.raises(ValueError, match="fails"), raw_figures(lambda: True):
        raise ValueError("fails")

    assert _role() == ROLE


def test_nobody_is_asked_about_rights_where_the_role_is_not_put_on() -> None:
    with raw_figures(lambda: pytest.fail("asked")):
        assert _role() != ROLE
