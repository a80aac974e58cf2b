# SPDX-License-Identifier: EUPL-1.2
"""Whom an edition concerns: told when it waits, what became of it, when figures are gone, and when a new one is due."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import Edition, EditionState, PreparedDraft, Schedule
from reports.rendering.composition import read_composition
from reports.rendering.stillsaid import still_said
from reports.selectors.gone import gone_releases, newer_figures
from reports.services.foureyes import second_persons, writers_of
from reports.services.locking import locked_edition
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
STILL_SAID: Final = "reports.figures_still_said"
NEWER: Final = "reports.newer_figures"
DUE: Final = "reports.edition_due"
PREPARED: Final = "reports.draft_prepared"
# After how many days an edition is due by the calendar.
DAYS: Final = {Schedule.QUARTER: 91, Schedule.YEAR: 365}

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
    STILL_SAID: Kind(
        "deliveries",
        _(
            "%(organisation)s: Figures behind a published edition are not shown any more, but its own words may tell "
            "them: its page at the desk names the places. Take it back, or hand in a corrected one."
        ),
        _PUBLISH | _WRITE,
    ),
    NEWER: Kind(
        "deliveries",
        _("%(organisation)s: There are newer figures than those of an edition: a new one could be handed in."),
        _WRITE,
    ),
    PREPARED: Kind(
        "deliveries", _("%(organisation)s: A draft of a new edition was prepared for you to look at."), _WRITE
    ),
    DUE: Kind("reminders", _("%(organisation)s: A new edition of a dashboard or report is due."), _WRITE),
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
    edition = locked_edition(pk)
    new = gone - set(edition.told_gone)
    edition.told_gone = sorted(gone)
    edition.save(update_fields=["told_gone"])
    if not new or edition.state != EditionState.PUBLISHED:
        return 0
    approvers = people_where(Permission.PUBLISH_RELEASES, edition.organisation)
    people = User.objects.filter(pk__in=[edition.submitted_by_id, *approvers.values_list("pk", flat=True)])
    # What these words are is told at the desk alone: no figure is in a mail.
    kind = STILL_SAID if still_said(edition.title, read_composition(edition.composition)) else GONE
    return tell(kind=kind, recipients=people, about=_about(edition, f"{GONE}:{timezone.now().isoformat()}"))


def tell_of_newer() -> int:
    """Tell those who wrote at a dashboard or report that newer figures were published, once for each period.

    Run by the sweeper, as `tell_of_gone`. Nothing is made or let out by itself: the draft shows the newer figures.
    """
    newer = newer_figures()
    rows = Edition.objects.filter(pk__in=newer, publication__removed_at=None)
    told = dict(rows.filter(publication__schedule=Schedule.RELEASE).values_list("pk", "told_newer"))
    return sum(_tell_newer(pk, newer[pk]) for pk, before in told.items() if newer[pk] - set(before))


@transaction.atomic
def _tell_newer(pk: int, newer: frozenset[str]) -> int:
    # Two sweepers at once: the second one finds it told.
    edition = locked_edition(pk)
    if not newer - set(edition.told_newer):
        return 0
    edition.told_newer = sorted(newer)
    edition.save(update_fields=["told_newer"])
    event = f"{NEWER}:{timezone.now().isoformat()}"
    return tell(kind=NEWER, recipients=_writers(edition), about=_about(edition, event, is_draft=True))


def tell_prepared(
    *, draft: PreparedDraft, edition: Edition, names: Collection[str], recipients: Collection[User]
) -> None:
    """Tell, in the transaction of the job, who wrote last what was prepared, and which indicators are new in it."""
    about = _about(edition, f"{PREPARED}:{draft.content_hash}")
    path = reverse("reports:prepared", args=[edition.organisation.slug, draft.publication.uuid])
    settle(matter=about.matter, kinds=(NEWER, DUE, PREPARED))
    subject = f"{draft.title}: {', '.join(names)}" if names else draft.title
    tell(kind=PREPARED, recipients=recipients, about=replace(about, path=path, subject=subject))


def due_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who wrote at it that a new edition is due by the calendar, and again after as long."""
    newest: dict[int, Edition] = {}
    rows = Edition.objects.filter(
        state=EditionState.PUBLISHED, publication__schedule__in=DAYS, publication__removed_at=None
    )
    for edition in rows.select_related("organisation", "publication").order_by("year", "number"):
        newest[edition.publication_id] = edition
    for edition in newest.values():
        every = DAYS[Schedule(edition.publication.schedule)]
        times = rounds_since(edition.published_at or edition.submitted_at, day, every=every)
        if times > 0:
            about = _about(edition, f"{DUE}:{times}", is_draft=True)
            yield Reminder(DUE, tuple(_writers(edition)), about)


def _writers(edition: Edition) -> Iterable[User]:
    return User.objects.filter(pk__in=writers_of(edition))


def _about(edition: Edition, event: str, *, is_draft: bool = False) -> About:
    slug = edition.organisation.slug
    return About(
        organisation=edition.organisation,
        subject=str(edition),
        path=_draft_of(edition) if is_draft else reverse("reports:edition_desk", args=[slug, edition.uuid]),
        matter=f"edition:{edition.uuid}",
        key=f"{edition.uuid}:{event}",
    )


def _draft_of(edition: Edition) -> str:
    return reverse("reports:publication", args=[edition.organisation.slug, edition.publication.uuid])
