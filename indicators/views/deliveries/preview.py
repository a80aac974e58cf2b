# SPDX-License-Identifier: EUPL-1.2
"""What a delivery would change, old beside new, before anything is written."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.models import ImportBatch
from indicators.rendering.profile_numbers import Language, language_of
from indicators.rendering.sentences import status_words
from indicators.selectors.review import Difference, DifferenceCounts, Figure, difference_counts, differences
from indicators.views.deliveries.access import Desk, at_desk, frame, page
from indicators.views.deliveries.effects import PREVIEW, effects_of
from sozialplanung.common.numbers import format_number
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 50
KINDS: Final = ("changed", "new", "missing", "unchanged")


@require_safe
@at_desk
def preview_page(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Show new, changed, unchanged and missing figures, page by page."""
    delivery = desk.delivery(uuid)
    query = QueryReader(request.GET, allowed=("art", "seite"))
    kind = query.choice("art", KINDS)
    number = query.integer("seite", minimum=1, maximum=1_000_000, default=1) or 1
    context = frame(desk, delivery, _("Preview"))
    if delivery.batch is not None and delivery.state in {"draft", "submitted"}:
        context |= _preview(delivery.batch, kind, number) | effects_of(desk, delivery, PREVIEW)
    return page(request, desk, "preview", context)


def _preview(batch: ImportBatch, kind: str | None, number: int) -> dict[str, Any]:
    counts = difference_counts(batch)
    shown = kind or next((each for each in KINDS if getattr(counts, each)), "changed")
    total = int(getattr(counts, shown))
    rows = differences(batch, kind=shown, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)  # type: ignore[arg-type]
    pages = max(1, -(-total // PAGE_SIZE))
    return {
        "counts": counts,
        "kind": shown,
        "tabs": _tabs(counts, shown),
        "rows": [_row(row) for row in rows],
        "number": number,
        "last": pages,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < pages else None,
    }


def _tabs(counts: DifferenceCounts, shown: str) -> list[dict[str, object]]:
    labels = {"changed": _("changed"), "new": _("new"), "missing": _("not delivered"), "unchanged": _("unchanged")}
    return [
        {"label": labels[kind], "url": f"?art={kind}", "count": getattr(counts, kind), "is_current": kind == shown}
        for kind in KINDS
    ]


def _row(row: Difference) -> dict[str, object]:
    language = language_of(get_language())
    return {
        "area": row.unit_name,
        "key": row.unit_key,
        "series": row.series,
        "period": row.period,
        "old": figure_text(row.old, language),
        "new": figure_text(row.new, language),
        "row": row.row,
    }


def figure_text(figure: Figure | None, language: Language) -> str:
    """Write a figure as stewards read it: every digit that was delivered, or why there is none."""
    if figure is None:
        return "–"
    if figure.value is None:
        parts = [part for part in (figure.numerator, figure.denominator) if part is not None]
        return " / ".join(map(_exact, parts)) or status_words(figure.status, language)
    return _exact(figure.value)


def _exact(value: float) -> str:
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return format_number(value, len(text.partition(".")[2]))
