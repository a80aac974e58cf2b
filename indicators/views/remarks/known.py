# SPDX-License-Identifier: EUPL-1.2
"""Known breaks of German statistics: what they may concern here, to be taken over or refused with a reason."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.remarks import RefusalForm
from indicators.models import BreakKind, Comparable, Indicator
from indicators.readers.knownbreaks import KnownBreak, known_break, known_breaks
from indicators.services.remarks.known import Proposal, proposals_of, propose_again, refuse_known_break
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, page, tabs
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.web.query import QueryReader


@require_safe
@at_notes
def known_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List the known breaks with the indicators that they may concern; those that are open first."""
    query = QueryReader(request.GET, allowed=("zeige",))
    shows_all = query.choice("zeige", ("ausstehend", "alle"), default="ausstehend") == "alle"
    grouped: dict[str, list[Proposal]] = {}
    for each in proposals_of(organisation=desk.organisation):
        grouped.setdefault(each.known.slug, []).append(each)
    entries = [_entry(desk, known, grouped.get(known.slug, [])) for known in known_breaks()]
    context = {
        "entries": [entry for entry in entries if shows_all or entry["open_count"]],
        "open_count": sum(entry["open_count"] for entry in entries),
        "total": len(entries),
        "shows_all": shows_all,
        "tabs": tabs(desk, "known_breaks"),
        "crumbs": crumbs(desk, (_("Known breaks"), "")),
    }
    return page(request, desk, "known", context)


def _entry(desk: NotesDesk, known: KnownBreak, proposals: list[Proposal]) -> dict[str, Any]:
    return {
        "known": known,
        "kind": BreakKind(known.kind).label,
        "comparable": Comparable(known.comparable).label,
        "proposals": [(each, _take_over(desk, each)) for each in proposals],
        "open_count": sum(each.is_open for each in proposals),
    }


def _take_over(desk: NotesDesk, one: Proposal) -> str:
    said = {
        "indikator": one.slug,
        "bekannt": one.known.slug,
        "von": one.from_period.code,
        "bis": one.to_period.code,
    }
    return f"{desk.url('break_new')}?{urlencode(said)}"


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def refuse_page(request: HttpRequest, desk: NotesDesk, known: str, indicator: str) -> HttpResponse:
    """Ask why a known break does not concern an indicator."""
    desk.require_editor()
    entry, subject = _found(desk, known, indicator)
    form = RefusalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        refuse_known_break(indicator=subject, known=entry, reason=form.cleaned_data["reason"], by=desk.person)
        messages.success(request, _("Written down. The break is not proposed for this indicator any more."))
        return redirect(desk.url("known_breaks"))
    way = crumbs(desk, (_("Known breaks"), desk.url("known_breaks")), (_("Does not concern"), ""))
    return page(request, desk, "known_refuse", {"known": entry, "indicator": subject, "crumbs": way}, form=form)


@require_POST
@at_notes
def propose_again_view(request: HttpRequest, desk: NotesDesk, known: str, indicator: str) -> HttpResponse:
    """Let a known break be proposed again."""
    desk.require_editor()
    entry, subject = _found(desk, known, indicator)
    propose_again(indicator=subject, known=entry, by=desk.person)
    messages.success(request, _("The break is proposed for this indicator again."))
    return redirect(desk.url("known_breaks"))


def _found(desk: NotesDesk, known: str, indicator: str) -> tuple[KnownBreak, Indicator]:
    entry = known_break(known)
    rows = Indicator.objects.filter(organisation=desk.organisation, slug=indicator)
    subject = rows.select_related("organisation").first()
    if entry is None or subject is None:
        raise nothing()
    return entry, subject
