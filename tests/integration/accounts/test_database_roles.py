# SPDX-License-Identifier: EUPL-1.2
"""The database roles hold exactly the rights that they need."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction

from sozialplanung.accounts.management.commands import grant_roles
from tests.factories.world import World
from tests.loginrights import changes_too_much

pytestmark = pytest.mark.django_db

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@contextmanager
def _as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def _execute_as(role: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)


def _refused(role: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        _execute_as(role, statement)


def _rights(role: str) -> dict[str, frozenset[str]]:
    """Return the rights of a role on each table and view of the project."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, privilege
              FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace,
                   unnest(%s::text[]) AS privilege
             WHERE nspname IN ('public', 'raw') AND relkind IN ('r', 'p', 'v', 'm')
               AND pg_get_userbyid(relowner) = current_user
               AND has_table_privilege(%s, pg_class.oid, privilege)
            """,
            [list(RIGHTS), role],
        )
        for name, privilege in cursor.fetchall():
            found.setdefault(name, set()).add(privilege)
    return {name: frozenset(rights) for name, rights in found.items()}


def _declared(constant: str) -> set[str]:
    return {table for config in apps.get_app_configs() for table in getattr(config.models_module, constant, ())}


def test_the_application_writes_everything_but_the_log() -> None:
    rights = _rights("sozialplanung_app")

    assert rights["accounts_user"] == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert rights["jobs_job"] == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert rights["django_migrations"] == {"SELECT"}
    for table in _declared("APPEND_ONLY_TABLES"):
        assert rights[table] == {"SELECT", "INSERT"}
    assert not any({"TRUNCATE", "TRIGGER", "REFERENCES"} & held for held in rights.values())


def test_the_public_role_reads_what_is_declared_and_nothing_else() -> None:
    assert _rights("sozialplanung_public") == {table: frozenset({"SELECT"}) for table in _declared("PUBLIC_TABLES")}


def test_every_view_of_what_is_published_is_open_to_the_public_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm') AND c.relname LIKE '%\\_published\\_%' "
            "AND NOT has_table_privilege('sozialplanung_public', c.oid, 'SELECT')"
        )
        assert cursor.fetchall() == []


@pytest.mark.check("C108")
@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = ''", "DELETE FROM audit_event"])
def test_the_application_cannot_change_the_log(world: World, statement: str) -> None:
    _refused("sozialplanung_app", statement)


@pytest.mark.check("C108")
@pytest.mark.parametrize("table", ["indicators_observationhistory", "indicators_release", "indicators_vintage"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET id = id"])
def test_the_application_cannot_change_what_was(world: World, table: str, statement: str) -> None:
    _refused("sozialplanung_app", statement.format(table))


@pytest.mark.check("C108")
@pytest.mark.parametrize("column", ["payload", "gzipped", "content_hash", "published_by_id", "published_at", "number"])
def test_the_application_cannot_change_what_was_published(world: World, column: str) -> None:
    _refused("sozialplanung_app", "UPDATE indicators_release SET it = NULL".replace("it", column))


@pytest.mark.check("C108")
@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ('UPDATE "indicators_release" SET "state" = \'withdrawn\', "is_taken_along" = true WHERE "id" = 1', ""),
        ('UPDATE "indicators_release" SET "state" = %s, "number" = %s WHERE "id" = %s', "change number of "),
        ('UPDATE "audit_event" SET "reason" = %s', "change reason of "),
        ('DELETE FROM "indicators_vintage" WHERE "id" IN (%s)', "delete from "),
        ('UPDATE "accounts_user" SET "name" = %s', ""),
        ('SELECT 1 FROM "indicators_release" FOR UPDATE', ""),
    ],
)
def test_what_the_product_may_not_change_is_refused_to_it_in_tests_as_well(statement: str, refused: str) -> None:
    """Tests are the owner: a column that nobody let the login change would fail only where people work."""
    assert changes_too_much(statement).startswith(refused)
    assert bool(changes_too_much(statement)) == bool(refused)


def test_the_application_may_end_a_release_and_lock_it(world: World) -> None:
    _execute_as("sozialplanung_app", "UPDATE indicators_release SET state = state, ended_at = now()")
    _execute_as("sozialplanung_app", "SELECT id FROM indicators_release FOR UPDATE")
    _execute_as("sozialplanung_app", "UPDATE indicators_vintage SET is_current = false")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT email FROM accounts_user",
        "SELECT * FROM audit_event",
        "SELECT * FROM jobs_job",
        "SELECT * FROM accounts_personsession",
        "UPDATE accounts_organisation SET name = ''",
        "SELECT nextval('accounts_user_id_seq')",
        "CREATE TABLE public.own (id int)",
    ],
)
def test_the_public_role_is_refused_everything_else(world: World, statement: str) -> None:
    _refused("sozialplanung_public", statement)


def test_the_application_cannot_change_the_schema() -> None:
    _refused("sozialplanung_app", "CREATE TABLE public.own (id int)")


def test_the_public_role_reads_organisations(world: World) -> None:
    with _as("sozialplanung_public"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_organisation")
        assert cursor.fetchone() == (3,)


def test_granting_again_takes_away_what_somebody_added() -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON accounts_user TO sozialplanung_public")
        cursor.execute("GRANT TRUNCATE, UPDATE ON audit_event TO sozialplanung_app")

    call_command("grant_roles", verbosity=0)

    assert "accounts_user" not in _rights("sozialplanung_public")
    assert _rights("sozialplanung_app")["audit_event"] == {"SELECT", "INSERT"}


def test_tables_of_later_migrations_are_the_applications_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id int)")

    assert _rights("sozialplanung_app")["later"] == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert "later" not in _rights("sozialplanung_public")


def test_missing_roles_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grant_roles, "PUBLIC", "sozialplanung_nobody")

    with pytest.raises(CommandError, match="no role sozialplanung_nobody"):
        call_command("grant_roles", verbosity=0)


@pytest.mark.parametrize("move", ["raw.indicators_vintage SET SCHEMA public", "public.jobs_job SET SCHEMA raw"])
def test_a_table_in_the_wrong_schema_is_named_before_anybody_gets_a_right(move: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {move}")

    with pytest.raises(CommandError, match=f"In the wrong schema: {move.split(maxsplit=1)[0].split('.')[1]}"):
        call_command("grant_roles", verbosity=0)


def test_a_declared_table_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    module = apps.get_app_config("accounts").models_module
    monkeypatch.setattr(module, "PUBLIC_TABLES", ("accounts_organisation", "accounts_nowhere"))

    with pytest.raises(CommandError, match="accounts_nowhere"):
        call_command("grant_roles", verbosity=0)


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_the_alias_for_public_reads_takes_the_public_role() -> None:
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("sozialplanung_public",)


@pytest.mark.check("C108")
@pytest.mark.django_db(transaction=True, databases=["default", "public"])
@pytest.mark.parametrize("role", ["NONE", "sozialplanung_app", "sozialplanung_owner"])
def test_the_public_connection_cannot_become_another_role(role: str) -> None:
    with connections["public"].cursor() as cursor:
        with suppress(ProgrammingError):
            cursor.execute(f"SET ROLE {role}")
        cursor.execute("SELECT session_user, current_user")
        assert cursor.fetchone() == ("sozialplanung_public", "sozialplanung_public")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("SELECT email FROM accounts_user")


def test_only_the_owner_may_take_the_place_of_another_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_userbyid(member) FROM pg_auth_members"
            r" WHERE pg_get_userbyid(roleid) LIKE 'sozialplanung\_%'"
        )
        assert set(cursor.fetchall()) == {("sozialplanung_owner",)}
