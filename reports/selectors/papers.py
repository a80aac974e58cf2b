# SPDX-License-Identifier: EUPL-1.2
"""What pages of `indicators` tell of editions: which show the figures of some releases, which are the newest ones."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.selectors.papers import Paper
from indicators.selectors.released import PUBLIC
from reports.models import Edition, EditionState
from reports.selectors.editions import EditionRow, editions_at
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission

_MOST_NEWEST: Final = 3
# What is taken back has to be gone everywhere within a minute; a start page asks no further question for it.
_KEPT_SECONDS: Final = 30
# Figures are of a cell: an edition may hold an earlier release of it, and goes with the one in force.
_SHOWING: Final = """
SELECT DISTINCT e.id
FROM reports_edition e
JOIN reports_editionpin n ON n.edition_id = e.id
JOIN indicators_release r ON r.id = n.release_id
JOIN indicators_release told
  ON told.indicator_id = r.indicator_id AND told.period_id = r.period_id
 AND told.boundary_version_id = r.boundary_version_id AND told.audience = r.audience
WHERE e.organisation_id = %s AND e.state IN ('submitted', 'published') AND told.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What of editions somebody sees: all at the desk, those for the council, those that wait."""

    works: bool
    reads_council: bool
    reads_waiting: bool

    def sees(self, edition: Edition) -> bool:
        if self.works:
            return True
        is_there = _is_out(edition) or (self.reads_waiting and edition.state == EditionState.SUBMITTED)
        return is_there and (edition.readers == PUBLIC or self.reads_council)

    def path(self, edition: Edition) -> str:
        """Return the page that readers have, where it is there for this person; else the one at the desk."""
        if _is_out(edition) and (edition.readers == PUBLIC or self.reads_council):
            return reverse("reports:edition", args=[edition.publication.slug, edition.year, edition.number])
        return reverse("reports:edition_desk", args=[edition.organisation.slug, edition.uuid])


def editions_showing(organisation: Organisation, person: User, releases: Collection[int]) -> tuple[Paper, ...]:
    """Return the editions that show some releases and wait or are out, as far as somebody may see them."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWING, [organisation.pk, list(releases)])
        found = [edition for (edition,) in cursor.fetchall()]
    if not found:
        return ()
    sight = _sight_of(person, organisation)
    rows = Edition.objects.filter(pk__in=found).select_related("publication", "organisation")
    ordered = rows.order_by("title", "-year", "-number")
    return tuple(Paper(_name(row), _note(row), sight.path(row)) for row in ordered if sight.sees(row))


def forget_newest(organisation_id: int) -> None:
    """Forget which editions are the newest ones: one came, or was taken back."""
    cache.delete(_key(organisation_id))


def _key(organisation_id: int) -> str:
    return f"reports.newest.{organisation_id}"


def newest_editions(organisation: Organisation) -> tuple[Paper, ...]:
    """Return the editions that everybody finds and that were let out last, one of each publication."""
    key = _key(organisation.pk)
    told = cache.get(key)
    if told is None:
        rows = editions_at(organisation.pk, PUBLIC)[:_MOST_NEWEST]
        told = [[row.title, row.label, f"{timezone.localtime(row.published_at):%d.%m.%Y}", _page(row)] for row in rows]
        cache.set(key, told, _KEPT_SECONDS)
    return tuple(
        Paper(title, _("Edition %(number)s, published on %(day)s") % {"number": label, "day": day}, path)
        for title, label, day, path in told
    )


def _page(row: EditionRow) -> str:
    return reverse("reports:edition", args=[row.slug, row.year, row.number])


def _sight_of(person: User, organisation: Organisation) -> _Sight:
    def may(permission: Permission) -> bool:
        return has_permission(person, permission, organisation)

    return _Sight(
        works=may(Permission.PREPARE_REPORTS) or may(Permission.PUBLISH_RELEASES),
        reads_council=may(Permission.VIEW_COUNCIL_RELEASES),
        reads_waiting=may(Permission.VIEW_DRAFT_REPORTS),
    )


def _is_out(edition: Edition) -> bool:
    moment = edition.published_at
    return edition.state == EditionState.PUBLISHED and moment is not None and moment <= timezone.now()


def _name(edition: Edition) -> str:
    return f"{edition.title}, {_('Edition %(number)s') % {'number': edition.label}}"


def _note(edition: Edition) -> str:
    state = edition.get_state_display()
    if edition.state == EditionState.PUBLISHED and edition.published_at and not _is_out(edition):
        state = _("out from %(day)s on") % {"day": f"{timezone.localtime(edition.published_at):%d.%m.%Y}"}
    return f"{state} · {edition.get_readers_display()}"
