# SPDX-License-Identifier: EUPL-1.2
"""The second pair of eyes on breaks: what waits, a decision, taking back, undoing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.models import RemarkChange
from indicators.selectors.remarks import change_lines, indicator_names, waiting_changes
from indicators.services.remarks import deciding
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, page, tabs
from indicators.views.remarks.breaks import outcome
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import YesNoForm, told


@require_safe
@at_notes
def changes_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List what waits for a second person."""
    names = indicator_names(desk.organisation)
    rows = [(each, names.get(_slug(each), _slug(each))) for each in waiting_changes(desk.organisation)]
    way = crumbs(desk, (_("Waiting for a decision"), ""))
    return page(request, desk, "changes", {"rows": rows, "tabs": tabs(desk, "remark_changes"), "crumbs": way})


def _slug(change: RemarkChange) -> str:
    return change.series_break.indicator.slug if change.series_break else ""


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def change_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Show what a change would alter, and take the decision of a second person."""
    change = desk.change(pk)
    may_decide = change.is_waiting and deciding.may_decide(change=change, by=desk.person)
    form = YesNoForm(posted(request))
    if request.method == "POST":
        if not may_decide:
            raise nothing()
        if form.is_valid() and _decided(form, change, desk):
            messages.success(request, _("Your decision is recorded."))
            return redirect(_back(desk, change))
    context = {
        "change": change,
        "name": indicator_names(desk.organisation).get(_slug(change), _slug(change)),
        "lines": change_lines(change, desk.organisation),
        "may_decide": may_decide,
        "is_own": change.created_by_id == desk.person.pk,
        "back": _back(desk, change),
        "crumbs": crumbs(
            desk, (_("Waiting for a decision"), desk.url("remark_changes")), (pgettext("to change", "Change"), "")
        ),
    }
    return page(request, desk, "change", context, form=form)


def _decided(form: YesNoForm, change: RemarkChange, desk: NotesDesk) -> bool:
    said = form.cleaned_data
    decide = deciding.approve_change if said["decision"] == "approve" else deciding.refuse_change
    try:
        decide(change=change, by=desk.person, comment=said["comment"])
    except DomainError as error:
        told(form, error)
        return False
    return True


def _back(desk: NotesDesk, change: RemarkChange) -> str:
    if change.series_break_id:
        return desk.url("break", change.series_break_id)
    return desk.url("annotation", change.annotation_id)


@require_POST
@at_notes
def take_back_view(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Take a waiting change back."""
    desk.require_editor()
    change = desk.change(pk)
    deciding.take_back_change(change=change, by=desk.person)
    messages.success(request, _("The change is taken back. Everything stays as it is."))
    return redirect(_back(desk, change))


@require_POST
@at_notes
def undo_view(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Book the opposite of the last change of a row."""
    desk.require_editor()
    change = desk.change(pk)
    entry = deciding.undo_change(change=change, by=desk.person, reason=_("Undoing the last change."))
    messages.success(request, outcome(entry))
    return redirect(_back(desk, change))
