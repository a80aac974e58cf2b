# SPDX-License-Identifier: EUPL-1.2
"""Pages of the people of an organisation, for its administrators; and the page of an invitation."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.forms import NewPasswordForm
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Assignment, Organisation, User
from sozialplanung.accounts.people import selectors, services
from sozialplanung.accounts.people.forms import NewPersonForm, RoleForm, TakeForm
from sozialplanung.accounts.people.invitations import invited
from sozialplanung.accounts.people.services import NewPerson
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.accounts.services import set_password
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import private, status_of, told


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """A person who manages the people of an organisation."""

    organisation: Organisation
    person: User

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page of people."""
        return reverse(f"accounts:{name}", args=[self.organisation.slug, *arguments])

    def other(self, number: int) -> User:
        """Return somebody who belongs here or did."""
        return selectors.person_at(self.organisation, number)


def _place(person: User, body: Organisation) -> PeopleDesk | None:
    """Give a place to who manages users here."""
    return PeopleDesk(body, person) if has_permission(person, Permission.MANAGE_USERS, body) else None


at_people = for_whom(_place)


@require_safe
@at_people
def people_page(request: HttpRequest, desk: PeopleDesk) -> HttpResponse:
    """List who works for the organisation."""
    context = {
        "rows": selectors.people_at(desk.organisation),
        "former": selectors.former_people_at(desk.organisation),
        "crumbs": _crumbs(desk),
    }
    return _page(request, desk, "people", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_people
def new_page(request: HttpRequest, desk: PeopleDesk) -> HttpResponse:
    """Give somebody a role who has none here yet, with a new account if need be."""
    form = NewPersonForm(posted(request), organisation=desk.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.open_account(
                organisation=desk.organisation, new=NewPerson(**form.cleaned_data), by=desk.person
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect(desk.url("person", person.pk))
    return _page(request, desk, "person_new", {"crumbs": _crumbs(desk, (_("New person"), ""))}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_people
def person_page(request: HttpRequest, desk: PeopleDesk, number: int) -> HttpResponse:
    """Show what somebody may do here and who said so, and give them another role."""
    person = desk.other(number)
    form = RoleForm(posted(request), organisation=desk.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_role(person=person, organisation=desk.organisation, by=desk.person, **form.cleaned_data)
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("%(name)s has the role now.") % {"name": person.name})
            return redirect(desk.url("person", person.pk))
    return _page(request, desk, "person", _sheet(desk, person), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_people
def take_page(request: HttpRequest, desk: PeopleDesk, number: int, assignment: int) -> HttpResponse:
    """Ask why, then take a role that was given here."""
    person = desk.other(number)
    rows = Assignment.every.select_related("organisation", "user")
    row = get_object_or_404(rows, pk=assignment, user=person, organisation=desk.organisation)
    form = TakeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.take_role(assignment=row, by=desk.person, reason=form.cleaned_data["reason"])
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("The role is taken. It can be given back below."))
            return redirect(desk.url("person", person.pk))
    (given,) = (each for each in selectors.roles_at(person, desk.organisation) if each.assignment.pk == assignment)
    way = _crumbs(desk, (person.name, desk.url("person", person.pk)), (_("Take the role"), ""))
    return _page(request, desk, "role_take", {"crumbs": way, "other": person, "given": given}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_people
def close_page(request: HttpRequest, desk: PeopleDesk, number: int) -> HttpResponse:
    """Ask why, then let somebody sign in no more."""
    person = desk.other(number)
    if not person.is_active or not selectors.manages_account(desk.person, person):
        raise nothing()
    form = TakeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.close_account(person=person, by=desk.person, reason=form.cleaned_data["reason"])
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("The account is closed. It can be opened again below."))
            return redirect(desk.url("person", person.pk))
    way = _crumbs(desk, (person.name, desk.url("person", person.pk)), (_("Close the account"), ""))
    return _page(request, desk, "account_close", {"crumbs": way, "other": person}, form=form)


@require_POST
@at_people
def open_again(request: HttpRequest, desk: PeopleDesk, number: int) -> HttpResponse:
    """Let somebody sign in again."""
    person = desk.other(number)
    if person.is_active or not selectors.manages_account(desk.person, person):
        raise nothing()
    services.open_again(person=person, by=desk.person)
    messages.success(request, _("The account is open again, with the roles it had."))
    return redirect(desk.url("person", person.pk))


@require_POST
@at_people
def invite(request: HttpRequest, desk: PeopleDesk, number: int) -> HttpResponse:
    """Show a link by which somebody chooses their first password; by POST, since it stands in the log."""
    person = desk.other(number)
    if not _can_invite(desk, person):
        raise nothing()
    secret = services.invite(person=person, organisation=desk.organisation, by=desk.person)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[secret]))
    return _page(
        request, desk, "person", _sheet(desk, person) | {"link": link}, form=RoleForm(organisation=desk.organisation)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Let whoever was invited choose their first password."""
    person = invited(secret)
    if person is None:
        return private(render(request, "accounts/people/invitation_over.html", status=404))
    form = NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(user=person, password=form.cleaned_data["new_password1"], by=person)
        messages.success(request, _("Your password is stored. Sign in with it now."))
        return redirect("accounts:login")
    context = {"form": form, "person": person}
    answer = render(request, "accounts/people/invitation.html", context, status=status_of(form))
    # The address is the secret: no other site is to learn it. `no-referrer` would make browsers send the form from an
    # origin called null, which the protection of forms refuses.
    answer.headers["Referrer-Policy"] = "same-origin"
    return private(answer)


def _sheet(desk: PeopleDesk, person: User) -> dict[str, Any]:
    roles = selectors.roles_at(person, desk.organisation)
    return {
        "other": person,
        "roles": roles,
        "taken": selectors.taken_roles(person, desk.organisation),
        "is_self": person.pk == desk.person.pk,
        "can_close": selectors.manages_account(desk.person, person),
        "can_invite": _can_invite(desk, person),
        "crumbs": _crumbs(desk, (person.name, "")),
    }


def _can_invite(desk: PeopleDesk, person: User) -> bool:
    return selectors.has_no_way_in(person) and selectors.manages_account(desk.person, person)


def _crumbs(desk: PeopleDesk, *steps: tuple[str, str]) -> list[dict[str, str]]:
    way = [(_("People"), desk.url("people") if steps else ""), *steps]
    return [{"label": label, "url": url} for label, url in way]


def _page(
    request: HttpRequest, desk: PeopleDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    shared = {"organisation": desk.organisation, "section": "people", "desk": desk, "form": form}
    return render(request, f"accounts/people/{template}.html", {**shared, **context}, status=status_of(form))
