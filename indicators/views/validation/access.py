# SPDX-License-Identifier: EUPL-1.2
"""Who may write validation rules of an organisation or decide on them, and what their pages share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import ValidationRule
from indicators.selectors.approvals import may_approve, rule_in_force
from indicators.selectors.validation import rule_at
from sozialplanung.accounts.keeping import at_work, sign_in_first
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, organisation_by_slug
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.desks import private, status_of


@dataclass(frozen=True, slots=True)
class RulesDesk:
    """A person where validation rules of an organisation are kept."""

    organisation: Organisation
    person: User
    can_edit: bool
    can_decide: bool

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])

    def rule(self, number: int) -> ValidationRule:
        """Return a rule of this organisation."""
        return rule_at(self.organisation, number)

    def require_editor(self) -> None:
        """Let nobody see here who may not write."""
        if not self.can_edit:
            raise NotFoundError("http.not_found", "There is nothing at this address.")


def at_rules(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who edits the catalogue or approves here and may see raw figures: others sign in, or find nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
        body = organisation_by_slug(organisation)
        person = request.user
        if not isinstance(person, User):
            return private(sign_in_first(request))
        can_edit = has_permission(person, Permission.EDIT_CATALOGUE, body)
        can_decide = may_approve(rule_in_force(organisation_id=body.pk), person, body)
        # Results show figures that were never released.
        if not (can_edit or can_decide) or not has_permission(person, Permission.VIEW_RAW_FIGURES, body):
            raise NotFoundError("http.not_found", "There is nothing at this address.")
        desk = RulesDesk(body, person, can_edit, can_decide)
        return private(at_work(request, person, lambda: view(request, desk, **kwargs)))

    guarded.keeps_forms = True  # type: ignore[attr-defined]  # read where a token is too old
    return guarded


def page(
    request: HttpRequest, desk: RulesDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page; one whose form has errors says so in its status."""
    shared = {"organisation": desk.organisation, "section": "deliveries", "desk": desk, "form": form}
    return render(request, f"indicators/validation/{template}.html", {**shared, **context}, status=status_of(form))


def crumbs(desk: RulesDesk, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the rules."""
    way = [(_("Deliveries"), desk.url("deliveries")), (_("Validation rules"), desk.url("validation_rules")), *steps]
    return [{"label": label, "url": url} for label, url in way]
