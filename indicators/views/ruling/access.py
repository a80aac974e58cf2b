# SPDX-License-Identifier: EUPL-1.2
"""Who writes rules of disclosure, who confirms them, and what their pages share."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.selectors.approvals import approves_at
from indicators.selectors.ruling import source_at
from indicators.services.ruling.content import WORD_OF, WORDS
from indicators.services.ruling.writing import RulePlace
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of


@dataclass(frozen=True, slots=True)
class RulingDesk:
    """A person where rules of disclosure of an organisation are kept."""

    organisation: Organisation
    person: User
    can_edit: bool
    can_decide: bool

    def place(self, source: str, audience: str) -> RulePlace:
        """Return the rule of a source of this organisation for the audience that an address names."""
        if audience not in WORDS:
            raise nothing()
        return RulePlace(source_at(self.organisation, source), WORDS[audience])

    def url(self, name: str, place: RulePlace | None = None) -> str:
        """Return the address of a page."""
        where = [place.source.slug, WORD_OF[place.audience]] if place else []
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *where])

    def require_decider(self) -> None:
        """Let nobody see here who may not decide."""
        if not self.can_decide:
            raise nothing()

    def require_editor(self) -> None:
        """Let nobody see here who may not write."""
        if not self.can_edit:
            raise nothing()


def _place(person: User, body: Organisation) -> RulingDesk | None:
    """Give a place to who edits the catalogue or approves here."""
    can_edit = has_permission(person, Permission.EDIT_CATALOGUE, body)
    can_decide = approves_at(person, body)
    return RulingDesk(body, person, can_edit, can_decide) if can_edit or can_decide else None


at_rulings = for_whom(_place)


def page(
    request: HttpRequest, desk: RulingDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page; one whose form has errors says so in its status."""
    shared = {"organisation": desk.organisation, "section": "deliveries", "desk": desk, "form": form}
    return render(request, f"indicators/ruling/{template}.html", {**shared, **context}, status=status_of(form))


def crumbs(desk: RulingDesk, place: RulePlace | None = None) -> list[dict[str, str]]:
    """Return the way to a page of the rules."""
    deliveries = reverse("indicators:deliveries", args=[desk.organisation.slug])
    way = [(_("Deliveries"), deliveries), (_("Rules of disclosure"), desk.url("rulings") if place else "")]
    if place:
        way.append((f"{place.source.title}: {place.audience.label}", ""))
    return [{"label": label, "url": url} for label, url in way]
