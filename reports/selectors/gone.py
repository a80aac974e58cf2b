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


def gone_releases(*, is_out: bool = True) -> dict[int, frozenset[int]]:
    """Return the same of all published editions by the id of the edition: those that readers find at this moment.

    Without `is_out` those that will be out later are among them.
    """
    only = "AND e.published_at <= statement_timestamp() " if is_out else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.edition_id, array_agg(g.release_id) FROM reports_gone_pin g "  # noqa: S608 - constants only
            f"JOIN reports_edition e ON e.id = g.edition_id WHERE e.state = 'published' {only}GROUP BY g.edition_id"
        )
        return {edition: frozenset(releases) for edition, releases in cursor.fetchall()}
