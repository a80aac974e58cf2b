# SPDX-License-Identifier: EUPL-1.2
"""The desk of published crosswalk tables: bringing one with its findings, deciding on it, withdrawing it."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.attachments import attachment
from sozialplanung.web.desks import YesNoForm, told
from sozialplanung.web.query import QueryReader, refuse_unknown
from sozialplanung.web.uploads import takes_files
from spatial.forms.crosswalktables import TableFactsForm, TableFileForm, WithdrawalForm
from spatial.geometry.problems import Problem
from spatial.models import CrosswalkTable, CrosswalkUpload, TableState
from spatial.readers.crosswalktables import warnings_of
from spatial.rendering.becoming import Named
from spatial.rendering.tablerows import compared
from spatial.rendering.tabletemplate import template_book
from spatial.selectors import units
from spatial.selectors.crosswalktables import (
    Pair,
    pieces_without_table,
    rows_of,
    sides_of,
    stored_rows,
    table_at,
    tables_of,
    upload_of,
)
from spatial.services.tables import deciding
from spatial.services.tables.bringing import LookedAt, bring_table, discard_upload, keep_upload, look_at
from spatial.services.tables.texts import finding_sentence
from spatial.views.access import Desk, at_desk, page
from spatial.views.crosswalks import pair_of

PAGE_SIZE: Final = 100
MOST_FINDINGS: Final = 100
EXAMPLES: Final = 3
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@at_desk
def tables_page(request: HttpRequest, desk: Desk, **names: str) -> HttpResponse:
    """List the tables of a pair: in force, waiting, and what became of earlier ones."""
    pair = _pair(desk, names)
    context = {"tables": tables_of(pair), "upload": upload_of(pair, desk.person)}
    return page(request, desk, "umschluesselung/tables", _frame(desk, pair) | context)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new_page(request: HttpRequest, desk: Desk, **names: str) -> HttpResponse:
    """Take the file of a table."""
    pair = _bringing(desk, names)
    form = TableFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        (file,) = form.cleaned_data["upload"]
        try:
            keep_upload(pair=pair, name=file.name or "", content=file.read(), by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_url(desk, pair, "crosswalk_table_facts"))
    template_url = _url(desk, pair, "crosswalk_table_template")
    downloads = [{"label": _("Template of these boundaries"), "url": template_url, "format": "XLSX"}]
    context = {"upload": upload_of(pair, desk.person), "downloads": downloads}
    return page(request, desk, "umschluesselung/new", _frame(desk, pair, _("Bring a table")) | context, form=form)


@require_safe
@at_desk
def template(request: HttpRequest, desk: Desk, **names: str) -> HttpResponse:
    """Send the empty table of a pair, to be filled in."""
    refuse_unknown(request.GET, allowed=())
    pair = _bringing(desk, names)
    older, newer = ([Named(row.key, row.name) for row in units.unit_rows(side.id)] for side in (pair.older, pair.newer))
    book = template_book(_("Table"), template_heads(), pieces_without_table(pair), older, newer)
    name = f"{_('table')}_{pair.older.level}_{pair.older.edition}_{pair.newer.edition}.xlsx"
    return attachment(book, name, XLSX_TYPE)


def template_heads() -> tuple[str, ...]:
    """Return the names of the columns of an empty table."""
    return _("Key, old"), _("Name, old"), _("Key, new"), _("Name, new"), pgettext("column", "Share")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def facts_page(request: HttpRequest, desk: Desk, **names: str) -> HttpResponse:
    """Say what the columns mean and where the table comes from, see what is wrong with it, and hand it in."""
    pair = _bringing(desk, names)
    upload = upload_of(pair, desk.person)
    if upload is None:
        return redirect(_url(desk, pair, "crosswalk_table_new"))
    looked = look_at(upload=upload, pair=pair)
    meant = looked.columns
    guess = {"older": meant.older, "newer": meant.newer, "weight": meant.weight, "kind": meant.kind}
    is_look = request.POST.get("step") == "look"
    form = TableFactsForm(posted(request), initial=guess, columns=looked.table.columns, is_look=is_look)
    if form.is_bound:
        is_valid = form.is_valid()
        looked = look_at(upload=upload, pair=pair, columns=form.columns)
        if is_valid and not is_look:
            table = _brought(form, upload, pair, desk)
            if table is not None:
                return redirect(_url(desk, pair, "crosswalk_table", table.number))
    context = _frame(desk, pair, _("Columns and origin")) | {"upload": upload} | _found(looked)
    return page(request, desk, "umschluesselung/facts", context, form=form)


def _brought(form: TableFactsForm, upload: CrosswalkUpload, pair: Pair, desk: Desk) -> CrosswalkTable | None:
    try:
        return bring_table(upload=upload, pair=pair, columns=form.columns, facts=form.facts, by=desk.person)
    except DomainError as error:
        told(form, error)
        return None


def _found(looked: LookedAt) -> dict[str, Any]:
    """Return what the page of the columns shows of a file."""
    table, checked = looked.table, looked.checked
    rows = table.rows[:EXAMPLES]
    return {
        "checked": checked,
        "row_count": len(table.rows),
        "columns": [(name, [row[at] for row in rows]) for at, name in enumerate(table.columns)],
        "errors": _sentences(checked.errors if checked else ()),
        "warnings": _sentences(checked.warnings if checked else ()),
        "most": MOST_FINDINGS,
    }


def _sentences(found: tuple[Problem, ...]) -> dict[str, Any]:
    return {"count": len(found), "rows": [finding_sentence(each) for each in found[:MOST_FINDINGS]]}


@require_POST
@at_desk
def discard(request: HttpRequest, desk: Desk, **names: str) -> HttpResponse:
    """Delete the file that was not handed in."""
    del request
    pair = _bringing(desk, names)
    discard_upload(pair=pair, by=desk.person)
    return redirect(_url(desk, pair, "crosswalk_tables"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def table_page(request: HttpRequest, desk: Desk, number: int, **names: str) -> HttpResponse:
    """Show a table with what it changes, and take the decision of the second person."""
    pair = _pair(desk, names)
    table = table_at(pair, number)
    if request.method == "POST" and not desk.can_approve:
        raise nothing()
    form = YesNoForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            _decide(table, form.cleaned_data, desk)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_url(desk, pair, "crosswalk_table", number))
    return page(request, desk, "umschluesselung/table", _shown(request, desk, pair, table), form=form)


def _decide(table: CrosswalkTable, said: dict[str, Any], desk: Desk) -> None:
    if said["decision"] == "refuse":
        deciding.refuse_table(table=table, by=desk.person, reason=said["comment"])
    else:
        deciding.put_in_force(table=table, by=desk.person, reason=said["comment"])


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def withdrawal_page(request: HttpRequest, desk: Desk, number: int, **names: str) -> HttpResponse:
    """Take back what waits, or withdraw what is in force and say why."""
    pair = _pair(desk, names)
    table = table_at(pair, number)
    is_waiting = table.state == TableState.WAITING
    if not (desk.can_import if is_waiting else desk.can_approve):
        raise nothing()
    form = WithdrawalForm(posted(request))
    form.fields["reason"].required = not is_waiting
    if request.method == "POST" and form.is_valid():
        try:
            _withdraw(table, form.cleaned_data["reason"], desk, is_waiting=is_waiting)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_url(desk, pair, "crosswalk_table", number))
    context = _frame(desk, pair, _("Withdraw")) | {"table": table, "url": _url(desk, pair, "crosswalk_table", number)}
    return page(request, desk, "umschluesselung/withdraw", context, form=form)


def _withdraw(table: CrosswalkTable, reason: str, desk: Desk, *, is_waiting: bool) -> None:
    if is_waiting:
        deciding.take_back(table=table, by=desk.person)
    else:
        deciding.withdraw_table(table=table, by=desk.person, reason=reason)


def _shown(request: HttpRequest, desk: Desk, pair: Pair, table: CrosswalkTable) -> dict[str, Any]:
    """Return what the page of a table shows."""
    number = QueryReader(request.GET, allowed=("seite",)).integer("seite", minimum=1, maximum=100_000, default=1)
    named = [[(unit.key, unit.name) for unit in units.unit_rows(side.id)] for side in (pair.older, pair.newer)]
    rows = Paginator(compared(rows_of(table), pieces_without_table(pair), named[0], named[1]), PAGE_SIZE)
    shown = rows.get_page(number)
    return _frame(desk, pair, table.title) | {
        "table": table,
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "warnings": _sentences(warnings_of(stored_rows(table), sides_of(pair))),
        "most": MOST_FINDINGS,
        "objection": deciding.objection_of(table, desk.person),
        "can_withdraw": _can_withdraw(desk, table),
        "withdraw_url": _url(desk, pair, "crosswalk_table_withdraw", table.number),
    }


def _can_withdraw(desk: Desk, table: CrosswalkTable) -> bool:
    if table.state == TableState.IN_FORCE:
        return desk.can_approve
    return table.state == TableState.WAITING and desk.can_import


def _pair(desk: Desk, names: dict[str, str]) -> Pair:
    _row, older, newer = pair_of(desk.organisation, **names)
    return Pair(desk.organisation, older, newer)


def _bringing(desk: Desk, names: dict[str, str]) -> Pair:
    if not desk.can_import:
        raise nothing()
    return _pair(desk, names)


def _url(desk: Desk, pair: Pair, name: str, *more: object) -> str:
    return desk.url(name, pair.older.level, pair.older.edition, pair.newer.edition, *more)


def _frame(desk: Desk, pair: Pair, label: str = "") -> dict[str, Any]:
    """Return what every page of the tables of a pair shows."""
    title = f"{pair.older.level_name_plural}, {pair.older.name} → {pair.newer.name}"
    tables_url = _url(desk, pair, "crosswalk_tables")
    crumbs = [
        {"label": _("Crosswalks"), "url": desk.url("crosswalks")},
        {"label": title, "url": _url(desk, pair, "crosswalk")},
        {"label": _("Published tables"), "url": tables_url if label else ""},
    ]
    return {
        "pair": pair,
        "pair_title": title,
        "pair_url": _url(desk, pair, "crosswalk"),
        "tables_url": tables_url,
        "new_url": _url(desk, pair, "crosswalk_table_new"),
        "facts_url": _url(desk, pair, "crosswalk_table_facts"),
        "discard_url": _url(desk, pair, "crosswalk_table_discard"),
        "crumbs": [*crumbs, {"label": label, "url": ""}] if label else crumbs,
    }
