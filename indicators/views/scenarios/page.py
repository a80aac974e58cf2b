# SPDX-License-Identifier: EUPL-1.2
"""One scenario: its sites and changes, what it does before and after, and its file."""

import json
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.scenarios import AddForm, CloseForm, CommentForm, EnlargeForm, MoveForm
from indicators.models import ChangeOfSite, Scenario
from indicators.selectors.profile_drawings import Drawing, drawing_of
from indicators.selectors.published import at_one_moment
from indicators.selectors.scenarios.answer import ScenarioResult, result_of
from indicators.selectors.scenarios.ground import ScenarioGround, ground_of
from indicators.selectors.scenarios.ways import last_job
from indicators.services.scenarios.changing import Wanted, change_site, point_of_address, take_back
from indicators.services.scenarios.ways import request_ways
from indicators.views.files import file_response
from indicators.views.readership import marked_name
from indicators.views.scenarios import tables, words
from indicators.views.scenarios.access import ScenarioDesk, at_scenarios, page
from indicators.views.scenarios.comments import comment_rows
from indicators.views.scenarios.files import areas_csv
from indicators.views.scenarios.maps import TALLEST, WIDTH, maps_of
from indicators.views.sourcelines import source_lines
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import small_number, told

CSV: Final = "text/csv; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
@at_scenarios
def scenario_page(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Show a scenario, or make one change of its sites."""
    row = desk.scenario(uuid) if request.method != "POST" else desk.own(uuid)
    ground, kind = ground_of(row), request.POST.get("kind", "")
    sent = _forms(request, ground).get(kind) if request.method == "POST" else None
    if sent is not None and sent.is_valid() and _changed(row, sent, kind, desk):
        return HttpResponseRedirect(f"{desk.url('scenario', uuid)}#changes")
    return show(request, desk, ground, sent, kind)


def show(
    request: HttpRequest, desk: ScenarioDesk, ground: ScenarioGround, sent: forms.Form | None, kind: str = ""
) -> HttpResponse:
    """Show a scenario, with the form that was sent where something of it has to be said differently."""
    made = _forms(request, ground) | ({kind: sent} if sent and kind else {})
    context = _context(desk, ground) | {"forms": made, "saying": _saying(request, sent)}
    return page(request, desk, "scenario", context, sent)


def _saying(request: HttpRequest, sent: forms.Form | None) -> forms.Form:
    """Return the form of a comment: as it was sent, or as it was kept when a session ended."""
    kept = posted(request)
    return sent if isinstance(sent, CommentForm) else CommentForm(kept if kept and "text" in kept else None)


@at_one_moment()
def _context(desk: ScenarioDesk, ground: ScenarioGround) -> dict[str, Any]:
    row = ground.scenario
    result = result_of(desk.organisation, ground)
    return {
        "scenario": row,
        "ground": ground,
        "is_own": desk.can_build and row.owner_id == desk.person.pk,
        "mode": words.mode_words(ground),
        "changes": tables.change_rows(ground),
        "comments": comment_rows(row, desk.person),
        "job": last_job(row),
        "missing": len(result.ways.missing),
        "crumbs": [{"label": row.name, "url": ""}],
        **_told(desk, result),
    }


def _told(desk: ScenarioDesk, result: ScenarioResult) -> dict[str, Any]:
    ground, answer = result.ground, result.answer
    drawing = drawing_of(desk.organisation, ground.version, WIDTH, TALLEST)
    if answer is None:
        return {"answer": None, "drawing": drawing, "lacking": words.lacking(is_waiting=bool(result.ways.missing))}
    return {
        "answer": answer,
        "summary": words.summary(answer),
        "mean": words.mean_words(ground, answer.groups[0][1]),
        "threshold": words.threshold_words(ground),
        "unit": words.unit_words(ground),
        "people": words.people_words(answer.people),
        "cautions": words.cautions(answer),
        "drawing": drawing,
        "frame": _frame(drawing) if drawing else "",
        "maps": maps_of(ground, answer, drawing) if drawing else (),
        "areas": tables.area_rows(ground, answer),
        "groups": tables.group_rows(ground, answer),
        "sources": source_lines([answer.people.definition]),
        "downloads": [
            {
                "label": _("All areas before and after"),
                "url": desk.url("scenario_csv", ground.scenario.uuid),
                "format": "CSV",
            }
        ],
    }


def _frame(drawing: Drawing) -> str:
    """Return what the page's script needs to know where a press on a map lies."""
    frame = drawing.frame
    return json.dumps({"west": frame.west, "north": frame.north, "scaleX": frame.scale_x, "scaleY": frame.scale_y})


def _forms(request: HttpRequest, ground: ScenarioGround) -> dict[str, forms.Form]:
    """Return a form for each kind of change; the one that was sent holds what was typed."""
    kept = posted(request)
    kind = kept.get("kind", "") if kept else ""
    names = {site.key: site.name for site in ground.sites}
    sites = [(each.key, each.name or names.get(each.key, each.key)) for each in ground.ledger.standing_open]
    is_counted = bool(ground.capacity_label)

    def sent(which: str) -> Any:  # noqa: ANN401 - what Django's forms take
        return kept if kind == which else None

    made: dict[str, forms.Form] = {
        "close": CloseForm(sent("close"), sites=sites, prefix="close"),
        "move": MoveForm(sent("move"), sites=sites, prefix="move"),
        "add": AddForm(sent("add"), is_counted=is_counted, prefix="add"),
    }
    if is_counted:
        made["enlarge"] = EnlargeForm(sent("enlarge"), sites=sites, prefix="enlarge")
    return made


def _changed(row: Scenario, form: forms.Form, kind: str, desk: ScenarioDesk) -> bool:
    said = form.cleaned_data
    try:
        where = said.get("where")
        point = point_of_address(scenario=row, text=where) if isinstance(where, str) else where
        wanted = Wanted(
            kind=ChangeOfSite(kind),
            key=said.get("key", ""),
            name=said.get("name", ""),
            point=point,
            places=said.get("places"),
            address=where if isinstance(where, str) else "",
        )
        change_site(scenario=row, wanted=wanted, by=desk.person)
    except DomainError as error:
        told(form, error)
        return False
    return True


@require_POST
@at_scenarios
def undo(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Take the last change back."""
    take_back(scenario=desk.own(uuid), number=small_number(request.POST.get("number", "")) or 0)
    return HttpResponseRedirect(f"{desk.url('scenario', uuid)}#changes")


@require_POST
@at_scenarios
def ask_for_ways(_request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Let the ways that are missing be worked out once more."""
    request_ways(scenario=desk.own(uuid), by=desk.person)
    return HttpResponseRedirect(desk.url("scenario", uuid))


@require_safe
@at_scenarios
def progress(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Show how far the ways are, as a part of a page."""
    row = desk.scenario(uuid)
    return render(request, "indicators/scenarios/_progress.html", {"desk": desk, "scenario": row, "job": last_job(row)})


@require_safe
@at_scenarios
@at_one_moment()
def scenario_csv(_request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Give every area before and after as a file."""
    ground = ground_of(desk.scenario(uuid))
    answer = result_of(desk.organisation, ground).answer
    if answer is None:
        raise nothing()
    kind, address = _("scenario"), f"{settings.PUBLIC_URL}{desk.url('scenario', uuid)}"
    name = f"{desk.organisation.slug}_{kind}_{ground.scenario.uuid}.csv"
    marked = marked_name(desk.organisation, name, answer.people.ref.audience)
    return file_response(areas_csv(desk.organisation, ground, answer, address), CSV, marked)
