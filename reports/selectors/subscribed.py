# SPDX-License-Identifier: EUPL-1.2
"""Publications to which readers without an account may subscribe: those of which everybody finds an edition."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from indicators.selectors.released import PUBLIC
from reports.models import Publication, PublicationKind
from reports.rendering.saidfigures import tells_figure
from reports.selectors.editions import EditionRow, editions_named

PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A publication by the id that it keeps, with its editions for everybody, the newest first."""

    uuid: UUID
    organisation_id: int
    slug: str
    kind: PublicationKind
    editions: tuple[EditionRow, ...]

    @property
    def title(self) -> str:
        """How the newest edition that is out is called; empty where none is, or where the title may tell a figure.

        What is mailed cannot be taken back.
        """
        newest = next((row for row in self.editions if not row.is_withdrawn), None)
        return newest.title if newest and not tells_figure(newest.title) else ""


def subscribed_named(slug: str) -> Subscribed | None:
    """Return the publication at an address; None where everybody finds none, or where no mails are sent."""
    return _subscribed(slug=slug) if settings.MAIL_IS_ON else None


def subscribed_publication(uuid: str) -> Subscribed | None:
    """Return the publication of an id; None where everybody finds none."""
    return _subscribed(uuid=uuid)


def _subscribed(**which: str) -> Subscribed | None:
    row = Publication.objects.filter(**which).first()
    rows = editions_named(row.slug, PUBLIC) if row else ()
    if row is None or not rows:
        return None
    return Subscribed(row.uuid, row.organisation_id, row.slug, PublicationKind(row.kind), rows)
