# SPDX-License-Identifier: EUPL-1.2
"""The page on which an organisation says who signs deliveries, and the second person of a change of that."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms.approvals import RuleForm, initial_of, seen_text
from indicators.models import RuleChange
from indicators.selectors.approvals import (
    Rule,
    approvers_of,
    changes_of,
    gaps_of,
    rule_in_force,
    rule_of,
    rule_sentences,
    waiting_change,
)
from indicators.services.approvals import change_rule, confirm_change, refuse_change
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission, people_where
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import status_of, told

SHOWN_CHANGES = 20


@dataclass(frozen=True, slots=True)
class Office:
    """A person where the rules of an organisation are kept."""

    organisation: Organisation
    person: User
    can_manage: bool


def _place(person: User, body: Organisation) -> Office | None:
    """Give a place to who manages the organisation or approves there."""
    can_manage = has_permission(person, Permission.MANAGE_ORGANISATIONS, body)
    may_look = can_manage or has_permission(person, Permission.APPROVE_IMPORTS, body)
    return Office(body, person, can_manage) if may_look else None


at_office = for_whom(_place)


@require_http_methods(["GET", "HEAD", "POST"])
@at_office
def settings_page(request: HttpRequest, office: Office) -> HttpResponse:
    """Show who signs deliveries, and take a change of it."""
    rule, body = rule_in_force(organisation_id=office.organisation.pk), office.organisation
    if request.method == "POST" and not office.can_manage:
        raise nothing()
    parent = Organisation.objects.filter(pk=body.parent_id or 0).first()
    form = RuleForm(
        posted(request), people=_people(body), parent=parent.name if parent else "", initial=initial_of(rule)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(form, office, rule)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_address(office))
    context = _context(office, rule) | {"form": form, "parent": parent, "managers": _managers(body)}
    return render(request, "indicators/approvals/settings.html", context, status=status_of(form))


def _managers(body: Organisation) -> list[str]:
    """Return the names of those who can change the rule, for those who cannot."""
    return [person.name for person in people_where(Permission.MANAGE_ORGANISATIONS, body)]


def _people(body: Organisation) -> "QuerySet[User]":
    return approvers_of(body, Rule(parent_approves=True))


def _change(form: RuleForm, office: Office, rule: Rule) -> None:
    is_fresh = form.cleaned_data["seen"] == seen_text(rule)
    change_rule(
        organisation=office.organisation,
        rule=form.rule(),
        # Another page than the present one was looked at: let the service refuse it in its own words.
        before=rule if is_fresh else Rule(content_signers=frozenset({-1})),
        reason=form.cleaned_data["reason"],
        by=office.person,
    )


def _context(office: Office, rule: Rule) -> dict[str, Any]:
    waiting = waiting_change(office.organisation)
    unsigned, is_same_person = gaps_of(office.organisation, rule)
    return {
        "organisation": office.organisation,
        "office": office,
        "rule": rule_sentences(rule),
        "waiting": waiting,
        "waiting_rule": rule_sentences(rule_of(waiting)) if waiting else (),
        "is_own": bool(waiting and waiting.proposed_by_id == office.person.pk),
        "unsigned": [kind.label for kind in unsigned],
        "is_same_person": is_same_person,
        "changes": [(each, rule_sentences(rule_of(each))) for each in changes_of(office.organisation)[:SHOWN_CHANGES]],
        "crumbs": [{"label": _("Settings"), "url": ""}],
        "section": "settings",
    }


@require_POST
@at_office
def decide_change(request: HttpRequest, office: Office, number: int) -> HttpResponse:
    """Confirm a change of somebody else, refuse it, or take one's own back."""
    change = get_object_or_404(RuleChange, pk=number, organisation_id=office.organisation.pk)
    if request.POST.get("decision") == "confirm":
        confirm_change(change=change, by=office.person)
    else:
        refuse_change(change=change, by=office.person)
    return redirect(_address(office))


def _address(office: Office) -> str:
    return reverse("indicators:settings", args=[office.organisation.slug])
