# SPDX-License-Identifier: EUPL-1.2
"""The findings of a delivery: must be corrected, need a reason, passed."""

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.forms.deliveries import ReasonForm
from indicators.models import Delivery, Finding, ImportBatch
from indicators.selectors.deliveries import Warnings, weights_of
from indicators.selectors.findinggroups import FindingGroup, finding_groups, findings_like
from indicators.services.checking.texts import LABELS
from indicators.services.deliveries import deciding, drafting
from indicators.services.sentences import finding_sentence
from indicators.views.deliveries.access import Desk, at_part, frame, page, told
from indicators.views.deliveries.parts import rules_of
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 50
KINDS: Final = ("error", "warning", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def findings_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show the findings, or let the draft be checked."""
    if request.method == "POST":
        draft = desk.draft(uuid)
        drafting.request_verification(delivery=draft, by=desk.person, revision=revision_of(request))
        return redirect(desk.url("delivery", uuid))
    delivery = desk.delivery(uuid)
    query = QueryReader(request.GET, allowed=("art", "seite", "gruppe"))
    weights = weights_of(delivery.batch)
    kind = query.choice("art", KINDS) or ("error" if weights.errors or not weights.warnings else "warning")
    context = frame(desk, delivery, _("Check")) | {"tabs": _tabs(weights, kind), "kind": kind}
    if delivery.batch is not None:
        group = query.integer("gruppe", minimum=0, maximum=2**62) or 0
        number = query.integer("seite", minimum=1, maximum=100_000) or 1
        context |= _listed(delivery.batch, kind, group, number)
        context |= rules_of(desk, delivery.batch)
        context["passed"] = [LABELS[name] for name in delivery.batch.counts.get("passed", ()) if name in LABELS]
    return page(request, desk, "findings", context)


def _listed(batch: ImportBatch, kind: str, group: int, number: int) -> dict[str, object]:
    """Return one page of the findings of a weight: in groups, or all of one group."""
    found = findings_like(batch, group, severity=kind) if group else finding_groups(batch, severity=kind)
    rows: Paginator[Any] = Paginator(found, PAGE_SIZE)
    shown = rows.get_page(number)
    items = [(finding, 0, "") for finding in shown] if group else [item for each in shown for item in _items(each)]
    return {
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"art={kind}&gruppe={group}&" if group else f"art={kind}&",
        "group": group,
        "findings": [(finding, *finding_sentence(finding), more, where) for finding, more, where in items],
    }


def _items(group: FindingGroup) -> list[tuple[Finding, int, str]]:
    """Return what is shown of a group: all of a few, of many the first and how many more there are."""
    if not group.others:
        return [(finding, 0, "") for finding in group.shown]
    where = ", ".join(str(each.row) for each in group.shown[1:] if each.row)
    return [(group.first, group.count - 1, where)]


def _tabs(weights: Warnings, kind: str) -> list[dict[str, object]]:
    labels = (
        ("error", _("Must be corrected"), weights.errors),
        ("warning", _("Need a reason"), weights.warnings),
        ("note", _("Notes"), weights.notes),
    )
    return [
        {"label": label, "url": f"?art={key}", "count": count, "is_current": key == kind}
        for key, label, count in labels
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_part
def reason_page(request: HttpRequest, desk: Desk, uuid: UUID, finding: int) -> HttpResponse:
    """Write why a warning is right as it is."""
    delivery = desk.draft(uuid)
    found = _warning(delivery, finding)
    form = ReasonForm(posted(request), initial={"reason": found.reason})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            deciding.give_reason(
                delivery=delivery, finding=found, text=said["reason"], is_for_all=said["is_for_all"], by=desk.person
            )
        except DomainError as error:
            told(form, error)
        else:
            return redirect(f"{desk.url('delivery_findings', uuid)}?art=warning")
    message, way_out = finding_sentence(found)
    context = {"finding": found, "message": message, "way_out": way_out}
    return page(request, desk, "reason", frame(desk, delivery, _("Give a reason")) | context, form=form)


def _warning(delivery: Delivery, number: int) -> Finding:
    return get_object_or_404(Finding, pk=number, batch_id=delivery.batch_id or 0, severity=Finding.Severity.WARNING)
