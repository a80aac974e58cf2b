# SPDX-License-Identifier: EUPL-1.2
"""Streets, meeting places and a scenario of the sample data, all invented and each saying so wherever it is shown.

No figure is computed from them: nothing invented stands among what an organisation publishes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from indicators.selectors import published
from indicators.selectors.readership import audiences_of
from indicators.selectors.scenarios.ground import point_layers
from indicators.selectors.scenarios.kept import has_scenarios
from indicators.selectors.scenarios.sitings import siting_job
from indicators.selectors.scenarios.ways import last_job
from indicators.services.scenarios.changing import Wanted, change_site
from indicators.services.scenarios.choices import ChangeOfSite, SitingObjective, WeightForm
from indicators.services.scenarios.keeping import ScenarioPlan, create_scenario, share_scenario
from indicators.services.scenarios.proposing import Search, request_siting
from indicators.stats.siting.changing import Site
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.demo.inventing import Invented, invent
from sozialplanung.demo.loading import DemoDataError
from sozialplanung.demo.people import ensure_person
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from spatial.geometry.network.profiles import OSM_COLUMNS
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.networks import networks_of
from spatial.selectors.units import unit_rows
from spatial.services.layers import deciding, drafting
from spatial.services.layers.answers import PlaceAnswers
from spatial.services.networks import NetworkPlan, import_network
from spatial.services.storing import known_outline

_INVENTED: Final = "erfunden für die Vorführung"
_CC0: Final = "CC0 1.0"
STREETS: Final = NetworkPlan(
    slug="erdachte-wege",
    name="Erdachte Wege",
    source=_INVENTED,
    licence=_CC0,
    attribution="Diese Wege sind erfunden: Kein Ergebnis sagt etwas über die Stadt.",
    columns=OSM_COLUMNS,
)
PLACES: Final = drafting.LayerFacts(
    slug="erdachte-treffpunkte",
    name="Erdachte Treffpunkte",
    valid_from=date(2011, 1, 1),
    topic="Vorführung",
    description="Diese Treffpunkte gibt es nicht. Sie sind erfunden, damit sich die Werkzeuge vorführen lassen.",
    publisher=_INVENTED,
    licence=_CC0,
    attribution="Diese Treffpunkte gibt es nicht",
)
_COLUMNS: Final = PlaceAnswers(name="Name", key="Nummer", capacity="Plätze", capacity_label="Plätze")
_SCENARIO: Final = "Erdachte Treffpunkte: einer schließt, einer kommt"
# Which of the free crossings the new place opens at.
_NEW: Final = 5
_TOLD: Final = (
    "Wege und Treffpunkte in diesem Szenario sind erfunden, damit sich das Werkzeug vorführen lässt. Kein Ergebnis "
    "sagt etwas über die Stadt; nur die Zahlen der Menschen stammen aus dem Sozialatlas."
)


@dataclass(frozen=True, slots=True)
class ReachPlan:
    """For whom the places are: an indicator that counts persons, and the level of the areas they live in."""

    indicator: str
    level: str


PLANS: Final = {"flensburg": ReachPlan("kinder_unter_18", "stadtteil")}


def bring_reach(slug: str) -> str:
    """Bring streets, places and a scenario to a region that has none; returns what was done in words, or nothing."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if slug not in PLANS or organisation is None or has_scenarios(organisation):
        return ""
    plan, steward, planner = PLANS[slug], ensure_person(role="steward"), ensure_person(role="planner")
    invented = invented_for(organisation, plan)
    import_network(organisation=organisation, plan=STREETS, content=invented.streets, by=steward)
    if not any(each.layer.slug == PLACES.slug for each in point_layers(organisation.pk)):
        _bring_places(organisation, invented.places, steward)
    _begin(organisation, plan, invented, planner)
    return f"{organisation.name}: {STREETS.name}, {PLACES.name}, Szenario „{_SCENARIO}“"


def invented_for(organisation: Organisation, plan: ReachPlan) -> Invented:
    """Return the streets and places that are invented for the ground of an organisation."""
    outline = known_outline(organisation)
    version = next((each for each in boundary_versions_of(organisation) if each.level == plan.level), None)
    if outline is None or version is None:
        raise DemoDataError(f"{organisation.slug} has no areas to invent streets for.")
    return invent(outline, [(each.longitude, each.latitude) for each in unit_rows(version.id)])


@transaction.atomic
def _bring_places(organisation: Organisation, content: bytes, steward: User) -> None:
    """Bring a layer in as a steward does, and let a second person approve it; the jobs of it run here."""
    approver = ensure_person(role="approver")
    files = [drafting.Upload("treffpunkte.geojson", content)]
    draft = drafting.create_draft(organisation=organisation, facts=PLACES, files=files, by=steward)
    _done(draft.job)
    draft = drafting.save_answers(draft=draft, answers=_COLUMNS, by=steward, revision=draft.revision)
    _done(draft.job)
    draft = deciding.submit_draft(draft=draft, by=steward, revision=draft.revision)
    deciding.approve_draft(draft=draft, by=approver, content_hash=draft.content_hash)


def _done(job: Job | None) -> None:
    """Run a job here: no worker knows of it before the transaction is over."""
    if job is not None and (job := run_inline(job=job)).state != JobState.SUCCEEDED:
        raise DemoDataError(f"{job.kind}: {job.error_message}")


@transaction.atomic
def _begin(organisation: Organisation, plan: ReachPlan, invented: Invented, planner: User) -> None:
    """Begin a scenario as a planner does, share it, and look for the best next site."""
    organisation.audience = audiences_of(planner, organisation)[0]
    row = create_scenario(organisation=organisation, plan=_said(organisation, plan), by=planner)
    new, candidates = invented.free[_NEW], invented.free[:_NEW] + invented.free[_NEW + 1 :]
    for wanted in (
        Wanted(ChangeOfSite.CLOSE, "T01"),
        Wanted(ChangeOfSite.ENLARGE, "T12", places=110.0),
        Wanted(ChangeOfSite.ADD, "", "Erdachter neuer Treffpunkt", new, 60.0),
    ):
        change_site(scenario=row, wanted=wanted, by=planner)
    share_scenario(scenario=row, is_shared=True, by=planner)
    _done(last_job(row))
    offered = [Site(str(at), f"Erdachter Bauplatz {at}", point, 60.0) for at, point in enumerate(candidates, start=1)]
    run = request_siting(
        scenario=row, organisation=organisation, search=Search(SitingObjective.COVERING, 1, offered), by=planner
    )
    _done(siting_job(run))


def _said(organisation: Organisation, plan: ReachPlan) -> ScenarioPlan:
    refs = published.releases_of(organisation, indicator=plan.indicator, level=plan.level)
    if not refs:
        raise DemoDataError(f"{plan.indicator} of {organisation.slug} is not released.")
    return ScenarioPlan(
        name=_SCENARIO,
        description=_TOLD,
        layer=next(each for each in point_layers(organisation.pk) if each.layer.slug == PLACES.slug),
        network=next(each for each in networks_of(organisation) if each.slug == STREETS.slug),
        indicator=plan.indicator,
        period=refs[-1].period,
        boundary_version_id=refs[-1].boundary_version_id,
        mode="foot",
        form=WeightForm.WITHIN,
        minutes=20,
        threshold=0.5,
    )
