# SPDX-License-Identifier: EUPL-1.2
"""Annotations by form: footnotes, events, special populations."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.remarks import AnnotationForm, Offered, WithdrawForm
from indicators.models import Annotation, AnnotationKind
from indicators.selectors.remarks import (
    annotations_for,
    area_names,
    grounds_of,
    indicator_names,
    period_labels,
    states,
)
from indicators.services.remarks import annotations as service
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, history, page, tabs
from indicators.views.remarks.breaks import outcome
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 25
# In addresses, which are German; a reason of exclusion comes with a delivery and is not begun here.
KINDS: Final = {
    "fussnote": AnnotationKind.FOOTNOTE,
    "ereignis": AnnotationKind.EVENT,
    "bevoelkerung": AnnotationKind.POPULATION,
    "ausschluss": AnnotationKind.EXCLUSION,
}
NEW: Final = ("fussnote", "ereignis", "bevoelkerung")


@require_safe
@at_notes
def annotations_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List the annotations, by kind and state."""
    query = QueryReader(request.GET, allowed=("art", "stand", "seite"))
    state = query.choice("stand", [key for key, _label in states()], default="in-kraft") or ""
    kind = query.choice("art", ["", *KINDS], default="") or ""
    rows = Paginator(annotations_for(desk.organisation, state=state, kind=KINDS.get(kind, "")), PAGE_SIZE)
    shown = rows.get_page(request.GET.get("seite"))
    areas = area_names(desk.organisation, (row.unit_id for row in shown))
    names = indicator_names(desk.organisation)
    context = {
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"stand={state}&art={kind}&",
        "rows": [
            (row, areas.get(row.unit_id or 0), names.get(row.indicator.slug) if row.indicator else "") for row in shown
        ],
        "kinds": [(key, each.label) for key, each in KINDS.items()],
        "new": [(key, KINDS[key].label) for key in NEW],
        "states": states(),
        "chosen": {"kind": kind, "state": state},
        "tabs": tabs(desk, "annotations"),
        "crumbs": crumbs(desk, (_("Annotations"), "")),
    }
    return page(request, desk, "annotations", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def new_annotation_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """Write an annotation."""
    desk.require_editor()
    query = QueryReader(request.GET, allowed=("art", "gebiet", "ort", "indikator", "zeit"))
    kind = KINDS[query.choice("art", NEW, default="fussnote") or "fussnote"]
    given = {"area": "gebiet", "ground": "ort", "indicator": "indikator", "period": "zeit"}
    form = _form(request, desk, kind, {name: query.text(key, default="") for name, key in given.items()})
    if request.method == "POST" and form.is_valid():
        try:
            row = service.add_annotation(organisation=desk.organisation, spec=form.spec(), by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("The annotation is written. Readers see it where its figures are released."))
            return redirect(desk.url("annotation", row.pk))
    way = crumbs(desk, (_("Annotations"), desk.url("annotations")), (str(kind.label), ""))
    context = {"crumbs": way, "kind": kind, "periods": period_labels(), "is_new": True}
    return page(request, desk, "annotation_form", context, form=form)


def _form(request: HttpRequest, desk: NotesDesk, kind: str, initial: dict[str, Any]) -> AnnotationForm:
    offered = Offered(kind, indicator_names(desk.organisation).items(), grounds_of(desk.organisation))
    return AnnotationForm(posted(request), organisation=desk.organisation, offered=offered, initial=initial)


@require_safe
@at_notes
def annotation_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Show one annotation with its history and what can be done with it."""
    row = desk.annotation(pk)
    names = indicator_names(desk.organisation)
    context = {
        "row": row,
        "area": area_names(desk.organisation, [row.unit_id]).get(row.unit_id or 0),
        "name": names.get(row.indicator.slug, "") if row.indicator else "",
        "last_day": row.valid_until - timedelta(days=1) if row.valid_until else None,
        "history": history(desk, row),
        "crumbs": crumbs(desk, (_("Annotations"), desk.url("annotations")), (row.get_kind_display(), "")),
    }
    return page(request, desk, "annotation", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def edit_annotation_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Change what an annotation says."""
    desk.require_editor()
    row = desk.annotation(pk)
    if not row.is_in_force:
        raise nothing()
    form = _form(request, desk, row.kind, _said(row, desk))
    if request.method == "POST" and form.is_valid():
        try:
            entry = service.change_annotation(
                annotation=row, spec=form.spec(), by=desk.person, revision=form.cleaned_data["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, outcome(entry))
            return redirect(desk.url("annotation", row.pk))
    way = crumbs(desk, (_("Annotations"), desk.url("annotations")), (pgettext("to change", "Change"), ""))
    context = {"crumbs": way, "kind": AnnotationKind(row.kind), "periods": period_labels(), "row": row}
    return page(request, desk, "annotation_form", context, form=form)


def _said(row: Annotation, desk: NotesDesk) -> dict[str, Any]:
    area = area_names(desk.organisation, [row.unit_id]).get(row.unit_id or 0)
    names = ("text", "reference", "url", "population", "valid_from", "revision")
    return {name: getattr(row, name) for name in names} | {
        "indicator": row.indicator.slug if row.indicator else "",
        "ground": area.ground if area else "",
        "area": area.key if area else "",
        "period": row.period.code if row.period else "",
        "valid_until": row.valid_until - timedelta(days=1) if row.valid_until else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def withdraw_annotation_page(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Ask why, then take an annotation out of force."""
    desk.require_editor()
    row = desk.annotation(pk)
    if request.method != "POST" and not row.is_in_force:
        return redirect(desk.url("annotation", row.pk))
    form = WithdrawForm(posted(request), initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entry = service.withdraw_annotation(
                annotation=row, by=desk.person, reason=said["reason"], revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, outcome(entry))
            return redirect(desk.url("annotation", row.pk))
    way = crumbs(desk, (_("Annotations"), desk.url("annotations")), (_("Withdraw"), ""))
    context = {"crumbs": way, "lead": row.text, "back": desk.url("annotation", row.pk), "needs_two": False}
    return page(request, desk, "withdraw", context, form=form)


@require_POST
@at_notes
def restore_annotation_view(request: HttpRequest, desk: NotesDesk, pk: int) -> HttpResponse:
    """Put an annotation in force again."""
    desk.require_editor()
    entry = service.restore_annotation(annotation=desk.annotation(pk), by=desk.person, revision=revision_of(request))
    messages.success(request, outcome(entry))
    return redirect(desk.url("annotation", pk))
