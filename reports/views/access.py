# SPDX-License-Identifier: EUPL-1.2
"""Who may stand at the desk where dashboards are made, and what every page there shares."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.selectors.released import PUBLIC
from reports.models import Edition, EditionState, Publication
from reports.selectors.desk import edition_at, publication_at, waiting_at
from reports.selectors.editions import COUNCIL
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of

SECTION: Final = "dashboards"


@dataclass(frozen=True, slots=True)
class NamedEdition:
    """An edition, and what it is called at the desk."""

    row: Edition
    name: str


def named(row: Edition) -> NamedEdition:
    """Name an edition by its number; one that was sent back by its moment, for the next one has its number."""
    if row.state == EditionState.RETURNED:
        return NamedEdition(row, _("Draft of %(when)s (sent back)") % {"when": row.moment})
    return NamedEdition(row, _("Edition %(number)s") % {"number": row.label})


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """A person at the desk of an organisation, and what they may do there; who does neither reads what waits."""

    organisation: Organisation
    person: User
    can_build: bool
    can_publish: bool

    def publication(self, uuid: UUID) -> Publication:
        """Return a publication of this organisation."""
        return publication_at(self.organisation, uuid)

    def own(self, uuid: UUID) -> Publication:
        """Return a publication for somebody who may work at it; for others there is nothing."""
        if not self.can_build:
            raise nothing()
        return self.publication(uuid)

    @property
    def works(self) -> bool:
        """Whether somebody makes dashboards here, or lets them out."""
        return self.can_build or self.can_publish

    def edition(self, uuid: UUID) -> Edition:
        """Return an edition of this organisation."""
        return edition_at(self.organisation, uuid)

    def legible(self, uuid: UUID) -> Edition:
        """Return an edition of whatever state for those who work here, for others one that waits and is for them."""
        row = self.edition(uuid)
        if not self.works and not (row.state == EditionState.SUBMITTED and row.readers in _drafts(self)):
            raise nothing()
        return row

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of the desk."""
        return reverse(f"reports:{name}", args=[self.organisation.slug, *arguments])


def _place(person: User, body: Organisation) -> ReportDesk | None:
    """Give a place to who prepares reports or lets them out here."""
    can_build = has_permission(person, Permission.PREPARE_REPORTS, body)
    can_publish = has_permission(person, Permission.PUBLISH_RELEASES, body)
    return ReportDesk(body, person, can_build, can_publish) if can_build or can_publish else None


def _reading_place(person: User, body: Organisation) -> ReportDesk | None:
    """Give a place to who reads what waits, too."""
    place = _place(person, body)
    if place is None and has_permission(person, Permission.VIEW_DRAFT_REPORTS, body):
        return ReportDesk(body, person, can_build=False, can_publish=False)
    return place


def _drafts(desk: ReportDesk) -> frozenset[str]:
    """Return for whom editions are that somebody reads before they are published."""
    inside = {COUNCIL} if reads_council(desk.person, desk.organisation) else set()
    return frozenset({PUBLIC, *inside})


def waiting_for(person: User, organisation: Organisation) -> tuple[Edition, ...]:
    """Return the editions that wait and that somebody may read."""
    desk = _reading_place(person, organisation)
    return waiting_at(organisation, _drafts(desk)) if desk else ()


at_desk = for_whom(_place)
reading_drafts = for_whom(_reading_place)


def reads_council(person: User, organisation: Organisation) -> bool:
    """Say whether somebody reads what is for the council as a whole.

    A role that is narrowed to topics does not do: an edition speaks of all.
    """
    return has_permission(person, Permission.VIEW_COUNCIL_RELEASES, organisation)


def editions_audience(request: HttpRequest, organisation: Organisation) -> str:
    """Return for whom the editions of an organisation are listed; whoever looks as everybody does sees no others."""
    if organisation.audience == PUBLIC or not isinstance(request.user, User):
        return PUBLIC
    return COUNCIL if reads_council(request.user, organisation) else PUBLIC


def page(
    request: HttpRequest, desk: ReportDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page of the desk; one whose form has errors says so in its status."""
    shared = {"organisation": desk.organisation, "section": SECTION, "desk": desk, "form": form}
    return render(request, f"reports/desk/{template}.html", {**shared, **context}, status=status_of(form))


def crumbs(desk: ReportDesk, publication: Publication | None = None, label: str = "") -> list[dict[str, str]]:
    """Return the way to a page of the desk."""
    found = [{"label": _("Dashboards"), "url": desk.url("desk") if publication or label else ""}]
    if publication is not None:
        found.append({"label": publication.title, "url": desk.url("publication", publication.uuid) if label else ""})
    if label:
        found.append({"label": label, "url": ""})
    return found
