# SPDX-License-Identifier: EUPL-1.2
"""The page of computations: failures are told with their reason, computed again, stopped; foreigners find nothing."""

from collections.abc import Callable

import pytest

from indicators.models import Indicator, Release
from indicators.services.releasing import recomputing, refreshing
from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.jobs import registry
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.errors import JobError
from sozialplanung.jobs.models import Job, JobState
from tests.factories.desk import client_of, decide, german, run_jobs, submitted
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_city)


def _url(city: World, *path: str) -> str:
    return f"/{city.city.slug}/berechnungen/" + "".join(f"{part}/" for part in path)


def _page(city: World, person: User) -> str:
    answer = client_of(person).get(_url(city))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def _refuse(slug: str) -> Callable[[JobContext], None]:
    real = registry.handler_for(refreshing.REFRESH)

    def handler(context: JobContext) -> None:
        if int(context.payload["indicator"]) == Indicator.objects.get(slug=slug).pk:
            raise JobError("indicators.not_released", "There is no release to be seen.")
        real(context)

    return handler


def _with_a_failure(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(registry._HANDLERS, refreshing.REFRESH, _refuse("kinder"))
        decide(city.frida, submitted(city), "approve")


def test_nothing_computed_yet_is_said(city: World) -> None:
    page = _page(city, city.anna)

    assert german("Nothing was computed yet. Computations start by themselves when figures are approved.") in page
    assert "3 Indikatoren wurden noch nie berechnet." in page


def test_failure_is_told_and_computed_again_with_what_waited_for_it(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_failure(city, monkeypatch)
    page = _page(city, city.anna)
    assert "1 Berechnung ist fehlgeschlagen" in page
    assert "Kinder" in page
    assert not Release.objects.filter(indicator__slug="anteil").exists()

    assert client_of(city.anna).post(_url(city, "erneut")).status_code == 302
    run_jobs()

    assert german("Nothing failed, and nothing waits.") in _page(city, city.anna)
    assert Release.objects.filter(indicator__slug="anteil", state="published").exists()
    event = Event.objects.get(action="indicators.computed_again")
    assert (event.actor_id, event.details) == (city.anna.pk, {"failed": 2, "queued": 2})


def test_computing_again_without_a_failure_is_refused(city: World) -> None:
    answer = client_of(city.anna).post(_url(city, "erneut"))

    assert answer.status_code == 409


def test_everything_is_computed_again_and_nothing_is_published_anew(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    run_jobs()
    before = Release.objects.count()

    assert client_of(city.anna).post(_url(city, "alle")).status_code == 302
    run_jobs()

    assert Release.objects.count() == before


def test_waiting_computation_is_stopped_and_told(city: World) -> None:
    recomputing.compute_everything(organisation=city.city, by=city.anna)
    job = Job.objects.filter(kind=refreshing.REFRESH, state=JobState.QUEUED).latest("created_at")
    assert german("On their way") in _page(city, city.anna)

    assert client_of(city.anna).post(_url(city, str(job.pk), "anhalten")).status_code == 302

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert Event.objects.filter(action="indicators.computation_stopped").count() == 1


@pytest.mark.check("C084")
def test_others_find_nothing_and_approvers_find_no_buttons(city: World) -> None:
    assert client_of(city.frida).get(_url(city)).status_code == 200
    assert "<button" not in _page(city, city.frida).split("<main", 1)[1].split("</main", 1)[0]
    assert client_of(city.frida).post(_url(city, "alle")).status_code == 404
    assert client_of(city.dora).get(_url(city)).status_code == 404
    assert client_of(city.dora).post(_url(city, "alle")).status_code == 404
    assert client_of(city.clara).get(_url(city)).status_code == 404
