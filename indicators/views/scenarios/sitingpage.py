# SPDX-License-Identifier: EUPL-1.2
"""The best next sites of a scenario: what is looked for, what was found for the reader at hand, and taking it over."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms.scenarios import BY_PLACES, SitingForm
from indicators.models import Scenario, SitingObjective, SitingRun
from indicators.selectors.scenarios.ground import ScenarioGround, ground_of, point_layers, sites_of
from indicators.selectors.scenarios.people import people_of
from indicators.selectors.scenarios.sitings import last_siting, siting_job
from indicators.services.scenarios.bounds import refuse_far_candidates
from indicators.services.scenarios.proposing import Search, adopt_siting, request_siting
from indicators.stats.siting.changing import Site
from indicators.views.scenarios import sitingwords, words
from indicators.views.scenarios.access import ScenarioDesk, at_scenarios, page
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import small_number, told
from sozialplanung.web.messages import sentence_for
from spatial.selectors.layers import features_of


@require_http_methods(["GET", "HEAD", "POST"])
@at_scenarios
def siting_page(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Ask for the best next sites, and show what was found for this reader."""
    row = desk.own(uuid)
    ground = ground_of(row)
    layers = point_layers(desk.organisation.pk)
    run, is_counted = last_siting(desk.organisation, row), bool(ground.capacity_label)
    form = SitingForm(posted(request), layers=layers, is_counted=is_counted, initial=_as_before(run))
    if request.method == "POST" and form.is_valid():
        try:
            search = _search(form, desk, row)
            request_siting(scenario=row, organisation=desk.organisation, search=search, by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("scenario_siting", uuid))
    return page(request, desk, "siting", _context(desk, ground, run), form)


def _context(desk: ScenarioDesk, ground: ScenarioGround, run: SitingRun | None) -> dict[str, Any]:
    row = ground.scenario
    crumbs = [{"label": row.name, "url": desk.url("scenario", row.uuid)}, {"label": _("Best next site"), "url": ""}]
    people = people_of(desk.organisation, row)
    found = None
    if run is not None and run.answer is not None and people is not None:
        found = sitingwords.found_of(ground, run, people)
    return {
        "scenario": row,
        "ground": ground,
        "mode": words.mode_words(ground),
        "people": "" if people is None else words.people_words(people),
        "run": run,
        "found": found,
        "job": siting_job(run) if run is not None and run.answer is None else None,
        "crumbs": crumbs,
    }


def _as_before(run: SitingRun | None) -> dict[str, Any]:
    """Fill the form with what was looked for last, but for the candidates."""
    if run is None:
        return {}
    room = BY_PLACES if run.is_bounded else ""
    return {"objective": run.objective, "most_new": run.most_new, "room": room}


def _search(form: SitingForm, desk: ScenarioDesk, row: Scenario) -> Search:
    said = form.cleaned_data
    places = said.get("places") or 0.0
    listed = [Site(str(number), name, point, places) for number, (name, point) in enumerate(said["listed"])]
    refuse_far_candidates(row, listed)
    chosen = next((each for each in point_layers(desk.organisation.pk) if each.layer.slug == said["layer"]), None)
    there = sites_of(chosen, features_of(chosen.version)) if chosen else ()
    candidates = (*(replace(each, places=places) for each in there), *listed)
    is_bounded = said.get("room") == BY_PLACES
    return Search(SitingObjective(said["objective"]), said["most_new"], candidates, is_bounded)


@require_POST
@at_scenarios
def adopt(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Take a proposal over as changes of the scenario."""
    row = desk.own(uuid)
    run: SitingRun | None = last_siting(desk.organisation, row)
    if run is None or run.pk != small_number(request.POST.get("number", "")):
        raise nothing()
    try:
        number = adopt_siting(scenario=row, run=run, by=desk.person)
        messages.success(request, _("Taken over as changes: %(number)s.") % {"number": number})
    except DomainError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
    return HttpResponseRedirect(desk.url("scenario", uuid))
