# SPDX-License-Identifier: EUPL-1.2
"""Give the four database roles exactly what they need, and take everything else away."""

from collections.abc import Iterable
from typing import Final

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

APP: Final = "sozialplanung_app"
PUBLIC: Final = "sozialplanung_public"
# Put on by pages that need no raw figures (`sozialplanung.web.rawfigures`).
WEB: Final = "sozialplanung_web"
_RELATIONS: Final = """
    SELECT relname, relkind
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'S')
       AND pg_get_userbyid(relowner) = current_user
     ORDER BY relname
"""
_READ_ONLY: Final = frozenset({"django_migrations"})


class Command(BaseCommand):
    """Run by the owner after every migration; running it again changes nothing."""

    help = "Grant the application and the public role exactly what they need (as the owner)."

    def handle(self, *_args: object, **options: object) -> None:
        """Grant in one transaction, so that no role is ever without its rights."""
        with transaction.atomic(), connection.cursor() as cursor:
            self._check_roles(cursor)
            relations = self._relations(cursor)
            for statement in _statements(relations):
                cursor.execute(statement.as_string(cursor.connection))
        if options["verbosity"]:
            self.stdout.write(f"Rights on {len(relations)} relations are granted.")

    @staticmethod
    def _check_roles(cursor) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [[APP, PUBLIC, WEB]])
        missing = sorted({APP, PUBLIC, WEB} - {row[0] for row in cursor.fetchall()})
        if missing:
            raise CommandError(
                f"The database has no role {' and no role '.join(missing)}. "
                "Let a superuser run scripts/database.sql, then try again."
            )

    @staticmethod
    def _relations(cursor) -> dict[str, str]:  # type: ignore[no-untyped-def] # noqa: ANN001
        cursor.execute(_RELATIONS)
        relations = dict(cursor.fetchall())
        declared = _declared("PUBLIC_TABLES") | _declared("APPEND_ONLY_TABLES") | _updated_columns().keys()
        declared |= _declared("RAW_TABLES")
        declared |= _declared("CLOSED_TABLES")
        if missing := sorted(declared - relations.keys()):
            raise CommandError(
                f"Declared, but not there or not owned by this user: {', '.join(missing)}. "
                "Migrate first, and run this command as the owner (SOZIALPLANUNG_DATABASE_AS=owner)."
            )
        return relations


def _declared(constant: str) -> frozenset[str]:
    """Return the tables which the apps name in a constant of their models package."""
    tables: set[str] = set()
    for config in apps.get_app_configs():
        tables.update(getattr(config.models_module, constant, ()))
    return frozenset(tables)


def _updated_columns() -> dict[str, tuple[str, ...]]:
    """Return the tables whose rows stay, with the columns that may change in them."""
    columns: dict[str, tuple[str, ...]] = {}
    for config in apps.get_app_configs():
        columns.update(getattr(config.models_module, "UPDATED_COLUMNS", {}))
    return columns


def _statements(relations: dict[str, str]) -> Iterable[sql.Composed]:
    public, columns = _declared("PUBLIC_TABLES"), _updated_columns()
    append_only, closed = _declared("APPEND_ONLY_TABLES") | columns.keys(), _closed_relations()
    app, outside, web = sql.Identifier(APP), sql.Identifier(PUBLIC), sql.Identifier(WEB)
    raw = _declared("RAW_TABLES")
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}, {}").format(app, outside, web)
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}, {}, {}").format(app, outside, web)
    for name, kind in relations.items():
        relation = sql.SQL("SEQUENCE {}" if kind == "S" else "TABLE {}").format(sql.Identifier(name))
        yield sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}, {}, {}").format(relation, app, outside, web)
        if name in closed:
            continue
        rights = sql.SQL(_rights_of_app(name, kind, append_only))
        inside = sql.SQL(", ").join([app] if name in raw else [app, web])
        yield sql.SQL("GRANT {} ON {} TO {}").format(rights, relation, inside)
        if name in columns:
            names = sql.SQL(", ").join(map(sql.Identifier, columns[name]))
            yield sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(names, relation, inside)
        if name in public:
            yield sql.SQL("GRANT SELECT ON {} TO {}").format(relation, outside)
    for function in sorted(_declared("APP_FUNCTIONS")):
        yield sql.SQL(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {{}}, {{}}, {{}}").format(app, outside, web)
        yield sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}, {{}}").format(app, web)
    default = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT"
    yield sql.SQL(f"{default} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{}}").format(app)
    yield sql.SQL(f"{default} USAGE, SELECT ON SEQUENCES TO {{}}").format(app)


def _closed_relations() -> frozenset[str]:
    """Return the tables that only the owner reads, with their sequences."""
    tables = _declared("CLOSED_TABLES")
    return tables | {f"{name}_id_seq" for name in tables}


def _rights_of_app(name: str, kind: str, append_only: frozenset[str]) -> str:
    if kind == "S":
        return "USAGE, SELECT"
    if kind in "vm" or name in _READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if name in append_only else "SELECT, INSERT, UPDATE, DELETE"
