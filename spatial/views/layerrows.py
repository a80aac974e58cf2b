# SPDX-License-Identifier: EUPL-1.2
"""The rows of a draft: what has no place yet or must be corrected, and the decision on each."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.query import QueryReader
from spatial.forms.layers import RowForm
from spatial.models import LayerDraftRow
from spatial.selectors.layerdrafts import RowScope, draft_at, findings_of, row_at, rows_of
from spatial.services.layers import correcting
from spatial.services.layers.texts import finding_sentence, reason_label
from spatial.views.access import Desk, at_desk, page
from spatial.views.layerdesk import draft_of, frame

PAGE_SIZE: Final = 50
SCOPES: Final[tuple[RowScope, ...]] = ("offen", "ungenau", "fehlt", "falsch", "entschieden", "alle")
_LABELS: Final = {
    "offen": gettext_lazy("To be decided"),
    "ungenau": gettext_lazy("Found inexactly"),
    "fehlt": gettext_lazy("Not found"),
    "falsch": gettext_lazy("To be corrected"),
    "entschieden": gettext_lazy("Decided"),
    "alle": gettext_lazy("All rows"),
}


@require_safe
@at_desk
def rows_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """List the rows, those that are to be decided on first."""
    draft = draft_at(desk.organisation, uuid)
    query = QueryReader(request.GET, allowed=("liste", "seite"))
    scope = next(each for each in SCOPES if each == query.choice("liste", SCOPES, default="offen"))
    rows = Paginator(rows_of(draft, scope), PAGE_SIZE)
    shown = rows.get_page(query.integer("seite", minimum=1, maximum=100_000, default=1))
    context = frame(desk, draft, _("Rows"))
    tabs = [
        {"label": _LABELS[key], "url": f"?liste={key}", "count": context["counts"][key], "is_current": key == scope}
        for key in SCOPES
    ]
    lists = {"page": shown, "pages": list(rows.get_elided_page_range(shown.number)), "query": f"liste={scope}&"}
    beside = [finding_sentence(finding) for finding in findings_of(draft)]
    rows_told = _with_findings(desk, list(shown))
    return page(
        request,
        desk,
        "orte/rows",
        context | lists | {"tabs": tabs, "rows": rows_told, "beside": beside, "scope": scope},
    )


def _with_findings(desk: Desk, rows: list[LayerDraftRow]) -> list[dict[str, Any]]:
    found: dict[int, list[str]] = {}
    for finding in findings_of(rows[0].draft, [row.number for row in rows]) if rows else []:
        found.setdefault(finding.row or 0, []).append(finding_sentence(finding)[0])
    return [
        {"row": row, "url": desk.url("layer_draft_row", row.draft.uuid, row.number), "findings": found.get(row.number)}
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def row_page(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Decide on one row."""
    draft = draft_of(desk, uuid)
    row = row_at(draft, number)
    labels = [_candidate_label(each) for each in row.candidates]
    initial = {"revision": draft.revision, "address": row.address}
    form = RowForm(posted(request), initial=initial, candidates=labels, has_point=draft.kind == "point")
    if request.method == "POST" and form.is_valid():
        try:
            _decide(row, form.cleaned_data, desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("layer_draft_rows", uuid))
    context = {
        "row": row,
        "findings": [finding_sentence(finding) for finding in findings_of(draft, [number])],
        "correction": draft.corrections.filter(number=number).select_related("person").first(),
    }
    return page(request, desk, "orte/row", frame(desk, draft, _("Rows")) | context, form=form)


def _candidate_label(candidate: dict[str, Any]) -> str:
    reasons = ", ".join(reason_label(reason) for reason in candidate["reasons"])
    return f"{candidate['label']} – {reasons}"


def _decide(row: LayerDraftRow, said: dict[str, Any], desk: Desk) -> None:
    by, revision = desk.person, said["revision"]
    match said["decision"]:
        case "candidate":
            correcting.choose_candidate(row=row, place=int(said["candidate"]), by=by, revision=revision)
        case "address":
            correcting.correct_address(row=row, text=said["address"], by=by, revision=revision)
        case "point":
            place = (float(said["east"]), float(said["north"]), said["crs"])
            correcting.set_point(row=row, place=place, by=by, revision=revision)
        case _:
            correcting.leave_out(row=row, reason=said["reason"], by=by, revision=revision)


@require_POST
@at_desk
def take_candidates(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Take the one candidate of all rows that have exactly one and differ in one way."""
    draft = draft_of(desk, uuid)
    reason = request.POST.get("reason", "")
    correcting.take_single_candidates(draft=draft, reason=reason, by=desk.person, revision=revision_of(request))
    return redirect(desk.url("layer_draft_rows", uuid))


@require_POST
@at_desk
def take_back(request: HttpRequest, desk: Desk, uuid: UUID, number: int) -> HttpResponse:
    """Forget what was decided on a row."""
    row = row_at(draft_of(desk, uuid), number)
    correcting.take_back(row=row, by=desk.person, revision=revision_of(request))
    return redirect(desk.url("layer_draft", uuid))
