# SPDX-License-Identifier: EUPL-1.2
"""Raw figures are out of reach of the web process, but for the pages of who may read them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from indicators.models import RAW_TABLES
from scripts.layout import ROOT
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import Admin
from sozialplanung.notifications.models import HIDDEN_COLUMNS
from sozialplanung.web.rawfigures import OFFICE, has_office, raw_figures, require_web_login
from tests.factories.desk import client_of
from tests.factories.register import build_city
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C108")]

WEB = "sozialplanung_web"
# Whatever SQL somebody manages to smuggle into a page, it can say one of these first.
WAYS = (
    "SELECT 1",
    "RESET ROLE",
    "SET ROLE NONE",
    "SET ROLE sozialplanung_app",
    "SET ROLE sozialplanung_office",
    "SET ROLE sozialplanung_owner",
    "SET SESSION AUTHORIZATION sozialplanung_office",
    "RESET SESSION AUTHORIZATION",
    "SET search_path = raw, public",
    "GRANT USAGE ON SCHEMA raw TO sozialplanung_web",
    "ALTER ROLE sozialplanung_web SUPERUSER",
    "GRANT sozialplanung_office TO sozialplanung_web",
    "CREATE FUNCTION pg_temp.f() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
)


def _login(name: str) -> dict[str, str]:
    """Return how a process signs in to the database of this test with a real password."""
    password = Path(os.environ[f"SOZIALPLANUNG_DATABASE_{name.upper()}_PASSWORD_FILE"]).read_text(encoding="utf-8")
    return {"USER": os.environ[f"SOZIALPLANUNG_DATABASE_{name.upper()}_USER"], "PASSWORD": password.strip()}


@contextmanager
def _signed_in(name: str) -> Iterator[psycopg.Connection]:
    at, who = connection.settings_dict, _login(name)
    with psycopg.connect(
        host=at["HOST"], dbname=at["NAME"], user=who["USER"], password=who["PASSWORD"], autocommit=True
    ) as signed_in:
        yield signed_in


@contextmanager
def _web_process() -> Iterator[None]:
    """Let this thread's connections be those of a web process, with its real logins."""
    usual, settings = connections["default"], dict(connections.settings)
    connections.settings[OFFICE] = {**connection.settings_dict, **_login("office")}
    connections["default"], connections[OFFICE] = _opened(_login("web")), _opened(_login("office"))
    try:
        yield
    finally:
        for alias in ("default", OFFICE):
            connections[alias].close()
        del connections[OFFICE]
        connections["default"] = usual
        connections.settings.clear()
        connections.settings.update(settings)


def _opened(login: dict[str, str]) -> BaseDatabaseWrapper:
    # By the name of the one alias that every test may open.
    made = connections["default"].copy()
    made.settings_dict = {**made.settings_dict, **login}
    return made


@pytest.mark.parametrize("table", RAW_TABLES)
@pytest.mark.parametrize("statement", ["SELECT 1 FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"])
@pytest.mark.parametrize("role", [WEB, "sozialplanung_public"])
def test_neither_pages_nor_readers_reach_raw_figures(role: str, table: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(ProgrammingError, match="permission denied for schema raw"):
            cursor.execute(statement.format(f"raw.{table}"))
        transaction.set_rollback(True)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_smuggled_into_a_page_finds_no_way_to_raw_figures(way: str) -> None:
    with _signed_in("web") as page:
        with suppress(psycopg.Error):
            page.execute(way)
        assert page.execute("SELECT session_user, current_user").fetchone() == (WEB, WEB)
        for table in RAW_TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="schema raw"):
                page.execute(f"SELECT * FROM raw.{table} LIMIT 1")  # noqa: S608 - constants


@pytest.mark.parametrize(("login", "path"), [("web", '"$user", public'), ("office", "public, raw")])
def test_only_the_office_looks_into_the_schema_of_raw_figures(login: str, path: str) -> None:
    with _signed_in(login) as signed_in:
        assert signed_in.execute("SHOW search_path").fetchone() == (path,)


def test_the_office_reads_raw_figures_and_changes_no_more_than_the_application() -> None:
    with _signed_in("office") as office:
        for table in RAW_TABLES:
            office.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - constants
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            office.execute("DELETE FROM audit_event")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            office.execute("SET ROLE sozialplanung_app")


def test_pages_have_the_rights_of_the_application_otherwise_and_the_office_has_all_of_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, nspname, has_table_privilege('sozialplanung_app', c.oid, privilege), "
            "has_table_privilege('sozialplanung_office', c.oid, privilege), has_table_privilege(%s, c.oid, privilege) "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, "
            "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege "
            "WHERE nspname IN ('public', 'raw') AND relkind IN ('r', 'p', 'v') "
            "AND pg_get_userbyid(relowner) = current_user",
            [WEB],
        )
        rows = cursor.fetchall()

    assert {name for name, schema, *_ in rows if schema == "raw"} == set(RAW_TABLES)
    assert {name for name, _, app, _, web in rows if app != web} == {*RAW_TABLES, *HIDDEN_COLUMNS}
    assert not any(web for _, schema, _, _, web in rows if schema == "raw")
    assert {name for name, _, app, office, _ in rows if app != office} == set(HIDDEN_COLUMNS)


def test_sequences_of_raw_figures_lie_beside_their_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, has_sequence_privilege(%s, c.oid, 'USAGE') FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'raw' AND relkind = 'S'",
            [WEB],
        )
        found = dict(cursor.fetchall())

    assert found
    assert not any(found.values())


def test_nobody_is_asked_about_rights_where_there_is_no_way_to_raw_figures() -> None:
    assert not has_office()
    with raw_figures(lambda: pytest.fail("asked")):
        assert connections["default"].alias == "default"


def test_an_administrator_has_no_permission_to_read_raw_figures() -> None:
    assert Permission.VIEW_RAW_FIGURES not in Admin.permissions


def test_pages_are_not_served_over_a_login_that_reads_raw_figures() -> None:
    with pytest.raises(ImproperlyConfigured, match="SOZIALPLANUNG_DATABASE_AS=web"):
        require_web_login()


def test_a_web_server_takes_the_login_of_pages_whatever_its_environment_says() -> None:
    told = "import sozialplanung.wsgi; from django.db import connection as c; print(c.settings_dict['USER'])"
    environment = {**os.environ, "SOZIALPLANUNG_DATABASE_AS": "owner"}

    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == WEB


def _user_of(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT session_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_what_is_answered_over_the_login_of_the_office_ends_with_the_answer() -> None:
    with _web_process():
        seen = [_user_of("default")]
        with raw_figures(lambda: True):
            seen.append(_user_of("default"))
        with raw_figures(lambda: False):
            seen.append(_user_of("default"))
        with pytest.raises(ValueError, match="fails"), raw_figures(lambda: True):
            raise ValueError("fails")
        seen.append(_user_of("default"))

    assert seen == [WEB, "sozialplanung_office", WEB, WEB]


@pytest.mark.django_db(transaction=True, databases=["default", "public", "inside"])
def test_desks_work_over_the_real_logins_and_the_administrator_stays_outside(world: World) -> None:
    city = build_city(world)
    addresses = ("/musterstadt/lieferungen/", "/musterstadt/lieferungen/neu/", "/musterstadt/protokoll/")

    with _web_process():
        found = {name: _statuses(getattr(city, name), addresses) for name in ("anna", "frida", "gero")}

    assert found == {"anna": [200, 200, 404], "frida": [200, 404, 200], "gero": [404, 404, 200]}


def _statuses(person: User, addresses: tuple[str, ...]) -> list[int]:
    client: Client = client_of(person)
    return [client.get(address).status_code for address in addresses]
