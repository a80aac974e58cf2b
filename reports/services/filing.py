# SPDX-License-Identifier: EUPL-1.2
"""Files of editions: made by a job once an edition is let out, and anew when figures behind it are gone."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import override

from reports.models import Edition, EditionFile, EditionState
from reports.rendering.annexing import with_annex
from reports.rendering.document import LANGUAGES, Document, Language
from reports.rendering.files.formats import MEDIA_TYPES, PDF, SESSION, made_from
from reports.rendering.files.raster import pictures_of
from reports.rendering.storing import restored
from reports.selectors.gone import gone_behind, gone_releases, without_gone
from reports.selectors.pictures import edition_pictures
from reports.services.paper import drawing_fonts, pdf_document
from reports.services.session import session_document
from sozialplanung.common.qr import qr_svg
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.models import LIVE_STATES, Job, JobState
from sozialplanung.jobs.services import enqueue

KIND: Final = "reports.files"
# What failed is not begun again at every look of the sweeper.
_PAUSE: Final = timedelta(hours=6)


def ask_for_files(edition: Edition) -> Job:
    """Let the files of an edition be made, in the caller's transaction; asked twice, they are made once."""
    return _enqueued(edition, gone_behind(edition.pk))


def _enqueued(edition: Edition, gone: frozenset[int], step: str = "") -> Job:
    return enqueue(
        kind=KIND,
        payload={"edition": edition.pk},
        by=None,
        organisation=edition.organisation,
        idempotency_key=_key(edition, gone) + step,
    )


def ask_for_lacking_files() -> int:
    """Let files be made that are not there, or say what their edition does not say any more; return of how many.

    Run by the sweeper: figures end in many ways, and the apps that end them know nothing of editions.
    """
    gone = gone_releases(is_out=False)
    there = _there()
    lacking = [
        edition
        for edition in Edition.objects.filter(state=EditionState.PUBLISHED).select_related("organisation")
        if there.get(edition.pk) != _complete(edition, gone.get(edition.pk, frozenset()))
    ]
    EditionFile.objects.exclude(edition__state=EditionState.PUBLISHED).delete()
    return sum(_ask_again(edition, gone.get(edition.pk, frozenset())) for edition in lacking)


def _ask_again(edition: Edition, gone: frozenset[int]) -> bool:
    # What tells figures that are gone does not wait for its successor.
    edition.files.exclude(made_from__in=_wanted(edition, gone).values()).delete()
    if _failed_lately(edition, gone) or _goes_on(edition, gone):
        return False
    _enqueued(edition, gone)
    return True


def _there() -> dict[int, dict[str, int]]:
    """Return how many files of editions there are, by what they were made from."""
    found: dict[int, dict[str, int]] = {}
    for pk, origin, count in EditionFile.objects.values_list("edition_id", "made_from").annotate(count=Count("pk")):
        found.setdefault(pk, {})[origin] = count
    return found


def _complete(edition: Edition, gone: frozenset[int]) -> dict[str, int]:
    return dict.fromkeys(_wanted(edition, gone).values(), len(MEDIA_TYPES))


def make_files(context: JobContext) -> None:
    """Make all files of an edition that are not there yet; pictures are drawn once for all formats of a language.

    Each file is kept by itself, so that a worker which is killed goes on where the last one stopped; and so that
    somebody who waits for a worker, waits for one file at most: the job ends there, and another one goes on.
    """
    edition = Edition.objects.get(pk=context.payload["edition"])
    gone = gone_behind(edition.pk)
    wanted, total = _wanted(edition, gone), len(LANGUAGES) * len(MEDIA_TYPES)
    done = 0
    for language in LANGUAGES:
        there = set(edition.files.filter(made_from=wanted[language]).values_list("format", flat=True))
        done += len(there)
        for ending, content in _made(edition, language, gone, there):
            context.progress(done, total, f"{language}.{ending}")
            _keep(edition, (language, ending), wanted[language], content)
            done += 1
            if done < total and context.is_awaited_elsewhere():
                context.progress(done, total)
                with context.finishing():
                    _enqueued(edition, gone, step=f" {done}")
                return
    context.progress(total, total)
    with context.finishing():
        edition.files.exclude(made_from__in=wanted.values()).delete()


def _made(edition: Edition, language: Language, gone: frozenset[int], there: set[str]) -> Iterator[tuple[str, bytes]]:
    """Make the formats of a language that are not there."""
    missing = [ending for ending in MEDIA_TYPES if ending not in there]
    if not missing:
        return
    # Forty megabytes: a process that makes no files does without.
    from reports.rendering.files.writers import WRITERS

    document = _document(edition, language, gone)
    paged = with_annex(document)
    if PDF in missing:
        yield PDF, pdf_document(paged)
    if SESSION in missing:
        yield SESSION, session_document(document)
    written = {ending: WRITERS[ending] for ending in missing if ending in WRITERS}
    pictures = pictures_of(document, drawing_fonts()) if written else {}
    for ending, writer in written.items():
        yield ending, writer.write(paged if writer.is_paged else document, pictures)


def _document(edition: Edition, language: Language, gone: frozenset[int]) -> Document:
    kept = edition.documents.get(language=language)
    with override(language):
        found = without_gone(restored(gzip.decompress(bytes(kept.gzipped))), gone)
    found = found.with_photographs(edition_pictures(edition))
    return replace(found, imprint=replace(found.imprint, qr_svg=qr_svg(found.imprint.address)))


@transaction.atomic
def _keep(edition: Edition, name: tuple[Language, str], origin: str, content: bytes) -> None:
    language, ending = name
    EditionFile.objects.update_or_create(
        edition=edition,
        language=language,
        format=ending,
        defaults={
            "made_from": origin,
            "content_hash": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "content": content,
        },
    )


def _wanted(edition: Edition, gone: frozenset[int]) -> Mapping[Language, str]:
    return {language: made_from(edition.content_hash, language, gone) for language in LANGUAGES}


def _key(edition: Edition, gone: frozenset[int]) -> str:
    return f"{edition.pk} {made_from(edition.content_hash, 'de', gone)}"


def _failed_lately(edition: Edition, gone: frozenset[int]) -> bool:
    return _jobs(edition, gone).filter(state=JobState.FAILED, finished_at__gt=timezone.now() - _PAUSE).exists()


def _goes_on(edition: Edition, gone: frozenset[int]) -> bool:
    return _jobs(edition, gone).filter(state__in=LIVE_STATES).exists()


def _jobs(edition: Edition, gone: frozenset[int]) -> QuerySet[Job]:
    """Return the jobs for what an edition says now, those that went on where another one made room, too."""
    return Job.objects.filter(kind=KIND, idempotency_key__startswith=_key(edition, gone))
