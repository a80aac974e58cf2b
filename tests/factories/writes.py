# SPDX-License-Identifier: EUPL-1.2
"""What the database counts of a transaction: which tables were written, rolled back or not."""

from collections import Counter
from collections.abc import Callable

from django.db import connection

_WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
      FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def _counted() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return Counter(dict(cursor.fetchall()))


def written_by(work: Callable[[], object]) -> Counter[str]:
    """Return how many rows of each table something inserted, changed or deleted, in the transaction of the test."""
    before = _counted()
    work()
    return _counted() - before
