# SPDX-License-Identifier: EUPL-1.2
"""The ways between the parts of a table that is too long for one page, and its orders."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from indicators.rendering.mapview import MapView
from indicators.rendering.tableparts import BY_NAME, LARGEST, SMALLEST, TablePart


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """One order of the rows: its words, and the query that shows it."""

    order: str
    label: str
    query: str
    is_current: bool


def part_ways(view: MapView, part: TablePart) -> dict[str, Any] | None:
    """Return what leads to the other parts and orders of a table; None where it stands on one page."""
    if part.is_whole:
        return None
    pages = Paginator(range(part.pages), 1)
    return {
        "orders": _orders(view, part),
        "page": pages.page(part.number),
        "pages": list(pages.get_elided_page_range(part.number, on_each_side=2, on_ends=1)),
        "query": f"{_query(view, part.order)}&",
    }


def _orders(view: MapView, part: TablePart) -> tuple[OrderChoice, ...]:
    labels = {BY_NAME: _("by name"), LARGEST: _("largest figure first"), SMALLEST: _("smallest figure first")}
    return tuple(OrderChoice(order, label, _query(view, order), order == part.order) for order, label in labels.items())


def _query(view: MapView, order: str) -> str:
    query = view.period.query
    return query if order == BY_NAME else f"{query}&{urlencode({'ordnung': order})}"
