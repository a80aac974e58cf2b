# SPDX-License-Identifier: EUPL-1.2
"""Taking a released delivery back, and starting the failed steps of a release again."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms.deliveries import AnswerForm, TakeBackForm
from indicators.models import ImportBatch
from indicators.selectors.deliveries import affected_names
from indicators.selectors.restoring import RestoredKind, later_batches, restored_cells, restored_counts
from indicators.services.checking.ruledelivery import ruled_taking_back
from indicators.services.deliveries import deciding, retrying, taking_back
from indicators.views.deliveries.access import Desk, at_desk, frame, page, told
from indicators.views.deliveries.figures import figure_row
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 50
KINDS: Final[tuple[RestoredKind, ...]] = ("changed", "gone")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def take_back_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show what would be current again without a delivery, and ask a second person for it."""
    delivery = desk.delivery(uuid)
    query = QueryReader(request.GET, allowed=("art", "seite"))
    form = TakeBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            asked = taking_back.request_take_back(delivery=delivery, by=desk.person, text=form.cleaned_data["text"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery", asked.uuid))
    context = frame(desk, delivery, _("Take back")) | {"is_possible": taking_back.may_be_taken_back(delivery)}
    if delivery.batch is not None and context["is_possible"]:
        context |= restored(delivery.batch, query) | {"rules": ruled_taking_back(delivery.batch)}
    return page(request, desk, "takeback", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def answer_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Let whoever asked for a taking back answer a question about it."""
    delivery = desk.delivery(uuid)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.answer_question(delivery=delivery, by=desk.person, text=form.cleaned_data["text"])
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("delivery", uuid))
    asked = {
        "is_asked": deciding.may_answer(delivery, desk.person),
        "comments": delivery.comments.select_related("person"),
    }
    return page(request, desk, "answer", frame(desk, delivery, _("Answer")) | asked, form=form)


@require_POST
@at_desk
def retry(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Start the steps of a release again that failed."""
    del request
    retrying.retry_release(delivery=desk.delivery(uuid), by=desk.person)
    return redirect(desk.url("delivery", uuid))


def restored(batch: ImportBatch, query: QueryReader) -> dict[str, Any]:
    """Return one page of the figures that would be current again without a batch, old beside new."""
    kind = query.choice("art", KINDS)
    number = query.integer("seite", minimum=1, maximum=1_000_000, default=1) or 1
    counts = restored_counts(batch)
    shown = next(each for each in KINDS if each == kind or (kind is None and (getattr(counts, each) or each == "gone")))
    rows = restored_cells(batch, kind=shown, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    pages = max(1, -(-int(getattr(counts, shown)) // PAGE_SIZE))
    labels: dict[RestoredKind, str] = {"changed": _("as before again"), "gone": _("without a figure again")}
    return {
        "counts": counts,
        "is_restoring": True,
        "later": later_batches(batch),
        "kind": shown,
        "tabs": [
            {"label": labels[each], "url": f"?art={each}", "count": getattr(counts, each), "is_current": each == shown}
            for each in KINDS
        ],
        "rows": [figure_row(row) for row in rows],
        "number": number,
        "last": pages,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < pages else None,
        "affected": affected_names(batch),
    }
