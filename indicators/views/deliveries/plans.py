# SPDX-License-Identifier: EUPL-1.2
"""When sources are expected to deliver: what is awaited now, and the plans behind it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.plans import PlanForm
from indicators.models import DeliveryPlan, RhythmKind
from indicators.selectors.deliveries import sources_of
from indicators.selectors.expected import expected_deliveries, plans_of
from indicators.selectors.progress import meanings_of
from indicators.services.planning import PlanSpec, remove_plan, save_plan
from indicators.views.deliveries.access import Desk, at_desk, page, told
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import people_where
from sozialplanung.common.errors import DomainError, NotFoundError
from sozialplanung.web.desks import revision_of


@require_safe
@at_desk
def plans_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what is due and overdue today, and the plans."""
    awaited = expected_deliveries([desk.organisation.pk], on=timezone.localdate())
    sources = dict(sources_of(desk.organisation).values_list("pk", "slug"))
    context = {
        "awaited": [(each, sources.get(each.source_id, "")) for each in awaited],
        "plans": plans_of([desk.organisation.pk]),
        "crumbs": _crumbs(desk),
    }
    return page(request, desk, "plans", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def plan_page(request: HttpRequest, desk: Desk, number: int | None = None) -> HttpResponse:
    """Say when a source is expected to deliver, or change it."""
    if not desk.can_import:
        raise _nothing()
    plan = _plan(desk, number) if number is not None else None
    form = _form(request, desk, plan)
    if request.method == "POST" and form.is_valid() and _save(form, desk, plan):
        return redirect(desk.url("delivery_plans"))
    label = str(plan) if plan else _("New plan")
    context = {"plan": plan, "has_sources": sources_of(desk.organisation).exists(), "crumbs": _crumbs(desk, label)}
    return page(request, desk, "plan", context, form=form)


def _form(request: HttpRequest, desk: Desk, plan: DeliveryPlan | None) -> PlanForm:
    people = people_where(Permission.IMPORT_FIGURES, desk.organisation)
    names = {each.indicator_id: each.name for each in meanings_of([desk.organisation.pk])}
    return PlanForm(
        posted(request),
        sources=[(str(source.pk), source.title) for source in sources_of(desk.organisation)],
        people=[(str(person.pk), person.name) for person in people],
        indicators=[(str(key), name) for key, name in names.items()],
        initial=_said(plan) if plan else {"revision": 0, "rhythm": RhythmKind.YEAR, "due_days": 90},
    )


def _said(plan: DeliveryPlan) -> dict[str, Any]:
    return {
        "revision": plan.revision,
        "source": plan.source_id,
        "rhythm": plan.rhythm,
        "first_period": plan.first_period.code,
        "last_period": plan.last_period.code if plan.last_period else "",
        "due_days": plan.due_days,
        "due_day": f"{plan.due_day}.{plan.due_month}." if plan.due_day else "",
        "responsible": plan.responsible_id or "",
        "contact": plan.contact,
        "note": plan.note,
        "indicators": [each.indicator_id for each in plan.planned.all()],
    }


def _save(form: PlanForm, desk: Desk, plan: DeliveryPlan | None) -> bool:
    said = form.cleaned_data
    people = people_where(Permission.IMPORT_FIGURES, desk.organisation)
    spec = PlanSpec(
        source=sources_of(desk.organisation).select_related("organisation").get(pk=said["source"]),
        rhythm=RhythmKind(said["rhythm"]),
        first_period=said["first_period"],
        last_period=said["last_period"],
        due=said["due"],
        responsible=people.filter(pk=said["responsible"]).first() if said["responsible"] else None,
        contact=said["contact"],
        note=said["note"],
        indicators=frozenset(map(int, said["indicators"])),
    )
    try:
        save_plan(plan=plan, spec=spec, by=desk.person, revision=said["revision"])
    except DomainError as error:
        told(form, error)
        return False
    return True


@require_POST
@at_desk
def remove(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """End a plan."""
    if not desk.can_import:
        raise _nothing()
    remove_plan(plan=_plan(desk, number), by=desk.person, revision=revision_of(request))
    return redirect(desk.url("delivery_plans"))


def _plan(desk: Desk, number: int) -> DeliveryPlan:
    return get_object_or_404(plans_of([desk.organisation.pk]), pk=number)


def _crumbs(desk: Desk, label: str = "") -> list[dict[str, str]]:
    crumbs = [
        {"label": _("Deliveries"), "url": desk.url("deliveries")},
        {"label": _("Delivery dates"), "url": desk.url("delivery_plans") if label else ""},
    ]
    return [*crumbs, {"label": label, "url": ""}] if label else crumbs


def _nothing() -> NotFoundError:
    return NotFoundError("http.not_found", "There is nothing at this address.")
