# SPDX-License-Identifier: EUPL-1.2
"""Decide by revision: one decision after the other, each on what whoever decides had before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from indicators.errors import CatalogueError, StaleRemarkError
from indicators.models import ClassWording, Indicator, RegionalClasses
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record

Decision = TypeVar("Decision", ClassWording, RegionalClasses)


@dataclass(frozen=True, slots=True)
class Act:
    """What the log says of a decision: its code and why; by whom, on which revision (None: whichever is there)."""

    action: str
    by: User
    reason: str
    revision: int | None = None


def keep_decision(
    rows: QuerySet[Decision], act: Act, *, indicator: Indicator, fields: Mapping[str, Any], details: Mapping[str, Any]
) -> Decision:
    """Add a decision to those there are (`rows`, in any order), in the caller's transaction.

    Raises
    ------
    StaleRemarkError
        When somebody decided in the meantime.
    """
    newest = _newest_two(rows, indicator)
    last = newest[0].revision if newest else 0
    if act.revision not in {None, last}:
        raise StaleRemarkError("indicators.remark_stale", "This entry was changed in the meantime.")
    row = rows.create(
        organisation_id=indicator.organisation_id,
        indicator=indicator,
        revision=last + 1,
        decided_by=act.by,
        **fields,
    )
    record(
        action=act.action,
        by=act.by,
        organisation=indicator.organisation,
        subject=indicator,
        details={"revision": row.revision, **details},
        reason=act.reason,
    )
    return row


def before_last(rows: QuerySet[Decision], *, indicator: Indicator, nothing: str) -> Decision | None:
    """Return the decision before the last one, which holds again when that is taken back; None where it was the first.

    Raises
    ------
    CatalogueError
        With the code `nothing`, when nothing was decided yet.
    """
    newest = _newest_two(rows, indicator)
    if not newest:
        raise CatalogueError(nothing, "Nothing was decided yet.")
    return newest[1] if len(newest) > 1 else None


def _newest_two(rows: QuerySet[Decision], indicator: Indicator) -> list[Decision]:
    # Two people at once: the second one waits here, and then reads that somebody was faster.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    return list(rows.order_by("-revision")[:2])
