# SPDX-License-Identifier: EUPL-1.2
"""The completeness board, its file, and what changed in a month: for an organisation and those below it."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.rendering.board import Board, BoardCell, BoardRow, CellState
from indicators.selectors.board import BoardFilter, Choices, board_choices, completeness_board
from indicators.selectors.monthly import Act, changes_in, first_month
from indicators.selectors.progress import undated_drafts
from indicators.views.deliveries.access import Desk, at_desk, page
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import organisations_below
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.web.query import QueryError, QueryReader

ROWS: Final = 50
COLUMNS: Final = 8
MOST_MONTHS: Final = 60
SYMBOLS: Final = {
    CellState.OVERDUE: "!",
    CellState.DUE: "○",
    CellState.IN_WORK: "~",
    CellState.WAITING: "…",
    CellState.APPROVED: "»",
    CellState.RELEASED: "✓",
    CellState.NOT_EXPECTED: "–",
}
FILTERS: Final = {"organisation": "organisation", "quelle": "source", "thema": "topic", "zustand": "state"}


@require_safe
@at_desk
def board_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show which figures are there and which are not."""
    query = QueryReader(request.GET, allowed=(*FILTERS, "seite", "zeit"))
    organisations = _organisations(desk)
    choices = board_choices(organisations)
    said = _said(query, choices)
    board = completeness_board(organisations, _filter(said), on=timezone.localdate())
    window = query.integer("zeit", minimum=1, maximum=1000, default=1) or 1
    rows = Paginator(board.windowed((window - 1) * COLUMNS, COLUMNS).rows, ROWS)
    shown = rows.get_page(request.GET.get("seite"))
    context = {
        "board": board.windowed((window - 1) * COLUMNS, COLUMNS),
        "lines": [_line(row, desk) for row in shown],
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": urlencode({**said, "zeit": window}) + "&",
        "legend": _legend(board),
        "has_several": len(organisations) > 1,
        "filters": _filters(said, choices, has_several=len(organisations) > 1),
        "newer": f"?{urlencode({**said, 'zeit': window - 1})}" if window > 1 else "",
        "older": f"?{urlencode({**said, 'zeit': window + 1})}" if len(board.periods) > window * COLUMNS else "",
        "drafts": undated_drafts([row.pk for row in organisations]),
        "csv": f"{desk.url('delivery_board_csv')}?{urlencode(said)}",
        "is_filtered": bool(said),
        "crumbs": _crumbs(desk, _("Completeness")),
    }
    return page(request, desk, "board", context)


@require_safe
@at_desk
def board_csv(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Give the whole board as text, one line for each cell that is not blank."""
    query = QueryReader(request.GET, allowed=tuple(FILTERS))
    organisations = _organisations(desk)
    board = completeness_board(
        organisations, _filter(_said(query, board_choices(organisations))), on=timezone.localdate()
    )
    heads = [_("Organisation"), _("Indicator"), _("Source"), _("Reporting period"), _("State"), _("Due on"), _("Late")]
    headers = {"Content-Disposition": 'attachment; filename="vollstaendigkeit.csv"'}
    return HttpResponse(to_csv([heads, *_file_lines(board)]), content_type="text/csv; charset=utf-8", headers=headers)


def _file_lines(board: Board) -> list[list[str | date | None]]:
    words = state_words()
    return [
        [
            row.organisation_name,
            row.name,
            row.source_title,
            cell.period.label(),
            str(words[cell.state]),
            cell.due_on,
            _("yes") if cell.is_late else "",
        ]
        for row in board.rows
        for cell in row.cells
        if cell.state is not CellState.NOT_EXPECTED
    ]


def state_words() -> dict[CellState, str]:
    """Return what the states are called, in the order of the legend."""
    return {
        CellState.OVERDUE: _("overdue"),
        CellState.DUE: _("due"),
        CellState.IN_WORK: _("in work"),
        CellState.WAITING: _("waiting for approval"),
        CellState.APPROVED: _("approved, is being released"),
        CellState.RELEASED: _("released"),
        CellState.NOT_EXPECTED: _("not expected"),
    }


def _organisations(desk: Desk) -> list[Organisation]:
    """Return the organisation and those below it: a role given at it holds there, too."""
    below = Organisation.objects.filter(pk__in=organisations_below(desk.organisation)).order_by("name")
    return [desk.organisation, *(row for row in below if row.pk != desk.organisation.pk)]


def _said(query: QueryReader, choices: Choices) -> dict[str, str]:
    allowed = {
        "organisation": dict(choices.organisations),
        "quelle": dict(choices.sources),
        "thema": dict(choices.topics),
        "zustand": [str(state) for state in CellState if state is not CellState.NOT_EXPECTED],
    }
    found = {name: query.choice(name, tuple(offered)) for name, offered in allowed.items()}
    return {name: value for name, value in found.items() if value}


def _filter(said: dict[str, str]) -> BoardFilter:
    state = CellState(said["zustand"]) if "zustand" in said else None
    return BoardFilter(said.get("organisation", ""), said.get("quelle", ""), said.get("thema", ""), state)


def _filters(said: dict[str, str], choices: Choices, *, has_several: bool) -> list[dict[str, Any]]:
    states = [(str(key), words) for key, words in state_words().items() if key is not CellState.NOT_EXPECTED]
    offered = [
        ("quelle", _("Source"), choices.sources),
        ("thema", _("Topic"), choices.topics),
        ("zustand", _("State"), states),
    ]
    if has_several:
        offered.insert(0, ("organisation", _("Organisation"), choices.organisations))
    return [
        {"name": name, "label": label, "options": options, "chosen": said.get(name, "")}
        for name, label, options in offered
    ]


def _legend(board: Board) -> list[tuple[str, str, str, int]]:
    counts, words = dict(board.counts), state_words()
    return [(_css(state), SYMBOLS[state], words[state], counts[state]) for state in words]


def _css(state: CellState) -> str:
    return str(state).replace("_", "-")


def _line(row: BoardRow, desk: Desk) -> dict[str, Any]:
    words = state_words()
    cells = [
        {
            "state": _css(cell.state),
            "symbol": SYMBOLS[cell.state],
            "words": words[cell.state],
            "period": cell.period.label(),
            "due_on": cell.due_on if cell.is_late or cell.state in {CellState.DUE, CellState.OVERDUE} else None,
            "is_late": cell.is_late,
            "is_corrected": cell.state is CellState.RELEASED and bool(cell.delivery),
            "url": _cell_url(row, cell, desk),
        }
        for cell in row.cells
    ]
    return {"row": row, "cells": cells}


def _cell_url(row: BoardRow, cell: BoardCell, desk: Desk) -> str:
    """Return where a cell leads: to its delivery, to the map, or to a new delivery that is filled in already."""
    if cell.delivery:
        return reverse("indicators:delivery", args=[row.organisation, cell.delivery])
    if cell.state is CellState.RELEASED and row.is_released:
        asked = urlencode({"indikator": row.indicator, "stand": cell.period.code})
        return f"{reverse('indicators:map', args=[row.organisation])}?{asked}"
    if cell.state in {CellState.DUE, CellState.OVERDUE} and desk.can_import:
        asked = urlencode({"quelle": row.source, "zeitraum": cell.period.code})
        return f"{reverse('indicators:delivery_new', args=[row.organisation])}?{asked}"
    return ""


@require_safe
@at_desk
def month_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what was released, corrected and withdrawn in a month."""
    query = QueryReader(request.GET, allowed=("monat", "seite"))
    today = timezone.localdate().replace(day=1)
    month = _month(query, today)
    organisations = _organisations(desk)
    ids = [row.pk for row in organisations]
    entries = changes_in(ids, month)
    rows = Paginator(entries, ROWS)
    shown = rows.get_page(request.GET.get("seite"))
    first = first_month(ids)
    context = {
        "month": month,
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"monat={month:%Y-%m}&",
        "counts": [(words, sum(1 for each in entries if each.act is act)) for act, words in act_words().items()],
        "entries": [(each, act_words()[each.act], _entry_url(each)) for each in shown],
        "months": _months(first or today, today, month),
        "earlier": f"{_before(month):%Y-%m}" if first and month > first else "",
        "later": f"{_after(month):%Y-%m}" if month < today else "",
        "has_several": len(organisations) > 1,
        "crumbs": _crumbs(desk, _("Changes of a month")),
    }
    return page(request, desk, "month", context)


def _entry_url(entry: Any) -> str:  # noqa: ANN401 - a MonthEntry
    if entry.act is Act.WITHDRAWN:
        return reverse("indicators:catalogue", args=[entry.organisation])
    asked = urlencode({"indikator": entry.indicator, "stand": entry.period})
    return f"{reverse('indicators:map', args=[entry.organisation])}?{asked}"


def act_words() -> dict[Act, str]:
    """Return what the acts are called."""
    return {Act.RELEASED: _("released"), Act.CORRECTED: _("corrected"), Act.WITHDRAWN: _("withdrawn")}


def _month(query: QueryReader, today: date) -> date:
    text = query.text("monat", longest=7)
    if text is None:
        return today
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise _wrong_month(text) from error
    if len(text) != len("2026-01") or not date(1990, 1, 1) <= month <= today:
        raise _wrong_month(text)
    return month


def _wrong_month(text: str) -> QueryError:
    return QueryError(
        "query.wrong", "A month is not allowed.", place="monat", name="monat", value=text, allowed="2026-01"
    )


def _months(first: date, today: date, chosen: date) -> list[tuple[str, date, bool]]:
    found: list[tuple[str, date, bool]] = []
    month = today
    while month >= first and len(found) < MOST_MONTHS:
        found.append((f"{month:%Y-%m}", month, month == chosen))
        month = _before(month)
    return found


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _crumbs(desk: Desk, label: str) -> list[dict[str, str]]:
    return [{"label": _("Deliveries"), "url": desk.url("deliveries")}, {"label": label, "url": ""}]
