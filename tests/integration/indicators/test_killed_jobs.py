# SPDX-License-Identifier: EUPL-1.2
"""Jobs that are killed at a statement: what was committed before is whole, the end comes once, the gate holds.

A kill is an exception that nothing catches, after which the connection is closed: PostgreSQL sees what it sees when a
process gets SIGKILL (tests/integration/jobs/test_worker.py does that for real). The lease runs out, the sweeper takes
the job back, and it is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from indicators.models import (
    Audience,
    DisclosureVersion,
    Release,
    ReleaseState,
    RulingForesight,
    SelectionFigure,
    Source,
    VersionState,
)
from indicators.models.patterns import DisclosureAudit, Verdict
from indicators.services import importing, sources
from indicators.services.disclosure.rules import content_of
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.attacking import request_attack
from indicators.services.releasing.refreshing import REFRESH, refresh_all
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.ruling.foreseeing import FORESEE
from indicators.services.ruling.writing import HOLD, RulePlace, Ruling, confirm_rule, propose_rule
from sozialplanung.audit.models import Event
from sozialplanung.jobs import runner, sweeper
from sozialplanung.jobs.models import Job, JobState
from tests.factories.desk import client_of
from tests.factories.register import EDITION, FILE, build_city, mapping
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public", "inside"]),
    pytest.mark.check("C086", "C088"),
]
END: Final = "SET state = 'succeeded'"
PICKED: Final = "ebene=viertel&gebietsstand=stand-2020&gebiete=11,12"


class KilledError(BaseException):
    """Stands for SIGKILL: no handler of ours catches it."""


@dataclass
class Blade:
    """Kills after the first statement that holds these words."""

    words: str
    has_fallen: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401 - Django's signature
        done = execute(sql, *rest)
        if self.words in sql:
            self.has_fallen = True
            raise KilledError(self.words)
        return done


def killed(act: Callable[[], object], words: str) -> None:
    """Do something and die after a statement; what was not committed is gone."""
    blade = Blade(words)
    with pytest.raises(KilledError), connection.execute_wrapper(blade):
        act()
    assert blade.has_fallen
    connection.close()


def done_despite(job: Job, *deaths: str) -> Job:
    """Run a job that dies at each of these statements in turn, until it ends."""
    for words in deaths:
        killed(lambda: runner.run(job.pk, is_patient=False), words)
        job.refresh_from_db()
        assert job.state == JobState.RUNNING
        assert_gate_holds()
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
        assert sweeper.sweep() is not None
    runner.run(job.pk, is_patient=False)
    job.refresh_from_db()
    return job


def assert_gate_holds() -> None:
    """Hold that of each place one release at most is in force, and none that its attacker broke or never tried."""
    in_force = Release.objects.filter(state=ReleaseState.PUBLISHED)
    places = in_force.values("indicator", "period", "boundary_version", "audience").annotate(number=Count("pk"))
    assert {row["number"] for row in places} <= {1}
    assert set(in_force.values_list("pattern__audit__verdict", flat=True)) <= {Verdict.HELD}


def _approved(world: World, text: str) -> Job:
    part = Part(DeliveredFile("einwohner.csv", text.encode()), "viertel", mapping())
    source = sources.source_of(organisation=world.city, slug="register")
    batch = importing.stage_batch(spec=DeliverySpec(source, "Register", EDITION, (part,)), by=world.anna)
    return importing.approve_batch(batch=batch, by=world.frida)


def _slices() -> dict[str, str]:
    places = ("indicator__slug", "period__code", "boundary_version__level__slug", "audience")
    rows = Release.objects.filter(state=ReleaseState.PUBLISHED).values_list(*places, "content_hash")
    return {" ".join(row[:4]): row[4] for row in rows}


def _told(action: str) -> int:
    return Event.objects.filter(action=action).count()


@pytest.fixture
def city(world: World) -> World:
    build_city(world)
    runner.run(_approved(world, FILE).pk)
    for job in refresh_all(organisation=world.city, by=world.frida):
        runner.run(job.pk)
    assert_gate_holds()
    return world


def test_correction_is_applied_published_and_taken_back_once_whoever_dies(city: World) -> None:
    first, published = _slices(), _told("indicators.published")
    assert done_despite(_approved(city, FILE.replace("90", "95")), "indicators_observation", END).attempt == 3
    jobs = refresh_all(organisation=city.city, by=city.frida)
    for job in jobs:
        killed_there = ("indicators_vintage", "indicators_releasechange") if "kinder" in str(job.payload) else ()
        assert done_despite(Job.objects.get(pk=job.pk), *killed_there).state == JobState.SUCCEEDED
    second = _slices()
    changed = [place for place in second if second[place] != first[place]]
    assert changed
    assert _told("indicators.published") - published == len(changed)

    newest = Release.objects.filter(indicator__slug="kinder", state=ReleaseState.PUBLISHED).latest("pk")
    said: dict[str, Any] = {"release_id": newest.pk, "organisation_id": city.city.pk, "by": city.frida}
    killed(lambda: withdraw_release(**said, reason="Fehler"), 'UPDATE "indicators_release"')
    assert (_slices(), _told("indicators.withdrawn")) == (second, 0)
    withdraw_release(**said, reason="Fehler")
    assert_gate_holds()
    gone = [place for place in second if place not in _slices()]
    assert _told("indicators.withdrawn") == len(gone) > 0


def test_rule_is_foreseen_and_comes_into_force_once_whoever_dies(city: World) -> None:
    place = RulePlace(Source.objects.select_related("organisation").get(slug="register"), Audience.PUBLIC)
    assert place.rule is not None
    stricter = Ruling(replace(content_of(place.rule), minimum_count=150), "Rat", timezone.localdate(), "Grund.")
    version = propose_rule(place=place, change=stricter, by=city.anna, revision=place.newest)
    before = _slices()

    foreseeing = Job.objects.filter(kind=FORESEE).latest("created_at")
    assert done_despite(foreseeing, "indicators_disclosurepattern", END).state == JobState.SUCCEEDED
    assert RulingForesight.objects.get(version=version).result["rows"]
    assert _slices() == before

    confirm_rule(version=version, by=city.frida)
    assert done_despite(Job.objects.get(kind=HOLD), "indicators_disclosureversion", END).state == JobState.SUCCEEDED
    assert DisclosureVersion.objects.get(pk=version.pk).state == VersionState.IN_FORCE
    asked = Job.objects.filter(kind=REFRESH, state=JobState.QUEUED).order_by("created_at")
    assert asked.values("payload").distinct().count() == asked.count() > 0
    for number, job in enumerate(list(asked)):
        done_despite(job, *([] if number else ["indicators_disclosureaudit"]))
    assert_gate_holds()
    assert _slices() != before


def test_selection_and_attack_end_once_and_a_job_that_always_dies_says_so(city: World) -> None:
    answer = client_of(city.frida).post("/musterstadt/auswahl/anfordern/", {"name": "Nord", "query": PICKED})
    assert answer.status_code == 302
    adding = Job.objects.get(kind="indicators.audit_selection")
    assert done_despite(adding, "indicators_selectionfigure").state == JobState.SUCCEEDED
    figures = SelectionFigure.objects.values_list("indicator", "period", "vintage", "audience")
    assert len(set(figures)) == len(figures) > 0

    rounds = DisclosureAudit.objects.filter(content__has_key="run")
    attack = request_attack(organisation=city.city, by=city.frida)
    assert done_despite(attack, 'INSERT INTO "indicators_disclosureaudit"', END).state == JobState.SUCCEEDED
    of_one = rounds.count()
    runner.run(request_attack(organisation=city.city, by=city.frida).pk)
    assert rounds.count() == 2 * of_one > 0

    before, correction = _slices(), _approved(city, FILE.replace("90", "96"))
    assert done_despite(correction, END, END, END).error_code == "jobs.worker_lost"
    assert (correction.state, _slices()) == (JobState.FAILED, before)


def test_what_catches_everything_would_be_noticed() -> None:
    def careless() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 AS deadly")
        except BaseException:  # noqa: BLE001, S110 - what no handler may do
            pass

    with pytest.raises(pytest.fail.Exception):
        killed(careless, "deadly")
