# SPDX-License-Identifier: EUPL-1.2
"""The audit log in test databases, which are emptied after each test that commits."""

from django.db import connection

TABLES = ("audit_event", "audit_seal", "audit_verification")


def allow_emptying() -> None:
    """Switch off the one trigger that would keep a test database from being emptied."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


def forbid_emptying() -> None:
    """Switch the trigger on again, as it is outside of tests (inside a transaction that rolls back)."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
