# SPDX-License-Identifier: EUPL-1.2
"""The database aliases are roles and ways of reading at one database."""

from django.db.models import Model


class TwoRolesRouter:
    """Write through the application's role, whichever role a row was read through."""

    def db_for_write(self, _model: type[Model], **_hints: object) -> str:
        """Return the alias that may write."""
        return "default"

    def allow_relation(self, _first: Model, _second: Model, **_hints: object) -> bool:
        """Let rows refer to each other: they lie in the same database."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: object) -> bool:
        """Migrate once, through the owner's alias."""
        return db == "default"
