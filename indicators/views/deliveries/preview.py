# SPDX-License-Identifier: EUPL-1.2
"""What a delivery would change, old beside new, before anything is written."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.models import BatchState, Delivery, DeliveryState, ImportBatch
from indicators.selectors.comparison import DifferenceCounts, slices_of, total
from indicators.selectors.deliveries import waiting_releases
from indicators.selectors.review import differences
from indicators.views.deliveries.access import Desk, at_part, frame, page
from indicators.views.deliveries.effects import PREVIEW, effects_of
from indicators.views.deliveries.figures import figure_row
from indicators.views.deliveries.takingback import restored
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 50
_WAITING: Final = (BatchState.STAGED, BatchState.SUBMITTED, BatchState.APPROVED)
_UNDECIDED: Final = (DeliveryState.DRAFT, DeliveryState.SUBMITTED)
KINDS: Final = ("changed", "new", "missing", "unchanged")


@require_safe
@at_part
def preview_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show new, changed, unchanged and missing figures, page by page."""
    delivery = desk.delivery(uuid)
    query = QueryReader(request.GET, allowed=("art", "seite"))
    if delivery.batch is not None and delivery.batch.takes_back is not None:
        is_waiting = delivery.batch.state in _WAITING
        facts = restored(delivery.batch.takes_back, query) | _later(desk, delivery) if is_waiting else {}
        if delivery.state in _UNDECIDED:
            facts |= effects_of(desk, delivery, PREVIEW)
        return page(request, desk, "preview", frame(desk, delivery, _("Preview")) | facts)
    kind = query.choice("art", KINDS)
    number = query.integer("seite", minimum=1, maximum=1_000_000, default=1) or 1
    context = frame(desk, delivery, _("Preview"))
    if delivery.batch is not None and delivery.batch.state in _WAITING:
        context |= _preview(delivery.batch, kind, number) | _later(desk, delivery)
    if delivery.batch is not None and delivery.state in _UNDECIDED:
        context |= effects_of(desk, delivery, PREVIEW)
    return page(request, desk, "preview", context)


def _later(desk: Desk, delivery: Delivery) -> dict[str, Any]:
    return {"waiting_releases": waiting_releases(delivery, among=desk.within())}


def _preview(batch: ImportBatch, kind: str | None, number: int) -> dict[str, Any]:
    slices = slices_of(batch)
    counts = total(slices)
    shown = kind or next((each for each in KINDS if getattr(counts, each)), "changed")
    offset = (number - 1) * PAGE_SIZE
    rows = differences(batch, kind=shown, limit=PAGE_SIZE, offset=offset, slices=slices)  # type: ignore[arg-type]
    pages = max(1, -(-int(getattr(counts, shown)) // PAGE_SIZE))
    return {
        "counts": counts,
        "kind": shown,
        "tabs": _tabs(counts, shown),
        "rows": [figure_row(row) for row in rows],
        "number": number,
        "last": pages,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < pages else None,
    }


def _tabs(counts: DifferenceCounts, shown: str) -> list[dict[str, object]]:
    labels = {"changed": _("changed"), "new": _("new"), "missing": _("not delivered"), "unchanged": _("unchanged")}
    return [
        {
            "label": labels[kind],
            "url": f"?art={kind}#zahlen",
            "count": getattr(counts, kind),
            "is_current": kind == shown,
        }
        for kind in KINDS
    ]
