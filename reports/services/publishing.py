# SPDX-License-Identifier: EUPL-1.2
"""Let editions out by a second person, send them back, take them back (docs/adr/0012-editions.md)."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from reports.errors import EditionError, PublicationError
from reports.models import Edition, EditionState
from reports.selectors.papers import forget_newest
from reports.services.filing import ask_for_files
from reports.services.foureyes import require_second_person, writers_of
from reports.services.locking import locked_edition
from reports.services.owncheck import refuse_beside
from reports.services.telling import tell_decision
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record


@dataclass(frozen=True, slots=True)
class Decision:
    """What the second person says: let it out from a moment on (None: at once), or send it back with a reason."""

    is_approved: bool
    comment: str = ""
    embargo_until: datetime | None = None


@transaction.atomic
def decide_edition(*, edition: Edition, decision: Decision, content_hash: str, by: User) -> Edition:
    """Let an edition out, or send it back, as somebody who did not write at it.

    Raises
    ------
    EditionFourEyesError
        ``reports.own_edition`` for whoever handed it in or wrote at it, or uses an account that these opened.
    EditionError
        ``reports.decided`` when it does not wait any more; ``reports.other_content`` when something else was looked at.
    PublicationError
        ``reports.unexplained`` when it is sent back without a word; as `owncheck.refuse_opening`, where an own area of
        an edition that came out meanwhile stands beside one of this.
    """
    row = locked_edition(edition.pk)
    if row.state != EditionState.SUBMITTED:
        raise EditionError("reports.decided", "It was decided already.")
    if row.content_hash != content_hash:
        raise EditionError("reports.other_content", "This is not what was looked at.")
    require_second_person(row, by=by)
    if decision.is_approved:
        refuse_beside(row)
    if not decision.is_approved and not decision.comment.strip():
        raise PublicationError("reports.unexplained", "Say why it is sent back.", place="comment")
    now, writers = timezone.now(), writers_of(row)
    row.decided_by, row.decided_at, row.comment = by, now, decision.comment.strip()
    if decision.is_approved:
        row.state = EditionState.PUBLISHED
        row.published_at = max(decision.embargo_until or now, now)
    else:
        row.state = EditionState.RETURNED
    row.save(update_fields=["decided_by", "decided_at", "comment", "state", "published_at"])
    action = "reports.edition_published" if decision.is_approved else "reports.edition_returned"
    record(action=action, by=by, organisation=row.organisation, subject=row, reason=row.comment)
    tell_decision(edition=row, writers=writers, by=by)
    if decision.is_approved:
        ask_for_files(row)
        transaction.on_commit(partial(forget_newest, row.organisation_id), robust=True)
    return row


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: User) -> Edition:
    """Take an edition back: its address says so and why, and shows nothing else.

    Raises
    ------
    EditionError
        ``reports.not_out`` when it is not out.
    PublicationError
        ``reports.unexplained`` without a reason.
    """
    row = locked_edition(edition.pk)
    if row.state != EditionState.PUBLISHED:
        raise EditionError("reports.not_out", "It is not out.")
    if not reason.strip():
        raise PublicationError("reports.unexplained", "Say why it is taken back.", place="reason")
    row.state, row.withdrawn_by, row.withdrawn_at, row.reason = (
        EditionState.WITHDRAWN,
        by,
        timezone.now(),
        reason.strip(),
    )
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "reason"])
    row.files.all().delete()
    transaction.on_commit(partial(forget_newest, row.organisation_id), robust=True)
    record(action="reports.edition_withdrawn", by=by, organisation=row.organisation, subject=row, reason=row.reason)
    return row
