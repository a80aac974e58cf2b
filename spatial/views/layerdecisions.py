# SPDX-License-Identifier: EUPL-1.2
"""Submitting a layer, and the second pair of eyes."""

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
from spatial.models import LayerDraft
from spatial.selectors.layerchanges import changes_of
from spatial.selectors.layerdrafts import draft_at
from spatial.services.authors import is_editor
from spatial.services.layers import deciding
from spatial.views.access import Desk, at_desk, page
from spatial.views.layerdesk import draft_of, frame

MOST_DECIDED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def submit_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Sum up and ask for approval."""
    draft = draft_of(desk, uuid)
    form = SubmitForm(posted(request), initial={"revision": draft.revision})
    form.fields["is_confirmed"].label = _("I have looked at the rows and at what was decided on them.")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            deciding.submit_draft(draft=draft, by=desk.person, revision=said["revision"], text=said["text"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft", uuid))
    return page(request, desk, "orte/submit", frame(desk, draft, _("Submit")) | _facts(draft), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def approval_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the second person what comes into force, and take their decision."""
    if not desk.can_approve:
        raise nothing()
    draft = draft_at(desk.organisation, uuid)
    form = DecisionForm(posted(request), initial={"content_hash": draft.content_hash})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(draft, form.cleaned_data, desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft", uuid))
    context = _facts(draft) | {
        "is_editor": is_editor(draft, desk.person),
        "may_approve": may_approve_at(desk.person, desk.organisation),
    }
    return page(request, desk, "orte/approval", frame(desk, draft, _("Approval")) | context, form=form)


def _decide(draft: LayerDraft, said: dict[str, Any], desk: Desk) -> None:
    match said["decision"]:
        case "ask_back":
            deciding.ask_back(draft=draft, by=desk.person, text=said["text"])
        case "refuse":
            deciding.refuse_draft(draft=draft, by=desk.person, text=said["text"])
        case _:
            deciding.approve_draft(draft=draft, by=desk.person, content_hash=said["content_hash"], text=said["text"])


@require_POST
@at_desk
def withdraw(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Take a submitted layer back."""
    del request
    deciding.withdraw_draft(draft=draft_of(desk, uuid), by=desk.person)
    return redirect(desk.url("layer_draft", uuid))


def _facts(draft: LayerDraft) -> dict[str, Any]:
    """Return what both who submits and who approves look at."""
    corrections = draft.corrections.select_related("person")[:MOST_DECIDED]
    file = getattr(draft, "file", None)
    return {
        "file": file,
        "corrections": list(corrections),
        "comments": draft.comments.select_related("person"),
        "changes": changes_of(draft),
    }
