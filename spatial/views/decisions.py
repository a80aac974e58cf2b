# SPDX-License-Identifier: EUPL-1.2
"""Submitting boundaries, and the second pair of eyes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialplanung.accounts.approving import may_approve_at
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import DecisionForm, told
from spatial.forms.changesets import SubmitForm
from spatial.models import Changeset
from spatial.selectors.changesets import drawings_of, findings_of
from spatial.services.authors import is_editor
from spatial.services.changesets import deciding
from spatial.services.changesets.texts import fate_label, finding_sentence
from spatial.views.access import Desk, at_desk, frame, page

MOST_REASONS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def submit_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Sum up and ask for approval."""
    changeset = desk.draft(uuid)
    form = SubmitForm(posted(request), initial={"revision": changeset.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            deciding.submit_changeset(changeset=changeset, by=desk.person, revision=said["revision"], text=said["text"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("changeset", uuid))
    return page(request, desk, "submit", frame(desk, changeset, _("Submit")) | facts_of(changeset), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def approval_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the second person what becomes current, and take their decision."""
    if not desk.can_approve:
        raise nothing()
    changeset = desk.changeset(uuid)
    form = DecisionForm(posted(request), initial={"content_hash": changeset.content_hash})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(changeset, form.cleaned_data, desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("changeset", uuid))
    context = facts_of(changeset) | {
        "is_editor": is_editor(changeset, desk.person),
        "may_approve": may_approve_at(desk.person, desk.organisation),
    }
    return page(request, desk, "approval", frame(desk, changeset, _("Approval")) | context, form=form)


def _decide(changeset: Changeset, said: dict[str, Any], desk: Desk) -> None:
    match said["decision"]:
        case "ask_back":
            deciding.ask_back(changeset=changeset, by=desk.person, text=said["text"])
        case "refuse":
            deciding.refuse_changeset(changeset=changeset, by=desk.person, text=said["text"])
        case _:
            deciding.approve_changeset(
                changeset=changeset, by=desk.person, content_hash=said["content_hash"], text=said["text"]
            )


@require_POST
@at_desk
def withdraw(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Take submitted boundaries back, or approved ones whose activation failed."""
    del request
    changeset = desk.draft(uuid)
    if changeset.state == "approved":
        deciding.reopen_changeset(changeset=changeset, by=desk.person)
    else:
        deciding.withdraw_changeset(changeset=changeset, by=desk.person)
    return redirect(desk.url("changeset", uuid))


def facts_of(changeset: Changeset) -> dict[str, Any]:
    """Return the facts that both who submits and who approves look at."""
    warnings = findings_of(changeset, severity="warning")
    levels = [
        {**level, "told": [(fate_label(fate), count) for fate, count in level["counts"].items()]}
        for level in changeset.summary.get("levels", ())
    ]
    return {
        "levels": levels,
        "reasons": [(finding, finding_sentence(finding)[0]) for finding in warnings[:MOST_REASONS]],
        "files": changeset.files.defer("content"),
        "comments": changeset.comments.select_related("person"),
        "drawings": drawings_of(changeset),
    }
