# SPDX-License-Identifier: EUPL-1.2
"""Which figures behind editions are gone (taken back, or kept secret by newer ones), and which have later ones."""

from collections.abc import Collection
from typing import Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from reports.rendering.document import Document
from reports.rendering.storing import Pinned

# What stands in the place of such figures.
_LOST: Final = _("This part is not shown any more: figures behind it were taken back, or are kept secret now.")
# Under the next headings.
_LOST_TOO: Final = _("Not shown any more, for the same reason.")


def without_gone(pinned: Pinned, gone: Collection[int], *, is_whole: bool = True) -> Document:
    """Return what a document says of figures that still stand, with words in the place of what is gone.

    Where it is not read as a whole, each part says for itself why something is not shown.
    """
    return pinned.without(gone, str(_LOST), str(_LOST_TOO) if is_whole else "")


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


def newer_figures() -> dict[int, frozenset[str]]:
    """Return of the newest edition of each publication that is out what was released for a later period.

    Each as indicator, level and first day of the period (“kinderarmut bezirk 2020-12-31”), by the id of the edition.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH newest AS (SELECT DISTINCT ON (publication_id) id FROM reports_council_edition "
            "WHERE state = 'published' ORDER BY publication_id, year DESC, number DESC) "
            "SELECT edition_id, indicator, level, max(newest_start) FROM reports_council_pin "
            "WHERE edition_id IN (SELECT id FROM newest) GROUP BY edition_id, indicator, level "
            "HAVING max(newest_start) > max(period_start)"
        )
        found: dict[int, set[str]] = {}
        for edition, indicator, level, start in cursor.fetchall():
            found.setdefault(edition, set()).add(f"{indicator} {level} {start.isoformat()}")
    return {edition: frozenset(told) for edition, told in found.items()}
