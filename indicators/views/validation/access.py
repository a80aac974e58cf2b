# SPDX-License-Identifier: EUPL-1.2
"""Who may write validation rules of an organisation, decide on them or read them, and what their pages share."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import ValidationRule
from indicators.selectors.approvals import approves_at
from indicators.selectors.validation import rule_at
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of


@dataclass(frozen=True, slots=True)
class RulesDesk:
    """A person where validation rules of an organisation are kept."""

    organisation: Organisation
    person: User
    can_edit: bool
    can_decide: bool
    can_see_figures: bool

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])

    def rule(self, number: int) -> ValidationRule:
        """Return a rule of this organisation."""
        return rule_at(self.organisation, number)

    def require_editor(self) -> None:
        """Let nobody see here who may not write."""
        if not self.can_edit:
            raise nothing()

    def require_decider(self) -> None:
        """Let nobody see here who may not decide."""
        if not (self.can_decide and self.can_see_figures):
            raise nothing()

    def require_figures(self) -> None:
        """Let nobody see here who may not read figures that were never released."""
        if not self.can_see_figures:
            raise nothing()


def _place(person: User, body: Organisation) -> RulesDesk | None:
    """Give a place to who edits the catalogue or approves here and may see raw figures.

    Who builds indices reads what the rules say: results show figures that were never released.
    """
    can_edit = has_permission(person, Permission.EDIT_CATALOGUE, body)
    can_decide = approves_at(person, body)
    if (can_edit or can_decide) and has_permission(person, Permission.VIEW_RAW_FIGURES, body):
        return RulesDesk(body, person, can_edit, can_decide, can_see_figures=True)
    if has_permission(person, Permission.BUILD_INDICES, body):
        return RulesDesk(body, person, can_edit=False, can_decide=False, can_see_figures=False)
    return None


at_rules = for_whom(_place)


def page(
    request: HttpRequest, desk: RulesDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page; one whose form has errors says so in its status."""
    section = "deliveries" if desk.can_see_figures else "workshop"
    shared = {"organisation": desk.organisation, "section": section, "desk": desk, "form": form}
    return render(request, f"indicators/validation/{template}.html", {**shared, **context}, status=status_of(form))


def crumbs(desk: RulesDesk, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the rules."""
    deliveries, workshop = (_("Deliveries"), desk.url("deliveries")), (_("Index workshop"), desk.url("index_workshop"))
    first = deliveries if desk.can_see_figures else workshop
    way = [first, (_("Validation rules"), desk.url("validation_rules")), *steps]
    return [{"label": label, "url": url} for label, url in way]
