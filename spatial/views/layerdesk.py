# SPDX-License-Identifier: EUPL-1.2
"""The desk of layers: drafts, the start of one, address files, and what every page of a draft shares."""

from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError, Problem
from sozialplanung.web.desks import told
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.query import QueryReader
from sozialplanung.web.steps import next_step
from sozialplanung.web.uploads import takes_files
from spatial.forms.layers import AddressFileForm, NewLayerForm
from spatial.models import LayerDraft, RegisterState
from spatial.selectors.layerdrafts import (
    DraftScope,
    counts_by_scope,
    counts_in_force,
    draft_at,
    drafts_of,
    fetched_before,
    registers_of,
    steps_of,
)
from spatial.selectors.layerwithdrawals import waiting_withdrawals
from spatial.services.layers.answers import PlaceAnswers
from spatial.services.layers.drafting import LayerFacts, Upload, create_draft
from spatial.services.layers.registers import bring_register
from spatial.views.access import Desk, at_desk, page

PAGE_SIZE: Final = 25
SCOPES: Final[tuple[DraftScope, ...]] = ("eigene", "freigabe", "alle")
STEP_PAGES: Final = {
    "datei": "layer_draft_file",
    "angaben": "layer_draft_facts",
    "spalten": "layer_draft_columns",
    "zeilen": "layer_draft_rows",
    "einreichen": "layer_draft_submit",
}


@require_safe
@at_desk
def drafts_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the drafts of layers: own ones, those that wait for my approval, all."""
    query = QueryReader(request.GET, allowed=("liste", "seite"))
    chosen = query.choice("liste", SCOPES, default="eigene" if desk.can_import else "freigabe")
    scope = next(scope for scope in SCOPES if scope == chosen)
    rows = Paginator(drafts_of(desk.organisation, scope=scope, person=desk.person), PAGE_SIZE)
    shown = rows.get_page(query.integer("seite", minimum=1, maximum=100_000, default=1))
    labels = {"eigene": _("My drafts"), "freigabe": _("Waiting for my approval"), "alle": _("All drafts")}
    context = {
        "tabs": [{"label": labels[key], "url": f"?liste={key}", "is_current": key == scope} for key in SCOPES],
        "scope": scope,
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"liste={scope}&",
        "crumbs": [_head(desk), {"label": _("Drafts"), "url": ""}],
        "withdrawals": waiting_withdrawals(desk.organisation),
        "fetched": fetched_before(desk.organisation) if desk.can_import else (),
    }
    return page(request, desk, "orte/drafts", context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Start a layer with its file."""
    if not desk.can_import:
        raise nothing()
    form = NewLayerForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        files = uploads(said.pop("uploads"))
        try:
            draft = create_draft(organisation=desk.organisation, facts=LayerFacts(**said), files=files, by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft", draft.uuid))
    return page(request, desk, "orte/new", {"crumbs": start_crumbs(desk, _("New layer"))}, form=form)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def addresses_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the address files and who may search the one in use, and take another one from a steward."""
    if request.method == "POST" and not desk.can_import:
        raise nothing()
    form = AddressFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _bring(desk, form)
        return redirect(desk.url("address_files"))
    registers = [(register, problem_sentence(register.problem)) for register in registers_of(desk.organisation)]
    crumbs = [_head(desk), {"label": _("Address file"), "url": ""}]
    has_current = any(register.state == RegisterState.CURRENT for register, _problem in registers)
    context = {"registers": registers, "crumbs": crumbs, "has_current": has_current}
    return page(request, desk, "orte/addresses", context, form=form)


def _bring(desk: Desk, form: AddressFileForm) -> None:
    said = form.cleaned_data
    names = ("crs", "east", "north", "encoding", "separator")
    answers = PlaceAnswers(address=form.address, **{name: said[name] for name in names})
    file = uploads(said["upload"])[0]
    source = (said["publisher"], said["licence"])
    bring_register(organisation=desk.organisation, file=file, answers=answers, source=source, by=desk.person)


def start_crumbs(desk: Desk, label: str) -> list[dict[str, str]]:
    """Return where a page lies at which a layer is started."""
    return [_head(desk), _drafts(desk), {"label": label, "url": ""}]


def uploads(files: "list[UploadedFile[Any]]") -> list[Upload]:
    """Return files as the services take them."""
    return [Upload(file.name or "", file.read()) for file in files]


def problem_sentence(stored: dict[str, Any] | None) -> str:
    """Return a stored problem in the reader's language."""
    if not stored:
        return ""
    problem = Problem(stored["code"], stored["code"], stored.get("place", ""), "", 400, stored.get("params", {}))
    return " ".join(part for part in sentence_for(problem) if part)


def draft_of(desk: Desk, uuid: UUID) -> LayerDraft:
    """Return a draft for somebody who may change it; for others there is nothing."""
    if not desk.can_import:
        raise nothing()
    return draft_at(desk.organisation, uuid)


def frame(desk: Desk, draft: LayerDraft, label: str = "") -> dict[str, Any]:
    """Return what every page of one draft shows: where it is, and how far it has come."""
    job = draft.job
    steps = steps_of(draft, job)
    following = next_step(steps)
    crumbs = [_head(desk), _drafts(desk)]
    crumbs.append({"label": draft.name, "url": desk.url("layer_draft", draft.uuid) if label else ""})
    return {
        "draft": draft,
        "steps": [(step, desk.url(STEP_PAGES[step.key], draft.uuid)) for step in steps],
        "next_step": following,
        "next_url": desk.url(STEP_PAGES[following.key], draft.uuid)
        if following and following.state != "running"
        else "",
        "counts": counts_by_scope(draft),
        "in_force": counts_in_force(draft),
        "crumbs": [*crumbs, {"label": label, "url": ""}] if label else crumbs,
        "job": job if job and draft.is_open else None,
        "is_open": draft.is_open and desk.can_import,
    }


def _head(desk: Desk) -> dict[str, str]:
    return {"label": _("Places and areas"), "url": desk.url("places")}


def _drafts(desk: Desk) -> dict[str, str]:
    return {"label": _("Drafts"), "url": desk.url("layer_drafts")}
