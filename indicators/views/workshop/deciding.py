# SPDX-License-Identifier: EUPL-1.2
"""Where the second person sees what is signed, by its hash, and decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.forms.workshop_start import ReviewForm
from indicators.models import DraftState, RecipeDraft
from indicators.selectors.definitions import topics_of
from indicators.services.defining import source_slugs
from indicators.services.indexing_workshop.deciding import approve_draft, is_second_person, send_back
from indicators.views.workshop.access import Bench, at_bench, crumbs, page
from indicators.views.workshop.sheets import sheet_context
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told


@require_http_methods(["GET", "HEAD", "POST"])
@at_bench
def approval_page(request: HttpRequest, bench: Bench, uuid: UUID) -> HttpResponse:
    """Show the second person what comes into force, and take their decision."""
    if not bench.can_approve:
        raise nothing()
    draft = bench.draft(uuid)
    form = ReviewForm(posted(request), initial={"content_hash": draft.submitted_hash})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, draft, form, bench)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(bench.url("index_draft", uuid))
    context = sheet_context(bench, draft) | {
        "is_waiting": draft.state == DraftState.SUBMITTED,
        "may_sign": is_second_person(draft=draft, by=bench.person),
        "texts": _texts(bench, draft),
        "crumbs": crumbs(bench, draft, _("Approval")),
    }
    return page(request, bench, "approval", context, form=form)


def _decide(request: HttpRequest, draft: RecipeDraft, form: ReviewForm, bench: Bench) -> None:
    said = form.cleaned_data
    if said["decision"] == "approve":
        approve_draft(draft=draft, content_hash=said["content_hash"], by=bench.person)
        messages.success(request, _("Approved. The index is being computed and released."))
    else:
        send_back(draft=draft, text=said["text"].strip(), by=bench.person)
        messages.success(request, _("Sent back. Whoever wrote it was told."))


def _texts(bench: Bench, draft: RecipeDraft) -> list[tuple[str, Any]]:
    """Return the texts that come into force with a new index."""
    if draft.indicator_id is not None:
        return []
    said = draft.texts
    topics, sources = dict(topics_of(bench.organisation)), dict(source_slugs(bench.organisation))
    return [
        (_("Name of the index"), said.get("name", "")),
        (_("Short name"), said.get("short_name", "")),
        (_("What exactly is shown, in one line"), said.get("subtitle", "")),
        (_("Topic"), topics.get(said.get("topic", ""), "")),
        (_("Source"), sources.get(said.get("source", ""), "")),
        (_("What does it show?"), said.get("what_it_shows", "")),
        (_("How do I read it?"), said.get("how_to_read", "")),
        (_("Where are its limits?"), said.get("limits", "")),
    ]
