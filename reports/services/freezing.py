# SPDX-License-Identifier: EUPL-1.2
"""Freeze what a publication shows: its documents in all languages, of one moment, and kept together or not at all."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.selectors.published import at_one_moment
from reports.errors import EditionError, PublicationError
from reports.models import (
    Edition,
    EditionConversion,
    EditionDocument,
    EditionPicture,
    EditionPin,
    EditionState,
    HandingIn,
    Publication,
)
from reports.rendering.composition import MOST_SHOWN, lacking
from reports.rendering.document import LANGUAGES, Language
from reports.rendering.ownshown import OwnShown, to_list
from reports.rendering.soundness import unsound
from reports.rendering.storing import CarriedPin, Pinned, stored
from reports.selectors.handings import waits
from reports.services.documents import Issue, address_of, count_panels, document_of, imprint_of
from reports.services.owncheck import refuse_opening

Report = Callable[[int, int, str], None]
# Who cites it is told its number at the end, in the transaction that gives it.
_UNNUMBERED: Final = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a publication showed at one moment, in all languages; it has no number and no address yet."""

    documents: Mapping[Language, Pinned]
    own: tuple[OwnShown, ...] = ()
    """The own areas that it shows."""

    def releases(self) -> frozenset[int]:
        """Return the ids of all releases behind it."""
        return frozenset().union(*(each.releases() for each in self.documents.values()))

    def carried(self) -> frozenset[CarriedPin]:
        """Return what was carried to other boundaries for it."""
        return frozenset().union(*(each.carried for each in self.documents.values()))


def refuse_unready(row: Publication) -> None:
    """Raise where nothing can be handed in now; costs no figure.

    Raises
    ------
    EditionError
        ``reports.waits`` when an edition waits already.
    PublicationError
        ``reports.empty`` where parts or panels say nothing; ``reports.too_many_panels`` where areas make them too many.
    """
    refuse_waiting(row)
    if not row.content.parts or (empty := lacking(row.content)):
        raise PublicationError(
            "reports.empty", "Some parts say nothing yet.", place=", ".join(empty) if row.content.parts else ""
        )
    # Without areas a composition never holds as many.
    if any(part.each for part in row.content.parts) and (count := count_panels(row)) > MOST_SHOWN:
        raise PublicationError("reports.too_many_panels", "Areas make too many panels.", place=str(count))


def refuse_waiting(row: Publication) -> None:
    """Raise EditionError ``reports.waits`` when an edition waits already: one at a time does."""
    if waits(row):
        raise EditionError("reports.waits", "An edition waits for approval.")


@at_one_moment()
def frozen(publication: Publication, *, report: Report) -> Frozen:
    """Read what a publication shows in all languages; `report` is told how many panels of how many are done.

    Raises
    ------
    PublicationError
        ``reports.unpublished`` where something is not published for its readers (``place`` names the panels),
        ``reports.unsound`` where not everybody could read it; as `owncheck.refuse_opening`.
    """
    total, done = count_panels(publication) * len(LANGUAGES), 0

    def step() -> None:
        nonlocal done
        done += 1
        report(done, total, "")

    found: dict[Language, Pinned] = {}
    own: tuple[OwnShown, ...] = ()
    for language in LANGUAGES:
        issue = Issue(_UNNUMBERED, timezone.localdate(), _UNNUMBERED)
        made = document_of(publication=publication, issue=issue, language=language, step=step)
        if made.problems:
            raise PublicationError(
                "reports.unpublished", "Some panels have nothing to show.", place=", ".join(made.problems)
            )
        if problems := unsound(made.pinned.document):
            raise PublicationError("reports.unsound", "The document is not for everyone.", place="; ".join(problems))
        found[language], own = made.pinned, made.own
    refuse_opening(publication, own)
    return Frozen(found, own)


def keep_edition(handing: HandingIn, row: Publication, content: Frozen) -> Edition:
    """Give what was frozen its number and keep all of it, in the caller's transaction; `row` is locked by it."""
    edition = _new_edition(handing, row)
    edition.own_areas = to_list(content.own)
    made = {language: _numbered(each, edition, row, language) for language, each in content.documents.items()}
    # Of what it says alone: numbers of releases are nobody's to compare.
    said = [stored(Pinned(each.document, ())) for each in made.values()]
    edition.content_hash = digest(b"".join(said))
    edition.save()
    EditionDocument.objects.bulk_create(
        EditionDocument(
            edition=edition, language=language, gzipped=gzip.compress(content, mtime=0), content_hash=digest(content)
        )
        for language, content in ((language, stored(each)) for language, each in made.items())
    )
    EditionPin.objects.bulk_create(EditionPin(edition=edition, release_id=pin) for pin in sorted(content.releases()))
    EditionConversion.objects.bulk_create(
        EditionConversion(
            edition=edition, release_id=each.release, boundary_version_id=each.version, content_hash=each.digest
        )
        for each in sorted(content.carried())
    )
    held = {each.digest for pinned in made.values() for each in pinned.document.photographs()}
    pictures = row.pictures.filter(content_hash__in=held).order_by("pk").values_list("pk", flat=True)
    EditionPicture.objects.bulk_create(EditionPicture(edition=edition, picture_id=pk) for pk in pictures)
    return edition


def _new_edition(handing: HandingIn, row: Publication) -> Edition:
    year = timezone.localdate().year
    taken = row.editions.exclude(state=EditionState.RETURNED).filter(year=year).aggregate(last=Max("number"))["last"]
    return Edition(
        organisation=row.organisation,
        publication=row,
        year=year,
        number=(taken or 0) + 1,
        title=handing.title,
        readers=handing.readers,
        composition=handing.composition,
        correction=handing.correction,
        writers=handing.writers,
        submitted_by=handing.asked_by,
        submitted_at=handing.asked_at,
    )


def _numbered(pinned: Pinned, edition: Edition, row: Publication, language: Language) -> Pinned:
    with override(language):
        label = _("Edition %(number)s") % {"number": edition.label}
        issue = Issue(label, timezone.localdate(), address_of(row.slug, edition.path))
        imprint = imprint_of(as_asked(row, edition), row.organisation, issue)
    return replace(pinned, document=replace(pinned.document, imprint=imprint))


def as_asked(row: Publication, asked: HandingIn | Edition) -> Publication:
    """Return a publication as it was asked to be frozen, whatever it is by now; not to be saved."""
    return Publication(
        pk=row.pk,
        organisation=row.organisation,
        kind=row.kind,
        slug=row.slug,
        title=asked.title,
        readers=asked.readers,
        composition=asked.composition,
    )


def digest(content: bytes) -> str:
    """Return what names a content."""
    return hashlib.sha256(content).hexdigest()
