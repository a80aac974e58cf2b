# SPDX-License-Identifier: EUPL-1.2
"""Book a change of a break or an annotation: careful ones count at once, bold ones wait for a second person."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from indicators.errors import CatalogueError, ChangeWaitsError, StaleRemarkError
from indicators.models import Annotation, ChangeAct, RemarkChange, RemarkState, SeriesBreak
from indicators.selectors import graph
from indicators.services.proposals import tell_break_change
from indicators.services.releasing.freezing import cells_of
from indicators.services.releasing.refreshing import refresh_affected
from indicators.services.remarks.contents import Content, Row, content_of, is_bold, write_back
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record

# What decides over comparing; figures are computed again only when one of these is another.
_TERMS: Final = ("from", "to", "comparable")


def locked_break(series_break: SeriesBreak, *, revision: int | None = None) -> SeriesBreak:
    """Return the break as it is now, locked; refuse a change that was made on an earlier state of it."""
    rows = SeriesBreak.everything.select_for_update(of=("self",))
    row = rows.select_related("organisation", "indicator", "from_period", "to_period").get(pk=series_break.pk)
    _refuse_stale(row, revision)
    return row


def locked_annotation(annotation: Annotation, *, revision: int | None = None) -> Annotation:
    """Return the annotation as it is now, locked; refuse a change that was made on an earlier state of it."""
    rows = Annotation.everything.select_for_update(of=("self",))
    row = rows.select_related("organisation", "period").get(pk=annotation.pk)
    _refuse_stale(row, revision)
    return row


def _refuse_stale(row: Row, revision: int | None) -> None:
    if revision not in {None, row.revision}:
        raise StaleRemarkError(
            "indicators.remark_stale",
            "This entry was changed in the meantime.",
        )


@transaction.atomic
def book_new(row: Row, *, by: User) -> RemarkChange:
    """Store a row that is new, with the first entry of its history; it is in force at once."""
    row.revision, row.is_in_force = 1, True
    row.save(force_insert=True)
    return _finish(row, _entry(row, ChangeAct.MARKED, {}, content_of(row)), by=by)


@transaction.atomic
def book(row: Row, *, act: ChangeAct, after: Content, by: User, reason: str = "") -> RemarkChange | None:
    """Book a change of a locked row; None when it changes nothing.

    Raises
    ------
    CatalogueError
        ``indicators.reason_wanted`` when a change that needs a second person does not say why.
    ChangeWaitsError
        ``indicators.change_waits`` when a change that needs a second person waits already.
    """
    before = content_of(row)
    if before == after:
        return None
    entry = _entry(row, act, before, after)
    entry.reason, entry.is_loosening = reason, is_bold(row, before, after)
    if not entry.is_loosening:
        return _finish(row, entry, by=by)
    if not reason:
        raise CatalogueError("indicators.reason_wanted", "Readers could compare more than before: say why.")
    if row.changes.filter(state=RemarkState.WAITING).exists():
        raise ChangeWaitsError(
            "indicators.change_waits",
            "A change of this break waits for a second person already.",
        )
    entry.state, entry.created_by = RemarkState.WAITING, by
    entry.save()
    _tell(entry, row, action="indicators.break_proposed", by=by, reason=reason)
    return entry


def _entry(row: Row, act: ChangeAct, before: Mapping[str, Any], after: Mapping[str, Any]) -> RemarkChange:
    is_break = isinstance(row, SeriesBreak)
    return RemarkChange(
        organisation_id=row.organisation_id,
        series_break_id=row.pk if is_break else None,
        annotation_id=None if is_break else row.pk,
        act=act,
        before=dict(before),
        after=dict(after),
        revision=row.revision if act == ChangeAct.MARKED else row.revision + 1,
    )


def _finish(row: Row, entry: RemarkChange, *, by: User) -> RemarkChange:
    # Whatever waited spoke of another state of the row.
    row.changes.filter(state=RemarkState.WAITING).update(state=RemarkState.OVERTAKEN, decided_at=timezone.now())
    entry.state, entry.created_by = RemarkState.IN_FORCE, by
    entry.save()
    carry_out(row, entry, by=by)
    kind = "break" if isinstance(row, SeriesBreak) else "annotation"
    _tell(entry, row, action=f"indicators.{kind}_{entry.act}", by=by, reason=entry.reason)
    return entry


def carry_out(row: Row, entry: RemarkChange, *, by: User) -> None:
    """Let a locked row say what a change in force says, and compute again what is stated across it."""
    write_back(row, entry.after)
    row.revision = entry.revision
    row.save()
    if isinstance(row, SeriesBreak) and _alters_comparing(entry):
        _refresh(row, by=by)


def _alters_comparing(entry: RemarkChange) -> bool:
    terms = [tuple(content.get(name) for name in _TERMS) for content in (entry.before, entry.after)]
    return terms[0] != terms[1]


def _refresh(row: SeriesBreak, *, by: User) -> None:
    """Let be computed again what is stated across it: the changes of the indicator, and formulas that look back at it.

    What has no figures yet needs nothing.
    """
    if cells_of(indicator_id=row.indicator_id):
        later = graph.looking_back_at(organisation_id=row.organisation_id, indicator_id=row.indicator_id)
        refresh_affected(
            organisation=row.organisation,
            indicator_ids={row.indicator_id} | later,
            by=by,
            after=(),
            key=f"break {row.pk} revision {row.revision}",
        )


def _tell(entry: RemarkChange, row: Row, *, action: str, by: User, reason: str) -> None:
    details: dict[str, Any] = {"before": entry.before, "after": entry.after}
    if isinstance(row, SeriesBreak):
        details |= {"indicator": row.indicator.slug, "from": row.from_period.code, "to": row.to_period.code}
    record(action=action, by=by, organisation=row.organisation, subject=row, details=details, reason=reason)
    tell_break_change(change=entry, by=by)
