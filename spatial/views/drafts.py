# SPDX-License-Identifier: EUPL-1.2
"""One draft: its list of tasks, its files, what is said of it as a whole, its progress, and its end."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, Problem
from sozialplanung.web.desks import RevisionForm, revision_of, told
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.uploads import takes_files
from spatial.forms.changesets import FactsForm, FilesForm
from spatial.models import Changeset, ChangesetFile
from spatial.selectors.changesets import levels_with_versions
from spatial.services.changesets import drafting
from spatial.services.changesets.drafting import Facts
from spatial.views.access import Desk, at_desk, frame, page
from spatial.views.listing import brought


@require_safe
@at_desk
def changeset_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show how far a boundary version has come and what comes next."""
    changeset = desk.changeset(uuid)
    context = frame(desk, changeset) | {
        "comments": changeset.comments.select_related("person"),
        "may_decide": desk.can_approve and changeset.state == "submitted",
        "signature": changeset.signatures.filter(revision=changeset.revision).select_related("person").first(),
        "levels": changeset.summary.get("levels", ()),
    }
    return page(request, desk, "changeset", context)


@require_safe
@at_desk
def progress_part(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Give the present progress alone, for a page that is open."""
    context = frame(desk, desk.changeset(uuid)) | {"organisation": desk.organisation}
    return render(request, "spatial/_progress.html", context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def files_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the files of a draft, take further ones or corrected ones."""
    changeset = desk.draft(uuid)
    form = FilesForm(posted(request), request.FILES or None, initial={"revision": changeset.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            drafting.add_files(changeset=changeset, brought=brought(said), by=desk.person, revision=said["revision"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("changeset", uuid))
    files = [(file, _problem(file)) for file in changeset.files.defer("content")]
    return page(request, desk, "files", frame(desk, changeset, _("Files")) | {"files": files}, form=form)


def _problem(file: ChangesetFile) -> str:
    if not file.problem:
        return ""
    stored = file.problem
    problem = Problem(stored["code"], stored["code"], stored.get("place", ""), "", 400, stored.get("params", {}))
    return " ".join(part for part in sentence_for(problem) if part)


@require_POST
@at_desk
def remove_file(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Take one file out of a draft."""
    file = get_object_or_404(desk.draft(uuid).files.defer("content"), number=number)
    drafting.remove_file(file=file, by=desk.person, revision=revision_of(request))
    return redirect(desk.url("changeset_files", uuid))


@require_POST
@at_desk
def look_again(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Let the files be looked into once more."""
    drafting.look_again(changeset=desk.draft(uuid), by=desk.person, revision=revision_of(request))
    return redirect(desk.url("changeset", uuid))


@require_POST
@at_desk
def stop_step(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Stop the long step that runs."""
    del request
    drafting.cancel_job(changeset=desk.draft(uuid), by=desk.person)
    return redirect(desk.url("changeset", uuid))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def facts_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Say when the edition holds and where it comes from."""
    changeset = desk.draft(uuid)
    has_whole = any(level.versions for level in levels_with_versions(desk.organisation))
    given = {name: getattr(changeset, name) for name in (*Facts.__dataclass_fields__, "revision")}
    form = FactsForm(posted(request), initial=given, has_whole=has_whole, licence=changeset.licence)
    if request.method == "POST" and form.is_valid():
        try:
            _save_facts(changeset, form, desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("changeset", uuid))
    return page(request, desk, "facts", frame(desk, changeset, _("Validity and origin")), form=form)


def _save_facts(changeset: Changeset, form: FactsForm, desk: Desk) -> None:
    said = dict(form.cleaned_data)
    revision = said.pop("revision")
    kept = {name: getattr(changeset, name) for name in Facts.__dataclass_fields__}
    facts = Facts(**{**kept, **said})
    if asdict(facts) != kept:
        drafting.save_facts(changeset=changeset, facts=facts, by=desk.person, revision=revision)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def discard_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Ask, then end a draft."""
    changeset = desk.draft(uuid)
    form = RevisionForm(posted(request), initial={"revision": changeset.revision})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.discard_changeset(changeset=changeset, by=desk.person, revision=form.cleaned_data["revision"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("versions"))
    return page(request, desk, "discard", frame(desk, changeset, _("Discard")), form=form)
