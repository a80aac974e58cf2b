# SPDX-License-Identifier: EUPL-1.2
"""Whom the way of an edition concerns: told when it waits, what became of it, and when figures behind it are gone."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import Edition, EditionState
from reports.selectors.gone import gone_releases
from reports.services.foureyes import second_persons
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import people_where
from sozialplanung.notifications.registry import About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell

WAITS: Final = "reports.edition_waits"
STILL_WAITS: Final = "reports.edition_still_waits"
APPROVED: Final = "reports.edition_approved"
RETURNED: Final = "reports.edition_returned"
GONE: Final = "reports.figures_gone"

_PUBLISH: Final = frozenset({Permission.PUBLISH_RELEASES})
_WRITE: Final = frozenset({Permission.PREPARE_REPORTS})

KINDS: Final = {
    WAITS: Kind("approvals", _("%(organisation)s: An edition waits for your approval."), _PUBLISH),
    STILL_WAITS: Kind("reminders", _("%(organisation)s: An edition still waits for your approval."), _PUBLISH),
    APPROVED: Kind("deliveries", _("%(organisation)s: Your edition was approved."), _WRITE),
    RETURNED: Kind("deliveries", _("%(organisation)s: Your edition was sent back."), _WRITE),
    GONE: Kind(
        "deliveries",
        _("%(organisation)s: Figures behind a published edition are not shown any more."),
        _PUBLISH | _WRITE,
    ),
}


def tell_waiting(*, edition: Edition, by: User) -> None:
    """Tell, in the transaction of handing in, who can let an edition out."""
    tell(kind=WAITS, recipients=second_persons(edition), about=_about(edition, WAITS), by=by)


def tell_decision(*, edition: Edition, writers: Collection[int], by: User) -> None:
    """Tell, in the transaction of the decision, those who wrote at an edition what became of it."""
    kind, about = (APPROVED if edition.state == EditionState.PUBLISHED else RETURNED), _about(edition, "decided")
    settle(matter=about.matter, kinds=(WAITS, STILL_WAITS))
    tell(kind=kind, recipients=User.objects.filter(pk__in=writers), about=about, by=by)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can let an edition out of what has waited for some days, and again after as many."""
    rows = Edition.objects.filter(state=EditionState.SUBMITTED).select_related("organisation", "publication")
    for edition in rows:
        times = rounds_since(edition.submitted_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0:
            yield Reminder(STILL_WAITS, second_persons(edition), _about(edition, f"{STILL_WAITS}:{times}"))


def tell_of_gone() -> int:
    """Tell of figures that readers of an edition do not find any more, once for all that went together.

    Run by the sweeper: figures end in many ways, and the apps that end them know nothing of editions.
    """
    gone = gone_releases()
    told = dict(Edition.objects.filter(state=EditionState.PUBLISHED).values_list("pk", "told_gone"))
    # What came back may go again.
    changed = [pk for pk, before in told.items() if set(before) != gone.get(pk, frozenset())]
    return sum(_tell_gone(pk, gone.get(pk, frozenset())) for pk in changed)


@transaction.atomic
def _tell_gone(pk: int, gone: frozenset[int]) -> int:
    # Two sweepers at once: the second one finds it told.
    rows = Edition.objects.select_for_update(of=("self",)).select_related("organisation", "publication")
    edition = rows.get(pk=pk)
    new = gone - set(edition.told_gone)
    edition.told_gone = sorted(gone)
    edition.save(update_fields=["told_gone"])
    if not new or edition.state != EditionState.PUBLISHED:
        return 0
    approvers = people_where(Permission.PUBLISH_RELEASES, edition.organisation)
    people = User.objects.filter(pk__in=[edition.submitted_by_id, *approvers.values_list("pk", flat=True)])
    return tell(kind=GONE, recipients=people, about=_about(edition, f"{GONE}:{timezone.now().isoformat()}"))


def _about(edition: Edition, event: str) -> About:
    return About(
        organisation=edition.organisation,
        subject=str(edition),
        path=reverse("reports:edition_desk", args=[edition.organisation.slug, edition.uuid]),
        matter=f"edition:{edition.uuid}",
        key=f"{edition.uuid}:{event}",
    )
