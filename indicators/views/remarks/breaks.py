# SPDX-License-Identifier: EUPL-1.2
"""Breaks of series by form: the list, a new one, one with its history, changing and withdrawing it."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.remarks import BreakForm, WithdrawForm
from indicators.models import Indicator, RemarkChange, SeriesBreak
from indicators.readers.knownbreaks import known_break
from indicators.selectors.remarks import breaks_for, downstream_of, indicator_names, period_labels, states
from indicators.services.remarks import breaks as service
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, history, page, tabs
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 25


@require_safe
@at_notes
def breaks_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List the breaks, by indicator and state."""
    query = QueryReader(request.GET, allowed=("indikator", "stand", "seite"))
    names = indicator_names(desk.organisation)
    state = query.choice("stand", [key for key, _label in states()], default="in-kraft") or ""
    indicator = query.choice("indikator", ["", *names], default="") or ""
    rows = Paginator(breaks_for(desk.organisation, state=state, indicator=indicator), PAGE_SIZE)
    shown = rows.get_page(request.GET.get("seite"))
    context = {
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"stand={state}&indikator={indicator}&",
        "rows": [(row, names.get(row.indicator.slug, row.indicator.slug)) for row in shown],
        "indicators": names.items(),
        "states": states(),
        "chosen": {"indicator": indicator, "state": state},
        "tabs": tabs(desk, "breaks"),
        "crumbs": crumbs(desk),
    }
    return page(request, desk, "breaks", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def new_break_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """Choose an indicator, then mark a break of it."""
    desk.require_editor()
    query = QueryReader(request.GET, allowed=("indikator", "bekannt", "von", "bis"))
    names = indicator_names(desk.organisation)
    slug = query.choice("indikator", ["", *names], default="") or ""
    way = crumbs(desk, (_("Mark a break"), ""))
    if not slug:
        return page(request, desk, "choose_indicator", {"indicators": names.items(), "crumbs": way})
    downstream = [(each, names[each]) for each in downstream_of(desk.organisation, slug) if each in names]
    form = BreakForm(posted(request), downstream=downstream, initial=_initial(query, downstream))
    if request.method == "POST" and form.is_valid():
        row = _marked(form, desk, slug)
        if row is not None:
            messages.success(request, _("The break is marked. It counts at once."))
            return redirect(desk.url("break", row.pk))
    context = {"crumbs": way, "name": names[slug], "periods": period_labels(), "is_new": True}
    return page(request, desk, "break_form", context, form=form)


def _initial(query: QueryReader, downstream: list[tuple[str, str]]) -> dict[str, Any]:
    known = known_break(query.text("bekannt", default="") or "")
    periods = {"from_period": query.text("von", default=""), "to_period": query.text("bis", default="")}
    initial: dict[str, Any] = {**periods, "also": [slug for slug, _name in downstream]}
    if known is None:
        return initial
    taken = ("kind", "comparable", "text", "reference", "url")
    return initial | {name: getattr(known, name) for name in taken} | {"known": known.slug}


def _marked(form: BreakForm, desk: NotesDesk, slug: str) -> SeriesBreak | None:
    wanted = [slug, *form.cleaned_data.get("also", ())]
    found = {row.slug: row for row in Indicator.objects.filter(organisation=desk.organisation, slug__in=wanted)}
    try:
        with transaction.atomic():
            rows = [
                service.mark_break(indicator=found[each], spec=form.spec(), by=desk.person)
                for each in dict.fromkeys(wanted)
            ]
    except DomainError as error:
        told(form, error)
        return None
    return rows[0]


@require_safe
@at_notes
def break_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Show one break with its history and what can be done with it."""
    row = desk.series_break(pk)
    name = indicator_names(desk.organisation).get(row.indicator.slug, row.indicator.slug)
    context = {
        "row": row,
        "name": name,
        "known": known_break(row.known) if row.known else None,
        "waiting": row.changes.filter(state="waiting").first(),
        "history": history(desk, row),
        "crumbs": crumbs(desk, (name, "")),
    }
    return page(request, desk, "break", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def edit_break_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Change what a break says."""
    desk.require_editor()
    row = desk.series_break(pk)
    if not row.is_in_force:
        raise nothing()
    name = indicator_names(desk.organisation).get(row.indicator.slug, row.indicator.slug)
    form = BreakForm(posted(request), is_new=False, initial=_said(row))
    if request.method == "POST" and form.is_valid():
        done, entry = _changed(form, row, desk)
        if done:
            messages.success(request, outcome(entry))
            return redirect(desk.url("break", row.pk))
    way = crumbs(desk, (name, desk.url("break", row.pk)), (pgettext("to change", "Change"), ""))
    context = {"crumbs": way, "name": name, "periods": period_labels(), "row": row}
    return page(request, desk, "break_form", context, form=form)


def _said(row: SeriesBreak) -> dict[str, Any]:
    names = ("kind", "comparable", "text", "reference", "url", "known", "revision")
    said = {name: getattr(row, name) for name in names}
    return said | {"from_period": row.from_period.code, "to_period": row.to_period.code}


def _changed(form: BreakForm, row: SeriesBreak, desk: NotesDesk) -> tuple[bool, RemarkChange | None]:
    said = form.cleaned_data
    try:
        entry = service.change_break(
            series_break=row, spec=form.spec(), by=desk.person, revision=said["revision"], reason=said["reason"]
        )
    except DomainError as error:
        told(form, error)
        return False, None
    return True, entry


def outcome(entry: RemarkChange | None) -> str:
    """Say what became of a change."""
    if entry is None:
        return _("Nothing was changed.")
    if entry.is_waiting:
        return _("The change waits for a second person. Until then everything stays as it is.")
    return _("The change counts at once.")


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def withdraw_break_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Ask why, then take a break out of force, or ask a second person to."""
    desk.require_editor()
    row = desk.series_break(pk)
    if request.method != "POST" and not row.is_in_force:
        return redirect(desk.url("break", row.pk))
    form = WithdrawForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entry = service.withdraw_break(
                series_break=row, by=desk.person, reason=said["reason"], revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, outcome(entry))
            return redirect(desk.url("break", row.pk))
    way = crumbs(desk, (str(row.indicator.slug), desk.url("break", row.pk)), (_("Withdraw"), ""))
    back, needs_two = desk.url("break", row.pk), row.comparable != "yes"
    context = {"crumbs": way, "lead": row.text, "back": back, "needs_two": needs_two}
    return page(request, desk, "withdraw", context, form=form)


@require_POST
@at_notes
def restore_break_view(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Put a break in force again."""
    desk.require_editor()
    entry = service.restore_break(series_break=desk.series_break(pk), by=desk.person, revision=revision_of(request))
    messages.success(request, outcome(entry))
    return redirect(desk.url("break", pk))
