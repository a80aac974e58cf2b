# SPDX-License-Identifier: EUPL-1.2
"""Hand editions in, let them out by a second person, take them back (docs/adr/0012-editions.md)."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.errors import EditionError, PublicationError
from reports.models import Edition, EditionDocument, EditionPin, EditionState, Publication
from reports.rendering.composition import lacking
from reports.rendering.document import LANGUAGES, Language
from reports.rendering.soundness import unsound
from reports.rendering.storing import Pinned, stored
from reports.selectors.desk import authors_of
from reports.services.composing import locked
from reports.services.documents import Issue, address_of, document_of
from reports.services.filing import ask_for_files
from reports.services.foureyes import require_second_person, writers_of
from reports.services.locking import locked_edition
from reports.services.telling import tell_decision, tell_waiting
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record


@dataclass(frozen=True, slots=True)
class Decision:
    """What the second person says: let it out from a moment on (None: at once), or send it back with a reason."""

    is_approved: bool
    comment: str = ""
    embargo_until: datetime | None = None


@transaction.atomic
def submit_edition(*, publication: Publication, revision: int, by: User, correction: str = "") -> Edition:
    """Hand in what a publication shows now: figures, words and pictures of one moment, in all languages.

    Raises
    ------
    PublicationChangedError
        It was changed meanwhile.
    PublicationError
        ``reports.empty`` where parts or panels say nothing, ``reports.unpublished`` where something is not published
        for its readers (``place`` names the panel).
    EditionError
        ``reports.waits`` when an edition waits already.
    """
    row = locked(publication, revision)
    if row.editions.filter(state=EditionState.SUBMITTED).exists():
        raise EditionError("reports.waits", "An edition waits for approval.")
    if not row.content.parts or (empty := lacking(row.content)):
        raise PublicationError(
            "reports.empty", "Some parts say nothing yet.", place=", ".join(empty) if row.content.parts else ""
        )
    edition = _new_edition(row, by, correction)
    made = _documents(row, edition)
    # Of what it says alone: numbers of releases are nobody's to compare.
    said = [stored(Pinned(each.document, ())) for each in made.values()]
    edition.content_hash = _hash(b"".join(said))
    edition.save()
    EditionDocument.objects.bulk_create(
        EditionDocument(
            edition=edition, language=language, gzipped=gzip.compress(content, mtime=0), content_hash=_hash(content)
        )
        for language, content in ((language, stored(each)) for language, each in made.items())
    )
    pins = frozenset().union(*(each.releases() for each in made.values()))
    EditionPin.objects.bulk_create(EditionPin(edition=edition, release_id=pin) for pin in sorted(pins))
    record(action="reports.edition_submitted", by=by, organisation=row.organisation, subject=edition)
    tell_waiting(edition=edition, by=by)
    return edition


def _new_edition(row: Publication, by: User, correction: str) -> Edition:
    year = timezone.localdate().year
    taken = row.editions.exclude(state=EditionState.RETURNED).filter(year=year).aggregate(last=Max("number"))["last"]
    return Edition(
        organisation=row.organisation,
        publication=row,
        year=year,
        number=(taken or 0) + 1,
        title=row.title,
        readers=row.readers,
        composition=row.composition,
        correction=correction.strip(),
        writers=sorted(authors_of(row)),
        submitted_by=by,
    )


def _documents(row: Publication, edition: Edition) -> Mapping[Language, Pinned]:
    found: dict[Language, Pinned] = {}
    for language in LANGUAGES:
        with override(language):
            label = _("Edition %(number)s") % {"number": edition.label}
        issue = Issue(label, timezone.localdate(), address_of(row.slug, edition.path))
        made = document_of(publication=row, issue=issue, language=language)
        if made.problems:
            raise PublicationError(
                "reports.unpublished", "Some panels have nothing to show.", place=", ".join(made.problems)
            )
        if problems := unsound(made.pinned.document):
            raise PublicationError("reports.unsound", "The document is not for everyone.", place="; ".join(problems))
        found[language] = made.pinned
    return found


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


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
        ``reports.unexplained`` when it is sent back without a word.
    """
    row = locked_edition(edition.pk)
    if row.state != EditionState.SUBMITTED:
        raise EditionError("reports.decided", "It was decided already.")
    if row.content_hash != content_hash:
        raise EditionError("reports.other_content", "This is not what was looked at.")
    require_second_person(row, by=by)
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
    record(action="reports.edition_withdrawn", by=by, organisation=row.organisation, subject=row, reason=row.reason)
    return row
