# SPDX-License-Identifier: EUPL-1.2
"""Drafts by schedule: a job prepares what is due, a planner looks at it and hands it in (docs/adr/0012-editions.md)."""

import gzip
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from reports.errors import EditionError
from reports.models import (
    CompositionVersion,
    Edition,
    EditionState,
    PreparedDocument,
    PreparedDraft,
    Publication,
    Schedule,
)
from reports.rendering.ownshown import from_list, to_list
from reports.rendering.storing import stored
from reports.selectors.gone import newer_figures
from reports.selectors.handings import last_handing, waits
from reports.selectors.prepared import changes_between, documents_of, gone_among
from reports.services.composing import drop_prepared
from reports.services.freezing import Frozen, digest, frozen, refuse_unready
from reports.services.handingin import handing_of, keep_waiting
from reports.services.locking import locked_publication
from reports.services.owncheck import refuse_opening
from reports.services.telling import DAYS, tell_prepared
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import enqueue
from sozialplanung.notifications.registry import rounds_since

KIND: Final = "reports.prepare"
# What failed is not begun again at every look of the sweeper.
_PAUSE: Final = timedelta(hours=6)


def ask_for_drafts() -> int:
    """Let drafts be prepared of what is due; return of how many. Run by the sweeper, as `telling.tell_of_newer`."""
    newest, newer = _newest(), newer_figures()
    asked = 0
    for edition in newest.values():
        due = _due(edition, newer.get(edition.pk, frozenset()))
        if due and due != edition.publication.prepared_for:
            asked += _ask(edition.publication, due)
    return asked


def _newest() -> Mapping[int, Edition]:
    """Return the newest edition that readers find of each publication that has a schedule."""
    rows = Edition.objects.filter(
        state=EditionState.PUBLISHED, published_at__lte=timezone.now(), publication__removed_at=None
    ).exclude(publication__schedule=Schedule.NEVER)
    found = rows.select_related("publication__organisation").order_by("year", "number")
    return {edition.publication_id: edition for edition in found}


def _due(edition: Edition, newer: frozenset[str]) -> str:
    """Return what makes a new edition due, as a mark of its own; empty where none is."""
    schedule = Schedule(edition.publication.schedule)
    if schedule == Schedule.RELEASE:
        return digest(f"{edition.pk} {sorted(newer)}".encode()) if newer else ""
    times = rounds_since(edition.published_at or edition.submitted_at, timezone.localdate(), every=DAYS[schedule])
    return digest(f"{edition.pk} {schedule} {times}".encode()) if times > 0 else ""


def _ask(row: Publication, due: str) -> bool:
    lately = Job.objects.filter(kind=KIND, state=JobState.FAILED, finished_at__gt=timezone.now() - _PAUSE)
    key = f"{row.pk} {row.revision} {due}"
    if lately.filter(idempotency_key=key).exists() or _is_in_hand(row):
        return False
    enqueue(
        kind=KIND,
        payload={"publication": row.pk, "due": due},
        by=None,
        organisation=row.organisation,
        idempotency_key=key,
    )
    return True


def _is_in_hand(row: Publication) -> bool:
    """Say whether people make the next edition already: then nothing is prepared."""
    going = last_handing(row)
    return waits(row) or (going is not None and going.is_live)


def prepare(context: JobContext) -> None:
    """Freeze a draft of what is due where something is other than before; it takes the place of an older one."""
    row = Publication.objects.select_related("organisation").get(pk=context.payload["publication"])
    content = frozen(row, report=context.progress)
    with context.finishing():
        now = locked_publication(row.pk)
        # Whoever changed it meanwhile, or hands it in, goes on by hand; the sweeper looks again.
        if now.revision == row.revision and now.removed_at is None and not _is_in_hand(now):
            _keep(now, content, str(context.payload["due"]))


def _keep(row: Publication, content: Frozen, due: str) -> None:
    row.prepared_for = due
    row.save(update_fields=["prepared_for"])
    edition = _newest().get(row.pk)
    drop_prepared(row)
    if edition is None:
        return
    before = frozenset(edition.pins.values_list("release_id", flat=True))
    is_other = (row.title, row.composition) != (edition.title, edition.composition)
    changes = changes_between(before, content.releases(), is_other)
    if not changes:
        return
    draft = keep_draft(row, edition, content)
    record(action="reports.publication_prepared", by=None, organisation=row.organisation, subject=row)
    tell_prepared(draft=draft, edition=edition, names=changes.names, recipients=_last_writer(row, edition))


def keep_draft(row: Publication, edition: Edition, content: Frozen) -> PreparedDraft:
    """Keep what was frozen as the draft that follows an edition, in the caller's transaction."""
    said = {language: stored(each) for language, each in content.documents.items()}
    draft = PreparedDraft.objects.create(
        publication=row,
        edition=edition,
        revision=row.revision,
        title=row.title,
        readers=row.readers,
        composition=row.composition,
        schedule=row.schedule,
        own_areas=to_list(content.own),
        content_hash=digest(b"".join(said.values())),
    )
    PreparedDocument.objects.bulk_create(
        PreparedDocument(draft=draft, language=language, gzipped=gzip.compress(each, mtime=0))
        for language, each in said.items()
    )
    return draft


def _last_writer(row: Publication, edition: Edition) -> tuple[User, ...]:
    """Return who wrote last; whoever handed the last edition in where that is told no more."""
    last = CompositionVersion.objects.filter(publication=row).select_related("written_by").first()
    return (last.written_by if last else edition.submitted_by,)


@transaction.atomic
def hand_in_prepared(*, publication: Publication, content_hash: str, by: User, correction: str = "") -> Edition:
    """Make an edition of exactly what was prepared and looked at; whoever hands it in counts as one who wrote it.

    Raises
    ------
    EditionError
        ``reports.other_content`` when another draft took its place or it is gone; ``reports.figures_gone`` when figures
        behind it were taken back; ``reports.waits``, ``reports.being_handed_in`` as `handingin.hand_in`.
    PublicationError
        As `owncheck.refuse_opening`.
    """
    row = locked_publication(publication.pk)
    draft = PreparedDraft.objects.filter(publication=row).first()
    if draft is None or draft.content_hash != content_hash or draft.revision != row.revision:
        raise EditionError("reports.other_content", "This is not what was looked at.")
    going = last_handing(row)
    if going is not None and going.is_live:
        raise EditionError("reports.being_handed_in", "It is being handed in at this moment.")
    refuse_unready(row)
    content = Frozen(documents_of(draft), from_list(draft.own_areas))
    refuse_opening(row, content.own)
    if gone_among(content.releases()):
        raise EditionError("reports.figures_gone", "Figures behind it are gone.")
    return keep_waiting(handing_of(row, draft, correction=correction, by=by), row, content)


@transaction.atomic
def discard_prepared(*, publication: Publication, by: User) -> None:
    """Put away what was prepared; it is prepared anew when something else makes an edition due."""
    row = locked_publication(publication.pk)
    if drop_prepared(row):
        record(action="reports.publication_discarded", by=by, organisation=row.organisation, subject=row)
