# SPDX-License-Identifier: EUPL-1.2
"""Tell subscribers of editions for everybody: that one is out, or was taken back (docs/adr/0013-subscriptions.md)."""

from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Edition, EditionState, PublicationKind, Readers
from reports.selectors.editions import EditionRow
from reports.selectors.subscribed import PUBLICATION, Subscribed, subscribed_publication
from sozialplanung.accounts.selectors import organisation_by_id
from sozialplanung.notifications.services.announcing import announce
from sozialplanung.notifications.subscribable import Event, News, Thing

OUT: Final = "out"
BACK: Final = "back"
# A sweeper that was down this long tells it all the same. Rows of mails last longer, so that nobody is told twice.
_CATCHES_UP: Final = timedelta(days=30)


class PublicationSource:
    """Dashboards and reports, as everybody finds them at this moment."""

    def thing(self, subject: str) -> Thing | None:
        """Return the publication; None where everybody finds no edition of it."""
        found = subscribed_publication(subject)
        return thing_of(found) if found else None

    def news(self, subject: str, event: Event) -> News | None:
        """Return what is to be said of an edition; None where it is not out, or out again."""
        found = subscribed_publication(subject)
        pk, _colon, what = event.key.partition(":")
        row = next((each for each in found.editions if str(each.id) == pk), None) if found else None
        if found is None or row is None or row.is_withdrawn != (what == BACK):
            return None
        path = reverse("reports:edition", args=[row.slug, row.year, row.number])
        head, sentences = _taken_back(row) if row.is_withdrawn else _out(found, row)
        return News(head, (f"{head}.", *sentences), path)


def thing_of(found: Subscribed) -> Thing:
    """Return a publication as its subscribers know it."""
    is_report = found.kind == PublicationKind.REPORT
    plain = _("a report") if is_report else _("a dashboard")
    name = _("“%(title)s”") % {"title": found.title} if found.title else plain
    path = reverse("reports:newest_edition", args=[found.slug])
    return Thing(organisation_by_id(found.organisation_id), name, path)


def _out(found: Subscribed, row: EditionRow) -> tuple[str, tuple[str, ...]]:
    words = {"number": row.label, "name": thing_of(found).name}
    if row.correction:
        return (
            _("Corrected edition %(number)s of %(name)s") % words,
            (_("What was wrong in the edition before stands on its page."),),
        )
    return _("New edition %(number)s of %(name)s") % words, ()


def _taken_back(row: EditionRow) -> tuple[str, tuple[str, ...]]:
    return _("Edition %(number)s was taken back") % {"number": row.label}, (_("Why stands on its page."),)


def announce_editions() -> int:
    """Let mails wait for what came out or was taken back lately; returns how many.

    Run by the sweeper: an embargo ends without anybody's doing. What was taken back before it was out is told nobody.
    """
    now = timezone.now()
    rows = Edition.objects.filter(readers=Readers.PUBLIC, published_at__lte=now).select_related("publication")
    out = rows.filter(state=EditionState.PUBLISHED, published_at__gt=now - _CATCHES_UP)
    back = rows.filter(state=EditionState.WITHDRAWN, withdrawn_at__gt=now - _CATCHES_UP)
    happened = [(each, OUT, each.published_at) for each in out]
    happened += [(each, BACK, each.withdrawn_at) for each in back]
    return sum(
        announce(kind=PUBLICATION, subject=str(each.publication.uuid), key=f"{each.pk}:{what}", happened_at=at)
        for each, what, at in happened
        if at and each.published_at and each.published_at <= at
    )
