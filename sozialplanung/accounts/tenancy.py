# SPDX-License-Identifier: EUPL-1.2
"""Composite foreign keys: the database itself refuses to mix the data of two organisations."""

from django.db.migrations import RunSQL


def tenant_key(child: str, column: str, parent: str) -> RunSQL:
    """Return the operation that ties ``(organisation_id, column)`` of a child to the same pair of its parent.

    The parent needs a unique constraint on that pair. A NULL in ``column`` is not checked (MATCH SIMPLE).
    """
    name = f"{child}_{column}_tenant"
    return RunSQL(
        sql=(
            f'ALTER TABLE "{child}" ADD CONSTRAINT "{name}" FOREIGN KEY (organisation_id, "{column}") '
            f'REFERENCES "{parent}" (organisation_id, id) DEFERRABLE INITIALLY DEFERRED'
        ),
        reverse_sql=f'ALTER TABLE "{child}" DROP CONSTRAINT "{name}"',
    )
