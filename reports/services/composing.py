# SPDX-License-Identifier: EUPL-1.2
"""Put publications together: every change is a revision of its own, and can be undone."""

from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from reports.errors import PublicationChangedError, PublicationError
from reports.models import (
    CompositionVersion,
    EditionState,
    PreparedDraft,
    Publication,
    PublicationKind,
    Readers,
    Schedule,
)
from reports.rendering.composition import LONGEST_TITLE, Composition, CompositionError, read_composition, to_json
from reports.selectors.handings import last_handing, waits
from reports.services.locking import locked_publication
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.names import told_name

MOST_VERSIONS: Final = 100
LONGEST_SLUG: Final = 60
# Umlauts as people write them in addresses.
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class NewPublication:
    """What somebody begins with."""

    title: str
    kind: PublicationKind = PublicationKind.DASHBOARD
    readers: Readers = Readers.PUBLIC
    composition: Composition = field(default_factory=Composition)


@dataclass(frozen=True, slots=True)
class Head:
    """What a publication is called, for whom it is, and when a new edition of it is due."""

    title: str
    readers: Readers
    schedule: Schedule = Schedule.RELEASE


@transaction.atomic
def create_publication(*, organisation: Organisation, new: NewPublication, by: User) -> Publication:
    """Begin a dashboard or report; its address is made of its title, with a number where another has it.

    Raises
    ------
    PublicationError
        ``reports.untitled`` without a title.
    """
    title = _title(new.title)
    row = Publication.objects.create(
        organisation=organisation,
        kind=new.kind,
        slug=_free_slug(f"{organisation.slug}-{title}"),
        title=title,
        readers=new.readers,
        composition=to_json(new.composition),
        created_by=by,
    )
    _keep(row, by)
    record(action="reports.publication_begun", by=by, organisation=organisation, subject=row)
    return row


@transaction.atomic
def save_composition(*, publication: Publication, composition: Composition, revision: int, by: User) -> Publication:
    """Write another state down.

    Raises
    ------
    PublicationChangedError
        ``reports.changed`` when it was made of a state that is not the newest any more.
    PublicationError
        ``reports.composition`` when it says more than there is room for.
    """
    row = locked(publication, revision)
    row.composition = _checked(composition)
    return _written(row, by)


@transaction.atomic
def change_head(*, publication: Publication, head: Head, revision: int, by: User) -> Publication:
    """Give it another title, other readers or another schedule; its address stays.

    Raises
    ------
    PublicationError
        ``reports.untitled`` without a title; ``reports.readers_fixed`` for other readers once an edition was handed in.
    PublicationChangedError
        As `save_composition`.
    """
    row = locked(publication, revision)
    if row.readers != head.readers and _has_editions(row):
        raise PublicationError("reports.readers_fixed", "Editions of it are there: its readers stay.", place="readers")
    row.title, row.readers, row.schedule = _title(head.title), head.readers, head.schedule
    return _written(row, by)


def _has_editions(row: Publication) -> bool:
    going = last_handing(row)
    return row.editions.exclude(state=EditionState.RETURNED).exists() or (going is not None and going.is_live)


@transaction.atomic
def undo(*, publication: Publication, revision: int) -> Publication:
    """Go back to how it was before the last change, step by step; whoever wrote what is gone is no author any more.

    Raises
    ------
    PublicationError
        ``reports.nothing_to_undo`` where there is nothing before.
    PublicationChangedError
        As `save_composition`.
    """
    row = locked(publication, revision)
    before = list(row.versions.all()[:2])
    if len(before) < 2:  # noqa: PLR2004 - the present one and the one before
        raise PublicationError("reports.nothing_to_undo", "There is nothing to undo.")
    drop_prepared(row)
    present, last = before
    present.delete()
    row.title, row.composition, row.revision = last.title, last.composition, row.revision + 1
    row.save(update_fields=["title", "composition", "revision", "changed_at"])
    CompositionVersion.objects.filter(pk=last.pk).update(revision=row.revision)
    return row


@transaction.atomic
def remove_publication(*, publication: Publication, by: User) -> None:
    """Put it away; its editions stay where they are.

    Raises
    ------
    PublicationError
        ``reports.waits`` while an edition waits for approval.
    """
    row = locked_publication(publication.pk)
    if waits(row):
        raise PublicationError("reports.waits", "An edition waits for approval.")
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    record(action="reports.publication_removed", by=by, organisation=row.organisation, subject=row)


def locked(publication: Publication, revision: int) -> Publication:
    """Return the publication for whoever changes it now; of two tabs the second one is told."""
    row = locked_publication(publication.pk)
    if row.revision != revision or row.removed_at is not None:
        raise PublicationChangedError("reports.changed", "Somebody changed it meanwhile.")
    return row


def drop_prepared(row: Publication) -> bool:
    """Drop what the house prepared, in the caller's transaction: people go on by hand; say whether there was any."""
    count, _tables = PreparedDraft.objects.filter(publication=row).delete()
    return count > 0


def _written(row: Publication, by: User) -> Publication:
    drop_prepared(row)
    row.revision += 1
    row.save()
    _keep(row, by)
    return row


def _keep(row: Publication, by: User) -> None:
    CompositionVersion.objects.create(
        publication=row, revision=row.revision, title=row.title, composition=row.composition, written_by=by
    )
    # The last version of each author stays: whoever wrote at it is known by these.
    last = row.versions.order_by("written_by_id", "-revision").distinct("written_by_id").values_list("pk", flat=True)
    old = set(row.versions.values_list("pk", flat=True)[MOST_VERSIONS:]) - set(last)
    CompositionVersion.objects.filter(pk__in=old).delete()


def _checked(composition: Composition) -> dict[str, object]:
    try:
        return to_json(read_composition(to_json(composition)))
    except CompositionError as error:
        raise PublicationError(
            "reports.composition", "There is no room for this.", place=error.place, problem=error.code
        ) from error


def _title(text: str) -> str:
    title = told_name(text)[:LONGEST_TITLE].strip()
    if not title:
        raise PublicationError("reports.untitled", "It needs a title.", place="title")
    return title


def _free_slug(text: str) -> str:
    """Return an address that nobody has: addresses are never given twice, those of removed ones included."""
    stem = slugify(text.translate(_UMLAUTS))[: LONGEST_SLUG - 4].strip("-") or "bericht"
    taken = set(Publication.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
