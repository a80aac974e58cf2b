# SPDX-License-Identifier: EUPL-1.2
"""What the pages on the changes of a delivery share: the batch, pages of a table, files."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse

from indicators.models import BatchState, Delivery, DeliveryState, ImportBatch
from indicators.views.deliveries.access import Desk
from sozialplanung.common.errors import NotFoundError

PAGE_SIZE: Final = 100
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def waiting_batch(delivery: Delivery) -> ImportBatch:
    """Return the batch of a delivery that is not decided yet; for others there is nothing to foresee."""
    batch = delivery.batch
    if batch is None or delivery.state not in {DeliveryState.DRAFT, DeliveryState.SUBMITTED}:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return batch


def foreseen_batch(delivery: Delivery) -> ImportBatch:
    """Return the batch of a delivery whose effects may be looked at: undecided, or waiting for its time."""
    batch = delivery.batch
    if batch is not None and delivery.state == DeliveryState.APPROVED and batch.state == BatchState.APPROVED:
        return batch
    return waiting_batch(delivery)


def rules_of(desk: Desk, batch: ImportBatch) -> dict[str, Any]:
    """Return how the validation rules fared; a narrowed desk learns of those of its part, and that there are others."""
    told: list[dict[str, Any]] = batch.counts.get("rules", [])
    shown = [each for each in told if not (desk.is_narrowed and each.get("is_beyond"))]
    return {"rules_told": shown, "has_rules_beyond": len(shown) < len(told)}


def sliced(rows: Sequence[dict[str, Any]], number: int, said: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of a table with the ways to the pages beside it; `said` are the other parameters."""
    last = max(1, -(-len(rows) // PAGE_SIZE))

    def way(to: int) -> str:
        return f"?{urlencode({**said, 'seite': to})}"

    return {
        "rows": rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        "number": number,
        "last": last,
        "before": way(number - 1) if number > 1 else "",
        "after": way(number + 1) if number < last else "",
    }


def download(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """Return a file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
