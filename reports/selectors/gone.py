# SPDX-License-Identifier: EUPL-1.2
"""Which figures behind editions are gone: taken back, or kept secret by newer ones; for those who work at them."""

from typing import Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

# What stands in the place of such figures.
LOST: Final = _("This part is not shown any more: figures behind it were taken back, or are kept secret now.")


def gone_behind(edition_id: int) -> frozenset[int]:
    """Return the releases behind one edition, whatever its state, that nobody is told any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_id FROM reports_gone_pin WHERE edition_id = %s", [edition_id])
        return frozenset(release for (release,) in cursor.fetchall())


def gone_releases() -> dict[int, frozenset[int]]:
    """Return the same of all editions that readers find at this moment, by the id of the edition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.edition_id, array_agg(g.release_id) FROM reports_gone_pin g "
            "JOIN reports_edition e ON e.id = g.edition_id "
            "WHERE e.state = 'published' AND e.published_at <= statement_timestamp() GROUP BY g.edition_id"
        )
        return {edition: frozenset(releases) for edition, releases in cursor.fetchall()}
