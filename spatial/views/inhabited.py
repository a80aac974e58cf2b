# SPDX-License-Identifier: EUPL-1.2
"""Which layer says where people live within areas: what holds and how it came about, another decision, undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import told
from spatial.forms.inhabited import InhabitedForm, WhyForm
from spatial.selectors.inhabited import Candidate, candidates_of, decision_on, decisions_of
from spatial.services import inhabited as service
from spatial.views.access import Desk, at_desk, page


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def inhabited_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show which layer says where people live; an approver chooses another one."""
    if request.method == "POST" and not desk.can_approve:
        raise nothing()
    context = _context(desk)
    current, candidates = context["current"], context["candidates"]
    initial = {"layer": current.layer.slug if current else "", "revision": context["revision"]}
    choices = [(each.entry.layer.slug, _offer(each)) for each in candidates]
    form = InhabitedForm(posted(request), initial=initial, layers=choices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            service.decide_on_layer(
                organisation=desk.organisation,
                slug=said["layer"],
                reason=said["reason"],
                by=desk.person,
                revision=said["revision"],
            )
        except DomainError as error:
            told(form, error)
        else:
            return _decided(request, desk)
    return page(request, desk, "umschluesselung/inhabited", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def back_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask why, then let hold again what held before the last decision."""
    context = _context(desk)
    if not desk.can_approve or not context["decisions"]:
        raise nothing()
    form = WhyForm(posted(request), initial={"revision": context["revision"]})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            service.take_decision_back(
                organisation=desk.organisation, reason=said["reason"], by=desk.person, revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            return _decided(request, desk)
    return page(request, desk, "umschluesselung/inhabited_back", context, form=form)


def _decided(request: HttpRequest, desk: Desk) -> HttpResponse:
    messages.success(request, _("Decided. Figures are carried over anew within some minutes."))
    return redirect(desk.url("inhabited"))


def _context(desk: Desk) -> dict[str, Any]:
    decisions = decisions_of(desk.organisation.pk)
    return {
        "decisions": decisions,
        "revision": decisions[0].revision if decisions else 0,
        "current": decision_on(desk.organisation.pk),
        "candidates": candidates_of(desk.organisation.pk, timezone.localdate()),
        "crumbs": [
            {"label": _("Crosswalks"), "url": desk.url("crosswalks")},
            {"label": _("Where people live"), "url": ""},
        ],
    }


def _offer(each: Candidate) -> str:
    """Name a layer with its day, what counts of it, and in how many areas it knows of nobody."""
    version = each.entry.version
    counts = _("ground") if each.entry.layer.kind == "area" else version.capacity_label or _("number of places")
    facts = {
        "name": each.entry.layer.name,
        "day": f"{version.valid_from:%d.%m.%Y}",
        "counts": counts,
        "without": number_format(each.without, use_l10n=True, force_grouping=True),
        "areas": number_format(each.areas, use_l10n=True, force_grouping=True),
    }
    words: str = ngettext(
        "%(name)s, %(day)s (%(counts)s); nothing of it in %(without)s of %(areas)s area",
        "%(name)s, %(day)s (%(counts)s); nothing of it in %(without)s of %(areas)s areas",
        each.areas,
    )
    return words % facts
