# SPDX-License-Identifier: EUPL-1.2
"""Hand in: whoever presses is answered at once, a job freezes what was handed in (docs/adr/0012-editions.md)."""

import time
from typing import Final

from django.db import transaction

from reports.errors import EditionError, PublicationChangedError
from reports.models import Edition, HandingIn, PreparedDraft, Publication
from reports.selectors.desk import authors_of
from reports.selectors.handings import Going, last_handing
from reports.services.composing import drop_prepared, locked
from reports.services.freezing import Frozen, as_asked, frozen, keep_edition, refuse_unready, refuse_waiting
from reports.services.locking import locked_publication
from reports.services.telling import tell_waiting
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.models import JobState
from sozialplanung.jobs.services import enqueue

KIND: Final = "reports.hand_in"
# How long a page waits for a job that nobody took yet, and for one that runs; in seconds.
_TAKEN: Final = 0.6
_DONE: Final = 3.0
_LOOK: Final = 0.1


@transaction.atomic
def hand_in(*, publication: Publication, revision: int, by: User, correction: str = "") -> HandingIn:
    """Let a job freeze what a publication shows, as it is at this revision; pressed twice, it is handed in once.

    Raises
    ------
    PublicationChangedError
        It was changed meanwhile.
    PublicationError
        ``reports.empty`` where parts or panels say nothing. The job may end with ``reports.unpublished`` and
        ``reports.unsound``: these only its figures tell.
    EditionError
        ``reports.waits`` when an edition waits already, ``reports.being_handed_in`` when somebody else hands it in.
    """
    row = locked(publication, revision)
    going = last_handing(row)
    if going is not None and going.is_live:
        if going.handing.revision == revision and going.handing.asked_by_id == by.pk:
            return going.handing
        raise EditionError("reports.being_handed_in", "It is being handed in at this moment.")
    refuse_unready(row)
    handing = handing_of(row, row, correction=correction, by=by)
    job = enqueue(kind=KIND, payload={"handing": handing.pk}, by=by, organisation=row.organisation)
    handing.job_id = job.pk
    handing.save(update_fields=["job_id"])
    return handing


def handing_of(row: Publication, shown: Publication | PreparedDraft, *, correction: str, by: User) -> HandingIn:
    """Note what is handed in, in the caller's transaction: the publication as it is, or what was prepared of it."""
    return HandingIn.objects.create(
        publication=row,
        revision=row.revision,
        title=shown.title,
        readers=shown.readers,
        composition=shown.composition,
        correction=correction.strip(),
        writers=sorted(authors_of(row)),
        asked_by=by,
    )


def freeze(context: JobContext) -> None:
    """Make the edition that was handed in; all of it is kept together with the end of the job, or nothing is."""
    rows = HandingIn.objects.select_related("publication__organisation", "asked_by")
    handing = rows.get(pk=context.payload["handing"])
    content = frozen(as_asked(handing.publication, handing), report=context.progress)
    with context.finishing():
        row = locked_publication(handing.publication_id)
        if row.removed_at is not None:
            raise PublicationChangedError("reports.changed", "It was put away meanwhile.")
        refuse_waiting(row)
        keep_waiting(handing, row, content)


def keep_waiting(handing: HandingIn, row: Publication, content: Frozen) -> Edition:
    """Make what was frozen an edition that waits, and tell those who decide; in the caller's transaction.

    What the house prepared of the publication goes: it follows an edition that is not the last one any more.
    """
    drop_prepared(row)
    handing.edition = edition = keep_edition(handing, row, content)
    handing.save(update_fields=["edition"])
    record(action="reports.edition_submitted", by=handing.asked_by, organisation=row.organisation, subject=edition)
    tell_waiting(edition=edition, by=handing.asked_by)
    return edition


def waited_for(handing: HandingIn) -> Going:
    """Return how a handing in stands, after a moment in which most are done; a worker that is busy keeps nobody."""
    begun, job = time.monotonic(), handing.job
    while job is not None and job.is_live:
        patience = _TAKEN if job.state == JobState.QUEUED else _DONE
        if time.monotonic() - begun > patience:
            break
        time.sleep(_LOOK)
        job = handing.job
    handing.refresh_from_db()
    return Going(handing, job)
