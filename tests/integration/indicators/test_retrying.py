# SPDX-License-Identifier: EUPL-1.2
"""A release of which a step failed: the page names it, a person starts it again, and nothing is done twice."""

import pytest

from indicators.models import Delivery, Release
from indicators.models.observations import Observation
from indicators.services import reviewing
from indicators.services.releasing import refreshing
from sozialplanung.audit.models import Event
from sozialplanung.jobs import registry
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.errors import JobError
from sozialplanung.jobs.models import Job
from tests.factories.desk import client_of, decide, german, post, submitted, url_of
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


def _broken(_context: JobContext) -> None:
    raise JobError("indicators.not_released", "There is no release to be seen.")


def _with_a_failed_step(city: World, monkeypatch: pytest.MonkeyPatch, kind: str) -> Delivery:
    with monkeypatch.context() as patch:
        patch.setitem(registry._HANDLERS, kind, _broken)
        delivery = submitted(city)
        decide(city.frida, delivery, "approve")
    return delivery


def test_failed_step_is_named_and_started_again_by_a_person(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = _with_a_failed_step(city, monkeypatch, refreshing.REFRESH)
    page = client_of(city.frida).get(url_of(delivery)).content.decode()
    assert "Berechnen und Veröffentlichen von „Einwohner“" in page
    assert "1 weiterer Schritt wartete darauf" in page
    assert not Release.objects.exists()

    assert post(city.frida, delivery, "erneut-versuchen/").status_code == 302

    assert Release.objects.filter(state="published").count() == 9
    assert Observation.objects.count() == 8
    page = client_of(city.anna).get(url_of(delivery)).content.decode()
    assert german("The figures are released, and everything that depends on them is computed.") in page
    event = Event.objects.get(action="indicators.release_retried")
    assert (event.actor_id, event.details["steps"]) == (city.frida.pk, 3)


def test_figures_that_could_not_be_taken_over_are_taken_over_again(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = _with_a_failed_step(city, monkeypatch, reviewing.APPLY)
    assert delivery.state == "approved"
    assert german("Taking over the figures") in client_of(city.anna).get(url_of(delivery)).content.decode()

    post(city.anna, delivery, "erneut-versuchen/")

    assert delivery.state == "released"
    assert Release.objects.filter(state="published").count() == 9


def test_what_runs_or_is_done_is_not_started_again(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = submitted(city)
    assert post(city.anna, delivery, "erneut-versuchen/").status_code == 409
    decide(city.frida, delivery, "approve")
    assert post(city.anna, delivery, "erneut-versuchen/").status_code == 409

    jobs = Job.objects.count()
    assert client_of(city.bert).post(url_of(delivery, "erneut-versuchen/")).status_code == 404
    assert client_of(city.anna).get(url_of(delivery, "erneut-versuchen/")).status_code == 405
    assert Job.objects.count() == jobs
    del monkeypatch
