# SPDX-License-Identifier: EUPL-1.2
"""Whom a change of a rule of disclosure concerns: told when it waits, and what became of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import Audience, DisclosureVersion, VersionState
from indicators.selectors.approvals import approvers_of, rule_in_force
from indicators.services.ruling.content import WORD_OF
from sozialplanung.accounts.models import User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.notifications.registry import About, Kind, Reminder, rounds_since
from sozialplanung.notifications.services.telling import settle, tell

WAITS: Final = "indicators.ruling_waits"
STILL_WAITS: Final = "indicators.ruling_still_waits"
CONFIRMED: Final = "indicators.ruling_confirmed"
REFUSED: Final = "indicators.ruling_refused"
HOLDS: Final = "indicators.ruling_holds"

_SIGN: Final = frozenset({Permission.APPROVE_IMPORTS})
_BOTH: Final = _SIGN | {Permission.EDIT_CATALOGUE}

KINDS: Final = {
    WAITS: Kind("approvals", _("%(organisation)s: A change of a rule of disclosure waits for your decision."), _SIGN),
    STILL_WAITS: Kind(
        "reminders", _("%(organisation)s: A change of a rule of disclosure still waits for your decision."), _SIGN
    ),
    CONFIRMED: Kind("deliveries", _("%(organisation)s: Your change of a rule of disclosure was confirmed."), _BOTH),
    REFUSED: Kind("deliveries", _("%(organisation)s: Your change of a rule of disclosure was refused."), _BOTH),
    HOLDS: Kind("deliveries", _("%(organisation)s: A changed rule of disclosure is in force."), _BOTH),
}
_DECIDED: Final = {VersionState.CONFIRMED: CONFIRMED, VersionState.REFUSED: REFUSED}


def tell_ruling(*, version: DisclosureVersion, by: User) -> None:
    """Tell, in the transaction of the act, who can decide on a rule, or its writer and second person what became of it.

    Who puts it in force is a job, in the name of whoever confirmed it: both learn that it holds.
    """
    about = _about(version)
    if version.state == VersionState.WAITING:
        tell(kind=WAITS, recipients=_deciders(version), about=about, by=by)
        return
    settle(matter=about.matter, kinds=(WAITS, STILL_WAITS))
    if version.state == VersionState.IN_FORCE:
        people = User.objects.filter(pk__in=(version.written_by_id, version.decided_by_id or 0))
        tell(kind=HOLDS, recipients=people, about=about)
    elif version.state in _DECIDED:
        tell(kind=_DECIDED[VersionState(version.state)], recipients=(version.written_by,), about=about, by=by)


def waiting_reminders(day: date) -> Iterator[Reminder]:
    """Remind those who can decide of what has waited for some days, and again after as many."""
    rows = DisclosureVersion.objects.filter(state=VersionState.WAITING)
    for version in rows.select_related("organisation", "source"):
        times = rounds_since(version.written_at, day, every=settings.REMIND_WAITING_DAYS)
        if times > 0:
            yield Reminder(STILL_WAITS, tuple(_deciders(version)), _about(version, f":{STILL_WAITS}:{times}"))


def _deciders(version: DisclosureVersion) -> Iterable[User]:
    """Return the approvers who did not write it."""
    approvers = approvers_of(version.organisation, rule_in_force(organisation_id=version.organisation_id))
    return approvers.exclude(pk=version.written_by_id)


def _about(version: DisclosureVersion, event: str = "") -> About:
    where = [version.organisation.slug, version.source.slug, WORD_OF[Audience(version.audience)]]
    return About(
        organisation=version.organisation,
        subject=f"{version.source.title}: {version.get_audience_display()}",
        path=reverse("indicators:ruling", args=where),
        matter=f"ruling:{version.pk}",
        key=f"ruling:{version.pk}:{version.state}{event}",
    )
