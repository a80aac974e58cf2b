# SPDX-License-Identifier: EUPL-1.2
"""What the classes of an index are called: the list, setting words for one index, withdrawing, undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.remarks import WithdrawForm
from indicators.forms.wording import WordingForm, initial_of
from indicators.models import Indicator, IndicatorKind
from indicators.rendering.class_packs import packs_for
from indicators.selectors.classwording import Naming, classed_indices, history_of, naming_of
from indicators.selectors.remarks import indicator_names
from indicators.selectors.sheets import MORE_NEED
from indicators.services import wording as service
from indicators.views.remarks.access import NotesDesk, at_notes, crumbs, page, tabs
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.common.fairwords import Words
from sozialplanung.web.desks import revision_of, told


@require_safe
@at_notes
def wording_list_page(request: HttpRequest, desk: NotesDesk) -> HttpResponse:
    """List the indices with classes and what these are called."""
    names = indicator_names(desk.organisation)
    rows = [
        (indicator, names.get(indicator.slug, indicator.slug), classes)
        for indicator, classes in classed_indices(desk.organisation)
    ]
    context = {
        "rows": sorted(rows, key=lambda row: row[1]),
        "tabs": tabs(desk, "wording_list"),
        "crumbs": crumbs(desk, (_("Names of classes"), "")),
    }
    return page(request, desk, "wording_list", context)


def _index(desk: NotesDesk, slug: str) -> tuple[Indicator, Naming]:
    """Return an index and what its classes are called; one without classes has nothing to name."""
    desk.require_editor()
    found = Indicator.objects.filter(organisation=desk.organisation, slug=slug, is_building_block=False)
    one = found.filter(kind=IndicatorKind.INDEX).select_related("organisation").first()
    naming = naming_of(one) if one else None
    if one is None or naming is None or not naming.classes:
        raise nothing()
    return one, naming


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def wording_page(request: HttpRequest, desk: NotesDesk, indicator: str) -> HttpResponse:
    """Show what the classes are called and how it came about; call them something else."""
    one, naming = _index(desk, indicator)
    classes, rows = naming.classes, history_of(one)
    packs = packs_for([each.code for each in classes], more_is_more_need=naming.higher_means == MORE_NEED)
    begun = packs.get(request.GET.get("worte", "")) or tuple(each.own or Words("", "") for each in classes)
    initial = initial_of(begun, rows[0].revision if rows else 0)
    form = WordingForm(posted(request), classes=classes, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            service.set_class_words(
                indicator=one, words=form.words(), reason=said["reason"], by=desk.person, revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("Readers are told these words from now on. Editions keep theirs."))
            return redirect(desk.url("wording", indicator))
    name = indicator_names(desk.organisation).get(one.slug, one.slug)
    context: dict[str, Any] = {
        "indicator": one,
        "name": name,
        "classes": classes,
        "packs": packs,
        "rows": [(row, [each["de"] for each in row.words]) for row in rows],
        "is_own": any(each.own for each in classes),
        "revision": rows[0].revision if rows else 0,
        "crumbs": crumbs(desk, (_("Names of classes"), desk.url("wording_list")), (name, "")),
    }
    return page(request, desk, "wording", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_notes
def withdraw_wording_page(request: HttpRequest, desk: NotesDesk, indicator: str) -> HttpResponse:
    """Ask why, then let readers be told the words of the recipe again."""
    one, _naming = _index(desk, indicator)
    rows = history_of(one)
    if not rows or not rows[0].words:
        raise nothing()
    form = WithdrawForm(posted(request), initial={"revision": rows[0].revision})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            service.withdraw_class_words(
                indicator=one, reason=said["reason"], by=desk.person, revision=said["revision"]
            )
        except DomainError as error:
            told(form, error)
        else:
            messages.success(request, _("Readers are told the usual words again."))
            return redirect(desk.url("wording", indicator))
    name = indicator_names(desk.organisation).get(one.slug, one.slug)
    context = {
        "crumbs": crumbs(desk, (_("Names of classes"), desk.url("wording_list")), (name, "")),
        "lead": _("%(name)s: readers are then told the usual words for its classes again.") % {"name": name},
        "back": desk.url("wording", indicator),
        "needs_two": False,
    }
    return page(request, desk, "withdraw", context, form=form)


@require_POST
@at_notes
def undo_wording_view(request: HttpRequest, desk: NotesDesk, indicator: str) -> HttpResponse:
    """Take the last decision back."""
    one, _naming = _index(desk, indicator)
    service.undo_class_words(indicator=one, reason=_("Taken back"), by=desk.person, revision=revision_of(request))
    messages.success(request, _("The last decision is taken back: what held before holds again."))
    return redirect(desk.url("wording", indicator))
