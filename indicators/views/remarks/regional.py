# SPDX-License-Identifier: EUPL-1.2
"""The classes that readers see first: the list, setting them for an indicator at a level, withdrawing, undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.numberfield import typed_bounds
from indicators.forms.regional import RegionalForm
from indicators.forms.remarks import WithdrawForm
from indicators.models import Indicator, IndicatorKind, RegionalClasses
from indicators.rendering.ownbounds import read_bounds
from indicators.selectors.regional import decided_defaults, history_of
from indicators.selectors.remarks import indicator_names
from indicators.services import regional as service
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, page, tabs
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import revision_of, told
from spatial.selectors import levels
from spatial.selectors.rows import LevelRow


@require_safe
@at_notes
def regional_list_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List what was decided, and where something can be decided."""
    names = indicator_names(desk.organisation)
    rows = [
        (row, names.get(row.indicator.slug, row.indicator.slug), bounds_text(row))
        for row in decided_defaults(desk.organisation)
    ]
    kinds = Indicator.objects.filter(organisation=desk.organisation, is_building_block=False)
    offered = set(kinds.exclude(kind=IndicatorKind.INDEX).values_list("slug", flat=True))
    context = {
        "rows": sorted(rows, key=lambda told: (told[1], told[0].level.position)),
        "indicators": [(slug, name) for slug, name in names.items() if slug in offered],
        "levels": levels.levels_of(desk.organisation),
        "tabs": tabs(desk, "regional_list"),
        "crumbs": crumbs(desk, (_("Regional defaults"), "")),
    }
    return page(request, desk, "regional_list", context)


def bounds_text(row: RegionalClasses) -> str:
    """Return the bounds as people type them; empty for a decision that there are none."""
    return typed_bounds(row.bounds)


def _place(desk: NotesDesk, indicator: str, level: str) -> tuple[Indicator, LevelRow]:
    """Return indicator and level; an index has the classes of its recipe."""
    desk.require_editor()
    found = Indicator.objects.filter(organisation=desk.organisation, slug=indicator, is_building_block=False)
    one = found.exclude(kind=IndicatorKind.INDEX).select_related("organisation").first()
    where = levels.level(desk.organisation, level)
    if one is None or where is None:
        raise nothing()
    return one, where


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def regional_page(request: HttpRequest, desk: NotesDesk, indicator: str, level: str) -> HttpResponse:
    """Show what holds and how it came about; set other classes."""
    one, where = _place(desk, indicator, level)
    rows = history_of(one, where)
    form = RegionalForm(posted(request), initial=_initial(request, rows))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            service.set_regional_classes(
                indicator=one,
                level=where,
                spec=form.spec(),
                by=desk.person,
                revision=said["revision"],
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("Readers see these classes first from now on."))
            return redirect(desk.url("regional", indicator, level))
    return page(request, desk, "regional", _context(desk, (one, where), rows), form=form)


def _context(desk: NotesDesk, place: tuple[Indicator, LevelRow], rows: list[RegionalClasses]) -> dict[str, Any]:
    one, where = place
    name = indicator_names(desk.organisation).get(one.slug, one.slug)
    return {
        "indicator": one,
        "level": where,
        "name": name,
        "rows": [(row, bounds_text(row)) for row in rows],
        "in_force": rows[0] if rows and rows[0].bounds else None,
        "bounds": bounds_text(rows[0]) if rows else "",
        "revision": rows[0].revision if rows else 0,
        "crumbs": crumbs(desk, (_("Regional defaults"), desk.url("regional_list")), (name, "")),
    }


def _initial(request: HttpRequest, rows: list[RegionalClasses]) -> dict[str, Any]:
    """Begin with what the workbench shows, else with what holds."""
    shown = read_bounds(request.GET.get("grenzen", ""))
    last = rows[0] if rows else None
    initial: dict[str, Any] = {"revision": last.revision if last else 0}
    if shown is not None:
        words = typed_bounds(shown)
        return initial | {"bounds": words, "is_sided": request.GET.get("mitte") == "1"}
    if last is None or not last.bounds:
        return initial
    is_sided = last.middle is not None
    return initial | {"bounds": bounds_text(last), "palette": last.palette, "is_sided": is_sided}


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def withdraw_regional_page(request: HttpRequest, desk: NotesDesk, indicator: str, level: str) -> HttpResponse:
    """Ask why, then let the indicator's own classes come first again."""
    one, where = _place(desk, indicator, level)
    rows = history_of(one, where)
    if not rows or not rows[0].bounds:
        raise nothing()
    form = WithdrawForm(posted(request), initial={"revision": rows[0].revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            service.withdraw_regional_classes(
                indicator=one, level=where, by=desk.person, reason=said["reason"], revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("Readers see the indicator's own classes first again."))
            return redirect(desk.url("regional", indicator, level))
    names = {"name": indicator_names(desk.organisation).get(one.slug, one.slug), "level": where.name}
    context = {
        "crumbs": crumbs(desk, (_("Regional defaults"), desk.url("regional_list")), (names["name"], "")),
        "lead": _("%(name)s, %(level)s: readers then see the indicator's own classes first again.") % names,
        "back": desk.url("regional", indicator, level),
        "needs_two": False,
    }
    return page(request, desk, "withdraw", context, form=form)


@require_POST
@at_notes
def undo_regional_view(request: HttpRequest, desk: NotesDesk, indicator: str, level: str) -> HttpResponse:
    """Take the last decision back."""
    one, where = _place(desk, indicator, level)
    service.undo_regional_classes(
        indicator=one, level=where, by=desk.person, reason=_("Taken back"), revision=revision_of(request)
    )
    messages.success(request, _("The last decision is taken back: what held before holds again."))
    return redirect(desk.url("regional", indicator, level))
