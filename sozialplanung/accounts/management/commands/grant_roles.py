# SPDX-License-Identifier: EUPL-1.2
"""Give the database roles exactly what they need, and take everything else away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

APP: Final = "sozialplanung_app"
PUBLIC: Final = "sozialplanung_public"
# Pages are answered as the web login, or, for who may read raw figures, as the office (`sozialplanung.web.rawfigures`).
WEB: Final = "sozialplanung_web"
OFFICE: Final = "sozialplanung_office"
_RELATIONS: Final = """
    SELECT relname, relkind, nspname
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname IN ('public', 'raw') AND relkind IN ('r', 'p', 'v', 'm', 'S')
       AND pg_get_userbyid(relowner) = current_user
     ORDER BY relname
"""
_READ_ONLY: Final = frozenset({"django_migrations"})
RAW: Final = "raw"


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, view or sequence (`kind` as in pg_class) and the schema in which it lies."""

    name: str
    kind: str
    schema: str

    @property
    def identifier(self) -> sql.Composed:
        """How statements name it."""
        named = sql.Identifier(self.schema, self.name)
        return sql.SQL("SEQUENCE {}" if self.kind == "S" else "TABLE {}").format(named)


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
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [[APP, PUBLIC, WEB, OFFICE]])
        missing = sorted({APP, PUBLIC, WEB, OFFICE} - {row[0] for row in cursor.fetchall()})
        if missing:
            raise CommandError(
                f"The database has no role {' and no role '.join(missing)}. "
                "Let a superuser run scripts/database.sql, then try again."
            )

    @staticmethod
    def _relations(cursor) -> dict[str, Relation]:  # type: ignore[no-untyped-def] # noqa: ANN001
        cursor.execute(_RELATIONS)
        relations = {name: Relation(name, kind, schema) for name, kind, schema in cursor.fetchall()}
        declared = _declared("PUBLIC_TABLES") | _declared("APPEND_ONLY_TABLES") | _updated_columns().keys()
        declared |= _declared("RAW_TABLES")
        declared |= _declared("CLOSED_TABLES")
        declared |= _hidden_columns().keys()
        if missing := sorted(declared - relations.keys()):
            raise CommandError(
                f"Declared, but not there or not owned by this user: {', '.join(missing)}. "
                "Migrate first, and run this command as the owner (SOZIALPLANUNG_DATABASE_AS=owner)."
            )
        raw = _declared("RAW_TABLES")
        tables = (each for each in relations.values() if each.kind != "S")
        if astray := sorted(each.name for each in tables if (each.schema == RAW) != (each.name in raw)):
            raise CommandError(
                f"In the wrong schema: {', '.join(astray)}. Tables of RAW_TABLES lie in {RAW}, all others in public. "
                "Move them in a migration (ALTER TABLE … SET SCHEMA …)."
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


def _hidden_columns() -> dict[str, tuple[str, ...]]:
    """Return the tables of which pages may read and change all columns but some; adding and deleting are open."""
    columns: dict[str, tuple[str, ...]] = {}
    for config in apps.get_app_configs():
        columns.update(getattr(config.models_module, "HIDDEN_COLUMNS", {}))
    return columns


def _shown_columns(table: str) -> sql.Composed:
    """Return the columns of a table that pages may read."""
    (model,) = (each for each in apps.get_models() if each._meta.db_table == table)  # noqa: SLF001 - Django's public API
    hidden = _hidden_columns()[table]
    shown = (str(field.column) for field in model._meta.concrete_fields if field.column not in hidden)  # noqa: SLF001 - the same
    return _listed(*shown)


def _statements(relations: dict[str, Relation]) -> Iterable[sql.Composed]:
    public, columns = _declared("PUBLIC_TABLES"), _updated_columns()
    append_only, closed = _declared("APPEND_ONLY_TABLES") | columns.keys(), _closed_relations()
    insiders, everybody = _listed(APP, OFFICE, WEB), _listed(APP, OFFICE, WEB, PUBLIC)
    yield from _on_schemas(everybody)
    for name, relation in relations.items():
        yield sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(relation.identifier, everybody)
        if name in closed:
            continue
        rights = sql.SQL(_rights_of_app(relation, append_only))
        readers = _listed(APP, OFFICE) if relation.schema == RAW else insiders
        if name in _hidden_columns():
            readers, shown, pages = _listed(APP), _shown_columns(name), _listed(OFFICE, WEB)
            yield sql.SQL("GRANT INSERT, DELETE, SELECT ({0}), UPDATE ({0}) ON {1} TO {2}").format(
                shown, relation.identifier, pages
            )
        yield sql.SQL("GRANT {} ON {} TO {}").format(rights, relation.identifier, readers)
        if name in columns:
            names = sql.SQL(", ").join(map(sql.Identifier, columns[name]))
            yield sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(names, relation.identifier, readers)
        if name in public:
            yield sql.SQL("GRANT SELECT ON {} TO {}").format(relation.identifier, _listed(PUBLIC))
    for function in sorted(_declared("APP_FUNCTIONS")):
        yield sql.SQL(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {{}}").format(everybody)
        yield sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(insiders)


def _on_schemas(everybody: sql.Composed) -> Iterable[sql.Composed]:
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everybody)
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(everybody)
    yield sql.SQL("REVOKE ALL ON SCHEMA raw FROM PUBLIC, {}").format(everybody)
    yield sql.SQL("GRANT USAGE ON SCHEMA raw TO {}").format(_listed(APP, OFFICE))
    for schema in ("public", RAW):
        default = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT"
        yield sql.SQL(f"{default} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{}}").format(_listed(APP))
        yield sql.SQL(f"{default} USAGE, SELECT ON SEQUENCES TO {{}}").format(_listed(APP))


def _listed(*roles: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, roles))


def _closed_relations() -> frozenset[str]:
    """Return the tables that only the owner reads, with their sequences."""
    tables = _declared("CLOSED_TABLES")
    return tables | {f"{name}_id_seq" for name in tables}


def _rights_of_app(relation: Relation, append_only: frozenset[str]) -> str:
    if relation.kind == "S":
        return "USAGE, SELECT"
    if relation.kind in "vm" or relation.name in _READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if relation.name in append_only else "SELECT, INSERT, UPDATE, DELETE"
