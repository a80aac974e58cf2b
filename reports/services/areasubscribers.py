# SPDX-License-Identifier: EUPL-1.2
"""Tell subscribers of an area that figures were released for everybody: once a day, never which figures."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import language_of
from indicators.selectors.computations import organisations_at_work
from reports.selectors.areanews import AREA, SubscribedArea, newest_by_area, organisation_of, subscribed_area, told_of
from sozialplanung.notifications.services.announcing import announce_bundled
from sozialplanung.notifications.services.daily import FIRST_HOUR
from sozialplanung.notifications.subscribable import Event, News, Thing

_MOST_TOLD: Final = 30


class AreaSource:
    """Areas as everybody finds them at this moment."""

    def thing(self, subject: str) -> Thing | None:
        """Return the area; None where no published boundaries hold it."""
        found = subscribed_area(subject)
        return thing_of(found) if found else None

    def news(self, subject: str, event: Event) -> News | None:
        """Return of which indicators and periods figures came; None where they were taken back meanwhile."""
        found = subscribed_area(subject)
        if found is None or event.since is None:
            return None
        told = told_of(found, event.since, event.until, language_of(get_language()))
        if not told:
            return None
        head = _("New figures for %(name)s") % {"name": found.place.unit.name}
        lines = [f"- {name}: {', '.join(periods)}" for name, periods in told]
        more = (_("There is more on the page."),) if len(lines) > _MOST_TOLD else ()
        return News(head, (f"{head}:", *lines[:_MOST_TOLD], *more), _path(found))


def thing_of(found: SubscribedArea) -> Thing:
    """Return an area as its subscribers know it."""
    return Thing(found.organisation, found.place.unit.name, _path(found))


def announce_areas() -> int:
    """Let one mail a day wait for those whose area got figures since the last one; returns how many.

    Run by the sweeper, from seven o'clock on. While figures of an organisation are computed it waits: what comes
    together is told together.
    """
    if timezone.localtime().hour < FIRST_HOUR:
        return 0
    return announce_bundled(kind=AREA, newest=_newest, day=timezone.localdate())


def _newest(subjects: Collection[str]) -> Mapping[str, datetime]:
    busy = set(organisations_at_work())
    return newest_by_area(each for each in subjects if organisation_of(each) not in busy)


def _path(found: SubscribedArea) -> str:
    version, unit = found.place.version, found.place.unit
    return reverse("reports:district", args=[found.organisation.slug, version.edition, version.level, unit.key])
