# SPDX-License-Identifier: EUPL-1.2
"""The page of reach: rings around a place, the places and the figures inside them; and a ring that is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.errors import KeepsakeError, SelectionError
from indicators.forms.rings import KeptRingForm
from indicators.models import OwnArea, OwnAreaKind, Sharing
from indicators.models.keepsake import LONGEST_NAME
from indicators.selectors.published import at_one_moment
from indicators.services.ownareas import OwnShape, save_own_area
from indicators.views.ownareas.keeping import address_of
from indicators.views.reach.asking import Place, ReachDesk, answered, at_streets, desk_of
from indicators.views.reach.context import form_context, reach_context, title_words
from indicators.views.workbench.saving import may_save
from sozialplanung.accounts.desks import nothing
from sozialplanung.web.desks import status_of
from sozialplanung.web.messages import sentence_for
from spatial.selectors.reachrings import Ring


@require_safe
@at_streets
@at_one_moment()
def reach_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask from where and how far, and show what is reached."""
    desk = desk_of(request, place)
    context = {
        **_frame(desk),
        **form_context(desk.form),
        "networks": desk.networks,
        "form": desk.form,
        "found": reach_context(desk, desk.answer) if desk.answer is not None else None,
    }
    if desk.answer is not None and not desk.answer.is_off:
        context |= {"downloads": _downloads(desk), "keeping": _keeping(desk)}
    return render(request, "indicators/reach/page.html", context, status=status_of(desk.form))


def _frame(desk: ReachDesk, label: str = "") -> dict[str, Any]:
    crumbs = [{"label": _("Reachability"), "url": reverse("indicators:reach", args=[desk.publisher.slug])}]
    crumbs.append({"label": label, "url": ""})
    if not label:
        crumbs = [{"label": _("Reachability"), "url": ""}]
    return {"organisation": desk.publisher, "section": "reach", "crumbs": crumbs}


def _downloads(desk: ReachDesk) -> list[dict[str, str]]:
    files = [
        (_("This page on paper"), "reports:reach_sheet", "PDF"),
        (_("Figures of the rings"), "indicators:reach_csv", "CSV"),
        (_("Ground of the rings"), "indicators:reach_geojson", "GeoJSON"),
    ]
    if desk.said.get("orte"):
        files.insert(2, (_("Places inside"), "indicators:reach_places", "CSV"))
    return [{"label": label, "url": desk.url(name), "format": kind} for label, name, kind in files]


def _keeping(desk: ReachDesk) -> list[dict[str, str]]:
    """Return where each ring is kept as an own area, for those who may keep one."""
    if desk.answer is None or not may_save(desk.person, desk.publisher):
        return []
    told = [(ring, desk.limit(ring.limit)) for ring in desk.answer.rings.rings if not ring.is_empty]
    return [{"label": words, "url": f"{desk.url('indicators:reach_keep')}&ring={ring.limit}"} for ring, words in told]


@require_http_methods(["GET", "HEAD", "POST"])
@at_streets
def keep_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Keep a ring as an own area under a name; its address says which."""
    desk, answer = answered(request, place, has_figures=False)
    asked = request.GET.get("ring", "")
    ring = next((each for each in answer.rings.rings if str(each.limit) == asked and not each.is_empty), None)
    if ring is None or not may_save(desk.person, desk.publisher):
        raise nothing()
    words = f"{title_words(desk)}, {desk.limit(ring.limit)}"
    form = KeptRingForm(request.POST if request.method == "POST" else None, initial={"name": words[:LONGEST_NAME]})
    row = _kept(form, desk, ring) if form.is_valid() else None
    if row is not None:
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return HttpResponseRedirect(address_of(desk.publisher, row))
    context = {
        **_frame(desk, _("Keep as an own area")),
        "form": form,
        "shape": words,
        "back": desk.url("indicators:reach"),
    }
    return render(request, "indicators/reach/keep.html", context, status=422 if form.errors else 200)


def _kept(form: KeptRingForm, desk: ReachDesk, ring: Ring) -> OwnArea | None:
    try:
        return save_own_area(
            organisation=desk.publisher,
            shape=OwnShape(OwnAreaKind.REACHED, ring.ground),
            name=form.cleaned_data["name"],
            sharing=Sharing(form.cleaned_data["sharing"]),
            by=desk.person,
        )
    except (KeepsakeError, SelectionError) as error:
        form.add_error("name", " ".join(sentence_for(error.to_problem())))
        return None
