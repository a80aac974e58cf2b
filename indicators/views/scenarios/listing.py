# SPDX-License-Identifier: EUPL-1.2
"""The list of scenarios, a new one, and what their owners do with them: rename, share, remove, bring back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.errors import KeepsakeError
from indicators.forms.keepsake import NameForm
from indicators.forms.scenarios import NewScenarioForm, Offered
from indicators.models import Scenario, WeightForm
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors import published
from indicators.selectors.scenarios.ground import point_layers
from indicators.selectors.scenarios.kept import readable_scenarios, removed_scenarios
from indicators.selectors.scenarios.people import counts_persons
from indicators.selectors.sheets import IndicatorSheet, ReleaseRef
from indicators.services.scenarios import keeping
from indicators.services.scenarios.keeping import ScenarioPlan
from indicators.views.scenarios.access import ScenarioDesk, at_scenarios, page
from sozialplanung.accounts.desks import nothing
from sozialplanung.accounts.keeping import posted
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse
from sozialplanung.web.desks import told
from sozialplanung.web.messages import sentence_for
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.networks import networks_of


@require_safe
@at_scenarios
def scenarios_page(request: HttpRequest, desk: ScenarioDesk) -> HttpResponse:
    """List the own scenarios, those of the house, and what can be brought back."""
    rows = list(readable_scenarios(desk.person, desk.organisation))
    context = {
        "own": [row for row in rows if row.owner_id == desk.person.pk],
        "shared": [row for row in rows if row.owner_id != desk.person.pk],
        "removed": removed_scenarios(desk.person, desk.organisation),
        "lacking": _lacking(desk) if desk.can_build else (),
    }
    return page(request, desk, "list", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_scenarios
def new_page(request: HttpRequest, desk: ScenarioDesk) -> HttpResponse:
    """Begin a scenario."""
    desk.require_builder()
    people = people_offered(desk)
    layers, networks = point_layers(desk.organisation.pk), networks_of(desk.organisation)
    offered = Offered(layers, networks, [(key, label) for key, (label, _ref) in people.items()])
    form = NewScenarioForm(posted(request), offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            ref = people[form.cleaned_data["people"]][1]
            row = keeping.create_scenario(organisation=desk.organisation, plan=_plan(form, ref), by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return redirect(desk.url("scenario", row.uuid))
    crumbs = [{"label": _("New scenario"), "url": ""}]
    return page(request, desk, "new", {"lacking": _lacking(desk), "crumbs": crumbs}, form)


def _plan(form: NewScenarioForm, ref: ReleaseRef) -> ScenarioPlan:
    said = form.cleaned_data
    return ScenarioPlan(
        name=said["name"],
        description=said["description"],
        layer=form.layer_chosen,
        network=form.network_chosen,
        indicator=ref.indicator,
        period=ref.period,
        boundary_version_id=ref.boundary_version_id,
        mode=said["mode"],
        form=WeightForm(said["form"]),
        minutes=said["minutes"],
        threshold=said["threshold"],
    )


def people_offered(desk: ScenarioDesk) -> dict[str, tuple[str, ReleaseRef]]:
    """Return the numbers of persons that the person sees: the newest of each level, the finest level first."""
    names = {sheet.slug: sheet for sheet in published.indicators_of(desk.organisation)}
    versions = {row.id: row for row in boundary_versions_of(desk.organisation)}
    newest: dict[tuple[str, str], ReleaseRef] = {}
    for ref in published.releases_of(desk.organisation):
        sheet = names.get(ref.indicator)
        if sheet is not None and counts_persons(sheet.definition_on(ref.period_start)):
            newest[ref.indicator, ref.level] = ref
    ordered = sorted(newest.values(), key=lambda ref: (-ref.level_position, list(names).index(ref.indicator)))
    return {
        f"{ref.indicator}.{ref.level}.{ref.edition}.{ref.period}": (_label(names[ref.indicator], level, ref), ref)
        for ref in ordered
        if (level := versions[ref.boundary_version_id].level_name_plural)
    }


def _label(sheet: IndicatorSheet, level: str, ref: ReleaseRef) -> str:
    period = period_words(parse(ref.period), language_of(get_language()))
    return f"{sheet.definition.name}, {level}, {period}"


def _lacking(desk: ScenarioDesk) -> tuple[str, ...]:
    """Say what has to be there before a scenario can be begun."""
    there = (
        (point_layers(desk.organisation.pk), _("A layer of places: stewards bring one in under “Places and areas”.")),
        (networks_of(desk.organisation), _("A street network: an operator imports one.")),
        (people_offered(desk), _("Numbers of persons by area that are released here.")),
    )
    return tuple(words for found, words in there if not found)


@require_POST
@at_scenarios
def change_kept(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Rename, share, keep for oneself, remove or bring back a scenario of one's own."""
    desk.require_builder()
    action = request.POST.get("action", "")
    rows = removed_scenarios(desk.person, desk.organisation)
    row = rows.filter(uuid=uuid).first() if action == "restore" else desk.own(uuid)
    if row is None:
        raise nothing()
    try:
        if action in _ACTS:
            messages.success(request, _ACTS[action](request, desk, row))
    except KeepsakeError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
    is_there = action in {"rename", "share", "keep"}
    return HttpResponseRedirect(desk.url("scenario", uuid) if is_there else desk.url("scenarios"))


def _rename(request: HttpRequest, desk: ScenarioDesk, row: Scenario) -> str:
    form = NameForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    before = row.name
    row = keeping.rename_scenario(scenario=row, name=name, by=desk.person)
    return _("“%(before)s” is called “%(name)s” now.") % {"before": before, "name": row.name}


def _share(_request: HttpRequest, desk: ScenarioDesk, row: Scenario) -> str:
    keeping.share_scenario(scenario=row, is_shared=True, by=desk.person)
    words = _("Whoever reads what is released inside can read “%(name)s” now, with the figures that they may see.")
    return words % {"name": row.name}


def _keep(_request: HttpRequest, desk: ScenarioDesk, row: Scenario) -> str:
    keeping.share_scenario(scenario=row, is_shared=False, by=desk.person)
    return _("“%(name)s” is yours alone again.") % {"name": row.name}


def _remove(_request: HttpRequest, desk: ScenarioDesk, row: Scenario) -> str:
    keeping.remove_scenario(scenario=row, by=desk.person)
    return _("“%(name)s” is removed. You can bring it back below.") % {"name": row.name}


def _restore(_request: HttpRequest, desk: ScenarioDesk, row: Scenario) -> str:
    keeping.restore_scenario(scenario=row, by=desk.person)
    return _("“%(name)s” is back.") % {"name": row.name}


_ACTS: Final[Mapping[str, Callable[[HttpRequest, ScenarioDesk, Scenario], str]]] = MappingProxyType(
    {"rename": _rename, "share": _share, "keep": _keep, "remove": _remove, "restore": _restore}
)
