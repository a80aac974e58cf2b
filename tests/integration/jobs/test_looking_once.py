# SPDX-License-Identifier: EUPL-1.2
"""A long step that ends while a page is put together: what the page says of it is of one moment."""

from collections.abc import Callable

import pytest
from django.db.models import Model

from indicators.models import Delivery
from sozialplanung.jobs.models import Job, JobState
from spatial.models import Changeset, LayerDraft
from tests.factories import desk, placebringer, surveyor
from tests.factories.areas import import_city
from tests.factories.desk import client_of
from tests.factories.register import build_city
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Begun = Callable[[World], tuple[type[Model], str]]


def delivery(world: World) -> tuple[type[Model], str]:
    city = build_city(world)
    return Delivery, desk.url_of(desk.new_delivery(city, city.anna))


def changeset(world: World) -> tuple[type[Model], str]:
    city = surveyor.build_ground(world)
    return Changeset, surveyor.url_of(surveyor.begun(city.anna))


def layer(world: World) -> tuple[type[Model], str]:
    import_city(world.city)
    return LayerDraft, placebringer.url_of(placebringer.begun(world.anna))


@pytest.mark.parametrize("begin", [delivery, changeset, layer])
def test_page_that_says_that_a_step_runs_goes_on_looking(
    world: World, begin: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, address = begin(world)
    looks: list[JobState] = []

    def seen(draft: Delivery) -> Job:
        """Return a job that runs when it is looked at first, and is over from then on."""
        job = Job.objects.get(pk=str(draft.job_id))
        job.state = JobState.SUCCEEDED if looks else JobState.RUNNING
        looks.append(JobState(job.state))
        return job

    monkeypatch.setattr(kind, "job", property(seen))

    page = client_of(world.anna).get(address).content.decode()

    assert looks[0] == JobState.RUNNING
    assert ("läuft" in page) == ('class="delivery-progress"' in page)
    assert "läuft" in page
