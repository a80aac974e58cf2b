# SPDX-License-Identifier: EUPL-1.2
"""What those who make and let out publications find at an organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone

from reports.errors import EditionNotFoundError
from reports.models import CompositionVersion, Edition, EditionState, Publication
from reports.rendering.composition import Composition, read_composition
from sozialplanung.accounts.models import Organisation, User


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication with its newest editions: the one that waits, and the one that is read."""

    publication: Publication
    waiting: Edition | None
    newest: Edition | None


def publications_of(organisation: Organisation) -> tuple[PublicationRow, ...]:
    """Return what is there, in the order of the titles."""
    rows = Publication.objects.filter(organisation=organisation, removed_at__isnull=True).select_related("created_by")
    editions = Edition.objects.filter(organisation=organisation).select_related("submitted_by").order_by("pk")
    waiting = {each.publication_id: each for each in editions if each.state == EditionState.SUBMITTED}
    newest = {each.publication_id: each for each in editions if each.state == EditionState.PUBLISHED}
    return tuple(PublicationRow(row, waiting.get(row.pk), newest.get(row.pk)) for row in rows)


def publication_at(organisation: Organisation, uuid: UUID) -> Publication:
    """Return a publication of an organisation.

    Raises
    ------
    EditionNotFoundError
        There is none.
    """
    row = Publication.objects.filter(organisation=organisation, uuid=uuid, removed_at__isnull=True).first()
    if row is None:
        raise EditionNotFoundError("http.not_found", "There is nothing at this address.")
    return row


def edition_at(organisation: Organisation, uuid: UUID) -> Edition:
    """Return an edition of an organisation, in whatever state it is.

    Raises
    ------
    EditionNotFoundError
        There is none.
    """
    rows = Edition.objects.select_related("publication", "submitted_by", "decided_by", "organisation")
    row = rows.filter(organisation=organisation, uuid=uuid).first()
    if row is None:
        raise EditionNotFoundError("http.not_found", "There is nothing at this address.")
    return row


def waiting_at(organisation: Organisation, readers: Collection[str]) -> tuple[Edition, ...]:
    """Return what waits at an organisation for some readers, in the order of the titles."""
    rows = Edition.objects.filter(organisation=organisation, state=EditionState.SUBMITTED, readers__in=readers)
    return tuple(rows.order_by("title", "pk"))


def editions_of(publication: Publication) -> tuple[Edition, ...]:
    """Return all editions, the newest first."""
    return tuple(publication.editions.select_related("submitted_by", "decided_by", "withdrawn_by"))


def decided_before(edition: Edition) -> Edition | None:
    """Return what was decided last before an edition was handed in, where something was said to it."""
    rows = Edition.objects.filter(publication_id=edition.publication_id, pk__lt=edition.pk, decided_at__isnull=False)
    last = rows.select_related("decided_by").order_by("-decided_at").first()
    return last if last and last.comment.strip() else None


@dataclass(frozen=True, slots=True)
class LastEdition:
    """What the newest edition that readers see was made of."""

    label: str
    content: Composition


def last_edition(publication: Publication) -> LastEdition | None:
    """Return the newest edition that is out; None before the first one."""
    out = publication.editions.filter(state=EditionState.PUBLISHED, published_at__lte=timezone.now())
    row = out.order_by("-year", "-number").first()
    return LastEdition(row.label, read_composition(row.composition)) if row else None


def has_newer_conversion(edition: Edition) -> bool:
    """Say whether what an edition keeps of figures carried to other boundaries was carried anew since, to others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM reports_editionconversion n JOIN indicators_conversion c "
            "ON c.release_id = n.release_id AND c.boundary_version_id = n.boundary_version_id "
            "WHERE n.edition_id = %s AND c.content_hash <> n.content_hash)",
            [edition.pk],
        )
        (is_newer,) = cursor.fetchone()
    return bool(is_newer)


def authors_of(publication: Publication) -> frozenset[int]:
    """Return the ids of all who wrote at a publication since its last edition was let out."""
    last = publication.editions.filter(state=EditionState.PUBLISHED).order_by("-submitted_at").first()
    rows = CompositionVersion.objects.filter(publication=publication)
    if last is not None:
        rows = rows.filter(written_at__gt=last.submitted_at)
    return frozenset(rows.values_list("written_by", flat=True))


def can_undo(publication: Publication) -> bool:
    """Say whether there is a state before the present one."""
    return CompositionVersion.objects.filter(publication=publication).count() > 1


def has_written(publication: Publication, person: User) -> bool:
    """Say whether somebody wrote at what waits, or is about to."""
    return person.pk in authors_of(publication)
