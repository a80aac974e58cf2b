# SPDX-License-Identifier: EUPL-1.2
"""Stewards say what adds up: groups, crossings, events of a period. Others find nothing here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms.summing import BackingForm, FlowForm, GroupForm
from indicators.models import Breakdown, Variable
from indicators.selectors.sums import TOTAL, backing_variables, counted_variables, group_kinds
from indicators.services import summing
from indicators.views.defining import CatalogueDesk, at_catalogue
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import DomainError, InvalidInputError
from sozialplanung.web.desks import status_of, told


@require_http_methods(["GET", "HEAD"])
@at_catalogue
def sums_page(request: HttpRequest, desk: CatalogueDesk) -> HttpResponse:
    """List groups and variables with what was said of them."""
    context = {
        "organisation": desk.publisher,
        "section": "deliveries",
        "crumbs": [_catalogue(desk.publisher), {"label": _("What adds up"), "url": ""}],
        "kinds": group_kinds(desk.publisher),
        "variables": counted_variables(desk.publisher),
        "all_variables": backing_variables(desk.publisher),
    }
    return render(request, "indicators/sums.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_catalogue
def group_page(request: HttpRequest, desk: CatalogueDesk, group: str) -> HttpResponse:
    """Say how a group adds up."""
    rows = Breakdown.objects.filter(organisation_id=desk.publisher.pk).exclude(slug=TOTAL)
    breakdown = get_object_or_404(rows.select_related("whole", "organisation"), slug=group)
    others = list(rows.exclude(pk=breakdown.pk).order_by("dimension", "position", "name"))
    now = {
        "role": breakdown.role,
        "whole": breakdown.whole.slug if breakdown.whole else "",
        "crossed": breakdown.crossed,
    }
    form = GroupForm(posted(request), others=others, initial=now)
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            summing.declare_group(breakdown=breakdown, spec=form.spec(), by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(_list(desk.publisher))
    return _group(request, desk, breakdown, form)


@require_POST
@at_catalogue
def flow(request: HttpRequest, desk: CatalogueDesk, variable: str) -> HttpResponse:
    """Say whether a variable counts events."""
    form = FlowForm(request.POST)
    rows = Variable.objects.filter(organisation_id=desk.publisher.pk, is_additive=True)
    row = get_object_or_404(rows.select_related("organisation"), slug=variable)
    if not form.is_valid():
        raise InvalidInputError("indicators.flow_unsaid", "Say whether it counts events.", place="is_flow")
    summing.declare_flow(variable=row, is_flow=form.cleaned_data["is_flow"] == "1", by=desk.person)
    return redirect(_list(desk.publisher))


@require_http_methods(["GET", "HEAD", "POST"])
@at_catalogue
def backing_page(request: HttpRequest, desk: CatalogueDesk, variable: str) -> HttpResponse:
    """Say of which figures a variable tells who stands behind them."""
    rows = Variable.objects.filter(organisation_id=desk.publisher.pk).select_related("organisation", "backs")
    row = get_object_or_404(rows, slug=variable)
    others = [each for each in rows.order_by("name") if each.pk != row.pk and each.backs_id is None]
    now = {"backing": row.backing, "of": row.backs.slug if row.backs else ""}
    form = BackingForm(posted(request), others=others, initial=now)
    if request.method == "POST" and form.is_bound and form.is_valid() and _backed(form, row, desk):
        return redirect(f"{_list(desk.publisher)}#behind")
    context = {
        "organisation": desk.publisher,
        "section": "deliveries",
        "crumbs": _way(desk.publisher, row.name),
        "variable": row,
        "form": form,
    }
    return render(request, "indicators/sums_behind.html", context, status=status_of(form))


def _backed(form: BackingForm, variable: Variable, desk: CatalogueDesk) -> bool:
    said = form.cleaned_data
    try:
        summing.declare_backing(variable=variable, backing=said["backing"], of=said["of"], by=desk.person)
    except DomainError as error:
        told(form, error)
        return False
    return True


def _group(request: HttpRequest, desk: CatalogueDesk, breakdown: Breakdown, form: GroupForm) -> HttpResponse:
    context = {
        "organisation": desk.publisher,
        "section": "deliveries",
        "crumbs": _way(desk.publisher, breakdown.name),
        "group": breakdown,
        "form": form,
    }
    return render(request, "indicators/sums_group.html", context, status=status_of(form))


def _way(publisher: Organisation, name: str) -> list[dict[str, str]]:
    return [
        _catalogue(publisher),
        {"label": _("What adds up"), "url": _list(publisher)},
        {"label": name, "url": ""},
    ]


def _catalogue(publisher: Organisation) -> dict[str, str]:
    return {"label": _("Edit the catalogue"), "url": reverse("indicators:drafts", args=[publisher.slug])}


def _list(publisher: Organisation) -> str:
    return reverse("indicators:sums", args=[publisher.slug])
