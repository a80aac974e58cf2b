# SPDX-License-Identifier: EUPL-1.2
"""Pictures brought along, for those who build with them and for those who read editions that hold them."""

from dataclasses import dataclass

from reports.models import Edition, Publication
from reports.selectors.editions import EditionRow, rows_for


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What is known of a picture without its pixels."""

    digest: str
    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as it is sent."""

    digest: str
    kind: str
    content: bytes


def pictures_of(publication: Publication) -> dict[str, PictureFacts]:
    """Return the pictures brought along for a publication, by the hashes of what is kept."""
    rows = publication.pictures.values_list("content_hash", "kind", "width", "height")
    return {row[0]: PictureFacts(*row) for row in rows}


def brought_picture(publication: Publication, digest: str, kind: str) -> PictureFile | None:
    """Return a picture of a publication in the making, for those who build it."""
    row = publication.pictures.filter(content_hash=digest, kind=kind).first()
    return PictureFile(row.content_hash, row.kind, bytes(row.content)) if row else None


def handed_in_picture(edition: Edition, digest: str, kind: str) -> PictureFile | None:
    """Return a picture of an edition, whatever its state, for those who decide on it or read what waits."""
    use = edition.pictures.select_related("picture").filter(picture__content_hash=digest, picture__kind=kind).first()
    return PictureFile(digest, kind, bytes(use.picture.content)) if use else None


def edition_pictures(edition: Edition) -> dict[str, bytes]:
    """Return the content of all pictures of an edition by their hashes, for the files that hold them."""
    uses = edition.pictures.select_related("picture")
    return {use.picture.content_hash: bytes(use.picture.content) for use in uses}


def published_picture(edition: EditionRow, digest: str, kind: str) -> PictureFile | None:
    """Return a picture as the readers of an edition that is out find it."""
    rows = rows_for(
        edition.read_for,
        "SELECT content FROM reports_public_picture WHERE edition_id = %s AND content_hash = %s AND kind = %s",
        [edition.id, digest, kind],
    )
    return PictureFile(digest, kind, bytes(rows[0][0])) if rows else None
