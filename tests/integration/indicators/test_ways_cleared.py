# SPDX-License-Identifier: EUPL-1.2
"""Kept ways are cleared once nothing asks for them: no network in force, no version that counts, no scenario."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from indicators.models import Scenario, ScenarioWays
from indicators.selectors.scenarios.ground import ground_of
from indicators.services.scenarios import ways
from indicators.services.waysclearing import KEPT_DAYS, clear_ways
from sozialplanung.jobs import registry
from spatial.models import LayerFeature, LayerVersion
from spatial.selectors.layerfigures import counting_states, layer_states
from tests.factories.placebringer import spot
from tests.factories.scenariocity import begun, build_scenario_city
from tests.factories.standing import standing
from tests.factories.streets import streets
from tests.factories.world import World

pytestmark = pytest.mark.django_db

kept_city = standing(build_scenario_city)


def age(days: int = KEPT_DAYS + 1) -> None:
    ScenarioWays.objects.update(made_at=timezone.now() - timedelta(days=days))


def new_version(city: World, *places: tuple[int, int], since: date = date(2021, 12, 31)) -> LayerVersion:
    """Put another version of the layer in force, with places in the middle of some quarters."""
    old = LayerVersion.objects.filter(layer__organisation=city.city, superseded_at__isnull=True).get()
    LayerVersion.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
    made = LayerVersion.objects.create(
        layer=old.layer,
        number=old.number + 1,
        valid_from=since,
        publisher=old.publisher,
        licence=old.licence,
        attribution=old.attribution,
        capacity_label=old.capacity_label,
        feature_count=len(places),
        content_hash="1" * 64,
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(version=made, position=at, key=str(at), name="", geometry=Point(*spot(*place), srid=4326))
        for at, place in enumerate(places)
    )
    return made


def test_ways_that_a_layer_in_force_asks_for_stay_however_old_they_are(city: World) -> None:
    begun(city)
    Scenario.objects.all().delete()
    age(1_000)

    assert (clear_ways(), ScenarioWays.objects.count()) == (0, 2)


def test_ways_to_places_that_are_nowhere_any_more_are_cleared_once_they_are_old(city: World) -> None:
    begun(city)
    Scenario.objects.all().delete()
    # One place stays, the other one is gone for good.
    new_version(city, (0, 0))

    age(KEPT_DAYS - 1)
    assert clear_ways() == 0
    age()
    assert (clear_ways(), ScenarioWays.objects.count()) == (1, 1)


def test_ways_to_places_of_an_earlier_period_stay(city: World) -> None:
    begun(city)
    Scenario.objects.all().delete()
    new_version(city, (0, 0), since=date(2023, 1, 1))
    age()

    assert [each.number for each in counting_states(layer_states(city.city.pk))] == [1, 2]
    assert clear_ways() == 0


def test_scenario_keeps_its_places(city: World) -> None:
    row = begun(city)
    new_version(city, (1, 1))
    age()

    assert clear_ways() == 0
    Scenario.objects.filter(pk=row.pk).delete()
    assert (clear_ways(), ScenarioWays.objects.count()) == (2, 0)


def test_scenario_keeps_its_streets(city: World) -> None:
    row = begun(city)
    # Another edition of the same streets comes into force.
    assert streets(city).number == 2
    age()

    assert clear_ways() == 0
    Scenario.objects.filter(pk=row.pk).delete()
    assert (clear_ways(), ScenarioWays.objects.count()) == (2, 0)


def test_what_was_cleared_is_worked_out_again(city: World) -> None:
    row = begun(city)
    before = {each.input_hash: bytes(each.seconds) for each in ScenarioWays.objects.all()}
    ScenarioWays.objects.all().delete()

    assert ways.work_out(ground_of(row), ground_of(row).ledger.points, lambda *_: None) == 2
    assert {each.input_hash: bytes(each.seconds) for each in ScenarioWays.objects.all()} == before


def test_sweeper_clears_them_once_a_day() -> None:
    (duty,) = [each for each in registry.duties() if each.name == "indicators.clear_ways"]

    assert (duty.every_seconds, duty.perform) == (86_400, clear_ways)
