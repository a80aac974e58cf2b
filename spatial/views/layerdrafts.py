# SPDX-License-Identifier: EUPL-1.2
"""One draft of a layer: its steps, its file, what is said of it, what its columns mean, and its end."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import RevisionForm, revision_of, told
from sozialplanung.web.uploads import takes_files
from spatial.forms.layers import ColumnsForm, LayerFactsForm, ReplaceFileForm
from spatial.models import LayerDraft
from spatial.selectors.layerdrafts import draft_at
from spatial.services.layers import drafting
from spatial.services.layers.answers import ADDRESS_FIELDS, PlaceAnswers, answers_of
from spatial.services.layers.drafting import LayerFacts
from spatial.views.access import Desk, at_desk, page
from spatial.views.layerdesk import draft_of, frame, problem_sentence, uploads


@require_safe
@at_desk
def draft_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show how far a layer has come and what comes next."""
    draft = draft_at(desk.organisation, uuid)
    context = frame(desk, draft) | {
        "comments": draft.comments.select_related("person"),
        "may_decide": desk.can_approve and draft.state == "submitted",
        "signature": draft.signatures.filter(revision=draft.revision).select_related("person").first(),
    }
    return page(request, desk, "orte/draft", context)


@require_safe
@at_desk
def progress_part(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the present progress alone, for a page that is open."""
    context = frame(desk, draft_at(desk.organisation, uuid)) | {"organisation": desk.organisation}
    return render(request, "spatial/orte/_progress.html", context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def file_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the file of a draft, take another one in its place."""
    draft = draft_of(desk, uuid)
    form = ReplaceFileForm(posted(request), request.FILES or None, initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            files = uploads(said["uploads"])
            drafting.replace_file(draft=draft, files=files, by=desk.person, revision=said["revision"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft", uuid))
    file = getattr(draft, "file", None)
    context = {"file": file, "problem": problem_sentence(file.problem) if file else ""}
    return page(request, desk, "orte/file", frame(desk, draft, _("File")) | context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def facts_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Say what the layer is, when it holds and where it comes from."""
    draft = draft_of(desk, uuid)
    given = {name: getattr(draft, name) for name in (*LayerFacts.__dataclass_fields__, "revision")}
    form = LayerFactsForm(posted(request), initial=given, licence=draft.licence)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        revision = said.pop("revision")
        try:
            _save_facts(draft, LayerFacts(**said), desk, revision)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft", uuid))
    return page(request, desk, "orte/facts", frame(desk, draft, _("Layer and origin")), form=form)


def _save_facts(draft: LayerDraft, facts: LayerFacts, desk: Desk, revision: int) -> None:
    if asdict(facts) != {name: getattr(draft, name) for name in LayerFacts.__dataclass_fields__}:
        drafting.save_facts(draft=draft, facts=facts, by=desk.person, revision=revision)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def columns_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Say what the columns mean; the rows are checked then."""
    draft = draft_of(desk, uuid)
    form = _columns_form(request, draft)
    if request.method == "POST" and form.is_valid():
        try:
            answers, revision = _answers(form), form.cleaned_data["revision"]
            drafting.save_answers(draft=draft, answers=answers, by=desk.person, revision=revision)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft", uuid))
    sketches = _sketches(draft)
    return page(request, desk, "orte/columns", frame(desk, draft, _("Columns")) | {"sketches": sketches}, form=form)


def _sketches(draft: LayerDraft) -> list[dict[str, Any]]:
    file = getattr(draft, "file", None)
    return list(file.sketch) if file else []


def _columns_form(request: HttpRequest, draft: LayerDraft) -> ColumnsForm:
    sketches = _sketches(draft)
    columns = list(dict.fromkeys(column["name"] for sketch in sketches for column in sketch["columns"]))
    said = answers_of(draft.answers)
    fitting = next((sketch["fitting"][0] for sketch in sketches if sketch["fitting"]), "")
    initial = {
        **said.to_json(),
        **{f"address_{name}": said.address.get(name, "") for name in ADDRESS_FIELDS},
        "crs": said.crs or fitting,
        "revision": draft.revision,
    }
    layers = [sketch["name"] for sketch in sketches]
    return ColumnsForm(posted(request), initial=initial, layers=layers, columns=columns)


def _answers(form: ColumnsForm) -> PlaceAnswers:
    said = form.cleaned_data
    names = ("crs", "encoding", "separator", "east", "north", "name", "key", "capacity", "capacity_label")
    return PlaceAnswers(
        layer=said.get("layer") or "",
        address=form.address,
        kept=tuple(said["kept"]),
        **{name: said[name] for name in names},
    )


@require_POST
@at_desk
def check_again(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Let the rows be checked once more, for instance with another address file."""
    drafting.request_check(draft=draft_of(desk, uuid), by=desk.person, revision=revision_of(request))
    return redirect(desk.url("layer_draft", uuid))


@require_POST
@at_desk
def stop_step(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Stop the long step that runs."""
    del request
    drafting.cancel_job(draft=draft_of(desk, uuid), by=desk.person)
    return redirect(desk.url("layer_draft", uuid))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def discard_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Ask, then end a draft."""
    draft = draft_of(desk, uuid)
    form = RevisionForm(posted(request), initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.discard_draft(draft=draft, by=desk.person, revision=form.cleaned_data["revision"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_drafts"))
    return page(request, desk, "orte/discard", frame(desk, draft, _("Discard")), form=form)
