# SPDX-License-Identifier: EUPL-1.2
"""Pictures brought along: taken in as pixels, kept with their publication, removed where nobody uses them."""

import hashlib
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from reports.errors import PublicationError
from reports.models import Picture, Publication
from reports.readers.pixels import PictureError
from reports.readers.sandbox import read_picture
from sozialplanung.accounts.models import User

# Of one dashboard or report, those of former states included.
MOST_PICTURES: Final = 100
# Whoever is at a form still may need what was brought.
UNUSED_FOR: Final = timedelta(days=1)


def bring_picture(*, publication: Publication, content: bytes, by: User) -> Picture:
    """Take a picture in: its pixels are written anew, everything else of the file is left behind.

    Raises
    ------
    PublicationError
        ``reports.picture_<code>`` where the file is none that is taken; ``reports.picture_many`` where there are too
        many already.
    """
    try:
        kept = read_picture(content)
    except PictureError as error:
        raise PublicationError(f"reports.picture_{error.code}", "The picture is not taken.", place="file") from error
    digest = hashlib.sha256(kept.content).hexdigest()
    with transaction.atomic():
        row = Publication.objects.select_for_update().get(pk=publication.pk)
        there = row.pictures.filter(content_hash=digest).first()
        if there is not None:
            # Whoever brings it again has a day again to use it.
            there.brought_at = timezone.now()
            there.save(update_fields=["brought_at"])
            return there
        if row.pictures.count() >= MOST_PICTURES:
            raise PublicationError("reports.picture_many", "There are too many pictures.", place="file")
        return row.pictures.create(
            content_hash=digest,
            kind=kept.kind,
            width=kept.width,
            height=kept.height,
            content=kept.content,
            brought_by=by,
        )


@transaction.atomic
def remove_unused_pictures() -> int:
    """Remove pictures that no edition, no dashboard and none of its former states holds; return of how many.

    Run by the sweeper; what was brought within a day is left to whoever is still at the form.
    """
    old = Picture.objects.filter(brought_at__lt=timezone.now() - UNUSED_FOR, uses__isnull=True)
    unused = [row.pk for row in old.select_related("publication").defer("content") if not _is_named(row)]
    removed, _by_model = Picture.objects.filter(pk__in=unused, uses__isnull=True).delete()
    return removed


def _is_named(row: Picture) -> bool:
    """Say whether a state of its publication names a picture: the present one, or one that can be gone back to."""
    versions = row.publication.versions.annotate(told=Cast("composition", TextField()))
    now = Publication.objects.filter(pk=row.publication_id).annotate(told=Cast("composition", TextField()))
    named = Q(told__contains=row.content_hash)
    return now.filter(named).exists() or versions.filter(named).exists()
